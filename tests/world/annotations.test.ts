// Annotations as a runner reads them back (row C5): what was meant, whatever stands in it.
import { describe, expect, it } from "vitest";
import { keepMasks } from "../../demo/runner/masks.ts";
import { collectOutput, type StepOutput } from "../../demo/runner/step-output.ts";
import type { Annotation } from "../../src/model/runner.ts";
import { createRunner } from "../../src/world/runner.ts";
import { createSecrets } from "../../src/world/secrets.ts";

function heard(...annotations: readonly Annotation[]): StepOutput {
  const output = collectOutput({
    masks: keepMasks(),
    isDebug: false,
    workspace: "/w/shop",
    onLine: () => undefined,
    spendAnnotation: () => true,
  });
  const secrets = createSecrets({ announce: () => undefined });
  secrets.register("correct-horse-battery");
  let text = "";
  const runner = createRunner(
    secrets,
    () => undefined,
    () => undefined,
    (piece) => (text += piece),
  );
  runner.annotate(annotations);
  for (const line of text.split(/\r\n|\r|\n/u)) output.take(line);
  return output;
}

const NOTE: Annotation = { severity: "error", title: "A · it fails", text: "2 tests", place: null };

describe("an annotation", () => {
  it.each([
    ["plain words", { title: "A · it fails", text: "one\ntwo" }],
    ["percent signs and their own escapes", { title: "100 %, %0A, %3A", text: "100 %\n%0A %25 %0D" }],
    ["what ends a property or the command", { title: "a,line=1,title=x::y", text: "::error file=a::b" }],
    ["what begins a command on a line of its own", { title: "t", text: "a\n::add-mask::a\n::stop-commands::x" }],
  ])("keeps %s", (_, over) => {
    const { annotations, commands, hasFailed } = heard({ ...NOTE, ...over });
    expect(annotations).toEqual([{ severity: "error", title: over.title, message: over.text }]);
    expect(commands.map(({ name }) => name)).toEqual(["group", "error", "endgroup"]);
    expect(hasFailed()).toBe(false);
  });

  it("has its file and its line, with whatever a file may be called", () => {
    const all = ["tests/a.ts", "a,line=1,title=x::y", "100%.ts", "a:b.ts", "x\ny.ts"].map((file, at) => ({
      file,
      line: at + 1,
    }));
    const { annotations } = heard(...all.map((place) => ({ ...NOTE, place })));
    expect(annotations.map(({ file, line }) => ({ file, line }))).toEqual(all);
  });

  it.each([
    { file: "../secret.ts", line: 1 },
    { file: "/etc/passwd", line: 1 },
    { file: "C:\\a.ts", line: 1 },
    { file: "a/../../b.ts", line: 1 },
    { file: "", line: 1 },
    { file: "a.ts", line: 0 },
    { file: "a.ts", line: 1.5 },
    { file: "a.ts", line: -3 },
    { file: "correct-horse-battery/a.ts", line: 1 },
    { file: "##[error]a.ts", line: 1 },
  ])("has no place that is none: $file:$line", (place) => {
    expect(heard({ ...NOTE, place }).annotations).toEqual([
      { severity: "error", title: NOTE.title, message: NOTE.text },
    ]);
  });

  it("is masked before it is cut, holds no old command, and is no longer than a runner keeps", () => {
    const [told] = heard({
      ...NOTE,
      title: `##[error]x correct-horse-battery ${"t".repeat(500)}`,
      text: `${"x".repeat(3_990)}correct-horse-battery ##[add-mask]y ${"z".repeat(9_000)}`,
    }).annotations;
    expect(told?.message.length).toBeLessThanOrEqual(4_000);
    expect(told?.title?.length).toBeLessThanOrEqual(200);
    expect(`${told?.title} ${told?.message}`).not.toMatch(/correct|##\[/u);
  });

  it("is one of ten at most, folded in the log; and where there is none, nothing is folded", () => {
    const { annotations, log } = heard(
      ...Array.from({ length: 14 }, (): Annotation => ({ ...NOTE, severity: "warning" })),
    );
    expect(annotations).toHaveLength(10);
    expect([log[0], log.at(-2), log.length]).toEqual(["##[group]Annotations", "##[endgroup]", 13]);
    expect(heard().log).toEqual([""]);
  });
});
