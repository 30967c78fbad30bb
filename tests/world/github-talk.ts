// One cycle's conversation with GitHub and what must hold of it, whatever goes wrong at any request.
import * as fc from "fast-check";
import { expect } from "vitest";
import type { Answer, DispatchOrder, GitHub, PostedPage } from "../../src/model/github.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { createGitHub } from "../../src/world/github/github.ts";
import { createModel, MODEL_FAULTS, type Burst, type Model } from "./github-model.ts";

export const STICKY = "<!-- test-deploy-loop:staging -->";
export const END = "<!-- test-deploy-loop:staging:end:77 -->";
export const NIGHTLY = "<!-- test-deploy-loop:staging:nightly -->";

export const order: DispatchOrder = {
  workflow: untrusted("staging.yml"),
  ref: untrusted("feature/x"),
  inputs: { loop: untrusted("{}"), cycle: untrusted("77/2") },
  cycle: { loop: 77, n: 2, redo: 0 },
};

export function page(marker: string, body: string): PostedPage {
  return { marker, body: `${marker}\n${body}`, short: `${marker}\nshort`, mayReplace: () => true };
}

export interface Place {
  readonly pull: number;
  readonly commit: string;
  /** Of the nightly issue. */
  readonly marker?: string;
  readonly next?: DispatchOrder;
}

/** Publishes, and dispatches the next cycle, within the time of one phase. */
export async function talk(api: GitHub, place: Place): Promise<readonly Answer<unknown>[]> {
  const { pull, commit, marker = NIGHTLY, next: cycle = order } = place;
  const hub = api.within(90_000);
  const context = "test-deploy-loop/staging";
  const status = { commit, context, state: "failure", description: "47 of 58", url: "https://x.example/" } as const;
  const read = await hub.readComment(pull, STICKY);
  const set = await hub.setStatus(status);
  const sticky = await hub.upsertComment(pull, page(STICKY, "47 of 58"));
  const end = await hub.addComment(pull, page(END, "It ended."));
  const before = await hub.readIssue(marker);
  const nightly = { ...page(marker, "47 of 58"), title: "Staging is not good", isOpen: true, assignees: [] };
  const issue = before.ok ? await hub.writeIssue(nightly, before.value) : before;
  const next = await hub.dispatch(cycle);
  return [read, set, sticky, end, before, issue, next];
}

const PLACE: Place = { pull: 7, commit: "a".repeat(40) };

export function modelApi(model: Model): GitHub {
  return createGitHub({
    token: "ghs_model",
    apiUrl: "https://api.github.example",
    serverUrl: "https://github.example",
    repository: "acme/app",
    clock: model.clock,
    hide: (text) => text,
    fetch: model.fetch,
    timeout: model.timeout,
  });
}

const KINDS: readonly RegExp[] = [
  /^/u,
  /^GET .*\/comments$/u,
  /^POST .*\/comments$/u,
  /^PATCH /u,
  /^DELETE /u,
  /^GET .*\/issues$/u,
  /^POST .*\/issues$/u,
  /^GET .*\/runs$/u,
  /^POST .*\/dispatches$/u,
  /^POST .*\/statuses\//u,
];

const FAULT = fc.constantFrom(...MODEL_FAULTS);

/** Bursts: faults at every request would only test giving up. */
const BURSTS: fc.Arbitrary<readonly Burst[]> = fc.array(
  fc.record({
    on: fc.constantFrom(...KINDS),
    from: fc.integer({ min: 1, max: 4 }),
    count: fc.integer({ min: 1, max: 5 }),
    fault: FAULT,
  }),
  { maxLength: 5 },
);

const LOST = fc.constantFrom(...MODEL_FAULTS.filter((fault) => fault.endsWith("-after")));

/** The worst that can happen to a write: its answer is lost, and so are those to the looks that follow. */
const BLIND: fc.Arbitrary<readonly Burst[]> = fc
  .record({
    where: fc.constantFrom(
      { write: /^POST .*\/comments$/u, look: /^GET .*\/comments$/u },
      { write: /^POST .*\/issues$/u, look: /^GET .*\/issues$/u },
      { write: /^POST .*\/dispatches$/u, look: /^GET .*\/runs$/u },
    ),
    lost: LOST,
    from: fc.integer({ min: 1, max: 4 }),
    count: fc.integer({ min: 1, max: 6 }),
    fault: FAULT,
  })
  .map(({ where: { write, look }, lost, from, count, fault }) => [
    { on: write, from: 1, count: 1, fault: lost },
    { on: look, from, count, fault },
  ]);

