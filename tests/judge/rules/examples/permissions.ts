// Callers that may not do this.
import { example, type Example } from "../example.ts";

const of = (rule: string, ...texts: readonly string[]): readonly Example[] =>
  texts.map((text) => example(`permissions/${rule}`, "access.forbidden", "no", text));

export const EXAMPLES: readonly Example[] = [
  ...of(
    "csrf",
    "Forbidden (CSRF token missing or incorrect.): /carts/",
    "CSRF verification failed. Request aborted.",
    "ForbiddenError: invalid csrf token\n  code: 'EBADCSRFTOKEN'",
    "ActionController::InvalidAuthenticityToken",
    "419 Page Expired",
    "400 Bad Request: The CSRF token is missing.",
    "Illuminate\\Session\\TokenMismatchException",
  ),
  ...of(
    "cors",
    "Access to fetch at 'http://stage/api' from origin 'http://localhost:3000' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource",
    "Invalid CORS request",
  ),
  ...of(
    "cloud",
    "AccessDenied: Access Denied",
    "FirebaseError: Missing or insufficient permissions.",
    'new row violates row-level security policy for table "carts"',
    "AccessDeniedException: User: arn:aws:sts::1:assumed-role/t is not authorized to perform: dynamodb:PutItem",
    "AuthorizationPermissionMismatch: This request is not authorized to perform this operation using this permission.",
    "googleapi: Error 403: t@p.iam.gserviceaccount.com does not have storage.objects.get access",
    "HttpError: Resource not accessible by integration",
  ),
  ...of(
    "framework",
    "You do not have permission to perform this action.",
    "django.core.exceptions.PermissionDenied",
    "Illuminate\\Auth\\Access\\AuthorizationException: This action is unauthorized.",
    "Pundit::NotAuthorizedError: not allowed to update? this Cart",
    "Blocked host: stage.example.org",
    "HubException: Failed to invoke 'Buy' because user is unauthorized",
  ),
];
