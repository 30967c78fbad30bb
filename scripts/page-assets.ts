// Writes src/report/html/assets.ts: the style and the script of the report page as texts, with the hashes that let a
// browser take them and nothing else. `node scripts/page-assets.ts` writes it, `--check` fails when it differs.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const html = fileURLToPath(new URL("../src/report/html/", import.meta.url));
const target = join(html, "assets.ts");

/** Each file after those that it imports. */
const SCRIPTS = ["make", "tip", "checks", "choice", "strip", "row", "controls", "list", "page", "main"] as const;

if (import.meta.main) {
  const text = pageAssets();
  if (!process.argv.includes("--check")) writeFileSync(target, text);
  else if (readFileSync(target, "utf8") !== text) {
    console.error("src/report/html/assets.ts is not what page.css and client/ make. Run `npm run build`.");
    process.exitCode = 1;
  }
}

export function pageAssets(): string {
  const style = styleText(readFileSync(join(html, "page.css"), "utf8"));
  const script = scriptText(SCRIPTS);
  return [
    "// Written by scripts/page-assets.ts from page.css and client/: change those, not this.",
    "",
    `export const STYLE = ${JSON.stringify(style)};`,
    `export const STYLE_HASH = ${JSON.stringify(hashOf(style))};`,
    `export const SCRIPT = ${JSON.stringify(script)};`,
    `export const SCRIPT_HASH = ${JSON.stringify(hashOf(script))};`,
    "",
  ].join("\n");
}

function styleText(css: string): string {
  const lines = css.replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//gu, "").split("\n");
  return contained(lines.map((line) => line.trim()).filter(Boolean));
}

/** Each file as a function that gives what it exports: names of one file are not in the way of those of another. */
function scriptText(names: readonly string[]): string {
  const lines = names.flatMap((name) => {
    const source = readFileSync(join(html, "client", `${name}.ts`), "utf8");
    const code = stripTypeScriptTypes(source, { mode: "transform" }).split("\n");
    const exported = code.flatMap((line) => /^export (?:const|function) (\w+)/u.exec(line)?.[1] ?? []);
    const own = code.map((line) =>
      line
        .replace(/^import (\{.*\}) from "\.\/(\w+)\.ts";$/u, "const $1 = $$$2;")
        .replace(/^export (?=const |function )/u, "")
        .replace(/^ +/u, (indent) => " ".repeat(indent.length / 4)),
    );
    return [`const $${name} = (() => {`, ...own, `return { ${exported.join(", ")} };`, "})();"];
  });
  const foreign = lines.find((line) => /^(?:import|export)\b/u.test(line));
  if (foreign !== undefined) throw new Error(`the page cannot hold: ${foreign}`);
  return contained(["(() => {", '"use strict";', ...lines.filter((line) => line.trim() !== ""), "})();"]);
}

/** Neither text may hold what ends its element. */
function contained(lines: readonly string[]): string {
  const text = `\n${lines.join("\n")}\n`;
  if (/<\/?(?:script|style)|<!--/iu.test(text)) throw new Error("the texts of the page hold a tag of the page");
  return text;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
