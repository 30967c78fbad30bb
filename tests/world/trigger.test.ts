// Why a run exists: every event, and what may follow from it.
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/model/errors.ts";
import { otherInputs, readTrigger } from "../../src/world/trigger.ts";
import { reveal } from "../../src/text/untrusted.ts";

const SHA = "a".repeat(40);
const HEAD = "b".repeat(40);
const VARIABLES: Readonly<Record<string, string>> = {
  GITHUB_REPOSITORY: "acme/app",
  GITHUB_RUN_ID: "7",
  GITHUB_RUN_ATTEMPT: "1",
  GITHUB_SHA: SHA,
  GITHUB_REF_TYPE: "branch",
  GITHUB_REF_NAME: "topic",
  GITHUB_WORKFLOW_REF: "acme/app/.github/workflows/staging.yml@refs/heads/topic",
};

function triggerOf(event: string, payload: unknown = {}, over: Readonly<Record<string, string>> = {}) {
  return readTrigger((name) => ({ ...VARIABLES, GITHUB_EVENT_NAME: event, ...over })[name], payload);
}

const by = (login: string, type: string) => ({ sender: { login, type } });
const pull = (login: string, repository: string | null) => ({
  pull_request: {
    number: 7,
    user: { login },
    head: { sha: HEAD, ref: "topic", repo: repository === null ? null : { full_name: repository } },
  },
});

describe("the trigger", () => {
  it.each(["push", "schedule", "workflow_dispatch"])("of a %s has a branch to go on", (event) => {
    const found = triggerOf(event);
    expect([found.ref === null ? null : reveal(found.ref), found.commit, found.foreign]).toEqual(["topic", SHA, false]);
  });

  it.each(["merge_group", "release", "repository_dispatch"])("of a %s is good for one cycle", (event) => {
    expect(triggerOf(event).ref).toBeNull();
  });

  it("of a tag is good for one cycle", () => {
    expect(triggerOf("push", {}, { GITHUB_REF_TYPE: "tag", GITHUB_REF_NAME: "v1" }).ref).toBeNull();
  });

  it.each([
    "pull_request_target",
    "issue_comment",
    "issues",
    "workflow_run",
    "discussion",
    "fork",
    "watch",
    "check_run",
    "pull_request_review",
    "status",
    "page_build",
  ])("of %s is refused", (event) => {
    expect(() => triggerOf(event, pull("dana", "acme/app"))).toThrow(UserError);
  });

  it("of a pull request is its head, not the merge commit", () => {
    const found = triggerOf("pull_request", pull("dana", "acme/app"));
    expect([found.commit, found.pullRequest, found.foreign]).toEqual([HEAD, 7, false]);
  });

  it.each([
    ["a fork", "pull_request", pull("eve", "eve/app")],
    ["a fork that is gone", "pull_request", pull("eve", null)],
    ["Dependabot", "pull_request", pull("dependabot[bot]", "acme/app")],
    ["Dependabot", "push", by("dependabot[bot]", "Bot")],
  ])("of %s by a %s deploys and dispatches nothing", (_, event, payload) => {
    expect(triggerOf(event, payload).foreign).toBe(true);
  });

  it.each([
    ["a person", by("dana", "User"), true],
    ["an app", by("renovate[bot]", "Bot"), false],
    ["the token of a job", by("github-actions[bot]", "Bot"), false],
    ["nobody", {}, false],
    [
      "a machine with a person's key",
      { ...by("dana", "User"), head_commit: { author: { name: "claude[bot]", username: "claude[bot]" } } },
      false,
    ],
    ["a person with a commit", { ...by("dana", "User"), head_commit: { author: { name: "Dana" } } }, true],
  ])("tells whether %s did it", (_, payload, byPerson) => {
    expect(triggerOf("workflow_dispatch", payload).byPerson).toBe(byPerson);
  });

  it("has no workflow to dispatch where that lies in another repository", () => {
    const other = { GITHUB_WORKFLOW_REF: "acme/shared/.github/workflows/staging.yml@refs/heads/main" };
    expect(triggerOf("push", {}, other).workflow).toBeNull();
  });

  it("hands the other inputs on, and the two of the loop never", () => {
    const inputs = otherInputs({ inputs: { loop: "x", cycle: "y", region: "eu", dry: true, much: { a: 1 } } });
    expect(Object.entries(inputs).map(([name, value]) => [name, reveal(value)])).toEqual([
      ["region", "eu"],
      ["dry", "true"],
    ]);
    expect(otherInputs(null)).toEqual({});
  });
});
