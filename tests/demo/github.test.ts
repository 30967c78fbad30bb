// The GitHub stand-in: what it enforces, what it answers, and that both agree with GitHub's own description.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keepConcurrency } from "../../demo/github/concurrency.ts";
import { evaluate, evaluateCondition, interpolate } from "../../demo/github/expressions.ts";
import { at, numberAt, textAt } from "../../demo/github/json.ts";
import { seedRepository, type SeededRepository } from "../../demo/github/seed.ts";
import { startGitHub, type GitHubOptions, type GitHubStandIn } from "../../demo/github/stand-in.ts";
import { askOf, REPO, type Answer, type Shop } from "./shop.ts";

const DISPATCH = `${REPO}/actions/workflows/loop.yml/dispatches`;
const LOOP = `
name: Loop
run-name: Cycle \${{ inputs.cycle || 1 }} of \${{ github.ref_name }}
on:
  push: { branches: [main, "feature/**"], paths-ignore: ["docs/**"] }
  pull_request:
  schedule: [{ cron: "17 3 * * *" }]
  workflow_dispatch:
    inputs:
      loop: { required: false }
      cycle: { default: "1" }
      size: { type: choice, options: [small, large] }
jobs:
  only: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
`;

let folder: string;
let seeded: SeededRepository;
let github: GitHubStandIn;

const ask: Shop["ask"] = (...question) => askOf(github)(...question);

async function start(options: Partial<GitHubOptions> = {}): Promise<void> {
  github = await startGitHub({
    owner: "acme",
    repo: "shop",
    gitDir: seeded.gitDir,
    people: ["ada"],
    ...options,
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "github-test-"));
  seeded = await seedRepository(join(folder, "shop.git"));
  await seeded.commit({
    branch: "main",
    files: {
      ".github/workflows/loop.yml": LOOP,
      ".github/workflows/quiet.yml": "on: push\njobs: { only: { runs-on: x, steps: [{ run: 'true' }] } }\n",
    },
    message: "Start",
  });
  await seeded.commit({
    branch: "feature/cart",
    from: "main",
    files: { "cart.txt": "one\ntwo\n" },
    message: "Add the cart\n\nWith two lines.",
  });
});

beforeEach(() => start());

afterEach(async () => {
  await github.close();
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("tokens and permissions", () => {
  test("an unknown token is nobody", async () => {
    expect(await ask("ghs_invented", "GET", REPO)).toMatchObject({
      status: 401,
      body: { message: "Bad credentials" },
    });
  });

  test("a token ends when it is revoked", async () => {
    const token = await github.issueToken({ contents: "read" });
    expect((await ask(token, "GET", `${REPO}/branches/main`)).status).toBe(200);
    github.revokeToken(token);
    expect((await ask(token, "GET", `${REPO}/branches/main`)).status).toBe(401);
  });

  test.for([
    ["POST", DISPATCH, { ref: "main" }, "actions=write"],
    ["POST", `${REPO}/issues/1/comments`, { body: "x" }, "issues=write; pull_requests=write"],
    ["POST", `${REPO}/statuses/${"0".repeat(40)}`, { state: "success" }, "statuses=write"],
    ["POST", `${REPO}/deployments`, { ref: "main" }, "deployments=write"],
    ["GET", `${REPO}/pulls`, undefined, "pull_requests=read"],
  ] as const)("%s %s needs its permission", async ([method, path, body, needed]) => {
    const token = await github.issueToken({ contents: "read" });
    const answer = await ask(token, method, path, body);
    expect(answer).toMatchObject({ status: 403, body: { message: "Resource not accessible by integration" } });
    expect(answer.headers.get("x-accepted-github-permissions")).toBe(needed);
  });

  test("public data is readable without a permission, in a public repository only", async () => {
    await github.close();
    await start({ visibility: "public" });
    const token = await github.issueToken({});
    expect((await ask(token, "GET", `${REPO}/pulls`)).status).toBe(200);
    expect((await ask(token, "POST", DISPATCH, { ref: "main" })).status).toBe(403);
  });

  test("the allowance of requests runs out", async () => {
    await github.close();
    await start({ rateLimit: 2 });
    const token = await github.issueToken({ contents: "read" });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await ask(token, "GET", REPO)).status);
    expect(statuses).toEqual([200, 200, 403]);
    expect((await ask(token, "GET", REPO)).headers.get("x-ratelimit-remaining")).toBe("0");
  });
});

