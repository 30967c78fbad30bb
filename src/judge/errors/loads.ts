// Files of tests that did not load, and set-ups that failed: they keep the tests around them from running.
import { reveal } from "../../text/untrusted.ts";
import { isTestCommand } from "../deploys/command-failure.ts";
import type { Gathered, Member } from "./gather.ts";

/** Kinds of errors that keep a whole file of tests from running. */
const LOADING: ReadonlySet<string> = new Set(["test.import", "env.missing-config", "env.tooling"]);

export interface Loads {
  /** The first set-up or file that failed to load around this test. */
  readonly ofModule: (member: Member) => Gathered | null;
  readonly ofSuite: (suite: string) => Gathered | null;
}

export function createLoads(firstToLast: readonly Gathered[]): Loads {
  const modules = new Map<string, Gathered>();
  const suites = new Map<string, Gathered>();
  for (const error of firstToLast) {
    for (const member of error.members) {
      if (!isLoad(member)) continue;
      const { check } = member;
      const suite = check.suite ?? "";
      if (!suites.has(suite)) suites.set(suite, error);
      const names = check.test === null ? [reveal(check.name), groupOf(member)] : [groupOf(member), fileOf(member)];
      for (const name of names.map(bare)) {
        if (name !== "" && !modules.has(`${suite}\n${name}`)) modules.set(`${suite}\n${name}`, error);
      }
    }
  }
  return {
    ofModule: (member) => {
      const around = [fileOf(member), ...outwards(groupOf(member))].map(bare);
      const suite = member.check.suite ?? "";
      for (const name of around) {
        const found = modules.get(`${suite}\n${name}`);
        if (found !== undefined) return found;
      }
      return null;
    },
    ofSuite: (suite) => suites.get(suite) ?? null,
  };
}

function isLoad({ check, found }: Member): boolean {
  if (check.kind !== "test" || isTestCommand(check)) return false;
  return check.test === null || LOADING.has(found.classification.class);
}

function groupOf({ check }: Member): string {
  return check.group === null ? "" : reveal(check.group);
}

function fileOf({ check }: Member): string {
  const file = check.test?.file ?? null;
  return file === null ? "" : reveal(file);
}

/** "a.b.C", "a.b", "a" and "outer › inner", "outer": what a test stands in, the innermost first. */
function outwards(group: string): readonly string[] {
  const found = [group];
  for (let name = group; name !== "" && found.length < 12;) {
    const at = Math.max(name.lastIndexOf("."), name.lastIndexOf(" \u203a "));
    name = at <= 0 ? "" : name.slice(0, at);
    if (name !== "") found.push(name);
  }
  return found;
}

/** A file and its module have one name. */
function bare(name: string): string {
  return name.replace(/\.(?:py|[cm]?[jt]sx?)$/u, "").replace(/[\\/]/gu, ".");
}
