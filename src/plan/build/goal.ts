// Builds the target of the loop. It may only speak of what there is: of nothing nothing ever holds.
import { ALL, comparisonsOf, measureText, type Measure, type Target } from "../../model/target.ts";
import { untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import { inputPlace } from "../file/faults.ts";
import type { Inputs } from "../inputs.ts";

/** How many parts of each kind the plan has. */
export interface Kinds {
  readonly tests: number;
  readonly probes: number;
  readonly targets: number;
}

/** That of the input, else that of the file. */
export function buildGoal(desk: Desk, { target: given }: Inputs, kinds: Kinds): Target {
  const inFile = desk.config?.target ?? null;
  const target = given ?? inFile?.words ?? ALL;
  // What could not be read is not missing.
  if (desk.faults.count() > 0) return target;
  const idle = comparisonsOf(target).find(({ measure }) => countOf(measure, kinds) === 0);
  if (idle !== undefined) {
    const place = given === null && inFile !== null ? placeOf(desk, inFile.path) : inputPlace("target");
    desk.faults.add(place, missingWords(idle.measure), { found: untrusted(measureText(idle.measure)) });
  }
  return target;
}

function countOf({ of }: Measure, { tests, probes, targets }: Kinds): number {
  if (of === "tests") return tests;
  if (of === "probes") return probes;
  return of === "targets" ? targets : tests + probes;
}

function missingWords({ of }: Measure): string {
  if (of === "tests") return "expected a suite too: there are no tests to count";
  if (of === "probes") return "expected a probe too: there are none to count";
  return of === "targets" ? "expected targets too: there are none to count" : "expected a probe or a suite too";
}
