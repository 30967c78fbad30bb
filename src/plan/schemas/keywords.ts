// THE TABLE of JSON Schema's keywords: what stands in each. Draft 4 to 2020-12 have them in common unless it says so.

export const DRAFTS = {
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "7": "http://json-schema.org/draft-07/schema#",
  "4": "http://json-schema.org/draft-04/schema#",
} as const;
export type Draft = keyof typeof DRAFTS;
export const NEWEST = "2020-12";

/** The draft that `$schema` names, the newest where it names none; null for any other. */
export function draftOf(address: unknown): Draft | null {
  const plain = (text: string): string => text.replace(/^https?:|#$/gu, "");
  const drafts = [NEWEST, "2019-09", "7", "4"] as const;
  if (address === undefined) return NEWEST;
  return drafts.find((draft) => typeof address === "string" && plain(address) === plain(DRAFTS[draft])) ?? null;
}

/** Each kind of value with the keywords that hold it. */
const GROUPS = [
  // Schemas that judge the very value that is looked at.
  ["same", ["not", "if", "then", "else"]],
  ["same-list", ["allOf", "anyOf", "oneOf"]],
  ["same-map", ["dependentSchemas"]],
  // Each a schema, or a list of names.
  ["dependencies", ["dependencies"]],
  // Schemas that judge parts of it.
  ["part", ["additionalProperties", "unevaluatedProperties", "propertyNames"]],
  ["part", ["additionalItems", "unevaluatedItems", "contains"]],
  // Before 2020-12 also a list of them.
  ["items", ["items"]],
  ["part-list", ["prefixItems"]],
  ["part-map", ["properties"]],
  ["pattern-map", ["patternProperties"]],
  // Schemas that are used where they are referred to.
  ["definitions", ["$defs", "definitions"]],
  ["reference", ["$ref"]],
  ["unsupported", ["$recursiveRef", "$dynamicRef"]],
  // Other values.
  ["type", ["type"]],
  ["number", ["minimum", "maximum"]],
  // In draft 4 true or false.
  ["bound", ["exclusiveMinimum", "exclusiveMaximum"]],
  ["divisor", ["multipleOf"]],
  ["count", ["minLength", "maxLength", "minItems", "maxItems"]],
  ["count", ["minContains", "maxContains", "minProperties", "maxProperties"]],
  ["flag", ["uniqueItems"]],
  ["text", ["format"]],
  ["pattern", ["pattern"]],
  ["names", ["required"]],
  ["names-map", ["dependentRequired"]],
  ["list", ["enum"]],
  ["any", ["const"]],
  // What tells people or tools, and not us.
  ["note", ["$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$comment"]],
  ["note", ["title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"]],
  ["note", ["contentEncoding", "contentMediaType", "contentSchema"]],
] as const satisfies readonly (readonly [string, readonly string[]])[];

export type KeywordKind = (typeof GROUPS)[number][0];

export const KEYWORDS: ReadonlyMap<string, KeywordKind> = new Map(
  GROUPS.flatMap(([kind, names]) => Array.from(names, (name): [string, KeywordKind] => [name, kind])),
);

export const TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"] as const;
