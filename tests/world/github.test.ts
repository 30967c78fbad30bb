// The adapter against a GitHub on loopback that loses answers, refuses and races: nothing twice, nothing lost.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { seedRepository } from "../../demo/github/seed.ts";
import { startGitHub, type GitHubStandIn } from "../../demo/github/stand-in.ts";
import type { Permissions } from "../../demo/github/tokens.ts";
import type { DispatchOrder, GitHub } from "../../src/model/github.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createGitHub, type GitHubOptions } from "../../src/world/github/github.ts";
import { fakeWorld } from "../fakes/world.ts";

const WORKFLOW = `name: Staging
run-name: Staging \${{ inputs.cycle }}
on: { push: { branches: [never] }, workflow_dispatch: { inputs: { loop: { type: string }, cycle: { type: string } } } }
jobs: { staging: { runs-on: ubuntu-latest, steps: [{ run: "true" }] } }
`;
const ALL: Permissions = { contents: "read", actions: "write", "pull-requests": "write", statuses: "write" };
const MARKER = "<!-- test-deploy-loop:staging -->";

let folder = "";
let hub: GitHubStandIn;
let pull = 0;
let commits: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "github-"));
  const seeded = await seedRepository(join(folder, "app.git"));
  const base = await seeded.commit({
    branch: "main",
    message: "Start",
    files: { ".github/workflows/staging.yml": WORKFLOW },
  });
  const one = await seeded.commit({ branch: "feature/x", from: "main", message: "One\n\nbody", files: { a: "1" } });
  const two = await seeded.commit({ branch: "feature/x", message: "Two", files: { a: "2" } });
  commits = [base, one, two];
  hub = await startGitHub({ owner: "acme", repo: "app", gitDir: seeded.gitDir, people: ["dana"] });
  pull = (await hub.openPullRequest({ head: "feature/x", base: "main", title: "X", by: "dana" })).number;
});

afterEach(async () => {
  const violations = hub.violations();
  await hub.close();
  await rm(folder, { recursive: true });
  if (violations.length > 0) throw new Error(`against GitHub's description: ${JSON.stringify(violations)}`);
});

async function github(permissions = ALL, token?: string, more: Partial<GitHubOptions> = {}): Promise<GitHub> {
  return createGitHub({
    token: token ?? (await hub.issueToken(permissions)),
    apiUrl: hub.url,
    serverUrl: hub.url,
    repository: "acme/app",
    clock: fakeWorld().clock,
    hide: (text) => text.replaceAll("s3cr3t-of-staging", "***"),
    ...more,
  });
}

const [BASE, ONE, TWO] = [0, 1, 2];
const commit = (at: number): string => commits[at] ?? "";
const count = (method: string, path: RegExp): number =>
  hub.requests().filter((each) => each.method === method && path.test(each.path)).length;

describe("reading", () => {
  it("finds the pull request of a commit, the head of a branch and the commits between two", async () => {
    const api = await github();
    expect(await api.findPullRequest(commit(TWO))).toEqual({ ok: true, value: pull });
    expect(await api.headOf(untrusted("feature/x"))).toEqual({ ok: true, value: commit(TWO) });
    expect(await api.headOf(untrusted("gone"))).toEqual({ ok: true, value: null });
    const between = await api.commitsBetween(commit(BASE), commit(TWO));
    expect(between.ok && between.value.map((each) => reveal(each.subject))).toEqual(["One", "Two"]);
  });

  it("tries a reading again that the server failed, and gives up after three", async () => {
    const api = await github();
    hub.fail({ on: "repos/get-branch", nth: [1, 2], fault: { kind: "status", status: 502 } });
    expect(await api.headOf(untrusted("main"))).toEqual({ ok: true, value: commit(BASE) });
    hub.fail({ on: "repos/get-branch", nth: "every", fault: { kind: "html", status: 502 } });
    const answer = await api.headOf(untrusted("main"));
    expect(answer).toMatchObject({ ok: false, problem: { kind: "unreachable", status: 502 } });
    expect(answer.ok || reveal(answer.problem.detail)).not.toContain("<");
    expect(count("GET", /branches/u)).toBe(6);
  });

  it("does not believe an answer of another form", async () => {
    hub.fail({ on: "repos/get-branch", nth: "every", fault: { kind: "cut", bytes: 40 } });
    expect(await (await github()).headOf(untrusted("main"))).toMatchObject({ ok: false });
  });
});

