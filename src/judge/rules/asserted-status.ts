// An assertion that compares two HTTP statuses: which of its two values came, and whether they are statuses at all.
import { isKnownStatus, statusOfName } from "../classify/codes.ts";
import { said, statusFinding, type Found } from "../classify/findings.ts";
import { lineOf, targetIn } from "./grammar.ts";

// Patterns made of these pieces carry the flag i without u: with both, making them costs five times as much. No piece
// switches the flag off within a pattern, (?-i:…): the runtime then fails to match what it matched before.

/** The names that tests compare, as enumerations and answers spell them. */
const NAME = [
  "OK|Created|Accepted|Found|Gone|Conflict|Locked|Forbidden|Unauthori[sz]ed|No_Content|See_Other|Moved_Permanently",
  "Not_(?:Found|Modified|Acceptable|Implemented)|Bad_(?:Request|Gateway)|(?:Temporary|Permanent)_Redirect",
  "Method_Not_Allowed|(?:Request|Gateway)_Timeout|Precondition_Failed|Payment_Required|Unsupported_Media_Type",
  "(?:Payload|Content|Request_Entity)_Too_Large|Unprocessable_(?:Entity|Content)|Too_Many_Requests",
  "Internal_Server_Error|Service_Unavailable",
]
  .join("|")
  .replaceAll("_", "[ _-]?");
const OPEN = "[\"'`<(\\[:]{0,3}";
const CLOSE = "[\"'`>)\\]]{0,3}";
const TYPE =
  "(?:(?:u?int\\d{0,2}|integer|long|number|str|string|is|equal to|HttpStatus(?:Code)?|StatusCode|http\\.Status|HTTP(?:/[\\d.]{1,3})?)[.(: <]{1,3})?";
/** The name behind a number: what is counted ("404 rows") is none. */
const BEHIND = `(?:[ _:,"'(-]{1,3}(?:${NAME})\\b)?`;

const DIGITS = "[1-5]\\d\\d(?![\\w%]|[.,:]\\d)";

/** A status that is told by its number first, as a piece of a pattern with one group: 404 · <404> · "404 Not Found". */
export const NUMBER = `${OPEN}(?:HTTP[ /\\d.]{1,5})?(${DIGITS})${BEHIND}(?: \\([\\w. ]{1,40}\\))?${CLOSE}`;

/** The same, or by its name alone: :not_found · (int) 404 · HttpStatusCode.NotFound {value: 404}. */
export const VALUE = `${OPEN}(?:<[\\w.*]{1,24}>: )?${TYPE}${OPEN}(${DIGITS}|(?:${NAME})(?![\\w-]|\\.\\w))${BEHIND}(?: ?\\{value: \\d{3}\\})?(?: \\([\\w. ]{1,40}\\))?${CLOSE}`;

/** Behind the last value of an assertion no thing may stand that is counted. */
export const END = `(?=[ \\t]*(?:$|\\n|[^\\w\\s%]|(?:for|from|in|on|when|at|while|instead|with|after|and|but|status|response|http|because|code|want)\\b))`;

/** "404", "Not Found", "NotFound" as a number. */
export function statusIn(value: string | undefined): number | null {
  if (value === undefined) return null;
  return /^\d{3}$/u.test(value) ? Number(value) : statusOfName(value);
}

/** A name that is an ordinary word too, which the states of an order or a file may be called. */
const ORDINARY = /^(?:created|accepted|found|gone|conflict|locked|forbidden|unauthorized)$/iu;
const ABOUT_HTTP = /status|http|respon|request|\bapi\b|url|endpoint|\bcode\b/iu;

/** Statuses that a round or an ordinary number is more often than a status. */
const ODD: ReadonlySet<number> = new Set([100, 102, 103, 300, 419, 440, 498, 499]);

/** "where 404 = len([..])", "expected total to be 400 but was 500": what has the value is told, and is no status. */
function isCounted({ input, index, 0: words }: RegExpExecArray): boolean {
  if (/\bwhere [1-5]\d\d = (?:len|sum|max|min|int|round|abs|count|float)\(/u.test(input.slice(index, index + 600)))
    return true;
  const subject = /\b[Ee]xpected (?:the )?([a-z][\w. '"]{1,40}?) to (?:be|equal|have)\b/u.exec(
    `${input.slice(Math.max(0, index - 60), index)}${words}`.split("\n").at(-1) ?? "",
  )?.[1];
  return (
    subject !== undefined &&
    !/status/iu.test(words) &&
    !/status|http|respon|request|\bapi\b|url|endpoint|code|\bit\b|result/iu.test(subject)
  );
}

/** What came is `actual`, and it should have been `expected`; null where these are no statuses. */
export function assertedFinding(
  match: RegExpExecArray,
  actual: string | undefined,
  expected: string | undefined,
): Found | null {
  const [came, wanted] = [statusIn(actual), statusIn(expected)];
  if (came === null || wanted === null || !isKnownStatus(came) || !isKnownStatus(wanted)) return null;
  const isNamed = /^\D/u.test(actual ?? "") || /^\D/u.test(expected ?? "");
  if (isNamed && ORDINARY.test(actual ?? "") && ORDINARY.test(expected ?? "") && !ABOUT_HTTP.test(match.input)) {
    return null;
  }
  // Nobody waits for these alone; as mere numbers they are seldom statuses.
  const isOdd = (status: number): boolean => ODD.has(status) || status > 511;
  if (!isNamed && (isOdd(came) || isOdd(wanted) || wanted >= 500) && !ABOUT_HTTP.test(match.input)) return null;
  if (!isNamed && isCounted(match)) return null;
  return cameFinding(match, came, wanted);
}

/** The class of the status that came; a good one where another was awaited is a wrong value. */
export function cameFinding(match: RegExpExecArray, came: number, wanted: number | string): Found {
  return (
    statusFinding(came, targetIn(lineOf(match))) ?? {
      class: "assert.value",
      confidence: "certain",
      signature: `status ${came} expected ${wanted}`,
      headline: said`an endpoint answers ${String(came)}, expected ${String(wanted)}`,
    }
  );
}

/** The two values in the order in which the words name them. */
export const actualThenExpected = (match: RegExpExecArray): Found | null => {
  const [first, second] = values(match);
  return assertedFinding(match, first, second);
};

export const expectedThenActual = (match: RegExpExecArray): Found | null => {
  const [first, second] = values(match);
  return assertedFinding(match, second, first);
};

/**
 * The words do not tell which is which, and writers differ. What came stands first as a rule; a server error is always
 * what came, because hardly any test waits for one.
 */
export const eitherOrder = (match: RegExpExecArray): Found | null => {
  const [first, second] = values(match);
  const isSecond = (statusIn(first) ?? 0) < 300 && (statusIn(second) ?? 0) >= 500;
  return isSecond ? assertedFinding(match, second, first) : assertedFinding(match, first, second);
};

function values(match: RegExpExecArray): readonly string[] {
  return match.slice(1).filter((group) => group !== undefined);
}
