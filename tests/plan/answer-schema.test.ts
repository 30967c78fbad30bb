// JSON Schemas for answers: what is one, and that what is accepted works where it is interpreted.
import { Validator, type Schema } from "@cfworker/json-schema";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSchema } from "../../src/plan/schemas/check.ts";
import { DRAFTS } from "../../src/plan/schemas/keywords.ts";
import { opened, plan, told } from "./told.ts";

const check = (schema: Readonly<Record<string, unknown>>) => checkSchema(schema);
const messages = (schema: Readonly<Record<string, unknown>>): readonly string[] =>
  check(schema).problems.map(({ path, message }) => `${path.join("/")}: ${message}`);

/** Holds values against a schema in the form in which it is used. */
function judge(schema: Readonly<Record<string, unknown>>): (value: unknown) => boolean {
  const { json, problems } = check(schema);
  expect(problems).toEqual([]);
  const used: Schema = JSON.parse(json);
  const draft = Object.entries(DRAFTS).find(([, address]) => address === used.$schema)?.[0];
  const drafts = ["4", "7", "2019-09", "2020-12"] as const;
  const validator = new Validator(
    used,
    drafts.find((each) => each === draft),
  );
  return (value) => validator.validate(value).valid;
}

const AGENT = { type: "object", required: ["id"], properties: { id: { type: "string" } } };

