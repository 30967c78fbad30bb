// What one failure is called, and what to do about it, where its own words are a label, a quotation or no help.
import { describe, expect, it } from "vitest";
import { classify } from "../../src/judge/classify/classify.ts";
import type { CheckResult } from "../../src/model/check.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { test } from "../fakes/checks.ts";
import { failure, missed } from "../report/measured.ts";

const TIMED_OUT = "not ok 1 - slow\n  error: 'test timed out after 50ms'\nECONNREFUSED 127.0.0.1:4811";

function ofTheRun(name: string, message: string): CheckResult {
  const failed = { ...failure(message), detail: untrusted(TIMED_OUT) };
  return { ...test(name, "errored"), failure: failed, test: null };
}

describe("the test command that failed", () => {
  it.each(["(the test command)", "(the retry command)"])("%s is not what its terminal quotes of the tests", (name) => {
    const { classification, headline } = classify(ofTheRun(name, "the test command ended with exit code 1"));
    expect(classification.class).toBe("unknown");
    expect(headline).toEqual([untrusted("the test command ended with exit code 1")]);
  });

  it.each([
    ["the test command was stopped at its time limit after 60 s; 2 tests had finished", "test.timeout"],
    ["the test command was killed by SIGKILL", "env.runner"],
    ["the test command ended with exit code 127 (a program in it was not found)", "env.tooling"],
  ])("is what its own words say: %s", (message, id) => {
    expect(classify(ofTheRun("(the test command)", message)).classification.class).toBe(id);
  });

  it("is not meant where a set-up of the tests has the detail", () => {
    expect(classify(ofTheRun("beforeAll", "hook failed")).classification.class).toBe("net.refused");
  });
});

describe("a message that is a bare label", () => {
  const broken = (detail: string): CheckResult => test("test_bad", "errored", "collection failure", detail);

  it("gives way to the line that decides, in the headline and in what makes two failures one", () => {
    const first = classify(broken("Traceback:\nE   ModuleNotFoundError: No module named 'a'"));
    const other = classify(broken("Traceback:\nE   ModuleNotFoundError: No module named 'b'"));
    expect(first.headline).toEqual([untrusted("ModuleNotFoundError: No module named 'a'")]);
    expect(first.fingerprint).not.toBe(other.fingerprint);
  });

  it("stays where nothing says more", () => {
    expect(classify(broken("")).headline).toEqual([untrusted("collection failure")]);
  });
});

describe("a request that is answered 401", () => {
  const answered = (over: Parameters<typeof missed>[3]): unknown =>
    classify(missed("me", "GET /me answered 401", { stage: "auth", httpStatus: 401 }, over)).next;

  it("without an auth of the plan is told to name one", () => {
    expect(answered({ token: null })).toContain("name an `auth`");
  });

  it("with one is told to compare it", () => {
    expect(answered({ token: { kind: "jwt", minted: true, accepted: false } })).toMatch(/^Compare signing key/u);
  });
});
