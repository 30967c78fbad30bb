// Plays a story: its events one after the other, each until all is quiet, and then whether what it hopes for holds.
import type { RunnerHooks } from "./runner/results.ts";
import { openStage, type Stage, type ToldRun } from "./stage.ts";
import type { Hope, Scene, Story } from "./stories/story.ts";

export interface Audience {
  readonly onScene?: (scene: Scene) => void;
  readonly onRun?: (run: ToldRun) => Promise<void> | void;
  readonly onHope?: (hope: JudgedHope) => void;
  readonly hooks?: RunnerHooks;
  /** Looks at the stage before it is taken down. */
  readonly onEnd?: (stage: Stage) => Promise<void> | void;
}

export interface JudgedHope {
  readonly says: string;
  readonly held: boolean;
}

export interface Played {
  readonly runs: readonly ToldRun[];
  /** Every hope, in order. */
  readonly hopes: readonly JudgedHope[];
}

export async function play(story: Story, audience: Audience = {}): Promise<Played> {
  const doings: Promise<unknown>[] = [];
  const stage = await openStage({
    repository: story.repository,
    ...(story.faults === undefined ? {} : { faults: story.faults }),
    ...(audience.onRun === undefined ? {} : { onRun: audience.onRun }),
    hooks: {
      ...audience.hooks,
      onStep: (event) => {
        audience.hooks?.onStep?.(event);
        const { run, step, phase, record } = event;
        const doing = record === undefined ? story.meanwhile?.({ runId: run.id, step, phase }, stage) : undefined;
        if (doing !== undefined) doings.push(doing);
      },
    },
  });
  const untilQuiet = async (): Promise<void> => {
    await stage.quiet();
    while (doings.length > 0) {
      await Promise.all(doings.splice(0));
      await stage.quiet();
    }
  };
  const hopes: JudgedHope[] = [];
  const look = async (all: readonly Hope[]): Promise<void> => {
    for (const { says, holds } of all) {
      const hope = { says, held: await holds(stage) };
      hopes.push(hope);
      audience.onHope?.(hope);
    }
  };
  try {
    for (const scene of story.scenes) {
      audience.onScene?.(scene);
      await scene.act(stage);
      await untilQuiet();
      await look(scene.after ?? []);
    }
    await look([...story.end, AS_DOCUMENTED]);
    await audience.onEnd?.(stage);
    return { runs: stage.runs(), hopes };
  } finally {
    await stage.close();
  }
}

const AS_DOCUMENTED: Hope = {
  says: "every request and answer is as GitHub documents it",
  holds: ({ github }) => github.violations().length === 0,
};
