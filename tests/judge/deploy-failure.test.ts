// Why a deploy failed: the line that decides in the output of the tools that people deploy with, and whether it passes.
import { describe, expect, it } from "vitest";
import { startCpu } from "../cpu.ts";
import { deployFailure } from "../../src/judge/deploys/deploy-failure.ts";
import { DEPLOY_RULES } from "../../src/judge/deploys/deploy-rules.ts";
import { transienceOf } from "../../src/judge/deploys/command-failure.ts";
import type { CommandResult } from "../../src/model/check.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { command } from "../fakes/checks.ts";

function failed(output: string, over: Partial<CommandResult> = {}): CommandResult {
  return command({ exitCode: 1, output: untrusted(output), ...over });
}

function told(output: string, over: Partial<CommandResult> = {}): string {
  const { transient, cause } = deployFailure(failed(output, over));
  return cause === null ? transient : `${transient}: ${cause.title} | ${reveal(cause.line)}`;
}

const LOCK = "another run holds the lock of the infrastructure state";
const READY = "the new version did not become ready in time";
const STARTS = "the new version does not start";
const IMAGE = "the image is not in the registry, or may not be pulled";
const CREDENTIALS = "the platform does not accept the credentials";
const RIGHT = "the deploy's account may not do this";
const CONFIG = "the configuration of the deploy is not valid";
const COMPILES = "the code does not compile";
const LOST = "the connection to the platform was lost";
const RATE = "the platform limits the rate of requests";
const QUOTA = "a quota of the platform is used up";
const ROOM = "the cluster has no room for the new version";
const BUSY = "the platform is still busy with another change";

describe("what passes by itself", () => {
  it.each([
    // Terraform and OpenTofu frame what they say.
    [
      "\u2577\n\u2502 Error: Error acquiring the state lock\n\u2502 \n\u2502 Error message: ConditionalCheckFailedException: The conditional request failed\n\u2502 Lock Info:\n\u2502   ID:        1c2d\n\u2575",
      `yes: ${LOCK} | Error: Error acquiring the state lock`,
    ],
    [
      "error: [409] Conflict: Another update is currently in progress.",
      `yes: ${LOCK} | error: [409] Conflict: Another update is currently in progress.`,
    ],
    [
      "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress",
      "yes: another Helm operation on this release is in progress | Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress",
    ],
    [
      "An error occurred (ValidationError) when calling the UpdateStack operation: Stack:arn:aws:x is in UPDATE_IN_PROGRESS state and can not be updated.",
      "yes: the stack is still busy with another change | An error occurred (ValidationError) when calling the UpdateStack operation: Stack:arn:aws:x is in UPDATE_IN_PROGRESS state and can not be updated.",
    ],
    ["Code: AnotherOperationInProgress", `yes: ${BUSY} | Code: AnotherOperationInProgress`],
    [
      "ERROR: (gcloud.run.deploy) ABORTED: Conflict for resource 'web': version '1' was specified but current version is '2'.",
      `yes: ${BUSY} | ERROR: (gcloud.run.deploy) ABORTED: Conflict for resource 'web': version '1' was specified but current version is '2'.`,
    ],
    [
      "Error: failed to acquire leases: lease currently held by ops@example.com",
      `yes: ${BUSY} | Error: failed to acquire leases: lease currently held by ops@example.com`,
    ],
    [
      "9f1: Retrying in 1 second\nreceived unexpected HTTP status: 503 Service Unavailable",
      "yes: the image registry answers 503 | received unexpected HTTP status: 503 Service Unavailable",
    ],
    [
      "#21 ERROR: failed to push registry.example/web:1: unexpected status from PUT request to https://registry.example/v2/web/manifests/1: 502 Bad Gateway\n------\nERROR: failed to solve: failed to push registry.example/web:1",
      "yes: the image registry answers 502 | ERROR: failed to push registry.example/web:1: unexpected status from PUT request to https://registry.example/v2/web/manifests/1: 502 Bad Gateway",
    ],
    [
      "ERROR: toomanyrequests: You have reached your unauthenticated pull rate limit.",
      "yes: the image registry limits the rate of requests | ERROR: toomanyrequests: You have reached your unauthenticated pull rate limit.",
    ],
    [
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout',
      'yes: the image registry could not be reached | Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout',
    ],
    [
      "An error occurred (ThrottlingException) when calling the DescribeServices operation: Rate exceeded",
      `yes: ${RATE} | An error occurred (ThrottlingException) when calling the DescribeServices operation: Rate exceeded`,
    ],
    [
      "ERROR: Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute' of service 'run.googleapis.com'",
      `yes: ${RATE} | ERROR: Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute' of service 'run.googleapis.com'`,
    ],
    [
      "\u2502 Error: creating EC2 Instance: InsufficientInstanceCapacity: We currently do not have sufficient capacity",
      "yes: the platform has no machines of this kind left right now | Error: creating EC2 Instance: InsufficientInstanceCapacity: We currently do not have sufficient capacity",
    ],
    [
      "Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout",
      `yes: ${LOST} | Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout`,
    ],
    [
      "npm error code ETIMEDOUT\nnpm error network request to https://registry.npmjs.org/x failed",
      `yes: ${LOST} | npm error code ETIMEDOUT`,
    ],
    [
      "Error from server (ServiceUnavailable): the server is currently unable to handle the request",
      "yes: the platform is not available | Error from server (ServiceUnavailable): the server is currently unable to handle the request",
    ],
    [
      "Error: Request failed with status code 504",
      "yes: the platform answers 504 | Error: Request failed with status code 504",
    ],
  ])("%s", (output, says) => {
    expect(told(output)).toBe(says);
  });
});

