// JUnit XML as pytest, node:test, vitest, Playwright, surefire and others write it. Counts test cases instead of
// believing attributes.
import {
  Other,
  UNKNOWN_XML,
  type Page,
  type RunError,
  type XmlElement,
  type XmlFormat,
  type XmlReader,
} from "../test-case.ts";
import { bounded, MAX_NAME } from "../bounds.ts";
import { append } from "../long-text.ts";
import { addOutput, addPath, attachments, endOutput, isAttachmentProperty, type Attachments } from "./attachments.ts";
import { addTo, shortfall, tally, type Tally } from "./junit-declared.ts";
import { addResult, attempts, openResult, told, type OpenResult } from "./junit-attempts.ts";
import { addSkipped, finishedCase, openCase, type OpenCase } from "./junit-case.ts";
import { fileOf, projectOf } from "./junit-place.ts";
import { outsideOf } from "./junit-outside.ts";
import { isJunit, isSuites } from "./junit-root.ts";
import { brokenBy, isBesideCases, isOutput, isSkipped } from "./junit-words.ts";

type Attributes = Readonly<Record<string, string>>;

export const junit: XmlFormat = {
  format: "junit-xml",
  accepts: isJunit,
  create: createReader,
};

interface OpenSuite {
  /** Names from the outermost suite to this one. */
  readonly path: readonly string[];
  readonly host: string | null;
  readonly file: string | null;
}

const OUTSIDE: OpenSuite = { path: [], host: null, file: null };

/** Where the text of an open element goes. */
type Destination =
  | { readonly kind: "result"; readonly result: OpenResult }
  | { readonly kind: "skip"; readonly owner: OpenCase }
  | { readonly kind: "output"; readonly found: Attachments }
  | { readonly kind: "path"; readonly found: Attachments; text: string };

