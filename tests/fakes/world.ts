// A world in memory with a virtual clock: staging answers from a script, commands end as told, GitHub is a few lists.
import type { CommandResult, Timings } from "../../src/model/check.ts";
import { cycleKey } from "../../src/model/cycle.ts";
import type {
  Answer,
  CommitStatus,
  Comparison,
  DispatchOrder,
  GitHub,
  IssueOrder,
  PostedIssue,
  Problem,
  PullRequest,
  RunRow,
} from "../../src/model/github.ts";
import type { HttpRequest } from "../../src/model/plan.ts";
import type {
  Command,
  HttpAnswer,
  NoAnswer,
  Ran,
  Socket,
  SocketEvent,
  TokenOrder,
  WebSocketOpening,
  WebSocketRequest,
  World,
} from "../../src/model/world.ts";
import type { Note } from "../../src/model/journal.ts";
import { createMasker } from "../../src/text/mask.ts";
import { reveal, untrusted, type Untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, command } from "./checks.ts";

export interface FakeWorld extends World {
  readonly time: { now: number; sleeps: number[]; cancelled: boolean };
  readonly commands: Command[];
  readonly requests: HttpRequest[];
  readonly sockets: FakeSocket[];
  readonly minted: TokenOrder[];
  readonly secretsSeen: ReadonlySet<string>;
  readonly trusted: Untrusted[];
  readonly said: string[];
  /** What went on, as it was told; null where nothing did any more. */
  readonly statuses: (string | null)[];
  readonly written: Map<string, string>;
  readonly notes: Note[];
}

/** An opened socket and what was done with it. */
export interface FakeSocket {
  readonly request: WebSocketRequest;
  readonly sent: string[];
  pings: number;
  /** The code it was closed with; null while it is open. */
  closedWith: number | null;
  aborted: boolean;
}

export interface SocketScript {
  /** In order; `atMs` counts from the open socket. */
  readonly events?: readonly SocketEvent[];
  /** What comes after the nth message of ours, from 1; `atMs` counts from then. */
  readonly reply?: (text: string, nth: number) => readonly SocketEvent[];
  /** Milliseconds until the nth pong, from 1; null: none. */
  readonly pong?: (nth: number) => number | null;
}

export interface Script {
  readonly head?: string | null;
  readonly environment?: Readonly<Record<string, string>>;
  readonly request?: (request: HttpRequest, nth: number, time: FakeWorld["time"]) => HttpAnswer;
  readonly socket?: (
    request: WebSocketRequest,
    nth: number,
    time: FakeWorld["time"],
  ) => WebSocketOpening | SocketScript | readonly SocketEvent[];
  readonly run?: (command: Command, time: FakeWorld["time"]) => Partial<CommandResult>;
  /** What the command writes into its GITHUB_OUTPUT, and the connections that are seen while it runs. */
  readonly ran?: (command: Command, time: FakeWorld["time"]) => Partial<Pick<Ran, "outputs" | "connections">>;
  readonly mint?: (order: TokenOrder, nth: number) => string;
  /** Work that has to be bounded never ends. */
  readonly isTooSlow?: boolean;
  /** Report files by path, as the test command leaves them. */
  readonly reports?: Readonly<Record<string, string>>;
  /** Paths of files that can be found in it. */
  readonly workspace?: readonly string[];
}

type Answered = Exclude<HttpAnswer, NoAnswer>;

export function answer(
  status: number,
  body = "",
  headers: Readonly<Record<string, string>> = {},
  more: Partial<Answered> = {},
): Answered {
  return {
    kind: "answer",
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, untrusted(value)])),
    body: untrusted(body),
    bodyBytes: body.length,
    truncated: false,
    durationMs: 5,
    timings: { ...TIMINGS, totalMs: more.durationMs ?? 5 },
    certificateExpiresAt: null,
    redirects: 0,
    ...more,
  };
}

export function noAnswer(errno: string, stage: NoAnswer["stage"] = "connect", more: Partial<NoAnswer> = {}): NoAnswer {
  return {
    kind: "no-answer",
    stage,
    errno,
    message: untrusted(`no answer (${errno})`),
    durationMs: 5,
    timings: { ...TIMINGS, firstByteMs: null },
    certificateExpiresAt: null,
    ...more,
  };
}