export const SCRIPT = fc.record({
  faults: fc.oneof(BURSTS, BLIND),
  lagMs: fc.constantFrom(0, 500, 5_000, 10_000),
});

type Script = typeof SCRIPT extends fc.Arbitrary<infer Given> ? Given : never;

export async function holds({ faults, lagMs }: Script): Promise<void> {
  const model = createModel({ faults, lagMs });
  const { value: answers, tookMs } = await model.drive(talk(modelApi(model), PLACE));
  expect(answers).toHaveLength(7);
  expect(tookMs).toBeLessThanOrEqual(90_000);
  expect(model.requests.length).toBeLessThanOrEqual(40);
  expectOne(model);
  // What was answered with success is there.
  const [, set, sticky, end, , issue, next] = answers;
  if (set?.ok === true) expect(model.statuses.length).toBeGreaterThan(0);
  if (sticky?.ok === true) expect(bodies(model, STICKY)).toEqual([`${STICKY}\n47 of 58`]);
  if (end?.ok === true) expect(bodies(model, END)).toEqual([`${END}\nIt ended.`]);
  if (issue?.ok === true) expect(model.issues).toHaveLength(1);
  if (next?.ok === true) expect(model.runs).toHaveLength(1);
}

function expectOne(model: Model): void {
  expect(bodies(model, STICKY).length).toBeLessThanOrEqual(1);
  expect(bodies(model, END).length).toBeLessThanOrEqual(1);
  expect(model.issues.filter(({ state }) => state === "open").length).toBeLessThanOrEqual(1);
  expect(model.runs.length).toBeLessThanOrEqual(1);
}

export function bodies({ comments }: Pick<Model, "comments">, marker: string): readonly string[] {
  return comments.map(({ body }) => body).filter((body) => body.startsWith(`${marker}\n`));
}

export const RACE = fc.record({
  first: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 30, maxLength: 30 }),
  apartMs: fc.integer({ min: 0, max: 4_000 }),
});

type Race = typeof RACE extends fc.Arbitrary<infer Given> ? Given : never;

/** Two jobs talk at once, each request as long under way as it likes. */
export async function raceHolds({ first, apartMs }: Race): Promise<void> {
  const model = createModel({ latencyMs: (nth) => first[nth % first.length] ?? 0 });
  const late = async (): Promise<unknown> => {
    await model.clock.sleep(apartMs);
    return publish(modelApi(model), "second");
  };
  await model.drive(Promise.all([publish(modelApi(model), "first"), late()]));
  expect(bodies(model, STICKY)).toHaveLength(1);
  expect(bodies(model, END)).toHaveLength(1);
  expect(model.issues.filter(({ state }) => state === "open")).toHaveLength(1);
}

export const BAD_RACE = fc.record({ race: RACE, script: SCRIPT });

type BadRace = typeof BAD_RACE extends fc.Arbitrary<infer Given> ? Given : never;

/** Whatever two jobs left that talked at once on a bad day: the next good cycle puts it right. */
export async function healingHolds({ race: { first, apartMs }, script: { faults } }: BadRace): Promise<void> {
  let isOver = false;
  const model = createModel({
    faults,
    latencyMs: (nth) => (isOver ? 0 : (first[nth % first.length] ?? 0)),
    isHealed: () => isOver,
  });
  const late = async (): Promise<unknown> => {
    await model.clock.sleep(apartMs);
    return publish(modelApi(model), "second");
  };
  await model.drive(Promise.all([publish(modelApi(model), "first"), late()]));
  isOver = true;
  await model.drive(publish(modelApi(model), "third"));
  expect(bodies(model, STICKY)).toEqual([`${STICKY}\nthird`]);
  expect(bodies(model, END)).toHaveLength(1);
  expect(model.issues.filter(({ state }) => state === "open").map(({ title }) => title)).toEqual(["third"]);
}

async function publish(hub: GitHub, words: string): Promise<void> {
  await hub.upsertComment(PLACE.pull, page(STICKY, words));
  await hub.addComment(PLACE.pull, page(END, words));
  const before = await hub.readIssue(NIGHTLY);
  const nightly = { ...page(NIGHTLY, words), title: words, isOpen: true, assignees: [] };
  if (before.ok) await hub.writeIssue(nightly, before.value);
}
