// Files that somebody at a desk hands over: test reports, terminals of test runners, or the record of a cycle.
import { fault, UserError } from "./model/errors.ts";
import type { Report } from "./model/report.ts";
import type { World } from "./model/world.ts";
import { decodeRecord } from "./record/record.ts";
import { makeReport } from "./report/view.ts";
import { toTold } from "./tell.ts";
import { clean } from "./text/clean.ts";
import { untrusted } from "./text/untrusted.ts";
import { deskTrigger, readText } from "./world/desk.ts";
import { findDeskFiles, readDeskFile, type DeskFile } from "./world/desk-files.ts";
import { listing } from "./read/listing.ts";
import { pageOf } from "./read/page.ts";
import { readSources, type Reading } from "./read/sources.ts";

/** What the files say, as JSON in pieces. Throws a UserError when a word names no file. */
export async function listFiles(
  words: readonly string[],
  everything: boolean,
  world: World,
): Promise<Iterable<string>> {
  if (words.length === 0) throw new UserError([nothingGiven("read")]);
  const reading = await readFiles(await findDeskFiles(words), everything, world);
  return listing(reading, everything, (text) => world.secrets.mask(text));
}

/** The page of a record, or of report files. Standard input, "-", can only be a record. */
export async function reportOf(words: readonly string[], world: World): Promise<Report> {
  const [only] = words;
  if (only === undefined) throw new UserError([nothingGiven("render")]);
  if (words.length === 1 && only === "-") return reportOfRecord(only, readText(only));
  const files = await findDeskFiles(words);
  for (const { path, problem } of files) {
    if (problem !== null || !(await isRecord(path))) continue;
    if (files.length === 1) return reportOfRecord(path, readText(path));
    throw new UserError([
      fault(untrusted(path), "this is the record of a cycle, which makes a page of its own", {
        hint: "Give one record, or test reports only.",
      }),
    ]);
  }
  const mask = (text: string): string => world.secrets.mask(clean(text));
  return pageOf(await readFiles(files, false, world), deskTrigger(null, false), mask);
}

function readFiles(files: readonly DeskFile[], everything: boolean, { secrets }: World): Promise<Reading> {
  const sources = files.map(({ path, problem }) => ({ path, problem, bytes: () => readDeskFile(path) }));
  return readSources(sources, (text) => secrets.mask(text), everything);
}

function reportOfRecord(path: string, text: string): Report {
  const record = decodeRecord(text);
  if (record !== null) return makeReport(toTold(record, []));
  throw new UserError([fault(untrusted(path), "this is not the record of a cycle, or another version wrote it")]);
}

/** The first bytes tell: the form stands first in every record of ours, and the cycle behind it. */
async function isRecord(path: string): Promise<boolean> {
  try {
    for await (const piece of readDeskFile(path)) {
      return /^\s*\{\s*"version":\s*\d{1,4},\s*"cycle":/u.test(new TextDecoder().decode(piece.subarray(0, 500)));
    }
  } catch {
    // What cannot be read is told as such when it is read as a report.
  }
  return false;
}

function nothingGiven(command: string): ReturnType<typeof fault> {
  return fault(untrusted("command line"), "no file is given", {
    hint: `For example: test-deploy-loop ${command} "reports/*.xml"`,
  });
}
