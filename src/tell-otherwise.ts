// Tells a run that did not become a cycle: a mistake of the user's, a bug of ours, a fork, a run that came too late.
import type { Superseded } from "./loop/identity.ts";
import { UserError, type Fault } from "./model/errors.ts";
import type { Loop } from "./model/loop.ts";
import type { Phrase } from "./model/report.ts";
import type { Runner } from "./model/runner.ts";
import { runUrl, type Trigger } from "./model/trigger.ts";
import type { World } from "./model/world.ts";
import { describeFault } from "./plan/file/describe-fault.ts";
import { annotationsOfFaults } from "./report/annotations.ts";
import { phrase } from "./report/markdown.ts";
import { placed } from "./placed.ts";
import { plain } from "./report/plain.ts";
import { short } from "./report/words.ts";
import { clean } from "./text/clean.ts";
import { masked } from "./text/masked.ts";

/** Never throws: this is what is left when something else did. */
export async function tellFailure(error: unknown, world: World, runner: Runner): Promise<void> {
  if (error instanceof UserError) return tellFaults(error.faults, world, runner);
  world.journal.note({ kind: "cut", by: "fault" });
  sayFault(error, world);
  const headline = "Test-Deploy Loop failed: an internal error";
  const text = "Nothing is known about staging. The log of this step shows where it happened; please report it.";
  runner.annotate([{ severity: "error", title: headline, text, place: null }]);
  end(runner, "not-tested", headline, "failed");
  await runner.writeSummary(`## ⏹️ ${headline}\n\n${text}\n`);
}

export function sayFault(error: unknown, { console }: World): void {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : "an unknown error";
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  console.say("This is a fault of Test-Deploy Loop itself, not of your change:");
  // A library puts whatever it has met into the words of its errors.
  console.say(clean(what));
  for (const line of clean(stack).split("\n").slice(1, 12)) console.say(line.trim());
}

async function tellFaults(faults: readonly Fault[], world: World, runner: Runner): Promise<void> {
  const shown = masked(faults, (text) => world.secrets.mask(text));
  const phrases = shown.map(describeFault);
  const many = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  const headline = `Nothing was deployed: ${many} in the set-up`;
  world.console.say(headline);
  for (const each of phrases) world.console.say(`  ${plain(each)}`);
  runner.annotate(await placed(annotationsOfFaults(headline, shown, describeFault), world));
  end(runner, "not-tested", headline);
  const list = phrases.map((each: Phrase) => `- ${phrase(each)}`).join("\n");
  await runner.writeSummary(`## ⏹️ ${headline}\n\n${list}\n`);
}

export async function tellForeign(world: World, runner: Runner): Promise<void> {
  const headline = "Nothing was deployed: this change comes from a fork or from Dependabot";
  world.console.say(headline);
  end(runner, "not-tested", headline, "settled");
  await runner.writeSummary(
    `## ⚪ ${headline}\n\nSuch a run gets no secrets and a read-only token, so staging is left alone and nothing is tested. After the merge the loop tests the change.\n`,
  );
}

export async function tellSuperseded(
  { by, reason }: { readonly by: number | null; readonly reason: Superseded },
  trigger: Trigger,
  world: World,
  runner: Runner,
): Promise<void> {
  const headline = `Nothing was deployed: ${SUPERSEDED[reason]}`;
  world.console.say(by === null ? headline : `${headline} (run ${by})`);
  end(runner, "superseded", headline, reason === "newer-commit" ? "overtaken" : "settled");
  const where = by === null ? "" : `\nSee [run ${by}](${runUrl(trigger, by)}).\n`;
  await runner.writeSummary(`## ⏹️ ${headline}\n${where}`);
}

const SUPERSEDED: Readonly<Record<Superseded, string>> = {
  "later-cycle": "a later cycle of this loop exists already",
  "old-commit": "this run has an older commit than its branch",
  duplicate: "another run does this cycle",
  "newer-commit": "a run of a newer commit goes on",
  "branch-gone": "the branch does not exist any more",
  "same-night": "the loop of this night is still on its way",
};

/** The run began too early or too late: its commit is not the head of the branch, and nobody else tests that one. */
export async function tellStale(
  { head, again, by }: { readonly head: string; readonly again: Loop | null; readonly by: "post" | "another job" },
  trigger: Trigger,
  world: World,
  runner: Runner,
): Promise<void> {
  const headline = `Nothing was deployed: the branch has moved on from ${short(trigger.commit)} to ${short(head)}`;
  const next =
    by === "another job"
      ? "The job that concludes starts this cycle again on the newer commit."
      : again === null
        ? "No run of the newer commit can be started from here. A person has to start the workflow on the branch."
        : `Cycle ${again.id.n} starts again on the newer commit.`;
  world.console.say(`${headline}. ${next}`);
  end(runner, "superseded", headline, by !== "post" ? "settled" : again === null ? "given-up" : "stale");
  await runner.writeSummary(`## ⏹️ ${headline}\n\n${next}\n`);
}

function end(
  runner: Runner,
  verdict: string,
  headline: string,
  phase: "no-cycle" | "settled" | "overtaken" | "given-up" | "stale" | "failed" = "no-cycle",
): void {
  runner.saveState("phase", phase);
  runner.setOutput("verdict", verdict);
  runner.setOutput("decision", "stop");
  runner.setOutput("ended", "true");
  runner.setOutput("headline", headline);
}
