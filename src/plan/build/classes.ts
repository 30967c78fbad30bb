// Builds the classes of the team's own. None of them may have the name of one of ours.
import type { PlannedClass } from "../../model/plan.ts";
import { isClassId } from "../../model/failure-class.ts";
import { untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import { shown, type Path } from "../file/faults.ts";
import { FAMILY_BEGINS } from "../words/kinds.ts";
import { checkMost, settled } from "./declared.ts";
import { FIXED } from "./texts.ts";

/** Each may take its time, one after the other. */
const MOST_CLASSES = 50;

export function buildClasses(desk: Desk): readonly PlannedClass[] {
  const parts = checkMost(desk, desk.config?.classes ?? [], MOST_CLASSES, "classes");
  const seen = new Set<string>();
  return parts.map(({ path, words }) => {
    const { id, title, match, transient = "either", next, owner = "service", stage = "server" } = words;
    checkId(desk, id, [...path, "id"], seen);
    seen.add(id);
    return {
      id,
      title: untrusted(desk.texts.settle(title, placeOf(desk, [...path, "title"]), FIXED)),
      match: untrusted(match),
      transient,
      next: settled(desk, next, [...path, "next"]),
      owner,
      stage,
    };
  });
}

function checkId(desk: Desk, id: string, path: Path, seen: ReadonlySet<string>): void {
  const place = placeOf(desk, path);
  const found = shown(id);
  if (seen.has(id)) desk.faults.add(place, "this id is taken already", { found });
  if (isClassId(id)) {
    desk.faults.add(place, `${id} is a class of ours`, { hint: "Take a family of your own, such as app." });
    return;
  }
  const [family = "", word = ""] = id.split(".");
  const begin = FAMILY_BEGINS.get(family);
  if (begin === undefined || begin === family) return;
  const didYouMean = untrusted(`${begin}.${word}`);
  desk.faults.add(place, `the classes of the family ${family} begin with ${begin}`, { found, didYouMean });
}