describe("dispatch", () => {
  const dispatch = async (body: unknown): Promise<Answer> =>
    ask(await github.issueToken({ actions: "write" }), "POST", DISPATCH, body);

  test("queues a run with the evaluated name, by the bot", async () => {
    const answer = await dispatch({
      ref: "feature/cart",
      inputs: { loop: "7", cycle: "2" },
      return_run_details: true,
    });
    const [run] = github.runs.list();
    expect(answer).toMatchObject({ status: 200, body: { workflow_run_id: run?.id } });
    expect(run).toMatchObject({
      displayTitle: "Cycle 2 of feature/cart",
      event: "workflow_dispatch",
      actor: "github-actions[bot]",
      status: "queued",
      ref: "refs/heads/feature/cart",
      payload: { inputs: { loop: "7", cycle: "2", size: "small" } },
    });
    expect(await dispatch({ ref: "main" })).toMatchObject({ status: 204, body: "" });
    expect(github.violations()).toEqual([]);
  });

  test.for([
    ["an undeclared input", { ref: "main", inputs: { lop: "1" } }, 'Unexpected inputs provided: ["lop"]'],
    ["a SHA", { ref: "a".repeat(40) }, `No ref found for: ${"a".repeat(40)}`],
    ["a missing branch", { ref: "nope" }, "No ref found for: nope"],
    ["a value outside of a choice", { ref: "main", inputs: { size: "huge" } }, /not in the list of allowed values/],
    ["too large inputs", { ref: "main", inputs: { loop: "x".repeat(65_536) } }, "inputs are too large."],
    [
      "26 inputs",
      { ref: "main", inputs: Object.fromEntries(Array.from({ length: 26 }, (_, n) => [`i${n}`, "1"])) },
      /No more than 25 properties are allowed; 26 were supplied/,
    ],
  ] as const)("refuses %s", async ([, body, message]) => {
    const answer = await dispatch(body);
    expect(answer.status).toBe(422);
    expect(textAt(answer.body, "message")).toMatch(message);
    expect(github.runs.list()).toEqual([]);
  });

  test("a workflow has to exist on the default branch and to be dispatchable", async () => {
    const token = await github.issueToken({ actions: "write" });
    const to = (file: string): Promise<Answer> =>
      ask(token, "POST", `${REPO}/actions/workflows/${file}/dispatches`, { ref: "main" });
    expect((await to("absent.yml")).status).toBe(404);
    expect(await to("quiet.yml")).toMatchObject({
      status: 422,
      body: { message: "Workflow does not have 'workflow_dispatch' trigger" },
    });
  });
});

