// `npm run demo`: plays a story of the loop on this machine and tells it as it goes. Exit code 0 when all that it hopes for holds.
//
//   npm run demo -- --mode pr|push|nightly|fork|park|two-jobs [--max-cycles 2] [--broken-config]
//   npm run demo -- --chaos [--seed 7]
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { play } from "./play.ts";
import type { ToldRun } from "./stage.ts";
import { withChaos } from "./stories/loops.ts";
import { isMode, MODES } from "./stories/modes.ts";
import type { Story } from "./stories/story.ts";
import { keepPages, linesOf } from "./telling.ts";

const OUT = join(import.meta.dirname, "out");

process.exitCode = await demo();

async function demo(): Promise<number> {
  const { values } = parseArgs({
    options: {
      mode: { type: "string", default: "pr" },
      chaos: { type: "boolean", default: false },
      seed: { type: "string", default: "1" },
      "max-cycles": { type: "string" },
      "broken-config": { type: "boolean", default: false },
    },
  });
  const { mode, chaos, seed } = values;
  if (!isMode(mode)) {
    say(`There is no mode ${mode}; there are ${Object.keys(MODES).join(", ")}.`);
    return 2;
  }
  const chosen: Story = chaos ? withChaos(Number(seed)) : MODES[mode];
  const maxCycles = values["max-cycles"];
  const isOtherwise = maxCycles !== undefined || values["broken-config"];
  const name = `${chaos ? "chaos" : mode}${isOtherwise ? "-otherwise" : ""}`;
  const story: Story = {
    ...chosen,
    repository: {
      ...chosen.repository,
      brokenConfig: values["broken-config"],
      ...(maxCycles === undefined ? {} : { maxCycles: Number(maxCycles) }),
    },
  };
  return tell(story, name);
}

async function tell(story: Story, name: string): Promise<number> {
  const out = join(OUT, name);
  await rm(out, { recursive: true, force: true });
  say(story.opens);
  const folders = new Set<string>();
  let before: "scene" | "run" | "hope" = "scene";
  let folder = "";
  const { runs, hopes } = await play(story, {
    onScene: (scene) => {
      before = "scene";
      folder = scene.folder ?? "";
      say("");
      say(`» ${scene.says}`);
    },
    onRun: async (run) => {
      before = "run";
      for (const line of linesOf(run)) say(line);
      await keepPages(run, join(out, folder, folderOf(run, folder, folders)));
    },
    onHope: ({ says, held }) => {
      if (before !== "hope") say("");
      before = "hope";
      say(`${held ? "✓" : "✗"} ${says}`);
    },
  });
  say("");
  say(`What people see of each run is kept in demo/out/${name}/`);
  const isGood = hopes.every(({ held }) => held);
  say(endOf(runs.at(-1), isGood));
  return isGood ? 0 : 1;
}

function endOf(last: ToldRun | undefined, isGood: boolean): string {
  const { verdict, cycle, headline } = last?.outputs ?? {};
  if (isGood) return verdict === "met" ? `target met in cycle ${cycle}` : "all is as it should be";
  if (verdict === "met") return "the target is met, but not all is as it should be";
  return `target not met: ${headline ?? last?.result.error ?? "nothing ran"}`;
}

/** `cycle-3`; a run that is no cycle, or a second one of its number, has a name beside it. */
function folderOf({ outputs, number }: ToldRun, within: string, taken: Set<string>): string {
  const cycle = outputs["cycle"];
  const plain = cycle === undefined ? `run-${number}` : `cycle-${cycle}`;
  const name = taken.has(join(within, plain)) ? `${plain}-run-${number}` : plain;
  taken.add(join(within, name));
  return name;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
