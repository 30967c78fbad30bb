// Takes the file apart into services, probes and so on, each read by itself, so that a fault in one hides none in another.
import { authShape, type AuthWords } from "../words/auth.ts";
import { classShape, type ClassWords } from "../words/classes.ts";
import { componentShape, type ComponentWords } from "../words/components.ts";
import { fileShape } from "../words/configuration.ts";
import { criterionShape, type CriterionWords } from "../words/criteria.ts";
import { deployShape, type DeployWords } from "../words/deploy.ts";
import { MOST_FAULTS, type Faults, type Path } from "./faults.ts";
import { checkFileTexts } from "./texts.ts";
import { simpleShapes, type HookWords } from "../words/top.ts";
import type { OnRegression } from "../../model/plan.ts";
import type { Target } from "../../model/target.ts";
import { command } from "../words/leaves.ts";
import { reportMisfit } from "./misfits.ts";
import { EXPECTED_OWNERS, ownersShape } from "../words/owners.ts";
import { defaultsShape, probeShape, type DefaultsWords, type ProbeWords } from "../words/probe.ts";
import { quarantineShape, type QuarantineWords } from "../words/quarantine.ts";
import { decode, isMap, refuse, type Shape } from "../words/shape.ts";
import { suiteShape, type SuiteWords } from "../words/suite.ts";
import { targetShape, type TargetWords } from "../words/target.ts";
import type { Texts } from "../build/texts.ts";
import type { Places } from "./tree.ts";

/** One part of the file and where it stands. */
export interface Part<T> {
  readonly path: Path;
  readonly words: T;
}

/** A section whose parts have names of their own. */
export type NamedSection = "deploy" | "probes" | "suites";

/** A part of which a word is wrong; its other words are judged one by one. */
export interface Unread {
  readonly path: Path;
  readonly value: Readonly<Record<string, unknown>>;
}

/** One key of `owners` and everybody who is named for it. */
export interface OwnedWords {
  readonly match: string;
  readonly owners: readonly string[];
}

export interface Config {
  readonly places: Places;
  readonly url: Part<string> | null;
  readonly name: Part<string> | null;
  /** When the loop is done. */
  readonly target: Part<Target> | null;
  /** The short form: `deploy: ./deploy.sh`. */
  readonly deployCommand: Part<string> | null;
  readonly deploys: readonly Part<DeployWords>[];
  readonly auths: readonly Part<AuthWords>[];
  readonly defaults: DefaultsWords;
  /** There are defaults, and they could not be read. */
  readonly areDefaultsUnread: boolean;
  /** An address or "none". */
  readonly control: Part<string> | null;
  readonly preflight: readonly string[];
  readonly probes: readonly Part<ProbeWords>[];
  readonly targets: readonly Part<TargetWords>[];
  readonly suites: readonly Part<SuiteWords>[];
  readonly quarantine: readonly Part<QuarantineWords>[];
  readonly components: readonly Part<ComponentWords>[];
  readonly owners: readonly Part<OwnedWords>[];
  readonly criteria: readonly Part<CriterionWords>[];
  readonly classes: readonly Part<ClassWords>[];
  /** Path of the file with answers. */
  readonly whys: Part<string> | null;
  readonly setup: HookWords | null;
  readonly teardown: HookWords | null;
  readonly rollback: Part<HookWords> | null;
  readonly onRegression: Part<OnRegression> | null;
  readonly logs: Part<string> | null;
  readonly unread: Readonly<Record<NamedSection, readonly Unread[]>>;
  /** Paths of files with certificates. */
  readonly ca: readonly string[];
  /** Everything that the file names, also parts that could not be read. */
  readonly named: {
    /** How many probes there are. */
    readonly count: number;
    readonly url: boolean;
    readonly rollback: boolean;
    readonly deploys: readonly string[];
    /** The names of a section with their places, in order. */
    readonly all: Readonly<Record<NamedSection, readonly Part<{ readonly name: string }>[]>>;
    readonly auths: readonly string[];
    readonly probes: readonly string[];
    readonly tags: readonly string[];
    /** Ids of the team's own classes. */
    readonly classes: readonly string[];
    readonly captures: readonly string[];
  };
}

