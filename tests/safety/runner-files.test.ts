// What the runner reads from us: annotations, outputs and state hold what we meant, whatever stands in the values.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readEnvFile } from "../../demo/runner/env-file.ts";
import { keepMasks } from "../../demo/runner/masks.ts";
import { createRunner } from "../../src/world/runner.ts";
import { createSecrets } from "../../src/world/secrets.ts";
import { annotationsIn, FIELD_TEXTS, FOREIGN_FILES, FOREIGN_LINES, wrongInAnnotations } from "./annotations.ts";
import { givenSet, OWN_TEXTS } from "./texts.ts";

const FILES = ["GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"] as const;

let folder = "";
let printed = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "runner-files-"));
  printed = "";
  for (const name of FILES) {
    writeFileSync(join(folder, name), "");
    vi.stubEnv(name, join(folder, name));
  }
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function runner(known: readonly string[] = []) {
  const secrets = createSecrets({ announce: () => undefined });
  for (const each of known) secrets.register(each);
  return createRunner(
    secrets,
    (name) => process.env[name],
    (line) => void (printed += `${line}\n`),
    (text) => void (printed += text),
  );
}

const read = (name: (typeof FILES)[number]) => readEnvFile(readFileSync(join(folder, name), "utf8"));

describe("C5: an annotation", () => {
  it.each(FIELD_TEXTS)("has the fields that we gave it, and no other: %j", (text) => {
    runner().annotate([{ severity: "error", title: `about ${text}`, text, place: null }]);
    expect(wrongInAnnotations(printed, 1)).toEqual([]);
    const [command] = annotationsIn(printed);
    expect([command?.name, Object.keys(command?.properties ?? {})]).toEqual(["error", ["title"]]);
  });

  it.each(FOREIGN_FILES)("stands beside no file outside of the workspace: %j", (file) => {
    runner().annotate([{ severity: "error", title: "a", text: "b", place: { file, line: 1 } }]);
    expect(annotationsIn(printed).map(({ properties }) => properties)).toEqual([{ title: "a" }]);
  });

  it.each(FOREIGN_LINES)("stands beside no line that is none: %j", (line) => {
    runner().annotate([{ severity: "error", title: "a", text: "b", place: { file: "a.ts", line } }]);
    expect(annotationsIn(printed).map(({ properties }) => properties)).toEqual([{ title: "a" }]);
  });
});

describe("C7: a file of the runner", () => {
  const texts = [...OWN_TEXTS, ...givenSet().texts].map(({ text }) => text.toWellFormed());

  it("has the names that we wrote and their values as they were", () => {
    const files = runner();
    for (const [nth, text] of texts.entries()) {
      files.setOutput(`output-${nth}`, text);
      files.saveState(`state-${nth}`, text);
    }
    expect(read("GITHUB_OUTPUT")).toEqual(texts.map((value, nth) => ({ name: `output-${nth}`, value })));
    expect(read("GITHUB_STATE")).toEqual(texts.map((value, nth) => ({ name: `state-${nth}`, value })));
    expect(printed).toBe("");
  });
});

it("D7: a secret of a few letters costs no output: the runner is never told to hide it", () => {
  const masks = keepMasks();
  const secrets = createSecrets({ announce: (value) => masks.add(value) });
  for (const value of ["1", "e", "met", "true", "verdict", "test", "password"]) secrets.register(value);
  for (const value of ["met", "true", "1", "Staging: 3 of 4 tests pass"]) expect(masks.touches(value)).toBe(false);
});
