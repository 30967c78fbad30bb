// Live output. Every line is masked, and none that is not ours can be read as a workflow command.
import type { Console, Secrets } from "../model/world.ts";
import { clean } from "../text/clean.ts";
import { cut } from "../text/cut.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";

export interface ConsoleOptions {
  readonly write: (text: string) => void;
  readonly secrets: Pick<Secrets, "mask">;
  /** Workflow commands are printed. */
  readonly onRunner: boolean;
  /** Width of the terminal where the last line can be written again; null for a file, a pipe or a runner's log. */
  readonly width: () => number | null;
}

export function createConsole({ write, secrets, onRunner, width }: ConsoleOptions): Console {
  const live = createLiveLine(write, width);
  const print = (line: string): void => live.above(`${line}\n`);
  return {
    say: (line) => print(tame(secrets.mask(line))),
    status: (line) => live.show(line === null ? null : tame(secrets.mask(line))),
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

const CLEAR_LINE = "\r\u001b[K";

/** Keeps one line at the bottom of a terminal, with the seconds that it has been true. */
function createLiveLine(write: (text: string) => void, width: () => number | null) {
  let shown: { readonly line: string; readonly since: number } | null = null;
  let timer: NodeJS.Timeout | undefined;

  function draw(): void {
    const columns = width();
    if (shown === null || columns === null) return;
    const seconds = Math.floor((performance.now() - shown.since) / 1_000);
    const line = `${shown.line}${seconds < 1 ? "" : ` · ${seconds} s`}`;
    write(CLEAR_LINE + cut(line, Math.max(10, columns - 1)));
  }

  return {
    above(text: string): void {
      if (shown === null || width() === null) return write(text);
      write(CLEAR_LINE + text);
      draw();
    },
    show(line: string | null): void {
      if (width() === null) return;
      clearInterval(timer);
      if (line === null && shown !== null) write(CLEAR_LINE);
      shown = line === null ? null : { line, since: performance.now() };
      draw();
      if (shown !== null) timer = setInterval(draw, 1_000).unref();
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
