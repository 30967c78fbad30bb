// Links to the services' own logs, at the time at which something failed.
import { decisiveFailure, type CheckResult, type CommandResult } from "../model/check.ts";
import type { Cycle, Deployment, Readiness } from "../model/cycle.ts";
import { fillAddress, originOf, placesIn } from "../text/address.ts";
import type { Untrusted } from "../text/untrusted.ts";

export interface LogLink {
  /** null: the address is the same for all services. */
  readonly service: Untrusted | null;
  readonly url: Untrusted;
}

/** More links than these are no help. */
export const MAX_LOG_LINKS = 5;

/** Clocks differ, and the line that explains a failure stands before it. */
const MARGIN_MS = 30_000;

/** For the services that failed where that is known, otherwise for each; empty where nothing failed. */
export function logLinks(cycle: Cycle): readonly LogLink[] {
  const { logs } = cycle;
  const trouble = logs === null ? null : (brokenServices(cycle) ?? failedChecks(cycle));
  if (logs === null || trouble === null) return [];
  const times = new Map([
    ["commit", cycle.commit],
    ["failure.from", isoTime(trouble.from - MARGIN_MS)],
    ["failure.to", isoTime(trouble.to + MARGIN_MS)],
    ["failure.from-ms", String(Math.round(trouble.from - MARGIN_MS))],
    ["failure.to-ms", String(Math.round(trouble.to + MARGIN_MS))],
  ]);
  const link = (service: Untrusted | null): readonly LogLink[] => {
    const values = new Map<string, Untrusted | string>(times);
    if (service !== null) values.set("deploy.name", service);
    const url = fillAddress(logs, values);
    return url === null ? [] : [{ service, url }];
  };
  if (!placesIn(logs).includes("deploy.name")) return link(null);
  return trouble.services.slice(0, MAX_LOG_LINKS).flatMap((each) => link(each));
}

interface Trouble {
  readonly services: readonly Untrusted[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** Services that were not deployed or did not become ready; null where all are up. */
function brokenServices({ deployments, readiness }: Cycle): Trouble | null {
  const failed = deployments.filter((each) => each.state === "failed");
  if (failed.length > 0) return during(failed, ({ command }) => (command === null ? null : timesOf(command)));
  const late = readiness.filter((each) => each.state === "not-ready");
  return late.length > 0 ? during(late, ({ at, elapsedMs }) => ({ from: at - elapsedMs, to: at })) : null;
}

function during<T extends Deployment | Readiness>(
  broken: readonly T[],
  timeOf: (each: T) => Window | null,
): Trouble | null {
  const window = around(broken.map(timeOf));
  return window === null ? null : { services: broken.map((each) => each.name), ...window };
}

function failedChecks(cycle: Cycle): Trouble | null {
  const failing = cycle.checks.filter(({ outcome }) => outcome === "failed" || outcome === "errored");
  if (failing.length === 0) return null;
  const hit = servicesHit(cycle, failing);
  const services = hit.length > 0 ? hit : cycle.deployments.map((each) => each.name);
  const window = around(failing.map(timeOfCheck)) ?? around(cycle.suites.map(({ command }) => timesOf(command)));
  return { services, ...(window ?? { from: cycle.startedAt, to: cycle.startedAt + cycle.durationMs }) };
}

/** Services whose address is that of a failing request. */
export function servicesHit({ deployments, readiness }: Cycle, failing: readonly CheckResult[]): readonly Untrusted[] {
  const origins = new Set(failing.map((each) => originOfNullable(decisiveFailure(each)?.facts.target)));
  return deployments.flatMap(({ name, url }, at) => {
    const own = [originOfNullable(url), originOfNullable(readiness[at]?.lastSeen?.url)];
    return own.some((each) => each !== null && origins.has(each)) ? [name] : [];
  });
}

function originOfNullable(text: Untrusted | null | undefined): string | null {
  return text === null || text === undefined ? null : originOf(text);
}

export interface Window {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

export function timesOf({ startedAt, durationMs }: CommandResult): Window {
  return { from: startedAt, to: startedAt + durationMs };
}

export function timeOfCheck({ at, durationMs }: CheckResult): Window | null {
  return at === null ? null : { from: at, to: at + (durationMs ?? 0) };
}

/** null: no time is known. */
export function around(windows: readonly (Window | null)[]): Window | null {
  const known = windows.flatMap((each) => each ?? []);
  if (known.length === 0) return null;
  return {
    from: known.reduce((least, each) => Math.min(least, each.from), Infinity),
    to: known.reduce((most, each) => Math.max(most, each.to), -Infinity),
  };
}

/** Times come from reports too, and not every number is a date. */
function isoTime(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}
