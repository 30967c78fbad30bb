// The examples of the documentation against a real staging service: each does what its page says, word for word.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckResult } from "../../src/model/check.ts";
import { UserError } from "../../src/model/errors.ts";
import type { Told } from "../../src/model/told.ts";
import { describeFaults } from "../../src/plan/file/describe-fault.ts";
import { progressLine } from "../../src/report/progress.ts";
import { plain, plainText } from "../../src/report/plain.ts";
import { makeReport } from "../../src/report/view.ts";
import { examplesOf, PAGES, type Claim, type Example } from "./page.ts";
import { openStage, type Stage } from "./staging.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage.close());

describe.each(PAGES)("docs/%s", (page) => {
  const examples = examplesOf(page);

  it("has examples, and each says what it does", () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.filter(({ claims }) => claims.length === 0).map(({ place }) => place)).toEqual([]);
  });

  it.each(
    examples.flatMap((example) => example.claims.map((claim) => ({ title: titleOf(example, claim), example, claim }))),
  )("$title", async ({ example, claim }) => {
    expect(withoutTimes(await toldBy(example, claim))).toBe(withoutTimes(claim.lines));
  });
});

function titleOf({ place }: Example, { fault, lines }: Claim): string {
  return `${place} ${lines === "" ? "passes" : "tells what is wrong"}${fault === null ? "" : ` with ${fault}`}`;
}

/** What is told when not everything is well; empty where the target is met and nothing is left. */
async function toldBy(example: Example, { fault }: Claim): Promise<string> {
  try {
    return stage.asOnThePage(linesOf(await stage.run(example, fault)).join("\n"));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return stage.asOnThePage(describeFaults(error.faults).map(plain).join("\n"));
  }
}

/** As the terminal says it: what failed, or why nothing can be said about it. */
function linesOf(told: Told): readonly string[] {
  const failing = told.cycle.checks.filter((check) => check.outcome !== "passed").map(lineOf);
  const { icon, headline, lead, look } = makeReport(told);
  const page = [`${icon} ${plain(headline)}`, ...lead.map((each) => plain(each))];
  if (told.analysis.verdict.kind === "met") return told.analysis.patterns.length === 0 ? [] : page.slice(0, 1);
  if (told.analysis.verdict.kind !== "not-met") return page;
  // What is missing is not one of the checks.
  return told.cycle.target.kind === "all" ? failing : [...page, ...look.map((each) => plain(each)), ...failing];
}

function lineOf(check: CheckResult): string {
  if (check.failure === null) return progressLine(check).replace(/ {2,}/gu, "  ");
  return `✗ ${plainText(check.name)} – ${plainText(check.failure.message, 300)}`;
}

/** How long something took, and which day it is, is another number each time. */
function withoutTimes(text: string): string {
  return text.replace(/\d+(?:\.\d+)? ms\b/gu, "N ms").replace(/\d{4}-\d\d-\d\d|\d\d:\d\d UTC/gu, "THEN");
}
