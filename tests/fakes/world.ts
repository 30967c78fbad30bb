// A world in memory with a virtual clock: staging answers from a script, commands end as told, GitHub is a few lists.
import type { CommandResult } from "../../src/model/check.ts";
import { cycleKey } from "../../src/model/cycle.ts";
import type { CommitStatus, DispatchOrder, GitHub, Problem, RunRow } from "../../src/model/github.ts";
import type { Command, HttpAnswer, SocketEvent, WebSocketOpening, World } from "../../src/model/world.ts";
import type { HttpRequest } from "../../src/model/plan.ts";
import { createMasker } from "../../src/text/mask.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, command } from "./checks.ts";

export interface FakeWorld extends World {
  readonly time: { now: number; sleeps: number[]; cancelled: boolean };
  readonly commands: Command[];
  readonly requests: HttpRequest[];
  readonly said: string[];
  readonly written: Map<string, string>;
}

export interface Script {
  readonly head?: string | null;
  readonly environment?: Readonly<Record<string, string>>;
  readonly request?: (request: HttpRequest, nth: number, time: FakeWorld["time"]) => HttpAnswer;
  readonly socket?: () => WebSocketOpening | readonly SocketEvent[];
  readonly run?: (command: Command, time: FakeWorld["time"]) => Partial<CommandResult>;
  /** Report files by path, as the test command leaves them. */
  readonly reports?: Readonly<Record<string, string>>;
}

export function answer(status: number, body = "", headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return {
    kind: "answer",
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, untrusted(value)])),
    body: untrusted(body),
    bodyBytes: body.length,
    truncated: false,
    durationMs: 5,
  };
}

export function noAnswer(errno: string, stage: "resolve" | "connect" | "handshake" = "connect"): HttpAnswer {
  return { kind: "no-answer", stage, errno, message: untrusted(`no answer (${errno})`), durationMs: 5 };
}

export function fakeWorld(script: Script = {}): FakeWorld {
  const time: FakeWorld["time"] = { now: 1_790_000_000_000, sleeps: [], cancelled: false };
  const commands: Command[] = [];
  const requests: HttpRequest[] = [];
  const said: string[] = [];
  const written = new Map<string, string>();
  const secrets = new Set<string>();
  const mask = (text: string): string => createMasker(secrets)(text);
  return {
    time,
    commands,
    requests,
    said,
    written,
    clock: {
      now: () => time.now,
      monotonic: () => time.now,
      sleep: (ms) => {
        time.sleeps.push(ms);
        time.now += ms;
        return Promise.resolve();
      },
      cancelled: () => time.cancelled,
    },
    net: {
      request: (request) => {
        requests.push(request);
        time.now += 5;
        return Promise.resolve(
          script.request?.(request, requests.length, time) ?? answer(200, JSON.stringify({ commit: COMMIT })),
        );
      },
      openWebSocket: () => {
        const found = script.socket?.() ?? [];
        return Promise.resolve(Array.isArray(found) ? opened(found) : isOpening(found) ? found : opened([]));
      },
    },
    shell: {
      run: (order) => {
        commands.push(order);
        const startedAt = time.now;
        time.now += 1_000;
        return Promise.resolve(command({ startedAt, durationMs: 1_000, ...script.run?.(order, time) }));
      },
    },
    files: {
      find: (patterns) =>
        Promise.resolve(
          Object.entries(script.reports ?? {})
            .filter(([path]) => patterns.some((pattern) => reveal(pattern) === path))
            .map(([path, text]) => ({ path: untrusted(path), sizeBytes: text.length, modifiedAt: time.now })),
        ),
      read: async function* (path) {
        yield await Promise.resolve(new TextEncoder().encode(script.reports?.[reveal(path)] ?? ""));
      },
      readConfig: () => Promise.resolve(null),
      write: (name, text) => {
        written.set(name, text);
        return Promise.resolve(`/fake/${name}`);
      },
      readOwn: (name) => Promise.resolve(written.get(name) ?? null),
      head: () => Promise.resolve(script.head === undefined ? COMMIT : script.head),
    },
    tokens: { mint: () => "minted.token.of-a-test-user" },
    secrets: { register: (value) => void (value.length >= 8 && secrets.add(value)), mask, hide: mask },
    console: {
      say: (line) => void said.push(line),
      quote: (text) => void said.push(reveal(text)),
      group: (title) => void said.push(title),
      endGroup: () => undefined,
    },
    environment: (name) => script.environment?.[name],
  };
}

function isOpening(value: WebSocketOpening | readonly SocketEvent[]): value is WebSocketOpening {
  return "kind" in value;
}

function opened(events: readonly SocketEvent[]): WebSocketOpening {
  const queue = [...events];
  return {
    kind: "open",
    subprotocol: untrusted(""),
    durationMs: 3,
    socket: {
      next: () => Promise.resolve(queue.shift() ?? { kind: "nothing" }),
      send: () => undefined,
      close: () => Promise.resolve(),
    },
  };
}

export interface FakeGitHub extends GitHub {
  readonly comments: Map<string, string>;
  readonly statuses: CommitStatus[];
  readonly dispatches: DispatchOrder[];
  readonly runs: RunRow[];
}

export function fakeGitHub(
  options: {
    readonly head?: string;
    readonly eventRuns?: readonly number[];
    readonly pullRequest?: number | null;
    readonly refuse?: Problem;
  } = {},
): FakeGitHub {
  const comments = new Map<string, string>();
  const statuses: CommitStatus[] = [];
  const dispatches: DispatchOrder[] = [];
  const runs: RunRow[] = [];
  const { refuse } = options;
  return {
    comments,
    statuses,
    dispatches,
    runs,
    findPullRequest: () => Promise.resolve({ ok: true, value: options.pullRequest ?? null }),
    upsertComment: (pull, marker, body) => {
      if (refuse !== undefined) return Promise.resolve({ ok: false, problem: refuse });
      const created = !comments.has(marker);
      comments.set(marker, body);
      return Promise.resolve({ ok: true, value: { id: 1, url: `https://github.example/pull/${pull}`, created } });
    },
    setStatus: (status) => {
      if (refuse !== undefined) return Promise.resolve({ ok: false, problem: refuse });
      statuses.push(status);
      return Promise.resolve({ ok: true, value: null });
    },
    listDispatchedRuns: () => Promise.resolve({ ok: true, value: runs.toReversed() }),
    eventRunsOf: () => Promise.resolve({ ok: true, value: options.eventRuns ?? [] }),
    statusesOf: (commit) => {
      const own = statuses.filter((each) => each.commit === commit);
      return Promise.resolve({ ok: true, value: new Map(own.map((each) => [each.context, each.state])) });
    },
    headOf: () => Promise.resolve({ ok: true, value: options.head ?? COMMIT }),
    commitsBetween: () => Promise.resolve({ ok: true, value: [] }),
    dispatch: (order) => {
      if (refuse !== undefined) return Promise.resolve({ ok: false, problem: refuse });
      dispatches.push(order);
      const id = 5_000 + dispatches.length;
      runs.push({
        id,
        title: untrusted(`Staging ${cycleKey(order.cycle)}`),
        status: "queued",
        conclusion: null,
        createdAt: 1_790_000_000_000,
      });
      return Promise.resolve({ ok: true, value: { runId: id } });
    },
  };
}
