// What the words of a probe that both kinds share cannot say together.
import type { Common } from "./acting.ts";
import type { ChosenAuth } from "./auths.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { Part } from "../file/parts.ts";
import type { ProbeWords } from "../words/probe.ts";
import { mustBeRefused } from "./sockets.ts";

/** `isFirst`: it is a preflight probe, or one of those waits for it. */
export function checkProbe(
  desk: Desk,
  { path, words }: Part<ProbeWords>,
  auth: ChosenAuth,
  common: Common,
  isFirst: boolean,
): void {
  const fail = (key: string, message: string): void => desk.faults.add(placeOf(desk, [...path, key]), message);
  const users = usersProblem(common, auth);
  if (users !== null) fail("users", users);
  if (common.badToken !== null && auth.kind !== "jwt" && auth.kind !== "unknown") {
    fail("token", "only a token that we sign ourselves can be made wrong: expected an auth with jwt");
  }
  if (common.preflight && common.severity === "warn") {
    fail("severity", "a preflight probe has to pass: expected fail");
  }
  if (words.warmup !== undefined && words.samples === undefined) fail("warmup", "expected samples beside it");
  const samples = words.samples === undefined ? null : samplesProblem(words, common, isFirst);
  if (samples !== null) fail("samples", samples);
}

function usersProblem({ users }: Common, { kind, fillable }: ChosenAuth): string | null {
  if (users === 1 || kind === "unknown") return null;
  if (kind === "nobody") return "several users need an auth";
  const count = fillable.users?.length ?? users;
  return users > count ? `expected at most the ${count} users of the auth` : null;
}

function samplesProblem({ websocket }: ProbeWords, common: Common, isFirst: boolean): string | null {
  if (isFirst) return "samples are taken last, and preflight runs first";
  if (common.users > 1) return "samples are taken alone: expected users: 1";
  const isRefused = common.badToken !== null || (websocket !== undefined && mustBeRefused(websocket, { common }));
  return isRefused ? "a refusal has nothing to measure" : null;
}
