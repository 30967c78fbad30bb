// What is said of passes that show no contact: with the yardstick that was used, and never more than it shows.
import { describe, expect, it } from "vitest";
import type { SuiteContact } from "../../src/model/check.ts";
import { contactLines, contactSteps } from "../../src/report/contact.ts";
import { plain } from "../../src/report/plain.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { cycle, suiteRun, test } from "../fakes/checks.ts";
import { contact, withFacts } from "./suite-scenes.ts";
import { stop, tell } from "./telling.ts";

const quick = ["a", "b", "c"].map((name) => ({
  ...withFacts(test(name, "passed"), { contact: "not-shown" }),
  durationMs: 0,
}));

function lines(...contacts: readonly (SuiteContact | null)[]): readonly string[] {
  const suites = contacts.map((each, at) =>
    suiteRun(3, { contact: each, ...(at === 0 ? {} : { key: `00000000000000${at}0`, name: untrusted(`s${at}`) }) }),
  );
  return contactLines(tell({ cycle: cycle(quick, { suites }), decision: stop("reached") })).map((each) => plain(each));
}

describe("the line that everybody reads", () => {
  it.each<readonly [Partial<SuiteContact>, string]>([
    [
      { notShown: 3, passes: 5, atZero: 3 },
      "3 of 5 passes took 0 ms, which no answer of staging can (the fastest took 12 ms): a, b and 1 more.",
    ],
    [
      { notShown: 3, passes: 3, atZero: 1, toOneMs: 3 },
      "all 3 passes took a millisecond at most, which no answer of staging can (the fastest took 12 ms): a, b and 1 more.",
    ],
    [
      { notShown: 3, passes: 9, atZero: 0, toOneMs: 0, basis: "spread", thresholdMs: 8.4, floorMs: null },
      "3 of 9 passes took less than 8.4 ms, far below the others, so nothing shows that these passes reached staging: a, b and 1 more.",
    ],
    [
      { notShown: 3, passes: 9, atZero: 0, toOneMs: 3, basis: "millisecond", thresholdMs: 1, floorMs: null },
      "3 of 9 passes took a millisecond at most, in which no network answers: a, b and 1 more.",
    ],
  ])("%j", (over, words) => {
    expect(lines(contact(over))).toEqual([`Contact: ${words}`]);
  });

  it("is not there where nothing is in doubt or nothing can be told", () => {
    expect(lines(contact({ notShown: 0 }), null)).toEqual([]);
    expect(lines(contact({ basis: "no-timing", notShown: 0, thresholdMs: null, floorMs: null }))).toEqual([]);
  });

  it("names the suite where there are several, and counts those beyond two", () => {
    expect(lines(contact(), contact(), contact(), contact())).toEqual([
      expect.stringMatching(/^Contact of e2e: 31 of 51 passes took 0 ms/u),
      expect.stringMatching(/^Contact of s1: 31 of 51 passes took 0 ms/u),
      "Contact: the same is true of 2 more suites.",
    ]);
  });
});

it.each<readonly [Partial<SuiteContact>, string]>([
  [
    { shown: 8, indicated: 12, notShown: 25, passes: 47 },
    "of 47 passes 8 had a connection to staging, 12 took long enough for an answer, 25 took too little time for one, of 2 nothing can be told (the fastest answer of staging took 12 ms)",
  ],
  [
    { basis: "no-timing", indicated: 0, notShown: 0, thresholdMs: null, floorMs: null },
    "the report has no times, or all the same, so they do not show whether staging answered",
  ],
  [
    { indicated: 0, notShown: 8, passes: 8 },
    "none of 8 passes took long enough for an answer (the fastest answer of staging took 12 ms)",
  ],
  [
    { basis: "millisecond", indicated: 3, notShown: 2, passes: 5, floorMs: null, thresholdMs: 1 },
    "of 5 passes 3 took long enough for an answer, 2 took a millisecond at most, and no network answers within a millisecond",
  ],
  [
    { basis: "millisecond", indicated: 5, notShown: 0, passes: 5, floorMs: null, thresholdMs: 1 },
    "all 5 passes took long enough for an answer (more than a millisecond)",
  ],
  [
    {
      indicated: 1,
      notShown: 0,
      passes: 1,
      watch: {
        kind: "watched",
        required: false,
        hosts: [
          { host: untrusted("api.x"), connections: 14 },
          { host: untrusted("auth.x"), connections: 0 },
        ],
      },
    },
    "the one pass took long enough for an answer (the fastest answer of staging took 12 ms); connections: 14 to api.x, none to auth.x",
  ],
])("the folded table has the levels: %j", (over, words) => {
  const [row] = contactSteps(suiteRun(3, { contact: contact(over) }));
  expect(row === undefined ? null : plain(row.result)).toBe(`e2e: ${words}`);
});
