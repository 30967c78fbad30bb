// What commands write into their GITHUB_OUTPUT: real files, whatever a command makes of them (rows C7, C8).
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createMasker } from "../../src/text/mask.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { parseOutputs, readOutputs } from "../../src/world/shell/outputs.ts";
import { createShell } from "../../src/world/shell/shell.ts";

function values(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...parseOutputs(text).values].map(([name, value]) => [name, reveal(value)]));
}

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "outputs-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

describe("the grammar of the runner", () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ["url=https://a.example\n", { url: "https://a.example" }],
    ["url=https://a.example", { url: "https://a.example" }],
    ["a=1\r\nb=2\r\n", { a: "1", b: "2" }],
    ["\n\na=1\n\n", { a: "1" }],
    ["a=1\na=2\n", { a: "2" }],
    ["a=b=c<<d\n", { a: "b=c<<d" }],
    ["a<<END\nhttps://a.example/?x=1\nEND\nb=2\n", { a: "https://a.example/?x=1", b: "2" }],
    ["a<<b=c\n1\nb=c\n", { a: "1" }],
    ["a<<END\nEND\n", { a: "" }],
    ["a=\n", { a: "" }],
    ["api-url=x\n_1=y\n", { "api-url": "x", _1: "y" }],
    ["__proto__=x\nconstructor=y\n", { ["__proto__"]: "x", constructor: "y" }],
  ])("%j", (text, expected) => {
    expect(values(text)).toEqual(expected);
    expect(parseOutputs(text).problem).toBeNull();
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ["a=1\nno sign\nb=2\n", { a: "1" }, "line 2 is neither name=value nor name<<END"],
    ["=1\n", {}, "line 1 is neither name=value nor name<<END"],
    ["a<<\n1\n", {}, "line 1 is neither name=value nor name<<END"],
    ["a=1\nb<<END\n2\n", { a: "1" }, "the value that begins in line 2 has no end"],
    ["b<<END\n1\n2\nEND\na=1\n", { a: "1" }, "the value that begins in line 1 has several lines"],
    ["my url=1\na=1\n", { a: "1" }, "the name in line 1 is none that can be referred to"],
    [`${"n".repeat(101)}=1\na=1\n`, { a: "1" }, "the name in line 1 is none that can be referred to"],
  ])("%j is told", (text, expected, problem) => {
    expect(values(text)).toEqual(expected);
    expect(parseOutputs(text).problem).toBe(problem);
  });

  it("has at most a hundred names", () => {
    const many = Array.from({ length: 150 }, (_, nth) => `n${nth}=${nth}`).join("\n");
    const { values: read, problem } = parseOutputs(`${many}\nn0=again\n`);
    expect(read.size).toBe(100);
    expect(reveal(read.get("n0") ?? untrusted(""))).toBe("again");
    expect(problem).toBe("it has more than 100 names");
  });
});

describe("the file", () => {
  it("is read up to 64 KiB, and beyond that not at all", async () => {
    const path = join(await folder(), "f");
    await writeFile(path, `a=${"x".repeat(64 * 1024 - 2)}`);
    expect((await readOutputs(path)).values.size).toBe(1);
    await writeFile(path, `a=${"x".repeat(64 * 1024 - 1)}`);
    expect(await readOutputs(path)).toEqual({ values: new Map(), problem: "it is larger than 64 KiB" });
  });

  it("may be gone, a folder, a link, a pipe or no text", async () => {
    const at = await folder();
    const nothing = { values: new Map(), problem: null };
    expect(await readOutputs(join(at, "none"))).toEqual(nothing);
    await mkdir(join(at, "dir"));
    expect((await readOutputs(join(at, "dir"))).problem).toBe("it is no regular file");
    await writeFile(join(at, "target"), "a=1\n");
    await symlink(join(at, "target"), join(at, "link"));
    expect(await readOutputs(join(at, "link"))).toEqual({ values: new Map(), problem: "it cannot be read" });
    execFileSync("mkfifo", [join(at, "pipe")]);
    expect((await readOutputs(join(at, "pipe"))).problem).toBe("it is no regular file");
    await writeFile(join(at, "bytes"), new Uint8Array([0x61, 0x3d, 0xff, 0x00, 0x0a]));
    expect(reveal((await readOutputs(join(at, "bytes"))).values.get("a") ?? untrusted(""))).toBe("\ufffd\u0000");
  });
});

describe("a command", () => {
  async function run(line: string) {
    const at = await folder();
    const shell = createShell({
      clock: createClock(),
      secrets: { mask: createMasker([]) },
      console: { detail: () => undefined, quote: () => undefined, heartbeat: () => undefined },
      environment: { ...process.env, GITHUB_OUTPUT: join(at, "ours") },
      cwd: at,
      tempDir: join(at, "temp"),
      killAfterMs: 150,
    });
    const order = { timeoutMs: 10_000, environment: {}, label: "deploy" };
    const ran = await shell.run({ ...order, line: untrusted(line) });
    const outputs = Object.fromEntries([...ran.outputs].map(([name, value]) => [name, reveal(value)]));
    return { outputs, exitCode: ran.command.exitCode, output: reveal(ran.command.output) };
  }

  it("tells what it writes into the file that it finds in GITHUB_OUTPUT", async () => {
    const { outputs, output } = await run(
      'echo "url=https://one.example" >> "$GITHUB_OUTPUT"; printf "b<<E\\ntwo\\nE\\n" >> "$GITHUB_OUTPUT"; echo done',
    );
    expect(outputs).toEqual({ url: "https://one.example", b: "two" });
    expect(output.trim()).toBe("done");
  });

  it("tells nothing by what it prints, or by a failed write", async () => {
    expect(
      (await run("echo url=https://one.example; echo '::set-output name=url::https://two.example'")).outputs,
    ).toEqual({});
  });

  it("tells also when it fails, and is told what could not be read", async () => {
    const { outputs, exitCode, output } = await run(
      'echo a=1 >> "$GITHUB_OUTPUT"; echo junk >> "$GITHUB_OUTPUT"; exit 3',
    );
    expect({ outputs, exitCode }).toEqual({ outputs: { a: "1" }, exitCode: 3 });
    expect(output).toContain("[not all of GITHUB_OUTPUT was read: line 2 is neither name=value nor name<<END]");
  });

  it("C8: cannot make another file ours by a link", async () => {
    const { outputs, output } = await run(
      'echo "a=1" > other; ln -sf "$PWD/other" "$GITHUB_OUTPUT"; rm -rf "$(dirname "$GITHUB_ENV")/github_env"',
    );
    expect(outputs).toEqual({});
    expect(output).toContain("[not all of GITHUB_OUTPUT was read: it cannot be read]");
  });
});
