// Reads the text of the configuration file: from YAML to parts with their places, with every fault noted.
import type { Faults } from "./faults.ts";
import { readParts, type Config } from "./parts.ts";
import { syntaxWords } from "./syntax.ts";
import type { Texts } from "../build/texts.ts";
import { checkTree, createPlaces, valueOf, type Places } from "./tree.ts";
import { readYaml, type ReadYaml, type YamlProblem } from "./yaml.ts";

/** What the file says as far as it can be read; null after a fault in its syntax. Faults are noted in any case. */
export function readConfig(file: string, text: string, texts: Texts, faults: Faults): Config | null {
  const read = readYaml(text);
  const places = createPlaces(file, read);
  const broken = noteSyntax(read, places, faults);
  if (broken === null) return readParts(valueOf(read.tree), places, texts, faults);
  const { line } = read.position(broken);
  if (read.tree !== null) readParts(valueOf(read.tree), places, texts, above(line, read.position, faults));
  return null;
}

/** Notes what is wrong with a file before anybody asks what it says; where it breaks off, null where it is whole. */
export function noteSyntax(read: ReadYaml, places: Places, faults: Faults): number | null {
  for (const { at, code } of firstOfEachLine(read)) {
    const { message, hint } = syntaxWords(code);
    faults.add(places.ofOffset(at), message, { hint });
  }
  checkTree(read.tree, places, faults);
  const broken = read.problems.filter(({ structural }) => structural).map(({ at }) => at);
  return broken.length === 0 ? null : Math.min(...broken);
}

// One slip makes the parser stumble several times on the same line.
function firstOfEachLine({ problems, position }: ReadYaml): readonly YamlProblem[] {
  const lines = new Map<number, YamlProblem>();
  for (const problem of problems.toSorted((a, b) => a.at - b.at)) {
    const { line } = position(problem.at);
    if (!lines.has(line)) lines.set(line, problem);
  }
  return [...lines.values()];
}

// After a fault in the syntax the parser guesses. What stands above is certain, unless something seems to lack there.
function above(line: number, position: (at: number) => { readonly line: number }, faults: Faults): Faults {
  const isCertain = (order: number, message: string): boolean =>
    position(order).line < line && message !== "missing" && !message.endsWith("got nothing");
  return {
    ...faults,
    add: (place, message, more) => {
      if (isCertain(place.order, message)) faults.add(place, message, more);
    },
  };
}
