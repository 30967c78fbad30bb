// How foreign texts and ids are written into JSON that goes on to other programs: masked, cleaned, cut, and in signs
// that no terminal and no encoding can make anything else of.
import { idOf } from "../check/suite/keys.ts";
import type { CheckResult } from "../model/check.ts";
import { clean } from "../text/clean.ts";
import { cut } from "../text/cut.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";

export const MAX_NAME = 1_000;

export type Tell = (text: Untrusted | null, max: number) => string | null;

/** Classes, files and projects stand at many tests: what was told once is told again. */
export function createTelling(mask: (text: string) => string): Tell {
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

/** "chromium::tests.login::works": project, class and name as far as there are any. */
export function toldId({ name, group, test }: CheckResult, told: Tell): string {
  const className = told(group, MAX_NAME);
  const ownName = told(name, MAX_NAME);
  if (test === null && className !== null && isEndOf(ownName, className)) return className;
  return idOf(className ?? "", ownName ?? "", told(test?.project ?? null, MAX_NAME));
}

/** What failed outside every test is called like the innermost of the suites around it. */
function isEndOf(name: string | null, path: string): boolean {
  return name !== null && (path === name || path.endsWith(` \u203a ${name}`));
}

/**
 * Line ends and printable ASCII; every other sign is written as its number, and so is the one that would make a command
 * of a line for the runner that prints it.
 */
export function ascii(json: string): string {
  if (/^[\n\u0020-\u007e]*$/u.test(json)) return uncommanded(json);
  return uncommanded(json).replace(/[^\n\u0020-\u007e]/gu, (sign) =>
    Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
}

function uncommanded(json: string): string {
  return json.replaceAll("##[", String.raw`##\u005b`);
}