const TIMINGS: Timings = { dnsMs: 1, tcpMs: 1, tlsMs: null, firstByteMs: 3, totalMs: 5 };

export function message(value: unknown, atMs = 0): SocketEvent {
  return { kind: "message", text: untrusted(JSON.stringify(value)), binary: false, atMs };
}

export function closed(code: number, reason = "", atMs = 0, errno: string | null = null): SocketEvent {
  return { kind: "closed", code, reason: untrusted(reason), errno, atMs };
}

export function fakeWorld(script: Script = {}): FakeWorld {
  const time: FakeWorld["time"] = { now: 1_790_000_000_000, sleeps: [], cancelled: false };
  const pass = createTimer(time);
  const commands: Command[] = [];
  const requests: HttpRequest[] = [];
  const sockets: FakeSocket[] = [];
  const minted: TokenOrder[] = [];
  const trusted: Untrusted[] = [];
  const said: string[] = [];
  const statuses: (string | null)[] = [];
  const written = new Map<string, string>();
  const notes: Note[] = [];
  const secrets = new Set<string>();
  let masker = createMasker(secrets);
  let masked = 0;
  const mask = (text: string): string => {
    if (masked !== secrets.size) masker = createMasker(secrets);
    masked = secrets.size;
    return masker(text);
  };
  return {
    time,
    commands,
    requests,
    sockets,
    minted,
    secretsSeen: secrets,
    trusted,
    said,
    statuses,
    written,
    notes,
    clock: {
      now: () => time.now,
      monotonic: () => time.now,
      sleep: (ms) => {
        time.sleeps.push(ms);
        return pass(ms);
      },
      cancelled: () => time.cancelled,
      watchDelay: () => () => ({ p99: 0.5, max: 2 }),
    },
    net: {
      trust: (certificates) => void trusted.push(...certificates),
      request: async (request) => {
        requests.push(request);
        const found = script.request?.(request, requests.length, time);
        const given = found ?? answer(200, JSON.stringify({ commit: COMMIT }));
        await pass(given.durationMs);
        return given;
      },
      openWebSocket: async (request) => {
        const found = script.socket?.(request, sockets.length + 1, time) ?? [];
        const isOpening = "kind" in found;
        await pass(isOpening ? found.durationMs : 3);
        if (isOpening) return found;
        const record: FakeSocket = { request, sent: [], pings: 0, closedWith: null, aborted: false };
        sockets.push(record);
        const socket = fakeSocket("length" in found ? { events: found } : found, record, time, pass);
        const timings = { ...TIMINGS, totalMs: 3 };
        return { kind: "open", subprotocol: request.subprotocols[0] ?? untrusted(""), durationMs: 3, timings, socket };
      },
    },
    shell: {
      run: async (order) => {
        commands.push(order);
        const startedAt = time.now;
        const result = command({ startedAt, durationMs: 1_000, ...script.run?.(order, time) });
        await pass(1_000);
        return { command: result, outputs: new Map(), connections: null, ...script.ran?.(order, time) };
      },
    },
    files: {
      find: (patterns) =>
        Promise.resolve({
          files: Object.entries(script.reports ?? {})
            .filter(([path]) => patterns.some((pattern) => reveal(pattern) === path))
            .map(([path, text]) => ({ path: untrusted(path), sizeBytes: text.length, modifiedAt: time.now })),
          cut: null,
        }),
      read: async function* (path) {
        yield await Promise.resolve(new TextEncoder().encode(script.reports?.[reveal(path)] ?? ""));
      },
      locate: (path) => Promise.resolve(script.workspace?.includes(reveal(path)) === true ? reveal(path) : null),
      readConfig: () => Promise.resolve(null),
      write: (name, text) => {
        written.set(name, text);
        return Promise.resolve(`/fake/${name}`);
      },
      keep: (folder, { name, text }) => {
        written.set(`${reveal(folder)}/${name}`, text);
        return Promise.resolve();
      },
      readOwn: (name) => Promise.resolve(written.get(name) ?? null),
      head: () => Promise.resolve(script.head === undefined ? COMMIT : script.head),
    },
    tokens: {
      mint: (order) => {
        minted.push(order);
        return script.mint?.(order, minted.length) ?? `minted.token-${minted.length}.of-a-test-user`;
      },
    },
    bounded: (work) => (script.isTooSlow === true ? { inTime: false } : { inTime: true, value: work() }),
    secrets: { register: (value) => void (value.length >= 8 && secrets.add(value)), mask, hide: mask },
    console: {
      say: (line) => void said.push(line),
      detail: (line) => void said.push(line),
      quote: (text) => void said.push(reveal(text)),
      fold: (title, work) => {
        said.push(title);
        return work();
      },
      status: (line) => void statuses.push(line),
      heartbeat: () => undefined,
    },
    journal: { note: (note) => void notes.push(note), cut: () => null },
    environment: (name) => script.environment?.[name],
  };
}

