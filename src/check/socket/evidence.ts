// Puts together what is told of a WebSocket failure: where it happened, what came until then, and the last messages.
import type { Facts, Failure, SocketPhase } from "../../model/check.ts";
import type { SocketStep, WebSocketProbe } from "../../model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import { targetOf } from "../probe-result.ts";
import { BINARY, type Heard } from "./heard.ts";
import type { Wait } from "./listener.ts";
import type { Doing, Miss, Talk } from "./talk.ts";

export function failureOf({ words, facts, detail }: Miss, talk: Talk): Failure {
  const target = targetOf("WebSocket", talk.probe.connection.url);
  const seenEvents = talk.ear.tally.events();
  return {
    message: untrusted(`${reveal(target)}: ${words}`),
    detail: detailOf(talk, detail),
    type: null,
    facts: { target, ...(seenEvents.length === 0 ? {} : { seenEvents }), ...userFacts(talk), ...facts },
  };
}

/** Where the probe was: phase, step, and the event of how many with the names of all and of the missing ones. */
export function placeFacts(talk: Talk, at: number, doing: Doing): Facts {
  const waited = doing.kind === "events" ? waitFacts(doing.wait) : {};
  return { phase: phaseOf(talk, doing), ...stepFacts(talk, at), ...waited };
}

export function stepFacts({ probe }: Pick<Talk, "probe">, at: number): Pick<Facts, "step"> {
  const step = numberOf(probe, at);
  return step === null ? {} : { step };
}

/** As the file counts its steps; null for what it does not write down. */
export function numberOf({ implied }: WebSocketProbe, at: number): number | null {
  return implied === null || at < implied ? null : at + 1 - implied;
}

/** " at event 3 of 5 (tool_executing)", with the step where a probe waits in several. */
export function placeWords(talk: Talk, at: number, doing: Doing): string {
  return `${doingWords(talk, doing)}${stepWords(talk, at)}`;
}

/** ", step 5 of 7" where a probe waits in several steps. */
export function stepWords({ probe }: Talk, at: number): string {
  const step = numberOf(probe, at);
  const isOneOfMany = probe.steps.filter(isWait).length > 1;
  return step !== null && isOneOfMany ? `, step ${step} of ${probe.steps.length - (probe.implied ?? 0)}` : "";
}

/** "; came: connection_established, agent_thinking ×3" */
export function cameWords({ ear }: Talk): string {
  const entries = ear.tally.entries();
  if (entries.length === 0) return "; nothing came";
  const names = entries.slice(0, MAX_TOLD).map(({ label, count }) => (count === 1 ? label : `${label} ×${count}`));
  const more = entries.length - names.length;
  return `; came: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** "event 3 of 5 (tool_executing)" */
export function awaitedWords(wait: Wait): string {
  const index = wait.matcher.next() ?? 0;
  return `event ${index + 1} of ${wait.expected.length} (${wait.expected[index]?.name ?? ""})`;
}

/** Names of the required events that did not come, also not before their turn. */
export function missingOf({ expected, matcher }: Wait): readonly string[] {
  const [came, early] = [matcher.came(), matcher.early()];
  return expected.flatMap(({ name, optional }, index) =>
    !optional && came[index] === null && !early.has(index) ? [name] : [],
  );
}

export function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}

/** Names in a sentence; all of them stand in the facts. */
const MAX_TOLD = 12;
const LONGEST_MESSAGE = 300;

function phaseOf({ ear }: Talk, doing: Doing): SocketPhase {
  if (doing.kind === "close") return "close";
  if (ear.count() === 0) return "first-frame";
  return doing.kind === "auth" ? "authenticated" : "event";
}

function waitFacts(wait: Wait): Facts {
  const { step, expected, matcher } = wait;
  const before = step.order === "any" ? matcher.came().filter((ms) => ms !== null).length : (matcher.next() ?? 0);
  return {
    event: before + 1,
    events: expected.length,
    expectedEvents: step.events.map(({ name }) => name),
    missingEvents: missingOf(wait).map(untrusted),
  };
}

function doingWords({ probe, line }: Talk, doing: Doing): string {
  switch (doing.kind) {
    case "auth":
      return ` before ${reveal(probe.connection.authEvent ?? untrusted("anything"))} said that the token is accepted`;
    case "events": {
      const { step, expected } = doing.wait;
      if (step.order !== "any") return ` at ${awaitedWords(doing.wait)}`;
      const missing = missingOf(doing.wait);
      return ` with ${missing.length} of ${expected.length} events missing (${missing.join(", ")})`;
    }
    case "close":
      return doing.codes.length === 0 ? "" : `, expected ${doing.codes.join(" or ")}`;
    case "listening":
      return ` after ${duration(line.nowMs() - doing.sinceMs)} of ${duration(doing.ms)} of listening`;
    case "sending":
      return ` before the message${doing.step === null ? "" : ` of step ${doing.step}`} was sent`;
    case "leaving":
      return " after the last step";
    case "ping":
      return doing.of === 1 ? " at the ping" : ` at ping ${doing.nth} of ${doing.of}`;
  }
}

function isWait({ kind }: SocketStep): boolean {
  return kind === "expect" || kind === "expect-close" || kind === "wait" || kind === "ping";
}

/** Who acted is told where several do. */
function userFacts({ probe, actor }: Talk): Facts {
  return probe.users > 1 && actor.label !== null ? { user: actor.label } : {};
}

function detailOf(talk: Talk, more: Untrusted | undefined): Untrusted | null {
  const { tally } = talk.ear;
  const lines = more === undefined ? [] : [reveal(more)];
  if (tally.total() > 0) {
    const last = tally.last();
    const times = tally.entries().map(({ label, ...entry }) => `  ${label} ${timesWords(entry)}`);
    lines.push("events:", ...times, `last ${last.length} of ${tally.total()} messages:`);
    lines.push(...last.map((heard) => `  ${messageLine(heard, talk)}`));
  }
  return lines.length === 0 ? null : untrusted(lines.join("\n"));
}

interface Times {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

function timesWords({ count, firstMs, lastMs }: Times): string {
  const first = `+${Math.round(firstMs)} ms`;
  return count === 1 ? first : `×${count} ${first} to +${Math.round(lastMs)} ms`;
}

function messageLine(heard: Heard, { excerpt }: Talk): string {
  const text = reveal(heard.text);
  const told = heard.kind === BINARY ? BINARY : excerpt(text, LONGEST_MESSAGE).replace(/\s+/gu, " ");
  return `+${Math.round(heard.sinceMs)} ms ${told}`;
}
