// Live output. Every line is masked, and none that is not ours can be read as a workflow command.
import type { Console, Secrets } from "../model/world.ts";
import { clean } from "../text/clean.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";

export function createConsole(write: (text: string) => void, secrets: Secrets, onRunner: boolean): Console {
  const print = (line: string): void => write(`${line}\n`);
  return {
    say: (line) => print(tame(secrets.mask(line))),
    quote: (text: Untrusted, label) => {
      // Clean first, then mask, then split: a secret broken by escape sequences is whole again by then.
      for (const line of secrets.mask(clean(reveal(text))).split("\n")) print(`${label} │ ${tame(line)}`);
    },
    group: (title) => print(onRunner ? `::group::${tame(title)}` : `\n${title}`),
    endGroup: () => {
      if (onRunner) print("::endgroup::");
    },
  };
}

// The runner reads "##[name]" anywhere in a line and "::name::" at its start, after any white space.
function tame(line: string): string {
  return line
    .split(/[\r\n\u0085\u2028\u2029]+/u)
    .join(" ")
    .replaceAll("##[", "##␦[")
    .replace(/^(\s*):(?=:)/u, "$1␦:");
}
