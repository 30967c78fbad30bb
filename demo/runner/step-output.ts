// What a step says: its lines become log, annotations, outputs, state and masks.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { COMMAND_NAMES, readCommand, type Command } from "./commands.ts";
import type { Masks } from "./masks.ts";

export interface Annotation {
  readonly severity: "error" | "warning" | "notice";
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly column?: number;
  readonly endColumn?: number;
}

export interface StepOutput {
  take(line: string): void;
  /** A problem that the runner itself reports; it fails the step. */
  fail(message: string): void;
  warn(message: string): void;
  readonly log: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly commands: readonly Command[];
  readonly outputs: Map<string, string>;
  readonly state: Map<string, string>;
  /** Whether a command or the runner has failed the step. */
  readonly hasFailed: () => boolean;
}

/** https://docs.github.com/en/actions: 10 of each kind for a step, 50 for a job, 4,096 characters. */
const PER_KIND = 10;
const MESSAGE_LENGTH = 4096;

export interface StepOutputOptions {
  readonly masks: Masks;
  readonly isDebug: boolean;
  /** Files in annotations are shown relative to it; problem matchers are looked for in it. */
  readonly workspace: string;
  readonly onLine: (line: string) => void;
  /** Takes one from the job's allowance of annotations; false when there is none left. */
  readonly spendAnnotation: () => boolean;
}

export function collectOutput(options: StepOutputOptions): StepOutput {
  const log: string[] = [];
  const annotations: Annotation[] = [];
  const commands: Command[] = [];
  const outputs = new Map<string, string>();
  const state = new Map<string, string>();
  const registered = new Set(COMMAND_NAMES);
  let stopToken: string | undefined;
  let isEchoing = options.isDebug;
  let failed = false;

  const write = (text: string): void => {
    const masked = options.masks.mask(text);
    log.push(masked);
    options.onLine(masked);
  };
  const writeAll = (mark: string, text: string): void => {
    const [first = "", ...more] = text.split(/\r\n|\r|\n/);
    write(`##[${mark}]${first}`);
    for (const line of more) write(line);
  };
  const annotate = (
    severity: Annotation["severity"],
    message: string,
    properties: Readonly<Record<string, string>> = {},
  ): void => {
    writeAll(severity, message);
    const same = annotations.filter((one) => one.severity === severity).length;
    if (same >= PER_KIND || !options.spendAnnotation()) return;
    annotations.push({
      severity,
      message: options.masks.mask(message).slice(0, MESSAGE_LENGTH),
      ...placeOf(properties, options),
    });
  };
  const fail = (message: string): void => {
    failed = true;
    annotate("error", message);
  };
  const refuse = (line: string, why: string): void => {
    fail(`Unable to process command '${line}' successfully.`);
    fail(why);
  };

  const carryOut = (command: Command, line: string): void => {
    const { name, data, properties } = command;
    if (isEchoing && !SILENT.has(name)) write(line);
    switch (name) {
      case "error":
      case "warning":
      case "notice":
        annotate(name, data, properties);
        return;
      case "debug":
        if (options.isDebug) writeAll("debug", data);
        return;
      case "group":
        write(`##[group]${data}`);
        return;
      case "endgroup":
        write("##[endgroup]");
        return;
      case "add-mask":
        if (data.trim() === "") annotate("warning", "Can't add secret mask for empty string in ##[add-mask] command.");
        else {
          if (isEchoing) write("::add-mask::***");
          options.masks.add(data);
        }
        return;
      case "echo":
        if (/^(on|off)$/i.test(data.trim())) isEchoing = data.trim().toLowerCase() === "on";
        else
          refuse(line, `Invalid echo command value. Possible values can be: 'on', 'off'. Current value is: '${data}'.`);
        return;
      case "set-output":
      case "save-state": {
        const key = property(properties, "name") ?? "";
        if (key === "") {
          refuse(line, `Required field 'name' is missing in ##[${name}] command.`);
          return;
        }
        (name === "set-output" ? outputs : state).set(key, data);
        annotate(
          "warning",
          `The \`${name}\` command is deprecated and will be disabled soon. Please upgrade to using Environment Files.`,
        );
        return;
      }
      case "add-matcher": {
        // Matching itself is not simulated; a file that is not there fails the step, as on GitHub.
        if (data === "") annotate("warning", "File path must be specified.");
        else if (!existsSync(resolve(options.workspace, data)))
          refuse(line, `Could not find file '${resolve(options.workspace, data)}'.`);
        return;
      }
      case "set-env":
      case "add-path":
        refuse(line, `The \`${name}\` command is disabled. Please upgrade to using Environment Files.`);
        return;
      case "stop-commands":
        if (data === "" || data.toLowerCase() === "pause-logging" || registered.has(data.toLowerCase())) {
          refuse(line, `Invalid stop-commands token: '${data}'.`);
          return;
        }
        stopToken = data.toLowerCase();
        registered.add(stopToken);
        if (data.length > SHORTEST_TOKEN_MASKED) options.masks.add(data);
        write(line);
        return;
      default:
        // remove-matcher: there is nothing to remove. internal-set-repo-path: only the runner's own checkout may call it.
        return;
    }
  };

  return {
    take: (line) => {
      const command = line.includes("::") || line.includes("##[") ? readCommand(line, registered) : undefined;
      if (command === undefined) {
        write(line);
        return;
      }
      if (stopToken === undefined) {
        commands.push(command);
        carryOut(command, line);
      } else if (command.name === stopToken) {
        registered.delete(stopToken);
        stopToken = undefined;
        write(line);
      } else write(line);
    },
    fail,
    warn: (message) => {
      annotate("warning", message);
    },
    log,
    annotations,
    commands,
    outputs,
    state,
    hasFailed: () => failed,
  };
}

const SHORTEST_TOKEN_MASKED = 6;
/** Commands that are not printed even when commands are echoed. */
const SILENT: ReadonlySet<string> = new Set(["error", "warning", "notice", "debug", "add-mask"]);

/** Names of properties are case-insensitive. */
function property(properties: Readonly<Record<string, string>>, name: string): string | undefined {
  const key = Object.keys(properties).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : properties[key];
}

/** Title and place of an annotation. A line or column that ends before it starts is dropped; an end alone is also the start. */
function placeOf(
  properties: Readonly<Record<string, string>>,
  { masks, workspace }: Pick<StepOutputOptions, "masks" | "workspace">,
): Omit<Annotation, "severity" | "message"> {
  const number = (name: string): number | undefined => {
    const text = property(properties, name);
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
  };
  const title = property(properties, "title");
  const file = property(properties, "file");
  const [line, endLine] = ordered(number("line"), number("endLine"));
  const [column, endColumn] =
    line === undefined || (endLine !== undefined && endLine !== line)
      ? [undefined, undefined]
      : ordered(number("col"), number("endColumn"));
  return {
    ...(title === undefined ? {} : { title: masks.mask(title) }),
    ...(file === undefined
      ? {}
      : { file: masks.mask(file.startsWith(`${workspace}/`) ? file.slice(workspace.length + 1) : file) }),
    ...(line === undefined ? {} : { line }),
    ...(endLine === undefined ? {} : { endLine }),
    ...(column === undefined ? {} : { column }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}

function ordered(
  start: number | undefined,
  end: number | undefined,
): readonly [number | undefined, number | undefined] {
  if (start !== undefined && end !== undefined && end < start) return [undefined, undefined];
  return [start ?? end, end];
}
