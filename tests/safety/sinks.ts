// THE TABLE of everything that leaves: where a text may end up, as what it is read there, and how it gets there.
// A new sink is one more row.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { follow } from "../../src/after/follow.ts";
import { encodeLoop } from "../../src/loop/token.ts";
import { UserError } from "../../src/model/errors.ts";
import type { Phrase } from "../../src/model/report.ts";
import type { Report } from "../../src/model/report.ts";
import type { Told } from "../../src/model/told.ts";
import type { CycleRecord } from "../../src/record/record.ts";
import { describeFaults } from "../../src/plan/file/describe-fault.ts";
import { classification } from "../../src/read/classification.ts";
import { comparison } from "../../src/read/comparison.ts";
import { listing } from "../../src/read/listing.ts";
import { pageOf as pageOfFiles, toldOf } from "../../src/read/page.ts";
import { readSources } from "../../src/read/sources.ts";
import { renderComment, renderShort } from "../../src/report/comment.ts";
import { renderEnded } from "../../src/report/ended.ts";
import { nightTitle, renderNightPage } from "../../src/report/night.ts";
import { plain } from "../../src/report/plain.ts";
import { renderPlan } from "../../src/report/plan-page.ts";
import { progressLine, runningLine } from "../../src/report/progress.ts";
import { renderSummary } from "../../src/report/summary.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { makeReport } from "../../src/report/view.ts";
import { tell, toTold } from "../../src/tell.ts";
import { tellFailure } from "../../src/tell-otherwise.ts";
import { clean } from "../../src/text/clean.ts";
import { masked } from "../../src/text/masked.ts";
import { reveal, untrusted, type Untrusted } from "../../src/text/untrusted.ts";
import { createConsole } from "../../src/world/console.ts";
import { createRunner } from "../../src/world/runner.ts";
import { createSecrets } from "../../src/world/secrets.ts";
import { deskTrigger } from "../../src/world/desk.ts";
import { NO_WISHES } from "../fakes/wishes.ts";
import { fakeGitHub, fakeWorld } from "../fakes/world.ts";
import { trigger } from "../fakes/trigger.ts";
import { plan } from "../plan/told.ts";
import { source } from "../read/files.ts";
import type { Scene } from "../report/telling.ts";
import { annotationsIn } from "./annotations.ts";
import { recordFor } from "./scenes.ts";

/** How a text is read where it arrives. */
export type Reading = "page" | "html" | "log" | "line" | "annotations" | "text" | "json" | "env-file" | "data";

export interface Left {
  readonly sink: string;
  readonly as: Reading;
  readonly text: string;
}

/** A cycle with one text in it, told in every way. */
export interface Given {
  readonly text: string;
  readonly record: CycleRecord;
  readonly told: Told;
  readonly report: Report;
  readonly mask: (text: string) => string;
  readonly hide: (text: string) => string;
}

type Sink = readonly [name: string, as: Reading, write: (given: Given) => string | readonly string[]];

/** What is made of a cycle without a runner, GitHub or a file in between. */
const SINKS: readonly Sink[] = [
  ["comment", "page", ({ report, hide }) => hide(renderComment(report))],
  ["short comment", "page", ({ report, hide }) => hide(renderShort(report))],
  ["end comment", "page", ({ report, record, hide }) => hide(renderEnded(report, record.loop.id).body)],
  ["summary", "page", ({ report, hide }) => hide(renderSummary(report))],
  ["render", "page", ({ report, mask }) => mask(renderSummary(report))],
  ["issue of the nights", "page", ({ report, hide }) => hide(nightPage(report).body)],
  ["short issue of the nights", "page", ({ report, hide }) => hide(nightPage(report).short)],
  ["title of the issue", "line", ({ report, hide }) => hide(nightTitle(report.environment))],
  [
    "terminal",
    "log",
    ({ report, mask }) => logOf(mask, (console) => renderTerminal(report).forEach((line) => console.say(line))),
  ],
  [
    "progress",
    "log",
    ({ record, mask }) =>
      logOf(mask, (console) => record.cycle.checks.forEach((check) => console.say(progressLine(check)))),
  ],
  [
    "line of what goes on",
    "line",
    ({ record }) =>
      runningLine(
        1,
        9,
        record.cycle.checks.map(({ name }) => name),
      ),
  ],
  ["live output", "log", ({ text, mask }) => logOf(mask, (console) => console.quote(untrusted(text), "test"))],
  ["classify", "json", ({ text, mask }) => [...classification([{ id: text, text: untrusted(text) }], mask)]],
  [
    "compare",
    "json",
    ({ record, mask }) => comparison(held(record), held({ ...record, cycle: { ...record.cycle, checks: [] } }), mask),
  ],
  ["token of the loop", "data", ({ told }) => encodeLoop(told.loop)],
];