type Pass = (ms: number) => Promise<void>;

/** Virtual time: it moves to the next moment that somebody waits for when nothing else can happen. */
function createTimer(time: FakeWorld["time"]): Pass {
  const waiting: { readonly at: number; readonly wake: () => void }[] = [];
  const wakeNext = (): void => {
    waiting.sort((a, b) => a.at - b.at);
    const next = waiting.shift();
    if (next === undefined) return;
    time.now = Math.max(time.now, next.at);
    next.wake();
  };
  return (ms) =>
    new Promise((wake) => {
      waiting.push({ at: time.now + ms, wake });
      setImmediate(wakeNext);
    });
}

function fakeSocket(script: SocketScript, record: FakeSocket, time: FakeWorld["time"], pass: Pass): Socket {
  const opened = time.now;
  const queue = (script.events ?? []).map((event) => ({ event, at: opened + ("atMs" in event ? event.atMs : 0) }));
  return {
    next: async (timeoutMs) => {
      const [first] = queue;
      const left = first === undefined ? Infinity : first.at - time.now;
      await pass(Math.max(0, Math.min(left, timeoutMs)));
      if (first === undefined || left > timeoutMs) return { kind: "nothing" };
      // What comes after the end is the end.
      return first.event.kind === "closed" ? first.event : (queue.shift()?.event ?? first.event);
    },
    send: (text) => {
      record.sent.push(reveal(text));
      const replies = script.reply?.(reveal(text), record.sent.length) ?? [];
      for (const event of replies) {
        const at = time.now + ("atMs" in event ? event.atMs : 0);
        queue.push({ event: event.kind === "nothing" ? event : { ...event, atMs: at - opened }, at });
      }
      queue.sort((a, b) => a.at - b.at);
    },
    ping: async (timeoutMs) => {
      record.pings++;
      const pong = script.pong === undefined ? 2 : script.pong(record.pings);
      await pass(Math.min(pong ?? timeoutMs, timeoutMs));
      return pong !== null && pong <= timeoutMs ? pong : null;
    },
    close: (code = 1000) => {
      record.closedWith ??= code;
      return Promise.resolve();
    },
    abort: () => {
      record.aborted = true;
    },
  };
}

export interface FakeGitHub extends GitHub {
  /** Bodies by marker, those that are written once and those that are edited. */
  readonly comments: Map<string, string>;
  readonly issues: Map<string, FakeIssue>;
  readonly pulls: Map<number, PullRequest>;
  readonly statuses: CommitStatus[];
  readonly dispatches: DispatchOrder[];
  readonly runs: RunRow[];
}

export type FakeIssue = PostedIssue & Pick<IssueOrder, "title" | "assignees">;

export interface FakeGitHubOptions {
  /** Of the branch; several: one look after the other, the last one stays. */
  readonly head?: string | readonly string[];
  readonly eventRuns?: readonly RunRow[];
  /** How main's step ended, for a post step that asks. */
  readonly mainStep?: string | null;
  /** The open pull request of every commit. */
  readonly pullRequest?: number | null;
  readonly comparison?: Comparison;
  /** Why nothing can be written. */
  readonly refuse?: Problem;
  /** Why a dispatch would be refused. */
  readonly refuseDispatch?: Problem;
  /** Why GitHub cannot be asked anything. */
  readonly unreachable?: Problem;
}

/** A run as the list shows it. */
export function runRow(over: Partial<RunRow> = {}): RunRow {
  return {
    id: 5_000,
    title: untrusted("Staging"),
    event: "workflow_dispatch",
    status: "queued",
    conclusion: null,
    createdAt: 1_790_000_000_000,
    branch: untrusted("agents"),
    byBot: false,
    ...over,
  };
}

