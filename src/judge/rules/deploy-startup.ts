// The new version is on the platform and does not start, does not become ready, or not in time.
import type { Found } from "../classify/findings.ts";
import { lineOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

/** Servers that are no deploy of ours: data stores, and what drives the tests. */
const OTHER_SERVERS =
  /\b(?:postgres\w{0,4}|mysqld?|mariadb|redis|mongod?b?|rabbitmq|kafka|zookeeper|elasticsearch|opensearch|cassandra|memcached|etcd|mssql|sqlserver|clickhouse|docker(?:d|\.service)|containerd|xvfb|selenium|appium|web ?driver|chromedriver|geckodriver|adb|emulator|simulator|browser|chrome|firefox|DevTools)\b/iu;

/** The reason why an application does not start, where others know it better: its port, its data store. */
const BEHIND =
  /address already in use|AddressInUse|EADDRINUSE|\bSQL\w{0,30}Exception|\bPSQLException\b|flyway|liquibase|\bHibernate|Postgrex|psycopg|\bMongo\w{0,40}(?:Error|Exception)|\bJedis|\bRedis\w{0,20}(?:Error|Exception)|\bPG::|\bMysql2::|ECONNREFUSED|connection refused/iu;

/** Ports that IANA gives to data stores and brokers. */
const STORE_PORT = /(?::|port )(?:5432|3306|6379|27017|9092|5672|1433|9042|11211|2181)\b/u;

/** A wait for an address: of a data store it is that which does not come up. */
const byPort = (match: RegExpExecArray): Partial<Found> =>
  STORE_PORT.test(lineOf(match)) ? { class: "dep.datastore" } : {};

export const DEPLOY_STARTUP: readonly Rule[] = [
  {
    // Why a container waits or ended, in the status of its pod.
    id: "deploy-startup/container",
    class: "deploy.startup",
    confidence: "certain",
    pattern:
      /\bCrashLoopBackOff\b|[Bb]ack-off (?:\S{1,10} )?restarting failed|\b(?:Run|Create|Kill)ContainerError\b|\bCreateContainerConfigError\b|\bContainerCannotRun\b|(?:Reason: {1,20}|reason"?: ?"?)StartError\b|\b(?:Failed)?PostStartHook(?:Error)?\b|\bInit:Error\b|\bBackoffLimitExceeded\b|reached the specified backoff limit/u,
  },
  {
    id: "deploy-startup/probe",
    class: "deploy.startup",
    confidence: "certain",
    transient: "either",
    pattern: /\b(?:Readiness|Liveness|Startup) probe (?:failed|errored)/iu,
  },
  {
    // A rollout that did not end in its time: kubectl, oc, helm, and the controller itself.
    id: "deploy-startup/deadline",
    class: "deploy.startup",
    confidence: "certain",
    transient: "either",
    pattern:
      /exceeded its progress deadline|\b[Pp]rogress [Dd]eadline [Ee]xceeded\b|\bProgressDeadlineExceeded\b|has timed out progressing|timed out waiting for the condition on \S|^\W{0,4}error: timed out waiting for the condition|(?:UPGRADE|INSTALLATION|INSTALL|ROLLBACK) FAILED: (?!Kubernetes cluster unreachable)(?![^\n]{0,300}(?:dial tcp|awaiting headers|TLS handshake))[^\n]{0,240}(?:timed out|deadline exceeded|not ready)|(?:pre|post)-(?:install|upgrade|rollback|delete)(?: hooks?)? failed: [^\n]{0,80}(?:timed out|deadline exceeded)|update acceptor rejected|active (?:on the node )?longer than (?:the )?specified deadline|waiting for deployment "[^"\n]{1,200}" status to match expectation|has failed progressing|does not have minimum availability|\bMinimumReplicasUnavailable\b|containers with unready status|\bContainersNotReady\b|to fully initialize or become live|timed out waiting to be Ready|failed to become available within allocated timeout|but failed to initialize completely|update paused due to failure or early termination of task|rollback: service rolled back|[Mm]inimum number of (?:live )?Pods/mu,
  },
  {
    id: "deploy-startup/hook",
    class: "deploy.startup",
    confidence: "certain",
    pattern:
      /(?:pre|post)-(?:install|upgrade|rollback|delete) hooks? failed|\brelease[_ ]command failed|error release_command failed/iu,
  },
  {
    // Volumes and the network of a pod.
    id: "deploy-startup/pod-setup",
    class: "deploy.startup",
    confidence: "certain",
    transient: "either",
    pattern:
      /\bFailedMount\b|\bFailedAttachVolume\b|\bMulti-Attach error\b|\bMountVolume\.\w{1,30} failed|Unable to attach or mount volumes|\bFailedCreatePodSandBox\b|Failed to create pod sandbox|is waiting to start: (?:ContainerCreating|PodInitializing)/iu,
  },
  {
    // Cloud Run, Cloud Functions, App Engine.
    id: "deploy-startup/google",
    class: "deploy.startup",
    confidence: "certain",
    pattern:
      /failed to start and (?:then )?listen on the port|is not ready and cannot serve traffic|Container Healthcheck failed|\bHealthCheckContainerError\b|\bAPP_CONTAINER_CRASHED\b|failed on loading user code|Application startup error!|failed the configured startup probe|\bRevision(?:Failed|Missing)\b|Container called exit\([1-9]/iu,
  },
  {
    id: "deploy-startup/google-deadline",
    class: "deploy.startup",
    confidence: "certain",
    transient: "either",
    pattern:
      /failed to become healthy in the allotted time|Resource readiness deadline exceeded|Timed out waiting for the app infrastructure to become healthy/iu,
  },
  {
    // ECS, CloudFormation, CodeDeploy, Elastic Beanstalk and App Runner wait until what they started is stable.
    id: "deploy-startup/aws-stable",
    class: "deploy.startup",
    confidence: "certain",
    transient: "either",
    pattern:
      /not in the state servicesStable|\bWaiter \w{0,20}Services?Stable failed|\bServicesStable\b[^\n]{0,60}(?:timed out|timeout|exceeded)|did not stabilize|\bNotStabilized\b|Exceeded attempts to wait|timeout while waiting for state to become|Failed to receive \d{1,3} resource signal|\bWaitCondition (?:timed out|received failed)|failed (?:ELB|container|Route ?53) health checks|\bis unhealthy in \(?target-group|\bHEALTH_CONSTRAINTS\b|too many individual instances failed deployment|Health check failed on protocol|health has transitioned from \w{1,20} to (?:Severe|Degraded|Warning)/iu,
  },
  {
    id: "deploy-startup/aws",
    class: "deploy.startup",
    confidence: "certain",
    pattern:
      /deployment circuit breaker was triggered|\btasks failed to start\b|\bfailed to launch a task with\b|unable to consistently start tasks|Essential container in task exited|Unsuccessful command execution on instance|Command failed on instance|Incorrect application version "|Engine execution has encountered an error|Instance deployment failed|Script at specified location: [^\n]{1,200} (?:failed with exit code|run as user)|unexpected state '\w{1,40}', wanted target/iu,
  },
  {
    // ECS, before a task starts: why its secrets cannot be read tells whose fault it is.
    id: "deploy-startup/task-secrets",
    class: "deploy.startup",
    confidence: "certain",
    transient: "either",
    pattern: /unable to retrieve secrets? from (?:asm|ssm)\b[^\n]{0,600}/iu,
    finding: ([said]) =>
      /AccessDenied|not authorized/iu.test(said)
        ? { class: "deploy.rejected", transient: "no" }
        : /NotFound|can't find|invalid ssm parameters/iu.test(said)
          ? { class: "env.missing-config", transient: "no" }
          : {},
  },
  {
    // What Lambda says of a function that cannot be loaded. One that ended while it had a request to answer was loaded.
    id: "deploy-startup/lambda",
    class: "deploy.startup",
    confidence: "probable",
    pattern:
      /\bRuntime\.(?:ImportModuleError|HandlerNotFound|InvalidEntrypoint|UserCodeSyntaxError|MalformedHandlerName|ExitError)\b/iu,
    finding: ({ 0: said, input }) =>
      /ExitError/iu.test(said) && /\bRequestId: /u.test(input)
        ? { class: "svc.server-error", transient: "either" }
        : {},
  },
  {
    // App Service, Container Apps, virtual machines.
    id: "deploy-startup/azure",
    class: "deploy.startup",
    confidence: "certain",
    transient: "either",
    pattern:
      /did not start within expected time limit|didn't respond to HTTP pings|failing site start|Container ping failed|Site \S{1,100} failed to start: ContainerTimeout|Stopping site \S{1,100} because it failed during startup|\bRevision \S{1,100} failed to provision|was terminated with exit code '[1-9]\d{0,2}' and reason 'ProcessExited'|Failed to provision revision for container app|\bOSProvisioningTimedOut\b|\bVMExtension(?:Provisioning|HandlerNonTransient)\w{0,20}|\bVMStartTimedOut\b/iu,
  },
  {
    // Fly.io, Railway, Render, Heroku, Cloud Foundry, Nomad, Kamal, GitHub Pages.
    id: "deploy-startup/hosters-deadline",
    class: "deploy.startup",
    confidence: "certain",
    transient: "either",
    pattern:
      /timeout reached waiting for health ?checks to pass|failed to reach desired state|replicas never became healthy|waiting for internal health check|\bMachine (?:\S{1,40} )?failed health checks|Port scan timeout reached|No open ports detected|\bError R10\b|App boot timeout|\(Boot timeout\)|\bStart app timeout\b|Instance never healthy after|Instance verification timed out|health check never passed|Failed due to (?:progress deadline|unhealthy allocations)|target failed to become healthy|failed to bind to \$PORT|\bStart unsuccessful\b/u,
  },
  {
    id: "deploy-startup/hosters",
    class: "deploy.startup",
    confidence: "certain",
    pattern:
      /\bsmoke checks for \S{1,100} failed|the app appears to be crashing|State changed from (?:starting|up) to crashed|\b0 of \d{1,4} instances running[^\n]{0,80}(?:crashed|failing|down)|"?reason"?(?:=>|: ?)"CRASHED"|app is not listening on the expected address|==> Exited (?:early|with status [1-9])|\btask: non-zero exit \([1-9]|^\W{0,6}Healthcheck failed!/imu,
  },
  {
    // Argo CD, Argo Rollouts, Flux.
    id: "deploy-startup/gitops",
    class: "deploy.startup",
    confidence: "certain",
    transient: "either",
    pattern:
      /waiting for app "[^"\n]{1,200}" match desired state|health state has transitioned from \w{1,20} to Degraded|\bRollout ?[Aa]borted\b|Health check (?:failed after [\d.hms]{2,30},|timed out for)|timeout waiting for: \[|(?:install|upgrade) retries exhausted|\bHealthCheckFailed\b/u,
  },
  {
    // docker, docker compose, runc and containerd.
    id: "deploy-startup/docker",
    class: "deploy.startup",
    confidence: "probable",
    pattern:
      /\bcontainer (?:for service )?\S{1,120} is unhealthy|Container "?[\w.-]{1,100}"? is unhealthy|dependency failed to start|OCI runtime create failed|unable to start container process|starting container process caused|Cannot start (?:service|container) \S{1,120}: |failed to create (?:shim|containerd) task|Error: failed to start container|exec user process caused|^\W{0,4}exec \/\S{1,200}: exec format error/imu,
    unless: /port is already allocated|address already in use|no space left/iu,
  },
  {
    // Playwright.
    id: "deploy-startup/web-server-deadline",
    class: "deploy.startup",
    confidence: "certain",
    transient: "either",
    pattern: /Timed out waiting \d{1,9} ?ms from config\.webServer/iu,
  },
  {
    id: "deploy-startup/web-server",
    class: "deploy.startup",
    confidence: "certain",
    pattern: /Process from config\.webServer (?:was not able to start|exited early)/iu,
  },
  {
    // wait-on, start-server-and-test, the Cypress action, jest-dev-server, Capybara, xprocess, TestCafe, Next.js.
    id: "deploy-startup/server-wait",
    class: "deploy.startup",
    confidence: "certain",
    transient: "either",
    pattern:
      /^[^\n]{0,60}\bTimed out waiting for: (?:https?|tcp|socket|unix|file|localhost|[\w.-]{1,100}:\d)|^[^\n]{0,40}\b(?:https?:\/\/|localhost)\S{0,200} timed out on retry \d|Server has taken more than \d{1,9} ?ms to start|application timed out during boot|^\W{0,4}(?:Error: )?server closed unexpectedly|Failed to start server after \d{1,9} ?ms, waiting for this log pattern|start pattern[^\n]{0,200} could not be matched within|Timeout when waiting for (?:[\w.-]{1,100}:\d|file )|timeout occurred after waiting \d{1,6} seconds for \S|Timeout after \S{1,20} waiting on dependencies/imu,
    finding: byPort,
  },
  {
    // Servers of applications, when what they have to serve cannot be loaded.
    id: "deploy-startup/application-server",
    class: "deploy.startup",
    confidence: "probable",
    pattern:
      /\bWorker failed to boot\b|\bnginx: \[emerg\] (?!bind\(\))|no app loaded\. going in full dynamic mode|Error loading ASGI app|no python application found, check your startup logs|cannot be loaded as Python module|^\W{0,4}Unable to load application: |Web application could not be started|HTTP Error 50[02]\.(?:3\d|5) - |ASP\.NET Core app failed to start|Context \[[^\]\n]{0,100}\] startup failed due to previous errors|Failed startup of context|WFLYCTL0080: Failed services|JBAS014671: Failed services|Services which failed to start|DeploymentException: (?:\s{1,6}|)(?:Cannot deploy|Could not deploy|Process failed to start|Deploy failed|Error occurred during deployment)|Managed server was not started within|Failed to start application \(with profile|Could not start application \w{1,60}:|\bapplication_start_failure\b|Error occurred during deployment: |Error starting Micronaut server|Hosting failed to start|master failed to start, check stderr log/imu,
    unless: BEHIND,
  },
  {
    // Spring Boot, uvicorn and others end with this; the reason stands beside it and is heard first where it is known.
    id: "deploy-startup/application",
    class: "deploy.startup",
    confidence: "possible",
    pattern:
      /APPLICATION FAILED TO START|Application startup failed\. Exiting|Application run failed|Unable to start (?:embedded|web server|reactive web|servlet web)|Failed to deploy application\.|Functions did not deploy properly|\[nodemon\] app crashed/iu,
  },
  {
    // systemd, supervisor, PM2.
    id: "deploy-startup/process-manager",
    class: "deploy.startup",
    confidence: "probable",
    pattern:
      /\bJob for \S{1,100} failed because|\.service: (?:Failed with result|Main process exited, code=exited|Start request repeated too quickly)|entered FATAL state, too many start retries|: ERROR \(spawn error\)|had too many unstable restarts|systemd\[\d{1,7}\]: Failed to start |\bApp \[\S{1,100}:\d{1,4}\] exited with code \[[1-9]|exited: \S{1,100} \(exit status \d{1,3}; not expected\)/iu,
    unless: OTHER_SERVERS,
  },
  {
    // Waits that people write themselves.
    id: "deploy-startup/never-ready",
    class: "deploy.startup",
    confidence: "probable",
    transient: "either",
    pattern:
      /\b(?:pods?|deployments?|(?:stateful|daemon|replica) ?sets?|rollout|containers?|services?|revision|machines?|instances?|nodes?|stack|app|application|server|backend|frontend|api|operator|cluster|environment|release|replicas) ?(?:[\w./:'"@()-]{1,100} ){0,4}(?:(?:never|did(?: not|n't)|failed to|could not|not) (?:yet )?(?:be|become|became|get|got|come|came|reach(?:ed)?) (?:fully )?(?:up|ready|healthy|available|running|stable|live|started|online|(?:the |a )?(?:\w{1,20} )?(?:status|state|steady)\b)|(?:is |are |was |were )?(?:still )?not (?:ready|healthy|up|running|available) (?:after|within|in) \d)/iu,
    unless: OTHER_SERVERS,
    finding: byPort,
  },
  {
    id: "deploy-startup/waited",
    class: "deploy.startup",
    confidence: "probable",
    transient: "either",
    pattern:
      /\b(?:timed? ?out|timeout|gave up|giving up)[^\n]{0,60} wait(?:ing)? for (?:(?:url )?https?:\/\/|(?:[\w./:'"@()-]{1,100} ){0,3}(?:pods?|deployments?|(?:stateful|daemon|replica) ?sets?|rollout|containers?|services?|revision|machines?|instances?|nodes?|stack|app|application|server|backend|frontend|api|operator|cluster|environment|release|replicas)(?:[/.][\w./-]{1,100})? (?:[\w./:'"@()-]{1,100} ){0,3}to (?:(?:be|become|come|get) (?:fully )?(?:up|ready|healthy|available|running|stable|live|started|online|deployed|rolled out)|start\b|boot\b|launch\b|finish rolling|roll out|stabili[sz]e|reach))/iu,
    unless: OTHER_SERVERS,
    finding: byPort,
  },
  {
    id: "deploy-startup/not-started-in-time",
    class: "deploy.startup",
    confidence: "probable",
    transient: "either",
    pattern:
      /\b(?:server|app|application|service|backend|container|api) (?:[\w./:'"@()-]{1,100} )?(?:did(?: not|n't) |never |failed to |could not |was not )(?:be )?(?:start(?:ed)?|boot(?:ed)?|launch(?:ed)?|c[ao]me up)(?: up)? (?:(?:with)?in|after) (?:time\b|the |\d)/iu,
    unless: OTHER_SERVERS,
    finding: byPort,
  },
];

/** Weak words, asked when no other rule knows the text. */
export const DEPLOY_STARTUP_WORDS: readonly Rule[] = [
  {
    // The library of Kubernetes says so of every wait.
    id: "deploy-startup/condition",
    class: "deploy.startup",
    confidence: "possible",
    transient: "either",
    pattern: /timed out waiting for the condition/iu,
  },
  {
    id: "deploy-startup/pods-table",
    class: "deploy.startup",
    confidence: "possible",
    transient: "either",
    pattern:
      /^[a-z0-9][\w.-]{3,120} {1,20}\d{1,3}\/\d{1,3} {1,20}(?:Error|Init:\S{1,30}|ContainerCreating|PodInitializing|Pending|OOMKilled) {1,20}\d/mu,
  },
  {
    id: "deploy-startup/not-healthy",
    class: "deploy.startup",
    confidence: "possible",
    transient: "either",
    pattern:
      /\b(?:pods?|deployments?|(?:stateful|daemon|replica) ?sets?|containers?|replicas?|instances?|revision|machines?|app|application) (?:[\w./:'"@()-]{1,100} )?(?:(?:is |are |still ){0,2}not (?:yet )?(?:healthy|ready)|(?:is |are )unhealthy)\b/iu,
    unless: OTHER_SERVERS,
  },
  {
    id: "deploy-startup/exited",
    class: "deploy.startup",
    confidence: "possible",
    pattern:
      /^[\w.-]{1,80}[_-]\d{1,3} exited with code (?!0\b)\d{1,3}|\b(?:container|app|application|server|service|process) (?:\S{1,80} )?(?:exited \((?!0\))\d{1,3}\)|exited (?:unexpectedly )?with (?:exit )?code (?!0\b)\d{1,3}|failed to start)/imu,
    unless: /\b(?:test|tests|e2e|cypress|playwright|pytest|jest)\w{0,20}[_ -]\d{1,3} exited/iu,
  },
  {
    id: "deploy-startup/health-check",
    class: "deploy.startup",
    confidence: "possible",
    transient: "either",
    pattern:
      /\bhealth[ -]?checks? (?:\S{1,60} )?(?:has |have )?(?:failed|timed out|never passed|did not pass)|\b0(?: (?:out )?of |\/)\d{1,4} (?:updated |new |desired )?(?:replicas|pods|instances|tasks|machines) (?:are |is )?(?:available|ready|healthy|running)\b/iu,
  },
];
