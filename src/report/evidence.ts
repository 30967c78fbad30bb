// What was measured of one check, row by row, the decisive first: how far it came, what was expected, what came.
import { decisiveFailure } from "../model/check.ts";
import type {
  CheckResult,
  Facts,
  Failure,
  Measured,
  SeenEvent,
  Timings,
  TokenFacts,
  TokenShape,
} from "../model/check.ts";
import type { EvidenceRow, Phrase } from "../model/report.ts";
import { untrusted } from "../text/untrusted.ts";
import { boundPhrase } from "./bounds.ts";
import { inBrief, closed, eventOf, PHASE_WORDS, STAGE_WORDS } from "./in-brief.ts";
import { joined, list } from "./names.ts";
import { duration, figure } from "./words.ts";

/** Rows of one check that did not pass; empty for what nobody measured. */
export function evidenceOf(check: CheckResult): readonly EvidenceRow[] {
  const { measured } = check;
  const facts = decisiveFailure(check)?.facts ?? {};
  const bounds = measured?.bounds ?? [];
  const rows: readonly (readonly [name: string, value: Phrase])[] = [
    ["reached", reached(facts)],
    ["user", measured === null || measured.users.length === 0 ? actor(facts) : []],
    ["whose data", whose(facts)],
    ["expected", bounds.length > 0 ? [] : expected(facts)],
    ["seen", bounds.length > 0 ? [] : seen(facts)],
    ["missing", list(facts.missingEvents ?? [], MAX_EVENTS)],
    ["came", came(facts, measured)],
    ["token", token(facts, measured?.token ?? null)],
    ["measured", joined(bounds.map(boundPhrase), "; ")],
    ["users", users(measured)],
    ["tries", tries(measured?.tries ?? 0, measured?.earlier ?? [])],
    ["tries", tries((check.test?.earlier.length ?? 0) + 1, check.test?.earlier ?? [])],
    ["files", list(check.test?.attachments ?? [], MAX_FILES)],
    ["samples", samples(measured)],
    ["certificate", certificate(facts)],
    ["time", phasesOf(facts.timings ?? measured?.timings ?? null)],
  ];
  return rows.flatMap(([name, value]) => (value.length === 0 ? [] : [{ name, value }]));
}

/** Names of events in a row; the rest is counted. */
const MAX_EVENTS = 12;

/** Traces, screenshots. */
const MAX_FILES = 5;

/** "event 3 of 5, step 2": the last thing that still worked stands just before it. */
function reached(facts: Facts): Phrase {
  const parts = [placeOf(facts), eventOf(facts), facts.step === undefined ? "" : `step ${facts.step}`].filter(
    (each) => each !== "",
  );
  return parts.length === 0 ? [] : [parts.join(", ")];
}

function placeOf({ phase, stage, event, at, httpStatus }: Facts): string {
  if (phase !== undefined) return phase === "event" && event !== undefined ? "" : PHASE_WORDS[phase];
  // Where the status itself was not the expected one, it is told as what was seen.
  if (httpStatus !== undefined) return at === undefined ? "" : `an answer with status ${httpStatus}`;
  return stage === undefined ? "" : STAGE_WORDS[stage];
}

function actor({ user, foreignUser }: Facts): Phrase {
  return user === undefined || foreignUser !== undefined ? [] : [user];
}

function whose({ user, foreignUser }: Facts): Phrase {
  if (foreignUser === undefined) return [];
  return [...(user === undefined ? ["a user"] : ["user ", user]), " got data of user ", foreignUser];
}

function expected({ at, expected: wanted }: Facts): Phrase {
  if (wanted === undefined) return [];
  return at === undefined ? [wanted] : [at, ": ", wanted];
}

function seen(facts: Facts): Phrase {
  const code: Phrase = facts.errno === undefined ? [] : [untrusted(facts.errno)];
  if (facts.closeCode !== undefined) return closed(facts);
  return facts.seen === undefined ? code : [facts.seen];
}

function came(facts: Facts, measured: Measured | null): Phrase {
  const events = facts.seenEvents ?? measured?.events ?? [];
  if (events.length === 0) return facts.expectedEvents === undefined ? [] : ["no event"];
  const rest = events.length - MAX_EVENTS;
  return [...joined(events.slice(0, MAX_EVENTS).map(eventPhrase), ", "), ...(rest > 0 ? [` and ${rest} more`] : [])];
}

