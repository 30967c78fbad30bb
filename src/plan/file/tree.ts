// Walks the plain tree of a YAML file: its value, the place of every part, and keys and numbers that mislead.
import { untrusted } from "../../text/untrusted.ts";
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

/** Where parts of the file stand. For a part that is not there this is the nearest part around it. */
export interface Places {
  readonly ofValue: (path: Path) => Place;
  readonly ofKey: (path: Path) => Place;
  readonly ofOffset: (at: number) => Place;
}

export function createPlaces(file: string, read: Pick<ReadYaml, "tree" | "position">): Places {
  const children = createIndex();
  const place = (at: number, path: Path): Place => {
    const { line, column } = read.position(at);
    const what = path.length === 0 ? null : untrusted(pathText(path));
    return { where: untrusted(`${file}:${line}:${column}`), what, order: at };
  };
  const find = (path: Path, ofKey: boolean): Place => {
    let at = read.tree?.at ?? 0;
    let current: Tree | null = read.tree;
    for (const [level, part] of path.entries()) {
      const child = current === null ? undefined : children(current).get(part);
      if (child === undefined) return place(at, path.slice(0, level));
      at = ofKey && level === path.length - 1 ? child.keyAt : child.value.at;
      current = child.value;
    }
    return place(at, path);
  };
  return {
    ofValue: (path) => find(path, false),
    ofKey: (path) => find(path, true),
    ofOffset: (at) => place(at, []),
  };
}

interface Child {
  readonly keyAt: number;
  readonly value: Tree;
}

// The first of equal keys counts. Made when first asked for, since most parts of a file never are.
function createIndex(): (tree: Tree) => ReadonlyMap<string | number, Child> {
  const known = new Map<Tree, ReadonlyMap<string | number, Child>>();
  const make = (tree: Tree): ReadonlyMap<string | number, Child> => {
    if (tree.kind === "scalar") return new Map();
    if (tree.kind === "list") return new Map(tree.items.map((value, index) => [index, { keyAt: value.at, value }]));
    return new Map(tree.entries.toReversed().map(({ key, at, value }) => [key, { keyAt: at, value }]));
  };
  return (tree) => {
    const children = known.get(tree) ?? make(tree);
    known.set(tree, children);
    return children;
  };
}

/** Keys that stand twice, forbidden keys, and numbers that are not what they look like. */
export function checkTree(tree: Tree | null, places: Places, faults: Faults, path: Path = []): void {
  if (tree === null) return;
  if (tree.kind === "list") {
    for (const [index, item] of tree.items.entries()) checkTree(item, places, faults, [...path, index]);
  } else if (tree.kind === "scalar") {
    const place = { ...places.ofOffset(tree.at), what: untrusted(pathText(path)) };
    const problem = typeof tree.value === "number" ? numberProblem(tree.value, tree.source) : null;
    if (problem !== null) faults.add(place, problem, { found: untrusted(tree.source) });
    if (typeof tree.value === "string" && !tree.value.isWellFormed()) faults.add(place, HALF);
  } else {
    const seen = new Set<string>();
    for (const { key, at, value } of tree.entries) {
      const place = { ...places.ofOffset(at), what: untrusted(pathText([...path, key])) };
      if (FORBIDDEN_KEYS.includes(key)) faults.add(place, "this key is not allowed anywhere");
      else if (!key.isWellFormed()) faults.add(places.ofOffset(at), HALF);
      else if (seen.has(key)) faults.add(place, "this key stands here twice");
      else checkTree(value, places, faults, [...path, key]);
      seen.add(key);
    }
  }
}

// An escape such as \ud83d, whose other half no encoder can do without.
const HALF = "this text holds one half of a character";

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
