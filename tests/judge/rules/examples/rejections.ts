// Requests that were understood and not taken.
import { example, type Example } from "../example.ts";

export const EXAMPLES: readonly Example[] = [
  "MethodNotAllowedHttpException: The GET method is not supported for this route.",
  "Illuminate\\Validation\\ValidationException: The given data was invalid.",
  "PayloadTooLargeError: request entity too large",
  "HttpMessageNotReadableException: JSON parse error: Unrecognized token 'x'",
  "django.core.exceptions.DisallowedHost: Invalid HTTP_HOST header: 'stage'",
  'Cannot query field "carts" on type "Query".',
  "ActionController::ParameterMissing: param is missing or the value is empty: cart",
  '{"code":-32602,"message":"amount"}',
  "An error occurred (ValidationException) when calling the PutItem operation: a key is empty",
].map((text) => example("rejections/framework", "svc.rejected", "no", text));
