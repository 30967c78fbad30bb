// Builds the address of the services' logs, which is filled in and linked where something failed.
import type { Deploy } from "../../model/plan.ts";
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { isUnsettled, noteMisreading, placeOf, type Desk } from "../desk.ts";
import { readAbsolute } from "../words/addresses.ts";
import { FIXED, type Fillable } from "./texts.ts";

const PLACES: Fillable = { ...FIXED, scopes: ["log", "commit"] };
const LOOPBACK = /^http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?:[:/?]|$)/iu;

export function buildLogs(desk: Desk, deploys: readonly Deploy[]): Untrusted | null {
  const part = desk.config?.logs ?? null;
  if (part === null) return null;
  const place = placeOf(desk, part.path);
  const settled = desk.texts.settle(part.words, place, PLACES);
  // People follow this link with their session of the console. It is told beside a wrong reference further on.
  if (/^http:/iu.test(settled) && !LOOPBACK.test(settled)) {
    desk.faults.add(place, "expected an address that starts with https://");
  }
  if (isUnsettled(settled)) return null;
  const reading = readAbsolute(settled, "http");
  if (!("value" in reading)) {
    noteMisreading(desk, reading, part.words, place);
    return null;
  }
  if (settled.includes("${deploy.name}") && deploys.length === 0) {
    desk.faults.add(place, "there is no service whose name ${deploy.name} could be");
  }
  return untrusted(settled);
}
