// Words of parts that could not be read as a whole because another word in them is wrong: those that can be judged by
// themselves are, so that all faults are told together.
import type { Desk } from "../desk.ts";
import type { Path } from "../file/faults.ts";
import type { NamedSection } from "../file/parts.ts";
import { names } from "../words/leaves.ts";
import { decode, type Shape } from "../words/shape.ts";
import { reproduce } from "../words/suite.ts";
import { checkNames } from "./needs.ts";
import { buildReproduce } from "./reproduce.ts";

interface Needs {
  readonly path: Path;
  readonly own: string | undefined;
  readonly needs: readonly string[];
}

/** What each part of a section waits for, as it is written. */
export function needsOf({ config }: Desk, section: "deploy"): readonly Needs[] {
  const whole = (config?.deploys ?? []).map(({ path, words }) => ({ path, own: words.name, needs: words.needs ?? [] }));
  return [...whole, ...unreadNeeds(config, section)];
}

export function checkUnreadNeeds(desk: Desk, section: "probes" | "suites"): void {
  for (const { path, own, needs } of unreadNeeds(desk.config, section)) {
    checkNames(desk, needs, [...path, "needs"], section === "probes" ? own : undefined);
  }
}

export function checkUnreadReproduce(desk: Desk): void {
  for (const { path, value } of desk.config?.unread.suites ?? []) {
    const line = read(reproduce, value["reproduce"]);
    if (line !== undefined) buildReproduce(desk, line, [...path, "reproduce"]);
  }
}

function unreadNeeds(config: Desk["config"], section: NamedSection): readonly Needs[] {
  return (config?.unread[section] ?? []).flatMap(({ path, value }) => {
    const needs = read(names, value["needs"]);
    const { name } = value;
    return needs === undefined ? [] : [{ path, own: typeof name === "string" ? name : undefined, needs }];
  });
}

/** undefined where it is not there or wrong itself, which was told. */
function read<T>(shape: Shape<T>, value: unknown): T | undefined {
  if (value === undefined) return undefined;
  const decoded = decode(shape, value, []);
  return decoded.ok ? decoded.value : undefined;
}
