// How a WebSocket was refused or closed, and events that may not come.
import type { Facts } from "../../model/check.ts";
import { classOfErrno } from "../classify/codes.ts";
import { closeFinding, said, upgradeFinding, type Found } from "../classify/findings.ts";
import { errno } from "./network.ts";
import { expectedOf, place, textOf, whereWords, withoutUsers, type Measured } from "./words.ts";

export function upgrade({ upgradeStatus }: Facts): Measured | null {
  return upgradeStatus === undefined ? null : { span: String(upgradeStatus), found: upgradeFinding(upgradeStatus) };
}

export function close(facts: Facts): Measured | null {
  const { closeCode, errno: code = "", phase } = facts;
  if (closeCode === undefined) return null;
  // A service that breaks the protocol tells more than the close code that follows.
  if (classOfErrno(code) === "svc.bad-response") return errno(facts);
  const reason = textOf(facts.closeReason);
  const found = closeFinding(closeCode, reason, withoutUsers(reason, facts));
  const isOther = phase === "close" && found.class === "assert.missing-output";
  return {
    span: String(closeCode),
    found: isOther ? { ...found, ...OTHER_CLOSE } : { ...found, place: closedAt(facts) },
  };
}

/** " at event 3 of 5": how far the talk had come. */
function closedAt({ phase, event, events }: Facts): string {
  if (phase === "first-frame") return " before anything comes";
  if (phase === "authenticated") return " before the token is confirmed";
  return event === undefined || events === undefined ? "" : ` at event ${event} of ${events}`;
}

/** It closed as it should at the end of a talk, and another code was awaited. */
const OTHER_CLOSE = {
  class: "assert.value",
  title: "closed with another code",
  headline: ["the WebSocket closes with another code than expected"],
} as const satisfies Partial<Found>;

/** An event that may not come, or not now. */
export function unexpectedEvent(facts: Facts): Measured | null {
  if (facts.stage !== "events" || facts.expected === undefined || facts.at !== undefined) return null;
  return {
    span: textOf(facts.seen),
    found: {
      class: "assert.value",
      confidence: "certain",
      signature: `event ${place(facts.target, facts)} ${expectedOf(facts)}`,
      headline: textOf(facts.expected).startsWith("never ")
        ? [...whereWords(facts), ...said`${textOf(facts.seen)} comes, which may never come`]
        : [...whereWords(facts), ...said`${textOf(facts.seen)} comes, expected ${textOf(facts.expected)}`],
    },
  };
}
