// Programs that misbehave, run by the real shell with the real log on the real runner's grammar, row by row.
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { COMMAND_NAMES, readCommand } from "../../demo/runner/commands.ts";
import { readLines } from "../../demo/runner/lines.ts";
import type { Ran } from "../../src/model/world.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { createConsole } from "../../src/world/console.ts";
import { createSecrets } from "../../src/world/secrets.ts";
import { createShell, type ShellOptions } from "../../src/world/shell/shell.ts";
import { ENCODERS } from "../text/encoders.ts";
import { SECRET } from "./tools.ts";

interface Seen extends Ran {
  readonly output: string;
  /** All that went to the job's log. */
  readonly live: string;
  /** The file beside the record. */
  readonly log: string;
  readonly folder: string;
}

const NODE = JSON.stringify(process.execPath);
const PROGRAMS = new URL("../programs/", import.meta.url).pathname;
const flood = (what: string, size = 0): string => `${NODE} ${PROGRAMS}flood.mjs ${what} ${size}`;

type Prepare = (folder: string) => Promise<unknown>;

async function run(
  line: string,
  options: Partial<ShellOptions> & {
    readonly timeoutMs?: number;
    readonly prepare?: Prepare;
    readonly readLog?: boolean;
  } = {},
): Promise<Seen> {
  const { timeoutMs = 10_000, prepare, readLog = true, ...rest } = options;
  const folder = await mkdtemp(join(tmpdir(), "commands-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await prepare?.(folder);
  const secrets = createSecrets({ announce: () => undefined });
  secrets.register(SECRET);
  let live = "";
  const shell = createShell({
    clock: createClock(),
    secrets,
    console: createConsole({ write: (text) => (live += text), secrets, onRunner: true, width: () => null }),
    environment: process.env,
    cwd: folder,
    tempDir: join(folder, "temp"),
    logDir: join(folder, "logs"),
    killAfterMs: 150,
    ...rest,
  });
  const ran = await shell.run({ line: untrusted(line), timeoutMs, environment: {}, label: "test" });
  const log = ran.command.log === null || !readLog ? "" : await readFile(reveal(ran.command.log), "utf8");
  return { ...ran, output: reveal(ran.command.output), live, log, folder };
}

/** What GitHub's runner would obey. */
function obeyed(text: string): readonly string[] {
  const found: string[] = [];
  const reader = readLines((line) => {
    const command = readCommand(line, new Set(COMMAND_NAMES));
    // Groups are ours.
    if (command !== undefined && command.name !== "group" && command.name !== "endgroup") found.push(line);
  });
  reader.take(Buffer.from(text));
  reader.end();
  return found;
}

const script = (text: string, mode: number): Prepare => {
  return async (folder) => {
    await writeFile(join(folder, "run.sh"), text);
    await chmod(join(folder, "run.sh"), mode);
  };
};

it.each<[string, string, Prepare, number | null, RegExp]>([
  ["PR1: a program that is not there", "no-such-program --now", () => Promise.resolve(), 127, /no-such-program/u],
  ["PR1: a file without the right to run", "./run.sh", script("#!/bin/sh\n", 0o600), 126, /ermission/u],
  ["PR1: a folder", "./run.sh", (folder) => mkdir(join(folder, "run.sh")), 126, /irectory/u],
  ["PR1: an interpreter that is not there", "./run.sh", script("#!/no/such/sh\n", 0o700), 127, /run\.sh|no\/such/u],
])("%s", async (_, line, prepare, exitCode, words) => {
  const { command, output } = await run(line, { prepare });
  expect(command).toMatchObject({ exitCode, signal: null, timedOut: false, spawnError: null });
  expect(output).toMatch(words);
});

it("PR1: a folder to run in that is not there", async () => {
  const { command, output } = await run("true", { cwd: "/nowhere/at/all" });
  expect(command).toMatchObject({ exitCode: null, spawnError: "ENOENT" });
  expect(output).toContain("there is no such folder");
});

it.each([
  ["PR2: exit code 1", 1],
  ["PR2: exit code 2", 2],
  ["PR2: exit code 126", 126],
  ["PR2: exit code 127", 127],
  ["PR2: exit code 255", 255],
])("%s is told as it is", async (_, code) => {
  expect((await run(`exit ${code}`)).command).toMatchObject({ exitCode: code, signal: null });
});

it.each([
  ["PR3: a broken memory access", "SIGSEGV"],
  ["PR3: no memory left", "SIGKILL"],
  ["PR3: a pipe that nobody reads", "SIGPIPE"],
])("%s is a signal, never an exit code of null alone", async (_, signal) => {
  expect((await run(`kill -${signal.slice(3)} $$; sleep 9`)).command).toMatchObject({ exitCode: null, signal });
});

it("PR4: a program that hangs ends at its time limit", async () => {
  const { command } = await run("sleep 60", { timeoutMs: 100 });
  expect(command).toMatchObject({ timedOut: true, signal: "SIGTERM" });
  expect(command.durationMs).toBeLessThan(2_000);
});

it.each([
  ["PR5: one that ignores the polite signal", "trap '' TERM; echo up; while :; do sleep 0.05; done"],
  ["PR5: one that forks while it dies", "trap '(while :; do sleep 0.05; done) &' TERM; while :; do sleep 0.05; done"],
])("%s is gone with its group", async (_, line) => {
  const { command } = await run(`echo "group $$"; ${line}`, { timeoutMs: 100 });
  expect(command.timedOut).toBe(true);
  const group = /group (\d+)/u.exec(reveal(command.output))?.[1] ?? "0";
  expect(await livingOf(Number(group))).toEqual([]);
});

it.each([
  ["PR6: a daemon that holds the output open", "sleep 30 & echo child $!"],
  ["PR6: one that left the group too", "setsid sleep 30 & echo child $!"],
])("%s does not keep us", async (_, line) => {
  const { command, output } = await run(line, { drainMs: 300 });
  process.kill(Number(/child (\d+)/u.exec(output)?.[1]), "SIGKILL");
  expect(command.exitCode).toBe(0);
  expect(command.durationMs).toBeLessThan(2_000);
  expect(output).toContain("left a process behind");
});

it.each([
  ["PR7: a hundred million characters in one line", "head -c 100000000 /dev/zero | tr '\\0' x; exit 7"],
  [
    "PR7: a quarter of a million lines",
    "{ yes 'a line as tests print them, again and again' || true; } | head -c 12000000; exit 7",
  ],
])("%s cost us bounded memory", { timeout: 60_000 }, async (_, line) => {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let worst = 0;
  const watch = setInterval(() => (worst = Math.max(worst, process.memoryUsage().rss - before)), 20);
  const { command, output, live } = await run(line, { timeoutMs: 30_000, readLog: false });
  clearInterval(watch);
  expect(command.exitCode).toBe(7);
  expect(output).toMatch(/characters of output not kept/u);
  expect(output.length).toBeLessThan(70_000);
  expect(live.length).toBeLessThan(3_000_000);
  expect(worst).toBeLessThan(100 * 1024 * 1024);
  const { size, mode } = await stat(reveal(command.log ?? untrusted("")));
  expect(size).toBeLessThanOrEqual(50 * 1024 * 1024 + 100);
  expect(mode & 0o777).toBe(0o600);
});

it("PR8: a program that says nothing is heard of all the same, and not ended", async () => {
  const { command, live } = await run("sleep 0.3", { heartbeatMs: 60 });
  expect(command.exitCode).toBe(0);
  expect(live.match(/still running/gu)?.length).toBeGreaterThanOrEqual(2);
});

it.each([
  ["PR9: bytes that are no text", flood("broken")],
  ["PR9: half a character at the end", "printf 'a\\xe2\\x82\\nb'"],
])("%s are shown with a mark", async (_, line) => {
  const { output, log } = await run(line);
  expect(output).toMatch(/^a\ufffd+\nb$/u);
  expect(log).toMatch(/\na\ufffd+\nb\n$/u);
});

it("PR10: a program that asks gets the end of its input", async () => {
  expect((await run("read -r answer || echo nobody")).output).toBe("nobody\n");
});

it.each([
  ["PR11: only the other stream", "echo one >&2; echo two >&2", ["one", "two"]],
  [
    "PR11: both in turn",
    "for i in 1 2 3; do echo out$i; echo err$i >&2; done",
    ["out1", "out2", "out3", "err1", "err2", "err3"],
  ],
])("%s keeps its order, and the file marks it", async (_, line, lines) => {
  const { output, log } = await run(line);
  const of = (text: string, mark: string): readonly string[] => text.split("\n").filter((each) => each.includes(mark));
  expect([...of(output, "out"), ...of(output, "err"), ...of(output, "one"), ...of(output, "two")]).toEqual(lines);
  expect(log).toMatch(/^-- std(?:err|out), 0\.\d s --\n/u);
  expect(log).toContain("-- stderr, ");
});

it("PR12: a program that removes the folder under its feet, and ours", async () => {
  const { command, output } = await run('rm -rf "$GITHUB_OUTPUT" "$(dirname "$GITHUB_ENV")" "$PWD"; echo done');
  expect([command.exitCode, output]).toEqual([0, "done\n"]);
});

it("PR12: a program whose folder of logs cannot be written loses nothing but the log", async () => {
  const { command, output, log } = await run("echo fine", { logDir: "/dev/null/logs" });
  expect([command.exitCode, output, log, command.log]).toEqual([0, "fine\n", "", null]);
});

const HOSTILE = flood("commands");
it.each([
  ["C1: commands on the output", HOSTILE],
  ["C1: commands on the other stream", `${HOSTILE} >&2`],
  ["C2: commands of the old form inside a line", "echo 'x ##[error]y ##[add-mask]z'"],
  ["C3: a mask that would drop our outputs", "echo '::add-mask::true'; printf '10%%\\r::add-mask::1\\n'"],
  ["C4: a stop without an end", "echo '::stop-commands::never'"],
])("%s are text and nothing else", async (_, line) => {
  const { live } = await run(line);
  expect(live).not.toBe("");
  expect(obeyed(live)).toEqual([]);
});

it.each(["OUTPUT", "ENV", "PATH", "STATE", "STEP_SUMMARY"])("C8: GITHUB_%s is not ours", async (name) => {
  const ours = join(tmpdir(), `ours-${process.pid}-${name}`);
  await writeFile(ours, "");
  onTestFinished(() => rm(ours, { force: true }));
  const environment = { ...process.env, [`GITHUB_${name}`]: ours };
  const { command } = await run(`echo 'passed=true' >>"$GITHUB_${name}"; cat "$GITHUB_${name}"`, { environment });
  expect(reveal(command.output)).toBe("passed=true\n");
  expect(await readFile(ours, "utf8")).toBe("");
});

it.each([
  ["C9: a link", "printf '\\033]8;;https://evil.example\\033\\\\click\\033]8;;\\033\\\\\\n'", "click"],
  ["C9: the clipboard", "printf 'a\\033]52;c;ZXZpbA==\\007b\\n'", "ab"],
  ["C9: a line over another one", "printf 'FAIL\\rPASS\\n'", "FAIL\nPASS"],
  ["C9: an escape without end", flood("escape", 20_000), "before "],
])("%s is no power over a terminal", async (_, line, words) => {
  const { output, live, log } = await run(line);
  expect(output.slice(0, words.length)).toBe(words);
  for (const text of [output, live, log]) expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u);
});

it("C11: what the live log leaves out is in the file", { timeout: 60_000 }, async () => {
  const flooding = "{ yes 'forty characters of a line, and some more'||true; } | head -c 4000000";
  const { live, log } = await run(flooding, { timeoutMs: 30_000 });
  expect(live).toContain("the rest of this minute is not shown");
  expect(log.split("\n").filter((line) => line.startsWith("forty")).length).toBeGreaterThan(90_000);
});

it("D1: a secret that a program prints is in no place", async () => {
  const { output, live, log, folder } = await run(`echo 'token ${SECRET} end'; echo '${SECRET}' >&2`);
  for (const text of [output, live, log]) expect(text).not.toContain(SECRET);
  expect(log).toContain("token *** end");
  expect((await readdir(join(folder, "temp"))).length).toBe(0);
});

it.each(Object.entries(ENCODERS).map(([name, encode]) => [`D2: ${name}`, encode] as const))(
  "%s does not hide a secret from us",
  async (_, encode) => {
    const { output, live, log } = await run("cat text", {
      prepare: (folder) => writeFile(join(folder, "text"), `<${encode(SECRET)}>\n`),
    });
    for (const text of [output, live, log]) expect(text).not.toContain(encode(SECRET));
  },
);

it.each([
  ["D5: colours", `printf '${SECRET.slice(0, 6)}\\033[0m${SECRET.slice(6)}\\n'`],
  ["D5: a sign without width", `printf '${SECRET.slice(0, 6)}\\xe2\\x80\\x8b${SECRET.slice(6)}\\n'`],
])("%s in a secret do not hide it", async (_, line) => {
  const { output, live, log } = await run(line);
  for (const text of [output, live, log]) {
    expect(text).not.toContain(SECRET.slice(6));
    expect(text).not.toContain(SECRET.slice(0, 6));
  }
});

it("D6: a secret in two pieces is one", async () => {
  const { output, live, log } = await run(`printf '${SECRET.slice(0, 9)}'; sleep 0.1; printf '${SECRET.slice(9)}\\n'`);
  for (const text of [output, live, log]) expect(text).not.toContain(SECRET.slice(9));
});

it("D9: a program finds none of our inputs and of the runner's tokens", async () => {
  const environment = {
    ...process.env,
    "INPUT_GITHUB-TOKEN": "1",
    INPUT_JWT_SECRET: "2",
    STATE_x: "3",
    ACTIONS_RUNTIME_TOKEN: "4",
    ACTIONS_CACHE_URL: "5",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "6",
    GITHUB_TOKEN: "7",
    GH_TOKEN: "8",
    STAGING_KEY: "kept",
  };
  const { output } = await run("env", { environment });
  const names = output.split("\n").flatMap((line) => /^([\w-]+)=/u.exec(line)?.[1] ?? []);
  expect(names.filter((name) => /^(?:INPUT_|STATE_|ACTIONS_|GITHUB_TOKEN|GH_TOKEN)/u.test(name))).toEqual([]);
  expect(names).toContain("STAGING_KEY");
});

it("D10: what debugs node is not handed on", async () => {
  const environment = { ...process.env, NODE_OPTIONS: "--require=/nowhere/evil.js" };
  expect((await run(`${NODE} -e 'console.log(1)'`, { environment })).output).toBe("1\n");
});

it("D15: a secret of the environment is in nobody's command line", async () => {
  const environment = { ...process.env, STAGING_KEY: SECRET };
  const look = 'index($0, ENVIRON["STAGING_KEY"]) { found++ } END { print found + 0, (NR > 0) }';
  const { output } = await run(`{ cat /proc/[0-9]*/cmdline 2>/dev/null || true; } | tr '\\0' '\\n' | awk '${look}'`, {
    environment,
  });
  expect(output.trim()).toBe("0 1");
});

it.each([
  ["PR25: another zone", { TZ: "Pacific/Apia" }],
  ["PR25: another language", { LANG: "tr_TR.UTF-8", LANGUAGE: "tr" }],
  ["PR25: no language at all", { LC_ALL: "C" }],
])("%s of the machine changes nothing", async (_, more) => {
  const { command, log } = await run("echo I i", { environment: { ...process.env, ...more } });
  expect(reveal(command.output)).toBe("I i\n");
  expect(log).toMatch(/^-- stdout, 0\.\d s --\nI i\n$/u);
});

/** Processes of a group that are not dead. */
async function livingOf(group: number): Promise<readonly string[]> {
  const lines = execFileSync("ps", ["-eo", "pgid=,stat=,args="], { encoding: "utf8" }).split("\n");
  return await Promise.resolve(lines.filter((line) => new RegExp(`^\\s*${group}\\s+[^ZX]`, "u").test(line)));
}
