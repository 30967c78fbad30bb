// Callers that are not known.
import { example, type Example } from "../example.ts";

const of = (rule: string, ...texts: readonly string[]): readonly Example[] =>
  texts.map((text) => example(`credentials/${rule}`, "access.unauthenticated", "no", text));

export const EXAMPLES: readonly Example[] = [
  ...of(
    "aws",
    "botocore.exceptions.ClientError: An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.",
    "An error occurred (ExpiredToken) when calling the ListObjectsV2 operation: The provided token has expired.",
    "SignatureDoesNotMatch: The request signature we calculated does not match (Service: S3, Status Code: 403)",
    "UnrecognizedClientException: The security token included in the request is invalid.",
  ),
  ...of(
    "azure-and-google",
    "AADSTS7000222: The provided client secret keys for app are expired.",
    'HTTP 400: {"error":"invalid_grant","error_description":"code is used"}',
  ),
  ...of("oauth", '{"error":"invalid_client"}', '{"code":"token_not_valid","detail":"wrong type"}'),
  ...of(
    "token-expired",
    "UnauthorizedError: jwt expired",
    "TokenExpiredError: jwt expired",
    "jwt.exceptions.ExpiredSignatureError: Signature has expired",
    "io.jsonwebtoken.ExpiredJwtException: JWT expired at 2026-01-01T10:00:00Z.",
    "JWT::ExpiredSignature: Signature has expired",
    'JWTExpired: "exp" claim timestamp check failed',
    "TokenExpiredException: The Token has expired on 2026-01-01",
    "IDX10223: Lifetime validation failed. The token is expired.",
    "Error: your session has expired, sign in again",
    "invalid_token: token is expired by 3m",
  ).map((each) => (each.text.startsWith("invalid_token") ? { ...each, rule: "credentials/oauth" } : each)),
  ...of(
    "token-invalid",
    "JsonWebTokenError: invalid signature",
    "JsonWebTokenError: jwt malformed",
    "jwt.exceptions.DecodeError: Not enough segments",
    "io.jsonwebtoken.security.SignatureException: JWT signature does not match locally computed signature.",
    "crypto/rsa: verification error: token signature is invalid: signature is invalid",
    "IDX10503: Signature validation failed.",
    "Given token not valid for any token type",
    "Error: missing or invalid authorization header",
    '{"error":"Invalid token"}',
    "JWT::VerificationError: Signature verification failed",
  ),
  ...of(
    "not-signed-in",
    "Illuminate\\Auth\\AuthenticationException: Unauthenticated.",
    "Full authentication is required to access this resource",
    '{"detail":"Not authenticated"}',
    '{"detail":"Could not validate credentials"}',
    "You need to sign in or sign up before continuing.",
    "Error: No token provided",
    'WWW-Authenticate: Bearer realm="carts"',
  ),
  ...of(
    "wrong",
    "BadCredentialsException: none",
    "Error: Invalid username or password",
    "login failed for test user",
    "AuthenticationError: the user is not there",
    "remote: HTTP Basic: Access denied",
    "Authentication failed for 'https://git.example.org/shop.git/'",
  ),
  ...of(
    "git-and-packages",
    "fatal: could not read Username for 'https://git.example.org': terminal prompts disabled",
    "npm ERR! code E401",
    "git@git.example.org: Permission denied (publickey).",
  ),
  // The name of an error is not the error.
  example("loading/python", "test.import", "no", "ImportError: cannot import name 'TokenExpired' from 'shop.auth'"),
  // What stops a parser or belongs to a certificate is no caller.
  example(
    "server-errors/type",
    "svc.server-error",
    "no",
    "Authentication failed: user_context must be a UserExecutionContext instance",
  ),
  example("permissions/csrf", "access.forbidden", "no", "invalid csrf token"),
  example(
    "credentials/token-invalid",
    "access.unauthenticated",
    "no",
    "error while decoding jwt for cart 17: Err(Error(InvalidToken))",
  ),
];
