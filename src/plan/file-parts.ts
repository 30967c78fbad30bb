// Takes the file apart into services, probes and so on, each read by itself, so that a fault in one hides none in another.
import { authShape, type AuthWords } from "./auth-words.ts";
import { deployShape, type DeployWords } from "./deploy-words.ts";
import { MOST_FAULTS, type Faults, type Path } from "./faults.ts";
import { checkFileTexts } from "./file-texts.ts";
import { fileShape, simpleShapes, suiteShape, type SuiteWords } from "./file-words.ts";
import { command } from "./leaves.ts";
import { reportMisfit } from "./misfits.ts";
import { defaultsShape, probeShape, type DefaultsWords, type ProbeWords } from "./probe-words.ts";
import { decode, isMap, refuse, type Shape } from "./shape.ts";
import type { Texts } from "./texts.ts";
import type { Places } from "./tree.ts";

/** One part of the file and where it stands. */
export interface Part<T> {
  readonly path: Path;
  readonly words: T;
}

export interface Config {
  readonly places: Places;
  readonly url: Part<string> | null;
  readonly name: Part<string> | null;
  /** The short form: `deploy: ./deploy.sh`. */
  readonly deployCommand: Part<string> | null;
  readonly deploys: readonly Part<DeployWords>[];
  readonly auths: readonly Part<AuthWords>[];
  readonly defaults: DefaultsWords;
  readonly preflight: readonly string[];
  readonly probes: readonly Part<ProbeWords>[];
  readonly suites: readonly Part<SuiteWords>[];
  /** Everything that the file names, also parts that could not be read. */
  readonly named: {
    readonly url: boolean;
    readonly auths: readonly string[];
    readonly probes: readonly string[];
  };
}

export function readParts(value: unknown, places: Places, texts: Texts, faults: Faults): Config {
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
  readOne("target", simpleShapes.target);
  const config: Config = {
    places,
    url: readOne("url", simpleShapes.url),
    name: readOne("name", simpleShapes.name),
    deployCommand: typeof deploy === "string" ? readOne("deploy", command) : null,
    deploys: typeof deploy === "string" ? [] : readList("deploy", deployShape, "a command or a list of services"),
    auths: authEntries.flatMap(([name, each]) => read(authShape, each, ["auth", name])),
    defaults: readOne("defaults", defaultsShape)?.words ?? {},
    preflight: readOne("preflight", simpleShapes.preflight)?.words ?? [],
    probes: readList("probes", probeShape, "a list of probes"),
    suites: readList("suites", suiteShape, "a list of suites"),
    named: { url: all["url"] !== undefined, auths: authEntries.map(([name]) => name), probes: namesIn(all["probes"]) },
  };
  checkFileTexts(value, { places, texts, faults, isIgnored: (path) => unread.has(JSON.stringify(path)) });
  return config;
}

function namesIn(section: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(section) ? section : [];
  return items.flatMap((item) => (isMap(item) && typeof item["name"] === "string" ? [item["name"]] : []));
}
