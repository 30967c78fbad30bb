// One HTTP request, one answer. Sockets are not shared, redirects followed only where asked, and everything ends with
// the deadline.
import { request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import type { Timings } from "../../model/check.ts";
import type { HttpRequest } from "../../model/plan.ts";
import type { HttpAnswer, Net, NoAnswer } from "../../model/world.ts";
import { reveal, untrusted } from "../../text/untrusted.ts";
import { readHeaders, readLocation } from "./answer-headers.ts";
import { MAX_BODY_BYTES, readBody, type Body } from "./body.ts";
import { LONGEST_TIMER_MS } from "../clock.ts";
import { connectOptions, type NetTools } from "./connection.ts";
import { withoutCutEnd } from "../excerpt.ts";
import { cancelled, explain, timedOut, type Broken } from "./no-answer.ts";
import { readOrder } from "./order.ts";
import { addTimings, expiryOf, NO_TIME, startProgress, timingsOf, type Progress } from "./progress.ts";
import { isRedirect, nextHop, type Hop } from "./redirect.ts";
import { createSlots } from "./slots.ts";

const MAX_INTERIM = 10;

/** A service takes that many at once; more would measure our own crowd. */
const MAX_UNDER_WAY = 8;

export function createHttp(tools: NetTools): Net["request"] {
  const takeSlot = createSlots(MAX_UNDER_WAY);
  return async (request) => {
    const release = await takeSlot();
    try {
      return await follow(request, tools);
    } finally {
      release();
    }
  };
}

export function noAnswer(
  { stage, errno, message }: Broken,
  timings: Timings = NO_TIME,
  certificateExpiresAt: number | null = null,
): NoAnswer {
  const durationMs = timings.totalMs;
  return { kind: "no-answer", stage, errno, message: untrusted(message), durationMs, timings, certificateExpiresAt };
}

type Good = Pick<
  Extract<HttpAnswer, { readonly kind: "answer" }>,
  "status" | "headers" | "body" | "bodyBytes" | "truncated"
>;

/** The end of one exchange, with what was measured on the way there. */
interface Ended {
  readonly result: Good | Broken;
  /** Where the answer sends us; read only for a redirect. */
  readonly location: string | null;
  readonly timings: Timings;
  readonly certificateExpiresAt: number | null;
}

async function follow(request: HttpRequest, tools: NetTools): Promise<HttpAnswer> {
  const first = firstHop(request, tools);
  if ("errno" in first) return noAnswer(first);
  const visited = new Set<string>();
  let hop: Hop = first;
  let before: Timings | null = null;
  for (let redirects = 0; ; redirects++) {
    const { result, location, certificateExpiresAt, ...ended } = await exchange(
      hop,
      request,
      before?.totalMs ?? 0,
      tools,
    );
    const timings: Timings = before === null ? ended.timings : addTimings(before, ended.timings);
    if ("stage" in result) return noAnswer(result, timings, certificateExpiresAt);
    const next: Hop | null = redirects < request.redirects ? nextHop(hop, result.status, location) : null;
    visited.add(nameOf(hop));
    if (next === null || visited.has(nameOf(next))) {
      return { kind: "answer", ...result, durationMs: timings.totalMs, timings, certificateExpiresAt, redirects };
    }
    before = timings;
    hop = next;
  }
}

function nameOf({ method, target }: Hop): string {
  return `${method} ${target.url.href}`;
}

function firstHop(request: HttpRequest, tools: NetTools): Hop | Broken {
  const order = readOrder(request.url, request.headers, "http", tools);
  if ("errno" in order) return { stage: "resolve", ...order };
  // CONNECT asks for a tunnel, which no probe is.
  if (!/^[A-Z]{1,20}$/u.test(request.method) || request.method === "CONNECT") {
    return { stage: "resolve", errno: "INVALID_METHOD", message: "this HTTP method cannot be sent" };
  }
  return { ...order, method: request.method, body: request.body === null ? null : reveal(request.body) };
}

/** Sends one request; `spentMs` of its time have gone to those before it. */
function exchange(hop: Hop, { timeoutMs }: HttpRequest, spentMs: number, tools: NetTools): Promise<Ended> {
  const { clock } = tools;
  const progress = startProgress(hop.target, clock.monotonic());
  return new Promise((resolve, reject) => {
    let sent: ClientRequest | null = null;
    let failure: unknown = null;
    let location: string | null = null;
    let interim = 0;
    let timer = setTimeout(late, Math.min(timeoutMs - spentMs, tools.connectTimeoutMs));
    const forget = clock.onCancel(() => end(cancelled(progress.stage)));

    function end(result: Good | Broken): void {
      clearTimeout(timer);
      forget();
      const timings = timingsOf(progress, clock.monotonic());
      resolve({ result, location, timings, certificateExpiresAt: expiryOf(progress) });
      // After a whole answer to a whole request Node closes the connection by itself, and in a gentler way.
      if (!("status" in result) || result.truncated || sent?.writableFinished !== true) sent?.destroy();
    }

    function fail(error: unknown): void {
      end(explain(error, progress, hop.target, tools.mask));
    }

    function late(): void {
      const leftMs = timeoutMs - spentMs - (clock.monotonic() - progress.startedAt);
      // Timers may fire up to a millisecond early.
      if (leftMs <= 1) end(timedOut(progress.stage, hop.target, timeoutMs));
      else if (isConnecting(progress)) end(timedOut(progress.stage, hop.target, tools.connectTimeoutMs));
      else timer = setTimeout(late, Math.min(leftMs, LONGEST_TIMER_MS));
    }

    if (clock.cancelled()) return end(cancelled("resolve"));
    try {
      sent = send(hop, tools, progress);
    } catch (error) {
      // What Node refuses to send at all.
      return fail(error);
    }
    sent.on("information", () => {
      if (++interim === MAX_INTERIM + 1) fail({ code: "HPE_TOO_MANY_INTERIM" });
    });
    sent.on("upgrade", () => fail({ code: "HPE_UNASKED_UPGRADE" }));
    sent.on("error", (error) => {
      // Once the head has come, the body decides: bytes behind a complete answer are nobody's concern.
      if (progress.stage === "data") failure ??= error;
      else fail(error);
    });
    sent.on("response", (response) => {
      if (response.statusCode === 101) return fail({ code: "HPE_UNASKED_UPGRADE" });
      progress.stage = "data";
      if (isRedirect(response.statusCode)) location = readLocation(response);
      readBody(response, MAX_BODY_BYTES)
        .then(
          (body) => end(answer(response, body, tools)),
          // The parser's error comes first and says more than the "aborted" that follows from it.
          (error: unknown) => fail(failure ?? error),
        )
        .catch(reject);
    });
    sent.end(hop.body ?? undefined);
  });
}

function isConnecting({ stage }: Progress): boolean {
  return stage === "resolve" || stage === "connect" || stage === "tls";
}

function send(hop: Hop, tools: NetTools, progress: Progress): ClientRequest {
  const { url } = hop.target;
  return httpRequest({
    ...connectOptions(hop.target, tools, progress, "server"),
    method: hop.method,
    path: url.pathname + url.search,
    headers: {
      "accept-encoding": "identity",
      ...hop.headers,
      // Node leaves it out for GET and DELETE, where the body would then be read as another request.
      ...(hop.body === null ? {} : { "content-length": Buffer.byteLength(hop.body) }),
    },
  });
}

function answer(response: IncomingMessage, body: Body, tools: NetTools): Good {
  return {
    status: response.statusCode ?? 0,
    headers: readHeaders(response),
    body: untrusted(body.truncated ? withoutCutEnd(body.text, tools.mask) : body.text),
    bodyBytes: body.bytes,
    truncated: body.truncated,
  };
}
