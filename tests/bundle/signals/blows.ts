// Strikes main or post at random points of a measured run, and tells for each blow whether the result was kept.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHub, type Hub } from "./hub.ts";
import type { CycleRecord } from "../../../src/record/record.ts";
import { complaintsOfMain, complaintsOfPost, keptFiles, recordIn, seenFrom, type Seen } from "./kept.ts";
import { openStage, tokenFor, type Stage, type StageOptions } from "./stage.ts";
import { runStep, type Blow, type Place, type Point, type Stepped } from "./step.ts";

export interface Scene {
  readonly folder: string;
  readonly place: Place;
  readonly stage: Stage;
  readonly hub: Hub;
  readonly watch: (count: () => void) => void;
  close(): Promise<void>;
}

export interface SceneOptions extends Omit<StageOptions, "onRequest"> {
  readonly mute?: RegExp;
  readonly turnInMs?: number;
}

export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), "signals-run-"));
  let count = (): void => undefined;
  const onRequest = (): void => count();
  const stage = await openStage({ onRequest, ...options });
  const { commit, workspace } = stage;
  const hub = await openHub({ commit, onRequest, ...(options.mute === undefined ? {} : { mute: options.mute }) });
  // What the cycle before left.
  hub.statuses.push({
    sha: commit,
    context: "test-deploy-loop/staging",
    state: "pending",
    description: "cycle 1 of 5",
  });
  const token = tokenFor(commit, options.turnInMs ?? 0);
  return {
    folder,
    stage,
    hub,
    place: { folder, workspace, commit, apiUrl: hub.url, token },
    watch: (each) => {
      count = each;
    },
    async close() {
      await hub.close();
      await stage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Told {
  readonly complaints: readonly string[];
  /** false: the process was over before it came to the point. */
  readonly isStruck: boolean;
  /** What the process was at when it was struck. */
  readonly where: string;
}

export async function measureMain(options: SceneOptions): Promise<Stepped> {
  return await inScene(options, ({ place, watch }) => runStep({ entry: "main", place, jobStatus: "success", watch }));
}

export async function strikeMain(
  kind: Blow,
  point: Point,
  jobStatus: "failure" | "cancelled",
  options: SceneOptions = {},
): Promise<Told> {
  return await inScene(options, async ({ folder, place, stage, hub, watch }) => {
    let seen: Seen | null = null;
    const look = (): void => {
      seen = seenFrom(stage, []);
    };
    const main = await runStep({
      entry: "main",
      place,
      jobStatus: "success",
      watch,
      blow: { kind, point, onStruck: look },
    });
    if (main.linesBefore === null) return NOT_STRUCK;
    const { told } = seenFrom(stage, main.lines.slice(0, main.linesBefore));
    const post = await runStep({ entry: "post", place, jobStatus, watch });
    const complaints = complaintsOfMain({ blow: kind, folder, main, post, hub, seen: { ...seenOr(seen), told } });
    return { complaints, isStruck: true, where: placeIn(recordIn(folder)) };
  });
}

function placeIn(record: CycleRecord | null): string {
  if (record === null) return "before the cycle";
  return record.cycle.cut?.phase ?? "telling";
}

function seenOr(seen: Seen | null): Seen {
  if (seen === null) throw new Error("nobody looked");
  return seen;
}

const NOT_STRUCK: Told = { complaints: [], isStruck: false, where: "" };

/** A main that came to its end, from which any number of posts can begin. */
export async function finishedMain(scene: Scene): Promise<Stepped> {
  return await runStep({ entry: "main", place: scene.place, jobStatus: "success", watch: scene.watch });
}

/** Runs post on a copy of what main left, with a GitHub of its own. */
export async function strikePost(
  finished: Scene,
  kind: Blow,
  point: Point | null,
  mute?: RegExp,
): Promise<Told & { readonly post: Stepped }> {
  const folder = mkdtempSync(join(tmpdir(), "signals-post-"));
  let count = (): void => undefined;
  const { commit } = finished.place;
  const hub = await openHub({ commit, onRequest: () => count(), ...(mute === undefined ? {} : { mute }) });
  try {
    cpSync(finished.folder, folder, { recursive: true });
    hub.statuses.push(...finished.hub.statuses.map((each) => ({ ...each })));
    hub.comments.push(...finished.hub.comments.map((each) => ({ ...each })));
    const place = { ...finished.place, folder, apiUrl: hub.url };
    const before = keptFiles(folder);
    const post = await runStep({
      entry: "post",
      place,
      jobStatus: "success",
      watch: (each) => {
        count = each;
      },
      ...(point === null ? {} : { blow: { kind, point } }),
    });
    const complaints = complaintsOfPost({ blow: kind, folder, before, post, hub });
    return {
      complaints,
      isStruck: post.linesBefore !== null,
      where: `line ${post.linesBefore ?? 0}, request ${post.requests}`,
      post,
    };
  } finally {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function inScene<T>(options: SceneOptions, act: (scene: Scene) => Promise<T>): Promise<T> {
  const scene = await openScene(options);
  try {
    return await act(scene);
  } finally {
    await scene.close();
  }
}

/** Points of a measured run, spread over its lines, its requests and its time. */
export function* pointsOf(run: Pick<Stepped, "lines" | "requests" | "ms">, random: () => number): Generator<Point> {
  const kinds = [
    ["line", run.lines.length],
    ["request", run.requests],
    ["ms", Math.floor(run.ms)],
  ] as const;
  for (let at = 0; ; at++) {
    const [kind, most] = kinds[at % kinds.length] ?? kinds[0];
    yield { at: kind, n: 1 + Math.floor(random() * most) };
  }
}

/** Marsaglia's xorshift: the same points for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export function readSeed(): number {
  const given = Number(process.env["SEED"] ?? "");
  return Number.isInteger(given) && given > 0 ? given : Math.floor(Math.random() * 1e9);
}
