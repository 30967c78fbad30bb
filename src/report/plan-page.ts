// What a cycle is going to do, for somebody who asks before the first one: every step, and what is worth a second look.
import { boundText, isMeasuredBy, LEAST_VALUES, mostValues, needsSamples } from "../model/metric.ts";
import type {
  Auth,
  ContactRule,
  Deploy,
  MetricTarget,
  Plan,
  Probe,
  Quarantine,
  SocketStep,
  Suite,
} from "../model/plan.ts";
import { unreachable } from "../model/reach.ts";
import type { Phrase } from "../model/report.ts";
import { joined, list } from "./names.ts";
import { declaredRows, type Row } from "./plan-declared.ts";
import { isLink } from "./markdown.ts";
import { plain, plainCommand, shortened } from "./plain.ts";
import { beyondWords, goalWords } from "./target.ts";
import { count, duration } from "./words.ts";

/** Lines for a terminal. */
export function renderPlan(plan: Plan): readonly string[] {
  const rows: readonly Row[] = [
    ...plan.deploys.map((each, at): Row => ["deploy", deployWords(each, at, plan)]),
    ...(plan.setup === null ? [] : [["setup", [plan.setup.run]] satisfies Row]),
    ...plan.probes.filter((each) => each.preflight).map((each): Row => ["preflight", probeWords(each, plan)]),
    ...plan.probes.filter((each) => !each.preflight).map((each): Row => ["probes", probeWords(each, plan)]),
    ...plan.targets.map((each): Row => ["targets", targetWords(each)]),
    ...plan.suites.flatMap(suiteRows).map((words): Row => ["suites", words]),
    ...plan.quarantine.map((each): Row => ["quarantine", quarantineWords(each)]),
    ...declaredRows(plan),
    ...(plan.teardown === null ? [] : [["teardown", [plan.teardown.run]] satisfies Row]),
    ...regressionRows(plan),
    ...(plan.logs === null ? [] : [["logs", [plan.logs]] satisfies Row]),
    ["loop", [`goes on until ${goalWords(plan.target)}`]],
  ];
  const remarks = remarksOn(plan);
  const width = Math.max(...["preflight", ...rows.map(([step]) => step)].map((step) => step.length)) + 2;
  return [
    "The plan is whole. Each cycle does this:",
    "",
    ...rows.map(([step, words], at) => `  ${(rows[at - 1]?.[0] === step ? "" : step).padEnd(width)}${shownAs(words)}`),
    ...(plan.secrets.length === 0 ? [] : ["", plain(["Secrets, all of them set: ", ...list(plan.secrets)])]),
    ...(remarks.length === 0 ? [] : ["", "Worth a look:", ...remarks.map((each) => `  ${plain(each)}`)]),
  ];
}

/** As it is written: two colons mean something to a runner at the start of a line only, and belong to names of tests. */
function shownAs(words: Phrase): string {
  const text = words.map((part) =>
    typeof part === "string" || isLink(part) ? plain([part]) : plainCommand(shortened(part, 200)),
  );
  return text.join("").replace(/^::/u, ":\u2426:");
}

/** What is allowed and may still not be meant. */
export function remarksOn(plan: Plan): readonly Phrase[] {
  return [
    ...beyondReach(plan),
    ...plan.targets.flatMap((each) => thinTarget(each, plan)),
    ...plan.auths.flatMap(weakAuth),
    ...unused(plan),
  ];
}

/** Nobody knows how many tests a suite has; without one everything is known before it runs. */
function beyondReach({ target, probes, targets, suites }: Plan): readonly Phrase[] {
  const deciding = probes.filter(({ severity, preflight }) => severity === "fail" || preflight);
  const beyond = unreachable(target, (of) => {
    if (of === "targets") return { total: targets.length, skipped: 0 };
    if (of === "probes") return { total: deciding.length, skipped: 0 };
    if (suites.length > 0) return null;
    const { length: total } =
      typeof of === "string" ? deciding : deciding.filter(({ priority }) => priority === of.priority);
    return { total, skipped: 0 };
  });
  if (beyond === null) return [];
  const there = [deciding.length === 0 ? "" : count(deciding.length, "probe")].filter(Boolean);
  return [[`The target of the loop cannot be reached: ${beyondWords(beyond, there, targets.length)}.`]];
}

function deployWords(service: Deploy, at: number, plan: Plan): Phrase {
  const { name, run, ready } = service;
  const command: Phrase = [...(run === null ? ["deployed by something else"] : [run]), ...turnOf(service, at, plan)];
  if (ready === null) return [name, ": ", ...command, ", not awaited"];
  const wait = [ready.health === null ? "" : "healthy", ready.revision === null ? "" : "serving the commit"];
  const until = wait.filter((each) => each !== "").join(" and ");
  return [name, ": ", ...command, `, then at most ${duration(ready.timeoutMs)} until it is ${until}`];
}

/** One after the other goes without saying. */
function turnOf({ run, after }: Deploy, at: number, { deploys }: Plan): Phrase {
  if (run === null || at === 0) return [];
  if (after.length === 0) return [", at once, beside those before it"];
  const [only] = after;
  if (after.length === 1 && only?.deploy === at - 1 && only.state === "deployed") return [];
  const names = (state: "deployed" | "ready"): Phrase => {
    const first = after.filter((each) => each.state === state).flatMap(({ deploy }) => deploys[deploy]?.name ?? []);
    return first.length === 0 ? [] : [...list(first), ` ${first.length === 1 ? "is" : "are"} ${state}`];
  };
  return [", once ", ...joined([names("ready"), names("deployed")], " and ")];
}

