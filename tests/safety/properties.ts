// What holds for any text and any secret. The full tests run the same, many times more; fast-check prints the seed of a failure.
import * as fc from "fast-check";
import { expect } from "vitest";
import { code, copyable, fence, fold, table } from "../../src/report/markdown.ts";
import { plain, plainLines, plainText, verbatimText } from "../../src/report/plain.ts";
import { clean } from "../../src/text/clean.ts";
import { createExcerpt } from "../../src/text/excerpt.ts";
import { createMasker, type Masker } from "../../src/text/mask.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { createConsole } from "../../src/world/console.ts";
import { createOutput } from "../../src/world/shell/output.ts";
import { createClock } from "../../src/world/clock.ts";
import { ENCODERS, utf8 } from "../text/encoders.ts";
import type { Checking } from "./checking.ts";
import { leakFinder, readPage, wrongInLog } from "./oracles.ts";
import { SCENES } from "./scenes.ts";

/** What Markdown, HTML, links, references and a runner's commands are made of. */
const SIGNS = [
  ..."`~\n\r>-|\\#*_[]()<!x \t=+:&;$^{}/.,'\"1@",
  ..."\u0085\u2028\u200b\u202e\u00a0\u001b\u0007\u1fef\ufeff",
  "```",
  "~~~",
  "<!--",
  "-->",
  "</details>",
  "<img src=x>",
  "&#64;",
  "&lt;",
  "@octocat",
  "#12",
  "GH-3",
  "https://evil.example/",
  "www.evil.example",
  "javascript:",
  "](",
  "![",
  "[^1]",
  "\n[^1]: ",
  "\n| - |\n",
  "0123456789abcdef0123456789abcdef01234567",
  "::error::",
  "##[error]",
  "\n::",
  "\u001b[31m",
  "\u001b]8;;",
  "\ud83d",
  "🔑",
];

const anyText = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...SIGNS) }, fc.string({ unit: "binary", maxLength: 3 })), {
    maxLength: 40,
  })
  // Never blank: what says nothing is left out as a whole.
  .map((parts) => `x${parts.join("")}`);

const CONTAINERS: Readonly<Record<string, (text: string) => string>> = {
  "a heading": (text) => `### ${code(untrusted(text))} after\n\nafter`,
  "a list": (text) => `- ${code(untrusted(text))}: ${code(untrusted(text))}\n- second\n\nafter`,
  "a table": (text) =>
    `${table(
      ["", "b"],
      [
        [code(untrusted(text)), "c"],
        ["d", "e"],
      ],
    )}\n\nafter`,
  "a quote": (text) => `> ${code(untrusted(text))}\n\nafter`,
  "a fence": (text) => `before\n\n${fence(untrusted(text))}\n\nafter`,
  "a fence in a fold": (text) => `${fold("title", fence(untrusted(text)))}\n\nafter`,
  "a line to copy in a list": (text) => `- a\n  - ${copyable(untrusted(text), "b", "    ")}\n- after`,
};

/** B2: no text leaves its container, and nothing behind it is swallowed. */
export function checkContainers(numRuns: number): void {
  for (const [name, contain] of Object.entries(CONTAINERS)) {
    const wanted = readPage(contain("x")).skeleton;
    fc.assert(
      fc.property(anyText, (text) => {
        const page = readPage(contain(text));
        expect([name, page.wrong, page.skeleton]).toEqual([name, [], wanted]);
      }),
      { numRuns },
    );
  }
}

/** C1: none of its lines is a command, however it is printed. */
export function checkLines(numRuns: number): void {
  fc.assert(
    fc.property(anyText, anyText, (text, other) => {
      let log = "";
      const secrets = { mask: createMasker([]) };
      const console = createConsole({ write: (line) => (log += line), secrets, onRunner: true, width: () => null });
      console.quote(untrusted(text), "test");
      console.say(plainText(untrusted(text)));
      console.say(plain([untrusted(text), " ", untrusted(other)]));
      for (const line of plainLines(untrusted(text), 8).lines) console.say(line ?? "");
      console.say(clean(text));
      log += verbatimText(untrusted(text), 400);
      expect(wrongInLog(log)).toEqual([]);
    }),
    { numRuns },
  );
}

