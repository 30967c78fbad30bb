// Failures that are only empty: no event, no content, a quality of zero. Never a wrong value.
import { reveal } from "../../text/untrusted.ts";
import type { Member } from "./gather.ts";

/** A test that says that nothing at all came. */
export function isEmptyTest({ check, found }: Member): boolean {
  if (check.kind !== "test") return false;
  const { class: id, span } = found.classification;
  const said = `${span === null ? "" : reveal(span)}\n${reveal(found.example)}`;
  if (id === "assert.missing-output") return !SOME.test(said) && !CLOSED_WELL.test(said);
  if (id === "assert.sla") return ZERO.test(said);
  return id === "assert.value" && NONE_OF.test(said) && !SOME.test(said);
}

/** Something came, so that the way was open: "2 of 5 events", "received 3". */
const SOME =
  /\b[1-9]\d{0,5} ?(?:\/|of|out of) ?\d|\b(?:got|received|found|saw|seen|came|actual)\b[^\w\n]{0,4}[1-9]\d{0,5}\b/iu;
const CLOSED_WELL = /\b1000\b/u;
/** "0/3 high-value scenarios", "0 of 12 rows". */
const NONE_OF = /(?<![\d.,])0 ?(?:\/|of|out of) ?[1-9]\d{0,5}\b(?! ?(?:ms|s|%))/u;
/** "0.00 < 0.7". */
const ZERO = /(?<![\d.,])0(?:\.0{1,6})?%?\s*(?:<|(?:is |was )?(?:below|under|less than)\b)/iu;
