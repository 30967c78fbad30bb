// Which Node runs our TypeScript and the demo user's suite: the present one if it is new enough, else the installed one.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const NEEDED_MAJOR = 24;

/** Arguments with which a program that is started again and again starts sooner. */
export const STARTS_SOON: readonly string[] = [
  `--require=${fileURLToPath(new URL("compile-cache.mjs", import.meta.url))}`,
];

export function nodeProgram(): string {
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) return process.execPath;
  const installed = fileURLToPath(new URL("../../node_modules/.bin/node", import.meta.url));
  if (existsSync(installed)) return installed;
  throw new Error(`Node ${NEEDED_MAJOR} is needed, this is ${process.versions.node}. Run npm ci.`);
}
