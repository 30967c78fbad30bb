// What makes two failures the same error. The number before the colon grows with every change of how it is made, so
// that a loop never takes an old error for a new one without saying so.
import type { Facts } from "../../model/check.ts";
import { digest } from "../../model/digest.ts";
import type { Finding } from "../classify/findings.ts";
import { withoutUsers } from "../measured/words.ts";
import { maskVolatile } from "./mask.ts";

/** `line` is the line that decided; used where the finding itself tells no signature. */
export function fingerprintOf(finding: Finding, line: string, facts: Facts): string {
  return `v1:${digest(finding.class, finding.signature ?? maskVolatile(withoutUsers(line, facts)))}`;
}
