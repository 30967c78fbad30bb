// Goes through every text of the file, whatever it means, so that a wrong reference is told beside all other faults.
import { urlVariable } from "../../model/deployed.ts";
import { untrusted } from "../../text/untrusted.ts";
import type { Faults, Path } from "./faults.ts";
import { isMap } from "../words/shape.ts";
import type { Texts } from "../build/texts.ts";
import type { Places } from "./tree.ts";

export interface FileTexts {
  readonly places: Places;
  readonly texts: Pick<Texts, "check">;
  readonly faults: Faults;
  /** Parts of the file that nobody reads. */
  readonly isIgnored: (path: Path) => boolean;
}

export function checkFileTexts(value: unknown, file: FileTexts, path: Path = []): void {
  const { places, texts, faults } = file;
  if (file.isIgnored(path)) return;
  if (typeof value === "string") {
    if (isCommand(path)) checkCommand(value, path, file);
    else texts.check(value, places.ofValue(path));
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkFileTexts(item, file, [...path, index]);
  } else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key.includes("${")) faults.add(places.ofKey([...path, key]), "a key cannot hold a reference");
      checkFileTexts(item, file, [...path, key]);
    }
  }
}

function isCommand(path: Path): boolean {
  const [section, second, word, inner] = path;
  if (section === "deploy" && path.length === 1) return true;
  if (section === "setup" || section === "teardown" || section === "rollback")
    return path.length === 1 || second === "run";
  if (section === "suites" && word === "retry-failed") return path.length === 3 || inner === "run";
  return (section === "deploy" || section === "suites") && word === "run" && path.length === 3;
}

// ${NAME} in a command is the shell's own. Ours would have to be pasted into a command line, where a value can
// become a command (security rule A7), so none is replaced there.
function checkCommand(command: string, path: Path, { places, faults }: FileTexts): void {
  const ours = /\$\{\{[^}]{0,100}\}\}|\$\{(?:env|secrets|user|capture|deploy|test)\.[^}]{0,100}\}/u.exec(command)?.[0];
  if (ours === undefined) return;
  const service = /^\$\{deploy\.([\w-]{1,100})\.url\}$/u.exec(ours)?.[1];
  if (service !== undefined) {
    faults.add(places.ofValue(path), "a command is run as it is, without references", {
      found: untrusted(ours),
      didYouMean: untrusted(`$${urlVariable(service)}`),
    });
    return;
  }
  faults.add(places.ofValue(path), "a command is run as it is, without references", {
    found: untrusted(ours),
    hint: "Hand the value over by `env:` of the step and write $NAME.",
  });
}
