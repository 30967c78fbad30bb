// Cycles with one text in every place where a foreign one can stand, and the record that a job would make of each.
import type { Commit } from "../../src/model/github.ts";
import { analyse } from "../../src/judge/analyse.ts";
import type { Pattern } from "../../src/model/analysis.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import type { Loop } from "../../src/model/loop.ts";
import { trigger } from "../fakes/trigger.ts";
import { recordOf } from "../fakes/record.ts";
import type { CycleRecord } from "../../src/record/record.ts";
import { atMost } from "../../src/report/plain.ts";
import { masked, maskedText } from "../../src/text/masked.ts";
import type { Masker } from "../../src/text/mask.ts";
import { isUntrusted, untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, cycle, loop as newLoop, test } from "../fakes/checks.ts";
import { everySlot } from "../report/every-slot.ts";
import { NEXT, type Scene } from "../report/telling.ts";

/** Names that no test and no service gives: of the environment, of branches, people and commits. */
const NAMES: Readonly<Record<string, (text: string) => Scene>> = {
  "names of the run": (text) => ({
    cycle: { ...named(text), control: { target: untrusted(text), reachable: true, message: untrusted(text) } },
    before: before(text),
    decision: NEXT,
    commits: [commit(text, "a"), { ...commit(text, "b"), byBot: true }],
    pushed: [commit(text, "c")],
    night: { date: "2026-03-02", ref: untrusted(text), failing: [], fingerprints: [] },
    notices: [["GitHub says: ", untrusted(text)]],
  }),
};

function named(text: string): Cycle {
  return cycle([{ ...test("a", "failed", "AssertionError: 3 is not 4"), name: untrusted(text) }], {
    environment: untrusted(text),
    servedAfter: [untrusted(text)],
    id: { loop: 4711, n: 2, redo: 0 },
    logs: untrusted("https://logs.example/?q=1"),
  });
}

function before(text: string): Loop {
  return newLoop({
    id: { loop: 4711, n: 2, redo: 0 },
    ref: untrusted(text),
    tests: [{ key: "deadbeef", name: untrusted(text) }],
    explained: [
      {
        fingerprint: "v2:00112233aabbccdd",
        title: untrusted(text),
        by: untrusted(text),
        answer: untrusted(text),
        cycle: 1,
      },
    ],
  });
}

function commit(text: string, digit: string): Commit {
  return { sha: digit.repeat(40), subject: untrusted(text), author: untrusted(text), byBot: false };
}

export const SCENES: Readonly<Record<string, (text: string) => Scene>> = { ...everySlot, ...NAMES };

/** Codes of systems and names of algorithms are words that no server gives; what stands in their place is one here all the same. */
function wordsMasked<T>(value: T, mask: Masker): T;
function wordsMasked(value: unknown, mask: Masker): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => wordsMasked(each, mask));
  if (typeof value !== "object" || value === null || isUntrusted(value)) return value;
  const rows = Object.entries(value).map(([key, each]: [string, unknown]) => {
    const isWord = typeof each === "string" && (key === "errno" || key === "algorithm");
    return [key, isWord ? maskedText(each, mask) : wordsMasked(each, mask)];
  });
  return Object.fromEntries(rows);
}

/** An earlier cycle has masked its names in the same way, before it cut them. */
function recorded(earlier: Loop, { components }: Cycle): Loop {
  const name = components[1]?.name;
  if (name === undefined) return earlier;
  return { ...earlier, components: earlier.components.map((each) => ({ ...each, name: atMost(name, 60) })) };
}

/** Answers are given to an error as it was shown, which is by its masked text. */
function answersTo(patterns: readonly Pattern[], answers: Cycle["answers"]): Cycle["answers"] {
  return answers.map((each, at) => ({ ...each, fingerprint: patterns[at]?.fingerprint ?? each.fingerprint }));
}

/** In the order of a run: everything measured is cleaned and masked, then judged, told and cut. */
export function recordFor(make: (text: string) => Scene, text: string, mask: Masker): CycleRecord {
  const scene = make(text);
  const loop = make(maskedText(text, mask)).before ?? newLoop();
  const measured = wordsMasked(masked(scene.cycle, mask), mask);
  const facts = { ...measured, answers: answersTo(analyse(measured, loop).patterns, measured.answers) };
  return {
    ...recordOf(facts),
    decision: scene.decision,
    loop: recorded(loop, facts),
    trigger: trigger({ runId: facts.runId, ref: untrusted(text), pullRequest: 7 }),
    commits: masked(scene.commits ?? [], mask),
    pushed: masked(scene.pushed ?? [], mask),
    night: scene.night ?? null,
    pullRequest: 7,
    head: COMMIT,
  };
}
