// Walks the plain tree of a YAML file: its value, the place of every part, and keys and numbers that mislead.
import { untrusted } from "../text/untrusted.ts";
import { pathText, type Faults, type Path, type Place } from "./faults.ts";
import type { ReadYaml, Tree } from "./yaml.ts";

/** Names that reach into JavaScript's own objects, refused as keys at every depth. */
export const FORBIDDEN_KEYS: readonly string[] = ["__proto__", "constructor", "prototype"];

/** The value without positions; maps have no prototype, forbidden keys are left out, the first of equal keys counts. */
export function valueOf(tree: Tree | null): unknown {
  if (tree === null) return null;
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map(valueOf);
  const map: Record<string, unknown> = Object.create(null);
  for (const { key, value } of tree.entries)
    if (!FORBIDDEN_KEYS.includes(key) && !(key in map)) map[key] = valueOf(value);
  return map;
}

/** Where parts of the file stand. A part that is not there is at the nearest part around it. */
export interface Places {
  readonly ofValue: (path: Path) => Place;
  readonly ofKey: (path: Path) => Place;
  readonly ofOffset: (at: number) => Place;
}

export function createPlaces(file: string, read: Pick<ReadYaml, "tree" | "position">): Places {
  const place = (at: number, path: Path): Place => {
    const { line, column } = read.position(at);
    const what = path.length === 0 ? null : untrusted(pathText(path));
    return { where: untrusted(`${file}:${line}:${column}`), what, order: at };
  };
  return {
    ofValue: (path) => place(offsetOf(read.tree, path, false), path),
    ofKey: (path) => place(offsetOf(read.tree, path, true), path),
    ofOffset: (at) => place(at, []),
  };
}

function offsetOf(tree: Tree | null, path: Path, ofKey: boolean): number {
  let at = tree?.at ?? 0;
  let current: Tree | null = tree;
  for (const [level, part] of path.entries()) {
    const entry = current?.kind === "map" ? current.entries.find(({ key }) => key === part) : undefined;
    const item = current?.kind === "list" && typeof part === "number" ? current.items[part] : undefined;
    const next: Tree | undefined = entry?.value ?? item;
    if (next === undefined) return at;
    at = entry !== undefined && ofKey && level === path.length - 1 ? entry.at : next.at;
    current = next;
  }
  return at;
}

/** Keys that stand twice, forbidden keys, and numbers that are not what they look like. */
export function checkTree(tree: Tree | null, places: Places, faults: Faults, path: Path = []): void {
  if (tree === null) return;
  if (tree.kind === "list") {
    for (const [index, item] of tree.items.entries()) checkTree(item, places, faults, [...path, index]);
  } else if (tree.kind === "scalar") {
    const problem = typeof tree.value === "number" ? numberProblem(tree.value, tree.source) : null;
    const place = { ...places.ofOffset(tree.at), what: untrusted(pathText(path)) };
    if (problem !== null) faults.add(place, problem, { found: untrusted(tree.source) });
  } else {
    const seen = new Set<string>();
    for (const { key, at, value } of tree.entries) {
      const place = { ...places.ofOffset(at), what: untrusted(pathText([...path, key])) };
      if (FORBIDDEN_KEYS.includes(key)) faults.add(place, "this key is not allowed anywhere");
      else if (seen.has(key)) faults.add(place, "this key stands here twice");
      else checkTree(value, places, faults, [...path, key]);
      seen.add(key);
    }
  }
}

// YAML reads 0777 as 777, 0x1F as 31 and 12345678901234567890 as another number, without a word.
function numberProblem(value: number, source: string): string | null {
  if (!Number.isFinite(value)) return "expected a number that JSON can hold, or a text in quotes";
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?$/iu.test(source)) {
    return "expected a plain decimal number without leading zeros, or a text in quotes";
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return "expected a number below 2^53, or a text in quotes";
  return null;
}