describe("what may pass", () => {
  it.each([
    ['error: deployment "web" exceeded its progress deadline', READY],
    ["error: timed out waiting for the condition", READY],
    ["Error: UPGRADE FAILED: context deadline exceeded", READY],
    ["Waiter ServicesStable failed: Max attempts exceeded", READY],
    ["Error: timeout reached waiting for health checks to pass for machine 12", READY],
    ["Warning  FailedScheduling  1m  default-scheduler  0/3 nodes are available: 3 Insufficient cpu.", ROOM],
    ["service web was unable to place a task because no container instance met all of its requirements.", ROOM],
    ["Error: Request failed with status code 500", "the platform answers 500"],
    [
      "curl: (7) Failed to connect to api.example port 443: Connection refused",
      "nothing answers at an address that the deploy needs",
    ],
    [
      "fatal: unable to access 'https://git.example/': Could not resolve host: git.example",
      "a host name could not be resolved",
    ],
    ["write /var/lib/docker/tmp: no space left on device", "the disk is full"],
    [
      "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
      "the runner has too little memory",
    ],
  ])("%s", (output, title) => {
    expect(told(output).startsWith(`either: ${title} | `)).toBe(true);
  });
});

describe("what stays", () => {
  it.each([
    ["pod/web-5d  0/1  ImagePullBackOff  0  5m\nerror: timed out waiting for the condition", IMAGE],
    [
      "ERROR: (gcloud.run.deploy) Revision 'web-1' is not ready and cannot serve traffic. Image 'gcr.io/p/web:1' not found.",
      IMAGE,
    ],
    ["docker: Error response from daemon: manifest for web:9 not found: manifest unknown: manifest unknown.", IMAGE],
    ["pod/web-5d  0/1  CrashLoopBackOff  4  5m\nerror: timed out waiting for the condition", STARTS],
    [
      "ERROR: (gcloud.run.deploy) The user-provided container failed to start and listen on the port defined by PORT=8080.",
      STARTS,
    ],
    ["(service web) deployment circuit breaker was triggered.", STARTS],
    ["Error: release command failed - aborting deployment.", STARTS],
    ["Last State: Terminated  Reason: OOMKilled", "the new version needs more memory than it has"],
    ["exec /app/server: exec format error", "the image was built for another kind of machine"],
    [
      "web-5d  0/1  CreateContainerConfigError  0  1m",
      "a secret or setting that the new version needs is not on the platform",
    ],
    ["Error: UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred", "a migration or hook of the deploy failed"],
    ['Unable to locate credentials. You can configure credentials by running "aws configure".', CREDENTIALS],
    [
      "An error occurred (ExpiredToken) when calling the PutObject operation: The provided token has expired.",
      CREDENTIALS,
    ],
    ["unauthorized: authentication required", CREDENTIALS],
    ["Error: The specified token is not valid. Use `vercel login` to generate a new token.", CREDENTIALS],
    ["ERROR: Please run 'az login' to setup account.", CREDENTIALS],
    [
      "An error occurred (AccessDeniedException) when calling the UpdateService operation: User: arn:aws:iam::1:user/ci is not authorized to perform: ecs:UpdateService",
      RIGHT,
    ],
    [
      "ERROR: (gcloud.app.deploy) PERMISSION_DENIED: You do not have permission to act as 'x@appspot.gserviceaccount.com'",
      RIGHT,
    ],
    [
      'Error from server (Forbidden): deployments.apps is forbidden: User "system:serviceaccount:ci:d" cannot create resource "deployments"',
      RIGHT,
    ],
    ["denied: requested access to the resource is denied", RIGHT],
    [
      'Error from server: admission webhook "policy.example.com" denied the request: no limits',
      "a policy of the platform refuses the change",
    ],
    [
      'Error: UPGRADE FAILED: "web" has no deployed releases',
      "what is on the platform stands in the way of the change",
    ],
    [
      "Stack:arn:aws:x is in ROLLBACK_COMPLETE state and can not be updated.",
      "what is on the platform stands in the way of the change",
    ],
    [
      "Error: YAML parse error on web/templates/deployment.yaml: error converting YAML to JSON: yaml: line 12: did not find expected key",
      CONFIG,
    ],
    ['error: error validating "d.yaml": error validating data: unknown field "spec.replica"', CONFIG],
    ["\u2502 Error: Unsupported argument\n\u2502 \n\u2502   on main.tf line 4, in resource", CONFIG],
    ["Template format error: Unresolved resource dependencies [Bucket] in the Resources block of the template", CONFIG],
    ["An error occurred (LimitExceededException) when calling the CreateFunction operation", QUOTA],
    ["Operation could not be completed as it results in exceeding approved standardDSv3Family Cores quota.", QUOTA],
    ['pods "web" is forbidden: exceeded quota: compute, requested: cpu=1', QUOTA],
    ["deploy.sh: line 3: TOKEN: unbound variable", "a variable that the deploy needs is not set"],
    ["\u2502 Error: No value for required variable", "a variable that the deploy needs is not set"],
    ["DATABASE_URL is not set", "a variable that the deploy needs is not set"],
    ["deploy.sh: line 1: kubectl: command not found", "a program that the deploy calls is not there"],
    ["Error: unknown flag: --wait-for-jobs", "the deploy calls a program in a way that it does not know"],
    [
      "npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree",
      "the dependencies of the build cannot be installed",
    ],
    ['ERROR: failed to solve: failed to compute cache key: "/dist": not found', "the image cannot be built"],
    ["ERROR: (gcloud.run.deploy) Build failed; check build logs for details", "the build failed"],
    [" !     Push rejected, failed to compile Node.js app.", COMPILES],
    ["x509: certificate signed by unknown authority", "a certificate on the way to the platform is not accepted"],
    [
      "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
      "no cluster is configured",
    ],
    ['Error from server (NotFound): namespaces "web" not found', "what the deploy names is not on the platform"],
    [" ! [remote rejected] main -> main (pre-receive hook declined)", "the push to the platform was rejected"],
    ["Failed to create/update the stack. Run the following command", "a resource of the stack could not be changed"],
    [
      'Resource handler returned message: "Unzipped size must be smaller than 1 bytes"',
      "what is deployed is larger than the platform takes",
    ],
    ["Host key verification failed.", "the key of the host is not the one that is known"],
    ['Error: Command "npm run build" exited with 1', "the build failed"],
    ["npm error 403 Forbidden - You cannot publish over the previously published versions: 1.0.0.", RIGHT],
    ["Error: Cannot perform an interactive login from a non TTY device", CREDENTIALS],
    ["cp: cannot stat 'dist': No such file or directory", "a file that the deploy needs is not there"],
    ["/bin/bash: ./deploy.sh: Permission denied", "the deploy may not read, write or run something on this machine"],
  ])("%s", (output, title) => {
    expect(told(output).split(" | ")[0]).toBe(`no: ${title}`);
  });
});

