// The adapter against a GitHub on loopback that is well: what it reads, writes and starts, and how it asks whether it is there.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { IssueOrder } from "../../src/model/github.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { nextOrder, openHub, type Hub } from "./github-hub.ts";
import { END, NIGHTLY, page, STICKY } from "./github-talk.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
});
beforeEach(() => hub.begin());
afterAll(() => hub.close());

const WORKFLOW = untrusted("staging.yml");
const count = (pattern: RegExp): number => hub.asked().filter((each) => pattern.test(each)).length;
const bodiesAt = async (place: number): Promise<readonly string[]> =>
  (await hub.standIn.comments(place)).map(({ body }) => body);

describe("reading", () => {
  it("finds the pull request of a commit and tells how it is now", async () => {
    const api = await hub.api();
    const [base, , two] = hub.commits;
    const pull = { number: hub.pull, isOpen: true, head: two, branch: untrusted("feature/x"), labels: [] };
    expect(await api.findPullRequest(two)).toEqual({ ok: true, value: pull });
    expect(await api.findPullRequest(base)).toEqual({ ok: true, value: null });
    await hub.asPerson("POST", `/issues/${hub.pull}/labels`, { labels: ["loop:stop"] });
    const labels = [untrusted("loop:stop")];
    expect(await api.pullRequest(hub.pull)).toEqual({ ok: true, value: { ...pull, labels } });
    expect(await api.findPullRequest(two)).toEqual({ ok: true, value: { ...pull, labels } });
  });

  it("tells the head of a branch, or that it is gone", async () => {
    const api = await hub.api();
    expect(await api.headOf(untrusted("feature/x"))).toEqual({ ok: true, value: hub.commits[2] });
    expect(await api.headOf(untrusted("gone"))).toEqual({ ok: true, value: null });
  });

  it("compares commits: where the head stands, what came, and who made it", async () => {
    const api = await hub.api();
    const [base, one, two] = hub.commits;
    const between = await api.commitsBetween(base, two);
    expect(between).toEqual({
      ok: true,
      value: {
        relation: "ahead",
        commits: [
          { sha: one, subject: untrusted("One"), author: untrusted("ada"), byBot: false },
          { sha: two, subject: untrusted("Two"), author: untrusted("github-actions[bot]"), byBot: true },
        ],
        files: [untrusted("a")],
      },
    });
    expect(await api.commitsBetween(two, base)).toEqual({
      ok: true,
      value: { relation: "behind", commits: [], files: [] },
    });
    expect(await api.commitsBetween(two, two)).toEqual({
      ok: true,
      value: { relation: "identical", commits: [], files: [] },
    });
  });

  it("does not believe an answer of another form", async () => {
    hub.standIn.fail({
      on: "repos/get-branch",
      nth: "every",
      fault: { kind: "other", text: `{"commit":{"sha":"x"}}` },
    });
    expect(await (await hub.api()).headOf(untrusted("main"))).toMatchObject({
      ok: false,
      problem: { kind: "unusable", status: 200 },
    });
  });
});

