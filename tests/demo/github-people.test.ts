// What people do to pull requests and the repository while a loop runs, as the API and the events show it.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, numberAt } from "../../demo/github/json.ts";
import type { Run } from "../../demo/github/runs.ts";
import { openShop, REPO, type Shop } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(() => shop.close());

async function openCart(): Promise<number> {
  const { github } = shop;
  const { number } = await github.openPullRequest({ head: "feature/cart", base: "main", title: "Cart", by: "ada" });
  return number;
}

async function seen(number: number): Promise<unknown> {
  const token = await shop.github.issueToken({ "pull-requests": "read" });
  return (await shop.ask(token, "GET", `${REPO}/pulls/${number}`)).body;
}

function actions(runs: readonly Run[]): readonly unknown[] {
  return runs.map((run) => at(run.payload, "action") ?? run.event);
}

describe("a pull request", () => {
  test("a person labels it: the API shows the label, and a workflow that wants it runs", async () => {
    const number = await openCart();
    const runs = await shop.github.label(number, "loop:stop", "ada");
    expect(runs).toMatchObject([
      {
        actor: "ada",
        payload: {
          action: "labeled",
          label: { name: "loop:stop" },
          sender: { login: "ada", type: "User" },
          pull_request: { labels: [{ name: "loop:stop" }] },
        },
      },
    ]);
    expect(await seen(number)).toMatchObject({ labels: [{ name: "loop:stop" }] });
    await shop.github.unlabel(number, "loop:stop", "ada");
    expect(await seen(number)).toMatchObject({ labels: [] });
    expect(shop.github.violations()).toEqual([]);
  });

  test("is closed and opened again", async () => {
    const number = await openCart();
    expect(actions(await shop.github.closePullRequest(number, "ada"))).toEqual(["closed"]);
    expect(await seen(number)).toMatchObject({ state: "closed", merged: false });
    expect(actions(await shop.github.reopenPullRequest(number, "ada"))).toEqual(["reopened"]);
    expect(await seen(number)).toMatchObject({ state: "open", closed_at: null });
    expect(shop.github.violations()).toEqual([]);
  });

  test("is merged: its commits are then found under the default branch, and the base is pushed", async () => {
    const { github, ask } = shop;
    const number = await openCart();
    const head = await github.site.git.resolve("feature/cart");
    const runs = await github.mergePullRequest(number, "ada");
    expect(actions(runs)).toEqual(["closed", "push"]);
    const merge = await github.site.git.resolve("main");
    expect(runs.at(-1)).toMatchObject({ sha: merge, actor: "ada", headBranch: "main" });
    expect(await seen(number)).toMatchObject({ merged: true, merge_commit_sha: merge, merged_by: { login: "ada" } });
    const token = await github.issueToken({ "pull-requests": "read" });
    for (const commit of [head, merge]) {
      expect((await ask(token, "GET", `${REPO}/commits/${commit ?? ""}/pulls`)).body).toMatchObject([{ number }]);
    }
    expect(github.violations()).toEqual([]);
  });

  test("is closed with its branch, which nobody can dispatch any more", async () => {
    const { github, ask } = shop;
    const number = await openCart();
    expect(actions(await github.deleteBranch("feature/cart", "ada"))).toEqual(["closed"]);
    expect(await seen(number)).toMatchObject({ state: "closed", head: { ref: "feature/cart" } });
    const token = await github.issueToken({ actions: "write", contents: "read" });
    const dispatch = await ask(token, "POST", `${REPO}/actions/workflows/loop.yml/dispatches`, { ref: "feature/cart" });
    expect(dispatch).toMatchObject({ status: 422, body: { message: "No ref found for: feature/cart" } });
    expect((await ask(token, "GET", `${REPO}/branches/feature%2Fcart`)).status).toBe(404);
    expect(github.violations()).toEqual([]);
  });

  test("of Dependabot has a bot as its author and sender, and a restricted run", async () => {
    const { github, seeded } = shop;
    const branch = "dependabot/npm_and_yarn/left-pad-2";
    await seeded.commit({ branch, from: "main", files: { "package.json": "{}" }, message: "Bump left-pad" });
    const { number } = await github.openPullRequest({
      head: branch,
      base: "main",
      title: "Bump",
      by: "dependabot[bot]",
    });
    expect(github.runs.list()[0]).toMatchObject({
      isRestricted: true,
      actor: "dependabot[bot]",
      payload: {
        sender: { login: "dependabot[bot]", id: 49_699_333, type: "Bot" },
        pull_request: { user: { login: "dependabot[bot]" }, head: { repo: { fork: false, full_name: "acme/shop" } } },
      },
    });
    expect(await seen(number)).toMatchObject({ user: { type: "Bot" } });
    expect(github.violations()).toEqual([]);
  });
});

