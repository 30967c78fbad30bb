// What is to be deployed could not be built, found or pulled: images, charts, packages and the builds of platforms.
import type { Rule } from "./rule.ts";

/** The way to a registry, not what it holds; a fault of the network is told by its own rules. */
const NETWORK =
  /no such host|connection refused|i\/o timeout|TLS handshake timeout|connection reset|Client\.Timeout|x509:|network is unreachable/iu;

export const DEPLOY_IMAGES: readonly Rule[] = [
  {
    // Docker Hub, by its own word for it.
    id: "deploy-artifacts/pull-limit",
    class: "deploy.artifact",
    confidence: "certain",
    transient: "yes",
    pattern: /\btoomanyrequests\b|\b[Pp]ull rate limit\b/u,
  },
  {
    // A pull that began and broke on its way.
    id: "deploy-artifacts/pull-broken",
    class: "deploy.artifact",
    confidence: "certain",
    transient: "yes",
    pattern:
      /(?:Failed to pull image|failed to pull and unpack image|\bErrImagePull\b|\bImagePullBackOff\b|CannotPull\w{0,30}Error|unable to pull image|Pull image still failed|failed to resolve (?:reference|source metadata)|failed to push)[^\n]{0,800}(?:i\/o timeout|TLS handshake timeout|Client\.Timeout|context deadline exceeded|DeadlineExceeded|connection reset by peer|timed out|unexpected EOF|\b50[0234] (?:Internal|Bad|Service|Gateway)|unexpected HTTP status: 5\d\d|\b429\b|Too Many Requests)|received unexpected HTTP status: 5\d\d|unexpected status from \w{3,5} request to https:\/\/\S{1,200}\/(?:manifests|blobs)\/\S{0,200}: 5\d\d|failed commit on ref "/iu,
  },
  {
    id: "deploy-artifacts/kubelet",
    class: "deploy.artifact",
    confidence: "certain",
    pattern:
      /\b(?:ImagePullBackOff|ErrImagePull|ErrImageNeverPull|InvalidImageName|ImageInspectError|RegistryUnavailable|ImagePullFailure)\b|Back-off pulling image|Failed to pull image|failed to pull and unpack image|failing to pull image|is not present with pull policy of Never|Pull image still failed/iu,
  },
  {
    // What registries answer, and how docker, containerd, podman and skopeo pass it on.
    id: "deploy-artifacts/registry",
    class: "deploy.artifact",
    confidence: "certain",
    pattern:
      /\bmanifest unknown\b|\bmanifest for \S{1,300} not found|\bmanifests\/\S{1,200}: not found|\b(?:MANIFEST|NAME|BLOB)_UNKNOWN\b|\bpull access denied\b|\bno such image\b|does not exist or no pull access|requested access to the resource is denied|\bno basic auth credentials\b|no matching manifest for|failed to resolve (?:reference|source metadata)|\bname unknown: |: invalid reference format|(?<!\w)Error: unable to pull|reading manifest \S{1,200} in |does not resolve to an image|unexpected status from \w{3,5} request to https:\/\/\S{1,200}\/(?:manifests|blobs)\/\S{0,200}: 4\d\d|\b(?:Head|Get) "?https:\/\/\S{1,200}\/manifests\/\S{1,200}: (?:denied|unauthorized)|failed to fetch oauth token|error pushing image|failed to push to destination|Docker pull failed with exit code|while trying to pull image|mediaType in manifest should be|Tag \S{1,200} was deleted or has expired|image operating system "[^"\n]{1,40}" cannot be used on this platform|error pulling image configuration|Unable to fetch image "|failed to resolve image to digest|could not fetch content descriptor \S{1,200} from remote: not found|Your authorization token has expired\. Reauthenticate|media type[^\n]{0,80}source image[^\n]{0,20} is not supported/iu,
  },
  {
    id: "deploy-artifacts/registry-login",
    class: "deploy.artifact",
    confidence: "probable",
    pattern: /unauthorized: (?:authentication required|access to the requested resource is not authorized)/iu,
  },
  {
    // ECR, ECS, CodeBuild, App Runner, Lambda, Elastic Beanstalk.
    id: "deploy-artifacts/aws",
    class: "deploy.artifact",
    confidence: "certain",
    pattern:
      /\bCannotPull\w{0,30}Error\b|\bRepositoryNotFoundException\b|\bImageNotFoundException\b|UNABLE_TO_PULL_IMAGE|cannot pull registry auth|unable to pull (?:secrets or )?registry auth(?![^\n]{0,120}secret from)|S3 Error Code: NoSuchKey|No Application Version named|Unable to download from S3 location|Source image \S{1,300} (?:does not exist|is not valid)|Failed to pull your application image|Failed to build your application source code|\bCOMMAND_EXECUTION_ERROR\b/iu,
  },
  {
    // Cloud Run, Cloud Functions, App Engine.
    id: "deploy-artifacts/google",
    class: "deploy.artifact",
    confidence: "certain",
    pattern:
      /\bImage '[^'\n]{1,300}' not found|Build failed; (?:check|see)|Build failed with status|message(?:=|: )Build failed|\(gcloud\.[\w.-]{1,60}\) (?:Cloud )?build failed|\bbuild step \d{1,3} "[^"\n]{1,200}" failed|completed with status "?(?:FAILURE|TIMEOUT|INTERNAL_ERROR)|BUILD FAILURE: Build step failure|\(gcloud\.builds\.submit\) build [\w-]{1,60} completed/iu,
  },
];