describe("events", () => {
  test("a person's push starts the workflows that want it; the bot's push starts none", async () => {
    expect((await github.push({ ref: "main", by: "ada" })).map((run) => run.displayTitle)).toEqual([
      "Cycle 1 of main",
      "Start",
    ]);
    expect(await github.push({ ref: "main", by: "github-actions[bot]" })).toEqual([]);
  });

  test("filters of branches and paths hold", async () => {
    await seeded.commit({ branch: "other", from: "main", files: { "a.txt": "1" }, message: "Other" });
    await seeded.commit({ branch: "feature/docs", from: "main", files: {}, message: "Empty" });
    await github.close();
    await start();
    await seeded.commit({ branch: "feature/docs", files: { "docs/a/b.md": "1" }, message: "Docs" });
    const names = async (ref: string): Promise<string[]> =>
      (await github.push({ ref, by: "ada" })).map((run) => run.workflow.name);
    expect(await names("other")).toEqual([".github/workflows/quiet.yml"]);
    expect(await names("feature/docs")).toEqual([".github/workflows/quiet.yml"]);
  });

  test("a pull request runs its merge commit and follows its branch", async () => {
    const pull = await github.openPullRequest({ head: "feature/cart", base: "main", title: "Cart", by: "ada" });
    const [run] = github.runs.list();
    expect(run).toMatchObject({ event: "pull_request", ref: "refs/pull/1/merge", isRestricted: false });
    expect(run?.sha).not.toBe(run?.headSha);

    const after = await seeded.commit({ branch: "feature/cart", files: { "more.txt": "1" }, message: "More" });
    const runs = await github.push({ ref: "feature/cart", by: "ada" });
    expect(runs.map((one) => one.event)).toEqual(["push", "push", "pull_request"]);
    const token = await github.issueToken({ "pull-requests": "read", actions: "read" });
    expect((await ask(token, "GET", `${REPO}/pulls/${pull.number}`)).body).toMatchObject({ head: { sha: after } });
    expect((await ask(token, "GET", `${REPO}/commits/${after}/pulls`)).body).toMatchObject([{ number: 1 }]);
    expect((await ask(token, "GET", `${REPO}/actions/runs/${runs[0]?.id ?? 0}`)).body).toMatchObject({
      pull_requests: [{ number: 1, head: { sha: after } }],
      path: ".github/workflows/loop.yml",
    });
    expect(github.violations()).toEqual([]);
  });

  test("a fork's pull request is restricted", async () => {
    const sha = await seeded.commit({ branch: "elsewhere", from: "main", files: { "x.txt": "1" }, message: "X" });
    await github.openPullRequest({
      head: "patch-1",
      base: "main",
      title: "Help",
      by: "ada",
      fork: { owner: "stranger", sha },
    });
    expect(github.runs.list()[0]).toMatchObject({
      isRestricted: true,
      payload: { pull_request: { head: { repo: { full_name: "stranger/shop", fork: true } } } },
    });
  });

  test("a schedule runs the default branch", async () => {
    expect(await github.schedule("0 0 * * *")).toEqual([]);
    expect(await github.schedule("17 3 * * *")).toMatchObject([
      { event: "schedule", ref: "refs/heads/main", payload: { schedule: "17 3 * * *" } },
    ]);
  });

  test("runs are listed by event, time and page", async () => {
    await github.push({ ref: "main", by: "ada" });
    for (const cycle of ["2", "3"]) await github.dispatch({ workflow: "loop.yml", ref: "main", inputs: { cycle } });
    const token = await github.issueToken({ actions: "read" });
    const list = (query: string): Promise<Answer> =>
      ask(token, "GET", `${REPO}/actions/workflows/loop.yml/runs?${query}`);
    const page = await list("event=workflow_dispatch&per_page=1");
    expect(page.body).toMatchObject({ total_count: 2, workflow_runs: [{ display_title: "Cycle 3 of main" }] });
    expect(page.headers.get("link")).toContain('page=2>; rel="next"');
    expect((await list(`created=${encodeURIComponent(">=2100-01-01")}`)).body).toMatchObject({ total_count: 0 });
    expect((await list("status=queued&branch=main&actor=ada")).body).toMatchObject({ total_count: 1 });
    expect(github.violations()).toEqual([]);
  });
});

