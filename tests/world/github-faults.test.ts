// GitHub's bad days, row by row of the fault table, against the stand-in: nothing twice, nothing claimed, nothing waited for too long.
import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "../../demo/github/faults.ts";
import type { Answer, DispatchOrder, GitHub, IssueOrder, Problem } from "../../src/model/github.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { ROUTES } from "../../src/world/github/routes.ts";
import type { Fetch } from "../../src/world/github/send.ts";
import { bodies, END, modelApi, NIGHTLY, page, STICKY, talk } from "./github-talk.ts";
import { ALL, nextOrder, openHub, virtual, type Hub } from "./github-hub.ts";
import { createModel } from "./github-model.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
});
beforeEach(() => hub.begin());
afterAll(() => hub.close());

const fail = (on: string | RegExp, fault: Fault, nth: number | readonly number[] | "every" | { from: number } = 1) =>
  hub.standIn.fail({ on, nth, fault });
const status = (code: number, message = "Server Error", headers: Record<string, string> = {}): Fault => ({
  kind: "status",
  status: code,
  message,
  headers,
});
const count = (pattern: RegExp): number => hub.asked().filter((each) => pattern.test(each)).length;
const bodiesAt = async (place: number): Promise<readonly string[]> =>
  (await hub.standIn.comments(place)).map(({ body }) => body);
const sticky = page(STICKY, "47 of 58");

function problemIn(answer: Answer<unknown> | undefined): Problem & { readonly words: string } {
  if (answer === undefined || answer.ok) throw new Error("not a problem");
  return { ...answer.problem, words: reveal(answer.problem.detail) };
}

const head = (api: GitHub): Promise<Answer<string | null>> => api.headOf(untrusted("main"));
const pending = (api: GitHub): Promise<Answer<null>> =>
  api.setStatus({
    commit: hub.commits[2],
    context: "test-deploy-loop/staging",
    state: "pending",
    description: "cycle 2 of 5",
    url: "https://github.example/x",
  });

let nights = 0;
function nightly(over: Partial<IssueOrder> = {}): IssueOrder {
  nights++;
  return { ...page(`${NIGHTLY}${nights}`, "47 of 58"), title: "Staging", isOpen: true, assignees: ["acme"], ...over };
}

describe("the token", () => {
  it("GA1: a token that is refused is used no more", async () => {
    fail(/./u, status(401, "Bad credentials"), "every");
    const api = await hub.api();
    const answers = await talk(api, { pull: hub.pull, commit: hub.commits[2] });
    expect(answers.map((each) => problemIn(each).kind)).toEqual(answers.map(() => "unauthorized"));
    expect(hub.asked()).toHaveLength(2);
    expect(await api.reachable()).toMatchObject({ ok: true });
  });

  it("GA2: a token that is refused once is asked with once more, for reading only", async () => {
    const api = await hub.api();
    fail("repos/get-branch", status(401, "Bad credentials"));
    expect(await head(api)).toEqual({ ok: true, value: hub.commits[0] });
    fail("repos/create-commit-status", status(401, "Bad credentials"));
    expect(problemIn(await pending(api)).kind).toBe("unauthorized");
    expect(count(/^POST/u)).toBe(1);
  });
});