describe("the comment", () => {
  it("is created once, edited afterwards, masked, and found again", async () => {
    const place = await hub.place();
    const api = await hub.api();
    expect(await api.readComment(place, STICKY)).toEqual({ ok: true, value: null });
    const first = await api.upsertComment(place, page(STICKY, "one"));
    expect(first).toMatchObject({ ok: true, value: { created: true, kept: false } });
    const second = await api.upsertComment(place, page(STICKY, "two s3cr3t-of-staging"));
    expect(second).toMatchObject({ ok: true, value: { created: false, kept: false } });
    expect(await bodiesAt(place)).toEqual([`${STICKY}\ntwo ***`]);
    const { id, url } = first.ok ? first.value : { id: 0, url: "" };
    expect(await api.readComment(place, STICKY)).toEqual({
      ok: true,
      value: { id, url, body: untrusted(`${STICKY}\ntwo ***`) },
    });
    expect(url).toBe(`${hub.standIn.url}/acme/app/pull/${place}#issuecomment-${id}`);
  });

  it("is rewritten by the one that tells the end, with one request more, and once", async () => {
    const place = await hub.place();
    const api = await hub.api();
    await api.upsertComment(place, page(STICKY, "one"));
    const bodyBeside = (url: string): string => `${STICKY}\nsee ${url}`;
    const earlier = { marker: STICKY, bodyBeside, mayReplace: () => true };
    const end = await api.addComment(place, page(END, "It ended."), earlier);
    const { url } = end.ok ? end.value : { url: "" };
    expect([count(/^POST .*comments/u), count(/^PATCH .*comments/u)]).toEqual([2, 1]);
    expect(await bodiesAt(place)).toEqual([`${STICKY}\nsee ${url}`, `${END}\nIt ended.`]);
    expect(await api.addComment(place, page(END, "It ended."), earlier)).toMatchObject({ value: { kept: true } });
    expect([count(/^POST .*comments/u), count(/^PATCH .*comments/u)]).toEqual([2, 1]);
  });

  it("stays where the one that tells the end may not take its place, or where there is none", async () => {
    const place = await hub.place();
    const api = await hub.api();
    const earlier = { marker: STICKY, bodyBeside: () => `${STICKY}\nfolded`, mayReplace: () => false };
    await api.addComment(place, page(END, "It ended."), { ...earlier, mayReplace: () => true });
    expect(await bodiesAt(place)).toEqual([`${END}\nIt ended.`]);
    await api.upsertComment(place, page(STICKY, "newer"));
    await api.addComment(place, page(END, "It ended."), earlier);
    expect(await bodiesAt(place)).toEqual([`${END}\nIt ended.`, `${STICKY}\nnewer`]);
  });

  it("B7: leaves the comments of people alone, whatever they begin with", async () => {
    const place = await hub.place();
    const api = await hub.api();
    await hub.asPerson("POST", `/issues/${place}/comments`, { body: `${STICKY}\nI am the bot` });
    expect(await api.readComment(place, STICKY)).toEqual({ ok: true, value: null });
    await api.upsertComment(place, page(STICKY, "ours"));
    expect((await hub.standIn.comments(place)).map((each) => [each.author, each.body])).toEqual([
      ["acme", `${STICKY}\nI am the bot`],
      ["github-actions[bot]", `${STICKY}\nours`],
    ]);
  });

  it("B7: does not take another tool's comment for ours because the marker stands somewhere in it", async () => {
    const place = await hub.place();
    const api = await hub.api();
    await api.upsertComment(place, page("<!-- other -->", `quotes ${STICKY}\n${STICKY}`));
    await api.upsertComment(place, page(STICKY, "ours"));
    expect(await bodiesAt(place)).toHaveLength(2);
  });

  it("is found on the second page", async () => {
    const place = await hub.place();
    for (let at = 0; at < 101; at++) await hub.asPerson("POST", `/issues/${place}/comments`, { body: "x" });
    const api = await hub.api();
    await api.upsertComment(place, page(STICKY, "one"));
    await api.upsertComment(place, page(STICKY, "found"));
    const all = await bodiesAt(place);
    expect([all.length, all.at(-1)]).toEqual([102, `${STICKY}\nfound`]);
  });
});

