// Builds the headers of a probe: its own over those of the defaults.
import { isForActor, NOTHING_CAPTURED, ofDefaults, type Acting } from "./acting.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { Path } from "../file/faults.ts";
import { buildHeaders } from "./requests.ts";

type Texts = Readonly<Record<string, string>>;

/** Headers by which a caller tells who it is. */
const CREDENTIALS: readonly string[] = ["authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token"];

/** An anonymous probe leaves out the defaults that need a token or a user, or are one. */
export function probeHeaders(desk: Desk, own: Texts = {}, path: Path, acting: Acting): Texts {
  const { auth, common, fillable, isAnonymous } = acting;
  const mine = fillable(NOTHING_CAPTURED);
  const all = Object.entries(desk.config?.defaults.headers ?? {});
  const isLeftOut = (name: string): boolean => isAnonymous && CREDENTIALS.includes(name.toLowerCase());
  const defaults = Object.fromEntries(all.filter(([name, text]) => isForActor(text, mine) && !isLeftOut(name)));
  const headers = {
    ...buildHeaders(desk, defaults, ["defaults", "headers"], ofDefaults(mine)),
    ...buildHeaders(desk, own, [...path, "headers"], mine),
  };
  const replaced = headers["authorization"];
  if (common.badToken !== null && auth.kind === "jwt" && replaced?.includes("${token}") === false) {
    desk.faults.add(
      placeOf(desk, [...path, "headers"]),
      "the header authorization replaces the token that has to be refused",
    );
  }
  return headers;
}