export function fakeGitHub(options: FakeGitHubOptions = {}): FakeGitHub {
  const comments = new Map<string, string>();
  const issues = new Map<string, FakeIssue>();
  const pulls = new Map<number, PullRequest>();
  const statuses: CommitStatus[] = [];
  const dispatches: DispatchOrder[] = [];
  const runs: RunRow[] = [];
  const { pullRequest = null } = options;
  const heads = [options.head ?? COMMIT].flat();
  const head = heads[0] ?? COMMIT;
  if (pullRequest !== null)
    pulls.set(pullRequest, { number: pullRequest, isOpen: true, head, branch: untrusted("agents"), labels: [] });
  const answered = <T>(value: T): Promise<Answer<T>> => Promise.resolve({ ok: true, value });
  const unless = <T>(problem: Problem | undefined, act: () => T): Promise<Answer<T>> =>
    problem === undefined ? answered(act()) : Promise.resolve({ ok: false, problem });
  const written = <T>(write: () => T): Promise<Answer<T>> => unless(options.refuse, write);
  const urlOf = (pull: number): string => `https://github.example/pull/${pull}`;
  const hub: FakeGitHub = {
    comments,
    issues,
    pulls,
    statuses,
    dispatches,
    runs,
    findPullRequest: () => answered(pullRequest === null ? null : (pulls.get(pullRequest) ?? null)),
    pullRequest: (number) => answered(pulls.get(number) ?? null),
    readComment: (pull, marker) => {
      const body = comments.get(marker);
      return answered(body === undefined ? null : { id: 1, url: urlOf(pull), body: untrusted(body) });
    },
    upsertComment: (pull, { marker, body, mayReplace }) =>
      written(() => {
        const before = comments.get(marker);
        const kept = before !== undefined && !mayReplace(untrusted(before));
        if (!kept) comments.set(marker, body);
        return { id: 1, url: urlOf(pull), created: before === undefined, kept };
      }),
    addComment: (pull, { marker, body }, earlier) =>
      written(() => {
        const kept = comments.has(marker);
        if (!kept) comments.set(marker, body);
        const before = earlier === undefined ? undefined : comments.get(earlier.marker);
        if (earlier !== undefined && before !== undefined && earlier.mayReplace(untrusted(before))) {
          comments.set(earlier.marker, earlier.bodyBeside(urlOf(pull)));
        }
        return { id: 2, url: urlOf(pull), created: !kept, kept };
      }),
    readIssue: (marker) => answered(issues.get(marker) ?? null),
    writeIssue: (order, before) =>
      written(() => {
        const there = before === null ? undefined : issues.get(order.marker);
        if (there !== undefined && !order.mayReplace(there.body)) return there;
        const number = there?.number ?? issues.size + 1;
        const url = `https://github.example/issues/${number}`;
        const { title, isOpen, assignees } = order;
        const issue = { id: number, number, url, body: untrusted(order.body), isOpen, title, assignees };
        issues.set(order.marker, issue);
        return issue;
      }),
    setStatus: (status) =>
      written(() => {
        statuses.push(status);
        return null;
      }),
    listDispatchedRuns: () => answered(runs.toReversed()),
    eventRunsOf: () => answered(options.eventRuns ?? []),
    mainStepOf: () => answered(options.mainStep === undefined ? "skipped" : options.mainStep),
    runOf: (id) => answered([...runs, ...(options.eventRuns ?? [])].find((run) => run.id === id) ?? null),
    statusesOf: (commit) => {
      const own = statuses.filter((each) => each.commit === commit);
      return answered(new Map(own.map((each) => [each.context, each.state])));
    },
    headOf: () => answered((heads.length > 1 ? heads.shift() : heads[0]) ?? COMMIT),
    commitsBetween: () => answered(options.comparison ?? { relation: "ahead", commits: [], files: [] }),
    reachable: () => unless(options.unreachable, () => null),
    mayDispatch: () => unless(options.refuseDispatch ?? options.refuse, () => null),
    dispatch: (order) =>
      unless(options.refuseDispatch ?? options.refuse, () => {
        dispatches.push(order);
        const id = 5_000 + dispatches.length;
        runs.push(runRow({ id, title: untrusted(`Staging ${cycleKey(order.cycle)}`), branch: order.ref, byBot: true }));
        return { runId: id };
      }),
    within: () => hub,
  };
  return hub;
}
