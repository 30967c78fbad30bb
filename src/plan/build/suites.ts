// Builds the suites: the user's own test commands and the report files that tell how they went.
import { digest } from "../../model/digest.ts";
import type { ContactRule, Suite } from "../../model/plan.ts";
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { Part } from "../file/parts.ts";
import { severalMessage } from "./deploys.ts";
import { inputPlace, shown, type Path } from "../file/faults.ts";
import type { Inputs } from "../inputs.ts";
import { EXPECTED_REPORT, isBelow } from "../words/leaves.ts";
import { EXPECTED_HOST, isHost, type SuiteWords } from "../words/suite.ts";
import { checkNames, checkUnique } from "./needs.ts";
import { keysOf } from "./probes.ts";
import { buildReproduce } from "./reproduce.ts";
import { FIXED } from "./texts.ts";
import { checkUnreadNeeds, checkUnreadReproduce } from "./unread.ts";

const SUITE_TIMEOUT_MS = 20 * 60_000;

/** The suites of the file with the inputs over them. Inputs know of one suite only. */
export function buildSuites(desk: Desk, inputs: Inputs, keys: ReadonlyMap<string, string>): readonly Suite[] {
  const parts = desk.config?.suites ?? [];
  checkUnique(desk, "suites");
  checkUnreadNeeds(desk, "suites");
  checkUnreadReproduce(desk);
  const inFile = parts.map((part) => buildSuite(desk, part, keys));
  const { test, reports } = inputs;
  if (test === null && reports.length === 0) return inFile;
  const hasReports = reports.length > 0;
  if (inFile.length > 1) {
    const message = severalMessage(inFile.length, "suites");
    if (test !== null) desk.faults.add(inputPlace("test"), message);
    if (hasReports) desk.faults.add(inputPlace("reports"), message);
    return inFile;
  }
  const [one] = inFile;
  if (one !== undefined) return [{ ...one, run: test ?? one.run, reports: hasReports ? reports : one.reports }];
  if (test === null) desk.faults.add(inputPlace("reports"), "expected input test too: nothing runs the tests");
  if (!hasReports) {
    desk.faults.add(
      inputPlace("test"),
      "expected input reports too: without report files no test is known to have passed",
      {
        hint: "For example reports: reports/*.xml with a command that writes JUnit XML.",
      },
    );
  }
  return [shortSuite("tests", test ?? untrusted(""), reports)];
}

function buildSuite(desk: Desk, { path, words }: Part<SuiteWords>, keys: ReadonlyMap<string, string>): Suite {
  checkNames(desk, words.needs ?? [], [...path, "needs"]);
  const { "retry-failed": retry, reproduce, priority = [] } = words;
  return {
    ...shortSuite(words.name, untrusted(words.run), buildPatterns(desk, words.reports, [...path, "reports"])),
    timeoutMs: words.timeout ?? SUITE_TIMEOUT_MS,
    minTests: words["min-tests"] ?? 0,
    needs: keysOf(words.needs ?? [], keys),
    retryFailed:
      retry === undefined
        ? null
        : {
            run: untrusted(retry.run),
            reports: buildPatterns(desk, retry.reports ?? [], [...path, "retry-failed", "reports"]),
          },
    reproduce: reproduce === undefined ? null : buildReproduce(desk, reproduce, [...path, "reproduce"]),
    attachments: buildPatterns(desk, words.attachments ?? [], [...path, "attachments"]),
    contact: buildContact(desk, words, path),
    priorities: priority.map((each) => ({ match: untrusted(each.match), priority: each.priority })),
  };
}

/** What two cycles have to have in common to measure the same: not what is only shown. */
export function measuredOf(suite: Suite): unknown {
  return { ...suite, reproduce: null, attachments: [], priorities: [] };
}

/** Files below the workspace, also once their references are known. */
function buildPatterns(desk: Desk, patterns: readonly string[], path: Path): readonly Untrusted[] {
  return patterns.map((pattern, index) => {
    const place = placeOf(desk, [...path, index]);
    const settled = desk.texts.settle(pattern, place, FIXED);
    if (!isBelow(settled)) desk.faults.add(place, EXPECTED_REPORT, { found: shown(pattern) });
    return untrusted(settled);
  });
}

function buildContact(desk: Desk, words: SuiteWords, path: Path): ContactRule | null {
  const { "must-contact": hosts = [], "require-contact": required = false } = words;
  if (hosts.length === 0) {
    if (words["require-contact"] !== undefined) {
      desk.faults.add(placeOf(desk, [...path, "require-contact"]), "expected must-contact too: the hosts that count");
    }
    return null;
  }
  const settled = hosts.map((host, index) => {
    const place = placeOf(desk, [...path, "must-contact", index]);
    const text = desk.texts.settle(host, place, FIXED);
    if (!isHost(text) && !text.includes("${")) desk.faults.add(place, EXPECTED_HOST, { found: shown(host) });
    return untrusted(text);
  });
  return { hosts: settled, required };
}

/** A suite of which only the command and its reports are known. */
function shortSuite(name: string, run: Untrusted, reports: readonly Untrusted[]): Suite {
  return {
    key: digest("suite", name),
    name: untrusted(name),
    run,
    reports,
    timeoutMs: SUITE_TIMEOUT_MS,
    minTests: 0,
    needs: [],
    retryFailed: null,
    reproduce: null,
    attachments: [],
    contact: null,
    priorities: [],
  };
}
