// Rules for what usually passes by itself on the platform: locks, rate limits, capacity, registries.
import type { DeployRule } from "./deploy-rule.ts";

export const statusIn = (match: RegExpExecArray): string =>
  match.slice(1).find((each) => each !== undefined) ?? "an error";

export const PASSING_RULES: readonly DeployRule[] = [
  {
    // OpenTofu uses Terraform's words; Pulumi has its own.
    id: "lock.state",
    pattern:
      /error (?:acquiring|locking) the state lock|error locking state|state (?:blob )?is already locked|the stack is currently locked by|another update is currently in progress/iu,
    weight: "cause",
    transient: "yes",
    title: "another run holds the lock of the infrastructure state",
    next: "Wait for the run that holds the lock; when none is running, release the lock by the id that the output names.",
  },
  {
    id: "lock.helm",
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/iu,
    weight: "cause",
    transient: "yes",
    title: "another Helm operation on this release is in progress",
    next: "Wait for it; when none is running, roll the pending revision back with helm rollback.",
  },
  {
    id: "lock.stack",
    pattern:
      /\b[A-Z_]{3,40}_IN_PROGRESS state and can ?not be|\bOperationInProgressException\b|\bOperationInProgress\b/u,
    weight: "cause",
    transient: "yes",
    title: "the stack is still busy with another change",
    next: "Wait until the running change of the stack has ended.",
  },
  {
    // Azure, AWS Lambda, Cloud Run, Fly.io, Argo CD, App Engine; the API server of Kubernetes by its conflict.
    id: "lock.platform",
    pattern:
      /\bDeploymentActive\b|\bAnotherOperationInProgress\b|another (?:\w{1,20} )?(?:deployment|operation|build|release|update|deploy) (?:is|was) (?:already |currently |still )?(?:in progress|running|ongoing)|an update is in progress for resource|\bResourceConflictException\b|operation is already in progress|(?:operation on this or dependent resource|a previous deployment) is in progress|is currently being (?:updated|created|deleted|modified)|deployment (?:is )?already in progress|ABORTED: (?:operation|conflict)|conflict for resource '|lease (?:is )?(?:currently |already )?held by|failed to (?:acquire|obtain) lease|the object has been modified; please apply|\bResourceInUseException\b/iu,
    weight: "cause",
    transient: "yes",
    title: "the platform is still busy with another change",
    next: "Wait until the other deploy has ended; let deploys to this environment run one at a time.",
  },
  {
    id: "lock.files",
    pattern:
      /could not get lock \/var\/lib\/|unable to (?:acquire|lock) the (?:dpkg|administration)|index\.lock'?: file exists/iu,
    weight: "cause",
    transient: "yes",
    title: "another process holds a lock on this machine",
    next: "Run the deploy again when the other process has ended; a lock that stays behind has to be removed.",
  },
  {
    id: "registry.rate",
    pattern: /\btoomanyrequests\b|pull rate limit|(?:registry|docker|ghcr|pull|push|manifests?)[^\n]{0,200}\b429\b/iu,
    weight: "cause",
    transient: "yes",
    title: "the image registry limits the rate of requests",
    next: "Log in to the registry before pulling, or pull through a mirror; the limit ends by itself.",
  },
  {
    id: "registry.status",
    pattern:
      /received unexpected HTTP status: (5\d\d)|unexpected status(?: code)?(?: from (?:GET|HEAD|PUT|POST|PATCH) request to)? \S{1,300} (5\d\d)\b|unexpected status(?: code)?:? (5\d\d)\b|(?:registry|docker|ghcr\.io|quay\.io|gcr\.io|pkg\.dev|\.ecr\.|manifests?|blobs?)[^\n]{0,200}(?:(?:HTTP|status|code|error|response)[ :=]{1,3}(5(?:0[0234]|2[0-6]))\b|\b(5(?:0[0234]|2[0-6])) (?:Internal|Bad|Service|Gateway|Server))/iu,
    weight: "cause",
    transient: "yes",
    title: (match) => `the image registry answers ${statusIn(match)}`,
    next: "Nothing yet: it often passes by itself. If it does not, look at the registry's status page.",
  },
  {
    id: "registry.timeout",
    pattern:
      /(?:registry|docker(?:\.io| hub|hub| daemon)|ghcr\.io|quay\.io|gcr\.io|pkg\.dev|\.ecr\.|manifests?\/|blobs?\/|failed to pull|pulling image)[^\n]{0,300}(?:i\/o timeout|TLS handshake timeout|Client\.Timeout|context deadline exceeded|connection reset|timed out|unexpected EOF|no such host|connection refused)/iu,
    weight: "cause",
    transient: "yes",
    title: "the image registry could not be reached",
    next: "Nothing yet: it often passes by itself. If it does not, check the runner's way to the registry.",
  },
  {
    // A quota counted by the minute is a rate, whatever it is called.
    id: "rate",
    pattern:
      /\bper (?:minute|second|100 seconds)\b[^\n]{0,200}\bquota|quota[^\n]{0,200}\bper (?:minute|second|100 seconds)\b|\bThrottling(?:Exception)?\b|\bRate exceeded\b|\bTooManyRequests(?:Exception)?\b|\bRequestLimitExceeded\b|\bRATE_LIMIT_EXCEEDED\b|\bSlowDown\b|rate limit (?:exceeded|reached)|rate.?limited|too many requests|\b(?:HTTP|Error|status(?: code)?:?|code[:=]?) ?429\b/iu,
    weight: "cause",
    transient: "yes",
    title: "the platform limits the rate of requests",
    next: "Deploy less often or with fewer calls at once; the limit ends by itself.",
  },
  {
    id: "capacity.stock-out",
    pattern:
      /\bInsufficient(?:Instance|ReservedInstance|Host|Cluster|Free)?Capacity(?:Exception|Error)?\b|\bZONE_RESOURCE_POOL_EXHAUSTED\w{0,20}|\bGCE_STOCKOUT\b|\b(?:Zonal)?AllocationFailed\b|\bOverconstrained(?:Zonal)?AllocationRequest\b|does not have enough resources available to fulfill|insufficient \S{1,40} capacity|capacity is unavailable at this time|no capacity (?:is )?available/iu,
    weight: "cause",
    transient: "yes",
    title: "the platform has no machines of this kind left right now",
    next: "Try again later, or allow another zone or machine type.",
  },
  {
    id: "quota",
    pattern:
      /\bquota\b[^\n]{0,80}\bexceeded\b|exceed(?:ed|s|ing)?\b[^\n]{0,60}\bquota\b|\bQUOTA_EXCEEDED\b|\bquota_?exceeded\b|\bInsufficient regional quota\b|\b\w{0,40}LimitExceeded(?:Exception|Fault)?\b|\bServiceQuotaExceededException\b|would exceed [^\n]{0,80}\blimit\b|\bquota (?:restrictions|violated)\b|already has the max(?:imum)?\b|(?:maximum|max) (?:allowed )?number of (?!retries|attempts|tries|polls|checks)\w[^\n]{0,60}\b(?:reached|exceeded)/iu,
    weight: "cause",
    transient: "no",
    title: "a quota of the platform is used up",
    next: "Free what is no longer needed, or have the quota raised.",
  },
  {
    id: "capacity.cluster",
    pattern:
      /\b\d{1,6}\/\d{1,6} nodes are available|\bInsufficient (?:cpu|memory|pods|ephemeral-storage|nvidia\.com\/gpu)\b|\bFailedScheduling\b|\bUnschedulable\b|unable to place a task|\bRESOURCE:(?:MEMORY|CPU|ENI|PORTS)\b|no nodes (?:are )?available/iu,
    weight: "cause",
    transient: "either",
    title: "the cluster has no room for the new version",
    next: "Free or add nodes, or lower what the service requests.",
  },
  {
    id: "runner.disk",
    pattern: /no space left on device|\bENOSPC\b|disk quota exceeded/iu,
    weight: "cause",
    transient: "either",
    title: "the disk is full",
    next: "Free space on the runner before the deploy, or use a larger one.",
  },
  {
    id: "runner.memory",
    pattern:
      /heap out of memory|\bOutOfMemoryError\b|cannot allocate memory|\bout of memory\b|signal: killed|^\W{0,4}Killed$/iu,
    weight: "cause",
    transient: "either",
    title: "the runner has too little memory",
    next: "Use a larger runner, or give the build less to do at once.",
  },
  {
    id: "runner.busy",
    pattern:
      /address already in use|\bEADDRINUSE\b|too many open files|\bEMFILE\b|resource temporarily unavailable|the runner has received a shutdown signal/iu,
    weight: "cause",
    transient: "either",
    title: "the runner is short of something that the deploy needs",
    next: "End what still runs from before, or use a fresh runner.",
  },
];