describe("the comment", () => {
  it("is created once, edited afterwards, and masked", async () => {
    const api = await github();
    expect(await api.upsertComment(pull, MARKER, `${MARKER}\none`)).toMatchObject({
      ok: true,
      value: { created: true },
    });
    await api.upsertComment(pull, MARKER, `${MARKER}\ntwo s3cr3t-of-staging`);
    const comments = await hub.comments(pull);
    expect(comments.map((each) => each.body)).toEqual([`${MARKER}\ntwo ***`]);
  });

  it.each([
    ["an answer that got lost after the server had done it", { kind: "reset", when: "after" }],
    ["an error after the server had done it", { kind: "status", status: 500, commit: true }],
    ["an answer that breaks off", { kind: "cut", bytes: 10 }],
    ["an HTML page after the server had done it", { kind: "html", status: 502, commit: true }],
  ] as const)("exists once after %s", async (_, fault) => {
    hub.fail({ on: "issues/create-comment", nth: 1, fault });
    const answer = await (await github()).upsertComment(pull, MARKER, `${MARKER}\none`);
    expect(answer.ok).toBe(true);
    expect(await hub.comments(pull)).toHaveLength(1);
    expect(count("POST", /comments$/u)).toBe(1);
  });

  it("leaves the comments of people alone, whatever they begin with", async () => {
    const person = await github(ALL, hub.personToken("acme"));
    expect(await person.upsertComment(pull, "nothing of this", `${MARKER}\nI am the bot`)).toMatchObject({ ok: true });
    const api = await github();
    await api.upsertComment(pull, MARKER, `${MARKER}\nours`);
    const bodies = (await hub.comments(pull)).map((each) => [each.author, each.body]);
    expect(bodies).toEqual([
      ["acme", `${MARKER}\nI am the bot`],
      ["github-actions[bot]", `${MARKER}\nours`],
    ]);
  });

  it("does not take another tool's comment for ours because the marker stands somewhere in it", async () => {
    const api = await github();
    await api.upsertComment(pull, "<!-- other -->", `<!-- other -->\nquotes ${MARKER}\n${MARKER}`);
    await api.upsertComment(pull, MARKER, `${MARKER}\nours`);
    expect(await hub.comments(pull)).toHaveLength(2);
  });

  it("is found on the second page", async () => {
    const api = await github();
    for (let at = 0; at < 101; at++) await api.upsertComment(pull, `m${at}`, `m${at}\nx`);
    await api.upsertComment(pull, "m100", "m100\nfound");
    const comments = await hub.comments(pull);
    expect(comments).toHaveLength(101);
    expect(comments.at(-1)?.body).toBe("m100\nfound");
  });
});

describe("the next cycle", () => {
  const order: DispatchOrder = {
    workflow: untrusted("staging.yml"),
    ref: untrusted("feature/x"),
    inputs: { loop: untrusted("{}"), cycle: untrusted("77/2") },
    cycle: { loop: 77, n: 2, redo: 0 },
  };

  it("is dispatched, and its run is known", async () => {
    const answer = await (await github()).dispatch(order);
    expect(answer).toEqual({ ok: true, value: { runId: hub.runs.list()[0]?.id } });
  });

  it.each([
    ["reset after the server had done it", { kind: "reset", when: "after" }, 1],
    ["500 after the server had done it", { kind: "status", status: 500, commit: true }, 1],
    ["reset before the server had done it", { kind: "reset", when: "before" }, 2],
    ["502 before the server had done it", { kind: "status", status: 502 }, 2],
  ] as const)("is dispatched exactly once with a %s", async (_, fault, posts) => {
    hub.fail({ on: "actions/create-workflow-dispatch", nth: 1, fault });
    const answer = await (await github()).dispatch(order);
    expect(answer).toEqual({ ok: true, value: { runId: hub.runs.list()[0]?.id } });
    expect([hub.runs.list().length, count("POST", /dispatches$/u)]).toEqual([1, posts]);
  });

  it("is posted twice at most", async () => {
    hub.fail({ on: "actions/create-workflow-dispatch", nth: "every", fault: { kind: "status", status: 502 } });
    expect(await (await github()).dispatch(order)).toMatchObject({ ok: false, problem: { kind: "unreachable" } });
    expect([hub.runs.list().length, count("POST", /dispatches$/u)]).toEqual([0, 2]);
  });

  it("needs the permission, an existing branch, and never is a commit", async () => {
    const poor = await github({ contents: "read", actions: "read" });
    expect(await poor.dispatch(order)).toMatchObject({ ok: false, problem: { kind: "forbidden", status: 403 } });
    const api = await github();
    for (const ref of ["gone", commit(ONE)]) {
      const answer = await api.dispatch({ ...order, ref: untrusted(ref) });
      expect(answer).toMatchObject({ ok: false, problem: { kind: "rejected", status: 422 } });
    }
    expect(hub.runs.list()).toHaveLength(0);
  });
});

