// A cycle from the records of other jobs: only what belongs to this run counts, and nothing of it is believed blindly.
import { describe, expect, it } from "vitest";
import { concludeRecords, type ConcludeOrder } from "../src/conclude.ts";
import type { Ended } from "../src/cycle.ts";
import { analyse } from "../src/judge/analyse.ts";
import { encodeLoop } from "../src/loop/token.ts";
import { UserError } from "../src/model/errors.ts";
import type { Cycle } from "../src/model/cycle.ts";
import { readInputs } from "../src/plan/inputs.ts";
import { encodeRecord, type CycleRecord } from "../src/record/record.ts";
import { MAX_RECORD } from "../src/record/within.ts";
import { renderComment } from "../src/report/comment.ts";
import { makeReport } from "../src/report/view.ts";
import { toTold } from "../src/tell.ts";
import { untrusted } from "../src/text/untrusted.ts";
import { cycle, loop, test } from "./fakes/checks.ts";
import { recordOf } from "./fakes/record.ts";
import { trigger } from "./fakes/trigger.ts";
import { fakeGitHub, fakeWorld, runRow, type FakeGitHub, type FakeGitHubOptions } from "./fakes/world.ts";

const NEWER = "b".repeat(40);
const GOOD = cycle([test("a", "passed")], { runId: 4_711 });
const RED = cycle([test("b", "failed", "expected 200, got 500")], { runId: 4_711 });

interface Scene {
  readonly files: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
  readonly order?: Partial<ConcludeOrder>;
  readonly options?: FakeGitHubOptions;
  readonly prepare?: (hub: FakeGitHub) => unknown;
  readonly secret?: string;
  readonly sizeBytes?: number;
}

async function concluded(scene: Scene): Promise<Ended> {
  const { files, options, secret } = scene;
  const world = fakeWorld({ reports: files });
  const find = () =>
    Promise.resolve({
      files: Object.entries(files).map(([path, text]) => ({
        path: untrusted(path),
        sizeBytes: scene.sizeBytes ?? text.length,
        modifiedAt: 0,
      })),
      cut: null,
    });
  const hub = fakeGitHub(options);
  scene.prepare?.(hub);
  if (secret !== undefined) world.secrets.register(secret);
  const inputs = readInputs((name) => ({ mode: "conclude", records: "in", ...scene.with })[name]);
  const rest = { trigger: trigger(), token: "", forwarded: {}, canRepeat: true, canFix: false, ...scene.order };
  return concludeRecords({ inputs, ...rest }, { ...world, files: { ...world.files, find } }, hub);
}

async function recordFrom(scene: Scene): Promise<CycleRecord> {
  const ended = await concluded(scene);
  if (ended.kind !== "cycle") throw new Error(`expected a cycle, got ${ended.kind}`);
  return ended.record;
}

async function faultOf(scene: Scene): Promise<string> {
  try {
    await concluded(scene);
  } catch (error) {
    if (error instanceof UserError) return error.faults.map(({ message }) => message).join(" · ");
    throw error;
  }
  return "none";
}

const text = (facts: Cycle, over: Partial<CycleRecord> = {}): string => encodeRecord({ ...recordOf(facts), ...over });

