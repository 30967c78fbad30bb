// One HTTP request, one answer. Redirects are not followed, sockets not shared, and everything ends with the deadline.
import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent as SecureAgent, request as httpsRequest } from "node:https";
import type { HttpRequest } from "../model/plan.ts";
import type { HttpAnswer, Net, NoAnswer } from "../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { MAX_BODY_BYTES, readBody, type Body } from "./body.ts";
import { LONGEST_TIMER_MS } from "./clock.ts";
import {
  connectOptions,
  prepare,
  startProgress,
  watch,
  type NetTools,
  type Prepared,
  type Progress,
} from "./connection.ts";
import { withoutCutEnd } from "./excerpt.ts";
import { cancelled, explain, timedOut, type Broken } from "./no-answer.ts";

const MAX_INTERIM = 10;

export function createHttp(tools: NetTools): Net["request"] {
  return async (request) => {
    const started = tools.clock.monotonic();
    const elapsed = (): number => Math.round(tools.clock.monotonic() - started);
    const end = await attempt(request, tools);
    return "stage" in end ? noAnswer(end, elapsed()) : { kind: "answer", ...end, durationMs: elapsed() };
  };
}

export function noAnswer(broken: Broken, durationMs: number): NoAnswer {
  const { stage, errno, message } = broken;
  return { kind: "no-answer", stage, errno, message: untrusted(message), durationMs };
}

type Good = Omit<Extract<HttpAnswer, { readonly kind: "answer" }>, "kind" | "durationMs">;

async function attempt(request: HttpRequest, tools: NetTools): Promise<Good | Broken> {
  const prepared = prepare(request.url, request.headers, "http", tools);
  if ("errno" in prepared) return { stage: "resolve", ...prepared };
  // CONNECT asks for a tunnel, which no probe is.
  if (!/^[A-Z]{1,20}$/u.test(request.method) || request.method === "CONNECT") {
    return { stage: "resolve", errno: "INVALID_METHOD", message: "this HTTP method cannot be sent" };
  }
  if (tools.clock.cancelled()) return cancelled("resolve");
  const progress = startProgress(prepared.target);
  try {
    return await exchange(request, prepared, tools, progress);
  } catch (error) {
    // What Node refuses to send at all.
    return explain(error, progress, prepared.target, tools.mask);
  }
}

function exchange(
  request: HttpRequest,
  prepared: Prepared,
  tools: NetTools,
  progress: Progress,
): Promise<Good | Broken> {
  const { target } = prepared;
  return new Promise((resolve) => {
    const sent = send(request, prepared, tools, progress);
    const timer = setTimeout(
      () => end(timedOut(progress.stage, target, request.timeoutMs)),
      Math.min(request.timeoutMs, LONGEST_TIMER_MS),
    );
    const forget = tools.clock.onCancel(() => end(cancelled(progress.stage)));
    let failure: unknown = null;
    let interim = 0;

    function end(result: Good | Broken): void {
      clearTimeout(timer);
      forget();
      resolve(result);
      sent.destroy();
    }

    function fail(error: unknown): void {
      end(explain(error, progress, target, tools.mask));
    }

    watch(sent, target, tools, progress, "server");
    sent.on("information", () => {
      if (++interim > MAX_INTERIM) fail({ code: "HPE_TOO_MANY_INTERIM" });
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
      void readBody(response, MAX_BODY_BYTES).then(
        (body) => end(answer(response, body, tools)),
        // The parser's error comes first and says more than the "aborted" that follows from it.
        (error: unknown) => fail(failure ?? error),
      );
    });
    sent.end(request.body === null ? undefined : reveal(request.body));
  });
}

function send(request: HttpRequest, prepared: Prepared, tools: NetTools, progress: Progress): ClientRequest {
  const { target } = prepared;
  const length = request.body === null ? null : Buffer.byteLength(reveal(request.body));
  const options = {
    ...connectOptions(target, tools, progress),
    method: request.method,
    headers: {
      "accept-encoding": "identity",
      ...prepared.headers,
      // Node leaves it out for GET and DELETE, where the body would then be read as another request.
      ...(length === null ? {} : { "content-length": String(length) }),
    },
  };
  return target.secure
    ? httpsRequest({ ...options, agent: new SecureAgent({ keepAlive: false }) })
    : httpRequest({ ...options, agent: new Agent({ keepAlive: false }) });
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

// Without a prototype, so that asking for the header "constructor" finds a header or nothing.
function readHeaders(response: IncomingMessage): Readonly<Record<string, Untrusted>> {
  const headers: Record<string, Untrusted> = Object.create(null);
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    headers[name] = untrusted((values ?? []).map(readBytes).join(", "));
  }
  return headers;
}

// Node hands out header bytes as Latin-1; most servers that send more than ASCII mean UTF-8.
function readBytes(value: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "latin1"));
  } catch {
    return value;
  }
}