describe("what a run tells people", () => {
  test("comments page, change and vanish, and carry the app", async () => {
    await github.openPullRequest({ head: "feature/cart", base: "main", title: "Cart", by: "ada" });
    const token = await github.issueToken({ "pull-requests": "write" });
    const ids: number[] = [];
    for (const body of ["one", "two", "three"]) {
      const answer = await ask(token, "POST", `${REPO}/issues/1/comments`, { body });
      expect(answer).toMatchObject({
        status: 201,
        body: {
          user: { login: "github-actions[bot]", id: 41_898_282, type: "Bot" },
          performed_via_github_app: { slug: "github-actions" },
        },
      });
      ids.push(numberAt(answer.body, "id") ?? 0);
    }
    const page = await ask(token, "GET", `${REPO}/issues/1/comments?per_page=2`);
    expect(page.headers.get("link")).toContain('rel="next"');
    await ask(token, "PATCH", `${REPO}/issues/comments/${ids[0] ?? 0}`, { body: "changed" });
    expect((await ask(token, "DELETE", `${REPO}/issues/comments/${ids[1] ?? 0}`)).status).toBe(204);
    expect((await github.comments(1)).map((comment) => comment.body)).toEqual(["changed", "three"]);
    expect((await ask(token, "GET", `${REPO}/issues/comments`)).body).toHaveLength(2);
    expect(github.violations()).toEqual([]);

    const long = await ask(token, "POST", `${REPO}/issues/1/comments`, { body: "x".repeat(65_537) });
    expect(long.status).toBe(422);
    expect(at(long.body, "errors")).toMatchObject([{ message: "Body is too long (maximum is 65536 characters)" }]);
  });

  test("statuses have a limit of length and combine by context", async () => {
    const sha = (await github.site.git.resolve("feature/cart")) ?? "";
    const token = await github.issueToken({ statuses: "write" });
    const post = (body: unknown): Promise<Answer> => ask(token, "POST", `${REPO}/statuses/${sha}`, body);
    expect((await post({ state: "pending", context: "staging", description: "d".repeat(141) })).status).toBe(422);
    expect((await post({ state: "pending", context: "staging", description: "d".repeat(140) })).status).toBe(201);
    expect((await post({ state: "success", context: "staging" })).status).toBe(201);
    const combined = await ask(token, "GET", `${REPO}/commits/${sha}/status`);
    expect(combined.body).toMatchObject({ state: "success", total_count: 1 });
    expect(github.statuses(sha)).toHaveLength(2);
    expect(github.violations()).toEqual([]);
  });

  test("a deployment with GitHub's defaults is refused where a status is missing", async () => {
    const token = await github.issueToken({ statuses: "write", deployments: "write" });
    const sha = (await github.site.git.resolve("feature/cart")) ?? "";
    await ask(token, "POST", `${REPO}/statuses/${sha}`, { state: "pending", context: "staging" });
    const deploy = (more: object): Promise<Answer> =>
      ask(token, "POST", `${REPO}/deployments`, { ref: "feature/cart", environment: "staging", ...more });
    expect((await deploy({})).status).toBe(409);
    const made = await deploy({ auto_merge: false, required_contexts: [] });
    expect(made.status).toBe(201);
    const path = `${REPO}/deployments/${numberAt(made.body, "id") ?? 0}/statuses`;
    expect((await ask(token, "POST", path, { state: "success" })).status).toBe(201);
    expect(github.deployments()).toMatchObject([{ sha, statuses: [{ state: "success" }] }]);
    expect(github.violations()).toEqual([]);
  });

  test("a nightly issue is opened with its label and closed", async () => {
    const token = await github.issueToken({ issues: "write" });
    const made = await ask(token, "POST", `${REPO}/issues`, { title: "Nightly", labels: ["staging"] });
    await ask(token, "PATCH", `${REPO}/issues/${numberAt(made.body, "number") ?? 0}`, { state: "closed" });
    expect((await ask(token, "GET", `${REPO}/issues?labels=staging&state=open`)).body).toEqual([]);
    expect(await github.issues()).toMatchObject([{ title: "Nightly", state: "closed", labels: ["staging"] }]);
    expect(github.violations()).toEqual([]);
  });

  test("comparisons come from git", async () => {
    const token = await github.issueToken({ contents: "read" });
    const { body } = await ask(token, "GET", `${REPO}/compare/main...feature%2Fcart`);
    expect(body).toMatchObject({ status: "ahead", behind_by: 0 });
    expect(at(body, "files")).toContainEqual(expect.objectContaining({ filename: "cart.txt", additions: 2 }));
    expect((await ask(token, "GET", `${REPO}/git/ref/heads%2Fmain`)).body).toMatchObject({ ref: "refs/heads/main" });
    expect((await ask(token, "GET", `${REPO}/commits/feature%2Fcart`)).status).toBe(200);
    expect((await ask(token, "GET", `${REPO}/commits/${"0".repeat(40)}`)).status).toBe(422);
    expect(github.violations()).toEqual([]);
  });
});

describe("the contract", () => {
  test("requests outside of the description are violations", async () => {
    const token = await github.issueToken({ actions: "write", "pull-requests": "read" });
    await ask(token, "GET", `${REPO}/pulls?statee=open`);
    await ask(token, "POST", DISPATCH, { ref: "main", input: {} });
    await ask(token, "GET", `${REPO}/pullz`);
    expect(github.violations().map((violation) => violation.message)).toEqual([
      "query statee is not a parameter of pulls/list",
      "body/input is not a member of actions/create-workflow-dispatch",
      `GET ${REPO}/pullz is no operation of the contract`,
    ]);
  });

  test("every request is recorded with its token and run", async () => {
    await ask(await github.issueToken({ contents: "read" }, 42), "GET", `${REPO}/branches/main`);
    expect(github.requests()).toEqual([
      {
        method: "GET",
        path: `${REPO}/branches/main`,
        query: {},
        body: undefined,
        operation: "repos/get-branch",
        tokenKind: "job",
        runId: 42,
        status: 200,
        fault: undefined,
      },
    ]);
  });
});