describe("a cycle that is concluded", () => {
  it("decides on what another job measured", async () => {
    const { decision, cycle: facts } = await recordFrom({ files: { "in/a/record.json": text(GOOD) } });
    expect(decision).toEqual({ kind: "stop", because: "reached" });
    expect(facts.records).toEqual({ found: 1, expected: 1 });
  });

  it("judges by its own target where it has one", async () => {
    const { decision } = await recordFrom({
      files: { "in/a/record.json": text(GOOD) },
      with: { target: "passed >= 2" },
    });
    expect(decision.kind).toBe("repeat");
  });

  it("tells on the pull request of its loop, also where the commit is on none yet", async () => {
    const token = encodeLoop(loop({ id: { loop: 4_700, n: 2, redo: 0 }, ref: untrusted("agents"), pullRequest: 7 }));
    const order = { token, trigger: trigger({ event: "workflow_dispatch" }) };
    expect((await recordFrom({ files: { "in/a/record.json": text(GOOD) }, order })).pullRequest).toBe(7);
  });

  it("reads no folder that holds more than a runner can", async () => {
    const files = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [`in/${name}/record.json`, text(GOOD)]));
    expect(await faultOf({ files, sizeBytes: MAX_RECORD })).toContain("more in the folder than can be read");
  });

  it("counts the worst of several", async () => {
    const files = { "in/a/record.json": text(GOOD), "in/b/record.json": text(RED) };
    const { decision, cycle: facts } = await recordFrom({ files, with: { "expect-records": "2" } });
    expect(decision).toMatchObject({ kind: "repeat" });
    expect(facts.checks).toHaveLength(2);
  });

  it.each([0, 1])("is not tested where a record is missing (%i of 2)", async (found) => {
    const files: Readonly<Record<string, string>> = found === 0 ? {} : { "in/a/record.json": text(GOOD) };
    const { decision, cycle: facts, loop: known } = await recordFrom({ files, with: { "expect-records": "2" } });
    const { verdict } = analyse(facts, known);
    expect(verdict).toEqual({ kind: "not-tested", reason: { kind: "no-record", found, expected: 2 } });
    expect(decision).toMatchObject({ kind: "repeat", because: "not-tested" });
  });

  it("believes no record in what loop, which limits and which decision this is", async () => {
    const forged = text(RED, {
      decision: { kind: "stop", because: "reached" },
      loop: loop({ id: { loop: 1, n: 1, redo: 0 }, from: 1 }),
      limits: { ...recordOf(RED).limits, maxCycles: 50 },
      canDispatch: true,
      pullRequest: 99,
      inputs: { region: untrusted("elsewhere") },
    });
    const given = loop({ id: { loop: 42, n: 2, redo: 0 }, ref: untrusted("agents") });
    const made = await recordFrom({
      files: { "in/record.json": forged },
      with: { "max-cycles": "2" },
      order: { token: encodeLoop(given), trigger: trigger({ event: "workflow_dispatch" }) },
    });
    expect(made).toMatchObject({ decision: { because: "exhausted" }, pullRequest: null, inputs: {} });
    expect([made.loop.id, made.cycle.id]).toEqual([given.id, given.id]);
  });

  it("shows nobody a secret that only this job knows", async () => {
    const secret = "correct-horse-battery";
    const leaking = cycle([test("b", "failed", `refused ${secret}`)], { runId: 4_711 });
    const made = await recordFrom({ files: { "in/record.json": text(leaking) }, secret });
    expect(encodeRecord(made)).not.toContain(secret);
  });

  it("lets nothing in a record become Markdown, HTML or a command of the runner", async () => {
    const nasty = "</details><!-- state x --> ::set-output name=x::y \u001b[31m @team [x](http://evil.example)";
    const hostile = cycle([test(nasty, "failed", `${nasty}\r::error::${nasty}`)], { runId: 4_711 });
    const made = await recordFrom({ files: { "in/record.json": text(hostile) } });
    const page = renderComment(makeReport(toTold(made, [])));
    expect(page).not.toContain("\u001b");
    expect(page.split("\n").filter((line) => line.startsWith("<!-- state") || line.startsWith("::"))).toEqual([]);
    // Inside code alone, where it is no link and no mention.
    expect(page.replaceAll(/(`+)[^`][^]*?\1/gu, "")).not.toMatch(/evil\.example|@team/u);
  });

  it.each([
    ["of another run", text({ ...GOOD, runId: 4_712 }), "a record belongs to another run"],
    ["of another commit", text({ ...GOOD, commit: NEWER }), "a record belongs to another run"],
    ["that is not JSON", "<html>", "a file is not the record of a cycle"],
    ["that is JSON and not ours", '{"version":5}', "a file is not the record of a cycle"],
    ["of another form", text(GOOD).replace('"version": 5', '"version": 4'), "a file is not the record of a cycle"],
    [
      "with a field more",
      text(GOOD).replace('"decision"', '"x": 1, "decision"'),
      "a file is not the record of a cycle",
    ],
    ["as deep as nobody's", `${"[".repeat(200_000)}${"]".repeat(200_000)}`, "a file is not the record of a cycle"],
    ["with the keys of a prototype", text(GOOD).replace('"decision"', '"__proto__": {}, "decision"'), "a file is not"],
    ["that is cut", text(GOOD).slice(0, -40), "a file is not the record of a cycle"],
  ])("refuses a record %s", async (_, record, told) => {
    expect(await faultOf({ files: { "in/record.json": record } })).toContain(told);
  });

  it("refuses a file that is too large before it reads it", async () => {
    const scene = { files: { "in/record.json": text(GOOD) }, sizeBytes: MAX_RECORD + 1 };
    expect(await faultOf(scene)).toContain("not the record of a cycle");
  });

  it("refuses to mix environments", async () => {
    const other = text({ ...GOOD, environment: untrusted("production") });
    const files = { "in/a/record.json": text(GOOD), "in/b/record.json": other };
    expect(await faultOf({ files })).toBe("the records belong to several environments");
  });

  it("asks for the folder", async () => {
    expect(await faultOf({ files: {}, with: { records: "" } })).toBe("the folder with the records is not named");
  });
});

