// Routes and resources that are not there.
import { example, type Example } from "../example.ts";

const of = (rule: string, ...texts: readonly string[]): readonly Example[] =>
  texts.map((text) => example(`missing-routes/${rule}`, "svc.not-found", "no", text));

export const EXAMPLES: readonly Example[] = [
  ...of(
    "framework",
    "The requested URL /api/carts was not found on this server.",
    "<pre>Cannot GET /api/carts</pre>",
    "404 page not found",
    'ActionController::RoutingError (No route matches [GET] "/api/carts"):',
    'NotFoundHttpException: No route found for "GET http://stage/api/carts"',
    "NoResourceFoundException: No static resource api/carts.",
    '{"message":"Route GET:/api/carts not found"}',
    "** (Phoenix.Router.NoRouteError) no route found for GET /api/carts (ShopWeb.Router)",
    "Using the URLconf defined in shop.urls, Django tried these URL patterns",
    "The route api/carts could not be found.",
  ),
  ...of(
    "platform",
    "default backend - 404",
    "The deployment could not be found on Vercel.\n\nDEPLOYMENT_NOT_FOUND",
    "NoSuchKey: The specified key does not exist.",
    '{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"}}',
  ),
  // Not found, and no route.
  example("connections/refused", "net.refused", "either", "connect: No route to host"),
];
