// Which probe captures which value, and which texts can use it: those of other probes, which then wait for that probe,
// and on a socket those that come later.
import { reveal, untrusted } from "../../text/untrusted.ts";
import type { CaptureWords } from "../words/capture.ts";
import { meantBy, placeOf, type Desk } from "../desk.ts";
import type { EventWords } from "../words/event.ts";
import { shown, type Path } from "../file/faults.ts";
import type { ProbeWords } from "../words/probe.ts";
import { findReferences } from "../file/references.ts";
import { textsIn, type Problem } from "./texts.ts";

/** Whether a value is there in every case once its turn is over, or may be missing. */
export type Certainty = "always" | "sometimes";

/** The values that a probe has captured itself so far. */
export type OwnCaptures = ReadonlyMap<string, Certainty>;

export interface Captures {
  /** Names of the other probes whose captures the texts of this one refer to. */
  readonly neededBy: (probe: ProbeWords) => readonly string[];
  /** What is wrong with a captured value in a text of the probe; null when it is there by then. */
  readonly problem: (name: string, probe: ProbeWords, own: OwnCaptures) => Problem | null;
}

interface Made {
  readonly by: ProbeWords;
  readonly when: Certainty;
}

interface Placed {
  readonly name: string;
  readonly path: Path;
  readonly when: Certainty;
}

/** Finds all captures, and notes every name that two of them share. */
export function findCaptures(desk: Desk): Captures {
  const made = new Map<string, Made>();
  for (const { path, words } of desk.config?.probes ?? []) {
    for (const { name, path: at, when } of capturesOf(words, path)) {
      if (!made.has(name)) made.set(name, { by: words, when });
      else desk.faults.add(placeOf(desk, at), "another capture has this name", { found: shown(name) });
    }
  }
  const named = new Set(desk.config?.named.captures);
  const authOf = ({ auth }: ProbeWords): string | undefined => auth ?? desk.config?.defaults.auth;

  const otherProblem = ({ by, when }: Made, probe: ProbeWords): Problem | null => {
    if (when === "sometimes") return MAY_BE_MISSING;
    const { users: captured = 1 } = by;
    const isOneEach = authOf(by) === authOf(probe) && (probe.users ?? 1) <= captured;
    if (captured === 1 || isOneEach) return null;
    return { message: `${captured} users capture a value of their own, and it is not clear whose is meant here` };
  };

  const unknown = (name: string): Problem => {
    const meant = meantBy(desk, name, [...named]);
    const didYouMean = meant === null ? null : untrusted(`\${capture.${reveal(meant)}}`);
    return { message: "no probe captures this", more: { didYouMean } };
  };

  return {
    neededBy: (probe) => {
      const names = [...textsIn(probe)].flatMap(capturesUsedIn);
      const makers = names.flatMap((name) => made.get(name)?.by ?? []).filter((maker) => maker !== probe);
      return [...new Set(makers.map(({ name }) => name))];
    },
    problem: (name, probe, own) => {
      const maker = made.get(name);
      if (maker === undefined) return named.has(name) ? null : unknown(name);
      return maker.by === probe ? ownProblem(own.get(name)) : otherProblem(maker, probe);
    },
  };
}

const MAY_BE_MISSING: Problem = { message: "this value may be missing, because the event that brings it is optional" };

function ownProblem(when: Certainty | undefined): Problem | null {
  if (when === undefined) return { message: "this probe captures the value itself, and not before this text is used" };
  return when === "always" ? null : MAY_BE_MISSING;
}

function capturesOf({ http, websocket }: ProbeWords, path: Path): readonly Placed[] {
  if (http !== undefined) return placed(http.capture, "always", [...path, "http"]);
  const socket = [...path, "websocket"];
  const inSteps = (websocket?.steps ?? []).flatMap(({ expect }, index) =>
    eventsOf(expect?.events, [...socket, "steps", index, "expect"]),
  );
  return [...eventsOf(websocket?.expect?.events, [...socket, "expect"]), ...inSteps];
}

function eventsOf(events: readonly EventWords[] = [], path: Path): readonly Placed[] {
  return events.flatMap(({ rules, at }) =>
    placed(rules.capture, rules.optional === true ? "sometimes" : "always", [...path, ...at]),
  );
}

function placed(capture: CaptureWords = {}, when: Certainty, path: Path): readonly Placed[] {
  return Object.keys(capture).map((name) => ({ name, path: [...path, "capture", name], when }));
}

function capturesUsedIn(text: string): readonly string[] {
  return findReferences(text).flatMap((found) =>
    "reference" in found && found.reference.scope === "capture" ? [found.reference.name] : [],
  );
}
