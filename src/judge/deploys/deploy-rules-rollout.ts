// Rules for a new version that is on the platform and does not come up there.
import type { DeployRule } from "./deploy-rule.ts";

/** Why it does not come up. */
export const ROLLOUT_RULES: readonly DeployRule[] = [
  {
    id: "image.missing",
    pattern:
      /manifest (?:for \S{1,300} )?(?:unknown|not found)|\b(?:ImagePullBackOff|ErrImagePull|InvalidImageName|ErrImageNeverPull)\b|\bCannotPull\w{0,30}Error\b|no such image|image [^\n]{1,300} (?:was )?not found|(?:could not|unable to) find (?:the )?image(?! '?\S{1,300} locally)|failed to resolve reference|pull access denied|repository [^\n]{1,200} not found|image pull failed|tag \S{1,200} (?:does not exist|not found)/iu,
    weight: "cause",
    transient: "no",
    title: "the image is not in the registry, or may not be pulled",
    next: "Check that the image was pushed under this name and tag, and that the platform may pull it.",
  },
  {
    id: "rollout.config",
    pattern:
      /\bCreateContainerConfigError\b|couldn't find key \S{1,200} in (?:ConfigMap|Secret)|(?:secret|configmap) "?[^\s"]{1,200}"? not found|\bMountVolume\.SetUp failed|ResourceInitializationError/iu,
    weight: "cause",
    transient: "no",
    title: "a secret or setting that the new version needs is not on the platform",
    next: "Create what the line names before the deploy.",
  },
  {
    id: "rollout.architecture",
    pattern:
      /exec format error|no matching manifest for \S{1,80}|image (?:architecture|platform)[^\n]{0,80}(?:mismatch|does not match|not supported)/iu,
    weight: "cause",
    transient: "no",
    title: "the image was built for another kind of machine",
    next: "Build the image for the architecture of the platform.",
  },
  {
    id: "rollout.memory",
    pattern:
      /\bOOMKilled\b|Error R1[45]\b|memory (?:limit|quota) (?:was |of \S{1,20} )?exceeded|OutOfMemory(?:Error)?: container/iu,
    weight: "cause",
    transient: "no",
    title: "the new version needs more memory than it has",
    next: "Raise the memory limit of the service, or find what uses it.",
  },
  {
    id: "rollout.crash",
    pattern:
      /\bCrashLoopBackOff\b|back-off restarting failed|\bRunContainerError\b|\bContainerCannotRun\b|failed to start and (?:then )?listen on the port|essential container in task exited|task failed to start|deployment circuit breaker was triggered|(?:application|container|machine|process|instance|app|dyno|release command|pod|service) (?:\S{1,80} )?(?:has )?(?:crashed|exited (?:too early|unexpectedly|with (?:(?:code|status) [1-9]|non-zero))|failed to start)|Error R10\b|release command failed|container called exit\(\d{1,3}\)|\bBackoffLimitExceeded\b/iu,
    weight: "cause",
    transient: "no",
    title: "the new version does not start",
    next: "Read the first error in the log of the new version.",
  },
  {
    id: "rollout.migration",
    pattern:
      /pre-(?:install|upgrade) hooks? failed|post-(?:install|upgrade) hooks? failed|hook \S{1,100} failed|migrations? (?:\S{1,100} )?failed|failed to (?:run|apply) (?:the )?migrations?|Migration failed to apply/iu,
    weight: "cause",
    transient: "no",
    title: "a migration or hook of the deploy failed",
    next: "Read the log of the migration or hook.",
  },
];

/** That it did not come up, whatever the reason. */
export const ROLLOUT_SYMPTOMS: readonly DeployRule[] = [
  {
    id: "rollout.stack",
    pattern:
      /\b(?:CREATE|UPDATE|DELETE)_FAILED\b|[Ff]ailed to create\/update the stack|_ROLLBACK_(?:IN_PROGRESS|COMPLETE)\b/u,
    weight: "symptom",
    transient: "no",
    title: "a resource of the stack could not be changed",
    next: "Read the first failed event of the stack.",
  },
  {
    id: "rollout.deadline",
    pattern:
      /exceeded its progress deadline|timed out waiting for (?:the |a )?(?:condition|rollout|\S{1,60} to (?:be|become|finish))|did(?: not|n't) stabilize|not in the state servicesStable|\bWaiter \w{1,60} failed|is not ready and cannot serve traffic|context deadline exceeded|(?:timeout|timed out) (?:reached )?waiting for|(?:failed|did not|never) (?:to )?(?:become|became|get|be) (?:healthy|ready|available|stable)|(?:health|readiness|liveness|startup) ?(?:-)?(?:checks?|probes?) (?:\S{1,60} )?(?:has |have )?(?:failed|failing|timed out)|Unhealthy:? |no healthy (?:upstream|instances?|targets?)|deadline (?:of \S{1,40} )?(?:was )?exceeded|client rate limiter Wait returned an error|resource(?:s)? (?:\S{1,80} )?not ready/iu,
    weight: "symptom",
    transient: "either",
    title: "the new version did not become ready in time",
    next: "Read the first error in the log of the new version; raise the time limit only when it is merely slow.",
  },
];
