// The files beside the configuration that it names: JSON Schemas, certificates and answers. Which they are is found
// before planning, because planning reads nothing itself.
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import { shown, type Path } from "./faults.ts";
import { workspaceFile } from "../words/path.ts";
import { decode, isMap } from "../words/shape.ts";
import { valueOf } from "./tree.ts";
import { readYaml } from "./yaml.ts";

/** More than this no configuration needs, and nobody waits for. */
export const MOST_FILES = 100;

// Most files name none, and need not be read twice. With an escape a key may be spelt in other letters.
const MAY_NAME_FILES = /schema|\\|(?:^|[\s{,"'])(?:ca|whys)["']?\s*:/mu;

/** Paths of the files to read, each once, at most MOST_FILES. Never throws: what is wrong is told when planning. */
export function filesNamedIn(configText: string): readonly Untrusted[] {
  if (!MAY_NAME_FILES.test(configText)) return [];
  const config = valueOf(readYaml(configText).tree);
  if (!isMap(config)) return [];
  const probes: readonly unknown[] = Array.isArray(config["probes"]) ? config["probes"] : [];
  const schemas = probes.map((probe) => ["http", "expect", "schema"].reduce(inside, probe));
  const certificates: readonly unknown[] = Array.isArray(config["ca"]) ? config["ca"] : [config["ca"]];
  const paths = [...certificates, ...schemas, config["whys"]].flatMap((value) => {
    const path = decode(workspaceFile, value, []);
    return path.ok ? [path.value] : [];
  });
  return [...new Set(paths)].slice(0, MOST_FILES).map(untrusted);
}

/** A file that was looked for: its text, or why there is none. */
export type NamedFile = { readonly kind: "read"; readonly text: string } | { readonly kind: "missing" | "unreadable" };

/** Nobody has written it yet. */
export function isNamedFileMissing(desk: Desk, file: string): boolean {
  return desk.files.get(file)?.kind === "missing";
}

/** The text of a file that the configuration names; null after a fault. */
export function readNamedFile(desk: Desk, file: string, path: Path): string | null {
  const found = desk.files.get(file);
  if (found?.kind === "read") return found.text;
  const message =
    found === undefined
      ? `expected at most ${MOST_FILES} files beside the configuration`
      : "expected a file in the workspace, of at most 256 KiB of UTF-8 text";
  desk.faults.add(placeOf(desk, path), message, { found: shown(file) });
  return null;
}

function inside(value: unknown, key: string): unknown {
  return isMap(value) ? value[key] : undefined;
}
