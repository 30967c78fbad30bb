// The command line: the same stages for people at their desk, without GitHub.
import { awaitTurn, runCycle, successor } from "./cycle.ts";
import { encodeLoop } from "./loop/token.ts";
import { fault, UserError, type Fault } from "./model/errors.ts";
import type { World } from "./model/world.ts";
import { describeFaults } from "./plan/file/describe-fault.ts";
import { INPUT_NAMES, readInputs } from "./plan/inputs.ts";
import { prepare } from "./prepare.ts";
import { classifyFile, compareFiles, listFiles, renderedFrom, type Rendered } from "./handed-over.ts";
import type { Phrase } from "./model/report.ts";
import type { Told } from "./model/told.ts";
import type { CycleRecord } from "./record/record.ts";
import { pastCycles, writePage } from "./page.ts";
import { encodeWithin } from "./record/within.ts";
import { briefAsJson } from "./report/brief/as-json.ts";
import { briefAsMarkdown } from "./report/brief/as-markdown.ts";
import { makeBrief } from "./report/brief/brief.ts";
import { renderComment } from "./report/comment.ts";
import { plain } from "./report/plain.ts";
import { renderHtml } from "./report/html/page.ts";
import { renderPlan } from "./report/plan-page.ts";
import { renderSummary } from "./report/summary.ts";
import { terminalPage } from "./report/terminal.ts";
import { makeReport } from "./report/view.ts";
import { toTold } from "./tell.ts";
import { tellFailure } from "./tell-otherwise.ts";
import { masked } from "./text/masked.ts";
import { untrusted } from "./text/untrusted.ts";
import { deskTrigger, openDesk, readCommandLine, type CommandLine, type OpenDesk } from "./world/desk.ts";
import { OWN_FOLDER } from "./world/real.ts";
import { keyProblem } from "./world/tokens/tokens.ts";

const HELP = `test-deploy-loop: closes the loop between a commit and a staging that really works

  run       [--config F] [--loop]     one cycle, or the whole loop, against staging; without GitHub
  validate  [--config F]              says what would be done, or every fault with its place
  read      FILE|PATTERN… [--all]     what test reports and terminals of test runners say, as JSON
  classify  [FILE]                    what kind of fault a failure's text tells, as JSON; JSON lines {id, text} or plain text
  compare   BEFORE AFTER              what changed between two records or reports, as JSON: fixed, regressed, flaky …
  render    FILE|PATTERN… [--to P]    a page from the record of a cycle or from test reports; P is summary, comment,
                                      html, brief or brief-json; of several records the newest, with their history

The action's inputs are flags of the same name, for example --url, --deploy, --test, --reports, --max-cycles.
Exit code: 0 fine or target met, 1 target not met, 2 a mistake in what was given, 3 a fault of ours.
`;

const ON_RUNNER_ONLY = [
  "loop",
  "cycle",
  "job-status",
  "github-token",
  "fail-on",
  "fix-command",
  "mode",
  "records",
  "expect-records",
  "dispatch",
  "report-url",
];

/** At a desk every run remembers the ones before it. */
const HISTORY = untrusted(`${OWN_FOLDER}/history`);

/** What these print goes on to other programs, so that nothing else may stand in it. */
const READERS: ReadonlySet<string> = new Set(["read", "classify", "compare", "render"]);

/** What `render` can make of a cycle, by its name. */
const PAGES: ReadonlyMap<string, (rendered: Rendered) => string> = new Map([
  ["summary", ({ report }) => renderSummary(report)],
  ["comment", ({ report }) => renderComment(report)],
  ["html", ({ page }) => renderHtml(page())],
  ["brief", ({ told }) => briefAsMarkdown(makeBrief(told))],
  ["brief-json", ({ told }) => briefAsJson(makeBrief(told))],
]);

const open = openDesk();
try {
  const flags = INPUT_NAMES.filter((name) => !ON_RUNNER_ONLY.includes(name));
  process.exitCode = await main(
    readCommandLine(process.argv.slice(2), [...flags, "to"], ["loop", "all", "help"]),
    open,
  );
} catch (error) {
  if (error instanceof UserError && isReader(process.argv.slice(2))) tellFaults(error.faults);
  else await tellFailure(error, open.world, open.runner);
  process.exitCode = error instanceof UserError ? 2 : 3;
}

function isReader(words: readonly string[]): boolean {
  const command = words.find((word) => !word.startsWith("-"));
  return command !== undefined && READERS.has(command);
}

function tellFaults(faults: readonly Fault[]): void {
  const mask = (text: string): string => open.world.secrets.mask(text);
  for (const each of describeFaults(masked(faults, mask))) process.stderr.write(`${mask(plain(each))}\n`);
}