/** What a suite does, and a line for each thing that it does beside. */
function suiteRows(suite: Suite): readonly Phrase[] {
  const { name, minTests, retryFailed, contact, priorities, attachments, reproduce } = suite;
  const least = minTests === 0 ? "" : `, at least ${count(minTests, "test")}`;
  const rows: readonly Phrase[] = [
    [suite.run, `, at most ${duration(suite.timeoutMs)}${least}, reads `, ...list(suite.reports)],
    retryFailed === null ? [] : ["what failed runs once more with ", retryFailed.run],
    contact === null ? [] : contactWords(contact),
    priorities.length === 0
      ? []
      : joined(
          priorities.map((each): Phrase => [`P${each.priority} for `, each.match]),
          ", ",
        ),
    attachments.length === 0 ? [] : ["files beside what failed: ", ...list(attachments)],
    reproduce === null ? [] : ["one test runs again with ", reproduce],
  ];
  return rows.flatMap((words) => (words.length === 0 ? [] : [[name, ": ", ...words]]));
}

function contactWords({ hosts, required }: ContactRule): Phrase {
  return required
    ? ["without a connection to ", ...list(hosts), " nothing is proven"]
    : ["connections to ", ...list(hosts), " are watched"];
}

function quarantineWords({ match, until, why }: Quarantine): Phrase {
  return [match, ` decides nothing until ${until}`, ...(why === null ? [] : [": ", why])];
}

function regressionRows({ onRegression, rollback }: Plan): readonly Row[] {
  switch (onRegression) {
    case "continue":
      return [];
    case "stop":
      return [["regression", ["a cycle that is worse than the best one stops the loop"]]];
    case "rollback": {
      const how: Phrase = rollback === null ? [] : [": ", rollback.run];
      return [
        ["regression", ["a cycle that is worse than the best one rolls staging back and stops the loop", ...how]],
      ];
    }
  }
}

function probeWords(probe: Probe, plan: Plan): Phrase {
  const auth = probe.auth === null ? undefined : plan.auths[probe.auth];
  const extras = [
    probe.users > 1 ? `${probe.users} users at once` : "",
    probe.badToken === null ? "" : `with a token that is ${BAD[probe.badToken]}, which has to be refused`,
    probe.samples === null ? "" : `measured ${probe.samples.count} times, alone`,
    probe.retry.count > 0 ? `${count(probe.retry.count, "more try", "more tries")} where it may pass` : "",
    probe.severity === "warn" ? "only warns" : "",
  ].filter((each) => each !== "");
  return [
    probe.name,
    ": ",
    ...whatItDoes(probe),
    ...(auth === undefined ? [] : [" as ", auth.name]),
    ...(extras.length === 0 ? [] : [`, ${extras.join(", ")}`]),
    ...needs(probe, plan),
  ];
}

const BAD = { expired: "expired", "wrong-key": "signed with another key", unsigned: "not signed" } as const;

function whatItDoes(probe: Probe): Phrase {
  if (probe.kind === "http") return [`${probe.request.method} `, probe.request.url];
  if (probe.refusedWith.length > 0) return [probe.connection.url, ` refuses with ${probe.refusedWith.join(" or ")}`];
  const events = probe.steps.reduce((sum, step) => sum + eventsIn(step), 0);
  return [probe.connection.url, events > 0 ? `, ${count(events, "event")}` : `, ${count(probe.steps.length, "step")}`];
}

function eventsIn(step: SocketStep): number {
  return step.kind === "expect" ? step.events.length : 0;
}

function needs(probe: Probe, plan: Plan): Phrase {
  const names = plan.probes.filter((each) => probe.needs.includes(each.key)).map((each) => each.name);
  return names.length === 0 ? [] : ["; needs ", ...list(names)];
}

function targetWords(target: MetricTarget): Phrase {
  return [...nameOf(target), ": ", target.bounds.map((bound) => boundText(target.metric, bound)).join(", ")];
}

function nameOf({ metric, tags }: MetricTarget): Phrase {
  return tags.length === 0 ? [metric] : [metric, " [", ...list(tags), "]"];
}

/** Too few samples are no data, and no data never meets a target. */
function thinTarget(target: MetricTarget, plan: Plan): readonly Phrase[] {
  if (target.from !== null) return [];
  const probes = plan.probes.filter((each) => isMeasuredBy(target, each));
  const values = probes.reduce((sum, each) => sum + mostValues(target, each), 0);
  const least = Math.max(...target.bounds.map((bound) => LEAST_VALUES[bound.aggregate]));
  if (values >= least) return [];
  const words = ` can never be met: its probes give ${count(values, "value")}, and it needs ${least}.`;
  const how = target.metric === "ws.ping" ? "a probe with “ping: true”" : "one of them";
  const advice = needsSamples(target) ? ` Add “samples: ${least}” to ${how}.` : "";
  return [["Target ", ...nameOf(target), words + advice]];
}

function weakAuth(auth: Auth): readonly Phrase[] {
  if (auth.kind !== "jwt") return [];
  const key: Phrase = ["Auth ", auth.name, " may sign with a key that is too short to be safe (allow-weak-test-key)."];
  return auth.weakKey ? [key] : [];
}

function unused(plan: Plan): readonly Phrase[] {
  const used = new Set(plan.probes.map((each) => each.auth));
  return plan.auths.flatMap((auth, at): readonly Phrase[] =>
    used.has(at) ? [] : [["Auth ", auth.name, " is used by no probe."]],
  );
}
