import { example, type Example } from "../example.ts";

const docker = (rule: string, text: string): Example => example(`containers/${rule}`, "env.tooling", "no", text);

export const EXAMPLES: readonly Example[] = [
  docker(
    "no-docker",
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
  ),
  docker(
    "no-docker",
    "java.lang.IllegalStateException: Could not find a valid Docker environment. Please see logs and check configuration",
  ),
  docker("no-docker", "Error: Could not find a working container runtime strategy"),
  docker("no-docker", "Docker is either not running or misconfigured."),
  docker("no-docker", "Got permission denied while trying to connect to the Docker daemon socket"),
  docker("no-docker", "docker.errors.DockerException: Error while fetching server API version"),
  docker(
    "not-started",
    "org.testcontainers.containers.ContainerLaunchException: Container startup failed for image shop/cart:3",
  ),
  example(
    "containers/pull-limit",
    "dep.third-party",
    "yes",
    "org.testcontainers.containers.ContainerLaunchException: Container startup failed for image shop/db:3\nCaused by: com.github.dockerjava.api.exception.DockerClientException: Could not pull image: toomanyrequests: You have reached your pull rate limit.",
  ),
  docker(
    "not-started",
    "com.github.dockerjava.api.exception.DockerClientException: Could not build image: no such stage",
  ),
];
