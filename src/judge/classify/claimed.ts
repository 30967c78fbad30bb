// Takes away what a text only names: what an assertion awaited, and what a test is called. "Expected: "token expired""
// says no more than that a test looked for it, and "rejects an expired token" is a test that may have failed for
// anything. All that is left stays where it was.

/** Without what was awaited. Of the same length; the same text where nothing is only named. */
export function withoutAwaited(text: string): string {
  const rest = without(text, AWAITED);
  return /^[ \t]{0,8}-{1,3} ?Expected\b/mu.test(text)
    ? rest.replace(
        /^([ \t]{0,8}-)([^-\n][^\n]{0,400})$/gmu,
        (_, sign: string, words: string) => sign + words.replace(/[^\n]/gu, blank),
      )
    : rest;
}

/** Without the names of tests, and without what reports on the run itself and harms no test when it fails. */
export function withoutAside(text: string): string {
  return without(text, ASIDE);
}

function without(text: string, named: readonly RegExp[]): string {
  return named.reduce(
    (rest, pattern) =>
      rest.replace(pattern, (whole: string, ...groups: readonly unknown[]) => {
        const words = groups.slice(0, -2).find((group): group is string => typeof group === "string") ?? "";
        const at = whole.lastIndexOf(words);
        return whole.slice(0, at) + words.replace(/[^\n]/gu, blank) + whole.slice(at + words.length);
      }),
    text,
  );
}

const blank = (char: string): string => "·".repeat(char.length);

const QUOTED = String.raw`"[^"\n]{1,300}"|'[^'\n]{1,300}'|${"`"}[^${"`"}\n]{1,300}${"`"}`;
const raw = String.raw;
const ERROR = raw`[\w$.:\\]{0,160}(?:Error|Exception|Timeout|Disconnected|Refused|Reset|Fault)\b`;

/** In each the first group that took part is what was only named. */
const AWAITED: readonly RegExp[] = [
  // Expected: "a" · expected substring: 'a' · want "a"
  new RegExp(
    raw`\b(?:[Ee]xpected|[Ww]ant(?:ed)?|[Ee]xpecting)(?: \w{1,20}){0,3}[ \t]{0,6}[:=]?[ \t]{0,6}(${QUOTED})(?! (?:to|not to)\b)`,
    "gu",
  ),
  // expected 'x' to equal 'a' · to throw error matching /a/ · to contain the text "a"
  new RegExp(
    raw`\bto (?:(?:not|deeply|deep|strictly|strict|loosely) )?(?:be|equal|eql?|contain|include|match|have|throw|raise|start|end|see|show|say|reject|read|display)(?:ed|s)?(?: \w{1,20}){0,4}:? (${QUOTED}|\/[^/\n]{1,200}\/(?=[a-z]{0,3}(?:[\s,;)]|$)))`,
    "gmu",
  ),
  // assert 'x' == 'a' · assert 'a' in 'x'
  new RegExp(raw`\bassert\b[^\n]{0,200}? (?:==|is|eq) (${QUOTED})`, "gu"),
  new RegExp(raw`\bassert (?:not )?(${QUOTED}) (?:not )?in\b`, "gu"),
  new RegExp(raw`\bAssertionError: (${QUOTED}) not found in\b`, "gu"),
  // expected:<a> but was:<x> · expected [a] but found [x]
  /\bexpected:? ?[<[]([^<>[\]\n]{0,40}\[[^<>[\]\n]{1,200}\][^<>[\]\n]{0,40}|[^<>[\]\n]{1,280})[>\]],? but (?:was|found)\b/gu,
  // An error that should have come and did not
  new RegExp(
    raw`\b(?:DID NOT RAISE|[Ee]xpected (?:an? )?(?:exception|error)(?: of type)?:?|raise a throwable:?|to (?:throw|raise|have thrown|have raised)(?: an?)?(?: exception| error)?(?: of type)?:?)\s{1,8}(?:<class )?['"<]{0,2}(${ERROR})`,
    "gu",
  ),
  new RegExp(
    raw`(?<![\w$.:\\])(${ERROR})['">]{0,2}:? (?:(?:was )?not (?:thrown|raised)|(?:to be|to have been) (?:thrown|raised)|but (?:nothing|no \w{1,20}) was|(?:wasn['’]t|was never) (?:thrown|raised))`,
    "gu",
  ),
  /\b[Ee]xpected (?:an? )?[Ee]rror: ([^\n]{1,200})\n\s{0,20}[Aa]ctual\b/gu,
  // What was looked for on a page: Playwright, Capybara
  /^[ \t]{0,12}Locator: ([^\n]{1,300})$/gmu,
  /\bwaiting for ((?:getBy|locator)[^\n]{1,300})$/gmu,
  new RegExp(raw`\b(?:expected (?:not )?to find (?:visible )?\w{1,12}|have_\w{1,20}\() ?(${QUOTED})`, "gu"),
  // ExUnit's source line, pytest's pattern, an argument in Go
  /^[ \t]{0,12}code:[ \t]{1,6}(assert [^\n]{1,300})$/gmu,
  new RegExp(raw`\bRegex: (${QUOTED})\n[^\n]{0,12}Input: `, "gu"),
  new RegExp(raw`\w\((${QUOTED})\) = [^\n]{1,200}[,;] want\b`, "gu"),
  new RegExp(raw`\b[Ee]xpected (${QUOTED}) to \w[^\n]{0,60}, (?:but )?(?:got|was|found)\b`, "gu"),
  // A name that the code asked for
  new RegExp(
    raw`\b(?:cannot import name|No module named|Cannot find (?:module|name|symbol)|has no (?:attribute|exported member)) (${QUOTED})`,
    "gu",
  ),
];