describe("a schema", () => {
  it("is used without what judges nothing, and with its references by names of ours", () => {
    const { json } = check({
      $id: "https://x.example/a.json",
      title: "Agents",
      properties: { agents: { items: { $ref: "#/components/schemas/agent" } }, first: { $ref: "#first" } },
      components: { schemas: { agent: { ...AGENT, example: { id: 5 }, "x-note": { $ref: "other.json" } } } },
      definitions: { first: { $anchor: "first", const: { $ref: "kept" } } },
    });
    expect(JSON.parse(json)).toEqual({
      $schema: DRAFTS["2020-12"],
      properties: { agents: { items: { $ref: "#/$defs/d1" } }, first: { $ref: "#/$defs/d2" } },
      $defs: { d1: AGENT, d2: { const: { $ref: "kept" } } },
    });
  });

  it.each([
    [
      "the top",
      { properties: { next: { $ref: "#" } }, required: ["id"] },
      { next: { id: 1 }, id: 1 },
      { next: {}, id: 1 },
    ],
    ["a pointer", { $defs: { a: AGENT }, items: { $ref: "#/$defs/a" } }, [{ id: "a" }], [{ id: 1 }]],
    ["an escaped pointer", { $defs: { "a/b~c d": AGENT }, $ref: "#/$defs/a~1b~0c%20d" }, { id: "a" }, {}],
    [
      "a list",
      { prefixItems: [AGENT], additionalProperties: { $ref: "#/prefixItems/0" } },
      { a: { id: "a" } },
      { a: {} },
    ],
    ["an anchor", { $defs: { a: { $anchor: "x", type: "null" } }, $ref: "#x" }, null, 1],
    [
      "an anchor of draft 7",
      { $schema: DRAFTS[7], definitions: { a: { $id: "#x", type: "null" } }, $ref: "#x" },
      null,
      1,
    ],
    ["a boolean", { $defs: { no: false }, properties: { a: { $ref: "#/$defs/no" } } }, {}, { a: 1 }],
    [
      "what is itself a reference",
      { $defs: { a: { $ref: "#/$defs/b" }, b: { type: "null" } }, $ref: "#/$defs/a" },
      null,
      1,
    ],
    [
      "a tree",
      { $ref: "#/$defs/n", $defs: { n: { type: "object", additionalProperties: { $ref: "#/$defs/n" } } } },
      { a: { b: {} } },
      { a: { b: 1 } },
    ],
  ])("may refer to %s", (_, schema, good, bad) => {
    const fits = judge(schema);
    expect([fits(good), fits(bad)]).toEqual([true, false]);
  });

  it("judges by its draft", () => {
    const siblings = { definitions: { a: {} }, $ref: "#/definitions/a", type: "string" };
    expect(judge({ $schema: DRAFTS[7], ...siblings })(5)).toBe(true);
    expect(judge({ $schema: DRAFTS["2019-09"], ...siblings })(5)).toBe(false);
    const limit = { $schema: DRAFTS[4], minimum: 5, exclusiveMinimum: true };
    expect([judge(limit)(5), judge(limit)(6)]).toEqual([false, true]);
    const items = { items: [{ type: "string" }], additionalItems: false };
    for (const draft of ["4", "7", "2019-09"] as const) {
      const fits = judge({ $schema: DRAFTS[draft], ...items });
      expect([fits(["a"]), fits([1]), fits(["a", "b"])]).toEqual([true, false, false]);
    }
  });

  it.each([
    "http://json-schema.org/draft-07/schema",
    "https://json-schema.org/draft-07/schema#",
    "http://json-schema.org/draft-04/schema#",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema#",
  ])("may be of the draft %s", ($schema) => {
    expect(messages({ $schema, type: "object" })).toEqual([]);
  });

  it.each(["http://json-schema.org/draft-06/schema#", "http://json-schema.org/schema#", "", 7, null])(
    "cannot be of the draft %j",
    ($schema) => {
      expect(messages({ $schema, type: "object" })).toEqual([
        "$schema: expected draft 2020-12, 2019-09, 7 or 4 of JSON Schema",
      ]);
    },
  );

  const WRONG: readonly (readonly [string, unknown])[] = [
    ["type", "objekt"],
    ["type", []],
    ["type", ["string", 5]],
    ["type", null],
    ["minimum", "1"],
    ["exclusiveMaximum", true],
    ["multipleOf", 0],
    ["minLength", 1.5],
    ["maxItems", -1],
    ["uniqueItems", "yes"],
    ["required", "id"],
    ["required", [1]],
    ["enum", []],
    ["enum", "a"],
    ["pattern", "("],
    ["pattern", "\\p{Nope}"],
    ["format", 5],
    ["properties", []],
    ["properties", { a: 5 }],
    ["patternProperties", { "(": true }],
    ["additionalProperties", "no"],
    ["items", [true]],
    ["prefixItems", {}],
    ["allOf", []],
    ["anyOf", [1]],
    ["not", null],
    ["dependentRequired", { a: "b" }],
    ["dependentSchemas", { a: ["b"] }],
    ["$defs", []],
    ["$ref", 5],
    ["$ref", "a.json"],
    ["$ref", "https://json-schema.org/draft-07/schema#"],
    ["$ref", "#/nowhere"],
    ["$ref", "#nowhere"],
    ["$ref", "#/%"],
    ["$ref", "#/toString"],
    ["$recursiveRef", "#"],
    ["$dynamicRef", "#x"],
    ["constructor", {}],
    ["propertes", {}],
    ["additional_properties", false],
    ["REQUIRED", ["a"]],
  ];

  it.each(WRONG)("cannot have %s: %j, at any depth", (key, value) => {
    const schema = Object.fromEntries([[key, value]]);
    expect(messages(schema).length).toBeGreaterThan(0);
    for (const around of [
      { properties: { a: schema } },
      { items: { anyOf: [schema] } },
      { $defs: { unused: schema } },
      { if: schema },
      { dependencies: { a: schema } },
    ]) {
      expect(messages(around).length).toBe(messages(schema).length);
    }
  });

  it.each([
    { nullable: true },
    { discriminator: { propertyName: "kind" } },
    { "x-order": 1 },
    { title: "a", description: "b", default: {}, examples: [1], deprecated: true, readOnly: true, $comment: "c" },
    { format: "int32" },
    { propertyOrder: 1 },
    { errorMessage: "a" },
    { else: true, contentSchema: 5 },
  ])("may have keywords that judge nothing: %j", (schema) => {
    expect(messages({ type: "object", ...schema })).toEqual([]);
  });

  it.each([
    { $ref: "#" },
    { allOf: [{ $ref: "#" }] },
    { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { not: { $ref: "#/$defs/a" } } } },
    { properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: { if: { $ref: "#/$defs/a" } } } },
    { properties: { a: { dependentSchemas: { b: { $ref: "#/properties/a" } } } }, items: { $ref: "#/properties/a" } },
  ])("cannot refer to itself for the same value: %j", (schema) => {
    expect(messages(schema)).toEqual([": a reference leads back to itself without a part of the value between"]);
  });

  it("works where it is interpreted, whatever was accepted", () => {
    const leaf = fc.constantFrom<Readonly<Record<string, unknown>>>(
      { type: "string", pattern: "^a" },
      { type: ["integer", "null"], minimum: 1 },
      { enum: [1, "a", null] },
      { const: { id: 1 } },
      { $ref: "#/$defs/a" },
      { $ref: "#b" },
      { example: { id: "a", $ref: "x" }, id: "same" },
      { format: "uri", minLength: 2 },
    );
    const schemas = fc.letrec<{ schema: Readonly<Record<string, unknown>> }>((tie) => ({
      schema: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.record({ properties: fc.dictionary(fc.constantFrom("a", "id", "$id", "items"), tie("schema")) }),
        fc.record({ items: tie("schema") }),
        fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
        fc.record({ components: fc.record({ id: tie("schema") }), not: tie("schema") }),
        fc.record({ additionalProperties: tie("schema"), required: fc.constant(["a"]) }),
      ),
    })).schema;
    const $defs = {
      a: { type: "object", properties: { a: { $ref: "#/$defs/a" } } },
      b: { $anchor: "b", type: "null" },
    };
    fc.assert(
      fc.property(schemas, fc.jsonValue({ maxDepth: 3 }), (schema, value) => {
        expect(typeof judge({ ...schema, $defs })(value)).toBe("boolean");
      }),
      { numRuns: 150 },
    );
  });
});

