// Holds a body against a JSON Schema. Owns the library, which interprets the schema and compiles nothing.
import { Validator, type OutputUnit, type Schema, type SchemaDraft } from "@cfworker/json-schema";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { miss, notJson, tooSlow, type Look, type Miss } from "./answer.ts";

export function missedSchema(schema: Untrusted | null, look: Look): Miss | null {
  if (schema === null) return null;
  const read = look.json();
  if (read.kind === "other") return notJson(look, read.what);
  const judged = look.world.bounded(() => firstError(schema, read.value));
  if (!judged.inTime) return tooSlow(look, "the schema");
  return judged.value === null ? null : missed(judged.value, look);
}

type Judged = OutputUnit | "endless" | "not comparable" | null;

function firstError(schema: Untrusted, value: unknown): Judged {
  const read: Schema | boolean = JSON.parse(reveal(schema));
  try {
    return decisive(new Validator(read, draftOf(read)).validate(value).errors);
  } catch (error) {
    // A reference that leads back to itself without looking deeper into the value. Otherwise it is the value, for
    // example a name that is half a surrogate pair, at which the library's encodeURI throws.
    return error instanceof RangeError ? "endless" : "not comparable";
  }
}

function draftOf(schema: Schema | boolean): SchemaDraft {
  const named = typeof schema === "boolean" ? "" : (schema.$schema ?? "");
  const known = [
    ["draft-04", "4"],
    ["draft-07", "7"],
    ["2019-09", "2019-09"],
  ] as const;
  return known.find(([part]) => named.includes(part))?.[1] ?? "2020-12";
}

/** Errors come from the outside in. Those that only say that something inside is wrong are passed by. */
function decisive(errors: readonly OutputUnit[]): OutputUnit | null {
  const at = errors.findIndex(({ keyword }, index) => {
    const inner = errors[index + 1];
    return !AROUND.has(keyword) || inner === undefined || inner.keyword === "false";
  });
  return errors[at] ?? null;
}

const AROUND: ReadonlySet<string> = new Set([
  "$ref",
  "$recursiveRef",
  "additionalItems",
  "additionalProperties",
  "allOf",
  "dependentSchemas",
  "else",
  "if",
  "items",
  "patternProperties",
  "prefixItems",
  "properties",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
]);

function missed(error: Exclude<Judged, null>, look: Look): Miss {
  if (typeof error === "string") {
    const why = error === "endless" ? "it refers to itself without end" : "the body has names that are not text";
    const facts = { stage: "value", at: untrusted("the schema"), errno: "SCHEMA_NOT_APPLICABLE" } as const;
    return miss(look, `: the schema cannot be applied, ${why}`, facts, "errored");
  }
  const path = look.excerpt(toPath(error.instanceLocation), 200);
  const what = look.excerpt(error.error.replace(/\.$/u, ""), 300);
  return miss(look, `: ${path} does not meet the schema: ${what}`, {
    stage: error.keyword === "required" ? "data" : "value",
    // Whichever item of a list it is, the fault is the same.
    at: untrusted(path.replace(/\[\d+\]/gu, "[*]")),
    expected: untrusted(`what the schema says (${error.keyword})`),
    seen: untrusted(what),
  });
}

/** "#/agents/0/id" as "$.agents[0].id". */
function toPath(pointer: string): string {
  const parts = pointer.split("/").slice(1);
  return `$${parts.map((part) => toSegment(unescape(part))).join("")}`;
}

function toSegment(name: string): string {
  if (/^\d+$/u.test(name)) return `[${name}]`;
  return /^[A-Za-z_]\w*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** RFC 6901, section 4, after the percent encoding of section 6. */
function unescape(part: string): string {
  return decoded(part).replaceAll("~1", "/").replaceAll("~0", "~");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
