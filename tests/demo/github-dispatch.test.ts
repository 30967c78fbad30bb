// Dispatches on other servers and on bad days: how they are answered, and what becomes of them.
import { afterEach, describe, expect, test } from "vitest";
import { numberAt } from "../../demo/github/json.ts";
import { openShop, REPO, type Answer, type Shop } from "./shop.ts";

let shop: Shop;

afterEach(() => shop.close());

async function dispatch(more: object = { return_run_details: true }): Promise<Answer> {
  const token = await shop.github.issueToken({ actions: "write" });
  return shop.ask(token, "POST", `${REPO}/actions/workflows/loop.yml/dispatches`, { ref: "main", ...more });
}

async function look(answer: Answer): Promise<Answer> {
  const token = await shop.github.issueToken({ actions: "read" });
  return shop.ask(token, "GET", `${REPO}/actions/runs/${numberAt(answer.body, "workflow_run_id") ?? 0}`);
}

describe("the answer", () => {
  test("of a server that overlooks what it does not know has no body", async () => {
    shop = await openShop({ dispatchAnswer: "nothing" });
    expect(await dispatch()).toMatchObject({ status: 204, body: "" });
    expect(shop.github.runs.list()).toHaveLength(1);
    expect(shop.github.violations()).toEqual([]);
  });

  test("of an older server refuses the member that it does not know, and takes the rest", async () => {
    shop = await openShop({ dispatchAnswer: "refuses-unknown-member" });
    expect(await dispatch()).toMatchObject({
      status: 400,
      body: { message: 'Invalid request.\n\n"return_run_details" is not a permitted key.' },
    });
    expect(shop.github.runs.list()).toEqual([]);
    expect((await dispatch({})).status).toBe(204);
    expect(shop.github.runs.list()).toHaveLength(1);
    expect(shop.github.violations()).toEqual([]);
  });
});

describe("an accepted dispatch", () => {
  test("whose run never appears is told of, and found nowhere", async () => {
    shop = await openShop();
    shop.github.nextDispatch({ kind: "never-appears" });
    const answer = await dispatch();
    expect(answer.status).toBe(200);
    expect((await look(answer)).status).toBe(404);
    expect(shop.github.runs.list()).toEqual([]);
    const second = await dispatch();
    expect(numberAt(second.body, "workflow_run_id")).toBeGreaterThan(numberAt(answer.body, "workflow_run_id") ?? 0);
  });

  test("whose run appears late is found from then on, under the promised number", async () => {
    shop = await openShop();
    const later = Promise.withResolvers<void>();
    shop.github.nextDispatch({ kind: "appears-late", after: later.promise });
    const answer = await dispatch();
    expect((await look(answer)).status).toBe(404);
    expect(shop.github.runs.expected()).toHaveLength(1);
    later.resolve();
    await Promise.all(shop.github.runs.expected());
    expect(await look(answer)).toMatchObject({ status: 200, body: { status: "queued", event: "workflow_dispatch" } });
    expect(shop.github.runs.expected()).toEqual([]);
  });

  test("whose run is refused is over at once, without a job", async () => {
    shop = await openShop();
    shop.github.nextDispatch({ kind: "fails-at-startup" });
    const answer = await dispatch();
    expect(await look(answer)).toMatchObject({ body: { status: "completed", conclusion: "startup_failure" } });
    expect(shop.github.violations()).toEqual([]);
  });
});
