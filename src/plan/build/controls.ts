// Builds what is asked to tell our own network from staging.
import type { Control } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { settleAbsolute, type Desk } from "../desk.ts";
import { NONE } from "../words/request.ts";

const TIMEOUT_MS = 10_000;

/** GitHub's API unless the file says something else. */
export function buildControl(desk: Desk): Control {
  const { config } = desk;
  if (config === null || config.control === null) return { kind: "github" };
  const { path, words } = config.control;
  if (words === NONE) return { kind: "none" };
  const place = config.places.ofValue(path);
  const url = settleAbsolute(desk, words, place);
  const { base } = desk;
  // An address that a deploy tells is not known yet.
  const host = base.kind === "known" && URL.canParse(base.url) ? new URL(base.url).host : null;
  if (url !== null && new URL(url).host === host) {
    desk.faults.add(place, "this is staging itself: expected the address of something else");
  }
  const request = { method: "GET", headers: {}, body: null, timeoutMs: TIMEOUT_MS, redirects: 0 };
  return { kind: "http", request: { ...request, url: untrusted(url ?? "") } };
}
