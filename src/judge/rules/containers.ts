// Docker and what needs it: Testcontainers, compose, kind.
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const CONTAINERS: readonly Rule[] = [
  {
    // The registry lets the tests' own containers wait; what is deployed is pulled by others.
    id: "containers/pull-limit",
    class: "dep.third-party",
    confidence: "certain",
    transient: "yes",
    pattern:
      /\b(?:testcontainers|dockerjava|DockerClientException|ContainerFetchException|ContainerLaunchException)\b[^]{0,600}?\b(?:toomanyrequests|pull rate limit)\b/iu,
  },
  {
    id: "containers/no-docker",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\b(?:cannot|couldn't|could not) connect to (?:the )?docker daemon\b|\bis the docker daemon running\b|\bdocker daemon is not running\b|\bdocker(?: desktop)? is (?:not|either not) (?:running|installed|available)\b/u,
      /\bcould not find a valid docker environment\b|\bcould not find a working container runtime\b|\b(?:rootless )?docker not found\b|\bdocker is either not running or misconfigured\b/u,
      /\bdial unix \S{0,80}docker\.sock\b|\bpermission denied while trying to connect to the docker\b|\bpermission denied[^\n]{0,120}docker\.sock|\bdocker_engine\b[^\n]{0,80}\bcannot find the file\b|\bENOENT \S{0,60}docker\.sock|\bECONNREFUSED \S{0,60}docker\.sock/u,
      /\bDockerException: Error while fetching server API version\b|\bfailed to create docker provider\b|\bdocker client must be\b|\bclient version [\d.]{1,10} is too (?:old|new)\b|\bdocker: command not found\b/u,
      /\bcould not select device driver "|\b[Uu]nknown (?:or invalid )?runtime (?:name|specified)\b|'compose' is not a docker command|\bdocker: unknown command: docker compose\b|\bDockerClientException\b(?!: Could not (?:build|pull) image)/u,
    ),
  },
  {
    id: "containers/not-started",
    class: "env.tooling",
    confidence: "possible",
    pattern:
      /\bContainerLaunchException\b|\bDockerClientException\b|\bContainer startup failed\b|\bCould not start (?:the )?(?:Ryuk )?container\b|\bRyuk\b[^\n]{0,60}\b(?:failed|could not|unable)/iu,
  },
];
