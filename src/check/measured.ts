// What a probe measured, over all of its users: the evidence beside the outcome, pass or fail.
import type { Measured, SeenEvent, TokenFacts } from "../model/check.ts";
import type { Probe } from "../model/plan.ts";
import { reveal, untrusted } from "../text/untrusted.ts";
import type { Tried } from "./retry.ts";
import type { Session } from "./session.ts";
import type { Turn } from "./users.ts";

/** What a probe measured, of its last try; `values` are those that somebody asks for. */
export function measuredOf(
  probe: Probe,
  { last, earlier, tries }: Tried,
  more: Pick<Measured, "samples" | "values">,
  session: Session,
): Measured {
  const [first] = last.turns;
  const only = last.turns.length === 1 ? first?.attempt : undefined;
  return {
    timings: only?.timings ?? null,
    httpStatus: only?.httpStatus ?? null,
    bodyBytes: only?.bodyBytes ?? null,
    tries,
    earlier,
    token: tokenFacts(probe, last.turns, session),
    events: together(last.turns.flatMap((turn) => turn.attempt.events)),
    users:
      only !== undefined
        ? []
        : last.turns.map(({ label, attempt: { outcome, durationMs, failure } }) => ({
            user: label ?? untrusted("a user"),
            outcome,
            durationMs,
            failure,
          })),
    ...more,
  };
}

function tokenFacts(probe: Probe, turns: readonly Turn[], { plan }: Session): TokenFacts | null {
  const auth = probe.auth === null ? undefined : plan.auths[probe.auth];
  if (auth === undefined) return null;
  const answers = turns.map((turn) => turn.attempt.accepted);
  return {
    kind: auth.kind,
    minted: turns.length > 0 && turns.every((turn) => turn.hasToken),
    accepted: answers.includes(false) ? false : answers.includes(null) || answers.length === 0 ? null : true,
    ...(auth.kind === "jwt" && auth.weakKey ? { weakKey: true } : {}),
  };
}

function together(events: readonly SeenEvent[]): readonly SeenEvent[] {
  const byName = new Map<string, SeenEvent>();
  for (const event of events) {
    const name = reveal(event.name);
    const known = byName.get(name) ?? { ...event, count: 0 };
    byName.set(name, {
      name: event.name,
      count: known.count + event.count,
      firstMs: Math.min(known.firstMs, event.firstMs),
      lastMs: Math.max(known.lastMs, event.lastMs),
    });
  }
  return [...byName.values()];
}
