// What the loop pursues, and how far this cycle is from it.
import type { Counts } from "../../model/analysis.ts";
import type { BriefTarget } from "../../model/brief.ts";
import type { Phrase } from "../../model/report.ts";
import type { Told } from "../../model/told.ts";
import { targetText } from "../../model/target.ts";
import { missingLead } from "../shortfall.ts";
import { goalWords, shortfall } from "../target.ts";
import { count } from "../words.ts";

export function targetOf(told: Told): BriefTarget {
  const { target } = told.cycle;
  return { asks: [`${targetText(target)} (${goalWords(target)})`], missing: missingOf(told) };
}

function missingOf(told: Told): readonly Phrase[] {
  const { verdict, tests, probes, targets } = told.analysis;
  switch (verdict.kind) {
    case "met":
      return [];
    case "not-tested":
      return [["not known, because nothing that was measured speaks about the code"]];
    case "unproven":
      return [["a proof: nothing failed, and what passed proves nothing yet"]];
    case "not-met": {
      // Of `all` the lines below say all there is to say.
      const short = told.cycle.target.kind === "all" ? "" : shortfall(told.analysis.target);
      return [
        ...(short === "" ? [] : [[short]]),
        ...away(tests, "test"),
        ...away(probes, "probe"),
        ...away(targets, "target"),
        ...missingLead(told),
      ];
    }
  }
}

/** "6 of 18 tests not passed (4 failed, 2 did not run)". */
function away({ total, passed, failed, errored, blocked, notRun }: Counts, word: string): readonly Phrase[] {
  if (passed >= total) return [];
  const how = [
    failed > 0 ? `${failed} failed` : "",
    errored > 0 ? `${errored} could not be measured` : "",
    blocked > 0 ? `${blocked} blocked` : "",
    notRun > 0 ? `${notRun} did not run` : "",
  ].filter(Boolean);
  return [[`${total - passed} of ${count(total, word)} not passed (${how.join(", ")})`]];
}
