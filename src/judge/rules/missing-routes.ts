// Routes, methods and resources that are not there, in the words of frameworks, servers and platforms.
import { said } from "../classify/findings.ts";
import { targetIn } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const MISSING_ROUTES: readonly Rule[] = [
  {
    id: "missing-routes/framework",
    class: "svc.not-found",
    confidence: "certain",
    pattern:
      /\bCannot (?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/[^\s<]{0,200}|\bNo route (?:matches|found for|matched|exists)|\bno Route matched with those values|No static resource |NoHandlerFoundException|NoResourceFoundException|No handler found for (?:GET|POST|PUT|PATCH|DELETE)|No mapping (?:found )?for (?:HTTP request|GET|POST|PUT|PATCH|DELETE)|\b404 page not found|(?:^|[>"' ])Page not found(?: ?\(404\)|[ "'<.]|$)|using the URLconf defined in|Resolver404|The resource cannot be found\.|No routes matched|NotFoundHttpException|NoRouteError|RoutingError|Route (?:GET|POST|PUT|PATCH|DELETE):\/\S{0,200} not found|The route \S{1,200} could not be found|(?:route|endpoint|URL|resource|handler)\b[^\n]{0,80} (?:was |is |could )?(?:not (?:be )?found|does not exist)(?: on this server)?/imu,
    unless:
      /Element|locator|selector|executable|module|No route to host|file or directory|command|package|import|chromedriver|(?:class|bean|image|manifest|artifact|chart|release|namespace)\b[^\n]{0,60}not found|fixture|classpath|relation|deployment/iu,
    finding: (match) => {
      const target = targetIn(match[0]);
      return target === null ? {} : { signature: `no route ${target}`, headline: said`there is no ${target}` };
    },
  },
  {
    // Servers and platforms: Apache, Tomcat, Kubernetes ingress, Vercel, S3, Firebase, GitHub Pages, OpenShift.
    id: "missing-routes/platform",
    class: "svc.not-found",
    confidence: "certain",
    pattern:
      /The requested (?:URL|resource)[^\n]{0,120} (?:was not found|is not available|could not be found|not found)|default backend - 404|DEPLOYMENT_NOT_FOUND|\bNoSuch(?:Key|Bucket|Upload|Entity)\b|Site Not Found|No such app\b|There isn't a GitHub Pages site here|origin server did not find a current representation|\bResourceNotFound(?:Exception)?\b|unknown (?:method|service) [\w./]{1,80}(?: for service)?|"?code"?: ?-32601|\bMethod not found\b|The specified key does not exist/u,
    unless: /No ?SuchMethod|MissingMethodException|System\.Missing/u,
  },
];
