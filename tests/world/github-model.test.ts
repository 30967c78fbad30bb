// The model in memory is like the stand-in: the same conversations with the same faults ask the same, get the same answers and leave the same.
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Fault } from "../../demo/github/faults.ts";
import type { Answer } from "../../src/model/github.ts";
import { createModel, type Burst, type ModelFault } from "./github-model.ts";
import { nextOrder, openHub, type Hub } from "./github-hub.ts";
import { modelApi, NIGHTLY, SCRIPT, talk } from "./github-talk.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
});
beforeEach(() => hub.begin());
afterAll(() => hub.close());

/** Who never answers costs real time at the stand-in. */
const FAULTS: Readonly<Partial<Record<ModelFault, Fault>>> = {
  "reset-before": { kind: "reset", when: "before" },
  "reset-after": { kind: "reset", when: "after" },
  "502-before": { kind: "status", status: 502 },
  "500-after": { kind: "status", status: 500, commit: true },
  "html-after": { kind: "html", commit: true },
  "broken-after": { kind: "other", text: `{"id": 1` },
  "limit-5": { kind: "status", status: 403, message: "secondary rate limit", headers: { "retry-after": "5" } },
  limit: { kind: "status", status: 429 },
  "401": { kind: "status", status: 401 },
};

const SCRIPTS = fc
  .sample(SCRIPT, { seed: 11, numRuns: 120 })
  .map(({ faults }) => faults)
  .filter((faults) => faults.length > 0 && faults.every(({ fault }) => FAULTS[fault] !== undefined))
  .slice(0, 25);

it.each(SCRIPTS.map((faults) => [faults.map(wordsOf).join(", "), faults] as const))("%s", async (_, faults) => {
  const next = nextOrder();
  const marker = `${NIGHTLY}${next.cycle.loop}`;
  const there = { pull: await hub.place(), commit: hub.commits[2], marker, next };
  hub.begin();
  for (const { on, from, count, fault } of faults) {
    const nth = Array.from({ length: count }, (_each, at) => from + at);
    const known = FAULTS[fault];
    if (known !== undefined) hub.standIn.fail({ on, nth, fault: known });
  }
  const answers = await talk(await hub.api(), there);
  const asked = hub.asked();
  hub.standIn.heal();
  const runs = hub.standIn.runs.list().filter(({ displayTitle }) => displayTitle === `Staging ${next.cycle.loop}/2`);
  const issues = (await hub.standIn.issues()).filter(({ body }) => body.startsWith(`${marker}\n`));
  const left = {
    comments: (await hub.standIn.comments(there.pull)).map(({ body }) => body),
    issues: issues.map(({ body, state, title }) => [body, state, title]),
    runs: runs.length,
  };

  const model = createModel({ faults });
  const { value } = await model.drive(talk(modelApi(model), { ...there, commit: hub.commits[2] }));
  expect(model.requests.map((each) => plain(each.replace("/repos/acme/app", "")))).toEqual(asked.map(plain));
  expect(value.map(kindOf)).toEqual(answers.map(kindOf));
  expect({
    comments: model.comments.map(({ body }) => body),
    issues: model.issues.map(({ body, state, title }) => [body, state, title]),
    runs: model.runs.length,
  }).toEqual(left);
});

function wordsOf({ on, from, count, fault }: Burst): string {
  return `${fault} at ${count} of ${on.source} from ${from}`;
}

/** Numbers are given out by each of them as it likes. */
function plain(request: string): string {
  return request.replaceAll(/\/\d+(?=\/|$)/gu, "/#");
}

function kindOf(answer: Answer<unknown>): string {
  return answer.ok ? "ok" : `${answer.problem.kind} ${answer.problem.status}`;
}
