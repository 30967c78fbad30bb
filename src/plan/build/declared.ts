// What all parts share in which the team says something about its checks: bounds, and texts of which only variables of
// the step are filled in.
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { Path } from "../file/faults.ts";
import { FIXED } from "./texts.ts";

/** The first of them, as many as there may be. That there are more is noted where the first of those stands. */
export function checkMost<T extends { readonly path: Path }>(
  desk: Desk,
  parts: readonly T[],
  most: number,
  what: string,
): readonly T[] {
  const beyond = parts[most];
  if (beyond !== undefined) desk.faults.add(placeOf(desk, beyond.path), `expected at most ${most} ${what}`);
  return parts.slice(0, most);
}

export function settled(desk: Desk, text: string | undefined, path: Path): Untrusted | null {
  return text === undefined ? null : untrusted(desk.texts.settle(text, placeOf(desk, path), FIXED));
}