async function main(line: CommandLine, desk: OpenDesk): Promise<number> {
  if (line.isSet("help") || line.command === "help") return print(HELP, 0);
  if (line.command === "") return print(HELP, 2);
  switch (line.command) {
    case "run":
      return run(line, desk);
    case "validate":
      return validate(line, desk);
    case "read":
      return read(line, desk);
    case "classify":
      return classify(line, desk);
    case "compare":
      return print(await compareFiles(line.operands, desk.world), 0);
    case "render":
      return render(line, desk);
    default:
      throw new UserError([
        fault(untrusted("command line"), "there is no such command", {
          found: untrusted(line.command),
          hint: "The commands are run, validate, read, classify, compare, render and help.",
        }),
      ]);
  }
}

/** The commands that take no files of their own. */
function expectFlagsOnly({ operands: [surplus] }: CommandLine): void {
  if (surplus === undefined) return;
  const hint = "Files and values are given by flags, such as --config F.";
  throw new UserError([fault(untrusted("command line"), "this is too much", { found: untrusted(surplus), hint })]);
}

async function validate(line: CommandLine, desk: OpenDesk): Promise<number> {
  expectFlagsOnly(line);
  const { plan } = await prepare(line.flag, desk.world, keyProblem);
  return print(`${renderPlan(masked(plan, (text) => desk.world.secrets.mask(text))).join("\n")}\n`, 0);
}

/** One cycle, or with --loop one after the other in this process until the loop ends. */
async function run(line: CommandLine, desk: OpenDesk): Promise<number> {
  expectFlagsOnly(line);
  const { world } = desk;
  let made = await prepare(line.flag, world, keyProblem);
  const isLoop = line.isSet("loop");
  desk.clear();
  for (let token = ""; ;) {
    const trigger = deskTrigger(await world.files.head(), made.plan.deploys.length > 0);
    const ended = await runCycle(
      { ...made, trigger, token, inputs: {}, canRepeat: isLoop, canFix: false },
      world,
      null,
    );
    if (ended.kind !== "cycle") throw new Error("a run at a desk cannot be superseded");
    const { record } = ended;
    const told = toTold(record, []);
    const { files, notices } = await writeFiles(record, told, line, world);
    const report = makeReport({ ...told, notices: [...told.notices, ...notices] });
    for (const { text, tone } of terminalPage(report, { ...desk.screen(), files })) {
      world.console.say(text, tone ?? undefined);
    }
    const next = successor(record, told.loop, world.clock.now());
    if (record.cycle.checks.some(({ failure }) => failure?.facts.errno === "INTERNAL")) return 3;
    if (next === null) return told.analysis.verdict.kind === "met" ? 0 : 1;
    token = encodeLoop(next);
    // Whatever is committed during the wait belongs to the next cycle: its commit, its plan and its answers.
    await awaitTurn(next, world);
    made = await prepare(line.flag, world, keyProblem);
  }
}

type Place = readonly [name: string, where: string];

/** That a file cannot be kept is no reason to lose what came of it. Says where the files lie. */
async function writeFiles(
  record: CycleRecord,
  told: Told,
  { flag, isSet }: CommandLine,
  world: World,
): Promise<{ readonly files: readonly Place[]; readonly notices: readonly Phrase[] }> {
  const history = readInputs(flag).history ?? HISTORY;
  const earlier = await pastCycles(record, { history }, world);
  const page = await writePage({ record, told, past: earlier.past, nights: [] }, world);
  const found: readonly Place[] = page.path === "" ? [] : [["Report:", page.path]];
  return {
    files: [await writeRecord(record, isSet("loop"), world), ...found],
    notices: [...earlier.notices, ...page.notices],
  };
}

async function writeRecord(record: CycleRecord, isLoop: boolean, { files }: World): Promise<Place> {
  try {
    const { text } = encodeWithin(record);
    const last = await files.write("record.json", text);
    // The next cycle writes its own over the last one.
    return ["Record:", isLoop ? await files.write(`record-${record.cycle.id.n}.json`, text) : last];
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return ["Record:", `it could not be written below the folder ${OWN_FOLDER} (${code})`];
  }
}

async function read(line: CommandLine, { world }: OpenDesk): Promise<number> {
  // Each text in it is masked already, and a million results are no one text.
  for (const piece of await listFiles(line.operands, line.isSet("all"), world)) process.stdout.write(piece);
  return 0;
}

function classify(line: CommandLine, { world }: OpenDesk): number {
  for (const piece of classifyFile(line.operands, world)) process.stdout.write(piece);
  return 0;
}

async function render(line: CommandLine, { world }: OpenDesk): Promise<number> {
  const page = pageNamed(line.flag("to") ?? "summary");
  // What the files say is masked already; a guess at shapes would break the pages.
  process.stdout.write(world.secrets.hide(page(await renderedFrom(line.operands, world))));
  return 0;
}

function pageNamed(name: string): (rendered: Rendered) => string {
  const page = PAGES.get(name);
  if (page !== undefined) return page;
  const hint = `The pages are ${[...PAGES.keys()].join(", ")}.`;
  throw new UserError([fault(untrusted("--to"), "there is no such page", { found: untrusted(name), hint })]);
}

function print(text: string, code: number): number {
  process.stdout.write(open.world.secrets.mask(text));
  return code;
}
