// What kind of fault an error is, whether it may pass by itself, who acts, since when, and what the verdict stands on.
import type { Owner, Pattern, Transient } from "../model/analysis.ts";
import type { Phrase } from "../model/report.ts";
import { untrusted } from "../text/untrusted.ts";
import { list } from "./names.ts";
import { short } from "./words.ts";

/** "service unavailable, may pass by itself". Weak words tell no kind. */
export function kindOf(pattern: Pattern): Phrase {
  const { class: id, confidence, title, transient, transientBy } = pattern;
  if (isUnrecognised(pattern)) return ["not recognised"];
  if (id === "unknown") return [title];
  if (confidence === "possible") return ["kind not certain"];
  const isBack = transientBy === "returned";
  return [title, ", ", isBack ? "comes back unchanged on another try, so it needs a change" : OUTLOOK[transient]];
}

/** Our own words for it where they are certain; null where nobody can say, or where the team has words of its own. */
export function certainTitle(pattern: Pattern): string | null {
  const { class: id, confidence, title } = pattern;
  return typeof title !== "string" || id === "unknown" || confidence === "possible" ? null : title;
}

/** No rule knows what it says, and nothing was measured. */
export function isUnrecognised({ class: id, rule }: Pattern): boolean {
  return id === "unknown" && rule === "none";
}

const OUTLOOK: Readonly<Record<Transient, string>> = {
  yes: "may pass by itself",
  no: "needs a change",
  either: "whether it passes by itself is not known yet",
};

export function adviceOf({ class: id, confidence, advice }: Pattern): Phrase {
  return confidence === "possible" && id !== "unknown" ? [] : [advice];
}

/** Whose task it is: those who are named, otherwise those who usually act on such an error. */
export function whoOf({ owners, owner, confidence, class: id }: Pattern): Phrase {
  if (owners.length > 0) return ["A task for ", ...list(owners), "."];
  return confidence === "possible" || id === "unknown" ? [] : [`Usually a task for ${WHO[owner]}.`];
}

export function factsOf(pattern: Pattern): readonly Phrase[] {
  return [
    cameBetween(pattern),
    happened(pattern),
    ruleOf(pattern),
    // By it a file of answers names the error.
    [`Id ${pattern.fingerprint}.`],
  ].filter((each) => each.length > 0);
}

/** "a person has to act, usually the team of the service"; those who are named have to act themselves. */
export function actorOf(top: Pattern | undefined): Phrase {
  if (top === undefined) return ["a person has to act"];
  const { owners, owner, confidence, class: id } = top;
  if (owners.length > 0) return [...list(owners, MOST_OWNERS), owners.length === 1 ? " has to act" : " have to act"];
  const isUnknown = confidence === "possible" || id === "unknown";
  return [isUnknown ? "a person has to act" : `a person has to act, usually ${WHO[owner]}`];
}

/** Owners in a sentence; the rest is counted. */
const MOST_OWNERS = 3;

const WHO: Readonly<Record<Owner, string>> = {
  service: "the team of the service",
  environment: "whoever keeps staging and its secrets",
  test: "the authors of the tests",
  network: "whoever keeps names, certificates and routes",
  platform: "whoever keeps the platform",
};

function cameBetween({ since: { commits } }: Pattern): Phrase {
  return commits === null
    ? []
    : ["Came between ", untrusted(short(commits.good)), " and ", untrusted(short(commits.bad)), "."];
}

function happened({ occurrences, checks, modules }: Pattern): Phrase {
  const times = occurrences > checks.length ? `${occurrences} times` : "";
  const places = modules > 1 ? `in ${modules} files or classes` : "";
  const said = [times, places].filter(Boolean).join(" ");
  return said === "" ? [] : [`Seen ${said}.`];
}

function ruleOf({ rule, span, confidence, class: id }: Pattern): Phrase {
  if (id === "unknown") return [];
  const by: Phrase = span === null ? [] : [" on ", span];
  return [`Decided by rule ${rule}`, ...by, `, ${confidence}.`];
}
