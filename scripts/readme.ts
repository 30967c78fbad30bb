// Keeps the generated parts of the README true: the tables from action.yml, the comment from the demo's fourth cycle.
// `node scripts/readme.ts` writes them, `--check` fails when they differ. Run the demo first.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import * as v from "valibot";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = join(root, "README.md");

const ACTION = v.object({
  inputs: v.record(v.string(), v.object({ description: v.string(), default: v.string() })),
  outputs: v.record(v.string(), v.object({ description: v.string() })),
});

const action = v.parse(ACTION, parse(readFileSync(join(root, "action.yml"), "utf8")));
const before = readFileSync(readme, "utf8");
let after = before;
after = put(after, "inputs", inputTable());
after = put(after, "outputs", outputTable());
after = put(after, "comment", comment());

if (!process.argv.includes("--check")) writeFileSync(readme, after);
else if (after !== before) {
  console.error("README.md is not what action.yml and the demo say. Run `npm run demo && npm run readme`.");
  process.exitCode = 1;
}

function inputTable(): string {
  const set = Object.entries(action.inputs).filter(([name]) => !["loop", "cycle", "job-status"].includes(name));
  const rows = set.map(
    ([name, { description, default: value }]) => `| \`${name}\` | ${cell(value)} | ${description} |`,
  );
  return ["| Input | Default | |", "|---|---|---|", ...rows].join("\n");
}

function outputTable(): string {
  const rows = Object.entries(action.outputs).map(([name, { description }]) => `| \`${name}\` | ${description} |`);
  return ["| Output | |", "|---|---|", ...rows].join("\n");
}

function cell(value: string): string {
  return value === "" ? "–" : `\`${value}\``;
}

/** The open part of a real comment; its links go nowhere outside the demo. */
function comment(): string {
  const page = readFileSync(join(root, "demo", "out", "pr", "cycle-4", "comment.md"), "utf8");
  const open = page
    .split("<details>", 1)
    .join("")
    .split("\n")
    .filter((line) => !line.startsWith("<!--"))
    .join("\n")
    .trim();
  return open
    .replace(/\[([^\]]+)\]\(http:[^)]*\)/gu, "[$1](#show-me)")
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
}

function put(text: string, name: string, part: string): string {
  const pattern = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`, "u");
  if (!pattern.test(text)) throw new Error(`README.md has no place for ${name}`);
  return text.replace(pattern, (_, start: string, end: string) => `${start}${part}\n${end}`);
}
