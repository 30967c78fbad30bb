// A pytest session without its last line: what the lines of single tests, the headings and the short summary tell.
import type { Output } from "./summary.ts";

export interface Evidence {
  /** null where a part of the output is missing and the number would be too small. */
  readonly passed: number | null;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number | null;
  /** The last line that told something; -1 for none. */
  readonly last: number;
}

type Status = "PASSED" | "FAILED" | "ERROR" | "SKIPPED" | "XFAIL" | "XPASS";

/** Behind the name of a test under -v; skips and expected failures tell why in brackets. */
const STATUS_BEHIND = /^(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)(?: \(.*\))?$/u;
const NAME = /^(\S+\.py::\S+)(?: |$)/u;
const ALONE = /^(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)(?: \(.*\))?(?: +\[ *\d{1,3}%\])?$/u;
/** xdist -v: "[gw0] [ 10%] PASSED tests/a.py::name". */
const WORKER = /^\[gw\d+\](?: \[ *\d{1,3}%\])? (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS) (\S.*::.*\S)$/u;
/** The short summary: "FAILED tests/a.py::name - AssertionError: ...", "ERROR tests/a.py". */
const SHORT = /^(FAILED|ERROR) (\S+\.py)(?:(::\S.*)| - .*)?$/u;
const HEADING = /^_+ ERROR (?:at (?:setup|teardown) of|collecting) (\S.*) _+$/u;
/** Without -v: "tests/a.py ..F.E   [ 50%]". */
const LETTERS = /^(?:\S+\.py ([.FEsxXR,u-]+)(?: +\[ *\d{1,3}%\])?|([.FEsxXR,u-]+) +\[ *\d{1,3}%\])$/u;

export function readEvidence({ lines, cuts }: Output, from: number, to: number): Evidence {
  const named = new Map<Status, Set<string>>();
  const letters = new Map<string, number>();
  const headings = new Set<string>();
  const short = { FAILED: new Set<string>(), ERROR: new Set<string>() };
  let last = -1;
  let open: string | null = null;
  for (let at = Math.max(0, from); at < to; at++) {
    const text = lines[at] ?? "";
    if (!read(text)) continue;
    last = at;
  }

  function read(text: string): boolean {
    const verbose = verboseLine(text);
    if (verbose !== null) return note(verbose.status, verbose.name);
    // What a test prints (-s) stands between its name and its result.
    const begun = NAME.exec(text)?.[1];
    if (begun !== undefined) open = begun;
    const alone = open === null ? null : ALONE.exec(text);
    if (alone !== null && open !== null) return note(alone[1], open);
    const worker = WORKER.exec(text);
    if (worker !== null) return note(worker[1], worker[2] ?? "");
    const [, kind, file, name = ""] = SHORT.exec(text) ?? [];
    if (file !== undefined) {
      short[kind === "FAILED" ? "FAILED" : "ERROR"].add(`${file}${name.split(" - ", 1).join("")}`);
      return true;
    }
    const heading = HEADING.exec(text)?.[1];
    if (heading !== undefined) headings.add(heading);
    const dots = LETTERS.exec(text);
    for (const letter of dots?.[1] ?? dots?.[2] ?? "") letters.set(letter, (letters.get(letter) ?? 0) + 1);
    return heading !== undefined || dots !== null;
  }

  function note(word: string | undefined, name: string): boolean {
    const status = STATUSES.find((each) => each === word);
    if (status === undefined) return false;
    open = null;
    const names = named.get(status) ?? new Set<string>();
    named.set(status, names.add(name));
    return true;
  }

  const count = (status: Status, letter: string): number =>
    Math.max(named.get(status)?.size ?? 0, letters.get(letter) ?? 0);
  const cut = cuts.some((at) => at > from && at < to);
  return {
    passed: cut ? null : count("PASSED", ".") + count("XPASS", "X"),
    failed: Math.max(count("FAILED", "F"), short.FAILED.size),
    errors: Math.max(count("ERROR", "E"), short.ERROR.size, headings.size),
    skipped: cut ? null : count("SKIPPED", "s") + count("XFAIL", "x"),
    last,
  };
}

const STATUSES = ["PASSED", "FAILED", "ERROR", "SKIPPED", "XFAIL", "XPASS"] as const satisfies readonly Status[];

/** "tests/a.py::Test::name PASSED   [ 10%]". A name may hold spaces in its parameters, so it is read from the end. */
function verboseLine(text: string): { readonly name: string; readonly status: string } | null {
  if (!/^\S/u.test(text) || !text.includes("::")) return null;
  const line = text.endsWith("%]") ? text.slice(0, text.lastIndexOf("[")).trimEnd() : text;
  for (const word of STATUSES) {
    const at = line.lastIndexOf(` ${word}`);
    const status = at < 0 ? undefined : STATUS_BEHIND.exec(line.slice(at + 1))?.[1];
    if (status !== undefined && line.lastIndexOf("::", at) > 0) return { name: line.slice(0, at), status };
  }
  return null;
}