function nightPage(report: Report): { readonly body: string; readonly short: string } {
  const row = {
    loop: 1,
    run: 1,
    n: 1,
    verdict: "not-met",
    passed: 1,
    total: 2,
    probesPassed: 0,
    probesTotal: 0,
    isOpen: false,
  } as const;
  const rows = ["2026-03-01", "2026-03-02"].map((date) => ({ ...row, date }));
  return renderNightPage({ report, nights: { rows, tested: null }, trigger: trigger(), lines: [] });
}

function held({ cycle }: CycleRecord): Parameters<typeof comparison>[0] {
  return { checks: cycle.checks, commit: cycle.commit, classes: cycle.classes };
}

function logOf(mask: (text: string) => string, act: (console: ReturnType<typeof createConsole>) => void): string {
  let log = "";
  act(createConsole({ write: (text) => (log += text), secrets: { mask }, onRunner: true, width: () => null }));
  return log;
}

export interface Teller {
  /** All that leaves of one cycle with this text in it. */
  readonly everySink: (make: (text: string) => Scene, text: string) => Promise<readonly Left[]>;
  /** All that leaves where the text stands in files of the user's and in reports, outside of any cycle. */
  readonly outside: (text: string) => Promise<readonly Left[]>;
}

export function createTeller(known: readonly string[]): Teller {
  const secrets = createSecrets({ announce: () => undefined });
  for (const each of known) secrets.register(each);
  const mask = (text: string): string => secrets.mask(text);
  const hide = (text: string): string => secrets.hide(text);

  return {
    async everySink(make, text) {
      const record = recordFor(make, text, mask);
      const notices = masked<readonly Phrase[]>(make(text).notices ?? [], mask);
      const told = toTold(record, notices);
      const given: Given = { text, record, told, report: makeReport(told), mask, hide };
      return [
        ...SINKS.flatMap(([sink, as, write]) => [write(given)].flat().map((each) => ({ sink, as, text: each }))),
        ...(await onRunner(async (world, runner, log) => {
          const github = fakeGitHub({ pullRequest: 7 });
          await tell({ record, isDispatchedLater: false, notices, wishes: NO_WISHES }, world, runner, github);
          const order = {
            record,
            isCancelled: false,
            isDispatchedLater: false,
            isTold: true,
            fixCommand: null,
            brief: null,
            saidStatus: "",
            secrets: [],
            wishes: NO_WISHES,
          };
          await follow(order, world, runner, github);
          return [
            ...[...github.comments.values()].map((body, at) => left(`comment ${at + 1} as sent`, "page", hide(body))),
            ...github.statuses.flatMap((status) => [
              left("status", "line", hide(status.description)),
              left("status context", "line", status.context),
            ]),
            ...github.dispatches.map(({ inputs }) => left("dispatch", "data", JSON.stringify(inputs))),
            ...[...world.written].map(([name, body]) => left(name, FILES[name] ?? "data", body)),
            left("log", "log", log()),
          ];
        })),
      ];
    },
    async outside(text) {
      const reading = await readSources([source("r.xml", junitOf(text))], mask, true);
      const files = toldOf(reading, deskTrigger(null, false), (each) => mask(clean(each)));
      const page = pageOfFiles(reading, files);
      return [
        left("read", "json", [...listing(reading, true, mask)].join("")),
        left("summary of reports", "page", mask(renderSummary(page))),
        ...(await planned(text)),
      ];
    },
  };

  /** The plan, where the text is allowed in it, and otherwise the faults. */
  async function planned(text: string): Promise<readonly Left[]> {
    try {
      const made = plan({ file: planOf(text) }).plan;
      const lines = renderPlan(masked(made, mask)).map(mask);
      return [left("plan", "log", lines.join("\n"))];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return await onRunner(async (world, runner, log) => {
        await tellFailure(error, world, runner);
        const lines = describeFaults(masked(error.faults, mask)).map((each) => mask(plain(each)));
        return [left("faults", "log", lines.join("\n")), left("log of faults", "log", log())];
      });
    }
  }

  /** With the real files of a runner. */
  async function onRunner(
    act: (
      world: ReturnType<typeof fakeWorld>,
      runner: ReturnType<typeof createRunner>,
      log: () => string,
    ) => Promise<readonly Left[]>,
  ): Promise<readonly Left[]> {
    const folder = mkdtempSync(join(tmpdir(), "sinks-"));
    const names = ["GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"] as const;
    const saved = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) {
      process.env[name] = join(folder, name);
      writeFileSync(join(folder, name), "");
    }
    let [printed, annotated] = ["", ""];
    try {
      const console = createConsole({ write: (text) => (printed += text), secrets, onRunner: true, width: () => null });
      const runner = createRunner(
        secrets,
        (name) => process.env[name],
        (line) => console.say(line),
        (text) => (annotated += text),
      );
      const fake = fakeWorld();
      const world = { ...fake, secrets, console, files: { ...fake.files, locate: located } };
      const sent = await act(world, runner, () => printed);
      return [
        ...sent,
        left("annotations", "annotations", annotated),
        ...annotationsIn(annotated).map(({ properties, data }) =>
          left("annotations as shown", "text", [properties["title"], data].join("\n")),
        ),
        ...names.map((name) =>
          left(name, name === "GITHUB_STEP_SUMMARY" ? "page" : "env-file", readFileSync(join(folder, name), "utf8")),
        ),
      ];
    } finally {
      for (const [name, value] of saved) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      rmSync(folder, { recursive: true });
    }
  }
}