/** B1: any text in any place of a cycle. */
export async function checkScenes(checking: Checking, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(SCENES)), anyText, async (scene, text) => {
      expect([scene, await checking.inScene(scene, { id: "any", text })]).toEqual([scene, []]);
    }),
    { numRuns },
  );
}

const letter = fc.constantFrom(..."ABCDEFGHJKLMNPQRSTUVWXYZ23456789abcdefghijkmnopqrstuvwxyz");
const sign = fc.constantFrom(..."-_.~!*'()+/=%&<>\"\\:;@,?#$[]{}|^`", "ü", "ж", "密", "🔑", "\n");
const secret = fc
  .array(fc.oneof({ weight: 4, arbitrary: letter }, { weight: 1, arbitrary: sign }), { minLength: 10, maxLength: 60 })
  .map((parts) => parts.join("").trim())
  .filter(
    (text) => (text.match(/[A-Za-z0-9]/gu) ?? []).length >= 10 && text.split("\n").every((line) => line.length >= 8),
  );
const around = fc.array(fc.constantFrom("§", "¶ ", "\n§", '{"§": "', '"}', "\u001b[1m§", "§=", "`", "|", "§ §"), {
  maxLength: 6,
});
const encoder = fc.constantFrom(...Object.entries(ENCODERS));

/** D2: any secret, however it is written, whatever surrounds it, is in no sink. */
export async function checkSecrets(
  checkingOf: (secrets: readonly string[]) => Checking,
  numRuns: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      secret,
      encoder,
      around,
      around,
      fc.constantFrom(...Object.keys(SCENES)),
      async (value, [name, encode], before, behind, scene) => {
        const text = `${before.join("")} ${encode(value)} ${behind.join("")}`;
        const wrong = await checkingOf([value]).inScene(scene, { id: name, text });
        expect([name, scene, wrong.filter((each) => each.includes("leak"))]).toEqual([name, scene, []]);
      },
    ),
    { numRuns },
  );
}

/** D8: cleaned, masked, cut: the edge of no cut shows a piece of a secret. */
export function checkCuts(numRuns: number): void {
  fc.assert(
    fc.property(
      secret,
      encoder,
      fc.nat(300),
      fc.integer({ min: 1, max: 500 }),
      (value, [name, encode], before, max) => {
        const text = `${"§".repeat(before)}${encode(value)}${"¶".repeat(400)}`;
        const shown = createExcerpt(createMasker([value]))(text, max);
        const rest = shown.replace(/ … \d+ characters cut … |[§¶…␦\s]/gu, "").replaceAll("***", "");
        expect([...shown].length).toBeLessThanOrEqual(max);
        expect(shown.isWellFormed()).toBe(true);
        // Base64 holds its neighbours, too, and shares up to two letters at each end with them.
        expect([name, rest.replace(/[^A-Za-z0-9]/gu, "").length <= (name.startsWith("base64") ? 18 : 0)]).toEqual([
          name,
          true,
        ]);
      },
    ),
    { numRuns },
  );
}

/** D6: a secret that comes in pieces is whole again before anybody sees it. */
export function checkChunks(numRuns: number): void {
  fc.assert(
    fc.property(
      secret,
      encoder,
      fc.array(fc.nat(400), { maxLength: 6 }),
      fc.boolean(),
      (value, [name, encode], places, isErr) => {
        const mask = createMasker([value]);
        const seen = outputOf(encode(value), mask, places, isErr ? "stderr" : "stdout");
        expect([name, leakFinder([value])(seen)]).toEqual([name, []]);
      },
    ),
    { numRuns },
  );
}

/** All that is told of a command that prints this text in pieces. */
export function outputOf(text: string, mask: Masker, places: readonly number[], stream: "stdout" | "stderr"): string {
  let live = "";
  const console = createConsole({
    write: (line) => (live += line),
    secrets: { mask },
    onRunner: true,
    width: () => null,
  });
  const output = createOutput({
    clock: createClock(),
    console,
    secrets: { mask },
    label: "test",
    log: { line: () => undefined, end: () => null },
  });
  const bytes = utf8(`first §\n§ ${text} ¶\nlast\n`);
  const edges = [0, ...places.map((each) => each % bytes.length).toSorted((a, b) => a - b), bytes.length];
  for (const [at, from] of edges.slice(0, -1).entries()) output.write(stream, bytes.subarray(from, edges[at + 1]));
  const { text: kept } = output.end();
  return `${live}\n${kept}`;
}