describe("a conversation", () => {
  test("that is locked takes no new comment of an app, but its old one can be edited", async () => {
    const { github, ask } = shop;
    const number = await openCart();
    const token = await github.issueToken({ "pull-requests": "write" });
    const first = await ask(token, "POST", `${REPO}/issues/${number}/comments`, { body: "before" });
    github.lock(number);
    expect(await seen(number)).toMatchObject({ locked: true });
    expect(await ask(token, "POST", `${REPO}/issues/${number}/comments`, { body: "after" })).toMatchObject({
      status: 403,
      body: { message: "Unable to create comment because issue is locked." },
    });
    const edit = `${REPO}/issues/comments/${numberAt(first.body, "id") ?? 0}`;
    expect((await ask(token, "PATCH", edit, { body: "edited" })).status).toBe(200);
    const person = github.personToken("ada");
    expect((await ask(person, "POST", `${REPO}/issues/${number}/comments`, { body: "mine" })).status).toBe(201);
    expect(github.violations()).toEqual([]);
  });

  test("in a repository without issues there are pull requests only", async () => {
    await shop.close();
    shop = await openShop({ hasIssues: false });
    const { github, ask } = shop;
    const number = await openCart();
    const token = await github.issueToken({ issues: "write", "pull-requests": "write" });
    expect(await ask(token, "POST", `${REPO}/issues`, { title: "Nightly" })).toMatchObject({
      status: 410,
      body: { message: "Issues are disabled for this repo" },
    });
    expect((await ask(token, "GET", `${REPO}/issues?state=all`)).body).toMatchObject([{ number, pull_request: {} }]);
    expect((await ask(token, "POST", `${REPO}/issues/${number}/comments`, { body: "x" })).status).toBe(201);
    expect(github.violations()).toEqual([]);
  });
});

test("an archived repository can be read only, and no night comes", async () => {
  const { github, ask } = shop;
  const number = await openCart();
  github.archive();
  const token = await github.issueToken({ issues: "write", statuses: "write", actions: "write", contents: "write" });
  const sha = (await github.site.git.resolve("main")) ?? "";
  for (const [path, body] of [
    [`${REPO}/issues/${number}/comments`, { body: "x" }],
    [`${REPO}/statuses/${sha}`, { state: "success" }],
    [`${REPO}/actions/workflows/loop.yml/dispatches`, { ref: "main" }],
    [`${REPO}/issues/${number}/labels`, { labels: ["x"] }],
  ] as const) {
    expect(await ask(token, "POST", path, body)).toMatchObject({
      status: 403,
      body: { message: "Repository was archived so is read-only." },
    });
  }
  expect((await ask(token, "GET", REPO)).body).toMatchObject({ archived: true });
  expect(await github.schedule()).toEqual([]);
  expect(github.violations()).toEqual([]);
});

describe("the repository as a git remote", () => {
  const run = promisify(execFile);
  const git = async (cwd: string, ...words: readonly string[]): Promise<string> => {
    const identity = ["-c", "user.name=ada", "-c", "user.email=ada@users.noreply.github.com"];
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0" };
    return (await run("git", [...identity, ...words], { cwd, env })).stdout.trim();
  };
  /** Clones, commits one file to `feature/cart` and pushes; gives the new commit. */
  const change = async (token: string): Promise<string> => {
    const work = join(shop.folder, `work-${token.slice(-6)}`);
    await git(shop.folder, "clone", "--quiet", "--branch", "feature/cart", shop.github.remoteUrl(token), work);
    await git(work, "commit", "--quiet", "--allow-empty", "-m", "Change the cart");
    await git(work, "push", "--quiet", "origin", "HEAD:feature/cart");
    return git(work, "rev-parse", "HEAD");
  };

  test("a push with a person's key starts runs before git has its answer", async () => {
    const { github } = shop;
    await openCart();
    const sha = await change(github.personToken("ada"));
    const [fromPull, fromPush] = github.runs.list();
    expect(fromPush).toMatchObject({ event: "push", sha, actor: "ada", payload: { sender: { type: "User" } } });
    expect(fromPull).toMatchObject({ event: "pull_request", headSha: sha, payload: { action: "synchronize" } });
    expect(github.violations()).toEqual([]);
  });

  test("a push with a job's token starts nothing, but the pull request follows", async () => {
    const { github } = shop;
    const number = await openCart();
    const before = github.runs.list().length;
    const sha = await change(await github.issueToken({ contents: "write" }));
    expect(github.runs.list()).toHaveLength(before);
    expect(await seen(number)).toMatchObject({ head: { sha } });
  });

  test("a token that may only read cannot push, and an unknown one cannot even read", async () => {
    const token = await shop.github.issueToken({ contents: "read" });
    await expect(change(token)).rejects.toThrow(/denied to github-actions\[bot\]|403/);
    await expect(change("ghs_invented")).rejects.toThrow(/Authentication failed|401/);
  });
});
