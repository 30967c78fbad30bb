// The part of JSON Schema in which the file is described to editors: draft 7, which all of them read.

export type JsonType = "array" | "boolean" | "integer" | "null" | "number" | "object" | "string";

export interface JsonSchema {
  readonly $schema?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly (boolean | number | string | null)[];
  /** A regular expression with the flag u. */
  readonly pattern?: string;
  /** Said by editors instead of the pattern. */
  readonly patternErrorMessage?: string;
  readonly maxLength?: number;
  readonly format?: "regex";
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  /** Its name where all definitions stand together. Of our own, and never written to the file. */
  readonly named?: string;
}

/** Every part that has a name stands once, in `definitions`, and is referred to from where it is used. */
export function withDefinitions(schema: JsonSchema): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  const refer = (part: JsonSchema): JsonSchema => {
    const { named, description, ...unnamed } = part;
    const said = description === undefined ? {} : { description };
    if (named === undefined) return { ...said, ...referAll(unnamed) };
    const definition = referAll(unnamed);
    const known = definitions.get(named) ?? definition;
    if (JSON.stringify(known) !== JSON.stringify(definition)) throw new Error(`two definitions are named ${named}`);
    definitions.set(named, definition);
    return { ...said, $ref: `#/definitions/${named}` };
  };
  const referAll = (part: JsonSchema): JsonSchema => {
    const { items, properties, additionalProperties, propertyNames, anyOf, not } = part;
    return {
      ...part,
      ...(items && { items: refer(items) }),
      ...(properties && { properties: mapValues(properties, refer) }),
      ...(additionalProperties && { additionalProperties: refer(additionalProperties) }),
      ...(propertyNames && { propertyNames: refer(propertyNames) }),
      ...(anyOf && { anyOf: anyOf.map(refer) }),
      ...(not && { not: refer(not) }),
    };
  };
  const whole = refer(schema);
  const inOrder = [...definitions].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ...whole, definitions: Object.fromEntries(inOrder) };
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