describe("a schema in a file", () => {
  const file = "version: 1\nprobes: [{ name: a, http: { url: https://x.example, expect: { schema: a/b.json } } }]\n";
  const withText = (text: string): readonly string[] => told({ file, files: { "a/b.json": text } });

  it("becomes part of the plan", () => {
    const { probes } = plan({ file, files: { "a/b.json": '{ "type": "array", "title": "x" }' } }).plan;
    expect(opened(probes[0])).toMatchObject({
      expect: { schema: '{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"array"}' },
    });
  });

  it("is told with its own place", () => {
    expect(withText('{ "type": "objct", "properties": { "a b": { "$ref": "c.json" } } }')).toEqual([
      'a/b.json  type: expected array, boolean, integer, null, number, object or string, or a list of them, got "objct". Did you mean object?',
      'a/b.json  properties["a b"]["$ref"]: expected a reference into this schema, such as #/$defs/agent, got "c.json". Other files are not read: copy what is needed into $defs.',
    ]);
  });

  it.each([
    ["", "a/b.json: expected a JSON Schema, and this is not JSON."],
    ["{", /^a\/b\.json(?::1:2)?: expected a JSON Schema, and this is not JSON\.$/u],
    ['{\n  "a": 1,\n}', "a/b.json:3:1: expected a JSON Schema, and this is not JSON."],
    ["[]", "a/b.json: expected a JSON Schema that says something."],
    ["true", "a/b.json: expected a JSON Schema that says something, got true."],
    ["{}", "a/b.json: expected a JSON Schema that says something."],
    ["null", "a/b.json: expected a JSON Schema that says something."],
    ['{ "__proto__": { "type": "object" } }', "a/b.json  __proto__: this key is not allowed anywhere."],
    [`${'{"not":'.repeat(65)}{}${"}".repeat(65)}`, "a/b.json: expected at most 64 levels of nesting, got more."],
    ["[".repeat(100_000), /^a\/b\.json(?::\d+:\d+)?: expected a JSON Schema, and this is not JSON\.$/u],
    [
      `{"const":${"[".repeat(30_000)}${"]".repeat(30_000)}}`,
      "a/b.json: expected at most 64 levels of nesting, got more.",
    ],
  ])("is refused: %#", (text, line) => {
    expect(withText(text)).toEqual([typeof line === "string" ? line : expect.stringMatching(line)]);
  });

  it("that is not there is told where it is named", () => {
    expect(told({ file })).toEqual([
      'f.yml:2:71  probes[0].http.expect.schema: expected a file in the workspace, of at most 256 KiB of UTF-8 text, got "a/b.json".',
    ]);
  });
});
