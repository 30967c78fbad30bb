// Tells a run that did not become a cycle: a mistake of the user's, a bug of ours, a fork, a run that came too late.
import { UserError, type Fault } from "./model/errors.ts";
import type { Phrase } from "./model/report.ts";
import type { Runner } from "./model/runner.ts";
import { runUrl, type Trigger } from "./model/trigger.ts";
import type { World } from "./model/world.ts";
import { describeFault } from "./plan/file/describe-fault.ts";
import { phrase } from "./report/markdown.ts";
import { plain } from "./report/plain.ts";

/** Never throws: this is what is left when something else did. */
export async function tellFailure(error: unknown, world: World, runner: Runner): Promise<void> {
  if (error instanceof UserError) return tellFaults(error.faults, world, runner);
  const what = error instanceof Error ? `${error.name}: ${error.message}` : "an unknown error";
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  world.console.say("This is a fault of Test-Deploy Loop itself, not of your change:");
  world.console.say(what);
  for (const line of stack.split("\n").slice(1, 12)) world.console.say(line.trim());
  const headline = "Test-Deploy Loop failed: an internal error";
  runner.annotate("Test-Deploy Loop", "An internal error ended this run; see the log.");
  end(runner, "not-tested", headline);
  await runner.writeSummary(
    `## ⏹️ ${headline}\n\nNothing is known about staging. The log of this step shows where it happened; please report it.\n`,
  );
}

async function tellFaults(faults: readonly Fault[], world: World, runner: Runner): Promise<void> {
  const phrases = faults.map(describeFault);
  const many = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  const headline = `Nothing was deployed: ${many} in the set-up`;
  world.console.say(headline);
  for (const each of phrases) world.console.say(`  ${plain(each)}`);
  const [first] = phrases;
  if (first !== undefined) runner.annotate(headline, plain(first));
  end(runner, "not-tested", headline);
  const list = phrases.map((each: Phrase) => `- ${phrase(each)}`).join("\n");
  await runner.writeSummary(`## ⏹️ ${headline}\n\n${list}\n`);
}

export async function tellForeign(world: World, runner: Runner): Promise<void> {
  const headline = "Nothing was deployed: this pull request comes from outside the repository";
  world.console.say(headline);
  end(runner, "not-tested", headline, "settled");
  await runner.writeSummary(
    `## ⚪ ${headline}\n\nRuns of forks and of Dependabot get no secrets and a read-only token, so staging is left alone and nothing is tested. After the merge the loop tests the change.\n`,
  );
}

export async function tellSuperseded(by: number, trigger: Trigger, world: World, runner: Runner): Promise<void> {
  const headline = "Nothing was deployed: another run does this cycle";
  world.console.say(`${headline} (run ${by})`);
  end(runner, "superseded", headline, "settled");
  await runner.writeSummary(`## ⏹️ ${headline}\n\nSee [run ${by}](${runUrl(trigger, by)}).\n`);
}

function end(runner: Runner, verdict: string, headline: string, phase: "no-cycle" | "settled" = "no-cycle"): void {
  runner.saveState("phase", phase);
  runner.setOutput("verdict", verdict);
  runner.setOutput("decision", "stop");
  runner.setOutput("ended", "true");
  runner.setOutput("headline", headline);
}
