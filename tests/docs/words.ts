// The words of the configuration file by place, from its JSON Schema, and those that a file uses.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

interface Schema {
  readonly $ref?: string | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly additionalProperties?: Schema | boolean | undefined;
  readonly items?: Schema | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
}

const SCHEMA: v.GenericSchema<Schema> = v.looseObject({
  $ref: v.optional(v.string()),
  properties: v.optional(v.lazy(() => v.record(v.string(), SCHEMA))),
  additionalProperties: v.optional(v.union([v.boolean(), v.lazy(() => SCHEMA)])),
  items: v.optional(v.lazy(() => SCHEMA)),
  anyOf: v.optional(v.lazy(() => v.array(SCHEMA))),
});

const FILE = v.parse(
  v.intersect([SCHEMA, v.looseObject({ definitions: v.record(v.string(), SCHEMA) })]),
  JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "schema", "test-deploy-loop.schema.json"), "utf8")),
);

/** Every word, such as "probes[].http.method". A map that stands in several places has the words of the first. */
export function knownWords(): ReadonlySet<string> {
  const words = new Set<string>();
  visit(FILE, "", (at, { properties = {} }) => Object.keys(properties).forEach((key) => words.add(`${at}${key}`)));
  return words;
}

const HOMES = new Map<string, string>();
visit(FILE, "", () => undefined);

function visit(schema: Schema, path: string, see: (path: string, schema: Schema) => void): void {
  const [at, found] = resolve(schema, path);
  see(at, found);
  for (const [key, each] of Object.entries(found.properties ?? {})) visit(each, `${at}${key}.`, see);
  for (const each of found.anyOf ?? []) visit(each, at, see);
  if (found.items !== undefined) visit(found.items, below(at, "[]"), see);
  if (typeof found.additionalProperties === "object") visit(found.additionalProperties, `${at}*.`, see);
}

/** The words that a decoded file uses. */
export function usedWords(value: unknown, schema: Schema = FILE, path = ""): readonly string[] {
  const [at, { properties = {}, additionalProperties, items, anyOf = [] }] = resolve(schema, path);
  const inChoices = anyOf.flatMap((each) => usedWords(value, each, at));
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value;
    return [
      ...inChoices,
      ...parts.flatMap((part) => (items === undefined ? [] : usedWords(part, items, below(at, "[]")))),
    ];
  }
  if (typeof value !== "object" || value === null) return inChoices;
  const inKeys = Object.entries(value).flatMap(([key, each]: readonly [string, unknown]) => {
    const known = properties[key];
    if (known !== undefined) return [`${at}${key}`, ...usedWords(each, known, `${at}${key}.`)];
    return typeof additionalProperties === "object" ? usedWords(each, additionalProperties, `${at}*.`) : [];
  });
  return [...inChoices, ...inKeys];
}

function resolve(schema: Schema, path: string): readonly [path: string, schema: Schema] {
  if (schema.$ref !== undefined) {
    const found = FILE.definitions[schema.$ref.replace("#/definitions/", "")];
    if (found === undefined) throw new Error(`the schema has no ${schema.$ref}`);
    return resolve(found, path);
  }
  if (schema.properties === undefined) return [path, schema];
  const shape = JSON.stringify(schema.properties);
  const home = HOMES.get(shape) ?? path;
  HOMES.set(shape, home);
  return [home, schema];
}

function below(path: string, what: string): string {
  return `${path.replace(/\.$/u, "")}${what}.`;
}
