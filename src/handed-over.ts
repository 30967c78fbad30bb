// Files that somebody at a desk hands over: test reports, terminals of test runners, or the record of a cycle.
import { isUnreadable } from "./model/check.ts";
import { fault, UserError, type Fault } from "./model/errors.ts";
import type { PageReport, Report } from "./model/report.ts";
import type { Told } from "./model/told.ts";
import type { World } from "./model/world.ts";
import { newLoop } from "./loop/begin.ts";
import { pastOf } from "./record/past.ts";
import { decodeRecord, type CycleRecord } from "./record/record.ts";
import { makePage } from "./report/page-view.ts";
import { makeReport } from "./report/view.ts";
import { toTold } from "./tell.ts";
import { masked, maskedText } from "./text/masked.ts";
import { untrusted } from "./text/untrusted.ts";
import { deskTrigger, readText } from "./world/desk.ts";
import { findDeskFiles, readDeskFile, type DeskFile } from "./world/desk-files.ts";
import { classification, givenTexts } from "./read/classification.ts";
import { comparison, type Held } from "./read/comparison.ts";
import { listing } from "./read/listing.ts";
import { pageOf, toldOf, wholePageOf } from "./read/page.ts";
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

/** Failures as text, one in a line of JSON or one as a whole, as a line of JSON each. */
export function classifyFile(words: readonly string[], { secrets }: World): Iterable<string> {
  const [path = "-", surplus] = words;
  if (surplus !== undefined) {
    const hint = "Give one file, or nothing for standard input.";
    throw new UserError([fault(untrusted("command line"), "this is too much", { found: untrusted(surplus), hint })]);
  }
  const mask = (text: string): string => secrets.mask(text);
  return classification(givenTexts(untrusted(path), readText(path), mask), mask);
}

/** What changed between two records, or between two sets of report files. */
export async function compareFiles(words: readonly string[], world: World): Promise<string> {
  const [before, after, surplus] = words;
  if (before === undefined || after === undefined || surplus !== undefined) {
    throw new UserError([
      fault(untrusted("command line"), `compare takes two, before and after, and ${words.length} were given`, {
        hint: 'Each is the record of a cycle, a report, or a pattern in quotes: compare "before/*.xml" "after/*.xml".',
      }),
    ]);
  }
  return comparison(await heldBy(before, world), await heldBy(after, world), (text) => world.secrets.mask(text));
}

/** A pattern that finds a record among reports would compare a cycle with half of itself. */
async function heldBy(word: string, world: World): Promise<Held> {
  const files = await findDeskFiles([word]);
  for (const { path, problem } of files) {
    if (problem !== null || !(await isRecord(path))) continue;
    if (files.length > 1) throw new UserError([recordAmongReports(path)]);
    const { cycle } = recordIn(path, readText(path), world);
    return { checks: cycle.checks, commit: cycle.commit, classes: cycle.classes };
  }
  const reading = await readFiles(files, true, world);
  // Of a file without anything in it nobody knows what it should have held.
  const unread = reading.files.filter((file) => isUnreadable(file) || file.state === "empty");
  if (unread.length > 0) {
    const faults = unread.map((file) => fault(file.path, `it cannot be compared: ${file.reason ?? "it is not whole"}`));
    throw new UserError(faults);
  }
  const checks = reading.results.map(({ check }) => check);
  return { checks, commit: null, classes: [] };
}

/** What is told of a cycle, the page that tells it to people, and what only the report page needs. */
export interface Rendered {
  readonly told: Told;
  readonly report: Report;
  /** With every test and its past, for whoever shows them. */
  readonly page: () => PageReport;
}

/** The page of records, of which the newest is told, or of report files. Standard input, "-", can only be one record. */
export async function renderedFrom(words: readonly string[], world: World): Promise<Rendered> {
  const [only] = words;
  if (only === undefined) throw new UserError([nothingGiven("render")]);
  if (words.length === 1 && only === "-") return renderedRecords([{ path: only, text: readText(only) }], world);
  const files = await findDeskFiles(words);
  const isOf = await Promise.all(files.map(async ({ path, problem }) => problem === null && (await isRecord(path))));
  const records = files.filter((_, at) => isOf[at] === true);
  if (records.length > 0) {
    const other = files.find((_, at) => isOf[at] !== true);
    if (other !== undefined) throw new UserError([reportAmongRecords(other.path)]);
    return renderedRecords(
      records.map(({ path }) => ({ path, text: readText(path) })),
      world,
    );
  }
  const mask = (text: string): string => maskedText(text, (each) => world.secrets.mask(each));
  const reading = await readFiles(files, false, world);
  const trigger = deskTrigger(null, false);
  const told = toldOf(reading, trigger, mask);
  const report = pageOf(reading, told);
  return { told, report, page: () => wholePageOf(report, told, newLoop(trigger, 0)) };
}

function readFiles(files: readonly DeskFile[], everything: boolean, { secrets }: World): Promise<Reading> {
  const sources = files.map(({ path, problem }) => ({ path, problem, bytes: () => readDeskFile(path) }));
  return readSources(sources, (text) => secrets.mask(text), everything);
}

function recordAmongReports(path: string): Fault {
  return fault(untrusted(path), "this is the record of a cycle, and not one of several reports", {
    hint: "Give one record, or test reports only.",
  });
}

function reportAmongRecords(path: string): Fault {
  return fault(untrusted(path), "this is not the record of a cycle, and the others are", {
    hint: "Give the records of cycles, or test reports only.",
  });
}

function renderedRecords(files: readonly { readonly path: string; readonly text: string }[], world: World): Rendered {
  const records = files
    .map(({ path, text }) => recordIn(path, text, world))
    .toSorted((a, b) => a.cycle.startedAt - b.cycle.startedAt);
  const newest = records.at(-1);
  if (newest === undefined) throw new Error("there is no record to render");
  const told = toTold(newest, []);
  const past = records.slice(0, -1).map(pastOf);
  return { told, report: makeReport(told), page: () => makePage({ told, before: newest.loop, past, nights: [] }) };
}

/** What this desk knows to be secret, whoever wrote the record may not have known. */
function recordIn(path: string, text: string, { secrets }: World): CycleRecord {
  const record = decodeRecord(text);
  if (record !== null) return { ...record, cycle: masked(record.cycle, (each) => secrets.mask(each)) };
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
