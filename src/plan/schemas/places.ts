// Finds places in a JSON Schema: what a reference such as #/$defs/agent or #agent leads to.
import type { Path } from "../file/faults.ts";
import { KEYWORDS, type KeywordKind } from "./keywords.ts";
import { isMap } from "../words/shape.ts";

export interface Found {
  readonly path: Path;
  readonly value: unknown;
}

/** Null where nothing stands. */
export function findPlace(root: unknown, reference: string, anchors: ReadonlyMap<string, Found>): Found | null {
  const fragment = decoded(reference.slice(1));
  if (fragment === null) return null;
  if (fragment === "") return { path: [], value: root };
  return fragment.startsWith("/") ? follow(root, fragment) : (anchors.get(fragment) ?? null);
}

/** RFC 6901. */
function follow(root: unknown, pointer: string): Found | null {
  let at: Found = { path: [], value: root };
  for (const step of pointer.slice(1).split("/")) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    const { path, value } = at;
    if (Array.isArray(value)) {
      if (!/^(?:0|[1-9]\d{0,6})$/u.test(key) || Number(key) >= value.length) return null;
      at = { path: [...path, Number(key)], value: value[Number(key)] };
    } else if (isMap(value) && Object.hasOwn(value, key)) at = { path: [...path, key], value: value[key] };
    else return null;
  }
  return at;
}

function decoded(fragment: string): string | null {
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A % that starts no escape: such a place cannot exist.
    return null;
  }
}

/** Whether a schema stands there; below keywords that are not JSON Schema's nobody knows, so there it may. */
export function isSchemaAt(path: Path): boolean {
  let isSchema = true;
  for (const part of path) {
    if (!isSchema) {
      // What a map or list of schemas holds.
      isSchema = true;
      continue;
    }
    const kind = KEYWORDS.get(String(part));
    if (kind === undefined) return true;
    if (!HOLDERS.has(kind)) return false;
    isSchema = HOLDERS.get(kind) === "one";
  }
  return isSchema;
}

/** How keywords hold schemas. */
const HOLDERS: ReadonlyMap<KeywordKind, "one" | "several"> = new Map([
  ["same", "one"],
  ["part", "one"],
  ["items", "one"],
  ["same-list", "several"],
  ["part-list", "several"],
  ["same-map", "several"],
  ["part-map", "several"],
  ["pattern-map", "several"],
  ["dependencies", "several"],
  ["definitions", "several"],
]);

/** Every place that a schema itself gives a name. */
export function anchorsIn(root: unknown): ReadonlyMap<string, Found> {
  const anchors = new Map<string, Found>();
  const walk = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, [...path, index]);
    if (!isMap(value)) return;
    for (const name of namesOf(value)) if (!anchors.has(name)) anchors.set(name, { path, value });
    for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
  };
  walk(root, []);
  return anchors;
}

/** Drafts 4 to 7 write an anchor as an id of a fragment alone. */
function namesOf({ $anchor, $dynamicAnchor, $id, id }: Readonly<Record<string, unknown>>): readonly string[] {
  const names = [$anchor, $dynamicAnchor].filter((name): name is string => typeof name === "string");
  const fragments = [$id, id].filter((each): each is string => typeof each === "string" && /^#./u.test(each));
  return [...names, ...fragments.map((each) => each.slice(1))];
}

/** Whether any of the named schemas leads back to itself. */
export function hasCircle(leadsTo: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const left = new Map(leadsTo);
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const [name, targets] of left) if (![...targets].some((target) => left.has(target))) left.delete(name);
  }
  return left.size > 0;
}
