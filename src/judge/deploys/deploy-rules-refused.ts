// Rules for what the platform refuses: who asks, what is asked, and in which state it stands.
import type { DeployRule } from "./deploy-rule.ts";

const UNSET = {
  transient: "no",
  title: "a variable that the deploy needs is not set",
  next: "Hand the variable over with env: of the step.",
} as const;

export const REFUSED_RULES: readonly DeployRule[] = [
  {
    id: "refused.credentials",
    pattern:
      /unable to locate credentials|could not (?:find|load) (?:the )?(?:default )?credentials|no valid credential sources|no basic auth credentials|\bExpiredToken(?:Exception)?\b|security token included in the request is (?:expired|invalid)|\bInvalidClientTokenId\b|\bUnrecognizedClientException\b|\bSignatureDoesNotMatch\b|do not currently have an active account|invalid authentication credentials|\bUNAUTHENTICATED\b|please run '?az login|\bAADSTS\d{4,8}\b|unauthorized: |(?:invalid|expired|missing) (?:api |access |auth(?:entication)? )?(?:token|credentials|key)\b|\bno (?:valid )?credentials\b|no access token|token (?:is|has|provided is) (?:not valid|invalid|expired)|specified token is not valid|must be logged in to the server|\b401\b[^\n]{0,20}\bunauthorized\b|Error from server \(Unauthorized\)|not logged in|not authenticated|could not read (?:username|password) for|authentication (?:failed|required|error)|cannot perform an interactive login|a password is required|could not assume role|AssumeRoleWithWebIdentity|login (?:failed|attempt to \S{1,300} failed)|\b(?:E401|ENEEDAUTH)\b/iu,
    weight: "cause",
    transient: "no",
    title: "the platform does not accept the credentials",
    next: "Check the secret that the deploy logs in with: missing, expired, or of another account.",
  },
  {
    id: "refused.policy",
    pattern:
      /admission webhook [^\n]{1,300} denied|denied the request|violates PodSecurity|(?:blocked|denied|disallowed) by (?:\w{1,30} )?(?:policy|policies)|\bRequestDisallowedByPolicy\b|service control policy|organization policy|constraint constraints\//iu,
    weight: "cause",
    transient: "no",
    title: "a policy of the platform refuses the change",
    next: "Change the manifest so that it meets the policy that the line names.",
  },
  {
    id: "refused.permission",
    pattern:
      /\bAccessDenied(?:Exception)?\b|is not authorized to perform|\bUnauthorizedOperation\b|\bPERMISSION_DENIED\b|\bAuthorizationFailed\b|does not have (?:\S{1,60} )?(?:authorization|permissions?|access)|\bcannot (?:get|list|watch|create|update|patch|delete) resource\b|Error from server \(Forbidden\)|requested access to the resource is denied|\binsufficient_scope\b|\b403\b[^\n]{0,20}\bforbidden\b|\b(?:HTTP|error|status)(?: code)?:? 403\b|do(?:es)? not have (?:the )?permission|(?:missing|insufficient|lacks)(?: the)?(?: necessary| required)? (?:permissions?|privileges)\b|permission denied \((?:publickey|password)|permission ["']?[\w.]{1,100}["']? denied|\bactAs\b|\bE403\b|remote: permission to|resource not accessible by integration/iu,
    weight: "cause",
    transient: "no",
    title: "the deploy's account may not do this",
    next: "Give the account the right that the line names.",
  },
  {
    id: "refused.state",
    pattern:
      /has no deployed releases|cannot re-use a name that is still in use|\b(?:ROLLBACK_COMPLETE|ROLLBACK_FAILED|UPDATE_ROLLBACK_FAILED|DELETE_FAILED|CREATE_FAILED) state and can ?not be|Error from server \(AlreadyExists\)|\b\w{0,30}AlreadyExists(?:Exception)?\b|(?:error|fail|cannot|could not|unable|conflict|denied)[^\n]{0,300}already exists|cannot publish over the previously published|field is immutable|cannot be imported into the current release|invalid ownership metadata|apply failed with \d{1,4} conflicts?/iu,
    weight: "cause",
    transient: "no",
    title: "what is on the platform stands in the way of the change",
    next: "Bring the release or resource that the line names into a state that can be updated, or remove it.",
  },
  {
    id: "config.manifest",
    pattern:
      /error (?:parsing|validating|converting YAML|unmarshaling|loading config|in configuration)|YAML parse error|\byaml: |YAMLException|strict decoding error|unknown field|values don't meet the specifications|no matches for kind|the server doesn't have a resource type|template (?:format error|validation error)|\bInvalidTemplate(?:Deployment)?\b|\bBCP\d{3}\b|template: \S{1,300}:\d{1,6}|execution error at \(|nil pointer evaluating|\bValidationError\b|\bValidationException\b|\bInvalidParameter(?:Value|Combination)?(?:Exception)?\b|\bINVALID_ARGUMENT\b|The \w{1,60} "[^"\n]{1,200}" is invalid|is invalid: spec|unsupported value:|: required value|invalid value specified|unsupported (?:argument|block type)|invalid (?:reference|value for|resource type|expression|configuration|manifest|character '.{1,4}' )|missing required argument|argument or block definition required|reference to undeclared|invalid (?:JSON|YAML|TOML)|not (?:a )?valid (?:JSON|YAML|TOML)|could not (?:parse|read|find) (?:the )?(?:config|manifest|file)|(?:schema|config(?:uration)?) validation (?:failed|error)|unable to build kubernetes objects|failed to (?:parse|read|load|unmarshal) |services\.\S{1,100} (?:must be|additional properties)|additional propert(?:y|ies) \S{1,100} (?:is|are) not allowed|duplicate key/iu,
    weight: "cause",
    transient: "no",
    title: "the configuration of the deploy is not valid",
    next: "Correct the file or value that the line names.",
  },
  {
    id: "config.variable",
    pattern:
      /unbound variable|: parameter (?:null or )?not set|no value for required variable|missing required (?:environment )?variables?|(?:environment )?variable "?'?\$?\w{1,100}"?'? (?:is )?(?:not set|unset|missing|required|undefined|not defined)|variable \S{1,100} must be set|required variable \S{1,100} is missing|environment variables? not found/iu,
    weight: "cause",
    ...UNSET,
  },
  {
    // Only in capitals a word alone is the name of a variable.
    id: "config.variable-name",
    pattern:
      /(?<![\w.])[A-Z][A-Z0-9_]{2,100} (?:is not set|is unset|is missing|must be set|is required|not set|is not defined|is empty)/u,
    weight: "symptom",
    ...UNSET,
  },
  {
    id: "refused.missing",
    pattern:
      /Error from server \(NotFound\)|\b(?:Resource|Service|Cluster|Repository|Stack|Function|ResourceGroup|Subscription|Parent\w{0,20})NotFound(?:Exception)?\b|\bNoSuchBucket\b|\bNOT_FOUND\b|couldn't find that app|could not find (?:the )?(?:app|project|service|cluster|function|site|environment)|(?:app|project|service|cluster|site|environment|namespace|stack|function)s? (?:\S{1,200} )?(?:was |could )?not (?:be )?found|stack [^\n]{1,200} does not exist|does not exist or you do not have|\b404\b[^\n]{0,20}\bnot found\b/iu,
    weight: "symptom",
    transient: "no",
    title: "what the deploy names is not on the platform",
    next: "Check name, region and project; create it once if it has to be there.",
  },
];
