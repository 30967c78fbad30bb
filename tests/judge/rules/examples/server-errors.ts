// Errors inside the service.
import { example, type Example } from "../example.ts";

const of = (transient: "no" | "either", ...texts: readonly string[]): readonly Example[] =>
  texts.map((text) => example("server-errors/framework", "svc.server-error", transient, text));

export const EXAMPLES: readonly Example[] = [
  example(
    "server-errors/type",
    "svc.server-error",
    "no",
    "received 1011 (internal error) basket must be a Basket instance",
  ),
  ...of(
    "either",
    "Internal Server Error: /api/carts",
    "Server Error in '/' Application.",
    "An unhandled exception occurred while processing the request.",
    "ERROR:    Exception in ASGI application",
    "We're sorry, but something went wrong (500)",
    "An unexpected error occurred invoking 'Buy' on the server.",
    '{"jsonrpc":"2.0","error":{"code":-32603,"message":"none"}}',
    "Code: FUNCTION_INVOCATION_FAILED",
  ),
  ...of(
    "no",
    "org.springframework.web.util.NestedServletException: Request processing failed; nested exception is java.lang.NullPointerException",
    "ZeroDivisionError at /api/carts\ndivision by zero",
  ),
  example("server-errors/vague", "svc.server-error", "either", "Oops, something went wrong"),
  example(
    "server-errors/type-behind",
    "svc.server-error",
    "no",
    "Shop authentication failed: Cannot read properties of undefined (reading 'basketId')",
  ),
  example(
    "server-errors/type-behind",
    "svc.server-error",
    "no",
    "Login error: 'NoneType' object has no attribute 'basket'",
  ),
  example(
    "server-errors/framework",
    "svc.server-error",
    "either",
    "2026/02/11 09:12:55 http: panic serving 10.9.8.7:51412: runtime error: index out of range [3] with length 2",
  ),
  example(
    "server-errors/framework",
    "svc.server-error",
    "either",
    '{"errors":[{"message":"Cannot return null for non-nullable field Basket.total."}]}',
  ),
  // To sign in failed, for a reason that lies with who signed in.
  example(
    "credentials/wrong",
    "access.unauthenticated",
    "no",
    "Shop authentication failed: the password of basket-reader is wrong",
  ),
];
