// A GitHub in memory with a virtual clock, for thousands of conversations: comments, issues, statuses and dispatches with
// what goes wrong at each request. It knows nothing of permissions and forms; the stand-in does, and both are compared.
import { setImmediate } from "node:timers/promises";
import * as v from "valibot";
import type { Clock } from "../../src/model/world.ts";
import type { Fetch, FetchRequest, FetchResponse } from "../../src/world/github/send.ts";

/** What goes wrong with one request; "after": it is carried out before. */
export type ModelFault =
  | "none"
  | "reset-before"
  | "reset-after"
  | "silent-before"
  | "silent-after"
  | "502-before"
  | "500-after"
  | "html-after"
  | "broken-after"
  | "limit-5"
  | "limit"
  | "401";

export const MODEL_FAULTS: readonly ModelFault[] = [
  "none",
  "reset-before",
  "reset-after",
  "silent-before",
  "silent-after",
  "502-before",
  "500-after",
  "html-after",
  "broken-after",
  "limit-5",
  "limit",
  "401",
];

export interface Entry {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string;
  state: string;
  login: string;
  changed: number;
}

export interface ModelRun {
  readonly id: number;
  readonly title: string;
  readonly at: number;
}

export interface Model {
  readonly fetch: Fetch;
  readonly timeout: (ms: number) => AbortSignal;
  readonly clock: Clock;
  readonly comments: Entry[];
  readonly issues: Entry[];
  readonly statuses: string[];
  readonly runs: ModelRun[];
  readonly requests: string[];
  /** Lets time pass until the work is done; the milliseconds that it took. */
  drive<T>(work: Promise<T>): Promise<{ readonly value: T; readonly tookMs: number }>;
}

/** Of the requests whose method and path are like this, so many go wrong, from the nth on (1 is the first). */
export interface Burst {
  readonly on: RegExp;
  readonly from: number;
  readonly count: number;
  readonly fault: ModelFault;
}

export interface ModelOptions {
  readonly faults?: readonly Burst[];
  /** Until an accepted dispatch shows in the list. */
  readonly lagMs?: number;
  /** Nothing goes wrong from now on. */
  readonly isHealed?: () => boolean;
  /** How long the nth request is under way. */
  readonly latencyMs?: (nth: number) => number;
}

const BOT = "github-actions[bot]";
const START = Date.parse("2026-11-22T02:00:00Z");

export function createModel({
  faults = [],
  lagMs = 0,
  latencyMs = () => 0,
  isHealed = () => false,
}: ModelOptions = {}): Model {
  const time = createTime();
  const store = { comments: new Array<Entry>(), issues: new Array<Entry>(), statuses: new Array<string>() };
  const runs: ModelRun[] = [];
  const requests: string[] = [];
  const seen = faults.map(() => 0);
  let entries = 0;

  const faultOf = (request: string): ModelFault => {
    if (isHealed()) return "none";
    let found: ModelFault = "none";
    for (const [at, { on, from, count, fault }] of faults.entries()) {
      if (!on.test(request)) continue;
      const nth = (seen[at] ?? 0) + 1;
      seen[at] = nth;
      if (found === "none" && nth >= from && nth < from + count) found = fault;
    }
    return found;
  };

  const add = (list: Entry[], number: number, body: string, title = ""): Entry => {
    entries++;
    const entry = { id: 1_000_000 + entries, number, title, body, state: "open", login: BOT, changed: time.now() };
    list.push(entry);
    return entry;
  };

  const carryOut = (method: string, url: URL, body: Given): Carried => {
    const path = url.pathname.replace(/^\/repos\/acme\/app/u, "");
    const [, kind = "", first = "", second = ""] = path.split("/");
    const page = Number(url.searchParams.get("page") ?? 1);
    const pageOf = <T>(all: readonly T[]): readonly T[] => all.slice((page - 1) * 100, page * 100);
    if (kind === "statuses") {
      store.statuses.push(`${first} ${body.state} ${body.context}`);
      return { status: 201, body: {} };
    }
    if (kind === "actions") {
      if (method === "POST") {
        const id = 9_000 + runs.length;
        runs.push({ id, title: `Staging ${body.inputs?.["cycle"] ?? ""}`, at: time.now() });
        return { status: 200, body: { workflow_run_id: id } };
      }
      const shown = runs.filter(({ at }) => at + lagMs <= time.now()).toReversed();
      return { status: 200, body: { total_count: shown.length, workflow_runs: shown.map(runView) } };
    }
    if (first === "comments" || second === "comments") {
      if (method === "GET") {
        const shown = store.comments.filter(({ number }) => number === Number(first));
        return { status: 200, body: pageOf(shown).map(entryView) };
      }
      if (method === "POST")
        return { status: 201, body: entryView(add(store.comments, Number(first), body.body ?? "")) };
      const at = store.comments.findIndex(({ id }) => id === Number(second));
      const found = store.comments[at];
      if (found === undefined) return NOT_FOUND;
      if (method === "DELETE") {
        store.comments.splice(at, 1);
        return { status: 204, body: undefined };
      }
      return { status: 200, body: entryView(change(found, body)) };
    }
    if (first === "") {
      if (method === "POST") {
        return {
          status: 201,
          body: entryView(add(store.issues, 1 + store.issues.length, body.body ?? "", body.title)),
        };
      }
      const creator = url.searchParams.get("creator");
      const shown = store.issues
        .filter(({ login }) => creator === null || creator === login)
        .toSorted((a, b) => b.changed - a.changed);
      return { status: 200, body: pageOf(shown).map(entryView) };
    }
    const found = store.issues.find(({ number }) => number === Number(first));
    if (found === undefined) return NOT_FOUND;
    return { status: 200, body: entryView(method === "GET" ? found : change(found, body)) };
  };

  const change = (entry: Entry, { body, title, state }: Given): Entry =>
    Object.assign(entry, {
      body: body ?? entry.body,
      title: title ?? entry.title,
      state: state ?? entry.state,
      changed: time.now(),
    });

  const answer = (carried: Carried): FetchResponse =>
    responseOf(carried.status, carried.body === undefined ? "" : JSON.stringify(carried.body), time.now());

  const fetch: Fetch = async (address, request) => {
    const url = new URL(address);
    const nth = requests.length;
    requests.push(`${request.method} ${url.pathname}`);
    const fault = faultOf(`${request.method} ${url.pathname}`);
    const given = v.parse(GIVEN, JSON.parse(request.body ?? "{}"));
    await time.sleep(latencyMs(nth));
    const carried = fault === "none" || fault.endsWith("-after") ? carryOut(request.method, url, given) : NOT_FOUND;
    switch (fault) {
      case "none":
        return answer(carried);
      case "reset-before":
      case "reset-after":
        throw new TypeError("fetch failed", { cause: new Error("read ECONNRESET") });
      case "silent-before":
      case "silent-after":
        return never(request);
      case "502-before":
      case "500-after":
        return answer({ status: Number(fault.slice(0, 3)), body: { message: "Server Error" } });
      case "html-after":
        return responseOf(502, "<html>Unicorn!</html>", time.now(), { "content-type": "text/html" });
      case "broken-after":
        return responseOf(carried.status, `{"id": 1`, time.now());
      case "limit-5":
        return responseOf(403, LIMIT, time.now(), { "retry-after": "5" });
      case "limit":
        return responseOf(429, LIMIT, time.now());
      case "401":
        return answer({ status: 401, body: { message: "Bad credentials" } });
    }
  };

  return {
    ...store,
    runs,
    requests,
    fetch,
    timeout: time.timeout,
    clock: {
      now: time.now,
      monotonic: () => time.now() - START,
      sleep: time.sleep,
      cancelled: () => false,
      watchDelay: () => () => ({ p99: 0, max: 0 }),
    },
    drive: time.drive,
  };
}

