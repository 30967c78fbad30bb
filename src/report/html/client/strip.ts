// The past of one test as a small picture: low where it passed, high where it failed, hollow where it did not run.
import type { EmbeddedColumn } from "../embedded.ts";
import { codeOf, CODES } from "./checks.ts";
import { draw } from "./make.ts";

const STEP = 7;
const HEIGHT = 16;

export function strip(past: string): SVGSVGElement {
  const shapes = { passed: "", failed: "", hollow: "" };
  for (let at = 0; at < past.length; at++) {
    const x = at * STEP + 1;
    const code = codeOf(past.charAt(at));
    if (code === "P") shapes.passed += `M${x} 10h5v5h-5z`;
    else if (code === "F") shapes.failed += `M${x} 1h5v14h-5z`;
    else if (code === "E") shapes.failed += `M${x} 1h5v9h-5zM${x} 12h5v3h-5z`;
    else if (code !== ".") shapes.hollow += `M${x + 0.5} 10.5h4v4h-4z`;
  }
  const paths = Object.entries(shapes).map(([name, d]) => (d === "" ? null : draw("path", { class: name, d })));
  return draw(
    "svg",
    { class: "strip", width: past.length * STEP, height: HEIGHT, "aria-hidden": "true" },
    ...paths.filter((path) => path !== null),
  );
}

/** What the picture shows at this distance from its left edge. */
export function wordsAt(past: string, x: number, columns: readonly EmbeddedColumn[]): string {
  const at = Math.min(past.length - 1, Math.max(0, Math.floor(x / STEP)));
  const column = columns[at];
  const { word } = CODES[codeOf(past.charAt(at))];
  return column === undefined ? word : `${column.name} · ${column.commit} · ${word}`;
}

/** "passed 28 times, failed 2 times" of what came before this cycle. */
export function pastWords(past: string): string {
  const counts = new Map<string, number>();
  for (const sign of past.slice(0, -1)) {
    if (sign === ".") continue;
    const { word } = CODES[codeOf(sign)];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  if (counts.size === 0) return "no past is known";
  return `before: ${[...counts].map(([word, many]) => `${word} ${many === 1 ? "once" : `${many} times`}`).join(", ")}`;
}
