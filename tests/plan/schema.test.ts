// The JSON Schema for editors and the decoder say the same about a file.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as v from "valibot";
import { parse } from "yaml";
import { configuration, configurationSchema } from "../../src/plan/words/configuration.ts";
import { durationPattern } from "../../src/plan/words/duration-pattern.ts";
import { UNITS } from "../../src/plan/words/duration.ts";
import { createFaults } from "../../src/plan/file/faults.ts";
import { readParts } from "../../src/plan/file/parts.ts";
import { withDefinitions, type JsonSchema } from "../../src/plan/words/json-schema.ts";
import { command, duration, MINUTE, name, pattern, reportPath, scalarText, text } from "../../src/plan/words/leaves.ts";
import { jsonPath, singlePath, workspaceFile } from "../../src/plan/words/path.ts";
import { address, baseAddress, headerName, headers, method } from "../../src/plan/words/request.ts";
import { simpleShapes } from "../../src/plan/words/top.ts";
import { decode, type Misfit, type Shape } from "../../src/plan/words/shape.ts";
import { valueOf } from "../../src/plan/file/tree.ts";
import { readYaml } from "../../src/plan/file/yaml.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { changedOf } from "./changed-values.ts";
import { valuesOf } from "./from-schema.ts";
import { TEXTS } from "./schema-texts.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const MAP = v.record(v.string(), v.unknown());

const schema = configurationSchema();
const accepts = compile(schema);
const words = [...new Set(wordsOf(schema).map(([word]) => word))];

/** The examples of the documentation that are a configuration file or a part of one. */
const EXAMPLES = ["README.md", ...readdirSync(join(ROOT, "docs")).map((page) => `docs/${page}`)]
  .filter((page) => page.endsWith(".md"))
  .flatMap((page) => [...read(page).matchAll(/<!-- (?!file )(.*) -->\n```yaml\n([\s\S]*?)```(\n+<!-- faults)?/gu)])
  .map(([, kind = "", block = "", faults]) => ({
    kind: faults === undefined ? kind : "refused",
    block,
    value: { version: 1, ...v.parse(MAP, parse(block)) },
  }))
  .filter(({ value }) => Object.keys(value).every((key) => Object.hasOwn(schema.properties ?? {}, key)));

/** Every key of the grammar, as often as it stands there. */
function wordsOf(json: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  const { properties = {}, definitions = {}, items, additionalProperties, anyOf = [] } = json;
  const parts = [...Object.values(properties), ...Object.values(definitions), ...anyOf];
  const inner = [...parts, ...(items ? [items] : []), ...(additionalProperties ? [additionalProperties] : [])];
  return [...Object.entries(properties), ...inner.flatMap(wordsOf)];
}

function compile(json: JsonSchema): (value: unknown) => boolean {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true }).addVocabulary(["patternErrorMessage"]);
  formats.default(ajv, ["regex"]);
  return ajv.compile(json);
}

