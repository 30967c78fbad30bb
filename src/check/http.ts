// Runs an HTTP probe: one request, one answer, one verdict.
import type { CheckResult, Failure } from "../model/check.ts";
import type { HttpProbe } from "../model/plan.ts";
import type { HttpAnswer, World } from "../model/world.ts";
import { createExcerpt, type Excerpt } from "../text/excerpt.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { missedExpectation } from "./expect.ts";
import { fill, fillAll, fillJson, fillUrl } from "./fill.ts";
import { probeResult, targetOf } from "./probe-result.ts";
import type { Identity } from "./identity.ts";

export async function runHttpProbe(probe: HttpProbe, identity: Identity, world: World): Promise<CheckResult> {
  const { request } = probe;
  const target = targetOf(request.method, request.url);
  const answer = await world.net.request({
    ...request,
    headers: { ...identity.headers, ...fillAll(request.headers, identity.scope) },
    url: fillUrl(request.url, identity.scope),
    body: request.body === null ? null : fillBody(request.body, request.headers, identity.scope),
  });
  const excerpt = createExcerpt((text) => world.secrets.mask(text));
  return probeResult(probe, answer.durationMs, judge(probe, answer, target, excerpt));
}

function fillBody(body: Untrusted, headers: HttpProbe["request"]["headers"], scope: Identity["scope"]): Untrusted {
  const type = headers["content-type"];
  const isJson = type !== undefined && /\bjson\b/iu.test(reveal(type)) && isJsonText(reveal(body));
  return isJson ? fillJson(body, scope) : fill(body, scope);
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function judge(
  probe: HttpProbe,
  answer: HttpAnswer,
  target: Untrusted,
  excerpt: Excerpt,
): { readonly outcome: "passed" | "failed" | "errored"; readonly failure: Failure | null } {
  if (answer.kind === "no-answer") {
    return {
      outcome: "errored",
      failure: {
        message: untrusted(`${reveal(target)}: ${reveal(answer.message)}`),
        detail: null,
        type: null,
        facts: {
          stage: answer.stage,
          target,
          errno: answer.errno,
          ...(answer.errno === "TIMEOUT"
            ? {
                timedOut:
                  answer.stage === "data" || answer.stage === "server" || answer.stage === "handshake"
                    ? "answer"
                    : "connect",
              }
            : {}),
        },
      },
    };
  }
  const failure = missedExpectation(probe.expect, answer, target, excerpt);
  return { outcome: failure === null ? "passed" : "failed", failure };
}
