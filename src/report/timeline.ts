// When each part of the cycle ran: its phases, its suites and every probe with the parts of its request.
import { decides, isBroken, isFlaky, succeeded, type CheckResult, type CommandResult } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import type { Phrase, TimelinePart, TimelineRow } from "../model/report.ts";
import type { Told } from "../model/told.ts";

/** Rows of a chart: phases first, then probes as they began. */
const MAX_ROWS = 200;

export function timelineOf({ cycle }: Told): readonly TimelineRow[] {
  const phases = [
    ...cycle.deployments.flatMap(({ name, command, state }) =>
      command === null ? [] : [ran("Deploy", [name], command, state === "failed" ? "bad" : undefined, cycle)],
    ),
    ...cycle.readiness.flatMap((each): readonly TimelineRow[] => {
      if (each.state === "not-awaited") return [];
      const state = each.state === "ready" ? "good" : "bad";
      // It is noted when the last answer came.
      return [row("Served", [each.name], each.at - each.elapsedMs, each.elapsedMs, state, cycle)];
    }),
    ...(cycle.setup === null ? [] : [ran("Set-up", [], cycle.setup, undefined, cycle)]),
    ...cycle.suites.flatMap(({ name, command, retry }) => [
      ran("Tests", [name], command, undefined, cycle),
      ...(retry === null ? [] : [ran("Tests", [name, ", once more"], retry, undefined, cycle)]),
    ]),
    ...(cycle.teardown === null ? [] : [ran("Teardown", [], cycle.teardown, undefined, cycle)]),
    ...(cycle.rollback === null ? [] : [ran("Rollback", [], cycle.rollback, undefined, cycle)]),
  ];
  const probes = cycle.checks.flatMap((check): readonly TimelineRow[] => {
    const { kind, at, durationMs, measured } = check;
    if (kind !== "probe" || at === null || durationMs === null) return [];
    return [
      {
        ...row("Probe", [check.name], at, durationMs, stateOf(check), cycle),
        parts: partsOf(measured?.timings ?? null),
      },
    ];
  });
  return [...phases, ...probes.slice(0, MAX_ROWS - phases.length)].toSorted((a, b) => a.fromMs - b.fromMs);
}

/** The tests of a command tell for themselves whether it was good: its exit code may only repeat them. */
function ran(
  kind: string,
  name: Phrase,
  command: CommandResult,
  state: TimelineRow["state"] | undefined,
  cycle: Cycle,
): TimelineRow {
  const { startedAt, durationMs } = command;
  return row(kind, name, startedAt, durationMs, state ?? (succeeded(command) ? "good" : "bad"), cycle);
}

function row(
  kind: string,
  name: Phrase,
  at: number,
  tookMs: number,
  state: TimelineRow["state"],
  { startedAt }: Cycle,
): TimelineRow {
  return { kind, name, fromMs: Math.max(0, at - startedAt), tookMs, state, parts: [] };
}

function stateOf(check: CheckResult): TimelineRow["state"] {
  if (isBroken(check)) return decides(check) ? "bad" : "light";
  if (check.outcome !== "passed") return "none";
  return isFlaky(check) ? "light" : "good";
}

type Timings = NonNullable<NonNullable<CheckResult["measured"]>["timings"]>;

function partsOf(timings: Timings | null): readonly TimelinePart[] {
  if (timings === null) return [];
  const { dnsMs, tcpMs, tlsMs, firstByteMs, totalMs } = timings;
  const known = [
    { name: "dns", tookMs: dnsMs },
    { name: "tcp", tookMs: tcpMs },
    { name: "tls", tookMs: tlsMs },
    { name: "first byte", tookMs: firstByteMs },
  ].flatMap(({ name, tookMs }) => (tookMs === null ? [] : [{ name, tookMs }]));
  const rest = totalMs - known.reduce((sum, { tookMs }) => sum + tookMs, 0);
  return rest > 0 ? [...known, { name: "rest", tookMs: rest }] : known;
}
