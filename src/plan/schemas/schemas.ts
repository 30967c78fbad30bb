// Builds the JSON Schema that an answer has to meet, from a file of the workspace or from the configuration itself.
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { SchemaWords } from "../words/expect.ts";
import { pathText, shown, type Path, type Place } from "../file/faults.ts";
import { readNamedFile } from "../file/named-files.ts";
import { checkSchema, type SchemaProblem } from "./check.ts";
import { isMap } from "../words/shape.ts";
import { FIXED } from "../build/texts.ts";

/** A schema describes an answer, and answers nest less than this. */
const MAX_DEPTH = 64;

/** JSON text of the schema; null after a fault. */
export function buildSchema(desk: Desk, words: SchemaWords, path: Path): Untrusted | null {
  if ("file" in words) return schemaFromFile(desk, words.file, path);
  const settled = desk.texts.settleAll(words.inline, path, (each) => placeOf(desk, each), FIXED);
  return checked(desk, settled, (problem) => placeOf(desk, [...path, ...problem.path]));
}

function schemaFromFile(desk: Desk, file: string, path: Path): Untrusted | null {
  const text = readNamedFile(desk, file, path);
  if (text === null) return null;
  const { order } = placeOf(desk, path);
  const place = (where: string, at: Path): Place => ({
    where: untrusted(where),
    what: at.length === 0 ? null : untrusted(pathText(at)),
    order,
  });
  const read = readJson(text);
  if ("value" in read) return checked(desk, read.value, (problem) => place(file, problem.path));
  desk.faults.add(place(file + read.at, []), "expected a JSON Schema, and this is not JSON");
  return null;
}

function checked(desk: Desk, schema: unknown, placeFor: (problem: SchemaProblem) => Place): Untrusted | null {
  const fail = (message: string): null => {
    desk.faults.add(placeFor({ path: [], message, more: {} }), message, { found: shown(schema) });
    return null;
  };
  if (!isMap(schema) || Object.keys(schema).length === 0) return fail("expected a JSON Schema that says something");
  if (isDeeperThan(MAX_DEPTH, schema)) return fail(`expected at most ${MAX_DEPTH} levels of nesting, got more`);
  const { json, problems } = checkSchema(schema);
  for (const problem of problems) desk.faults.add(placeFor(problem), problem.message, problem.more);
  return problems.length === 0 ? untrusted(json) : null;
}

/** Line and column are told by the engine, as far as it knows them. */
function readJson(text: string): { readonly value: unknown } | { readonly at: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // Only the place is taken from its message, which repeats the text of the file.
    const [, line, column] = /\(line (\d+) column (\d+)\)/u.exec(String(error)) ?? [];
    return { at: line === undefined ? "" : `:${line}:${column}` };
  }
}

function isDeeperThan(most: number, value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
  }
  return false;
}
