// The platform refuses the change: no permission, a policy, a manifest that is not valid, a release that stands in the
// way. By the words of Kubernetes, helm and the tools that describe infrastructure; the clouds' stand in a file beside.
import type { Rule } from "./rule.ts";

export const DEPLOY_REFUSALS: readonly Rule[] = [
  {
    // The authoriser of Kubernetes, also as it stands in JSON.
    id: "deploy-refusals/rbac",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /forbidden: User \\{0,3}"[^"\n]{0,200}" cannot |\bForbidden \(user=[^\n]{1,200}, verb=|\bio\.kubernetes\.client\.openapi\.ApiException: (?:Forbidden|Not Found|Conflict|Unprocessable|Bad Request)|\bkubernetes\.client\.(?:exceptions|rest)\.ApiException: \(4(?:00|03|04|09|22)\)|\bKubernetesClientException: Failure executing: [^\n]{1,400}(?:forbidden|is invalid|already exists|not found|Forbidden)|attempting to grant RBAC permissions/iu,
  },
  {
    // The name of a resource stands in small letters and in the plural.
    id: "deploy-refusals/forbidden",
    class: "deploy.rejected",
    confidence: "certain",
    pattern: /\b[a-z]{3,60}s(?:\.[\w.-]{1,80})? \\{0,3}"[\w.:-]{1,200}\\{0,3}" is forbidden: \S/u,
  },
  {
    // The kind of an object stands in capitals, then the field.
    id: "deploy-refusals/invalid-object",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /\b(?:The [A-Z]\w{2,60}|[A-Z]\w{2,60}\.[\w.-]{2,80}) \\{0,3}"[^"\n]{1,200}" is invalid(?:$|: (?:\* )?(?:spec|metadata|data|stringData|roleRef|subjects|webhooks|rules|status|apiVersion|kind|patch|type|<nil>|\[))/mu,
  },
  {
    id: "deploy-refusals/admission",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /admission webhook \\?"?[^"\n]{1,200}"? denied|violates PodSecurity|unable to validate against any (?:pod security policy|security context constraint)|\b(?:hard|soft)-mandatory failed|\bSentinel Result: false|cannot be deleted because it is protected|\bTemplate error: \S|^FAIL - \S{1,200}\.(?:ya?ml|json|tf|hcl) - \w{1,40} - |\bValidatingAdmissionPolicy '[^'\n]{1,200}' with binding/imu,
  },
  {
    // The webhook could not be asked.
    id: "deploy-refusals/webhook",
    class: "deploy.rejected",
    confidence: "certain",
    transient: "either",
    pattern: /failed calling (?:admission )?webhook/iu,
  },
  {
    // The API server, by the reason of its status; what it cannot serve, and who it does not know, is no refusal.
    id: "deploy-refusals/api-server",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /Error from server \((?:Forbidden|NotFound|AlreadyExists|Invalid|BadRequest|MethodNotAllowed|NotAcceptable|UnsupportedMediaType|RequestEntityTooLarge|Gone)\)|Error from server: (?:error when |the server could not find|[\w.]{1,80} "[^"\n]{1,200}" (?:not found|already exists|is (?:forbidden|invalid)))/iu,
    unless: /is waiting to start: /u,
  },
  {
    // kubectl at an address where no API server listens.
    id: "deploy-refusals/cluster-refused",
    class: "net.refused",
    confidence: "certain",
    pattern: /connection to the server \S{1,300} was refused - did you specify/iu,
  },
  {
    id: "deploy-refusals/eviction",
    class: "deploy.rejected",
    confidence: "certain",
    transient: "either",
    pattern: /Cannot evict pod as it would violate the pod's disruption budget/iu,
  },
  {
    // kubectl and the libraries that read manifests.
    id: "deploy-refusals/manifest",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /error validating \\?"|error validating data|error parsing \S{1,300}\.(?:ya?ml|json): |error converting YAML to JSON|unable to recognize "|no matches for kind "|doesn't have a resource type "|\bstrict decoding error\b|[})"'\]]: field is immutable\b|unable to build kubernetes objects|Apply failed with \d{1,3} conflicts?|no objects passed to |error: unable to decode "|error: unable to find container named|resource mapping not found/iu,
  },
  {
    id: "deploy-refusals/helm",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /has no deployed releases|of release does not allow a safe upgrade|cannot re-use a name that is still in use|a release named \S{1,200} (?:already exists|is in use)|invalid ownership metadata|contain a resource that already exists|\bYAML parse error on\b|don't meet the specifications of the schema|nil pointer evaluating interface \{\}|execution error at \(|\btemplate: \S{1,200}\/templates\/\S{1,100}:\d{1,6}|parse error (?:at|in) [("]\S{1,300}(?:"\)?|\)): |\brelease: not found\b|Release not loaded: |validation: chart\.metadata|library charts are not installable|\d chart\(s\) failed|should be in form of repo_name\/path_to_chart|"sh\.helm\.release[^"\n]{1,200}" (?:is invalid|already exists)|chart file "[^"\n]{1,300}" is larger than the maximum/iu,
  },
  {
    id: "deploy-refusals/kustomize",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /\baccumulating resources: |unable to find one of 'kustomization\.yaml'|\bno matches for Id \S|already registered id: |kustomize build (?:[^\n]{0,300}failed exit status|failed)|trouble configuring builtin \w{1,40}Transformer/iu,
  },
  {
    // Argo CD and Flux.
    id: "deploy-refusals/gitops",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /\bInvalidSpecError\b|is not permitted in project|permission denied: (?:applications|projects|clusters|repositories),|\bManifest generation error\b|failed to generate manifest|objects failed to apply\b|synchronization tasks are not valid|dry-run failed(?:,|:| \()|app path does not exist|\bComparisonError\b/iu,
    unless: /code = (?:Unavailable|DeadlineExceeded)|dial tcp|connection re(?:fused|set)/iu,
  },
  {
    // Terraform and OpenTofu, by the titles of their diagnostics.
    id: "deploy-refusals/terraform",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /^[\s│|╷]{0,8}Error: (?:(?:Invalid (?:reference|value|resource type|expression|function argument|index|count argument|for_each|attribute|template|provider|operand|legacy|multi-line|character|block)|Unsupported (?:argument|block type|attribute)|Missing (?:required argument|resource|item|name for)|Reference to undeclared|Argument or block definition required|Duplicate (?:resource|variable|output|provider|module|required|data)|Incorrect attribute value|Inconsistent conditional|Saved plan is stale|Instance cannot be destroyed|Module not installed)[\w "]{0,60}$|Cycle: [\w.[\]"-]{1,120}, |Backend (?:initialization required|configuration changed)|Provider produced inconsistent|Resource already managed|Failed to get existing workspaces)|needs to be imported into the State/imu,
  },
  {
    // docker compose and stack files.
    id: "deploy-refusals/compose",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /The Compose file '[^'\n]{1,300}' is invalid|validating \S{1,300}\.ya?ml: |\bservices\.\S{1,100} (?:[Aa]dditional propert|must be a |contains )|\(root\):? [Aa]dditional propert|^(?:ERROR: )?Version in "[^"\n]{1,200}" is unsupported|[Ss]ervice "[^"\n]{1,100}" (?:refers to|depends on) undefined |\b[Nn]o such service: |declared as external, but could not be found/mu,
  },
  {
    // What stands on the machine already.
    id: "deploy-refusals/container-name",
    class: "deploy.rejected",
    confidence: "possible",
    pattern: /The container name "[^"\n]{1,200}" is already in use by container/iu,
  },
  {
    // Tools that carry files and commands to hosts.
    id: "deploy-refusals/hosts",
    class: "deploy.rejected",
    confidence: "probable",
    pattern:
      /specified file already exists at this location|ERROR! Syntax Error while loading YAML|Web Deploy cannot modify the file|Enforcing job modify index|no instances were found for your deployment group|\[PM2\]\[ERROR\] Process or Namespace \S{1,100} not found/iu,
  },
  {
    // A branch, tag or environment that does not take the deploy.
    id: "deploy-refusals/protection",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /due to environment protection rules|Failed to create deployment \(status: 4\d\d\)|Creating Pages deployment failed|Protected branch update failed|cannot publish over the previously published version|not allowed to deploy to (?:this |the )?protected environment/iu,
  },
];

/** What only says that a release or stack failed. */
export const DEPLOY_REFUSAL_WORDS: readonly Rule[] = [
  {
    // What a platform says of the push stands above it.
    id: "deploy-refusals/hook-declined",
    class: "deploy.rejected",
    confidence: "probable",
    pattern: /\((?:pre-receive|protected branch|update) hook declined\)/iu,
  },
  {
    id: "deploy-refusals/helm-failed",
    class: "deploy.rejected",
    confidence: "possible",
    pattern: /^\W{0,6}(?:Error: )?(?:INSTALLATION|UPGRADE|ROLLBACK|UNINSTALL) FAILED: /mu,
    unless: /cluster unreachable|no such host|connection refused|i\/o timeout|x509/iu,
  },
];
