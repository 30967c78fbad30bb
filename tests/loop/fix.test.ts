// The fix command: what it is told, what it is not told, and how it is said to have ended.
import { describe, expect, it } from "vitest";
import { runFix, type FixOrder } from "../../src/loop/fix.ts";
import type { CommandResult } from "../../src/model/check.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { fakeWorld } from "../fakes/world.ts";

const ORDER: FixOrder = {
  line: untrusted("./fix.sh"),
  brief: "/tmp/brief.md",
  secrets: ["STAGING_TOKEN"],
  timeoutMs: 60_000,
  record: { cycle: { id: { n: 2 } }, decision: { kind: "repeat" } },
};

async function fixed(ended: Partial<CommandResult>, over: Partial<FixOrder> = {}) {
  const world = fakeWorld({ run: () => ended });
  return { ...(await runFix({ ...ORDER, ...over }, world)), order: world.commands[0] };
}

describe("the fix", () => {
  it.each([
    ["succeeded", {}],
    ["ended with exit code 3", { exitCode: 3 }],
    ["was stopped at its time limit", { timedOut: true, exitCode: null, signal: "SIGKILL" as const }],
    ["was ended", { exitCode: null, signal: "SIGTERM" as const }],
  ])("%s", async (how, ended) => {
    expect((await fixed(ended)).how).toBe(how);
  });

  it("gets the brief in both forms, the cycle, and no secret of staging", async () => {
    const { order } = await fixed({});
    expect(order?.environment).toEqual({
      CYCLE: "2",
      DECISION: "repeat",
      BRIEF: "/tmp/brief.md",
      BRIEF_JSON: "/tmp/brief.json",
    });
    expect(order?.without).toEqual(["STAGING_TOKEN"]);
  });

  it.each([
    ["as long as the budget allows", 60_000, 60_000],
    ["no longer than leaves time to go on", 10 ** 9, 30 * 60_000],
    ["a moment where nothing is left", -5, 1_000],
  ])("runs %s", async (_, timeoutMs, wanted) => {
    expect((await fixed({}, { timeoutMs })).order?.timeoutMs).toBe(wanted);
  });
});
