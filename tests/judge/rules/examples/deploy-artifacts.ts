import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const missing = (rule: string, text: string, transient: Transient = "no"): Example =>
  example(`deploy-artifacts/${rule}`, "deploy.artifact", transient, text);

export const EXAMPLES: readonly Example[] = [
  missing(
    "pull-limit",
    "Error response from daemon: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading",
    "yes",
  ),
  missing(
    "pull-broken",
    'Failed to pull image "registry.shop.example/api:1.4": rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    "yes",
  ),
  missing(
    "pull-broken",
    'Failed to pull image "registry.shop.example/api:1.4": failed to do request: Head "https://registry.shop.example/v2/api/manifests/1.4": net/http: TLS handshake timeout',
    "yes",
  ),
  missing("kubelet", "shop-api-6c8d-x2x9z   0/1     ImagePullBackOff   0          4m"),
  missing("kubelet", 'Container image "api:dev" is not present with pull policy of Never'),
  missing(
    "registry",
    "Error response from daemon: manifest for shop/api:9.9 not found: manifest unknown: manifest unknown",
  ),
  missing(
    "registry",
    "Error response from daemon: pull access denied for shop/api, repository does not exist or may require 'docker login'",
  ),
  missing("registry", "denied: requested access to the resource is denied"),
  missing("registry", "no matching manifest for linux/arm64/v8 in the manifest list entries"),
  missing(
    "registry",
    'com.github.dockerjava.api.exception.NotFoundException: Status 404: {"message":"No such image: shop/api:1"}',
  ),
  missing(
    "registry",
    "failed to push: unexpected status from POST request to https://ghcr.io/v2/shop/api/blobs/uploads/: 403 Forbidden",
  ),
  missing("pull-broken", "received unexpected HTTP status: 503 Service Unavailable", "yes"),
  missing("registry-login", "unauthorized: authentication required"),
  missing(
    "aws",
    "CannotPullContainerError: Error response from daemon: pull of 123456789012.dkr.ecr.eu-west-1.amazonaws.com/api ended",
  ),
  missing(
    "aws",
    "An error occurred (RepositoryNotFoundException) when calling the DescribeImages operation: The repository with name 'api' does not exist",
  ),
  missing("google", "ERROR: (gcloud.run.deploy) Image 'eu.gcr.io/shop/api:1' not found."),
  missing("google", 'ERROR: build step 2 "gcr.io/cloud-builders/docker" failed: step exited with non-zero status: 1'),
  missing(
    "image-build",
    'ERROR: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
  ),
  missing("image-build", "The command '/bin/sh -c make release' returned a non-zero code: 2"),
  missing(
    "image-build",
    "COPY failed: file not found in build context or excluded by .dockerignore: stat dist: file does not exist",
  ),
  missing("openshift", "error: build error: non-zero (13) exit code from shop/builder"),
  missing("openshift", 'error: the build shop/api-3 status is "Failed"'),
  missing("buildpacks", " !     Push rejected, failed to compile Node.js app."),
  missing("buildpacks", "ERROR: No buildpack groups passed detection."),
  missing("hosters", 'Error: Command "npm run build" exited with 1'),
  missing("hosters", "Failed during stage 'building site': Build script returned non-zero exit code: 2"),
  missing("chart", 'Error: failed to download "shop/api" at version "1.9.0"'),
  missing("chart", "Error: INSTALLATION FAILED: found in Chart.yaml, but missing in charts/ directory: redis"),
  missing("package", "Error: No package found with specified pattern: /home/vsts/work/r1/a/**/*.zip"),
  missing("package", "Error: Failed to bundle asset Shop/Api/Code/Stage, bundle output is located at /tmp/cdk.out"),
  missing(
    "fetch",
    "org.testcontainers.containers.ContainerFetchException: Can't get Docker image: RemoteDockerImage(imageName=shop/api:1)",
  ),
  missing("build-words", "==> Docker build failed"),

  // The manifest of a page.
  example("none", "unknown", "either", "PWA: web manifest not found, install prompt is off"),
  missing("image-build", "build [shop] failed: exit status 1. Docker build ran into internal error."),
];
