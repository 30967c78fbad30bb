import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const down = (rule: string, transient: Transient, text: string): Example =>
  example(`deploy-startup/${rule}`, "deploy.startup", transient, text);

export const EXAMPLES: readonly Example[] = [
  down("container", "no", "shop-api-6c8d-x2x9z   0/1     CrashLoopBackOff   6          9m"),
  down("container", "no", "Warning  BackOff  2m  kubelet  Back-off restarting failed container"),
  down(
    "probe",
    "either",
    "Warning  Unhealthy  8s  kubelet  Readiness probe failed: HTTP probe failed with statuscode: 503",
  ),
  down("deadline", "either", 'error: deployment "shop-api" exceeded its progress deadline'),
  down(
    "deadline",
    "either",
    "Error: UPGRADE FAILED: release shop failed, and has been rolled back due to atomic being set: timed out waiting for the condition",
  ),
  down("deadline", "either", "error: timed out waiting for the condition on deployments/shop-api"),
  down(
    "deadline",
    "either",
    'error: update acceptor rejected shop-3: pods for rc "shop-3" took longer than 600 seconds to become ready',
  ),
  down("hook", "no", "Error: UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred: * job failed"),
  down("pod-setup", "either", 'Multi-Attach error for volume "pvc-1a2b" Volume is already used by pod(s) shop-0'),
  down(
    "google",
    "no",
    "The user-provided container failed to start and listen on the port defined provided by the PORT=8080 environment variable.",
  ),
  down(
    "google",
    "no",
    "ERROR: (gcloud.app.deploy) Error Response: [9] Application startup error! Code: APP_CONTAINER_CRASHED",
  ),
  down(
    "google-deadline",
    "either",
    "ERROR: (gcloud.app.deploy) Error Response: [4] Your deployment has failed to become healthy in the allotted time and therefore was rolled back.",
  ),
  down("aws-stable", "either", "Waiter ServicesStable failed: Max attempts exceeded"),
  down(
    "aws-stable",
    "either",
    "CREATE_FAILED | AWS::ECS::Service | Api | Service arn:aws:ecs:eu-west-1:123456789012:service/api did not stabilize.",
  ),
  down(
    "aws-stable",
    "either",
    "Error: waiting for ECS Service (api) create: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s)",
  ),
  down("aws", "no", "(service api) (deployment ecs-svc/1) deployment failed: tasks failed to start."),
  down(
    "aws",
    "no",
    "ERROR: [Instance: i-0a1b] Command failed on instance. Return code: 1 Output: Engine execution has encountered an error.",
  ),
  down("lambda", "no", "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'orders'"),
  down(
    "task-secrets",
    "either",
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 5 time(s): RequestCanceled",
  ),
  example(
    "deploy-startup/task-secrets",
    "deploy.rejected",
    "no",
    "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: AccessDeniedException: denied",
  ),
  down(
    "azure",
    "either",
    "ERROR - Container shop_0_1a2b for site shop did not start within expected time limit. Elapsed time = 230 sec",
  ),
  down(
    "hosters-deadline",
    "either",
    "Error: timeout reached waiting for health checks to pass for machine 148e2: context canceled",
  ),
  down(
    "hosters-deadline",
    "either",
    "Error R10 (Boot timeout) -> Web process failed to bind to $PORT within 60 seconds of launch",
  ),
  down("hosters", "no", "heroku[web.1]: State changed from starting to crashed"),
  down("gitops", "either", 'FATA[0300] timed out (300s) waiting for app "shop" match desired state'),
  down(
    "gitops",
    "either",
    "Health check failed after 2m0s: timeout waiting for: [Deployment/shop/api status: 'InProgress']",
  ),
  down("docker", "no", "dependency failed to start: container shop-api-1 is unhealthy"),
  down("docker", "no", "failed to create task for container: OCI runtime create failed: runc create failed"),
  down("web-server-deadline", "either", "Error: Timed out waiting 60000ms from config.webServer."),
  down("web-server", "no", "Error: Process from config.webServer was not able to start. Exit code: 1"),
  down("server-wait", "either", "Error: Timed out waiting for: http://localhost:4173"),
  down("server-wait", "either", "http://localhost:3000 timed out on retry 91 of 90, elapsed 90231ms, limit 90000ms"),
  down("server-wait", "either", "RuntimeError: Rack application timed out during boot"),
  down("application-server", "no", "gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>"),
  down("application-server", "no", "HTTP Error 500.30 - ASP.NET Core app failed to start"),
  down("application", "no", "***************************\nAPPLICATION FAILED TO START\n***************************"),
  down("process-manager", "no", "Job for shop-api.service failed because the control process exited with error code."),
  down("never-ready", "either", "Error: the backend at http://staging.shop.example never became healthy"),
  down("waited", "either", "Timed out after 300s waiting for deployment shop-api to be available"),
  down("waited", "either", "timeout: waiting for service shop-api to become ready (120s)"),
  down("not-started-in-time", "either", "Error: server did not start within 30000ms"),
  down("condition", "either", "shop_test.go:41: timed out waiting for the condition"),
  down("pods-table", "either", "shop-api-6c8d-x2x9z   0/1     ContainerCreating   0          14m"),
  down("not-healthy", "either", "checkout: app not healthy, no traffic is sent yet"),
  down("exited", "no", "shop_api_1 exited with code 3"),
  down("health-check", "either", "Health check failed after 10 attempts"),

  // A wait for a data store, by its port.
  example(
    "deploy-startup/server-wait",
    "dep.datastore",
    "either",
    "wait-for-it.sh: timeout occurred after waiting 15 seconds for db:5432",
  ),
  // What refers to a secret is a revision that did not come up, but the image decides.
  example(
    "deploy-artifacts/google",
    "deploy.artifact",
    "no",
    "Revision 'shop-00012' is not ready and cannot serve traffic. Image 'eu.gcr.io/shop/api:2' not found.",
  ),

  // What drives the tests did not come up, nor a data store: that is told by others.
  example("none", "unknown", "either", "Chrome instance failed to become ready"),
  example("pages-said/part", "assert.ui", "either", "the element did not become visible"),
  down(
    "hosters-deadline",
    "either",
    "heroku[web.1]: Error R10 (Boot timeout) -> Web process failed to bind to $PORT\nheroku[web.1]: Process exited with status 137",
  ),
  down("hosters-deadline", "either", "> Error! Instance verification timed out (3m)"),
  down("deadline", "either", "update paused due to failure or early termination of task 4f1x"),
  down("hosters", "no", 'shop_web.1  "task: non-zero exit (1)"'),
  down(
    "docker",
    "no",
    'OCI runtime create failed: runc create failed: exec: "shop": executable file not found in $PATH',
  ),
  down("waited", "either", "Timeout waiting for deployment/shop to become available"),
  down(
    "probe",
    "either",
    "Readiness probe failed: HTTP 503\nOperation cannot be fulfilled on endpoints: the object has been modified; please apply your changes",
  ),
  // A function that was loaded, and ended while it had a request.
  example(
    "deploy-startup/lambda",
    "svc.server-error",
    "either",
    '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 1f Error: Runtime exited with error: exit status 1"}',
  ),
  down("never-ready", "either", "Deployment did not reach the desired state in 10 minutes"),
  down("application-server", "no", 'nginx: [emerg] host not found in upstream "shop:8080" in /etc/nginx/nginx.conf:5'),
  down("google", "no", "The user-provided container failed the configured startup probe checks."),
];
