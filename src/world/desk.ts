// A run at somebody's desk: the words of the command line, and a trigger made from the checkout instead of an event.
import { readFileSync } from "node:fs";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { fault, UserError } from "../model/errors.ts";
import type { Runner } from "../model/runner.ts";
import { DESK, NO_COMMIT, type Trigger } from "../model/trigger.ts";
import type { World } from "../model/world.ts";
import { untrusted } from "../text/untrusted.ts";
import { clearFolder } from "./desk-folder.ts";
import { createWorld } from "./real.ts";

export interface CommandLine {
  readonly command: string;
  readonly operands: readonly string[];
  readonly flag: (name: string) => string | undefined;
  readonly isSet: (name: string) => boolean;
}

/** Throws a UserError for a flag that the command does not have. */
export function readCommandLine(
  argv: readonly string[],
  texts: readonly string[],
  switches: readonly string[],
): CommandLine {
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const name of texts) options[name] = { type: "string" };
  for (const name of switches) options[name] = { type: "boolean" };
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const given = new Map<string, unknown>(Object.entries(values));
    const [command = "", ...operands] = positionals;
    return {
      command,
      operands,
      flag: (name) => {
        const value = given.get(name);
        return typeof value === "string" ? value : undefined;
      },
      isSet: (name) => given.get(name) === true,
    };
  } catch (error) {
    const found = error instanceof Error ? /'(--?[\w-]{1,60})/u.exec(error.message)?.[1] : undefined;
    throw new UserError([
      fault(untrusted("command line"), "this flag is not known or lacks its value", {
        found: found === undefined ? null : untrusted(found),
        hint: "`test-deploy-loop help` lists the commands and their flags.",
      }),
    ]);
  }
}

/** The commit that is checked out stands for the event. Without a checkout there is nothing that could be deployed. */
export function deskTrigger(head: string | null, deploys: boolean): Trigger {
  if (head === null && deploys) {
    throw new UserError([
      fault(untrusted("checkout"), "this folder is not a git checkout with a commit", {
        hint: "Run it inside the repository whose commit is to be deployed.",
      }),
    ]);
  }
  return {
    event: DESK,
    repository: "local/desk",
    runId: 1,
    attempt: 1,
    commit: head ?? NO_COMMIT,
    ref: null,
    pullRequest: null,
    foreign: false,
    byPerson: false,
    workflow: null,
    serverUrl: "http://localhost",
    localApi: true,
  };
}

/** A file, or standard input for "-". */
export function readText(path: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new UserError([fault(untrusted(path), `the file cannot be read (${code})`)]);
  }
}

export interface OpenDesk {
  readonly world: World;
  readonly runner: Runner;
  /** Makes our folder ready for a new run. */
  readonly clear: () => void;
  /** How much of a page can be seen at once; no rows where nobody scrolls. */
  readonly screen: () => { readonly columns: number; readonly rows: number | null };
}

/** Narrower, and words are torn apart; wider, and nobody finds the next line. */
const COLUMNS = { least: 60, usual: 100, most: 120 } as const;

function screen(): ReturnType<OpenDesk["screen"]> {
  const { isTTY, columns, rows } = process.stdout;
  const width = isTTY && columns > 0 ? columns : COLUMNS.usual;
  return { columns: Math.min(COLUMNS.most, Math.max(COLUMNS.least, width)), rows: isTTY && rows > 0 ? rows : null };
}

/** The real world without a runner and without GitHub, whose libraries are not even loaded. */
export function openDesk(): OpenDesk {
  const world = createWorld({ onRunner: false, announce: () => undefined });
  return { world, runner: noRunner(), clear: () => clearFolder(world.folders), screen };
}

/** At a desk there is no runner: nobody reads its files. */
function noRunner(): Runner {
  return {
    writeSummary: () => Promise.resolve(),
    setOutput: () => undefined,
    saveState: () => undefined,
    readState: () => "",
    annotate: () => undefined,
  };
}
