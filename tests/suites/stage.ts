// A workspace of its own for one test, where a real shell runs a real test runner, and the suite that is made of it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { runSuite, type SuiteOutcome } from "../../src/check/suite/run-suite.ts";
import type { Plan, Suite } from "../../src/model/plan.ts";
import type { World } from "../../src/model/world.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { createFiles } from "../../src/world/files/files.ts";
import { createShell } from "../../src/world/shell/shell.ts";
import { suite } from "../check/plans.ts";
import { COMMIT } from "../fakes/checks.ts";
import { fakeWorld } from "../fakes/world.ts";

export interface Workspace {
  readonly folder: string;
  readonly world: World;
  readonly run: (order: SuiteWords) => Promise<Ran>;
}

export interface Ran extends SuiteOutcome {
  /** "class::name outcome" of each result. */
  readonly told: readonly string[];
  /** "file state tests" of each report. */
  readonly files: readonly string[];
}

export interface SuiteWords {
  readonly run: string;
  readonly reports?: readonly string[];
  readonly retry?: string;
  readonly reproduce?: string;
  readonly attachments?: readonly string[];
  readonly timeoutMs?: number;
}

const ROOT = join(import.meta.dirname, "..", "..");

export const NODE = JSON.stringify(process.execPath);

/** Files by path. Packages of this repository can be imported, and those of TDL_TEST_MODULES, a folder of packages. */
export async function workspace(files: Readonly<Record<string, string>>): Promise<Workspace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "suite-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await symlink(process.env["TDL_TEST_MODULES"] ?? join(ROOT, "node_modules"), join(folder, "node_modules"));
  const fake = fakeWorld();
  const clock = createClock();
  const world: World = {
    ...fake,
    clock,
    files: createFiles({ workspace: folder, outDir: join(folder, ".out") }),
    shell: createShell({
      clock,
      secrets: fake.secrets,
      console: fake.console,
      environment: cleanEnvironment(),
      cwd: folder,
      tempDir: join(folder, ".temp"),
      killAfterMs: 150,
    }),
  };
  const run = async (words: SuiteWords): Promise<Ran> => {
    const outcome = await runSuite(
      { suite: suiteOf(words), environment: { TDL_COMMIT: COMMIT }, floorMs: null },
      world,
    );
    return {
      ...outcome,
      told: outcome.results.map(
        ({ group, name, outcome: end }) => `${group === null ? "" : reveal(group)}::${reveal(name)} ${end}`,
      ),
      files: outcome.run.reports.map(({ path, state, counts }) => `${reveal(path)} ${state} ${counts.tests}`),
    };
  };
  return { folder, world, run };
}

function suiteOf({ run, reports = ["report.xml"], retry, reproduce, attachments = [], timeoutMs }: SuiteWords): Suite {
  return suite({
    run: untrusted(run),
    reports: reports.map(untrusted),
    retryFailed: retry === undefined ? null : { run: untrusted(retry), reports: [] },
    reproduce: reproduce === undefined ? null : untrusted(reproduce),
    attachments: attachments.map(untrusted),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}

// The runner of these tests is one itself, and tells its children so.
function cleanEnvironment(): Readonly<Record<string, string | undefined>> {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(?:VITEST|NODE_|TEST$|DEV$|PROD$|MODE$|CI$)/u.test(name),
  );
  const path = [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter);
  return { ...Object.fromEntries(own), PATH: path, NO_COLOR: "1", PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1" };
}

/** The python that has pytest, or why there is none here. */
export function findPytest(): { readonly python: string; readonly missing: string | null } {
  // A version manager stands in front of it, and takes its time with each call.
  const show = "import pytest, sys; print(sys.executable)";
  const { status, stdout } = spawnSync("python3", ["-c", show], { timeout: 20_000, encoding: "utf8" });
  const missing = status === 0 ? null : "python3 -m pytest does not run on this machine";
  return { python: JSON.stringify(missing === null ? stdout.trim() : "python3"), missing };
}

/** Why Playwright Test cannot be run here; null when it can. It is no package of this repository. */
export function whyNoPlaywright(): string | null {
  const modules = process.env["TDL_TEST_MODULES"] ?? join(ROOT, "node_modules");
  const isThere = existsSync(join(modules, "@playwright", "test", "cli.js"));
  return isThere ? null : "there is no @playwright/test in TDL_TEST_MODULES or node_modules";
}

/** The plan of these suites with one entry of a quarantine that is far from over. */
export function quarantined(match: string): Pick<Plan, "quarantine" | "suites"> {
  return { quarantine: [{ match: untrusted(match), until: "2999-12-31", why: null }], suites: [suite()] };
}
