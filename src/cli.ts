// The command line: the same stages for people at their desk, without GitHub.
import { runCycle, successor } from "./cycle.ts";
import { encodeLoop } from "./loop/token.ts";
import { fault, UserError } from "./model/errors.ts";
import type { World } from "./model/world.ts";
import { INPUT_NAMES } from "./plan/inputs.ts";
import { prepare } from "./prepare.ts";
import { decodeRecord, encodeRecord } from "./record/record.ts";
import { renderComment } from "./report/comment.ts";
import { renderPlan } from "./report/plan-page.ts";
import { renderSummary } from "./report/summary.ts";
import { renderTerminal } from "./report/terminal.ts";
import { makeReport } from "./report/view.ts";
import { toTold } from "./tell.ts";
import { tellFailure } from "./tell-otherwise.ts";
import { untrusted } from "./text/untrusted.ts";
import { deskTrigger, openDesk, readCommandLine, readText, type CommandLine, type OpenDesk } from "./world/desk.ts";
import { keyProblem } from "./world/tokens/tokens.ts";

const HELP = `test-deploy-loop: closes the loop between a commit and a staging that really works

  run       [--config F] [--loop]         one cycle, or the whole loop, against staging; without GitHub
  validate  [--config F]                  says what would be done, or every fault with its place
  render    RECORD --to summary|comment   a page from the record of a cycle

The action's inputs are flags of the same name, for example --url, --deploy, --test, --reports, --max-cycles.
Exit code: 0 fine or target met, 1 target not met, 2 a mistake in what was given, 3 a fault of ours.
`;

const ON_RUNNER_ONLY = ["loop", "cycle", "job-status", "github-token", "fail-on"];

const open = openDesk();
try {
  const flags = INPUT_NAMES.filter((name) => !ON_RUNNER_ONLY.includes(name));
  process.exitCode = await main(readCommandLine(process.argv.slice(2), [...flags, "to"], ["loop", "help"]), open);
} catch (error) {
  await tellFailure(error, open.world, open.runner);
  process.exitCode = error instanceof UserError ? 2 : 3;
}

async function main(line: CommandLine, desk: OpenDesk): Promise<number> {
  if (line.isSet("help") || line.command === "help" || line.command === "")
    return print(HELP, line.command === "" ? 2 : 0);
  const surplus = line.operands[line.command === "render" ? 1 : 0];
  if (surplus !== undefined) {
    const hint = "Files and values are given by flags, such as --config F.";
    throw new UserError([fault(untrusted("command line"), "this is too much", { found: untrusted(surplus), hint })]);
  }
  switch (line.command) {
    case "run":
      return run(line, desk);
    case "validate":
      return validate(line, desk);
    case "render":
      return render(line);
    default:
      throw new UserError([
        fault(untrusted("command line"), "there is no such command", {
          found: untrusted(line.command),
          hint: "The commands are run, validate, render and help.",
        }),
      ]);
  }
}

async function validate(line: CommandLine, desk: OpenDesk): Promise<number> {
  const { plan } = await prepare(line.flag, desk.world, keyProblem);
  return print(`${renderPlan(plan).join("\n")}\n`, 0);
}

/** One cycle, or with --loop one after the other in this process until the loop ends. */
async function run(line: CommandLine, desk: OpenDesk): Promise<number> {
  const { world } = desk;
  const made = await prepare(line.flag, world, keyProblem);
  for (let token = ""; ;) {
    const trigger = deskTrigger(await world.files.head(), made.plan.deploys.length > 0);
    const ended = await runCycle({ ...made, trigger, token, inputs: {}, canRepeat: line.isSet("loop") }, world, null);
    if (ended.kind !== "cycle") throw new Error("a run at a desk cannot be superseded");
    const { record } = ended;
    const told = toTold(record, []);
    for (const each of renderTerminal(makeReport(told))) world.console.say(each);
    world.console.say(await writeRecord(encodeRecord(record), world));
    const next = successor(record, told.loop, world.clock.now());
    if (record.cycle.checks.some(({ failure }) => failure?.facts.errno === "INTERNAL")) return 3;
    if (next === null) return told.analysis.verdict.kind === "met" ? 0 : 1;
    token = encodeLoop(next);
  }
}

/** What came of it is said already; that it cannot be kept is no reason to lose it. */
async function writeRecord(text: string, { files }: World): Promise<string> {
  try {
    return `Record: ${await files.write("record.json", text)}`;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return `The record could not be written below the folder .test-deploy-loop (${code}).`;
  }
}

function render(line: CommandLine): number {
  const [path = "-"] = line.operands;
  const record = decodeRecord(readText(path));
  if (record === null)
    throw new UserError([fault(untrusted(path), "this is not the record of a cycle, or another version wrote it")]);
  const report = makeReport(toTold(record, []));
  return print(line.flag("to") === "comment" ? renderComment(report) : renderSummary(report), 0);
}

function print(text: string, code: number): number {
  process.stdout.write(open.world.secrets.mask(text));
  return code;
}
