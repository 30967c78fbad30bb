// Who got in and who saw what: callers that had to be refused, and data of another user.
import type { Facts } from "../../model/check.ts";
import { reveal } from "../../text/untrusted.ts";
import { said, type Found } from "../classify/findings.ts";
import { place, whereWords, type Measured } from "./words.ts";

export function letIn(facts: Facts): Measured | null {
  if (facts.letIn === undefined) return null;
  const where = facts.target === undefined ? "the service" : reveal(facts.target);
  return {
    span: facts.letIn,
    found: {
      class: "access.bypassed",
      confidence: "certain",
      alarm: "let-in",
      signature: `let in ${facts.letIn} ${place(facts.target, facts)}`,
      headline: [...said`${where}`, LET_IN[facts.letIn]],
    },
  };
}

const LET_IN: Readonly<Record<NonNullable<Facts["letIn"]>, string>> = {
  anonymous: " lets a caller in without a token",
  expired: " accepts a token that has expired",
  "wrong-key": " accepts a token that is signed with another key",
  unsigned: " accepts a token without a signature",
};

export function isolation(facts: Facts): Measured | null {
  if (facts.foreignUser === undefined) return null;
  const whose = said`gets data of user ${reveal(facts.foreignUser)}`;
  return {
    span: reveal(facts.foreignUser),
    found: {
      class: "assert.value",
      confidence: "certain",
      alarm: "leak",
      title: "data of another user",
      next: "Treat it as a security incident: find where one user's data reaches another.",
      signature: `isolation ${place(facts.target, facts)} ${place(facts.at, facts)}`,
      headline: [
        ...whereWords(facts),
        ...(facts.user === undefined ? ["a user "] : [...said`user ${reveal(facts.user)}`, " "]),
        ...whose,
      ],
    },
  };
}

/** A caller that had to be refused and was not, where no token tells how it got in. */
export function refusal(facts: Facts): Measured | null {
  const { stage, at, expected, seen } = facts;
  if (stage !== "auth" || at !== undefined || expected === undefined || seen === undefined) return null;
  const isIn = reveal(seen) === "accepted";
  const where = facts.target === undefined ? "the service" : reveal(facts.target);
  return {
    span: reveal(seen),
    found: {
      ...(isIn ? LET_IN_ANYWAY : { class: "assert.missing-output" }),
      confidence: "certain",
      signature: `refusal ${place(facts.target, facts)} ${isIn}`,
      headline: isIn
        ? [...said`${where}`, " lets a caller in that it has to refuse"]
        : [...said`${where}: a caller that has to be refused is ${reveal(seen)}`],
    },
  };
}

const LET_IN_ANYWAY = {
  class: "access.bypassed",
  title: "let in although it has to be refused",
  alarm: "let-in",
} as const satisfies Partial<Found>;
