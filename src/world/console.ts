// Live output. Every line is masked, none that is not ours can be read as a workflow command, and what is folded on a
// runner stands under a heading at a desk.
import type { Console, Secrets, Tone } from "../model/world.ts";
import { clean, HIDDEN } from "../text/clean.ts";
import { cut } from "../text/cut.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";

export interface ConsoleOptions {
  readonly write: (text: string) => void;
  readonly secrets: Pick<Secrets, "mask">;
  /** Workflow commands are printed. */
  readonly onRunner: boolean;
  /** Width of the terminal where the last line can be written again; null for a file, a pipe or a runner's log. */
  readonly width: () => number | null;
  readonly colors?: boolean;
  /** Milliseconds on a clock that never jumps. */
  readonly now?: () => number;
}

export interface ClosableConsole extends Console {
  /** Nothing stays folded behind this process. */
  readonly close: () => void;
}

/** Where no line can be written again, one is added only when nothing else was said for so long. */
const QUIET_MS = 30_000;

export function createConsole(options: ConsoleOptions): ClosableConsole {
  const { write, secrets, onRunner, width, colors = false, now = () => performance.now() } = options;
  const live = createLiveLine(write, width, now);
  const folds = createFolds(onRunner, (line) => live.above(`${line}\n`), colors);
  let saidAt = now();
  let status: string | null = null;

  function print(line: string): void {
    saidAt = now();
    live.above(`${line}\n`);
  }
  function inside(line: string): void {
    folds.enter();
    print(line);
  }
  /** A command that runs is told on a terminal also where nobody says more of it. */
  function showOpen(): void {
    if (status === null) live.show(folds.title(), "counts");
  }

  return {
    say: (line, tone) => {
      folds.leave();
      print(painted(tame(secrets.mask(line)), tone, colors));
    },
    detail: (line, tone) => inside(painted(tame(secrets.mask(line)), tone, colors)),
    quote: (text: Untrusted, label) => {
      // Clean first, then mask, then split: a secret broken by escape sequences is whole again by then.
      for (const line of secrets.mask(clean(reveal(text))).split("\n")) inside(quoted(line, label));
    },
    fold: async (title, work) => {
      const end = folds.begin(tame(secrets.mask(title)));
      showOpen();
      try {
        return await work();
      } finally {
        end();
        showOpen();
      }
    },
    status: (line, time = "counts") => {
      const isSame = line === status;
      const isFirst = status === null;
      status = line;
      if (line === null) return showOpen();
      const shown = tame(secrets.mask(line));
      if (width() !== null) return isSame ? undefined : live.show(shown, time);
      if (isFirst) saidAt = Math.max(saidAt, now());
      else if (!isSame && now() - saidAt >= QUIET_MS) inside(shown);
    },
    heartbeat: (line) => {
      // A terminal shows that something goes on.
      if (width() === null) inside(tame(secrets.mask(line)));
    },
    close: () => folds.leave(),
  };
}

/**
 * The folded parts of a log, which cannot stand in each other. Of several that go on beside each other the titles stand
 * together over each line, and a group without a line is none.
 */
function createFolds(onRunner: boolean, print: (line: string) => void, colors: boolean) {
  const open: { readonly title: string }[] = [];
  const seen = new Set<string>();
  let entered: string | null = null;
  const title = (): string | null => (open.length === 0 ? null : open.map((each) => each.title).join(" · "));

  function leave(): void {
    if (entered !== null && onRunner) print("::endgroup::");
    entered = null;
  }

  return {
    title,
    leave,
    begin(name: string): () => void {
      const fold = { title: name };
      open.push(fold);
      return () => {
        open.splice(open.indexOf(fold), 1);
        if (open.length > 0) return;
        leave();
        seen.clear();
      };
    },
    enter(): void {
      const now = title();
      if (now === entered) return;
      leave();
      if (now === null) return;
      entered = now;
      if (onRunner) print(`::group::${now}${seen.has(now) ? " (goes on)" : ""}`);
      else if (!seen.has(now)) print(`\n${painted(now, "strong", colors)}`);
      seen.add(now);
    },
  };
}

/**
 * Set apart from lines of ours. The spaces at both ends keep the problem matchers that an earlier step has registered
 * (of tsc and eslint, by actions/setup-node) from making annotations of it: they ask for a line from its first sign to its last.
 */
function quoted(line: string, label: string): string {
  return ` ${label} │ ${tame(line)} `;
}

const CLEAR_LINE = "\r\u001b[K";

/** Keeps one line at the bottom of a terminal, with the seconds that it has been true. */
function createLiveLine(write: (text: string) => void, width: () => number | null, now: () => number) {
  let shown: { readonly line: string; readonly since: number; readonly counts: boolean } | null = null;
  let timer: NodeJS.Timeout | undefined;

  function draw(): void {
    const columns = width();
    if (shown === null || columns === null) return;
    const seconds = shown.counts ? Math.floor((now() - shown.since) / 1_000) : 0;
    const line = `${shown.line}${seconds < 1 ? "" : ` · ${seconds} s`}`;
    write(CLEAR_LINE + cut(line, Math.max(10, columns - 1)));
  }

  return {
    above(text: string): void {
      if (shown === null || width() === null) return write(text);
      write(CLEAR_LINE + text);
      draw();
    },
    show(line: string | null, time: "counts" | "told"): void {
      if (width() === null) return;
      clearInterval(timer);
      if (line === null && shown !== null) write(CLEAR_LINE);
      shown = line === null ? null : { line, since: now(), counts: time === "counts" };
      draw();
      if (shown !== null) timer = setInterval(draw, 1_000).unref();
    },
  };
}

/** Select Graphic Rendition (ECMA-48, 8.3.117). */
const CODES: Readonly<Record<Tone, readonly [on: string, off: string]>> = {
  good: ["\u001b[32m", "\u001b[39m"],
  bad: ["\u001b[31m", "\u001b[39m"],
  odd: ["\u001b[33m", "\u001b[39m"],
  strong: ["\u001b[1m", "\u001b[22m"],
  quiet: ["\u001b[2m", "\u001b[22m"],
};

function painted(line: string, tone: Tone | undefined, colors: boolean): string {
  if (!colors || tone === undefined || line === "") return line;
  const [on, off] = CODES[tone];
  if (tone === "strong" || tone === "quiet") return `${on}${line}${off}`;
  return line.replace(/\S+/u, (word) => `${on}${word}${off}`);
}

// The runner reads "##[name]" anywhere in a line and "::name::" at its start, after any white space.
function tame(line: string): string {
  return line
    .split(/[\r\n\u0085\u2028\u2029]+/u)
    .join(" ")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu, HIDDEN)
    .replaceAll("##[", "##␦[")
    .replace(/^(\s*):(?=:)/u, "$1␦:");
}