describe("the issue", () => {
  const night = (words: string, over: Partial<IssueOrder> = {}): IssueOrder => ({
    ...page(NIGHTLY, words),
    title: `Staging: ${words}`,
    isOpen: true,
    assignees: ["acme"],
    ...over,
  });
  const known = async () => (await hub.standIn.issues()).filter(({ body }) => body.startsWith(NIGHTLY));

  it("is opened, edited, closed and reopened, always the same one", async () => {
    const api = await hub.api();
    expect(await api.readIssue(NIGHTLY)).toEqual({ ok: true, value: null });
    const first = await api.writeIssue(night("one s3cr3t-of-staging"), null);
    if (!first.ok) throw new Error("not written");
    const { number, url, body, isOpen } = first.value;
    expect([url, isOpen, reveal(body)]).toEqual([
      `${hub.standIn.url}/acme/app/issues/${number}`,
      true,
      `${NIGHTLY}\none ***`,
    ]);
    expect(await api.readIssue(NIGHTLY)).toEqual(first);
    for (const [words, isStillOpen] of [
      ["two", true],
      ["good again", false],
      ["three", true],
    ] as const) {
      const before = await api.readIssue(NIGHTLY);
      const after = await api.writeIssue(night(words, { isOpen: isStillOpen }), before.ok ? before.value : null);
      expect(after).toMatchObject({ ok: true, value: { number, isOpen: isStillOpen } });
      expect(await known()).toMatchObject([{ title: `Staging: ${words}`, state: isStillOpen ? "open" : "closed" }]);
    }
    expect(count(/^POST/u)).toBe(1);
  });

  it("stays as it is where a later night wrote it, and is not opened only to be closed", async () => {
    const api = await hub.api();
    const before = await api.readIssue(NIGHTLY);
    const kept = await api.writeIssue(night("older", { mayReplace: () => false }), before.ok ? before.value : null);
    expect(kept).toEqual(before);
    expect(await api.writeIssue(night("x", { isOpen: false }), null)).toMatchObject({
      ok: false,
      problem: { kind: "not-found" },
    });
    expect(count(/^(?:POST|PATCH)/u)).toBe(0);
  });

  it("is another one where a person took the marker out, and never a person's or a pull request", async () => {
    const api = await hub.api();
    const before = await api.readIssue(NIGHTLY);
    if (!before.ok || before.value === null) throw new Error("not found");
    await hub.asPerson("PATCH", `/issues/${before.value.number}`, { body: "Mine now." });
    await hub.asPerson("POST", "/issues", { title: "I am the bot", body: `${NIGHTLY}\nI am the bot` });
    await hub.standIn.openPullRequest({
      head: "feature/x",
      base: "main",
      title: "P",
      body: `${NIGHTLY}\n`,
      by: "dana",
    });
    const after = await api.writeIssue(night("anew"), before.value);
    expect(after.ok && after.value.number !== before.value.number).toBe(true);
    expect(await api.readIssue(NIGHTLY)).toEqual(after);
  });
});

describe("the next cycle", () => {
  it("is dispatched, its run is known, and the lists tell who started what on which branch", async () => {
    const order = nextOrder();
    const api = await hub.api();
    const answer = await api.dispatch(order);
    const run = hub.standIn.runs.list()[0];
    expect(answer).toEqual({ ok: true, value: { runId: run?.id } });
    const row = {
      id: run?.id,
      title: untrusted(`Staging ${order.cycle.loop}/2`),
      status: "queued",
      conclusion: null,
      createdAt: Date.parse(run?.createdAt ?? ""),
      branch: untrusted("feature/x"),
      byBot: true,
      event: "workflow_dispatch",
    };
    const listed = await api.listDispatchedRuns(WORKFLOW);
    expect(listed.ok && listed.value[0]).toEqual(row);
    expect(await api.runOf(run?.id ?? 0)).toEqual({ ok: true, value: row });
    await hub.standIn.dispatch({ workflow: "staging.yml", ref: "main", by: "dana" });
    const newer = await api.listDispatchedRuns(WORKFLOW);
    expect(newer.ok && newer.value.slice(0, 2).map(({ byBot }) => byBot)).toEqual([false, true]);
    expect(await api.eventRunsOf(WORKFLOW, hub.commits[2])).toEqual({ ok: true, value: [] });
  });

  it("needs the permission, an existing branch, and never is a commit", async () => {
    const before = hub.standIn.runs.list().length;
    const poor = await hub.api({ permissions: { contents: "read", actions: "read" } });
    expect(await poor.dispatch(nextOrder())).toMatchObject({ ok: false, problem: { kind: "forbidden", status: 403 } });
    const api = await hub.api();
    for (const ref of ["gone", hub.commits[1]]) {
      const answer = await api.dispatch(nextOrder({ ref: untrusted(ref) }));
      expect(answer).toMatchObject({ ok: false, problem: { kind: "rejected", status: 422 } });
    }
    expect(hub.standIn.runs.list()).toHaveLength(before);
  });

  it("H3: is posted twice at most", async () => {
    const before = hub.standIn.runs.list().length;
    hub.standIn.fail({
      on: "actions/create-workflow-dispatch",
      nth: "every",
      fault: { kind: "status", status: 502 },
    });
    expect(await (await hub.api()).dispatch(nextOrder())).toMatchObject({
      ok: false,
      problem: { kind: "unreachable" },
    });
    expect([hub.standIn.runs.list().length - before, count(/^POST .*dispatches$/u)]).toEqual([0, 2]);
  });
});

