// What a report says, whatever tool wrote it, before it becomes the checks of a cycle.
import type { ReportFile, ReportFormat, TestCounts } from "../../model/check.ts";
import type { Untrusted } from "../../text/untrusted.ts";
import type { Keeping, Told } from "./bounds.ts";

/** One test with its final result. */
export interface TestCase {
  /** Names of the suites around it, from the outermost. */
  readonly suitePath: readonly string[];
  /** Tells the browsers of one Playwright run apart; never a machine, which changes with every runner. */
  readonly project: string | null;
  readonly className: string | null;
  /** With its parameters, where the tool tells them. */
  readonly name: string;
  /** As the report tells it. */
  readonly file: string | null;
  /** "not-run": it was planned or begun and never finished. */
  readonly outcome: "passed" | "failed" | "errored" | "skipped" | "not-run";
  /** null: not told, or no duration that can be. */
  readonly durationMs: number | null;
  /** Milliseconds since 1970; null: not told. */
  readonly startedAt: number | null;
  readonly message: Untrusted | null;
  readonly detail: Untrusted | null;
  readonly type: Untrusted | null;
  /** Tries before the last one that failed, in order. */
  readonly earlier: readonly Told[];
  /** Paths of files that the report names beside the test. */
  readonly attachments: readonly Untrusted[];
}

/** Something outside every test failed: the set-up of a suite, the collection of the tests, the run itself. */
export interface RunError {
  /** Names of the suites around it, from the outermost; empty: the whole run. */
  readonly suitePath: readonly string[];
  readonly message: Untrusted;
  readonly detail: Untrusted | null;
  readonly type: Untrusted | null;
}

/** Where the reader of a format puts what it finds, one by one as it is found, so that nothing has to be kept. */
export interface Page {
  /** How much text may be kept, and what hides secrets before a cut. */
  readonly kept: Keeping;
  readonly test: (found: TestCase) => void;
  readonly error: (found: RunError) => void;
  /** How many tests the report says were planned; the largest number that is said counts. */
  readonly planned: (tests: number) => void;
  /** The report is not whole, in our words; the first reason counts. */
  readonly incomplete: (reason: string) => void;
}

/** The same for whoever reads a file. */
export type ReportSink = Pick<Page, "test" | "error">;

export interface ReadReport {
  /** null: not recognised. */
  readonly format: ReportFormat | null;
  readonly state: Exclude<ReportFile["state"], "stale" | "missing">;
  /** Why it is not simply "read", in our words. */
  readonly reason: string | null;
  /** With what was planned and did not finish as `notRun`. */
  readonly counts: TestCounts;
  readonly errors: number;
  /** How many tests the report says were planned; null where it does not. */
  readonly planned: number | null;
}

/** What one XML format makes of a document: the elements in order, names without prefix. */
export interface XmlReader {
  readonly open: (element: XmlElement) => void;
  /** Text and CDATA inside the innermost open element, in pieces. */
  readonly text: (piece: string) => void;
  readonly close: (name: string) => void;
  /** The document ended well. */
  readonly end: () => void;
  /** It broke off: what is held back because its end was awaited has to be told now. */
  readonly brokeOff?: () => void;
}

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** 1 for the root. */
  readonly depth: number;
}

export interface XmlFormat {
  readonly format: ReportFormat;
  /** Whether this is the format's root element; `namespace` is the root's own, empty for none. */
  readonly accepts: (root: XmlElement, namespace: string) => boolean;
  readonly create: (page: Page, root: XmlElement) => XmlReader;
}

/** A format that is one JSON value, read as a whole. */
export interface JsonFormat {
  readonly format: ReportFormat;
  /** Looks at the shape near the root only. */
  readonly accepts: (document: unknown) => boolean;
  readonly read: (document: unknown, page: Page) => void;
}

/** A format of lines, read one by one. */
export interface LineFormat {
  readonly format: ReportFormat;
  /** Whether this line can only stand in this format. Lines of other programs may stand before it. */
  readonly accepts: (line: string) => boolean;
  readonly create: (page: Page) => LineReader;
}

export interface LineReader {
  /** Without its end. */
  readonly line: (text: string) => void;
  readonly end: () => void;
  /** What is held back because more was awaited has to be told now. */
  readonly brokeOff?: () => void;
}

/** Ends the reading: the file must not be read as a report. The message is shown, in our words. */
export class Refused extends Error {}

/** Ends the reading: the file is no test report, or none that we know. The message is shown, in our words. */
export class Other extends Error {
  readonly state: "ignored" | "unsupported";
  constructor(state: "ignored" | "unsupported", message: string) {
    super(message);
    this.state = state;
  }
}

export const UNKNOWN_XML = "XML that is no known test report";

/** Ends the reading: what was read stays, the rest is not there or not readable. The message is shown, in our words. */
export class BrokenOff extends Error {}
