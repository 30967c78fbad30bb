// GitHub for a process that may be cancelled: every call answers soon after the cancel.
import { expect, it } from "vitest";
import type { Answer } from "../../src/model/github.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { hurried } from "../../src/world/hurry.ts";
import { fakeGitHub } from "../fakes/world.ts";

const GRACE_MS = 40;
const SILENT = {
  ok: false,
  problem: { kind: "unreachable", detail: untrusted("the run was cancelled before GitHub answered") },
};

function silentGitHub() {
  const asked: string[] = [];
  const never = <T>(): Promise<Answer<T>> => new Promise(() => undefined);
  const github = {
    ...fakeGitHub(),
    headOf: () => {
      asked.push("head");
      return never<string | null>();
    },
  };
  return { github, asked };
}

it("answers like GitHub as long as nobody cancels", async () => {
  const github = hurried(fakeGitHub({ head: "a".repeat(40), pullRequest: 3 }), createClock(), GRACE_MS);
  expect(await github.headOf(untrusted("main"))).toEqual({ ok: true, value: "a".repeat(40) });
  expect(await github.findPullRequest("x")).toMatchObject({ ok: true, value: { number: 3 } });
});

it("still waits for an answer that comes soon after the cancel", async () => {
  const clock = createClock();
  clock.cancel();
  expect(await hurried(fakeGitHub({ pullRequest: 3 }), clock, GRACE_MS).findPullRequest("x")).toMatchObject({
    ok: true,
    value: { number: 3 },
  });
});

it("gives a call up that was on its way when the run was cancelled", async () => {
  const clock = createClock();
  const { github } = silentGitHub();
  const answering = hurried(github, clock, GRACE_MS).headOf(untrusted("main"));
  clock.cancel();
  const cancelled = performance.now();
  expect(await answering).toMatchObject(SILENT);
  expect(performance.now() - cancelled).toBeLessThan(GRACE_MS + 1_000);
});

it("does not even ask when the time is over", async () => {
  const clock = createClock();
  const { github, asked } = silentGitHub();
  const hasty = hurried(github, clock, 0);
  clock.cancel();
  expect(await hasty.headOf(untrusted("main"))).toMatchObject(SILENT);
  expect(asked).toEqual([]);
});