describe("GitHub as a control of our own network", () => {
  const asked = (): number => hub.requests().filter((each) => each.operation === "rate-limit/get").length;
  const silent = { controlPatience: { tryMs: 40, tries: 2 } };

  it("is reachable when it answers, with any token, by one question that does not count", async () => {
    const poor = await hub.issueToken({});
    const used = async (): Promise<unknown> => {
      const answer = await fetch(`${hub.url}/rate_limit`, { headers: { authorization: `Bearer ${poor}` } });
      return JSON.parse(await answer.text());
    };
    const before = await used();
    expect(await (await github({}, poor)).reachable()).toEqual({ ok: true, value: null });
    expect(asked()).toBe(2);
    expect(await used()).toMatchObject({ rate: { used: 0 } });
    expect(before).toMatchObject({ rate: { used: 0 } });
  });

  it("is reachable when it answers anything at all", async () => {
    const api = await github();
    for (const [nth, fault] of [
      [[1], { kind: "status", status: 401 }],
      [[1], { kind: "status", status: 403, message: "API rate limit exceeded" }],
      // A server of one's own without limits does not know the question.
      [[1], { kind: "status", status: 404 }],
      [[1, 2], { kind: "status", status: 503 }],
      [[1, 2], { kind: "html", status: 502 }],
      [[1], { kind: "html", status: 200 }],
    ] as const) {
      const before = asked();
      hub.fail({ on: "rate-limit/get", nth, fault });
      expect(await api.reachable()).toEqual({ ok: true, value: null });
      expect(asked() - before).toBe(nth.length);
    }
  });

  it("is reachable when the second try is answered", async () => {
    hub.fail({ on: "rate-limit/get", nth: 1, fault: { kind: "reset", when: "before" } });
    expect(await (await github()).reachable()).toEqual({ ok: true, value: null });
    expect(asked()).toBe(2);
  });

  it.each([
    ["cuts every connection", { kind: "reset", when: "before" }],
    ["never answers", { kind: "delay", ms: 60_000 }],
  ] as const)("is not reachable when it %s", async (_, fault) => {
    hub.fail({ on: "rate-limit/get", nth: "every", fault });
    const answer = await (await github(ALL, undefined, silent)).reachable();
    expect(answer).toMatchObject({ ok: false, problem: { kind: "unreachable", status: null } });
  });

  it("is not reachable where nothing listens", async () => {
    const api = await github(ALL, undefined, { ...silent, apiUrl: "http://127.0.0.1:1" });
    expect(await api.reachable()).toMatchObject({ ok: false, problem: { kind: "unreachable", status: null } });
  });
});

it("says of a token that is not valid that it is not valid", async () => {
  const api = await github(ALL, "ghs_notAToken0000000000000000000000000000");
  expect(await api.headOf(untrusted("main"))).toMatchObject({
    ok: false,
    problem: { kind: "unauthorized", status: 401 },
  });
});

it("writes a commit status with at most 140 characters", async () => {
  const api = await github();
  const status = {
    commit: commit(TWO),
    context: "test-deploy-loop/staging",
    state: "failure",
    url: `${hub.url}/x`,
  } as const;
  expect(await api.setStatus({ ...status, description: "x".repeat(300) })).toEqual({ ok: true, value: null });
  expect(hub.statuses(commit(TWO))[0]?.description).toHaveLength(140);
});
