// Commands that behave, and commands that hang, flood, hide, fork and die (rows C8, C11, D9, PR1–PR13, PR17).
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { CommandResult } from "../../src/model/check.ts";
import type { Progress } from "../../src/model/world.ts";
import { createMasker } from "../../src/text/mask.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { createShell, whyNot, type ShellOptions } from "../../src/world/shell/shell.ts";
import { SECRET } from "./tools.ts";

interface Run {
  readonly result: CommandResult;
  readonly output: string;
  /** What was shown of the command, and what we said. */
  readonly shown: readonly string[];
  readonly said: readonly string[];
}

type Options = Partial<ShellOptions> & {
  readonly timeoutMs?: number;
  readonly added?: Record<string, string>;
  readonly always?: boolean;
  readonly progress?: Progress;
  onLine?: (line: string) => void;
};

const NODE = JSON.stringify(process.execPath);
const programs = new URL("../programs/", import.meta.url).pathname;

async function run(line: string, options: Options = {}): Promise<Run> {
  const { timeoutMs = 10_000, added = {}, always = false, onLine = () => undefined, progress, ...rest } = options;
  const folder = await mkdtemp(join(tmpdir(), "shell-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [shown, said]: [string[], string[]] = [[], []];
  const console = {
    detail: (text: string) => void said.push(text),
    heartbeat: (text: string) => void said.push(text),
    quote: (text: Parameters<ShellOptions["console"]["quote"]>[0]) => {
      const lines = reveal(text).split("\n");
      shown.push(...lines);
      lines.forEach(onLine);
    },
  };
  const shell = createShell({
    clock: createClock(),
    secrets: { mask: createMasker([SECRET]) },
    console,
    environment: process.env,
    cwd: folder,
    tempDir: join(folder, "temp"),
    killAfterMs: 150,
    ...rest,
  });
  const { command: result } = await shell.run({
    line: untrusted(line),
    timeoutMs,
    environment: added,
    label: "test",
    always,
    ...(progress === undefined ? {} : { progress }),
  });
  return { result, output: reveal(result.output), shown, said };
}

describe("a command", () => {
  it("that works tells its output, its times and its end", async () => {
    const before = Date.now();
    const { result, output, shown, said } = await run("echo one; echo two >&2; echo three");
    expect(result).toMatchObject({ exitCode: 0, signal: null, timedOut: false, spawnError: null });
    expect(result.startedAt).toBeGreaterThanOrEqual(before);
    expect(result.durationMs).toBeGreaterThan(0);
    expect(result.durationMs).toBeLessThan(5_000);
    expect(output.split("\n").toSorted()).toEqual(["", "one", "three", "two"]);
    expect([...shown].toSorted()).toEqual(["one", "three", "two"]);
    expect(said).toEqual([]);
  });

  it.each([0, 1, 2, 126, 127, 255])("that ends with %d tells it", async (code) => {
    expect((await run(`exit ${code}`)).result).toMatchObject({ exitCode: code, signal: null });
  });

  it("that does not exist ends with the shell's 127", async () => {
    const { result, output } = await run("no-such-command-anywhere");
    expect(result.exitCode).toBe(127);
    expect(output).toContain("no-such-command-anywhere");
  });

  it.each(["SIGKILL", "SIGSEGV", "SIGPIPE", "SIGTERM"])("that dies of %s tells it", async (signal) => {
    const { result } = await run(`kill -${signal.slice(3)} $$; sleep 5`);
    expect(result).toMatchObject({ exitCode: null, signal, timedOut: false });
  });

  it("stops at the first failure, also inside a pipe", async () => {
    expect(await run("false; echo reached")).toMatchObject({ result: { exitCode: 1 }, output: "" });
    expect(await run("false | cat; echo reached")).toMatchObject({ result: { exitCode: 1 }, output: "" });
  });

  it("runs with sh where there is no bash", async () => {
    const { result, output } = await run('echo "${BASH_VERSION-none}"; false; echo reached', {
      environment: { PATH: "/nowhere" },
    });
    expect([result.exitCode, result.spawnError, output]).toEqual(
      result.spawnError === null
        ? [1, null, "none\n"]
        : [null, "ENOENT", "[the command could not be started: there is no such folder, or no shell (ENOENT)]"],
    );
  });

  it("reads nothing from us", async () => {
    expect(await run("cat; echo end")).toMatchObject({ result: { exitCode: 0 }, output: "end\n" });
  });

  it.each([
    ["in a folder that is not there", "true", { cwd: "/nowhere/at/all" }, "ENOENT"],
    ["with NUL in it", "echo a\0b", {}, "ERR_INVALID_ARG_VALUE"],
    ["longer than the system takes", `: ${"x".repeat(300_000)}`, {}, "E2BIG"],
    ["whose files cannot be made", "true", { tempDir: "/dev/null/x" }, "ENOTDIR"],
  ])("%s is not started, and says why (PR13)", async (_, line, options, spawnError) => {
    const { result, output, shown } = await run(line, options);
    expect(result).toMatchObject({ spawnError, exitCode: null, signal: null, timedOut: false });
    expect(output).toBe(`[the command could not be started: ${whyNot(spawnError)}]`);
    expect(shown).toEqual([output]);
  });

  it.skipIf(process.platform !== "linux").each(["EAGAIN", "EMFILE"])(
    "is not started on a machine that has no more to give: %s (PR13)",
    async (code) => {
      const { result, output } = await run(`${NODE} ${programs}starved.ts ${code}`);
      expect([result.exitCode, output]).toEqual([0, `${code} [the command could not be started: ${whyNot(code)}]\n`]);
    },
  );

  it.each([
    ["ENOMEM", "the machine gives no more memory (ENOMEM)"],
    ["EIO", "EIO"],
    ["constructor", "constructor"],
  ])("that is not started with %s says: %s (PR13)", (code, words) => {
    expect(whyNot(code)).toBe(words);
  });
});

describe("the environment of a command", () => {
  const ours = {
    PATH: process.env["PATH"],
    HOME: "/home/me",
    CI: "true",
    GITHUB_REPOSITORY: "o/r",
    "INPUT_GITHUB-TOKEN": SECRET,
    INPUT_JWT_SECRET: SECRET,
    input_lower: SECRET,
    STATE_phase: SECRET,
    ACTIONS_RUNTIME_TOKEN: SECRET,
    ACTIONS_CACHE_URL: SECRET,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: SECRET,
    GITHUB_TOKEN: SECRET,
    GH_TOKEN: SECRET,
    NODE_OPTIONS: "--require /nowhere/evil.js",
    GITHUB_OUTPUT: "/our/output",
    GITHUB_ENV: "/our/env",
    NOT_SET: undefined,
  };

  it("lacks our inputs, the runner's tokens and our files", async () => {
    const { output } = await run("env", { environment: ours });
    const names = output.split("\n").flatMap((line) => /^([\w-]+)=/u.exec(line)?.[1] ?? []);
    const shells = ["PWD", "SHLVL", "_", "OLDPWD"];
    const files = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"];
    expect(names.filter((name) => !shells.includes(name)).toSorted()).toEqual(
      ["PATH", "HOME", "CI", "GITHUB_REPOSITORY", ...files].toSorted(),
    );
    expect(output).not.toContain("/our/");
  });

  it("has what the command was given", async () => {
    const { output } = await run('echo "$GITHUB_TOKEN $MINE"', {
      environment: ours,
      added: { GITHUB_TOKEN: "given", MINE: "x y" },
    });
    expect(output).toBe("given x y\n");
  });

  it("has files of its own for what speaks to the runner, and they are gone afterwards", async () => {
    const folder = await mkdtemp(join(tmpdir(), "own-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const line =
      'for f in "$GITHUB_OUTPUT" "$GITHUB_ENV" "$GITHUB_PATH" "$GITHUB_STATE" "$GITHUB_STEP_SUMMARY"; do echo x=1 >> "$f"; echo "$f"; done';
    const first = await run(line, { tempDir: folder });
    const second = await run(line, { tempDir: folder });
    const paths = [...first.output.trim().split("\n"), ...second.output.trim().split("\n")];
    expect(new Set(paths).size).toBe(10);
    expect(paths.every((path) => path.startsWith(folder))).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  it("may be torn down by the command", async () => {
    expect((await run('rm -rf "$(dirname "$GITHUB_OUTPUT")" ; rm -rf "$PWD"')).result.exitCode).toBe(0);
  });

  it("shows no secret in the process list that was not in the line", async () => {
    const { output } = await run("tr '\\0' ' ' < /proc/$$/cmdline", { environment: ours });
    expect(output).not.toContain(SECRET);
  });
});

describe("a command that does not end", () => {
  it("is stopped at its deadline, politely", async () => {
    const { result, output } = await run("trap 'echo cleaned up; exit 3' TERM; echo go; sleep 30 & wait", {
      timeoutMs: 200,
    });
    expect(result).toMatchObject({ timedOut: true, exitCode: 3 });
    expect(output).toContain("cleaned up");
    expect(result.durationMs).toBeLessThan(2_000);
  });

  it("and ignores that is killed with its whole group", async () => {
    const { result, output } = await run("trap '' TERM; sleep 30 & echo child $!; sleep 30", { timeoutMs: 150 });
    expect(result).toMatchObject({ timedOut: true, exitCode: null, signal: "SIGKILL" });
    expect(result.durationMs).toBeGreaterThanOrEqual(290);
    expect(result.durationMs).toBeLessThan(2_000);
    expect(await isAlive(pidIn(output))).toBe(false);
  });

  it("gives those whose leader died at once the time to end", async () => {
    const line = "(trap 'sleep 0.1; echo tidy; exit' TERM; sleep 30 & wait) & wait";
    const { result, output } = await run(line, { timeoutMs: 100, killAfterMs: 500 });
    expect(result).toMatchObject({ timedOut: true, signal: "SIGTERM" });
    expect(output).toContain("tidy");
    expect(result.durationMs).toBeLessThan(2_000);
  });

  it("leaves nothing of its group when only its leader listens", async () => {
    const { result, output } = await run("(trap '' TERM; sleep 30) & echo child $!; wait", { timeoutMs: 150 });
    expect(result).toMatchObject({ timedOut: true, signal: "SIGTERM" });
    expect(await isAlive(pidIn(output))).toBe(false);
  });

  it("is stopped when the run is cancelled", async () => {
    const clock = createClock();
    const { result, output } = await run("trap '' TERM; echo child $$; sleep 30", {
      clock,
      onLine: () => clock.cancel(),
    });
    expect(result).toMatchObject({ timedOut: false, signal: "SIGKILL", exitCode: null });
    expect(await isAlive(pidIn(output))).toBe(false);
    expect((await run("echo never", { clock })).result).toMatchObject({ spawnError: "ECANCELED", exitCode: null });
  });

  it("but is quiet gets a line of ours from time to time", async () => {
    const { said } = await run("sleep 0.3", { heartbeatMs: 100 });
    expect(said.length).toBeGreaterThanOrEqual(2);
    expect(said[0]).toMatch(/^test: still running after 0 min/u);
  });

  it("and told how far it is gets that in it", async () => {
    const lines: string[] = [];
    const progress: Progress = { take: (line) => void lines.push(reveal(line)), said: () => "2 of 5 tests so far" };
    const { said } = await run("echo one; printf two; sleep 0.3", { heartbeatMs: 100, progress });
    expect(said[0]).toBe("test: still running after 0 min, 2 of 5 tests so far, no output for 0 s");
    expect(lines).toEqual(["one", "two"]);
  });

  it("and speaks gets none", async () => {
    const { said } = await run("for i in 1 2 3 4 5 6; do echo $i; sleep 0.05; done", { heartbeatMs: 200 });
    expect(said).toEqual([]);
  });
});

describe("a command that runs always", () => {
  function cancelled(): ReturnType<typeof createClock> {
    const clock = createClock();
    clock.cancel();
    return clock;
  }

  it("runs in a run that was cancelled", async () => {
    const { result, output } = await run("sleep 0.1; echo cleaned", { always: true, clock: cancelled() });
    expect([result.exitCode, output]).toEqual([0, "cleaned\n"]);
  });

  it("goes on to its end when the run is cancelled meanwhile", async () => {
    const clock = createClock();
    const { result, output } = await run("echo begun; sleep 0.2; echo cleaned", {
      always: true,
      clock,
      onLine: () => clock.cancel(),
    });
    expect(result).toMatchObject({ exitCode: 0, signal: null, timedOut: false });
    expect(output).toBe("begun\ncleaned\n");
  });

  it("is told to end before the grace is over, and says its last words", async () => {
    const { result, output } = await run("trap 'echo last words; exit 4' TERM; sleep 30 & wait", {
      always: true,
      clock: cancelled(),
      graceMs: 400,
    });
    expect(result).toMatchObject({ exitCode: 4, timedOut: false });
    expect(output).toContain("last words");
    expect(result.durationMs).toBeLessThan(2_000);
  });

  it("is killed with its group at the end of the grace", async () => {
    const { result, output } = await run("trap '' TERM; sleep 30 & echo child $!; sleep 30", {
      always: true,
      clock: cancelled(),
      graceMs: 300,
    });
    expect(result).toMatchObject({ signal: "SIGKILL", exitCode: null, timedOut: false });
    expect(result.durationMs).toBeGreaterThanOrEqual(250);
    expect(result.durationMs).toBeLessThan(2_000);
    expect(await isAlive(pidIn(output))).toBe(false);
  });

  it("has the grace that the commands before it left, and does not begin without any", async () => {
    const clock = cancelled();
    const options = { always: true, clock, graceMs: 300 } as const;
    expect((await run("trap '' TERM; sleep 30", options)).result).toMatchObject({ signal: "SIGKILL" });
    const { result, output } = await run("echo never", options);
    expect(result).toMatchObject({ spawnError: "ECANCELED", exitCode: null });
    expect(output).toContain("the run was cancelled before");
  });

  it("is killed at the end of the grace although its own time limit would leave it longer", async () => {
    const { result } = await run("trap '' TERM; sleep 30", {
      always: true,
      clock: cancelled(),
      timeoutMs: 100,
      killAfterMs: 20_000,
      graceMs: 400,
    });
    expect(result).toMatchObject({ timedOut: true, signal: "SIGKILL" });
    expect(result.durationMs).toBeLessThan(2_000);
  });

  it("has its own time limit in any run", async () => {
    for (const clock of [createClock(), cancelled()]) {
      const { result } = await run("sleep 30", { always: true, clock, timeoutMs: 100 });
      expect(result).toMatchObject({ timedOut: true, signal: "SIGTERM" });
    }
  });
});

describe("a process that is left behind", () => {
  it("does not keep us, and is named", async () => {
    const { result, output, shown } = await run(`${NODE} ${programs}orphan.mjs`);
    const orphan = pidIn(output);
    expect(await isAlive(orphan)).toBe(true);
    process.kill(orphan, "SIGKILL");
    expect(result).toMatchObject({ exitCode: 0, timedOut: false });
    expect(result.durationMs).toBeLessThan(3_000);
    expect(output).toMatch(/\n\[the command ended but left a process behind/u);
    expect(shown.at(-1)).toContain("left a process behind");
  });

  it("and goes on writing does not keep us for ever", async () => {
    const { result, output } = await run("(while echo tick; do sleep 0.05; done) & echo child $!", { drainMs: 300 });
    process.kill(pidIn(output), "SIGKILL");
    expect(result.exitCode).toBe(0);
    expect(result.durationMs).toBeLessThan(1_000);
    expect(output).toContain("left a process behind");
  });

  it("without holding our output is none of our business", async () => {
    const { result, output } = await run("sleep 20 > /dev/null 2>&1 & echo child $!");
    process.kill(pidIn(output), "SIGKILL");
    expect(output).not.toContain("left a process behind");
    expect(result.durationMs).toBeLessThan(1_000);
  });
});

function pidIn(output: string): number {
  const pid = Number(/(?:child|orphan) (\d+)/u.exec(output)?.[1]);
  if (!Number.isInteger(pid) || pid < 2) throw new Error(`no process id in ${output}`);
  return pid;
}

/** A process that died but was not waited for counts as dead. */
async function isAlive(pid: number): Promise<boolean> {
  const alive = await stat(`/proc/${pid}`).then(
    () => true,
    () => false,
  );
  if (!alive) return false;
  const line = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "0 (gone) Z");
  return !/\) [ZX]/u.test(line);
}
