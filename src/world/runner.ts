// The runner's command files, through the toolkit. Missing files (a desk, an old runner) cost one warning, not the run.
import { writeFileSync } from "node:fs";
import * as core from "@actions/core";
import type { Annotation, Runner } from "../model/runner.ts";
import type { Secrets } from "../model/world.ts";
import { cut } from "../text/cut.ts";
import { maskedText } from "../text/masked.ts";

export function createRunner(
  secrets: Secrets,
  variable: (name: string) => string | undefined,
  warn: (line: string) => void,
  write: (text: string) => void = (text) => void process.stdout.write(text),
): Runner {
  return {
    // At once, so that two of them never write into each other.
    writeSummary: async (markdown) => {
      const path = variable("GITHUB_STEP_SUMMARY");
      if (path === undefined || path === "") return;
      try {
        writeFileSync(path, secrets.hide(markdown));
      } catch (error) {
        warn(`The job summary could not be written (${codeOf(error)}); the result is in the log and in the outputs.`);
      }
    },
    setOutput: (name, value) => {
      try {
        core.setOutput(name, secrets.hide(value));
      } catch (error) {
        warn(`The output ${name} could not be written (${codeOf(error)}).`);
      }
    },
    saveState: (name, value) => {
      try {
        core.saveState(name, secrets.hide(value));
      } catch (error) {
        warn(`The state for the post step could not be written (${codeOf(error)}).`);
      }
    },
    readState: (name) => core.getState(name),
    annotate: (annotations) => {
      if (annotations.length === 0) return;
      const commands = annotations.slice(0, MOST_ANNOTATIONS).map((each) => command(each, secrets));
      // The log shows their texts as well, which stand there in better words.
      write(["::group::Annotations", ...commands, "::endgroup::", ""].join("\n"));
    },
  };
}

/** GitHub shows ten of a kind for a step. */
const MOST_ANNOTATIONS = 10;
/** GitHub cuts a message at 4,096 characters. */
const MAX_TEXT = 4_000;
const MAX_TITLE = 200;

/** A workflow command (docs.github.com, "Workflow commands"): clean and masked before it is cut, cut before it is escaped. */
function command({ severity, title, text, place }: Annotation, secrets: Secrets): string {
  const mask = (words: string): string => secrets.mask(words);
  const shown = (words: string, max: number): string => cut(maskedText(words, mask).replaceAll("##[", "##␦["), max);
  const properties = [
    ["title", shown(title, MAX_TITLE)],
    ...(place === null || !isPlace(place, secrets)
      ? []
      : [
          ["file", place.file],
          ["line", String(place.line)],
        ]),
  ];
  const said = properties.map(([name = "", value = ""]) => `${name}=${escapeProperty(value)}`).join(",");
  return `::${severity} ${said}::${escapeData(shown(text, MAX_TEXT))}`;
}

/** Whoever made the file named it: a path that leads out, an address, or one that holds a secret is none. */
function isPlace({ file, line }: NonNullable<Annotation["place"]>, secrets: Secrets): boolean {
  const isBelow =
    file !== "" && !/^(?:[\\/]|[A-Za-z]:[\\/])|:\/\/|\0/u.test(file) && !file.split(/[\\/]/u).includes("..");
  return isBelow && !file.includes("##[") && secrets.mask(file) === file && Number.isSafeInteger(line) && line > 0;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** Tells the runner to mask a value in everything it shows. */
export function announceSecret(value: string): void {
  core.setSecret(value);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown error";
}