const GIVEN = v.object({
  body: v.optional(v.string()),
  title: v.optional(v.string()),
  state: v.optional(v.string()),
  context: v.optional(v.string()),
  inputs: v.optional(v.record(v.string(), v.string())),
});

type Given = v.InferOutput<typeof GIVEN>;

interface Carried {
  readonly status: number;
  readonly body: unknown;
}

const NOT_FOUND: Carried = { status: 404, body: { message: "Not Found" } };
const LIMIT = JSON.stringify({ message: "You have exceeded a secondary rate limit. Please wait." });

function entryView({ id, number, title, body, state, login }: Entry): object {
  return { id, number, title, body, state, user: { login, type: login.endsWith("[bot]") ? "Bot" : "User" } };
}

function runView({ id, title, at }: ModelRun): object {
  const created = new Date(at).toISOString();
  return {
    id,
    display_title: title,
    event: "workflow_dispatch",
    status: "queued",
    conclusion: null,
    created_at: created,
  };
}

function responseOf(
  status: number,
  text: string,
  now: number,
  more: Readonly<Record<string, string>> = {},
): FetchResponse {
  const headers = new Headers({
    "content-type": "application/json; charset=utf-8",
    date: new Date(now).toUTCString(),
    "x-ratelimit-remaining": "900",
    ...more,
  });
  return { status, headers, body: bodyOf(text) };
}

// oxlint-disable-next-line typescript/require-await -- a body arrives piece by piece
async function* bodyOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

function never({ signal }: FetchRequest): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
  });
}

/** Time that moves to the next moment that somebody waits for, when nothing else can happen. */
function createTime() {
  const waiting = new Set<{ readonly at: number; readonly wake: () => void }>();
  let now = START;
  const wakeNext = (): void => {
    const [next] = [...waiting].toSorted((a, b) => a.at - b.at);
    if (next === undefined) throw new Error("nothing can happen any more");
    waiting.delete(next);
    now = Math.max(now, next.at);
    next.wake();
  };
  return {
    now: () => now,
    sleep: (ms: number): Promise<void> =>
      ms <= 0
        ? Promise.resolve()
        : new Promise((wake) => {
            waiting.add({ at: now + ms, wake });
          }),
    timeout: (ms: number): AbortSignal => {
      const controller = new AbortController();
      waiting.add({ at: now + ms, wake: () => controller.abort() });
      return controller.signal;
    },
    drive: async <T>(work: Promise<T>): Promise<{ value: T; tookMs: number }> => {
      const began = now;
      let over: number | null = null;
      const done = work.finally(() => {
        over = now;
      });
      while (true) {
        await setImmediate();
        if (over !== null) break;
        wakeNext();
      }
      waiting.clear();
      return { value: await done, tookMs: (over ?? now) - began };
    },
  };
}