/** What is heard where nothing else tells more. */
const ASIDE: readonly RegExp[] = [
  // Names of tests: mocha and its kin, Jest, pytest, Gherkin
  /^[ \t]{0,6}\d{1,4}\) ((?!.{0,80}(?:Error|Exception)\b)[^\n]{1,200}(?:\n[ \t]{6,24}[^\n:]{1,160}){0,4}):?$/gmu,
  /^[ \t]{0,6}● ((?!Console|Test suite)[^\n]{1,200} › [^\n]{1,200})$/gmu,
  /^(?:FAILED|ERROR) (\S{1,200}::\S{1,200}) - /gmu,
  // Vitest and Jest, AVA, node:test; TAP; Go; GoogleTest
  /^[ \t]{0,12}(?:FAIL|❯|[×✗✖✕✘]) ((?!.{0,200}(?:Error|Exception)\b)[^\n]{1,300})$/gmu,
  /^[ \t]{0,12}not ok \d{1,6}(?: -)? ([^\n#]{1,300})$/gmu,
  /^[ \t]{0,12}--- FAIL: (\S{1,300}) \(/gmu,
  /^\[(?: RUN {6}|  FAILED  )\] ([^\n]{1,300})$/gmu,
  // What will be tried again, and levels below an error
  /^([^\n]{0,300}\b(?:[Rr]etrying\b|[Rr]econnecting|[Aa]ttempt \d{1,4}(?: ?\/ ?\d{1,4}| of \d{1,4})? (?:failed|of))[^\n]{0,300})$/gmu,
  /^([^\n]{0,60}\b(?:DEBUG|NOTICE|TRACE|npm warn)\b[^\n]{0,400})$/gmu,
  // Exporters of traces and metrics, by their names or the ports that they send to
  /^([^\n]{0,300}?(?:\b(?:OTLP\w{0,30}|open-?telemetry|otel|ddtrace|dd-trace|zipkin|jaeger|honeycomb|statsd)\b|\bexporting (?:traces|metrics|logs|spans?|batch)|:(?:4317|4318|8125|8126|9411|14268|14250)\b)[^\n]{0,400})$/gimu,
  /^[ \t]{0,12}(?:Scenario(?: Outline)?|Feature|Given|When|Then): ?([^\n]{1,200})$/gmu,
];
