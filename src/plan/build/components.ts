// Builds the components: what belongs to each, and who acts on it.
import type { Owned, PlannedComponent } from "../../model/plan.ts";
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { Part } from "../file/parts.ts";
import { shown } from "../file/faults.ts";
import type { ComponentWords } from "../words/components.ts";
import { checkMost, settled } from "./declared.ts";
import { ownerNamed } from "./owners.ts";

/** As many are carried from cycle to cycle. */
const MOST_COMPONENTS = 40;
/** Of all components together: each is held against every check. */
const MOST_PATTERNS = 200;

export function buildComponents(desk: Desk, owners: readonly Owned[]): readonly PlannedComponent[] {
  const parts = checkMost(desk, desk.config?.components ?? [], MOST_COMPONENTS, "components");
  const patterns = parts.flatMap(({ path, words }) => words.tests.map(() => ({ path: [...path, "tests"] })));
  checkMost(desk, patterns, MOST_PATTERNS, "patterns in all components together");
  const seen = new Set<string>();
  return parts.map((part) => {
    const { path, words } = part;
    if (seen.has(words.name)) {
      desk.faults.add(placeOf(desk, [...path, "name"]), "this name is taken already", { found: shown(words.name) });
    }
    seen.add(words.name);
    return {
      name: untrusted(words.name),
      tests: words.tests.map(untrusted),
      sentence: settled(desk, words.sentence, [...path, "sentence"]),
      value: words.value ?? null,
      owner: ownerOf(desk, part, owners),
    };
  });
}

/** What two places say about one component, nobody keeps in step. */
function ownerOf(desk: Desk, { path, words }: Part<ComponentWords>, owners: readonly Owned[]): Untrusted | null {
  const own = settled(desk, words.owner, [...path, "owner"]);
  const named = ownerNamed(owners, words.name);
  if (own === null || named === null) return own ?? named;
  desk.faults.add(placeOf(desk, [...path, "owner"]), "the owner of this component stands in owners already", {
    found: shown(words.owner),
    hint: "Keep one of the two.",
  });
  return own;
}