describe("a commit that came while the jobs tested", () => {
  const files = { "in/record.json": text(RED) };

  it("takes nothing away from their results: the next cycle has it", async () => {
    const { decision, head } = await recordFrom({ files, options: { head: NEWER } });
    expect([decision.kind === "repeat" && decision.because, head]).toEqual(["new-commit", NEWER]);
  });

  it("has a run of its own, and the results are told all the same", async () => {
    const { decision } = await recordFrom({ files, options: { head: NEWER, eventRuns: [runRow({ id: 6_000 })] } });
    expect(decision).toEqual({ kind: "stop", because: "superseded" });
  });

  it("is the one to test where nothing was tested", async () => {
    const ended = await concluded({ files: {}, options: { head: NEWER } });
    expect(ended).toMatchObject({
      kind: "stale",
      head: NEWER,
      again: { id: { n: 1, redo: 1 }, expectedCommit: NEWER },
    });
  });

  it("ends the tries after three times", async () => {
    const token = encodeLoop(loop({ id: { loop: 42, n: 2, redo: 3 }, ref: untrusted("agents") }));
    const order = { token, trigger: trigger({ event: "workflow_dispatch" }) };
    const ended = await concluded({ files: {}, options: { head: NEWER }, order });
    expect(ended).toEqual({ kind: "stale", head: NEWER, again: null });
  });
});

describe("a job that goes on after a fix", () => {
  const files = { "in/record.json": text(RED) };
  const given = { mode: "continue" };

  it("goes on at the commit that the fix has brought", async () => {
    const { decision, head } = await recordFrom({ files, with: given, options: { head: NEWER } });
    expect([decision, head]).toEqual([{ kind: "repeat", because: "new-commit", waitMs: 30_000 }, NEWER]);
  });

  it("starts nothing where the next cycle is started already", async () => {
    const prepare = ({ runs }: FakeGitHub): unknown => runs.push(runRow({ id: 5_003, title: untrusted("x 4711/2") }));
    expect(await concluded({ files, with: given, prepare })).toMatchObject({ kind: "superseded", by: 5_003 });
  });

  it("has nothing to go on from without a record", async () => {
    expect(await faultOf({ files: {}, with: given })).toBe("there is no record in this folder of the workspace");
  });

  it("goes on from what a job has concluded without the record of a test job", async () => {
    const before = await recordFrom({ files: {} });
    const record = await recordFrom({ files: { "in/record.json": encodeRecord(before) }, with: given });
    expect(record.cycle.records).toEqual({ found: 0, expected: 1 });
    expect(record.decision).toEqual(before.decision);
    expect(record.decision.kind).toBe("repeat");
  });
});
