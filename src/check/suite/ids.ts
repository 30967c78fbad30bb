// How a test is called where it is run again: `class::name`, and for pytest its node id, "tests/test_a.py::TestB::test_c".
import type { CheckResult } from "../../model/check.ts";
import { reveal } from "../../text/untrusted.ts";
import type { Origin } from "./collect.ts";
import { idOf } from "./keys.ts";

/** null: the report does not tell it. */
export interface TestNames {
  readonly id: string;
  readonly name: string;
  readonly class: string | null;
  readonly file: string | null;
}

/** `isPytest`: it is known that pytest ran the test. */
export function nameFor(check: CheckResult, origin: Origin | null, isPytest: boolean): TestNames {
  const name = reveal(check.name);
  const group = check.group === null ? "" : reveal(check.group);
  const project = check.test?.project ?? null;
  const className = origin?.className ?? null;
  const node = isPytest || origin?.isPytest === true ? pytestNode(className ?? "", name, origin?.file ?? null) : null;
  return {
    id: node?.id ?? idOf(group, name, project === null ? null : reveal(project)),
    name,
    class: group === "" ? null : group,
    file: node?.file ?? origin?.file ?? null,
  };
}

/** Jest and vitest tell the file with all folders of this machine, which on another one do not exist. */
export function belowRoot(origin: Origin | null, root: string): Origin | null {
  const { file = null } = origin ?? {};
  if (origin === null || file === null || root === "" || !file.startsWith(`${root}/`)) return origin;
  return { ...origin, file: file.slice(root.length + 1) };
}

interface Node {
  readonly id: string;
  readonly file: string;
}

const DOTTED = /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*$/u;

/**
 * pytest writes the path of a module and the classes in it as one dotted text. What is the module is told by the file,
 * or else by the first name that begins with a capital, as classes do.
 */
function pytestNode(className: string, name: string, file: string | null): Node | null {
  // A file that cannot be collected is called by its module, and has no class.
  if (className === "") return DOTTED.test(name) ? nodeOf(file ?? fileOf(name.split(".")), []) : null;
  if (!DOTTED.test(className)) return null;
  const parts = className.split(".");
  if (file !== null) return nodeOf(file, [...parts.slice(moduleLength(file, parts)), name]);
  const at = parts.findIndex((part, index) => index > 0 && /^\p{Lu}/u.test(part));
  const end = at < 0 ? parts.length : at;
  return nodeOf(fileOf(parts.slice(0, end)), [...parts.slice(end), name]);
}

function nodeOf(file: string, inside: readonly string[]): Node {
  return { id: [file, ...inside].join("::"), file };
}

function fileOf(module: readonly string[]): string {
  return `${module.join("/")}.py`;
}

/** How many of the names are those of the module: the end of its path, which may begin above or below where pytest ran. */
function moduleLength(file: string, parts: readonly string[]): number {
  const module = file.replace(/\.py$/u, "").split(/[\\/]/u);
  for (let length = Math.min(module.length, parts.length); length > 0; length--) {
    if (module.slice(-length).every((part, at) => part === parts[at])) return length;
  }
  return parts.length;
}