describe("permissions", () => {
  const without = (...names: readonly string[]) =>
    Object.fromEntries(Object.entries(ALL).filter(([name]) => !names.includes(name)));

  it.each([
    ["contents", head, 1],
    ["statuses", pending, 1],
    ["actions", (api: GitHub) => api.dispatch(nextOrder()), 1],
    ["actions", (api: GitHub) => api.mayDispatch(untrusted("staging.yml")), 1],
    ["actions", (api: GitHub) => api.listDispatchedRuns(untrusted("staging.yml")), 1],
    ["pull-requests", (api: GitHub) => api.findPullRequest(hub.commits[2]), 1],
    ["pull-requests", (api: GitHub) => api.pullRequest(hub.pull), 1],
  ] as const)("GA3: a missing permission for %s is asked for once and is no limit", async (name, ask, asked) => {
    const answer = await ask(await hub.api({ permissions: without(name) }));
    expect(problemIn(answer)).toMatchObject({ kind: "forbidden", status: 403 });
    expect(hub.asked()).toHaveLength(asked);
  });

  it("J6: where one permission is missing, what needs another one works", async () => {
    const place = await hub.place();
    const works = async (...missing: readonly string[]): Promise<readonly boolean[]> => {
      const api = await hub.api({ permissions: without(...missing) });
      const answers = [
        await head(api),
        await pending(api),
        await api.upsertComment(place, sticky),
        await api.writeIssue(nightly(), null),
        await api.mayDispatch(untrusted("staging.yml")),
      ];
      return answers.map(({ ok }) => ok);
    };
    expect(await works()).toEqual([true, true, true, true, true]);
    expect(await works("contents")).toEqual([false, true, true, true, true]);
    expect(await works("statuses")).toEqual([true, false, true, true, true]);
    // Either of the two lets a job comment.
    expect(await works("pull-requests")).toEqual([true, true, true, true, true]);
    expect(await works("issues")).toEqual([true, true, true, false, true]);
    expect(await works("issues", "pull-requests")).toEqual([true, true, false, false, true]);
    expect(await works("actions")).toEqual([true, true, true, true, false]);
  });

  it.each([
    [403, "Repository was archived so is read-only."],
    [403, "Unable to create comment because issue is locked."],
  ])("J7: %s %s is no missing permission", async (code, message) => {
    fail("issues/create-comment", status(code, message));
    const answer = await (await hub.api()).upsertComment(await hub.place(), sticky);
    expect(problemIn(answer)).toMatchObject({ kind: "rejected", words: message });
  });

  it("J7: the API is asked below the address that the runner tells", async () => {
    const urls: string[] = [];
    const elsewhere: Fetch = (url, request) => {
      urls.push(url);
      return fetch(url.replace("https://ghes.example/api/v3", hub.standIn.url), request);
    };
    const api = await hub.api({ apiUrl: "https://ghes.example/api/v3/", fetch: elsewhere });
    expect(await head(api)).toEqual({ ok: true, value: hub.commits[0] });
    expect(urls).toEqual(["https://ghes.example/api/v3/repos/acme/app/branches/main"]);
  });

  it("J7: a renamed repository is followed below that address too, and nothing else is", async () => {
    const base = "https://ghes.example/api/v3";
    const seen: string[] = [];
    const moved =
      (location: string): Fetch =>
      async (url, request) => {
        seen.push(url);
        if (seen.length === 1) return { status: 301, headers: new Headers({ location }), body: null };
        return fetch(`${hub.standIn.url}/repos/acme/app/branches/main`, request);
      };
    const good = await hub.api({ apiUrl: base, fetch: moved(`${base}/repositories/17/branches/main`) });
    expect(await head(good)).toEqual({ ok: true, value: hub.commits[0] });
    expect(seen).toHaveLength(2);
    for (const location of [
      "https://ghes.example/repositories/17/branches/main",
      `${base}/repositories/17/branches/other`,
      `${base}/repositories/17/branches/main?x=1`,
      `${base}/repositories/17/../../user`,
      "http://ghes.example/api/v3/repositories/17/branches/main",
      "https://ghes.example:8443/api/v3/repositories/17/branches/main",
      "//other.example/api/v3/repositories/17/branches/main",
      "no address at all",
    ]) {
      seen.length = 0;
      expect([location, await head(await hub.api({ apiUrl: base, fetch: moved(location) }))]).toEqual([
        location,
        { ok: true, value: null },
      ]);
      expect([location, seen.length]).toEqual([location, 1]);
    }
  });
});

describe("limits", () => {
  const SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toUTCString();

  it("GA4: a secondary limit of half a minute is waited for, and nothing is asked meanwhile", async () => {
    const { clock, time } = virtual();
    const api = (await hub.api({ clock })).within(90_000);
    fail("repos/create-commit-status", status(403, SECONDARY, { "retry-after": "30" }));
    expect(await pending(api)).toEqual({ ok: true, value: null });
    expect(time.sleeps).toEqual([30_000]);
    expect(count(/^POST/u)).toBe(2);
  });

  it("GA4: it is not waited for where the time for it is not there", async () => {
    const { clock, time } = virtual();
    const api = (await hub.api({ clock })).within(20_000);
    fail("repos/create-commit-status", status(403, SECONDARY, { "retry-after": "30" }));
    const { kind, resetAt = 0 } = problemIn(await pending(api));
    expect(kind).toBe("rate-limited");
    expect(Math.abs(resetAt - Date.now() - 30_000)).toBeLessThan(5_000);
    expect(problemIn(await head(api)).kind).toBe("rate-limited");
    expect([time.sleeps, hub.asked().length]).toEqual([[], 1]);
  });

  it("GA4: it is waited for once, not for ever", async () => {
    const { clock, time } = virtual();
    fail("repos/create-commit-status", status(403, SECONDARY, { "retry-after": "30" }), "every");
    expect(problemIn(await pending(await hub.api({ clock }))).kind).toBe("rate-limited");
    expect([time.sleeps, hub.asked().length]).toEqual([[30_000], 2]);
  });

  it("GA5: without a time it means a minute at least, which is longer than a phase can wait", async () => {
    const { clock, time } = virtual();
    const api = await hub.api({ clock });
    fail("repos/create-commit-status", status(403, SECONDARY));
    const phase = api.within(90_000);
    expect(problemIn(await pending(phase)).kind).toBe("rate-limited");
    expect(problemIn(await head(phase)).kind).toBe("rate-limited");
    expect([time.sleeps, hub.asked().length]).toEqual([[], 1]);
    await clock.sleep(60_000);
    expect(await head(api)).toMatchObject({ ok: true });
  });

  it.each([
    ["5", 5_000],
    ["0", 1_000],
    [() => inSeconds(20), 20_000],
    [() => inSeconds(-20), 1_000],
    ["-5", null],
    ["1000000000", null],
    ["soon", null],
    ["1e1", null],
    ["", null],
  ] as const)("GA6: 429 with retry-after %s", async (given, waitedMs) => {
    const { clock, time } = virtual();
    const after = typeof given === "string" ? given : given();
    fail("repos/get-branch", status(429, "Too many requests", { "retry-after": after }));
    const answer = await head(await hub.api({ clock }));
    expect(answer.ok).toBe(waitedMs !== null);
    if (waitedMs === null) {
      const { resetAt = 0 } = problemIn(answer);
      expect(resetAt - Date.now()).toBeGreaterThan(55_000);
      expect(resetAt - Date.now()).toBeLessThanOrEqual(3_600_000);
    }
    // Dates have whole seconds.
    const waited = time.sleeps.reduce((sum, ms) => sum + ms, 0);
    expect(Math.abs(waited - (waitedMs ?? 0))).toBeLessThanOrEqual(2_000);
  });

  it("GA7: a limit that is used up for 40 minutes is not waited for, and its end is told", async () => {
    const { clock, time } = virtual();
    const reset = Math.floor(Date.now() / 1_000) + 2_400;
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) };
    fail("repos/get-branch", status(403, "API rate limit exceeded for installation ID 1.", headers));
    const api = await hub.api({ clock });
    expect(problemIn(await head(api))).toMatchObject({ kind: "rate-limited", status: 403, resetAt: reset * 1_000 });
    expect(problemIn(await pending(api)).kind).toBe("rate-limited");
    expect([time.sleeps, hub.asked().length]).toEqual([[], 1]);
  });

  it("H10: with few requests left, what is not needed is left out, and the rest is not", async () => {
    const headers =
      (remaining: string): Fetch =>
      async (url, request) => {
        const { status: code, headers: told, body } = await fetch(url, request);
        const all = new Headers(told);
        all.set("x-ratelimit-remaining", remaining);
        return { status: code, headers: all, body };
      };
    for (const [remaining, isLeftOut] of [
      ["99", true],
      ["100", false],
    ] as const) {
      const poor = await hub.api({ fetch: headers(remaining) });
      expect(await head(poor)).toMatchObject({ ok: true });
      hub.begin();
      const between = await poor.commitsBetween(hub.commits[0], hub.commits[2]);
      expect(between.ok).toBe(!isLeftOut);
      expect(await poor.mayDispatch(untrusted("staging.yml"))).toEqual({ ok: true, value: null });
      expect(hub.asked()).toHaveLength(isLeftOut ? 0 : 2);
      expect(await pending(poor)).toMatchObject({ ok: true });
    }
  });

  it("H10: a cycle in which nothing goes wrong needs at most 15 requests", async () => {
    const api = await hub.api();
    const answers = await talk(api, { pull: hub.pull, commit: hub.commits[2] });
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(hub.asked().length).toBeLessThanOrEqual(15);
  });

  it("H10: a step asks 40 times at most, whatever happens", async () => {
    fail(/./u, status(502), "every");
    const api = await hub.api();
    for (let at = 0; at < 20; at++) await head(api);
    expect(hub.asked()).toHaveLength(40);
    expect(problemIn(await head(api)).words).toBe("the requests for GitHub are spent");
  });

  it("writes serially, and a second apart once they are many", async () => {
    const model = createModel();
    const api = modelApi(model);
    const { tookMs } = await model.drive(
      (async () => {
        const set = { commit: "a".repeat(40), context: "x", state: "error", description: "", url: "" } as const;
        for (let at = 0; at < 12; at++) await api.setStatus(set);
      })(),
    );
    expect([model.statuses.length, tookMs]).toEqual([12, 2_000]);
  });
});