export const DEPLOY_BUILDS: readonly Rule[] = [
  {
    // Docker, BuildKit, compose and bake; kaniko, buildah and podman.
    id: "deploy-artifacts/image-build",
    class: "deploy.artifact",
    confidence: "certain",
    pattern:
      /\bfailed to solve\b|The command '[^\n]{1,400}' returned a non-zero code|process "\/bin\/(?:ba)?sh -[^\n]{1,600} did not complete successfully|\bService '[^'\n]{1,100}' failed to build|\b(?:COPY|ADD) failed: |failed to (?:calculate|compute) (?:checksum of|cache key)|dockerfile parse error|failed to read dockerfile|unable to prepare context|unable to evaluate symlinks in Dockerfile path|error building (?:image|at STEP)|: building at STEP|failed to export image|failed to build artifact|\bbuild \[[^\]\n]{1,120}\] failed: |docker build (?:ran into internal error|failure)|Build (?:image|to Docker daemon) failed, perhaps|unknown instruction: |Cannot locate specified Dockerfile|Dockerfile: no such file|The command "docker(?:-compose| compose)? (?:build|push|pull)\b[^"\n]{0,300}" (?:failed and )?exited with [1-9]/iu,
  },
  {
    // Source to image and builds of OpenShift.
    id: "deploy-artifacts/openshift",
    class: "deploy.artifact",
    confidence: "certain",
    pattern:
      /\berror: build error: |\b(?:GenericBuildFailed|DockerBuildFailed|AssembleFailed|FetchSourceFailed|Pull\w{0,10}ImageFailed|PushImageToRegistryFailed|InvalidOutputReference)\b|the build \S{1,200} status is "?Failed/iu,
  },
  {
    // Buildpacks, Heroku and Cloud Foundry.
    id: "deploy-artifacts/buildpacks",
    class: "deploy.artifact",
    confidence: "certain",
    pattern:
      /Push rejected, (?:failed to |no [\w -]{1,40} detected)|No default language could be detected|No buildpack groups passed detection|no buildpacks participating|buildpack compile(?:Failed| failed)|\bBuildpack(?:Compile|Detect|Release)Failed\b|\bNoAppDetectedError\b|not successfully detected by any available buildpack|Compiled slug size: [^\n]{1,40} is too large|\bStaging ?[Ee]rror\b|[Ss]tager? error: staging failed|failed to build: (?:executing lifecycle|for \S{1,100})|App staging failed/iu,
  },
  {
    // Vercel, Netlify, Render, Railway, Fly.io, Cloudflare Pages, Amplify.
    id: "deploy-artifacts/hosters",
    class: "deploy.artifact",
    confidence: "certain",
    pattern:
      /No Output Directory named|Output directory "[^"\n]{1,200}" not found|Build script returned non-zero exit code|Failed during stage '(?:building site|preparing repo|Install dependencies)|Deploy directory '[^'\n]{1,200}' does not exist|==> Build failed|while building your code|Nixpacks (?:build failed|was unable)|Railpack could not determine|Deployment failed during (?:the )?build process|failed to fetch an image or build from source|Could not find a Dockerfile, nor detect|^\W{0,6}(?:Error: )?Command "(?:(?:npm|yarn|pnpm|bun|npx|next|vite|turbo|nx|ng|hugo|gatsby|astro)\b[^"\n]{0,100}build[^"\n]{0,60}|(?:npm|yarn|pnpm|bun) (?:install|ci|i)\b[^"\n]{0,60})" exited with [1-9]/imu,
  },
  {
    id: "deploy-artifacts/chart",
    class: "deploy.artifact",
    confidence: "certain",
    pattern:
      /failed to download "[^"\n]{1,200}"|\bchart "[^"\n]{1,200}" (?:matching|version) [^\n]{1,120} not found|is not a valid chart repository|failed to fetch \S{1,300}\.tgz ?: 404|^\W{0,4}Error: repo \S{1,100} not found|but missing in charts\/ directory|Chart\.yaml file is missing|no Chart\.yaml exists in directory|no chart (?:name|version) found|no '[^'\n]{1,100}' chart with version matching|chart pull error/imu,
    unless: NETWORK,
  },
  {
    // Packages and files that a deploy hands over: CDK, SAM, Serverless, Azure, GitHub, PM2, CodeDeploy.
    id: "deploy-artifacts/package",
    class: "deploy.artifact",
    confidence: "certain",
    pattern:
      /Failed to (?:bundle|build) asset|Cannot find asset at|docker build [^\n]{0,80}cdkasset-[^\n]{1,200}exited with error code|\b(?:PythonPip|NodejsNpm|RubyBundler|JavaGradle|JavaMaven|DotnetCli|GoModules|Esbuild)Builder:\w{1,40} - |(?:No|More than one) package (?:found|matched) with specified pattern|No ECR repository named|Failed to publish one or more assets|No uploaded artifact was found|\bartifact not found\b|Unable to find any artifacts for|\[PM2\]\[ERROR\] Script not found|Script does not exist at specified location|unable to resolve '[^'\n]{1,200}' to a commit SHA|No file matches include \/ exclude patterns/iu,
  },
  {
    id: "deploy-artifacts/fetch",
    class: "deploy.artifact",
    confidence: "possible",
    pattern: /Can't get Docker image: |failed to pull \S/iu,
  },
  {
    // Words of very many builds, also of those that only a test needs.
    id: "deploy-artifacts/build-words",
    class: "deploy.artifact",
    confidence: "possible",
    pattern:
      /^\W{0,8}(?:Error: )?(?:the )?(?:docker |image |container )?build failed\b|Zip deployment failed|\bfailed to build (?:the )?(?:[\w.-]{1,40} )?(?:app|application|images?|container|site|frontend|backend|service)\b|using ZIP Deploy failed|Failed to deploy web package to App Service|Deployment Failed\. deployer = /imu,
    unless: /\(CODE: 40[13]\)/u,
  },
];