describe("GitHub as a control of our own network", () => {
  const asked = (): number => count(/^GET \/rate_limit$/u);
  const silent = { controlPatience: { tryMs: 40, tries: 2 } };

  it("is reachable when it answers, with any token, by one question that does not count", async () => {
    const token = await hub.standIn.issueToken({});
    const used = async (): Promise<string | undefined> => {
      const answer = await fetch(`${hub.standIn.url}/rate_limit`, { headers: { authorization: `Bearer ${token}` } });
      return /"used":(\d+)/u.exec(await answer.text())?.[1];
    };
    const before = await used();
    expect(await (await hub.api({ token })).reachable()).toEqual({ ok: true, value: null });
    expect(asked()).toBe(1);
    expect(await used()).toBe(before);
    expect(before).toMatch(/^\d+$/u);
  });

  it("is reachable when it answers anything at all", async () => {
    const api = await hub.api();
    for (const fault of [
      { kind: "status", status: 401 },
      { kind: "status", status: 403, message: "API rate limit exceeded" },
      // A server of one's own without limits does not know the question.
      { kind: "status", status: 404 },
      { kind: "status", status: 503 },
      { kind: "html", status: 502 },
      { kind: "html", status: 200 },
    ] as const) {
      const before = asked();
      hub.standIn.fail({ on: "rate-limit/get", nth: 1, fault });
      expect(await api.reachable()).toEqual({ ok: true, value: null });
      expect(asked() - before).toBe(1);
    }
  });

  it("is reachable when the second try is answered", async () => {
    hub.standIn.fail({ on: "rate-limit/get", nth: 1, fault: { kind: "reset", when: "before" } });
    expect(await (await hub.api()).reachable()).toEqual({ ok: true, value: null });
    expect(asked()).toBe(2);
  });

  it.each([
    ["cuts every connection", { kind: "reset", when: "before" }],
    ["never answers", { kind: "delay", ms: 60_000 }],
  ] as const)("is not reachable when it %s", async (_, fault) => {
    hub.standIn.fail({ on: "rate-limit/get", nth: "every", fault });
    const answer = await (await hub.api(silent)).reachable();
    expect(answer).toMatchObject({ ok: false, problem: { kind: "unreachable", status: null } });
  });

  it("is not reachable where nothing listens", async () => {
    const api = await hub.api({ ...silent, apiUrl: "http://127.0.0.1:1" });
    expect(await api.reachable()).toMatchObject({ ok: false, problem: { kind: "unreachable", status: null } });
  });
});

it("says of a token that is not valid that it is not valid", async () => {
  const api = await hub.api({ token: "ghs_notAToken0000000000000000000000000000" });
  expect(await api.headOf(untrusted("main"))).toMatchObject({
    ok: false,
    problem: { kind: "unauthorized", status: 401 },
  });
});

it("writes a commit status with at most 140 characters, masked before it is cut, and reads ours again", async () => {
  const api = await hub.api();
  const commit = hub.commits[2];
  const description = `${"x".repeat(130)}s3cr3t-of-staging`;
  const status = {
    commit,
    context: "test-deploy-loop/staging",
    state: "failure",
    url: `${hub.standIn.url}/x`,
  } as const;
  expect(await api.setStatus({ ...status, description: "y".repeat(300) })).toEqual({ ok: true, value: null });
  expect(hub.standIn.statuses(commit).at(-1)?.description).toHaveLength(140);
  expect(await api.setStatus({ ...status, description })).toEqual({ ok: true, value: null });
  expect(hub.standIn.statuses(commit).at(-1)?.description).toBe(`${"x".repeat(130)}***`);
  expect(await api.statusesOf(commit)).toEqual({
    ok: true,
    value: new Map([["test-deploy-loop/staging", "failure"]]),
  });
});