describe("what is not there", () => {
  it("GA8: a comment that is deleted between the look and the edit is written anew, once", async () => {
    const place = await hub.place();
    const deleting: Fetch = async (url, request) => {
      if (request.method === "PATCH")
        await hub.asPerson("DELETE", new URL(url).pathname.replace("/repos/acme/app", ""));
      return fetch(url, request);
    };
    await (await hub.api()).upsertComment(place, sticky);
    const answer = await (await hub.api({ fetch: deleting })).upsertComment(place, page(STICKY, "50 of 58"));
    expect(answer).toMatchObject({ ok: true, value: { created: true, kept: false } });
    expect(await bodiesAt(place)).toEqual([`${STICKY}\n50 of 58`]);
  });

  it.each([301, 302, 307, 308])("GA9: a renamed repository is followed with the same method (%s)", async (code) => {
    const place = await hub.place();
    const api = await hub.api();
    fail(/^(?:GET|POST|PATCH) \/repos\//u, { kind: "redirect", status: code, to: "renamed" }, "every");
    expect(await api.upsertComment(place, sticky)).toMatchObject({ ok: true });
    expect(await api.upsertComment(place, page(STICKY, "50 of 58"))).toMatchObject({ ok: true });
    expect(await bodiesAt(place)).toEqual([`${STICKY}\n50 of 58`]);
    expect(count(/^POST \/repositories\/.*comments/u)).toBe(1);
    expect(count(/^PATCH \/repositories\/.*comments/u)).toBe(1);
  });

  it("GA9: a redirect that never ends is followed three times", async () => {
    fail(/./u, { kind: "redirect", status: 307, to: "renamed" }, "every");
    expect(await (await hub.api()).pullRequest(hub.pull)).toEqual({ ok: true, value: null });
    expect(hub.asked()).toHaveLength(4);
  });

  it("GA9: the token goes to no other server", async () => {
    const seen: unknown[] = [];
    const other = createServer((request, response) => {
      seen.push(request.headers);
      response.end("{}");
    });
    await new Promise<void>((resolve) => {
      other.listen(0, "127.0.0.1", resolve);
    });
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const url = `http://127.0.0.1:${port}/repos/acme/app/branches/main`;
    fail("repos/get-branch", { kind: "redirect", status: 302, to: { url } });
    expect(await head(await hub.api())).toEqual({ ok: true, value: null });
    expect(seen).toEqual([]);
    await new Promise((resolve) => {
      other.close(resolve);
    });
  });

  it("GA9: what is gone is gone: it is not asked for again", async () => {
    const api = await hub.api();
    expect(await api.pullRequest(9_999)).toEqual({ ok: true, value: null });
    expect(await api.runOf(9_999)).toEqual({ ok: true, value: null });
    expect(problemIn(await api.readComment(9_999, STICKY)).kind).toBe("not-found");
    expect(problemIn(await api.upsertComment(9_999, sticky)).kind).toBe("not-found");
    expect(hub.asked()).toHaveLength(4);
  });

  it.each([
    [409, "rejected"],
    [410, "not-found"],
    [422, "rejected"],
    [451, "rejected"],
  ] as const)("GA10: %s is an answer", async (code, kind) => {
    fail("repos/get-branch", status(code, "No."), "every");
    fail("repos/create-commit-status", status(code, "No."), "every");
    const api = await hub.api();
    expect(problemIn(await pending(api))).toMatchObject({ kind, words: "No." });
    const read = await head(api);
    expect(read.ok ? "not-found" : read.problem.kind).toBe(kind);
    expect(hub.asked()).toHaveLength(2);
  });
});

describe("what is refused", () => {
  it("GA11: a body that is too long comes once more in few words", async () => {
    const place = await hub.place();
    const api = await hub.api();
    const long = { ...sticky, body: `${STICKY}\n${"x".repeat(70_000)}` };
    expect(await api.upsertComment(place, long)).toMatchObject({ ok: true, value: { created: true } });
    expect(await bodiesAt(place)).toEqual([`${STICKY}\nshort`]);
    expect(await api.upsertComment(place, long)).toMatchObject({ ok: true, value: { created: false } });
    expect(count(/^POST .*comments/u)).toBe(2);
    expect(count(/^PATCH/u)).toBe(2);
  });

  it("GA11: few words that are refused too are not sent a third time", async () => {
    fail("issues/create-comment", status(422, "Body is too long"), "every");
    const answer = await (await hub.api()).upsertComment(await hub.place(), sticky);
    expect(problemIn(answer)).toMatchObject({ kind: "rejected", status: 422, words: "Body is too long" });
    expect(count(/^POST .*comments/u)).toBe(2);
  });

  const inputs = { ...nextOrder().inputs, staging: untrusted("x") };
  const REFUSED: readonly (readonly [Partial<DispatchOrder>, Problem["kind"], RegExp])[] = [
    [{ inputs }, "rejected", /^Unexpected inputs provided: \["staging"\]/u],
    [{ workflow: untrusted("pushed.yml") }, "rejected", /^Workflow does not have 'workflow_dispatch' trigger/u],
    [{ ref: untrusted("gone") }, "rejected", /^No ref found for: gone/u],
    [{ workflow: untrusted("gone.yml") }, "not-found", /^Not Found/u],
  ];
  it.each(REFUSED)("GA12: a dispatch that is refused is told in GitHub's words (%o)", async (over, kind, words) => {
    const problem = problemIn(await (await hub.api()).dispatch(nextOrder(over)));
    expect(problem.kind).toBe(kind);
    expect(problem.words).toMatch(words);
    expect(hub.asked()).toHaveLength(1);
  });

  it("H13: what is missing for a dispatch is found before one is needed, and nothing is started", async () => {
    const before = hub.standIn.runs.list().length;
    const api = await hub.api();
    expect(await api.mayDispatch(untrusted("staging.yml"))).toEqual({ ok: true, value: null });
    expect(problemIn(await api.mayDispatch(untrusted("gone.yml"))).kind).toBe("not-found");
    const poor = await hub.api({ permissions: { ...ALL, actions: "read" } });
    expect(problemIn(await poor.mayDispatch(untrusted("staging.yml"))).kind).toBe("forbidden");
    for (const fault of [status(502), status(429), { kind: "html", status: 200 }] as const) {
      fail("actions/create-workflow-dispatch", fault);
      expect(await (await hub.api()).mayDispatch(untrusted("staging.yml"))).toEqual({ ok: true, value: null });
    }
    expect(hub.standIn.runs.list()).toHaveLength(before);
  });

  it("H13: a status counts as written only when GitHub says so in its own form", async () => {
    const api = await hub.api();
    fail("repos/create-commit-status", { kind: "html", status: 200 }, "every");
    expect(problemIn(await pending(api)).kind).toBe("unusable");
  });
});

describe("answers that get lost", () => {
  it.each([500, 502, 503, 504])("GA13: %s to a reading is asked again, three times in all", async (code) => {
    const api = await hub.api();
    fail("repos/get-branch", status(code), [1, 2]);
    expect(await head(api)).toMatchObject({ ok: true });
    fail("repos/get-branch", status(code), "every");
    expect(problemIn(await head(api))).toMatchObject({ kind: "unreachable", status: code });
    expect(hub.asked()).toHaveLength(6);
  });

  const after = (code: number): Fault => ({ kind: "status", status: code, commit: true });
  const WRITES = [
    ["a comment", "issues/create-comment"],
    ["an edit", "issues/update-comment"],
    ["an end comment", "issues/create-comment"],
    ["an issue", "issues/create"],
    ["a dispatch", "actions/create-workflow-dispatch"],
  ] as const;

  type Write = (typeof WRITES)[number][0];

  /** Writes with one fault in the way; how many there are then. */
  async function written(what: Write, on: string, fault: Fault): Promise<readonly [ok: boolean, there: number]> {
    const place = await hub.place();
    const api = await hub.api();
    const order = nextOrder();
    const issue = nightly();
    if (what === "an edit") await api.upsertComment(place, page(STICKY, "earlier"));
    fail(on, fault);
    switch (what) {
      case "a comment":
      case "an edit": {
        const answer = await api.upsertComment(place, sticky);
        return [answer.ok, (await bodiesAt(place)).filter((body) => body === sticky.body).length];
      }
      case "an end comment": {
        const answer = await api.addComment(place, page(END, "It ended."));
        return [answer.ok, (await bodiesAt(place)).length];
      }
      case "an issue": {
        const answer = await api.writeIssue(issue, null);
        return [answer.ok, (await hub.standIn.issues()).filter(({ body }) => body === issue.body).length];
      }
      case "a dispatch": {
        const answer = await api.dispatch(order);
        const title = `Staging ${order.cycle.loop}/2`;
        const runs = hub.standIn.runs.list().filter(({ displayTitle }) => displayTitle === title);
        return [answer.ok && answer.value.runId === runs[0]?.id, runs.length];
      }
    }
  }

  it.each(WRITES)("GA14: %s that was done before the 500 is there once", async (what, on) => {
    expect(await written(what, on, after(500))).toEqual([true, 1]);
  });

  it.each(WRITES)("GA15: %s that was not done before the 502 is there once", async (what, on) => {
    expect(await written(what, on, status(502))).toEqual([true, 1]);
  });

  const POINTS: readonly (readonly [string, Fault])[] = [
    ["before the request", { kind: "reset", when: "before" }],
    ["after the request", { kind: "reset", when: "after" }],
    ["in the headers", { kind: "reset", when: "in-headers" }],
    ["in the body", { kind: "cut", bytes: 10 }],
  ];
  it.each(POINTS.flatMap(([point, fault]) => WRITES.map(([what, on]) => [what, point, on, fault] as const)))(
    "GA16: %s whose connection ends %s is there once",
    async (what, _, on, fault) => {
      expect(await written(what, on, fault)).toEqual([true, 1]);
    },
  );

  it.each(POINTS)("GA16: a listing whose connection ends %s is asked for again", async (_, fault) => {
    fail("actions/list-workflow-runs", fault);
    expect(await (await hub.api()).listDispatchedRuns(untrusted("staging.yml"))).toMatchObject({ ok: true });
    expect(hub.asked()).toHaveLength(2);
  });

  it("H3: where nobody can look, no second dispatch is posted", async () => {
    fail("actions/create-workflow-dispatch", { kind: "reset", when: "after" });
    fail("actions/list-workflow-runs", status(502), "every");
    const order = nextOrder();
    expect(problemIn(await (await hub.api()).dispatch(order)).kind).toBe("unreachable");
    expect(count(/^POST/u)).toBe(1);
  });

  it.each(["", "{}", "[]", "null", `{"id":"12"}`, `{"id":1.5}`, `{"id":`, `"created"`])(
    "GA21: 201 with %s is looked after",
    async (text) => {
      const place = await hub.place();
      fail("issues/create-comment", { kind: "other", text });
      const answer = await (await hub.api()).upsertComment(place, sticky);
      const [comment] = await hub.standIn.comments(place);
      expect(answer).toMatchObject({ ok: true, value: { id: comment?.id } });
      expect(await bodiesAt(place)).toEqual([sticky.body]);
    },
  );

  it.each(["[]", `{"workflow_run_id":"1"}`, `{"workflow_run_id":`, "null"])(
    "GA21: a dispatch that is answered 200 with %s is there once",
    async (text) => {
      expect(await written("a dispatch", "actions/create-workflow-dispatch", { kind: "other", text })).toEqual([
        true,
        1,
      ]);
    },
  );
});

describe("a network that does not carry", () => {
  const notFound: Fetch = () =>
    Promise.reject(new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND api.github.example") }));

  it.each([
    ["nobody listens", { apiUrl: "http://127.0.0.1:1" }, /ECONNREFUSED|bad port/u],
    ["the name is unknown", { apiUrl: "https://api.github.example", fetch: notFound }, /ENOTFOUND/u],
    ["it speaks no TLS", { apiUrl: "" }, /SSL|packet|wrong version/u],
  ] as const)("GA17: %s: three tries, then one each until something answers", async (_, order, words) => {
    const { clock, time } = virtual();
    const apiUrl = order.apiUrl === "" ? hub.standIn.url.replace("http:", "https:") : order.apiUrl;
    const sent: string[] = [];
    const real = "fetch" in order ? order.fetch : fetch;
    const counting: Fetch = (url, request) => {
      sent.push(url);
      return real(url, request);
    };
    const api = await hub.api({ clock, apiUrl, fetch: counting });
    const problem = problemIn(await head(api));
    expect(problem).toMatchObject({ kind: "unreachable", status: null });
    expect(problem.words).toMatch(words);
    expect(sent).toHaveLength(3);
    expect(time.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(20_000);
    await head(api);
    expect(sent).toHaveLength(4);
  });

  it("GA18: who never answers is left after the time of a try", async () => {
    fail("repos/get-branch", { kind: "delay", ms: 60_000 }, "every");
    const api = await hub.api({ patience: { tryMs: 60 } });
    const began = performance.now();
    expect(problemIn(await head(api))).toMatchObject({ kind: "unreachable", status: null });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(hub.asked()).toHaveLength(3);
  });

  it("GA19: a body that drips is left after the time of a try, though it never stands still", async () => {
    fail("repos/get-branch", { kind: "drip", everyMs: 10 }, "every");
    const api = await hub.api({ patience: { tryMs: 100 } });
    const began = performance.now();
    const problem = problemIn(await head(api));
    expect([problem.kind, problem.words]).toEqual(["unreachable", "no whole answer within 1 s"]);
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(hub.asked()).toHaveLength(3);
  });

  it("the calls of a phase share its time", async () => {
    const { clock } = virtual();
    const api = await hub.api({ clock });
    const phase = api.within(10_000);
    expect(await head(phase)).toMatchObject({ ok: true });
    await clock.sleep(10_000);
    expect(problemIn(await pending(phase)).words).toBe("the time for GitHub is spent");
    expect(problemIn(await phase.dispatch(nextOrder())).words).toBe("the time for GitHub is spent");
    expect(await head(api)).toMatchObject({ ok: true });
    expect(hub.asked()).toHaveLength(2);
  });

  it("after a cancel no more than 20 seconds are left, whatever the phase had", async () => {
    let since: number | null = null;
    const phase = (await hub.api({ sinceCancel: () => since })).within(90_000);
    since = 19_000;
    expect(await head(phase)).toMatchObject({ ok: true });
    since = 20_000;
    expect(problemIn(await head(phase)).words).toBe("the time for GitHub is spent");
  });
});

describe("answers of another kind", () => {
  it.each([
    [200, "unusable"],
    [502, "unreachable"],
  ] as const)("GA20: %s with an HTML page", async (code, kind) => {
    const text = `<html>${"<p>Unicorn!</p>".repeat(2_000)}</html>`;
    fail("repos/get-branch", { kind: "other", status: code, text, type: "text/html; charset=utf-8" }, "every");
    const problem = problemIn(await head(await hub.api()));
    expect(problem).toMatchObject({ kind, words: `GitHub answered ${code} with an HTML page` });
  });

  it("GA28: a proxy that wants to know who we are is no answer of GitHub", async () => {
    fail("repos/get-branch", { kind: "html", status: 407 }, "every");
    const problem = problemIn(await head(await hub.api()));
    expect(problem).toMatchObject({ kind: "unreachable", status: null });
    expect(problem.words).not.toContain("<");
    fail("repos/get-branch", { kind: "html", status: 511 }, "every");
    expect(problemIn(await head(await hub.api())).kind).toBe("unreachable");
  });

  it("GA20: the page of a portal is not read as JSON, whatever it says", async () => {
    const text = JSON.stringify({ commit: { sha: "f".repeat(40) } });
    fail("repos/get-branch", { kind: "other", text, type: "text/plain" }, "every");
    expect(problemIn(await head(await hub.api())).words).toBe("GitHub answered 200 with something that is not JSON");
  });

  it.each([
    [10 * 1024 * 1024, false],
    [64 * 1024 * 1024, true],
  ])("GA22: %s bytes, packed: %s, are not read to their end", async (bytes, packed) => {
    fail("repos/get-branch", { kind: "huge", bytes, packed }, "every");
    const problem = problemIn(await head(await hub.api({ patience: { tries: 1 } })));
    expect([problem.kind, problem.words]).toEqual(["unusable", "GitHub answered 200 with more than 5 MiB"]);
  });

  it("shows no secret and no token of what it was told", async () => {
    const token = await hub.standIn.issueToken(ALL);
    const echoing: Fetch = () =>
      Promise.reject(new TypeError("fetch failed", { cause: new Error("\u001b[31mbroken\nauthorization") }));
    expect(problemIn(await head(await hub.api({ token, fetch: echoing }))).words).toBe("broken");
  });
});

describe("many comments", () => {
  const people = (model: ReturnType<typeof createModel>, many: number): void => {
    for (let id = 1; id <= many; id++) {
      model.comments.push({ id, number: 7, title: "", body: "x", state: "open", login: "dana", changed: 0 });
    }
  };

  it("GA23: ours is found on a later page, and no page after it is read", async () => {
    const model = createModel();
    people(model, 250);
    await model.drive(modelApi(model).upsertComment(7, sticky));
    people(model, 500);
    model.requests.length = 0;
    const { value } = await model.drive(modelApi(model).upsertComment(7, page(STICKY, "again")));
    expect(value).toMatchObject({ ok: true, value: { created: false } });
    expect(model.requests).toHaveLength(4);
    expect(bodies(model, STICKY)).toEqual([`${STICKY}\nagain`]);
  });

  it("GA23: of 3,000 only the first 1,000 are read, and then nothing is written", async () => {
    const model = createModel();
    people(model, 3_000);
    const { value } = await model.drive(modelApi(model).upsertComment(7, sticky));
    expect(problemIn(value).words).toContain("not among the first 1000 comments");
    expect(model.requests).toHaveLength(10);
    expect(model.comments).toHaveLength(3_000);
  });

  it("GA23: a page that fails leaves it open whether ours is there, and then nothing is written", async () => {
    const faults = [{ on: /^GET .*comments$/u, from: 2, count: 3, fault: "502-before" }] as const;
    const model = createModel({ faults });
    people(model, 250);
    const { value } = await model.drive(modelApi(model).upsertComment(7, sticky));
    expect(problemIn(value).kind).toBe("unreachable");
    expect(model.comments).toHaveLength(250);
  });

  it("GA23: after writing, no page is read again that had only others", async () => {
    const model = createModel();
    people(model, 950);
    await model.drive(modelApi(model).upsertComment(7, sticky));
    expect(model.requests).toHaveLength(10 + 1 + 1);
  });
});

describe("others at the same comment", () => {
  it("GA25: what a later cycle wrote stays", async () => {
    const place = await hub.place();
    const api = await hub.api();
    await api.upsertComment(place, page(STICKY, "cycle 3"));
    const asked: string[] = [];
    const answer = await api.upsertComment(place, {
      ...page(STICKY, "cycle 2"),
      mayReplace: (before) => {
        asked.push(reveal(before));
        return false;
      },
    });
    expect(answer).toMatchObject({ ok: true, value: { created: false, kept: true } });
    expect(asked).toEqual([`${STICKY}\ncycle 3`]);
    expect(await bodiesAt(place)).toEqual([`${STICKY}\ncycle 3`]);
  });

  it("GA25: an end that was told is not told again, and not written over", async () => {
    const place = await hub.place();
    const api = await hub.api();
    expect(await api.addComment(place, page(END, "one"))).toMatchObject({ value: { created: true, kept: false } });
    expect(await api.addComment(place, page(END, "two"))).toMatchObject({ value: { created: false, kept: true } });
    expect(await bodiesAt(place)).toEqual([`${END}\none`]);
  });

  it("GA26: what a person wrote into ours is written over, and without its marker it is theirs", async () => {
    const place = await hub.place();
    const api = await hub.api();
    const first = await api.upsertComment(place, page(STICKY, "one"));
    const id = first.ok ? first.value.id : 0;
    await hub.asPerson("PATCH", `/issues/comments/${id}`, { body: `${STICKY}\nI was here` });
    await api.upsertComment(place, page(STICKY, "two"));
    expect(await bodiesAt(place)).toEqual([`${STICKY}\ntwo`]);
    await hub.asPerson("PATCH", `/issues/comments/${id}`, { body: `Look:\n${STICKY}\ntwo` });
    await api.upsertComment(place, page(STICKY, "three"));
    expect(await bodiesAt(place)).toEqual([`Look:\n${STICKY}\ntwo`, `${STICKY}\nthree`]);
  });

  it("GA24: a copy that an earlier cycle could not delete goes with the next edit", async () => {
    const model = createModel();
    for (const id of [1, 2, 3]) {
      const login = id === 3 ? "dana" : "github-actions[bot]";
      model.comments.push({ id, number: 7, title: "", body: `${STICKY}\n${id}`, state: "open", login, changed: 0 });
    }
    await model.drive(modelApi(model).upsertComment(7, sticky));
    expect(model.comments.map(({ id, body }) => [id, body])).toEqual([
      [1, sticky.body],
      [3, `${STICKY}\n3`],
    ]);
  });
});

describe("clocks", () => {
  it.each([
    ["2 hours behind", -7_200_000],
    ["a day ahead", 86_400_000],
  ])("GA27: GitHub's clock is %s: a run whose dispatch was lost is found", async (_, offsetMs) => {
    hub.setClock(offsetMs);
    const order = nextOrder();
    fail("actions/create-workflow-dispatch", { kind: "reset", when: "after" });
    const answer = await (await hub.api()).dispatch(order);
    expect(answer).toEqual({ ok: true, value: { runId: hub.standIn.runs.list()[0]?.id } });
    expect(count(/^POST/u)).toBe(1);
  });

  it("GA27: a run of the same cycle from an hour ago is another one", async () => {
    const order = nextOrder();
    const api = await hub.api();
    hub.setClock(-3_600_000);
    const old = await api.dispatch(order);
    hub.setClock(0);
    fail("actions/create-workflow-dispatch", { kind: "reset", when: "before" });
    const renewed = await (await hub.api()).dispatch(order);
    expect(renewed.ok && old.ok && renewed.value.runId !== old.value.runId).toBe(true);
  });
});

describe("everything", () => {
  it("GA29: GitHub is down for the whole run: every call answers, nothing is claimed", async () => {
    fail(/./u, { kind: "reset", when: "before" }, "every");
    const { clock, time } = virtual();
    const began = time.now;
    const answers = await talk(await hub.api({ clock }), { pull: hub.pull, commit: hub.commits[2] });
    expect(answers.map(({ ok }) => ok)).toEqual(answers.map(() => false));
    expect(time.now - began).toBeLessThanOrEqual(90_000);
    expect(hub.asked().length).toBeLessThanOrEqual(40);
  });

  it("GA30: GitHub is down at the end: a later step writes it in its own short time", async () => {
    const place = await hub.place();
    hub.begin();
    fail(/./u, { kind: "reset", when: "before" }, { from: 4 });
    const main = (await hub.api()).within(90_000);
    expect(await pending(main)).toMatchObject({ ok: true });
    expect(await main.upsertComment(place, sticky)).toMatchObject({ ok: true });
    expect((await main.addComment(place, page(END, "It ended."))).ok).toBe(false);
    hub.begin();
    const post = (await hub.api()).within(20_000);
    expect(await post.addComment(place, page(END, "It ended."))).toMatchObject({ ok: true });
    expect(await bodiesAt(place)).toEqual([sticky.body, `${END}\nIt ended.`]);
  });
});

describe("the next cycle", () => {
  it("H11: a dispatch without a run is looked for during a minute, and not posted again", async () => {
    const { clock, time } = virtual();
    fail("actions/create-workflow-dispatch", { kind: "other", status: 204, text: "" });
    const headers = new Headers({ "content-type": "application/json" });
    const none: Fetch = (url, request) =>
      request.method === "POST" ? fetch(url, request) : Promise.resolve({ status: 200, headers, body: empty() });
    const answer = await (await hub.api({ clock, fetch: none })).dispatch(nextOrder());
    expect(answer).toEqual({ ok: true, value: { runId: null } });
    expect(time.sleeps.reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
    expect(count(/^POST/u)).toBe(1);
  });

  it("H11: an older server that knows no run details is asked without, and the run is found in the list", async () => {
    const order = nextOrder();
    fail("actions/create-workflow-dispatch", status(400, "Invalid request: return_run_details is not permitted"));
    const answer = await (await hub.api()).dispatch(order);
    expect(answer).toEqual({ ok: true, value: { runId: hub.standIn.runs.list()[0]?.id } });
    const sent = hub.standIn.requests().filter(({ operation }) => operation === "actions/create-workflow-dispatch");
    expect(sent.slice(-2).map(({ body }) => JSON.stringify(body).includes("return_run_details"))).toEqual([
      true,
      false,
    ]);
  });

  it.each(["../../../other/x/actions/workflows/release.yml", "a/b?ref=main#", "%2e%2e/x.yml"])(
    "H5: a workflow with the name %j leads nowhere else",
    async (name) => {
      const api = await hub.api();
      await api.dispatch(nextOrder({ workflow: untrusted(name) }));
      await api.listDispatchedRuns(untrusted(name));
      const encoded = encodeURIComponent(name);
      expect(hub.asked()).toEqual([
        `POST /actions/workflows/${encoded}/dispatches`,
        `GET /actions/workflows/${encoded}/runs`,
      ]);
    },
  );

  it.each([".", "..", ""])("H5: a branch or workflow with the name %j is not even asked for", async (name) => {
    const api = await hub.api();
    expect((await api.headOf(untrusted(name))).ok).toBe(false);
    expect((await api.dispatch(nextOrder({ workflow: untrusted(name) }))).ok).toBe(false);
    expect(hub.asked()).toEqual([]);
  });

  it("hides in the inputs of the next run what must not be told", async () => {
    const inputs = { loop: untrusted("has s3cr3t-of-staging in it"), cycle: untrusted("1/1") };
    await (await hub.api()).dispatch(nextOrder({ inputs }));
    const sent = hub.standIn.requests().at(-1);
    expect(JSON.stringify(sent?.body)).toContain("has *** in it");
    expect(JSON.stringify(sent?.body)).not.toContain("s3cr3t");
  });
});

async function* empty(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(`{"total_count":0,"workflow_runs":[]}`));
}

describe("what is asked at all", () => {
  const LIST = [
    /^GET \/rate_limit$/u,
    /^GET \/commits\/[0-9a-f]{40}\/(?:pulls|status)$/u,
    /^GET \/pulls\/\d+$/u,
    /^(?:GET|POST) \/issues\/\d+\/comments$/u,
    /^(?:PATCH|DELETE) \/issues\/comments\/\d+$/u,
    /^(?:GET|POST) \/issues$/u,
    /^PATCH \/issues\/\d+$/u,
    /^POST \/statuses\/[0-9a-f]{40}$/u,
    /^GET \/branches\/[^/]+$/u,
    /^GET \/compare\/[0-9a-f]{40}\.\.\.[0-9a-f]{40}$/u,
    /^GET \/actions\/runs\/\d+(?:\/jobs)?$/u,
    /^GET \/actions\/workflows\/[^/]+\/runs$/u,
    /^POST \/actions\/workflows\/[^/]+\/dispatches$/u,
  ];

  it("H12: every call asks what is in the list, and nothing that approves, cancels or deletes a run", async () => {
    const api = await hub.api();
    const place = await hub.place();
    hub.begin();
    await talk(api, { pull: place, commit: hub.commits[2] });
    await api.findPullRequest(hub.commits[2]);
    await api.pullRequest(hub.pull);
    await api.statusesOf(hub.commits[2]);
    await api.listDispatchedRuns(untrusted("staging.yml"));
    await api.eventRunsOf(untrusted("staging.yml"), hub.commits[2]);
    await api.runOf(1);
    await api.mainStepOf(1, "a machine");
    await head(api);
    await api.commitsBetween(hub.commits[0], hub.commits[2]);
    await api.mayDispatch(untrusted("staging.yml"));
    await api.reachable();
    const strange = hub.asked().filter((each) => !LIST.some((allowed) => allowed.test(each)));
    expect(strange).toEqual([]);
  });

  it("H12: the list of what can be sent has no more than that", () => {
    const filled = ROUTES.map((route) =>
      route
        .replace("/repos/{owner}/{repo}", "")
        .replace("{basehead}", `${"a".repeat(40)}...${"b".repeat(40)}`)
        .replaceAll(/\{(?:sha|ref|commit_sha)\}/gu, "a".repeat(40))
        .replaceAll(/\{\w+\}/gu, "1"),
    );
    expect(filled.filter((route) => !LIST.some((allowed) => allowed.test(route)))).toEqual([]);
  });
});
