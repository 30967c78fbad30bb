// Lists of runs and issues with every filter that a loop may use, and the days on which things happen.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { movableClock } from "../../demo/github/clock.ts";
import { at, isList, numberAt, textAt } from "../../demo/github/json.ts";
import { openShop, REPO, type Shop } from "./shop.ts";

const clock = movableClock(new Date("2027-01-10T09:00:00Z"));
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ clock: clock.now });
});

afterAll(() => shop.close());

describe("runs", () => {
  const list = async (query: string): Promise<unknown> => {
    const token = await shop.github.issueToken({ actions: "read" });
    return (await shop.ask(token, "GET", `${REPO}/actions/workflows/loop.yml/runs?${query}`)).body;
  };
  const events = (body: unknown): readonly unknown[] => {
    const runs = at(body, "workflow_runs");
    return isList(runs) ? runs.map((run) => at(run, "event")) : [];
  };

  beforeAll(async () => {
    const { github, ask } = shop;
    await github.openPullRequest({ head: "feature/cart", base: "main", title: "Cart", by: "ada" });
    await github.push({ ref: "feature/cart", by: "ada" });
    clock.moveTo(new Date("2027-01-11T03:17:00Z"));
    await github.schedule("17 3 * * *");
    clock.moveTo(new Date("2027-01-12T12:00:00Z"));
    const token = await github.issueToken({ actions: "write" });
    await ask(token, "POST", `${REPO}/actions/workflows/loop.yml/dispatches`, { ref: "feature/cart" });
  });

  test("are found by each filter, newest first", async () => {
    const sha = (await shop.github.site.git.resolve("main")) ?? "";
    expect(events(await list(""))).toEqual(["workflow_dispatch", "schedule", "pull_request", "push", "pull_request"]);
    for (const [query, found] of [
      ["branch=main", ["schedule"]],
      ["branch=feature%2Fcart&event=push", ["push"]],
      ["actor=github-actions%5Bbot%5D", ["workflow_dispatch"]],
      ["actor=acme", ["schedule"]],
      [`head_sha=${sha}`, ["schedule"]],
      ["created=2027-01-11", ["schedule"]],
      [`created=${encodeURIComponent(">=2027-01-11T04:00:00Z")}`, ["workflow_dispatch"]],
      ["created=2027-01-10..2027-01-11&event=schedule", ["schedule"]],
      ["status=completed", []],
      ["status=queued&actor=ada&event=push", ["push"]],
    ] as const) {
      expect([query, events(await list(query))]).toEqual([query, found]);
    }
    expect(shop.github.violations()).toEqual([]);
  });

  test("say who pressed the button and on which branch, and leave pull requests out where asked", async () => {
    expect(await list("event=workflow_dispatch")).toMatchObject({
      workflow_runs: [
        {
          actor: { login: "github-actions[bot]", type: "Bot" },
          triggering_actor: { login: "github-actions[bot]", type: "Bot" },
          head_branch: "feature/cart",
          pull_requests: [{ number: 1 }],
        },
      ],
    });
    expect(await list("event=workflow_dispatch&exclude_pull_requests=true")).toMatchObject({
      workflow_runs: [{ pull_requests: [] }],
    });
    const [run] = shop.github.runs.list();
    expect(run?.payload).toMatchObject({ sender: { login: "github-actions[bot]", type: "Bot" } });
  });
});

describe("issues", () => {
  const list = async (query: string): Promise<readonly unknown[]> => {
    const token = await shop.github.issueToken({ issues: "read" });
    const { body } = await shop.ask(token, "GET", `${REPO}/issues?${query}`);
    return isList(body) ? body.map((issue) => at(issue, "title")) : [];
  };

  beforeAll(async () => {
    const { github, ask } = shop;
    const bot = await github.issueToken({ issues: "write" });
    const create = async (token: string, body: object): Promise<number> =>
      numberAt((await ask(token, "POST", `${REPO}/issues`, body)).body, "number") ?? 0;
    clock.moveTo(new Date("2027-02-01T03:17:00Z"));
    const night = await create(bot, { title: "Nightly", labels: ["staging"], assignees: ["ada"] });
    clock.moveTo(new Date("2027-02-02T10:00:00Z"));
    await create(github.personToken("ada"), { title: "A question" });
    clock.moveTo(new Date("2027-02-03T03:17:00Z"));
    await ask(bot, "PATCH", `${REPO}/issues/${night}`, { state: "closed", body: "Good again." });
  });

  test("are found by creator, state, label, assignee and time", async () => {
    for (const [query, found] of [
      ["state=all&creator=github-actions%5Bbot%5D", ["Nightly"]],
      ["creator=github-actions%5Bbot%5D", []],
      ["state=closed", ["Nightly"]],
      ["state=all&labels=staging", ["Nightly"]],
      ["state=all&labels=staging,other", []],
      ["state=all&assignee=ada", ["Nightly"]],
      ["state=open&assignee=none", ["A question", "Cart"]],
      ["state=all&since=2027-02-02T00:00:00Z", ["A question", "Nightly"]],
      ["state=all&since=2027-02-03T00:00:00Z", ["Nightly"]],
      ["state=all&sort=updated&direction=asc", ["Cart", "A question", "Nightly"]],
      ["state=all&per_page=1&page=2", ["Nightly"]],
    ] as const) {
      expect([query, await list(query)]).toEqual([query, found]);
    }
    expect(shop.github.violations()).toEqual([]);
  });

  test("carry the days on which they were opened, changed and closed, and so does the answer itself", async () => {
    const token = await shop.github.issueToken({ issues: "read" });
    const { body, headers } = await shop.ask(token, "GET", `${REPO}/issues?state=closed`);
    const [issue] = isList(body) ? body : [];
    expect(["created_at", "updated_at", "closed_at"].map((name) => textAt(issue, name)?.slice(0, 10))).toEqual([
      "2027-02-01",
      "2027-02-03",
      "2027-02-03",
    ]);
    expect(headers.get("date")).toMatch(/^Wed, 03 Feb 2027 /);
  });
});
