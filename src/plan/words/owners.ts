// The words of `owners`: who acts on a service, a component, or tests by their name or file.
import { owner } from "./components.ts";
import { glob } from "./glob.ts";
import { oneOrMore } from "./leaves.ts";
import { decode, keyed, type Reading, type Value } from "./shape.ts";

const match = glob("any");

export const EXPECTED_OWNERS = "a map from a service, a component, or a pattern for tests or files to who acts";

export type OwnersWords = Value<typeof ownersShape>;

export const ownersShape = keyed(readMatch, oneOrMore(owner, "at least one owner"), EXPECTED_OWNERS, match.json);

function readMatch(key: string): Reading<string> {
  const decoded = decode(match, key, []);
  return decoded.ok ? { value: decoded.value } : { expected: decoded.misfits[0]?.message ?? "" };
}