describe("faults", () => {
  const comment = async (): Promise<Answer> =>
    ask(await github.issueToken({ issues: "write" }), "POST", `${REPO}/issues/1/comments`, { body: "once" });

  beforeEach(async () => {
    await ask(await github.issueToken({ issues: "write" }), "POST", `${REPO}/issues`, { title: "Here" });
  });

  test("a status may come before or after the request is carried out", async () => {
    github.fail({ on: "issues/create-comment", nth: 1, fault: { kind: "status", status: 500 } });
    github.fail({ on: "issues/create-comment", nth: 2, fault: { kind: "status", status: 500, commit: true } });
    expect([(await comment()).status, (await comment()).status]).toEqual([500, 500]);
    expect(await github.comments(1)).toHaveLength(1);
  });

  test("connections are cut before, after and in the middle of the answer", async () => {
    github.fail({ on: /POST .*comments$/, nth: 1, fault: { kind: "reset", when: "before" } });
    github.fail({ on: /POST .*comments$/, nth: 2, fault: { kind: "reset", when: "after" } });
    github.fail({ on: /POST .*comments$/, nth: 3, fault: { kind: "cut", bytes: 20 } });
    for (let n = 0; n < 3; n += 1) await expect(comment()).rejects.toThrow(/fetch failed|terminated/);
    expect(await github.comments(1)).toHaveLength(2);
    expect(github.requests().filter((request) => request.status === 0)).toHaveLength(3);
  });

  test("the page of an overloaded GitHub is HTML", async () => {
    github.fail({ on: "issues/create-comment", fault: { kind: "html" } });
    const answer = await comment();
    expect(answer.status).toBe(502);
    expect(answer.headers.get("content-type")).toContain("text/html");
    expect(answer.body).toContain("Unicorn!");
  });
});

describe("concurrency groups", () => {
  const wish = { cancelInProgress: false, queue: "single", onCancel: () => undefined } as const;

  test("a newer one takes the waiting place of an older one", async () => {
    const groups = keepConcurrency();
    const first = groups.enter("staging", wish);
    const second = groups.enter("Staging", wish);
    const third = groups.enter("staging", wish);
    expect(await first.answer).toBe("entered");
    expect(await second.answer).toBe("evicted");
    first.leave();
    expect(await third.answer).toBe("entered");
  });

  test("queue: max keeps them all, and cancel-in-progress tells the holder", async () => {
    const groups = keepConcurrency();
    let cancelled = 0;
    const holder = groups.enter("a", { ...wish, queue: "max", onCancel: () => (cancelled += 1) });
    const waiting = [1, 2, 3].map(() => groups.enter("a", { ...wish, queue: "max" }));
    holder.leave();
    for (const place of waiting) {
      expect(await place.answer).toBe("entered");
      place.leave();
    }
    const other = groups.enter("b", { ...wish, onCancel: () => (cancelled += 1) });
    groups.enter("b", { ...wish, cancelInProgress: true });
    expect(await other.answer).toBe("entered");
    expect(cancelled).toBe(1);
  });
});

describe("expressions", () => {
  const contexts = {
    github: { event: { inputs: { loop: "7" } }, ref_name: "main", run_id: "12" },
    steps: { deploy: { outputs: { url: "http://x" }, outcome: "failure" } },
    needs: { a: { result: "success" }, b: { result: "failure" } },
    list: ["one", "Two"],
  };

  test.for([
    ["github.event.inputs.loop", "7"],
    ["github.event.inputs.missing.deeper", null],
    ["github['ref_name'] == 'MAIN'", true],
    ["github.run_id == 12", true],
    ["!github.absent && 'yes' || 'no'", "yes"],
    ["contains(list, 'two') && startsWith('Hello', 'he')", true],
    ["format('{0} of {1} {{x}}', 2, 'five')", "2 of five {x}"],
    ["join(needs.*.result, '+')", "success+failure"],
    ["contains(needs.*.result, 'failure')", true],
    ["toJSON(fromJSON('{\"a\":1}').a)", "1"],
    ["(1 < 2) == true && 'it''s' != null", true],
    ["null == 0", true],
    ["steps.deploy.outcome", "failure"],
  ] as const)("%s", ([source, expected]) => {
    expect(evaluate(source, { contexts })).toEqual(expected);
  });

  test("a condition without a status function also wants success", () => {
    const failed = { success: () => false, failure: () => true, cancelled: () => false };
    const holds = (condition: string): boolean => evaluateCondition(condition, { contexts, status: failed });
    expect(holds("github.ref_name == 'main'")).toBe(false);
    expect(holds("${{ failure() && github.ref_name == 'main' }}")).toBe(true);
    expect(holds("always()")).toBe(true);
    expect(holds("!cancelled()")).toBe(true);
  });

  test("text keeps what is around, and a faulty expression is named", () => {
    expect(interpolate("Loop ${{ github.event.inputs.loop }} on ${{ github.ref_name }}", { contexts })).toBe(
      "Loop 7 on main",
    );
    expect(() => evaluate("github.", { contexts })).toThrow("Unexpected end of the expression");
    expect(() => evaluate("hashFiles('x')", { contexts })).toThrow("Unrecognized function: 'hashfiles'");
  });
});
