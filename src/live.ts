// What people see of a cycle while it goes on: a line for each phase and check that is over, and one for what is awaited.
import type { Hooks } from "./check/session.ts";
import { unmeasured } from "./check/targets.ts";
import { servedRevision, type OnTry } from "./deploy/readiness.ts";
import { classify } from "./judge/classify/classify.ts";
import type { Classification } from "./model/analysis.ts";
import type { CheckResult } from "./model/check.ts";
import type { Cycle } from "./model/cycle.ts";
import type { Addresses } from "./model/deployed.ts";
import type { Note } from "./model/journal.ts";
import type { Plan } from "./model/plan.ts";
import type { World } from "./model/world.ts";
import {
  blockedLine,
  deployedLine,
  hookLine,
  preflightLine,
  probesLine,
  readyLine,
  suiteLine,
  waitingLine,
  type Said,
} from "./report/phases.ts";
import { columnFor, progressLine, progressTone, runningLine } from "./report/progress.ts";
import { masked } from "./text/masked.ts";
import { reveal, type Untrusted } from "./text/untrusted.ts";

export interface Live {
  /** The world of the stages: what they note is said as well. */
  readonly world: World;
  readonly onTry: OnTry;
}

export function createLive(commit: string, world: World): Live {
  const waiting = new Map<string, string>();
  const show = (): void => world.console.status(waiting.size === 0 ? null : [...waiting.values()].join(" · "), "told");

  function tell(note: Note): void {
    if (note.kind === "readiness") {
      waiting.delete(reveal(note.value.name));
      show();
    }
    say(lineOf(note, commit, world), world);
  }

  return {
    world: {
      ...world,
      journal: {
        ...world.journal,
        note: (note) => {
          world.journal.note(note);
          tell(note);
        },
      },
    },
    onTry: (seen, timeoutMs) => {
      waiting.set(reveal(seen.name), waitingLine(hidden(seen, world), commit, timeoutMs));
      show();
    },
  };
}

export function say(said: Said | null, { console }: World): void {
  if (said !== null) console.say(said.line, said.tone);
}

/** Checks tell themselves, because only who runs them knows when a set of them is through. */
function lineOf(note: Note, commit: string, world: World): Said | null {
  switch (note.kind) {
    case "deployment":
      return deployedLine(hidden(note.value, world));
    case "readiness":
      return readyLine(hidden(note.value, world), commit);
    case "setup":
      return hookLine("Set-up", note.value);
    case "teardown":
      return hookLine("Teardown", note.value);
    case "began":
    case "phase":
    case "checks":
    case "suite":
    case "cut":
      return null;
  }
}

export interface LiveChecks {
  readonly hooks: Hooks;
  /** What each service served after the checks. */
  readonly servedAfter: () => Cycle["servedAfter"];
  readonly end: () => void;
}

/** `doubt`: a failure may be one of our own network. */
export function createLiveChecks(
  plan: Plan,
  commit: string,
  world: World,
  addresses: Addresses,
  doubt: () => void,
): LiveChecks {
  const classOf = (result: CheckResult): Classification => classify(result).classification;
  const running = new Map<string, Untrusted>();
  const total = plan.probes.length + plan.targets.length;
  const column = columnFor([...plan.probes, ...plan.targets.map(unmeasured)].map(({ name }) => name));
  const began = world.clock.monotonic();
  let done = 0;
  let servedAfter: Cycle["servedAfter"] = [];
  const show = (): void => world.console.status(done < total ? runningLine(done, total, [...running.values()]) : null);
  const hooks: Hooks = {
    classOf,
    begin: ({ key, name }) => {
      running.set(key, hidden(name, world));
      show();
    },
    tell: (result) => {
      done++;
      running.delete(result.key);
      world.journal.note({ kind: "checks", values: [result] });
      const said = hidden(result, world);
      world.console.detail(progressLine(said, column), progressTone(said));
      show();
      if (result.failure !== null && classOf(result).class.startsWith("net.")) doubt();
    },
    probed: (results) => {
      world.console.status(null);
      if (results.length === 0) return;
      const said = hidden(results, world);
      say(probesLine(said, world.clock.monotonic() - began), world);
      say(
        preflightLine(
          said.filter((each) => each.preflight),
          plan.suites.length,
        ),
        world,
      );
    },
    tested: (run, results) => say(suiteLine({ ...run, name: hidden(run.name, world) }, results), world),
    blocked: (suite, missing) => say(blockedLine(hidden(suite, world), hidden(missing, world)), world),
    // The teardown may take staging down.
    measured: async () => {
      servedAfter = await Promise.all(plan.deploys.map((each) => servedRevision(each, commit, world, addresses)));
    },
  };
  return { hooks, servedAfter: () => servedAfter, end: () => world.console.status(null) };
}

function hidden<T>(value: T, { secrets }: World): T {
  return masked(value, (text) => secrets.mask(text));
}
