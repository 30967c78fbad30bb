// The question to something that is not staging: whatever is answered, our own network works.
import { expect, it } from "vitest";
import { askControl } from "../../src/check/control.ts";
import type { Problem } from "../../src/model/github.ts";
import type { Control } from "../../src/model/plan.ts";
import type { HttpAnswer } from "../../src/model/world.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { answer, fakeGitHub, fakeWorld, noAnswer } from "../fakes/world.ts";
import { request } from "./plans.ts";

const ELSEWHERE: Control = { kind: "http", request: request("/status?key=s3cret#top") };

async function ask(control: Control, given: HttpAnswer = answer(200), github = fakeGitHub()) {
  const found = await askControl(control, fakeWorld({ request: () => given }), github);
  return found === null ? null : [reveal(found.target), found.reachable, reveal(found.message)];
}

it.each([
  [answer(200), [true, "answered 200"]],
  [answer(503), [true, "answered 503"]],
  [noAnswer("ENOTFOUND", "resolve"), [false, "no answer (ENOTFOUND)"]],
] as const)("is an address, told without its query", async (given, wanted) => {
  expect(await ask(ELSEWHERE, given)).toEqual(["https://api.staging.example/status", ...wanted]);
});

const problem = (kind: Problem["kind"], status: number | null): Problem => ({
  kind,
  status,
  detail: untrusted("no route"),
});

it.each([
  [undefined, [true, "answered"]],
  [problem("unauthorized", 401), [true, "answered 401"]],
  [problem("rate-limited", 429), [true, "answered 429"]],
  [problem("unusable", null), [true, "answered"]],
  [problem("unreachable", null), [false, "no route"]],
] as const)("is GitHub's API: %o", async (unreachable, wanted) => {
  const github = fakeGitHub(unreachable === undefined ? {} : { unreachable });
  expect(await ask({ kind: "github" }, answer(200), github)).toEqual(["GitHub's API", ...wanted]);
});

it("is not asked where there is none", async () => {
  expect(await ask({ kind: "none" })).toBeNull();
  expect(await askControl({ kind: "github" }, fakeWorld(), null)).toBeNull();
});
