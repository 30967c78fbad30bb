// What the files say, as JSON for whoever reads it next: pretty, ASCII only, with every foreign text masked and cleaned.
import { idOf } from "../check/suite/keys.ts";
import type { RunnerTold, SuiteContact } from "../model/check.ts";
import { cut } from "../text/cut.ts";
import { clean } from "../text/clean.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import type { FoundResult, Reading } from "./sources.ts";

/** Characters of what stands behind a message. */
const MAX_DETAIL = 4_000;
const MAX_MESSAGE = 4_000;
const MAX_NAME = 1_000;

/**
 * The JSON in pieces, because a million results are no one text. Of the results those that did not pass, or every one.
 */
export function* listing(reading: Reading, everything: boolean, mask: (text: string) => string): Generator<string> {
  const told = createTelling(mask);
  const files = reading.files.map(({ path, format, state, reason, counts, errors }) => ({
    file: told(path, MAX_NAME),
    format,
    state,
    reason,
    counts,
    errors,
  }));
  const head = {
    counts: reading.counts,
    contact: { ...(reading.contact ?? NO_PASS), shareUnderOneMs: reading.shareUnderOneMs },
    ...(reading.runner === null ? {} : { runner: runnerRow(reading.runner, told) }),
    files,
  };
  // Everything but the closing bracket; the results follow.
  let piece = `${ascii(JSON.stringify(head, null, 2)).slice(0, -2)},\n  "results": [`;
  let between = "\n";
  for (const result of reading.results) {
    if (!everything && result.check.outcome === "passed") continue;
    const row = ascii(JSON.stringify(rowOf(result, told), null, 2)).replaceAll("\n", "\n    ");
    piece += `${between}    ${row}`;
    between = ",\n";
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}${between === "\n" ? "]" : "\n  ]"}\n}\n`;
}

/** Characters that are written at once. */
const PIECE = 256 * 1024;

const NO_PASS: SuiteContact = {
  basis: "no-timing",
  thresholdMs: null,
  floorMs: null,
  passes: 0,
  shown: 0,
  indicated: 0,
  notShown: 0,
  atZero: 0,
  toOneMs: 0,
  watch: null,
};

type Tell = (text: Untrusted | null, max: number) => string | null;

/** Classes, files and projects stand at many tests: what was told once is told again. */
function createTelling(mask: (text: string) => string): Tell {
  const known = new Map<string, string>();
  return (text, max) => {
    if (text === null) return null;
    const raw = reveal(text);
    if (raw.length > MAX_NAME) return cut(mask(clean(raw)), max);
    const told = known.get(raw) ?? mask(clean(raw));
    if (known.size < MOST_KNOWN) known.set(raw, told);
    return cut(told, max);
  };
}

const MOST_KNOWN = 20_000;

function rowOf({ check, file }: FoundResult, told: Tell) {
  const { name, group, test, failure, durationMs } = check;
  const [className, ownName, project] = [
    told(group, MAX_NAME),
    told(name, MAX_NAME),
    told(test?.project ?? null, MAX_NAME),
  ];
  return {
    id: test === null && isEndOf(ownName, className) ? className : idOf(className ?? "", ownName ?? "", project),
    class: className,
    name: ownName,
    project,
    file: told(test?.file ?? null, MAX_NAME),
    report: file === "" ? null : told(untrusted(file), MAX_NAME),
    outcome: check.outcome,
    durationMs: durationMs === null ? null : Math.round(durationMs * 1_000) / 1_000,
    message: told(failure?.message ?? null, MAX_MESSAGE),
    detail: told(failure?.detail ?? null, MAX_DETAIL),
    type: told(failure?.type ?? null, MAX_NAME),
    contact: test?.contact ?? null,
    earlier: test?.earlier.length ?? 0,
  };
}

/** What failed outside every test is called like the innermost of the suites around it. */
function isEndOf(name: string | null, path: string | null): boolean {
  return name !== null && path !== null && (path === name || path.endsWith(` \u203a ${name}`));
}

function runnerRow({ stopped, ...told }: RunnerTold, tell: Tell) {
  return { ...told, stopped: tell(stopped, MAX_NAME) };
}

/** No terminal and no encoding can make anything else of it. */
function ascii(json: string): string {
  if (/^[\n\u0020-\u007e]*$/u.test(json)) return json;
  return json.replace(/[^\n\u0020-\u007e]/gu, (sign) =>
    Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
}
