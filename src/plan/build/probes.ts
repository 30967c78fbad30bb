// Builds the probes: who acts, how often and in which order, and what is asked.
import { digest } from "../../model/digest.ts";
import type { Probe, Retry } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import type { Acting, Common } from "./acting.ts";
import { UNKNOWN, type Auths, type ChosenAuth } from "./auths.ts";
import { findCaptures } from "./captures.ts";
import { placeOf, type Desk } from "../desk.ts";
import { shown, type Path } from "../file/faults.ts";
import type { Part } from "../file/parts.ts";
import { buildHttp } from "./http-probes.ts";
import { checkCircles, checkNames, checkUnique, preflightOf } from "./needs.ts";
import { checkUnreadNeeds } from "./unread.ts";
import { checkProbe } from "./probe-rules.ts";
import type { ProbeWords } from "../words/probe.ts";
import { NONE } from "../words/request.ts";
import { FAMILY_BEGINS } from "../words/kinds.ts";
import type { RetryWords } from "../words/retry.ts";
import { buildWebSocket } from "./sockets.ts";

export function buildProbes(desk: Desk, auths: Auths): readonly Probe[] {
  const { probes = [], preflight = [] } = desk.config ?? {};
  checkUnique(desk, "probes");
  checkUnreadNeeds(desk, "probes");
  checkNames(desk, preflight, ["preflight"]);
  const captures = findCaptures(desk);
  const keys = new Map(probes.map(({ words }) => [words.name, keyOf(words)]));
  const needing = probes.map(({ path, words }) => {
    const { needs: named = [], name } = words;
    checkNames(desk, named, [...path, "needs"], name);
    return { path, name, named, needs: [...named, ...captures.neededBy(words)] };
  });
  checkCircles(desk, needing);
  checkWeights(desk, probes);
  const first = preflightOf(preflight, needing);
  return probes.flatMap((part, index) => {
    const { path, words } = part;
    const auth = chooseFor(desk, auths, words, path);
    const common: Common = {
      ...buildCommon(desk, words, auth),
      needs: keysOf(needing[index]?.needs ?? [], keys),
      preflight: preflight.includes(words.name),
    };
    checkProbe(desk, part, auth, common, first.has(words.name));
    return buildKind(desk, part, {
      common,
      auth,
      isAnonymous: words.auth === NONE,
      fillable: (own) => ({ ...auth.fillable, captured: (name) => captures.problem(name, words, own) }),
    });
  });
}

/** What only warns may fail, and what waits for it would then be blocked and decide. */
function checkWeights(desk: Desk, probes: readonly Part<ProbeWords>[]): void {
  const warning = new Set(probes.filter(({ words }) => words.severity === "warn").map(({ words }) => words.name));
  for (const { path, words } of probes) {
    if (words.severity === "warn") continue;
    for (const [index, name] of (words.needs ?? []).entries()) {
      if (!warning.has(name)) continue;
      desk.faults.add(placeOf(desk, [...path, "needs", index]), "this probe only warns, and what needs it decides", {
        found: shown(name),
        hint: "Give both the same severity.",
      });
    }
  }
}

/** Keys of the probes with these names; names that are not a probe's were noted. */
export function keysOf(names: readonly string[], keys: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set(names)].flatMap((name) => keys.get(name) ?? []);
}

export function keyOf({ name, http }: ProbeWords): string {
  return digest("probe", http === undefined ? "websocket" : "http", name);
}

function chooseFor(desk: Desk, auths: Auths, words: ProbeWords, path: Path): ChosenAuth {
  if (words.auth !== undefined) return auths.choose(words.auth, [...path, "auth"]);
  if (desk.config?.areDefaultsUnread === true) return UNKNOWN;
  const chosen = auths.choose(desk.config?.defaults.auth, ["defaults", "auth"]);
  if (chosen.index !== null) checkHost(desk, words, path);
  return chosen;
}

/** What a default sends to staging goes to no other host unless the probe says so: a token can be replayed there. */
function checkHost(desk: Desk, { http, websocket }: ProbeWords, path: Path): void {
  const { base, config } = desk;
  const url = http?.url ?? websocket?.url;
  const own = url === undefined ? null : hostOf(desk.texts.reveal(url) ?? url);
  if (own === null || base.kind !== "known") return;
  const socket = config?.defaults.websocket?.url;
  const known = [base.url, ...(socket === undefined ? [] : [desk.texts.reveal(socket) ?? socket])].map(hostOf);
  if (known.some((host) => host !== null && isSameSite(host, own))) return;
  const at = [...path, http === undefined ? "websocket" : "http"];
  desk.faults.add(
    placeOf(desk, at),
    "the auth of defaults is for the hosts of url and of defaults.websocket, and their neighbours",
    {
      found: shown(own),
      hint: "Say auth here: its name if this host may have the token, or none.",
    },
  );
}

/** RFC 6890 and 6761: this machine, by whatever name. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

/** The parts of one staging are often neighbours: api.staging.example.com and live.staging.example.com. */
function isSameSite(host: string, other: string): boolean {
  if (other === host || (LOOPBACK.test(host) && LOOPBACK.test(other))) return true;
  const parent = host.slice(host.indexOf(".") + 1);
  const isName = !/^[\d.]+$|[[\]]/u.test(host) && host.includes(".");
  return isName && (other.endsWith(`.${host}`) || (parent.includes(".") && other.endsWith(`.${parent}`)));
}

/** Without its port, in which they differ too. */
function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).hostname : null;
}

function buildCommon(desk: Desk, words: ProbeWords, auth: ChosenAuth): Omit<Common, "needs" | "preflight"> {
  const { token = "valid", users = 1, tags = [], priority = null, severity = "fail", samples } = words;
  return {
    key: keyOf(words),
    name: untrusted(words.name),
    auth: auth.index,
    badToken: token === "valid" ? null : token,
    users,
    tags: [...new Set(tags)].map(untrusted),
    priority,
    severity,
    retry: buildRetry(words.retry ?? desk.config?.defaults.retry),
    samples: samples === undefined ? null : { count: samples, warmup: words.warmup ?? 0 },
  };
}

const INTERVAL_MS = 1_000;

function buildRetry({ count, interval = INTERVAL_MS, on = [] }: RetryWords = { count: 0 }): Retry {
  return { count, intervalMs: interval, on: on.map((word) => FAMILY_BEGINS.get(word) ?? word) };
}

function buildKind(desk: Desk, { path, words }: Part<ProbeWords>, acting: Acting): readonly Probe[] {
  const { http, websocket } = words;
  if (http !== undefined && websocket === undefined) return [buildHttp(desk, http, [...path, "http"], acting)];
  if (http === undefined && websocket !== undefined) {
    return [buildWebSocket(desk, websocket, [...path, "websocket"], acting)];
  }
  const got = http === undefined ? "got none" : "got both";
  desk.faults.add(placeOf(desk, path), `expected exactly one of http and websocket, ${got}`);
  return [];
}
