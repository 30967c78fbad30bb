// The runner's command files, through the toolkit. Missing files (a desk, an old runner) cost one warning, not the run.
import { writeFileSync } from "node:fs";
import * as core from "@actions/core";
import type { Runner } from "../model/runner.ts";
import type { Secrets } from "../model/world.ts";

export function createRunner(
  secrets: Secrets,
  variable: (name: string) => string | undefined,
  warn: (line: string) => void,
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
    annotate: (title, text) => {
      core.error(secrets.mask(text).slice(0, 4_000), { title: secrets.mask(title).slice(0, 200) });
    },
  };
}

/** Tells the runner to mask a value in everything it shows. */
export function announceSecret(value: string): void {
  core.setSecret(value);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown error";
}
