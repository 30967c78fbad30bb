// Callers that are known, or not asked for, and may not do this: roles, CSRF, origins, policies.
import { unlessCode } from "./about-code.ts";
import type { Rule } from "./rule.ts";

const forbidden = { class: "access.forbidden", confidence: "certain" } as const;

export const PERMISSIONS: readonly Rule[] = [
  {
    ...forbidden,
    id: "permissions/csrf",
    pattern:
      /\b[CX]SRF\b[^\n]{0,80}?\b(?:fail\w{0,3}|missing|incorrect|invalid|mismatch|wrong|required|not (?:found|set|valid|match\w{0,3})|expired|denied|error|rejected|do not match|does not match|verif)|\b(?:missing|invalid|incorrect|bad|expired|no|unable to verify) (?:your |the )?(?:[CX]SRF|authenticity token)|EBADCSRFTOKEN|InvalidAuthenticityToken|Can't verify CSRF|TokenMismatchException|Invalid (?:or missing )?CSRF|(?:Missing|Invalid|Wrong)CsrfToken\w{0,20}|cross-site request forgery|\bPage Expired\b|AntiforgeryValidationException|antiforgery token/iu,
    unless: unlessCode(),
  },
  {
    // Of a browser: the answer came and may not be read.
    ...forbidden,
    id: "permissions/cors",
    pattern:
      /blocked by CORS|CORS (?:policy|error|request did not succeed|header|preflight|rejected|missing)|Cross-Origin Request Blocked|No 'Access-Control-Allow-Origin' header|Access-Control-Allow-(?:Origin|Headers|Methods|Credentials)['"]? (?:header|is not allowed|missing|does not|must not|contains)|not allowed by (?:CORS|Access-Control-Allow-\w{1,12})|Invalid CORS request|Not allowed by CORS|Cross origin requests are (?:only|not)|Origin \S{1,120} is not allowed by|(?:by|violates) (?:the )?same[- ]origin policy|Blocked a frame with origin|ERR_BLOCKED_BY_RESPONSE|Cross-Origin-(?:Resource|Opener|Embedder)-Policy/iu,
    unless: unlessCode(),
  },
  {
    // Clouds, by their error codes; what a deploy is refused for is known before this.
    ...forbidden,
    id: "permissions/cloud",
    pattern:
      /\bAccessDenied(?:Exception|Error|Fault)?\b|is not authorized to perform:? |\baccess_denied\b|\bAuthorization(?:PermissionMismatch|Failed|Failure|Error)\b|\bForbiddenException\b|\bUnauthorizedOperation\b|does not have [\w.]{3,60} (?:access|permission)|\binsufficient ?permissions?\b|Resource not accessible by|AllAccessDisabled|violates row-level security|\bPERMISSION_DENIED\b|\bUnauthorizedAccess\w{0,20}(?=: Access to the (?:resource|request|operation))/iu,
    unless: unlessCode(
      /Path ['"]|mkdir|open\(|EACCES|UnauthorizedAccessException: Access to the path|\\Device\\|\.exe\b|file system/iu,
    ),
  },
  {
    // Frameworks: Spring Security, Django, Laravel, Pundit, CanCan, .NET, Hasura, Firestore.
    ...forbidden,
    id: "permissions/framework",
    pattern:
      /(?:do(?:es)?n?['’]?t?|do(?:es)? not) have (?:the )?(?:\w{1,20} )?(?:permissions?|privileges?|rights|sufficient (?:permissions?|rights|privileges?|scopes?)|required (?:role|permissions?|scopes?|privileges?)|access to)\b|\bPermissionDenied(?:Error|Exception)?\b|This action is unauthorized|Pundit::NotAuthorizedError|CanCan::AccessDenied|\bnot authorized to (?:access|perform|view|do|update|delete|create|read|use|call|execute|modify|see|edit)|\b(?:you|user|caller|account|client|principal|role|identity)\b(?: \S{1,60})? (?:is|are) not (?:authorized|permitted|allowed) (?:to|for)\b|[Mm]issing or insufficient permissions|insufficient (?:permissions?|privileges?|scopes?|rights|access)|insufficient_scope|AccessDeniedException|AuthorizationDeniedException|ForbiddenError\b|ForbiddenException\b|Blocked host:|Blocked request\. This host|Invalid Host header|missing (?:required )?(?:scope|permission|role|privilege)s?\b|violates the following Content Security Policy|because it violates the document's Content Security Policy|user is unauthorized/iu,
    unless: unlessCode(
      /EACCES|Access to the path|operation not permitted|to create (?:database|table|extension)|for (?:relation|table|schema|database|sequence) |ORA-\d|SQLSTATE|\bpg_|GRANT|command denied to user|access denied for user|\/var\/run\/docker\.sock|No such file|\bchmod\b|is not allowed to connect|not allowed to load local/iu,
    ),
  },
];