export function readParts(value: unknown, places: Places, texts: Pick<Texts, "check">, faults: Faults): Config {
  const unread = new Set<string>();
  const read = <T>(shape: Shape<T>, part: unknown, path: Path): readonly Part<T>[] => {
    const decoded = decode(shape, part, path);
    if (decoded.ok) return [{ path, words: decoded.value }];
    for (const misfit of decoded.misfits.slice(0, MOST_FAULTS + 1)) reportMisfit(misfit, places, faults);
    for (const { kind, path: at } of decoded.misfits) if (kind === "unknown-key") unread.add(JSON.stringify(at));
    return [];
  };
  read(fileShape, value ?? {}, []);
  const all: Readonly<Record<string, unknown>> = isMap(value) ? value : {};
  const readOne = <T>(key: string, shape: Shape<T>): Part<T> | null =>
    all[key] === undefined ? null : (read(shape, all[key], [key])[0] ?? null);
  const readList = <T>(key: string, shape: Shape<T>, expected: string): readonly Part<T>[] => {
    const section = all[key];
    if (Array.isArray(section)) return section.flatMap((item: unknown, index) => read(shape, item, [key, index]));
    if (section !== undefined) read(refuse(expected), section, [key]);
    return [];
  };
  const { auth, deploy } = all;
  if (auth !== undefined && !isMap(auth)) read(refuse("a map from name to auth"), auth, ["auth"]);
  const authEntries = Object.entries(isMap(auth) ? auth : {});
  const { owners } = all;
  if (owners !== undefined && !isMap(owners)) read(refuse(EXPECTED_OWNERS), owners, ["owners"]);
  const ownerEntries = Object.entries(isMap(owners) ? owners : {});
  const defaults = readOne("defaults", defaultsShape);
  const services = "a command or a list of services";
  const deploys = typeof deploy === "string" ? [] : readList("deploy", deployShape, services);
  const probes = readList("probes", probeShape, "a list of probes");
  const suites = readList("suites", suiteShape, "a list of suites");
  const config: Config = {
    places,
    url: readOne("url", simpleShapes.url),
    name: readOne("name", simpleShapes.name),
    target: readOne("target", simpleShapes.target),
    deployCommand: typeof deploy === "string" ? readOne("deploy", command) : null,
    deploys,
    auths: authEntries.flatMap(([name, each]) => read(authShape, each, ["auth", name])),
    defaults: defaults?.words ?? {},
    areDefaultsUnread: defaults === null && all["defaults"] !== undefined,
    control: readOne("control", simpleShapes.control),
    preflight: readOne("preflight", simpleShapes.preflight)?.words ?? [],
    probes,
    targets: readList("targets", targetShape, "a list of targets"),
    suites,
    quarantine: readList("quarantine", quarantineShape, "a list of maps with test and until"),
    components: readList("components", componentShape, "a list of components"),
    owners: ownerEntries.flatMap(([match, each]) =>
      read(ownersShape, { [match]: each }, ["owners"]).map(({ words }) => ({
        path: ["owners", match],
        words: { match, owners: words[match] ?? [] },
      })),
    ),
    criteria: readList("criteria", criterionShape, "a list of criteria"),
    classes: readList("classes", classShape, "a list of classes"),
    whys: readOne("whys", simpleShapes.whys),
    setup: readOne("setup", simpleShapes.setup)?.words ?? null,
    teardown: readOne("teardown", simpleShapes.teardown)?.words ?? null,
    rollback: readOne("rollback", simpleShapes.rollback),
    onRegression: readOne("on-regression", simpleShapes["on-regression"]),
    logs: readOne("logs", simpleShapes.logs),
    unread: {
      deploy: unreadIn("deploy", deploy, deploys),
      probes: unreadIn("probes", all["probes"], probes),
      suites: unreadIn("suites", all["suites"], suites),
    },
    ca: readOne("ca", simpleShapes.ca)?.words ?? [],
    named: {
      count: mapsIn(all["probes"]).length,
      url: all["url"] !== undefined,
      rollback: all["rollback"] !== undefined,
      deploys: namesIn(deploy),
      all: {
        deploy: namedIn("deploy", deploy),
        probes: namedIn("probes", all["probes"]),
        suites: namedIn("suites", all["suites"]),
      },
      auths: authEntries.map(([name]) => name),
      probes: namesIn(all["probes"]),
      tags: tagsIn(all["probes"]),
      classes: mapsIn(all["classes"]).flatMap(({ id }) => (typeof id === "string" && id.includes(".") ? [id] : [])),
      captures: capturesIn(all["probes"]),
    },
  };
  checkFileTexts(value, { places, texts, faults, isIgnored: (path) => unread.has(JSON.stringify(path)) });
  return config;
}

function namesIn(section: unknown): readonly string[] {
  return mapsIn(section).flatMap(({ name }) => (typeof name === "string" ? [name] : []));
}

function namedIn(key: NamedSection, section: unknown): readonly Part<{ readonly name: string }>[] {
  if (!Array.isArray(section)) return [];
  return section.flatMap((item: unknown, index) =>
    isMap(item) && typeof item["name"] === "string" ? [{ path: [key, index], words: { name: item["name"] } }] : [],
  );
}

function unreadIn(key: NamedSection, section: unknown, read: readonly { readonly path: Path }[]): readonly Unread[] {
  if (!Array.isArray(section)) return [];
  const known = new Set(read.map(({ path }) => path[1]));
  return section.flatMap((value: unknown, index) =>
    isMap(value) && !known.has(index) ? [{ path: [key, index], value }] : [],
  );
}

function tagsIn(probes: unknown): readonly string[] {
  const tags = mapsIn(probes).flatMap((probe) => (Array.isArray(probe["tags"]) ? probe["tags"] : []));
  return [...new Set(tags.filter((tag): tag is string => typeof tag === "string"))];
}

/** The keys of every `capture`, wherever it stands. */
function capturesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(capturesIn);
  if (!isMap(value)) return [];
  const { capture } = value;
  return [...(isMap(capture) ? Object.keys(capture) : []), ...Object.values(value).flatMap(capturesIn)];
}

function mapsIn(section: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(section) ? section.filter(isMap) : [];
}
