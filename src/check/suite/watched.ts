// What was seen of the connections while a suite ran: for each host, and at a moment.
import type { CommandResult, ContactWatch } from "../../model/check.ts";
import type { ContactRule } from "../../model/plan.ts";
import type { Connections } from "../../model/world.ts";
import { reveal } from "../../text/untrusted.ts";

/** null: the plan names no host. */
export function watchOf(
  rule: ContactRule | null,
  connections: Connections | null,
  command: CommandResult,
): ContactWatch | null {
  if (rule === null) return null;
  const { required, hosts } = rule;
  if (connections === null) {
    const reason = command.spawnError === null ? "nothing watched the command" : "the command could not be started";
    return { kind: "unwatchable", required, reason };
  }
  if (connections.kind === "unwatchable") return { kind: "unwatchable", required, reason: connections.reason };
  const counts = hosts.map(() => 0);
  for (const { host } of connections.seen) counts[host] = (counts[host] ?? 0) + 1;
  return { kind: "watched", required, hosts: hosts.map((host, at) => ({ host, connections: counts[at] ?? 0 })) };
}

/** Whether a connection stood at some moment from `from` to `to`, in milliseconds since 1970. */
export type SeenBetween = (from: number, to: number) => boolean;

export function seenBetween(connections: Connections | null): SeenBetween {
  if (connections?.kind !== "watched" || connections.seen.length === 0) return () => false;
  const { everyMs, seen } = connections;
  const spans = joined(seen.map(({ from, to }) => ({ from: from - everyMs, to: to + everyMs })));
  return (from, to) => {
    // The last span that begins in time is the only one that can reach so far.
    let [low, high] = [0, spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.from ?? 0) <= to) low = middle + 1;
      else high = middle;
    }
    const last = spans[low - 1];
    return last !== undefined && last.to >= from;
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** In order, and apart from each other. */
function joined(spans: readonly Span[]): readonly Span[] {
  const apart: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last === undefined || span.from > last.to) apart.push(span);
    else apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return apart;
}

const LOCAL = /^(?:(?:[^:]{1,253}\.)?localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$|^::1$/iu;

/** A service on this machine can answer within a millisecond. */
export function isLocal(rule: ContactRule | null): boolean {
  return rule !== null && rule.hosts.some((host) => LOCAL.test(reveal(host)));
}