/** What JSON Schema cannot say, as narrow as it gets. */
function isBeyondSchema({ message, path, value }: Misfit): boolean {
  const written = typeof value === "string" ? value : String(path.at(-1));
  // Whether a host is one, and which, is for the URL parser: numbers as an address, IPv6, percent-encoding and IDNA.
  if (/an address with a valid host|a cloud's metadata service/u.test(message)) {
    return /:\/\/[^/?]*(?:\[|%|xn--|[^\0-\x7f]|\d\.?(?:[:/?]|$))/iu.test(written);
  }
  // That one number cannot be above one limit and below another is arithmetic.
  if (message.startsWith("no number meets this")) return true;
  // Filters nest, and an index has to be below 2^53.
  if (message.includes("a JSON path")) return /\?|\d{16}/u.test(written);
  // The format of JSON Schema is read without the flag u, which is stricter.
  return message.includes("a regular expression that JavaScript can read") && compiles(written);
}

function compiles(source: string): boolean {
  try {
    return new RegExp(source).source !== "";
  } catch {
    return false;
  }
}

/** What schema and decoder say; throws where one of them says no and the other one yes. */
function verdict(value: unknown): "accepted" | "refused" {
  const isAccepted = accepts(value);
  const decoded = decode(configuration, value, []);
  const faults = faultsOfParts(value);
  expect(faults.length === 0, `the sections are read as the whole: ${faults.join(" · ")}`).toBe(decoded.ok);
  if (decoded.ok) expect(isAccepted, "the decoder accepts what the schema refuses").toBe(true);
  else if (isAccepted) {
    const missed = decoded.misfits.filter((misfit) => !isBeyondSchema(misfit));
    expect(
      missed.map(({ path, message }) => `${path.join(".")}: ${message}`),
      "the schema accepts it",
    ).toEqual([]);
  }
  return isAccepted ? "accepted" : "refused";
}

// Faults in references are those of texts, which are judged apart from the form of the file.
function faultsOfParts(value: unknown): readonly string[] {
  const messages: string[] = [];
  const place = () => ({ where: untrusted("file"), what: null, order: 0 });
  const places = { ofValue: place, ofKey: place, ofOffset: place };
  const ofTexts = ["a key cannot hold a reference", "a command is run as it is, without references"];
  const add = (_: unknown, message: string): void => {
    if (!ofTexts.includes(message)) messages.push(message);
  };
  readParts(value, places, { check: () => undefined }, { ...createFaults(), add });
  return messages;
}

describe("the schema of the configuration file", () => {
  it("is what stands in the repository", () => {
    expect(JSON.parse(read("schema/test-deploy-loop.schema.json"))).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it("accepts what the decoder accepts: values made from the schema", () => {
    fc.assert(
      fc.property(valuesOf(schema), (value) => {
        expect(verdict(value)).toBe("accepted");
        expect(decode(configuration, value, []).ok).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("refuses what the decoder refuses: values changed at one place", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(changedOf(valuesOf(schema), words), (value) => {
        seen.add(verdict(value));
      }),
      { numRuns: 1_500 },
    );
    expect([...seen].toSorted()).toEqual(["accepted", "refused"]);
  });

  it("says in one line what each word is for", () => {
    const lines = wordsOf(schema).map(([word, { description = "" }]) => ({ word, description }));
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter(({ description }) => !/^\S.{10,118}\.$/u.test(description))).toEqual([]);
  });

  it("accepts our own files", () => {
    const fixtures = readdirSync(join(ROOT, "tests/fixtures/plan")).filter((file) => file.endsWith(".yml"));
    const files = [
      ...fixtures.map((file) => `tests/fixtures/plan/${file}`),
      "demo/app/files/.github/test-deploy-loop.yml",
    ];
    expect(files.length).toBeGreaterThan(1);
    for (const file of files.map(read)) expect([file, verdict(parse(file))]).toEqual([file, "accepted"]);
  });

  it("accepts the examples of the documentation", () => {
    const shown = EXAMPLES.filter(({ kind }) => kind !== "refused");
    expect(shown.length).toBeGreaterThan(0);
    for (const { block, value } of shown) expect([block, verdict(value)]).toEqual([block, "accepted"]);
  });

  it("says of every faulty file what the decoder says", () => {
    const blocks = read("tests/fixtures/plan/faulty.txt").split(/^### /mu).slice(1);
    const texts = blocks.map((block) => /^.*\n([\s\S]*?)^>>>\n/mu.exec(block)?.[1] ?? "");
    const trees = texts.map(readYaml).filter(({ problems }) => problems.length === 0);
    expect(trees.length).toBeGreaterThan(50);
    expect(trees.map(({ tree }) => verdict(JSON.parse(JSON.stringify(valueOf(tree)))))).toContain("refused");
  });
});

const TEXT = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc
    .array(fc.constantFrom(...TEXTS, ...". / : [ ] { } $ ? @ # \\ ' \" - 0 1".split(" ")), { maxLength: 6 })
    .map((parts) => parts.join("")),
);

const target = simpleShapes.target;

const LEAVES = {
  target,
  name,
  text,
  command,
  reportPath,
  pattern,
  scalarText,
  baseAddress,
  headerName,
  method,
  jsonPath,
  singlePath,
  workspaceFile,
  "http address": address("http"),
  "ws address": address("ws"),
  duration: duration(10, 10 * MINUTE),
  headers,
} as const satisfies Readonly<Record<string, Shape<unknown>>>;

describe.each(Object.entries<Shape<unknown>>(LEAVES))("%s", (_, shape) => {
  const isAccepted = compile(withDefinitions(shape.json));

  it("has the same texts for schema and decoder", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          TEXT,
          TEXT.map((each) => ({ [each]: each })),
        ),
        (value) => {
          const decoded = decode(shape, value, []);
          const isBeyond = !decoded.ok && decoded.misfits.every(isBeyondSchema);
          if (!isBeyond) expect(isAccepted(value)).toBe(decoded.ok);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("the pattern of a range of durations", () => {
  const units = Object.entries(UNITS);

  it("matches exactly the durations of the range", () => {
    const from = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(
        from,
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.nat(120),
        fc.constantFrom(...units),
        (least, more, offset, [unit, ms]) => {
          const inRange = new RegExp(durationPattern(least, least + more), "u");
          for (const edge of [least, least + more]) {
            const amount = Math.max(0, Math.floor(edge / ms) + offset - 60);
            const isIn = amount * ms >= least && amount * ms <= least + more;
            expect(inRange.test(`${amount}${unit}`), `${amount}${unit}`).toBe(isIn);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(["0m", "00s", "01s", " 1s", "1s ", "1s\n", "1", "s", "1S", "1.0s", "-1s", "+1s", "1e0s", "1sm"])(
    "does not match %j",
    (slip) => {
      expect(new RegExp(durationPattern(1, 10_000), "u").test(slip)).toBe(false);
    },
  );
});
