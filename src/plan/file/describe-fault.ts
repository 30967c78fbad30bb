// Puts faults into sentences: our own words and foreign ones apart, for every surface to contain in its own way.
import type { Fault } from "../../model/errors.ts";
import type { Phrase } from "../../model/report.ts";

/** One line for each fault: where, what, what was expected, what was found, and what to do. */
export function describeFaults(faults: readonly Fault[]): readonly Phrase[] {
  return faults.map(describeFault);
}

export function describeFault({ where, what, message, found, hint, didYouMean }: Fault): Phrase {
  return [
    where,
    ...(what === null ? [] : ["  ", what]),
    `: ${message}`,
    ...(found === null ? [] : [", got ", found]),
    ...(didYouMean === null ? ["."] : [". Did you mean ", didYouMean, "?"]),
    ...(hint === null ? [] : [` ${hint}`]),
  ];
}