/** In a workspace that holds every file that a path can lead to. */
function located(path: Untrusted): Promise<string | null> {
  const called = relative("/w", resolve("/w", reveal(path)));
  return Promise.resolve(called === "" || called.startsWith("..") || called.includes("\0") ? null : called);
}

function left(sink: string, as: Reading, text: string): Left {
  return { sink, as, text };
}

const FILES: Readonly<Record<string, Reading>> = {
  "comment.md": "page",
  "brief.md": "page",
  "brief.json": "json",
  "record.json": "data",
  "report.html": "html",
};

/** Of a text only what XML can hold. */
function junitOf(text: string): string {
  const escaped = text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/[<>&"'\t\n\r]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<testsuite name="${escaped}"><testcase classname="${escaped}" name="${escaped}" file="${escaped}"><failure message="${escaped}" type="${escaped}">${escaped}</failure><system-out>${escaped}</system-out></testcase></testsuite>`;
}

function planOf(text: string): string {
  const name = JSON.stringify(text.toWellFormed().slice(0, 190));
  const line = JSON.stringify(text.toWellFormed().slice(0, 3_000));
  return `version: 1
environment: ${name}
url: https://x.example
deploy: [{ name: ${name}, run: ${line} }]
probes: [{ name: ${name}, tags: [${name}], http: / }]
suites: [{ name: ${name}, run: ${line}, reports: ${name} }]
setup: ${line}
`;
}
