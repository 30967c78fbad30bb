// Callers that are not known: tokens, sessions, keys and passwords, in the words of libraries and clouds.
import { unlessCode } from "./about-code.ts";
import type { Rule } from "./rule.ts";

const unknown = { class: "access.unauthenticated", confidence: "certain" } as const;

export const CREDENTIALS: readonly Rule[] = [
  {
    // The error codes of AWS, in any of its SDKs and its command line.
    ...unknown,
    id: "credentials/aws",
    pattern:
      /\b(?:InvalidClientTokenId|ExpiredToken(?:Exception)?|UnrecognizedClient(?:Exception)?|SignatureDoesNotMatch|InvalidAccessKeyId|AuthFailure|InvalidSignature(?:Exception)?|IncompleteSignature(?:Exception)?|RequestExpired|RequestTimeTooSkewed|InvalidIdentityToken(?:Exception)?|MissingAuthenticationToken(?:Exception)?|NotAuthorizedException|UnauthorizedSSOTokenError)\b|security token included in the request is (?:invalid|expired)|SSO session[^\n]{0,60}(?:expired|invalid)/u,
    unless: unlessCode(),
  },
  {
    ...unknown,
    id: "credentials/azure-and-google",
    pattern:
      /\bAADSTS\d{5,8}\b|\binvalid_grant\b|auth\.exceptions\.RefreshError|<Code>AuthenticationFailed<|\bAuthenticationFailed\b|\b(?:Invalid|Expired)AuthenticationToken\w{0,20}|Reauthentication (?:is needed|failed)|Request had invalid authentication credentials|oauth2: cannot fetch token|Invalid JWT Signature|Getting metadata from plugin failed with error/u,
    unless: unlessCode(),
  },
  {
    ...unknown,
    id: "credentials/oauth",
    pattern:
      /\b(?:invalid_client|invalid_token|unauthorized_client|expired_token|login_required|interaction_required|invalid_api_key|token_expired|token_not_valid|not_authenticated|authentication_failed)\b|"code": ?"(?:UNAUTHENTICATED|UNAUTHORIZED)"/u,
    unless: unlessCode(/\bopenai|anthropic|stripe/iu),
  },
  {
    // A token that has run out: jsonwebtoken, jose, PyJWT, python-jose, java-jwt, jjwt, nimbus, golang-jwt, ruby-jwt, .NET.
    ...unknown,
    id: "credentials/token-expired",
    pattern:
      /\bjwt[ _](?:has )?(?:is )?expired|\bJWTExpired\b|\bERR_JWT_\w+|\b(?:TokenExpired|ExpiredSignature|ExpiredJwt|JWTExpired|SignatureExpired|ExpiredToken|TokenHasExpired|SessionExpired|CredentialsExpired)\w{0,20}\b|JWT::ExpiredSignature|Signature has expired|["']?exp["']? claim (?:timestamp check failed|validation failed|not satisfied)|\b(?:token|session|jwt|credentials?|api[- ]?key|ticket|login|cookie|refresh token|access token|id token|secret keys?)\b[^\n.:;=(){}]{0,30}?\b(?:has |have |is |are |was |been |already ){0,2}expired|\b[Ee]xpired (?:access |auth |refresh |id |session |bearer )?(?:token|jwt|session|credentials?|api[- ]?key)\b|\bjwt not active|token (?:is )?(?:used before issued|not valid yet|not yet valid)|IDX10(?:22[0-9]|223)|Token's lifetime is invalid/iu,
    unless: unlessCode(
      /certificate has expired|lock[^\n]{0,30}expired|(?:lease|cache) (?:token )?(?:has )?expired|csrf|unexpected token/iu,
    ),
  },
  {
    ...unknown,
    id: "credentials/token-invalid",
    pattern:
      /\bJsonWebTokenError\b|\bjwt (?:malformed|must be provided|signature is required|audience invalid|issuer invalid|subject invalid|id invalid)|\b(?:invalid|missing|malformed|bad|no|unknown|revoked|incorrect|missing or invalid|invalid or missing|invalid or expired|no valid|wrong) (?:\w{1,20} )?(?:jwt|auth(?:entication|orization)? ?(?:token|header|credentials?)|access[ _-]token|bearer[ _-]token|refresh[ _-]token|id[ _-]token|session[ _-](?:token|id|cookie)|api[ _-]?(?:key|token)|credentials?)\b|\b(?:auth(?:entication)?|access|bearer|refresh|id|api|session|security) token (?:is |was |has been )?(?:invalid|missing|required|not (?:valid|found|provided)|revoked|malformed|rejected|blacklisted)|\b(?:JWT|JWS|token) (?:validation|verification|signature)(?: verification| validation)? (?:failed|failure|error|mismatch)|(?:token|JWT|authorization)[^\n]{0,40}signature (?:is )?(?:invalid|verification failed|does not match)|Signature verification (?:failed|raised)|JWT signature does not match|signature (?:is )?invalid[^\n]{0,30}(?:jwt|token)|(?:token|jwt|crypto)[^\n]{0,30}: signature is invalid|Not enough segments|Given token not valid for any token type|token (?:contains an invalid number of segments|is malformed|is not valid)|IDX10(?:2\d\d|5\d\d|6\d\d)|Unable to find a signing key|JWT::(?:DecodeError|VerificationError|InvalidIssuerError|InvalidAudError)|JWTDecodeException|MalformedJwtException|SignatureVerificationException|JWTVerificationException|InvalidTokenError|InvalidSignatureError|InvalidAudienceError|JWSInvalid|JWTInvalid|token is not active|\bError\((?:InvalidToken|InvalidSignature|ExpiredSignature|ImmatureSignature|InvalidIssuer|InvalidAudience|InvalidSubject)\)|\b(?:error|fail(?:ed|ure)?|unable|could not)(?: to| while| when)? (?:decod|verify|verif|validat|pars|authenticat)\w{0,5} (?:the |your )?(?:\w{1,20} )?(?:jwt|access token|id token|bearer token|auth token)\b|\b(?:auth|user) session (?:is )?missing|\bAuthSessionMissing|\bauth\/(?:invalid|wrong|user|id-token|argument|session|expired)[\w-]{0,40}|incorrect "(?:aud|iss)"|\binvalid token\b(?! ?['`<([{:;,]| ?"\w)/iu,
    unless: unlessCode(/csrf|SyntaxError|not well-formed|ParseError|unexpected token|ParserError|lexer|tokeniz/iu),
  },
  {
    ...unknown,
    id: "credentials/not-signed-in",
    pattern:
      /\bnot (?:been )?(?:authenticated|logged in|signed in)\b|\bUnauthenticated\b|(?:must|need to|have to|please|required to) (?:first )?(?:be )?(?:log ?in|logged in|sign in|signed in|authenticate)|login required|(?:full )?authentication (?:is )?required|requires (?:user )?(?:authentication|login)|authentication credentials were not provided|Could not validate credentials|No (?:authentication |authorization )?(?:token|credentials)(?: (?:was|were))?(?: provided| found| supplied)|No authorization (?:header|token)|www-authenticate["']?: ?["']?\w|NotAuthenticated(?:Error|Exception)?\b|AuthenticationCredentialsNotFoundException|\bENEEDAUTH\b|Unable to authenticate,|security token could not be authenticated|An Authentication object was not found in the SecurityContext/iu,
    unless: unlessCode(/Unable to locate credentials|kubeconfig|docker login|Could not load the default credentials/iu),
  },
  {
    // Wrong user or password, wherever one signs in.
    ...unknown,
    id: "credentials/wrong",
    pattern:
      /\b(?:invalid|bad|wrong|incorrect|unknown|rejected) (?:login |user |username |client |aws |basic )?credentials?\b|\b(?:invalid|wrong|incorrect|bad) (?:user ?name|email|e-mail|login|user)?(?:,? ?(?:or|and|\/) ?)?(?:user ?name |login )?password\b|(?:username|email|user|login)(?: or | and |\/)password (?:is |are |was )?(?:incorrect|invalid|wrong|did not match)|credentials (?:are |were )?(?:invalid|incorrect|rejected|wrong|do not match|not accepted)|\bBad ?Credentials(?:Exception)?\b|\bauthentication (?:has )?(?:fail(?:ed|ure)|error)\b|\b(?:login|sign-?in) (?:attempt )?(?:failed|incorrect)|failed to (?:authenticate|log ?in|sign in)|could not authenticate|\bAuthentication(?:Error|Failed|Failure)\w{0,12}\b|\bHTTP Basic: Access denied|\bInvalidAuthenticat\w{2,20}/iu,
    unless: unlessCode(
      /password authentication failed for user|SCRAM|pg_hba|mysql|mongo|redis|amqp|rabbit|kafka|ORA-\d|smtp|535[ -]5\.7|must be an? [A-Z]\w{1,80} instance|openai|anthropic|stripe|Authentication(?:Exception)?: (?:The remote certificate|A call to SSPI)|SSL|TLS/iu,
    ),
  },
  {
    // git, ssh, registries of packages.
    ...unknown,
    id: "credentials/git-and-packages",
    pattern:
      /could not read (?:Username|Password) for|Permission denied \((?:publickey|password|gssapi|keyboard)[^)\n]{0,80}\)|Support for password authentication was removed|npm (?:ERR!|error) (?:code )?E401|Invalid username or (?:password|token)/u,
    unless: unlessCode(),
  },
];
