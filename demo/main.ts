// `npm run demo`: plays the whole loop on this machine and tells it as it goes. Exit code 0 when the target is met.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { playStory, type ToldCycle } from "./story.ts";

const OUT = join(import.meta.dirname, "out");

process.exitCode = await demo();

async function demo(): Promise<number> {
  const { values } = parseArgs({
    options: { "max-cycles": { type: "string" }, "broken-config": { type: "boolean", default: false } },
  });
  const maxCycles = values["max-cycles"];
  await rm(OUT, { recursive: true, force: true });
  say("A pull request makes agents answer over the WebSocket. Its staging is not good yet.");
  say(
    "Each cycle runs the bundled action on a runner of its own: deploy, wait for the commit, probe, test, tell, dispatch.",
  );
  const story = await playStory({
    brokenConfig: values["broken-config"],
    ...(maxCycles === undefined ? {} : { maxCycles: Number(maxCycles) }),
    onCycle: async (cycle) => {
      await keep(cycle);
      tell(cycle);
    },
  });
  const { cycles, comments, requests, violations, dispatches } = story;
  say("");
  say(
    `${cycles.length} ${cycles.length === 1 ? "cycle" : "cycles"}, ${comments.length} pull request comment(s), ${dispatches.fromPost} of ${dispatches.all} dispatches from post, ` +
      `${requests.length} requests to GitHub, ${violations.length} against its OpenAPI description`,
  );
  for (const violation of violations) say(`  ${JSON.stringify(violation)}`);
  say("The pages of each cycle are in demo/out/cycle-N/");
  const last = cycles.at(-1);
  const met = last?.outputs["verdict"] === "met" && violations.length === 0;
  if (met) say(`target met in cycle ${last.outputs["cycle"]}`);
  else say(`target not met: ${last?.outputs["headline"] ?? "nothing ran"}`);
  return met ? 0 : 1;
}

function tell(cycle: ToldCycle): void {
  const { outputs } = cycle;
  const title = outputs["cycle"] === undefined ? `Run ${cycle.number}` : `Cycle ${outputs["cycle"]}`;
  say("");
  say(`── ${title} · ${cycle.commit.slice(0, 7)} “${cycle.subject}” · ${cycle.result.seconds.toFixed(1)} s`);
  for (const line of storyOf(cycle)) say(`   ${line}`);
}

/** The open part of the comment, without its markup; where there is none, the headline. */
function storyOf({ comment, outputs, summary, repair }: ToldCycle): readonly string[] {
  const page = comment !== null && outputs["cycle"] !== undefined ? comment : summary;
  const open = page.split("<details>", 1).join("").split("\n");
  const lines = open
    .filter(
      (line) =>
        line.trim() !== "" && !line.startsWith("<!--") && !/^\|[\s|:-]*\|$/u.test(line) && !line.startsWith("|  |"),
    )
    .map((line) =>
      line
        .replace(/^#+ /u, "")
        .replaceAll("**", "")
        .replaceAll("<br>", "")
        .replace(/\[([^\]]+)\]\([^)]*\)/gu, "$1")
        .replace(/^\| (.*) \|$/u, (_, cells: string) => cells.split(" | ").join("  "))
        .replaceAll("`", ""),
    );
  return [...lines, ...repair.filter((line) => line.startsWith("repaired")).map((line) => `⚒ ${line}`)];
}

async function keep(cycle: ToldCycle): Promise<void> {
  const folder = join(OUT, `cycle-${cycle.outputs["cycle"] ?? cycle.number}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "summary.md"), cycle.summary);
  if (cycle.comment !== null) await writeFile(join(folder, "comment.md"), cycle.comment);
  await writeFile(join(folder, "status.json"), `${JSON.stringify(cycle.status, null, 2)}\n`);
  const record = cycle.outputs["record"];
  if (record !== undefined) await cp(record, join(folder, "record.json"));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
