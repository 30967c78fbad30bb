// One test point of TAP: "not ok 3 - name # TODO reason".

export interface Point {
  readonly ok: boolean;
  readonly number: number | null;
  readonly name: string;
  readonly directive: "skip" | "todo" | null;
  /** Behind the directive. */
  readonly reason: string;
  /** tap writes "# time=5.2ms" behind the name. */
  readonly durationMs: number | null;
  /** Its subtests follow, up to a closing brace. */
  readonly opens: boolean;
}

const POINT = /^(not )?ok(?=[\s#-]|$)(?: {1,8}(\d{1,9})(?=[\s#-]|$))?(.*)$/iu;

/** Directly behind "ok" or the number it needs no space; elsewhere "-5 is negative" is a name. */
const SEPARATOR = /^(?:-| +-(?= |$))/u;

/** null for any other line. */
export function pointOf(line: string): Point | null {
  const [, not, number, rest = ""] = POINT.exec(line) ?? [];
  // "ok  <tab>package<tab>0.1s" is what go prints.
  if (!/^(?:not )?ok/iu.test(line) || POINT.exec(line) === null || /^ok *\t/u.test(line)) return null;
  const directives = not === undefined ? OF_OK : OF_FAILED;
  const { text, directive, opens } = split(rest, directives);
  const time = /^time=(\d{1,12}(?:\.\d{1,12})?)(ms|s)\b/u.exec(directive);
  const word = directives.exec(directive);
  return {
    ok: not === undefined,
    number: number === undefined ? null : Number(number),
    name: unescaped(text.replace(SEPARATOR, "").trim()),
    directive: word === null ? null : /^todo/iu.test(word[0]) ? "todo" : "skip",
    reason: word === null ? "" : directive.slice(word[0].length).trim(),
    durationMs: time === null ? null : Number(time[1]) * (time[2] === "s" ? 1_000 : 1),
    opens,
  };
}

/** Whole words: "# todolist is broken" and "# skipping the captcha works" belong to the name of what failed. */
const OF_FAILED = /^(skip(?:ped)?|todo)(?::|(?![^\s(]))/iu;
/** TAP takes any word that begins with "skip", and for what is called ok the doubt is no pass. */
const OF_OK = /^(skip\S*|todo(?::|(?![^\s(])))/iu;

interface Split {
  readonly text: string;
  readonly directive: string;
  readonly opens: boolean;
}

/** At the first " # " that begins a directive; one behind a backslash is part of the name. */
function split(rest: string, directives: RegExp): Split {
  const opens = rest.endsWith(" {") || rest.trim() === "{";
  const whole = opens ? rest.slice(0, rest.lastIndexOf("{")).trimEnd() : rest;
  for (let at = whole.indexOf("#"); at !== -1; at = whole.indexOf("#", at + 1)) {
    const behind = whole.slice(at + 1, at + 60).trimStart();
    const isBegin = behind.startsWith("time=") || directives.test(behind);
    const isOwn = at === 0 || /\s/u.test(whole.charAt(at - 1)) || isSeparator(whole, at);
    if (isBegin && isOwn) return { text: whole.slice(0, at), directive: whole.slice(at + 1).trim(), opens };
  }
  return { text: whole, directive: "", opens };
}

/** "ok 3-# skip": no name stands before the directive. */
function isSeparator(text: string, end: number): boolean {
  return end <= 2 && text.slice(0, end).trimStart() === "-";
}

function unescaped(name: string): string {
  return name.replace(/\\([\\#])/gu, "$1");
}