/** "`agent_thinking` ×3 at 40 ms to 1.2 s". */
function eventPhrase({ name, count: times, firstMs, lastMs }: SeenEvent): Phrase {
  if (times === 1) return [name, ` at ${duration(firstMs)}`];
  return [name, ` ×${times} at ${duration(firstMs)} to ${duration(lastMs)}`];
}

/** Having a token and its being accepted are two facts, and what the token was is a third. */
function token({ token: shape, letIn }: Facts, facts: TokenFacts | null): Phrase {
  if (letIn === "anonymous") return ["none"];
  return joined([facts === null ? [] : [stateOf(facts)], shape === undefined ? [] : shapeOf(shape, letIn)], "; ");
}

function stateOf({ kind, minted, accepted }: TokenFacts): string {
  const [had, lacked] = HAD[kind];
  if (!minted) return lacked;
  return `${had}, ${accepted === null ? "nothing tells whether it was accepted" : accepted ? "accepted" : "not accepted"}`;
}

const HAD: Readonly<Record<TokenFacts["kind"], readonly [had: string, lacked: string]>> = {
  jwt: ["minted", "could not be minted"],
  login: ["given by the login", "the login gave none"],
  bearer: ["given", "none"],
  basic: ["name and password given", "none"],
};

function shapeOf({ algorithm, audience, livesMs, clockSkewMs }: TokenShape, letIn: Facts["letIn"]): Phrase {
  const parts: readonly Phrase[] = [
    [untrusted(algorithm)],
    audience === null ? ["no audience"] : ["audience ", audience],
    [letIn === "expired" || livesMs <= 0 ? "expired" : `lives ${duration(livesMs)}`],
    clockSkewMs === null ? [] : [skew(clockSkewMs)],
  ];
  return joined(parts, ", ");
}

/** A Date header has whole seconds: less than two of them is no difference. */
function skew(ms: number): string {
  if (Math.abs(ms) < 2_000) return "the service's clock agrees";
  return `the service's clock is ${duration(Math.abs(ms))} ${ms < 0 ? "behind" : "ahead"}`;
}

function users(measured: Measured | null): Phrase {
  const all = measured?.users ?? [];
  if (all.length === 0) return [];
  const failed = all.filter((each) => each.outcome !== "passed");
  const shown = failed
    .slice(0, MAX_USERS)
    .map((each): Phrase => [
      each.user,
      ": ",
      ...(each.failure === null ? [each.outcome] : inBrief(anonymous(each.failure))),
    ]);
  const rest = failed.length - shown.length;
  return joined(
    [[`${all.length - failed.length} of ${all.length} pass`], ...shown, rest > 0 ? [`and ${rest} more`] : []],
    "; ",
  );
}

const MAX_USERS = 4;

/** Who it was is said already. */
function anonymous(failure: Failure): Failure {
  const { user: _, ...facts } = failure.facts;
  return { ...failure, facts };
}

function tries(many: number, earlier: readonly Failure[]): Phrase {
  if (many < 2) return [];
  return [`${many}, all failed; before: `, ...joined(earlier.slice(-MAX_TRIES).map(inBrief), "; ")];
}

const MAX_TRIES = 5;

function samples(measured: Measured | null): Phrase {
  const facts = measured?.samples ?? null;
  if (facts === null) return [];
  const failed = facts.failed === 0 ? "" : `, ${facts.failed} failed`;
  return [
    `${facts.done} of ${facts.wanted}${failed}; our own timers were late by at most ${figure(facts.loopDelayMs.max, "ms")}`,
  ];
}

function certificate({ certificateExpiresAt }: Facts): Phrase {
  if (certificateExpiresAt === undefined) return [];
  return [`ends ${new Date(certificateExpiresAt).toISOString().slice(0, 16).replace("T", " ")} UTC`];
}

/** "dns 2 ms · tcp 1 ms · tls 14 ms · first byte 9.8 s". */
function phasesOf(timings: Timings | null): Phrase {
  if (timings === null) return [];
  const { dnsMs, tcpMs, tlsMs, firstByteMs, totalMs } = timings;
  const phases: readonly (readonly [string, number | null])[] = [
    ["dns", dnsMs],
    ["tcp", tcpMs],
    ["tls", tlsMs],
    ["first byte", firstByteMs],
    ["total", totalMs],
  ];
  return [phases.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${duration(ms)}`])).join(" · ")];
}
