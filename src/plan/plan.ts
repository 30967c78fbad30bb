// From inputs and file to the plan of one cycle. Everything that is wrong is told at once, before anything happens.
import { digest } from "../model/digest.ts";
import { UserError } from "../model/errors.ts";
import type { Limits } from "../model/limits.ts";
import type { Plan } from "../model/plan.ts";
import { createMasker } from "../text/mask.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { buildAuthorities } from "./build/authorities.ts";
import { buildAuths } from "./build/auths.ts";
import { buildClasses } from "./build/classes.ts";
import { buildComponents } from "./build/components.ts";
import { readConfig } from "./file/config.ts";
import { buildControl } from "./build/controls.ts";
import { buildCriteria } from "./build/criteria.ts";
import { buildDeploys } from "./build/deploys.ts";
import { inputText, settleBase, type Base, type Desk, type KeyProblem } from "./desk.ts";
import { createFaults, finishFaults, inputPlace, shown, type Faults, type Place } from "./file/faults.ts";
import type { NamedFile } from "./file/named-files.ts";
import type { Config } from "./file/parts.ts";
import { buildGoal } from "./build/goal.ts";
import { buildHook, buildRegression } from "./build/hooks.ts";
import { buildLogs } from "./build/logs.ts";
import { withOutputs } from "./build/outputs.ts";
import { buildOwners, withOwners } from "./build/owners.ts";
import type { Inputs } from "./inputs.ts";
import { name as nameShape } from "./words/leaves.ts";
import { buildProbes, keyOf } from "./build/probes.ts";
import { decode } from "./words/shape.ts";
import { buildQuarantine } from "./build/quarantine.ts";
import { buildSuites, measuredOf } from "./build/suites.ts";
import { buildTargets } from "./build/targets.ts";
import { createTexts, FIXED, type Texts } from "./build/texts.ts";
import { buildAnswers } from "./build/whys.ts";

/** Read when the input `config` names no other file. */
export const DEFAULT_CONFIG = ".github/test-deploy-loop.yml";

export interface PlanOrder {
  readonly inputs: Inputs;
  readonly configPath: Untrusted;
  /** Null when there is no such file, which is a fault only where the input `config` names it. */
  readonly configText: string | null;
  readonly environment: (name: string) => string | undefined;
  /** The files that `filesNamedIn` finds, by path. */
  readonly files: ReadonlyMap<string, NamedFile>;
  readonly keyProblem: KeyProblem;
}

export interface Planned {
  readonly plan: Plan;
  readonly limits: Limits;
}

/** Throws one UserError with all faults of the inputs and the file, sorted and masked. */
export function makePlan(order: PlanOrder): Planned {
  const { inputs, configPath, configText, environment, files, keyProblem } = order;
  const faults = createFaults();
  for (const { message, ...place } of inputs.faults) faults.add({ ...place, order: -1 }, message, place);
  const texts = createTexts(environment, faults);
  if (inputs.config !== null && configText === null) {
    faults.add(inputPlace("config"), "there is no file of this name in the workspace", {
      found: shown(reveal(inputs.config)),
    });
  }
  const config = configText === null ? null : readConfig(reveal(configPath), configText, texts, faults);
  const base = baseOf(inputs, config, texts, faults);
  const desk: Desk = { config, texts, faults, base, files, keyProblem };
  const readable = config !== null || configText === null;
  const plan = readable ? assemble(desk, inputs) : null;
  if (plan !== null && faults.count() === 0 && isIdle(plan)) faults.add(idlePlace(order), IDLE, { hint: SMALLEST });
  if (plan !== null && faults.count() === 0) return { plan, limits: inputs.limits };
  const values = texts.secrets().map((name) => environment(name) ?? "");
  const token = inputs.githubToken === null ? [] : [reveal(inputs.githubToken)];
  throw new UserError(finishFaults(faults.all(), createMasker([...values, ...token])));
}

function assemble(desk: Desk, inputs: Inputs): Plan {
  const { config, texts } = desk;
  const environment = environmentName(desk);
  const auths = buildAuths(desk);
  auths.choose(config?.defaults.auth, ["defaults", "auth"]);
  const deploys = buildDeploys(desk, inputs, environment);
  const probes = buildProbes(desk, auths);
  const keys = new Map((config?.probes ?? []).map(({ words }) => [words.name, keyOf(words)]));
  const suites = buildSuites(desk, inputs, keys);
  const quarantine = buildQuarantine(desk);
  const owners = buildOwners(desk);
  const targets = buildTargets(desk, probes);
  const target = buildGoal(desk, inputs, { tests: suites.length, probes: probes.length, targets: targets.length });
  return {
    environment,
    url: desk.base.kind === "known" ? untrusted(desk.base.url) : null,
    deploys: withOwners(withOutputs(desk, deploys), owners),
    auths: auths.all,
    probes,
    suites,
    target,
    targets,
    control: buildControl(desk),
    setup: buildHook(config?.setup),
    teardown: buildHook(config?.teardown),
    ...buildRegression(desk),
    logs: buildLogs(desk, deploys),
    quarantine,
    components: buildComponents(desk, owners),
    owners,
    criteria: buildCriteria(desk),
    classes: buildClasses(desk),
    answers: buildAnswers(desk),
    authorities: buildAuthorities(desk),
    secrets: texts.secrets().map(untrusted),
    // What two cycles measure, not what is said of it: components, owners, criteria, classes and answers change no result.
    digest: digest(
      ...[target, probes, suites.map(measuredOf), targets, quarantine.map(({ match, until }) => [match, until])].map(
        (part) => JSON.stringify(part),
      ),
    ),
  };
}

function environmentName(desk: Desk): Untrusted {
  const part = desk.config?.name ?? null;
  if (desk.config === null || part === null) return untrusted("staging");
  const place = desk.config.places.ofValue(part.path);
  const settled = desk.texts.settle(part.words, place, FIXED);
  if (settled.includes("${")) return untrusted("");
  const name = decode(nameShape, settled, []);
  if (!name.ok) desk.faults.add(place, "expected a name: one line of text", { found: shown(part.words) });
  return untrusted(name.ok ? name.value : "");
}

function baseOf(inputs: Inputs, config: Config | null, texts: Texts, faults: Faults): Base {
  const given = inputText({ texts }, "url", inputs.url);
  const inFile =
    config === null || config.url === null ? null : { text: config.url.words, place: config.places.ofValue(["url"]) };
  const chosen: { readonly text: string; readonly place: Place } | null = given ?? inFile;
  if (chosen === null) return { kind: config?.named.url === true ? "wrong" : "absent" };
  const url = settleBase({ texts, faults }, chosen.text, chosen.place);
  if (url === null) return { kind: "wrong" };
  if (!url.includes("?")) return { kind: "known", url };
  faults.add(chosen.place, "expected a base address without a query, which no path below it would keep");
  return { kind: "wrong" };
}

function isIdle({ deploys, probes, suites }: Plan): boolean {
  return deploys.length === 0 && probes.length === 0 && suites.length === 0;
}

function idlePlace({ configPath, configText }: PlanOrder): Place {
  return { where: configText === null ? untrusted("inputs") : configPath, what: null, order: 0 };
}

const IDLE = "there is nothing to do: expected a service, a probe or a suite";
const SMALLEST = "The smallest step that works has with: { url: https://staging.example.com, health: /health }.";
