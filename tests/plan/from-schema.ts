// Shared by the tests of the schema: random values of everything that a JSON Schema accepts.
import * as fc from "fast-check";
import type { JsonSchema, JsonType } from "../../src/plan/words/json-schema.ts";
import { STRANGE, TEXTS } from "./schema-texts.ts";

type Values = fc.Arbitrary<unknown>;

const KEYWORDS: Readonly<Record<JsonType, readonly string[]>> = {
  array: ["items", "minItems"],
  boolean: [],
  integer: ["minimum", "maximum"],
  null: [],
  number: [],
  object: ["properties", "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties"],
  string: ["pattern", "maxLength", "format"],
};

/** Random values of everything that a schema accepts; texts are chosen out of TEXTS. */
export function valuesOf(root: JsonSchema): Values {
  const definitions = new Map<string, Values>();
  const of = (schema: JsonSchema): Values => {
    const { $ref, $schema: _, title: __, description: ___, patternErrorMessage: ____, ...rules } = schema;
    if ($ref !== undefined) return definition($ref.replace("#/definitions/", ""));
    const { anyOf, enum: words, type, definitions: _____, ...others } = rules;
    if (anyOf !== undefined) return alone(others, fc.oneof(...anyOf.map(of)));
    if (words !== undefined) return alone(others, fc.constantFrom<unknown>(...words));
    if (type === undefined) return alone(others, fc.constantFrom(...STRANGE, ...TEXTS));
    const types = typeof type === "string" ? [type] : type;
    const keywords = types.flatMap((each) => KEYWORDS[each]);
    const foreign = Object.fromEntries(Object.entries(others).filter(([keyword]) => !keywords.includes(keyword)));
    return alone(foreign, fc.oneof(...types.map((each) => typed(each, others))));
  };
  const definition = (name: string): Values => {
    const schema = root.definitions?.[name];
    if (schema === undefined) throw new Error(`there is no definition ${name}`);
    const values = definitions.get(name) ?? of(schema);
    definitions.set(name, values);
    return values;
  };
  const typed = (type: JsonType, schema: JsonSchema): Values => {
    switch (type) {
      case "array":
        return fc.array(schema.items === undefined ? fc.constant(0) : of(schema.items), {
          minLength: schema.minItems ?? 0,
          maxLength: (schema.minItems ?? 0) + 2,
        });
      case "object":
        return objects(schema);
      case "string":
        return fc.constantFrom(...TEXTS.filter((text) => isText(schema, text)));
      case "integer":
        return fc.integer({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9 });
      case "number":
        return fc.double({ noNaN: true, min: -1e15, max: 1e15 });
      case "boolean":
        return fc.boolean();
      case "null":
        return fc.constant(null);
    }
  };
  const objects = (schema: JsonSchema): Values => {
    const { properties = {}, required = [], additionalProperties, propertyNames, minProperties = 0 } = schema;
    const most = schema.maxProperties ?? 1_000;
    if (additionalProperties !== undefined && additionalProperties !== false) {
      const keys = KEYS.filter((key) => propertyNames === undefined || isKey(propertyNames, key));
      return fc.dictionary(fc.constantFrom(...keys), of(additionalProperties), {
        minKeys: minProperties,
        maxKeys: Math.min(most, minProperties + 2),
      });
    }
    const optional = Object.keys(properties).filter((key) => !required.includes(key));
    const chosen = fc.subarray(optional, {
      minLength: Math.max(0, minProperties - required.length),
      maxLength: Math.min(optional.length, most - required.length),
    });
    const all = new Map(Object.entries(properties).map(([key, value]) => [key, of(value)]));
    return chosen.chain((keys) =>
      fc.record(Object.fromEntries([...required, ...keys].map((key) => [key, all.get(key) ?? fc.constant(null)]))),
    );
  };
  const isKey = (schema: JsonSchema, key: string): boolean => {
    const name = schema.$ref?.replace("#/definitions/", "");
    const { not, ...rules } = name === undefined ? schema : (root.definitions?.[name] ?? {});
    return isText(rules, key) && not?.enum?.includes(key) !== true;
  };
  return of(root);
}

const KEYS = TEXTS.filter((text) => !text.includes("${"));

function isText(schema: JsonSchema, text: string): boolean {
  const { pattern = "", maxLength = Infinity, format } = schema;
  return new RegExp(pattern, "u").test(text) && [...text].length <= maxLength && (format !== "regex" || compiles(text));
}

function compiles(source: string): boolean {
  try {
    return new RegExp(source, "u").source !== "";
  } catch {
    return false;
  }
}

// A keyword that this generator passes over would make it tell less than the schema says.
function alone(others: object, values: Values): Values {
  const keywords = Object.keys(others);
  if (keywords.length > 0) throw new Error(`no values can be made for ${keywords.join(", ")} at this place`);
  return values;
}
