// The runner: takes every queued run of the stand-in and carries it out, as GitHub's machines would, until there is none left.
//
//   const runner = await startRunner({ github, actionDir: "/path/to/the/action", hooks: { onLine: ({ line }) => print(line) } });
//   await github.push({ ref: "main", by: "ada" });
//   const results = await runner.idle();                  // also waits for the runs that these runs have dispatched
//   results[0]?.jobs[0]?.steps.find((step) => step.phase === "post")?.summary;
//   await runner.close();
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GitHubStandIn } from "../github/stand-in.ts";
import type { Run } from "../github/runs.ts";
import { keepArtifacts } from "./artifacts.ts";
import { RUNNER_TIMELINE, type Timeline } from "./process.ts";
import type { RunnerHooks, RunResult } from "./results.ts";
import { carryOut, type Machine } from "./run.ts";

export interface RunnerOptions {
  readonly github: GitHubStandIn;
  /** The folder with action.yml that `uses: ./` and `uses: <owner>/test-deploy-loop@<ref>` mean. */
  readonly actionDir: string;
  /** Further actions by `owner/name`. */
  readonly actions?: Readonly<Record<string, string>>;
  /** The node that runs actions. Default: the one that runs this. */
  readonly node?: string;
  /** Folders that come first in PATH, for tools that are elsewhere on this machine. */
  readonly path?: readonly string[];
  /** How many jobs run at the same time. */
  readonly machines?: number;
  readonly timeline?: Partial<Timeline>;
  /** As a re-run with "Enable debug logging". */
  readonly isDebug?: boolean;
  readonly hooks?: RunnerHooks;
}

export interface Runner {
  /** Resolves when no run is queued or running, with all results so far in the order in which they finished. */
  idle(): Promise<readonly RunResult[]>;
  /** The result of the newest attempt of a run, as soon as there is one. */
  finished(runId: number): Promise<RunResult>;
  results(): readonly RunResult[];
  /** As the button "Cancel workflow". */
  cancel(runId: number): void;
  /** The machines that a run has are gone at this moment, with everything on them; the run fails after a while. */
  lose(runId: number): void;
  /** Cancels what runs, waits for it, and removes all folders. */
  close(): Promise<void>;
}

export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const { github, actions = {} } = options;
  const root = await mkdtemp(join(tmpdir(), "runner-"));
  const takePlace = places(options.machines ?? DEFAULT_MACHINES);
  const active = new Map<number, Active>();
  const artifacts = keepArtifacts(join(root, "artifacts"), github.site);
  const results: RunResult[] = [];
  const waiting = new Map<number, ((result: RunResult) => void)[]>();
  let closed = false;

  const begin = (run: Run): void => {
    if (closed || run.status !== "queued" || active.has(run.id)) return;
    const cancel = new AbortController();
    const busy = new Set<AbortController>();
    const takeMachine = async (): Promise<Machine> => {
      const giveBack = await takePlace();
      const lost = new AbortController();
      busy.add(lost);
      return {
        lost: lost.signal,
        giveBack: () => {
          busy.delete(lost);
          giveBack();
        },
      };
    };
    const previous = results.findLast((result) => result.runId === run.id);
    const work = async (): Promise<void> => {
      const result = await carryOut(
        {
          github,
          node: options.node ?? process.execPath,
          path: options.path ?? [],
          locateAction: (uses) =>
            uses === "./" || /^[^/]+\/test-deploy-loop$/.test(uses) ? options.actionDir : actions[uses],
          timeline: { ...RUNNER_TIMELINE, ...options.timeline },
          isDebug: options.isDebug ?? false,
          hooks: options.hooks ?? {},
          root,
          takeMachine,
          cancel: cancel.signal,
          artifacts,
          previous,
        },
        run,
      );
      active.delete(run.id);
      results.push(result);
      options.hooks?.onRunFinished?.(result);
      for (const resolve of waiting.get(run.id)?.splice(0) ?? []) resolve(result);
    };
    active.set(run.id, { done: work(), cancel, busy });
  };

  const stopListening = [
    github.runs.onChange(begin),
    github.runs.onCancel((run) => {
      active.get(run.id)?.cancel.abort();
    }),
  ];
  for (const run of github.runs.list().toReversed()) begin(run);

  const idle = async (): Promise<readonly RunResult[]> => {
    // A dispatched run may appear late.
    const late = (): readonly Promise<void>[] => (closed ? [] : github.runs.expected());
    while (active.size > 0 || late().length > 0) {
      await Promise.all([...active.values()].map((one) => one.done));
      if (active.size === 0 && late().length > 0) await Promise.race(late());
    }
    return [...results];
  };

  return {
    idle,
    finished: (runId) => {
      const known = active.has(runId) ? undefined : results.findLast((result) => result.runId === runId);
      if (known !== undefined) return Promise.resolve(known);
      const { promise, resolve } = Promise.withResolvers<RunResult>();
      waiting.set(runId, [...(waiting.get(runId) ?? []), resolve]);
      return promise;
    },
    results: () => [...results],
    cancel: (runId) => {
      github.runs.cancel(runId);
    },
    lose: (runId) => {
      for (const lost of active.get(runId)?.busy ?? []) lost.abort();
    },
    close: async () => {
      closed = true;
      for (const stop of stopListening) stop();
      for (const { cancel } of active.values()) cancel.abort();
      await idle();
      await rm(root, { recursive: true, force: true });
    },
  };
}

interface Active {
  readonly done: Promise<void>;
  readonly cancel: AbortController;
  /** One for each machine that works for the run. */
  readonly busy: ReadonlySet<AbortController>;
}

const DEFAULT_MACHINES = 4;

/** A queue for a fixed number of places. */
function places(count: number): () => Promise<() => void> {
  let free = count;
  const queue: (() => void)[] = [];
  const giveBack = (): void => {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
    let isBack = false;
    return () => {
      if (!isBack) giveBack();
      isBack = true;
    };
  };
}