function createReader(page: Page, { name: rootName, attributes: root }: XmlElement): XmlReader {
  const { kept } = page;
  const suites: OpenSuite[] = [];
  const tallies: Tally[] = [];
  let depth = 0;
  let inside: OpenCase | null = null;
  let destination: Destination | null = null;
  let destinationDepth = 0;
  // What a failed attempt printed stands inside its failure, and is not part of it.
  let printedDepth = 0;
  let finished = 0;
  let isEmpty = true;
  let holdsOthers = false;

  function open({ name, attributes }: XmlElement): void {
    depth++;
    if (inside !== null) openInCase(inside, name, attributes);
    else if (name === "testcase") inside = openCase(attributes, depth);
    else if (isSuites(name)) openSuite(name, attributes);
    else if ((name === "error" || name === "failure") && destination === null) {
      const kind = brokenBy(name);
      if (kind !== undefined) leadTo({ kind: "result", result: openResult(kind, attributes) });
    } else if (!isBesideCases(name)) holdsOthers = true;
  }

  function openInCase(owner: OpenCase, name: string, attributes: Attributes): void {
    if (destination !== null) {
      if (printedDepth === 0 && destination.kind === "result" && isOutput(name)) printedDepth = depth;
      return;
    }
    const kind = brokenBy(name);
    if (kind !== undefined) {
      const result = openResult(kind, attributes);
      addResult((owner.attempts ??= attempts()), result);
      leadTo({ kind: "result", result });
    } else if (isSkipped(name) && depth === owner.depth + 1) {
      addSkipped(owner, attributes["message"] ?? "");
      if (name === "skipped" && attributes["type"] === "todo") owner.isTodo = true;
      leadTo({ kind: "skip", owner });
    } else if (isOutput(name)) leadTo({ kind: "output", found: (owner.attachments ??= attachments()) });
    else if (name === "attachment" || (name === "property" && isAttachmentProperty(attributes["name"]))) {
      openAttachment((owner.attachments ??= attachments()), attributes);
    }
  }

  function openAttachment(found: Attachments, { path, file, href, value }: Attributes): void {
    const named = path ?? file ?? href ?? value;
    if (named === undefined) leadTo({ kind: "path", found, text: "" });
    else addPath(found, named);
  }

  function leadTo(to: Destination): void {
    destination = to;
    destinationDepth = depth;
  }

  function text(piece: string): void {
    if (destination === null || printedDepth !== 0) return;
    switch (destination.kind) {
      case "result":
        append(destination.result.text, piece);
        break;
      case "skip":
        addSkipped(destination.owner, piece);
        break;
      case "output":
        addOutput(destination.found, piece);
        break;
      case "path":
        if (destination.text.length <= MAX_NAME) destination.text += piece;
        break;
    }
  }

  function close(name: string): void {
    if (printedDepth === depth) printedDepth = 0;
    if (destination !== null && destinationDepth === depth) leave(destination);
    else if (inside !== null && inside.depth === depth) {
      finishCase(inside);
      inside = null;
    } else if (inside === null && isSuites(name)) leaveSuite(name);
    depth--;
  }

  function leave(left: Destination): void {
    destination = null;
    switch (left.kind) {
      case "result":
        if (inside === null) page.error(suiteError(left.result));
        break;
      case "output":
        endOutput(left.found);
        break;
      case "path":
        addPath(left.found, left.text);
        break;
      case "skip":
        break;
    }
  }

  function openSuite(name: string, attributes: Attributes): void {
    tallies.push(tally(name === "testsuite" ? name : "testsuites", attributes));
    if (name !== "testsuite") return;
    const above = suites.at(-1) ?? OUTSIDE;
    const room = MAX_NAME - above.path.reduce((sum, each) => sum + each.length, 0);
    const own = bounded(attributes["name"] ?? "", Math.max(1, room), kept);
    suites.push({
      path: [...above.path, own],
      host: boundedOr(attributes["hostname"], above.host),
      file: boundedOr(fileOf(attributes), above.file),
    });
  }

  function leaveSuite(name: string): void {
    if (name === "testsuite") suites.pop();
    const left = tallies.pop();
    if (left === undefined) return;
    const problem = shortfall(left, root);
    if (problem !== null) page.incomplete(problem);
    settle(left);
  }

  function settle(left: Tally): void {
    const above = tallies.at(-1);
    if (above !== undefined) addTo(above, left);
    else if (left.missing > 0) {
      page.planned(finished + left.missing);
      if (left.lost !== null) page.incomplete(left.lost);
    }
  }

  function finishCase(done: OpenCase): void {
    const { attributes } = done;
    isEmpty = false;
    const suite = suites.at(-1) ?? OUTSIDE;
    const named = attributes["classname"] ?? attributes["class"] ?? attributes["file"];
    const className = named === undefined ? null : bounded(named, MAX_NAME, kept);
    const found = finishedCase(
      done,
      {
        suitePath: suite.path,
        project: projectOf(suite.host, className, root),
        className,
        file: boundedOr(fileOf(attributes), suite.file),
        isEclipse: rootName === "testrun",
      },
      kept,
    );
    const counts = tallies.at(-1);
    if (counts !== undefined) {
      counts.cases += 1 + (done.attempts?.further ?? 0);
      counts.broken += done.attempts?.failures ?? 0;
      if (found.outcome === "skipped") counts.skipped++;
    }
    const outside = outsideOf(found);
    if (outside !== null) return page.error(outside);
    finished++;
    page.test(found);
  }

  function suiteError(result: OpenResult): RunError {
    isEmpty = false;
    const counts = tallies.at(-1);
    if (counts !== undefined) {
      counts.cases++;
      counts.broken++;
    }
    return { suitePath: suites.at(-1)?.path ?? [], ...told(result, kept) };
  }

  function boundedOr(value: string | undefined, otherwise: string | null): string | null {
    return value === undefined ? otherwise : bounded(value, MAX_NAME, kept);
  }

  /** A failure that stands there counts although its case is not whole; what was declared tells what is missing. */
  function brokeOff(): void {
    if (destination !== null) leave(destination);
    if (inside !== null && inside.attempts !== null && inside.attempts.broken.length > 0) finishCase(inside);
    inside = null;
    for (let left = tallies.pop(); left !== undefined; left = tallies.pop()) {
      shortfall(left, root);
      settle(left);
    }
  }

  /** Tests in words that we do not know are no empty report. */
  function end(): void {
    if (isEmpty && holdsOthers) throw new Other("unsupported", UNKNOWN_XML);
  }

  return { open, text, close, end, brokeOff };
}
