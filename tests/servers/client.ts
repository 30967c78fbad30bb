// A client in a process of its own: asks one server as told, and tells what that cost. `node client.ts ORDER`
import { setTimeout as sleep } from "node:timers/promises";
import { createMasker } from "../../src/text/mask.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { createNet } from "../../src/world/net/net.ts";

export interface ClientOrder {
  readonly kind: "http" | "websocket" | "unread" | "sending" | "closing" | "thousand";
  readonly url: string;
  /** A harmless server of the same kind, asked first so that all code is loaded. */
  readonly warmUp: string;
  readonly timeoutMs: number;
  /** PEM of the authority to trust. */
  readonly authority?: string;
}

export interface ClientCost {
  /** How it ended: a status, a close code, a code of an error, "nothing". */
  readonly end: string;
  /** Of the messages or bytes that came. */
  readonly count: number;
  /** The most memory at any moment above what it was before. */
  readonly addedMiB: number;
  /** The longest time for which nothing else in the process could run. */
  readonly lagMs: number;
  readonly tookMs: number;
}

type End = Pick<ClientCost, "end" | "count">;

const net = createNet({
  clock: createClock(),
  secrets: { mask: createMasker(["correct-horse-battery-staple"]) },
  closeTimeoutMs: 200,
});

async function ask(url: string, timeoutMs: number): Promise<End> {
  const order = { method: "GET", url: untrusted(url), headers: {}, body: null, timeoutMs, redirects: 0 };
  const answer = await net.request(order);
  if (answer.kind === "no-answer") return { end: answer.errno, count: 0 };
  // What every probe does with an answer that may be JSON.
  if (!answer.truncated && reveal(answer.body).startsWith("{")) JSON.parse(reveal(answer.body));
  return { end: String(answer.status), count: answer.bodyBytes };
}

async function listen(url: string, timeoutMs: number, how: ClientOrder["kind"]): Promise<End> {
  const opening = await net.openWebSocket({
    url: untrusted(url),
    headers: {},
    subprotocols: [],
    handshakeTimeoutMs: timeoutMs,
  });
  if (opening.kind !== "open") return { end: opening.kind, count: 0 };
  const { socket } = opening;
  if (how === "closing") {
    await socket.close();
    return { end: "closed", count: 0 };
  }
  const until = performance.now() + timeoutMs;
  if (how === "unread") await sleep(timeoutMs / 2);
  const part = untrusted("x".repeat(64 * 1024));
  let count = 0;
  for (;;) {
    if (how === "sending") socket.send(part);
    const event = await socket.next(how === "sending" ? 0 : Math.max(0, until - performance.now()));
    if (event.kind === "message" && performance.now() < until) count++;
    else if (event.kind === "closed") return { end: event.errno ?? String(event.code), count };
    else if (performance.now() >= until) {
      await socket.close();
      return { end: event.kind === "message" ? "time" : "nothing", count };
    }
  }
}

async function openThousand(url: string, timeoutMs: number): Promise<End> {
  const ends = await Promise.all(Array.from({ length: 1_000 }, () => listen(url, timeoutMs, "websocket")));
  return { end: [...new Set(ends.map(({ end }) => end))].join(" "), count: ends.length };
}

async function run({ kind, url, timeoutMs }: ClientOrder): Promise<End> {
  if (kind === "http") return await ask(url, timeoutMs);
  if (kind === "thousand") return await openThousand(url, timeoutMs);
  return await listen(url, timeoutMs, kind);
}

/**
 * The longest that our own code held the event loop, by the clock of the thread: on a busy machine the clock on the wall
 * also counts the time of others.
 */
function watchBusy(): () => Promise<number> {
  const now = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let last = now();
  let longest = 0;
  const timer = setInterval(() => {
    longest = Math.max(longest, now() - last);
    last = now();
  }, 1);
  return async () => {
    await sleep(20);
    clearInterval(timer);
    return longest;
  };
}

async function measure(order: ClientOrder): Promise<ClientCost> {
  for (let times = 0; times < 3; times++) {
    if (order.kind === "http") await ask(order.warmUp, 5_000);
    else await listen(order.warmUp, 50, "websocket");
  }
  global.gc?.();
  const before = process.memoryUsage.rss();
  const highestBefore = process.resourceUsage().maxRSS;
  let highest = before;
  const sampling = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 5);
  const longest = watchBusy();
  const started = performance.now();
  const end = await run(order);
  const tookMs = performance.now() - started;
  const busyMs = await longest();
  clearInterval(sampling);
  // The kernel's mark counts where it rose: between two samples, or while no sample could be taken.
  const highestAfter = process.resourceUsage().maxRSS;
  if (highestAfter > highestBefore) highest = Math.max(highest, highestAfter * 1024);
  return { ...end, addedMiB: (highest - before) / 2 ** 20, lagMs: busyMs, tookMs };
}

const order: ClientOrder = JSON.parse(process.argv[2] ?? "");
if (order.authority !== undefined) net.trust([untrusted(order.authority)]);
process.stdout.write(`${JSON.stringify(await measure(order))}\n`);
process.exit();
