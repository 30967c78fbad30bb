// One call to GitHub's API: bounded in time, repeated only where repeating is harmless, its answer decoded.
import * as v from "valibot";
import { refused, type Answer, type Problem } from "../../model/github.ts";
import type { Clock } from "../../model/world.ts";
import { clean } from "../../text/clean.ts";
import { firstLine } from "../../text/cut.ts";
import { untrusted } from "../../text/untrusted.ts";

type Parameters = Readonly<Record<string, unknown>>;

/** Sends one request. Rejects with what Octokit throws. */
export type Send = (
  route: string,
  parameters: Parameters,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly data: unknown }>;

export type Call = <Shape extends v.GenericSchema>(
  route: string,
  shape: Shape,
  parameters: Parameters,
) => Promise<Answer<v.InferOutput<Shape>>>;

export interface Patience {
  readonly tryMs: number;
  /** Of what may be repeated. */
  readonly tries: number;
}

const USUAL: Patience = { tryMs: 15_000, tries: 3 };

/** GET and PATCH of the same content may be repeated; POST and DELETE are sent once, the caller looks first. */
export function createCaller(send: Send, clock: Clock, patience = USUAL): Call {
  return async (route, shape, parameters) => {
    const tries = route.startsWith("GET ") || route.startsWith("PATCH ") ? patience.tries : 1;
    for (let attempt = 1; ; attempt++) {
      const answer = await once(send, route, shape, parameters, patience.tryMs);
      if (answer.ok || attempt === tries || !mayPass(answer.problem)) return answer;
      await clock.sleep(500 * 2 ** attempt * (0.5 + Math.random() / 2));
    }
  };
}

async function once<Shape extends v.GenericSchema>(
  send: Send,
  route: string,
  shape: Shape,
  parameters: Parameters,
  tryMs: number,
): Promise<Answer<v.InferOutput<Shape>>> {
  try {
    const { status, data } = await send(route, parameters, AbortSignal.timeout(tryMs));
    const read = v.safeParse(shape, data === "" ? undefined : data);
    if (read.success) return { ok: true, value: read.output };
    return refused("unusable", status, untrusted(`GitHub answered ${status} with something unexpected`));
  } catch (error) {
    return problemOf(error);
  }
}

function mayPass(problem: Problem): boolean {
  return problem.kind === "unreachable" || problem.kind === "unusable";
}

// Octokit's errors carry the request with its authorization header, so nothing of them goes on but status and message.
function problemOf<T>(error: unknown): Answer<T> {
  const status = statusOf(error);
  const message = error instanceof Error ? error.message : "";
  const html = /^\s*</u.test(message) || message.length > 2_000;
  const detail = untrusted(html ? "an HTML page" : firstLine(clean(message), 300));
  if (status === null) return refused("unreachable", null, detail);
  if (status === 401) return refused("unauthorized", status, detail);
  if (status === 429 || (status === 403 && /rate limit/iu.test(message)))
    return refused("rate-limited", status, detail);
  if (status === 403) return refused("forbidden", status, detail);
  if (status === 404 || status === 410) return refused("not-found", status, detail);
  if (status >= 500) return refused("unreachable", status, detail);
  return refused("rejected", status, detail);
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return null;
  // Octokit reports a request that never got an answer as status 500 without a response.
  return "response" in error && error.response !== undefined ? error.status : null;
}