describe("the line that decides", () => {
  it("is the first error of a compiler, not its last and not what wraps it", () => {
    const output = `#12 [build 4/5] RUN npm run build
#12 3.101 src/app.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.
#12 3.102 src/app.ts(9,1): error TS2304: Cannot find name 'x'.
#12 ERROR: process "/bin/sh -c npm run build" did not complete successfully: exit code: 2
ERROR: failed to solve: process "/bin/sh -c npm run build" did not complete successfully: exit code: 2
make: *** [Makefile:4: deploy] Error 1`;
    expect(told(output)).toBe(
      `no: ${COMPILES} | src/app.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.`,
    );
  });

  it("is an error and not the progress before it", () => {
    const output = `Waiting for deployment "web" rollout to finish: 0 of 1 updated replicas are available...
WARNING: 429 Too Many Requests, retrying in 2 s
level=warning msg="503 from metrics, ignored"
Error from server (Forbidden): services is forbidden: User "ci" cannot list resource "services"`;
    expect(told(output)).toMatch(/^no: the deploy's account may not do this \| Error from server/u);
  });

  it("is what was retried until the end where nothing else is said", () => {
    expect(told("received 503 Service Unavailable, retrying in 5 s\nmake: *** [deploy] Error 1")).toBe(
      "yes: the platform answers 503 | received 503 Service Unavailable, retrying in 5 s",
    );
  });

  it("is the last of several causes, because what came before was got over", () => {
    expect(told("dial tcp: i/o timeout\nlogging in again\nunauthorized: incorrect username or password")).toMatch(
      /^no: the platform does not accept the credentials/u,
    );
  });

  it("is the cause and not what follows from it", () => {
    const output =
      "web-1  0/1  ImagePullBackOff\nerror: deployment \"web\" exceeded its progress deadline\nrm: cannot remove 'x': No such file or directory";
    expect(told(output)).toBe(`no: ${IMAGE} | web-1  0/1  ImagePullBackOff`);
  });

  it("stands at the end: what a good deploy printed on its way decides nothing", () => {
    const chatter = Array.from({ length: 200 }, (_, nth) => `step ${nth}: quota exceeded? no`).join("\n");
    expect(told(`toomanyrequests\n${chatter}\nfailed`)).toBe(
      "no: a quota of the platform is used up | step 199: quota exceeded? no",
    );
    expect(told(`toomanyrequests\n${"all is well\n".repeat(200)}failed`)).toBe("no");
  });

  it("is none that good steps print on their way", () => {
    const steps = `Unable to find image 'builder:1' locally
The push refers to repository [docker.io/x/web]
9f1c: Layer already exists
1.2: digest: sha256:ab12 size: 502
"stable" already exists with the same configuration, skipping
migrate-1 exited with code 0, service web exited with code 0
environment variable REGION set to eu-1
Checking required permissions ... ok
waited for the maximum number of attempts allowed, 500 lines follow
Login Succeeded, no key given, no token needed
release: web found, config file: not found`;
    expect(told(`${steps}\nsomething of our own went wrong`)).toBe("no");
  });

  it("is shown short and without the colours of a terminal", () => {
    const { cause } = deployFailure(failed(`\u001b[31mError:\u001b[0m unbound variable ${"x".repeat(5_000)}`));
    expect(reveal(cause?.line ?? untrusted(""))).toMatch(/^Error: unbound variable x{200,280}$/u);
  });

  it("is never part of our own words", () => {
    const { cause } = deployFailure(failed("received unexpected HTTP status: 503 <script>ghp_secret</script>"));
    expect(cause?.title).toBe("the image registry answers 503");
    expect(cause?.next).not.toContain("script");
  });
});

describe("how the command ended", () => {
  it.each<[Partial<CommandResult>, string]>([
    [
      { timedOut: true, exitCode: null, signal: "SIGTERM" },
      "yes: the deploy did not end within its time limit | last words",
    ],
    [{ spawnError: "ENOENT", exitCode: null }, "no: the command could not be started | ENOENT"],
    [{ spawnError: "EAGAIN", exitCode: null }, "yes: the command could not be started | EAGAIN"],
    [{ exitCode: 127 }, "no: a program that the deploy calls is not there | last words"],
    [{ exitCode: 126 }, "no: a file cannot be run as a program | last words"],
    [{ exitCode: 137 }, "either: the deploy was killed from outside | last words"],
    [{ exitCode: null, signal: "SIGKILL" }, "either: the deploy was killed from outside | last words"],
    [{ exitCode: 1 }, "no"],
  ])("decides where its output does not: %j", (over, says) => {
    expect(told("first words\nlast words\n", over)).toBe(says);
  });

  it.each([
    [
      "bash: line 1: ./scripts/deploi.sh: No such file or directory",
      127,
      "a command that the deploy calls is not there",
    ],
    ["./deploy.sh: 3: ./build.sh: not found", 127, "a command that the deploy calls is not there"],
    ["bash: line 1: kubctl: command not found", 127, "a program that the deploy calls is not there"],
    // A file that is read, by the same shell.
    ["bash: line 1: values.env: No such file or directory", 1, "a file that the deploy needs is not there"],
  ])("tells a command that is not there from a file that is not: %s", (line, exitCode, title) => {
    expect(told(`starting\n${line}`, { exitCode })).toBe(`no: ${title} | ${line}`);
  });

  it("gives way to a cause in the output, and not to a word that may mean anything", () => {
    const stopped = { timedOut: true, exitCode: null };
    expect(told("web-1 0/1 CrashLoopBackOff\nWaiting for web", stopped)).toMatch(
      /^no: the new version does not start/u,
    );
    expect(told("we try again and again", stopped)).toMatch(/^yes: the deploy did not end within its time limit/u);
  });

  it("has no cause where it ended well, and what it told was wrong", () => {
    expect(deployFailure(command({ output: untrusted("503 Service Unavailable") }))).toEqual({
      transient: "no",
      cause: null,
    });
  });

  it("is read in the same way for a set-up", () => {
    expect(transienceOf(failed("psql: could not connect: Connection timed out"))).toBe("yes");
    expect(transienceOf(failed("seed.sh: line 2: TOKEN: unbound variable"))).toBe("no");
  });
});

describe("the table", () => {
  it("has each rule once, with words that a record can hold", () => {
    expect(new Set(DEPLOY_RULES.map(({ id }) => id)).size).toBe(DEPLOY_RULES.length);
    const words = DEPLOY_RULES.flatMap(({ title, next }) => (typeof title === "string" ? [title, next] : [next]));
    expect(words.filter((text) => !/^[\w .,:;()'"/-]{1,300}$/u.test(text))).toEqual([]);
  });

  it("is quick for lines that begin a rule over and over", { timeout: 20_000 }, () => {
    const seeds = [
      "docker ",
      "registry 42",
      "unexpected status ",
      "quota ",
      "per minute quota",
      "variable ",
      "A_",
      "a:1:",
      "Error 4",
      "stack ",
      "image ",
      "manifest for ",
      "admission webhook ",
      "template: a",
      "services.",
      "is not ",
      "permission '",
      "hook ",
      "already ",
      "token ",
      "another ",
      "0/1 ",
      "secret ",
      "max number of a ",
      'The A "',
      "failed to connect to ",
      "invalid character '",
    ];
    const spent = startCpu();
    for (const seed of seeds) deployFailure(failed(`${seed.repeat(200)}\n`.repeat(200)));
    expect(spent() / seeds.length).toBeLessThan(150);
  });
});
