// What a probe measured, as a finding: facts decide before anybody's words. What people must know first stands first
// in the table, then how far the caller came, then what was compared.
import type { Facts } from "../../model/check.ts";
import type { Finding } from "../classify/findings.ts";
import { isolation, letIn, refusal } from "./access.ts";
import { data, limit, noData, schema, status, value } from "./answer.ts";
import { certificate, errno, ownCode, timeout } from "./network.ts";
import { close, unexpectedEvent, upgrade } from "./socket.ts";
import type { Rule } from "./words.ts";

/** The finding of the first rule that the facts meet; null when nothing was measured that tells the kind. */
export function fromFacts(facts: Facts): Finding | null {
  for (const [rule, find] of RULES) {
    const measured = find(facts);
    if (measured !== null) return { ...measured.found, rule: `measured.${rule}`, span: measured.span };
  }
  return null;
}

const RULES: readonly (readonly [id: string, find: Rule])[] = [
  ["let-in", letIn],
  ["isolation", isolation],
  ["no-data", noData],
  ["own-code", ownCode],
  ["certificate", certificate],
  ["upgrade", upgrade],
  ["close", close],
  ["timeout", timeout],
  ["errno", errno],
  ["status", status],
  ["refusal", refusal],
  ["limit", limit],
  ["schema", schema],
  ["data", data],
  ["event", unexpectedEvent],
  ["value", value],
];
