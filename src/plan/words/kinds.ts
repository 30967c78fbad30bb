// The kinds of failure as words of the file: families (network) and classes (svc.unavailable).
import { FAMILIES, TRANSIENCE } from "../../model/failure-class.ts";

/** Each family with the beginning of its classes. */
export const FAMILY_BEGINS: ReadonlyMap<string, string> = new Map(Object.entries(FAMILIES));

/** Each word with the beginning of the classes that it stands for. */
export const KINDS: ReadonlyMap<string, string> = new Map([
  ...FAMILY_BEGINS,
  ...Object.keys(TRANSIENCE).map((id) => [id, id] as const),
]);

export const EXPECTED_KIND = `expected ${Object.keys(FAMILIES).join(", ")}, or a class such as svc.unavailable`;
