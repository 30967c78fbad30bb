// What a cycle is going to do, for somebody who asks before the first one: every step, and what is worth a second look.
import { boundText, isMeasuredBy, LEAST_VALUES, mostValues, needsSamples } from "../model/metric.ts";
import type { Auth, Deploy, MetricTarget, Plan, Probe, SocketStep } from "../model/plan.ts";
import type { Phrase } from "../model/report.ts";
import { list } from "./names.ts";
import { plain } from "./plain.ts";
import { count, duration } from "./words.ts";

/** Lines for a terminal. */
export function renderPlan(plan: Plan): readonly string[] {
  const rows: readonly Row[] = [
    ...plan.deploys.map((each): Row => ["deploy", deployWords(each)]),
    ...(plan.setup === null ? [] : [["setup", [plan.setup.run]] satisfies Row]),
    ...plan.probes.filter((each) => each.preflight).map((each): Row => ["preflight", probeWords(each, plan)]),
    ...plan.probes.filter((each) => !each.preflight).map((each): Row => ["probes", probeWords(each, plan)]),
    ...plan.targets.map((each): Row => ["targets", targetWords(each)]),
    ...plan.suites.map((each): Row => [
      "suites",
      [each.name, ": ", each.run, `, at most ${duration(each.timeoutMs)}, reads `, ...list(each.reports)],
    ]),
    ...(plan.teardown === null ? [] : [["teardown", [plan.teardown.run]] satisfies Row]),
  ];
  const remarks = remarksOn(plan);
  return [
    "The plan is whole. Each cycle does this:",
    "",
    ...rows.map(([step, words], at) => `  ${(rows[at - 1]?.[0] === step ? "" : step).padEnd(11)}${plain(words)}`),
    ...(plan.secrets.length === 0 ? [] : ["", plain(["Secrets, all of them set: ", ...list(plan.secrets)])]),
    ...(remarks.length === 0 ? [] : ["", "Worth a look:", ...remarks.map((each) => `  ${plain(each)}`)]),
  ];
}

type Row = readonly [step: string, words: Phrase];

/** What is allowed and may still not be meant. */
export function remarksOn(plan: Plan): readonly Phrase[] {
  return [...plan.targets.flatMap((each) => thinTarget(each, plan)), ...plan.auths.flatMap(weakAuth), ...unused(plan)];
}

function deployWords({ name, run, ready }: Deploy): Phrase {
  const command: Phrase = run === null ? ["deployed by something else"] : [run];
  if (ready === null) return [name, ": ", ...command, ", not awaited"];
  const wait = [ready.health === null ? "" : "healthy", ready.revision === null ? "" : "serving the commit"];
  const until = wait.filter((each) => each !== "").join(" and ");
  return [name, ": ", ...command, `, then at most ${duration(ready.timeoutMs)} until it is ${until}`];
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
