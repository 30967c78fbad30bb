// Errors inside the service, in its own words.
import { said, type Found } from "../classify/findings.ts";
import type { Rule } from "./rule.ts";

/** The name of an exception beside the words: the fault lies in the code, and another try meets it again. */
const NAMED = /\b(?!Http|HTTP|Internal)\w{2,60}(?:Error|Exception)\b(?! Page)/u;
const GENERAL =
  /\b(?:Server|Internal|InternalServer|HTTP|Http|Axios|Assertion|Nested|NestedServlet|Servlet|Fetch|Request|Response|Runtime|Client|Api|API|Graph|GraphQL|Apollo|Operation)(?:Status)?(?:Error|Exception)\b/gu;

const ofCode = (match: RegExpExecArray): { readonly transient: "no" } | Record<string, never> =>
  NAMED.test(match.input.replace(GENERAL, "")) ? { transient: "no" } : {};

const typeError = (match: RegExpExecArray): Partial<Found> => {
  const words = match[1] ?? match[0];
  return { signature: `type ${words.toLowerCase()}`, headline: said`the service fails with ${words}` };
};

/** Decides before all statuses: a type error in the service, whatever the sentence begins with. */
export const SERVER_ERRORS: readonly Rule[] = [
  {
    id: "server-errors/type",
    class: "svc.server-error",
    confidence: "certain",
    pattern: /\b\w{1,80} must be an? [A-Z]\w{1,80} instance/u,
    transient: "no",
    finding: typeError,
  },
  {
    // To sign in, or to serve, failed because the code did.
    id: "server-errors/type-behind",
    class: "svc.server-error",
    confidence: "certain",
    pattern:
      /\b(?:[Aa]uthenticat(?:ion|e|ing)|[Aa]uthoriz(?:ation|e|ing)|[Ll]ogin|[Ss]ign-?in|[Tt]oken \w{1,14}|[Hh]andshake|[Ss]ession)\b[^\n]{0,30}\b(?:failed|failure|error|rejected)\b[^\n]{0,20}?[:(-] ?(?:\w{1,30}: )?(Cannot read propert(?:y|ies) (?:'\w{1,60}' )?of (?:undefined|null)|(?:undefined|null) is not (?:an object|a function|iterable)|\S{1,80} is not a function\b|'\w{1,40}' object (?:has no attribute|is not \w{1,20}|does not support)|runtime error: |(?:invalid memory address or )?nil pointer|undefined method [`'"]|Object reference not set|\S{1,60}\(\) (?:got an unexpected keyword|missing \d|takes \d)|(?:java\.lang\.)?NullPointerException|Call to (?:a member function|undefined)|Attempt to read property|Undefined (?:index|property|variable|array key)|unsupported operand type|can't convert|Value cannot be null|KeyError\b|expected str, bytes)/u,
    transient: "no",
    finding: typeError,
  },
];

/** Pages and lines in which a framework tells that a request of it ran into an error. */
export const SERVER_TRACES: readonly Rule[] = [
  {
    id: "server-errors/framework",
    class: "svc.server-error",
    confidence: "certain",
    pattern:
      /\bInternal[ _]?Server[ _]?Error\b|Server Error in '[^'\n]{1,80}' Application|\bServer Error \(500\)|unhandled exception (?:has )?occurred while (?:processing|executing) the request|Cannot return null for non-nullable field|\[ExceptionsHandler\]|http: panic serving |\b(?:production|staging|testing|stage|local)\.ERROR: |HTTP Request to \/\S{0,200} failed, error id|Uncaught exception (?:GET|POST|PUT|PATCH|DELETE) \/|Unhandled exception in router|Unhandled: (?:GET|POST|PUT|PATCH|DELETE) - \/|Error handling request(?: \/|$)|\.Endpoint\b[^\n]{0,40} terminated\b|a server-side exception has occurred|Request processing failed|Servlet\.service\(\) for servlet [^\n]{1,160} threw exception|Exception in ASGI application|ASGI callable returned without|Exception on \/\S{0,200} \[[A-Z]{3,7}\]|We're sorry, but something went wrong|Whoops, looks like something went wrong|Action Controller: Exception caught|ActionView::Template::Error|FUNCTION_INVOCATION_FAILED|An unexpected error occurred invoking '|Exception Type:\s{1,8}\w{1,60} at |(?:^|\n)\w{1,60}(?:Error|Exception) at \/\S{0,200}|faultcode>[^<\n]{0,40}Server|soap:Server|SOAPFaultException|"?code"?: ?-32603|Runtime\.(?:UnhandledPromiseRejection|ImportModuleError|ExitError|HandlerNotFound)|"errorType": ?"\w{1,80}"|Werkzeug Debugger|An error occurred while processing your request|HTTP Error 500\.\d{1,2}|Worker threw exception|"code": ?"INTERNAL(?:_SERVER)?_ERROR"|\binternal error occurred|\bInternal error encountered/iu,
    finding: ofCode,
  },
  {
    id: "server-errors/vague",
    class: "svc.server-error",
    confidence: "possible",
    pattern: /something went wrong|\binternal error\b|an unexpected error (?:has )?occurred|\bserver error\b/iu,
    unless: /compiler|INTERNAL ERROR: |internalerror>/iu,
  },
];
