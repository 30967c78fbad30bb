// A name of the user's before each line of live output, where nothing foreign may stand.
import { reveal, type Untrusted } from "./untrusted.ts";

/** At most 40 letters that cannot be read as anything else. */
export function shortName(name: Untrusted): string {
  return reveal(name)
    .replace(/[^\w.-]+/gu, "-")
    .slice(0, 40);
}
