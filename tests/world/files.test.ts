// Files of other people, which may be anything, and our own (rows A6, A9, G2, G7, PR16).
import { execFileSync } from "node:child_process";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { UserError } from "../../src/model/errors.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createFiles, MAX_READ_BYTES } from "../../src/world/files/files.ts";
import { countAlternatives, findFiles } from "../../src/world/files/find.ts";
import { MAX_CONFIG_BYTES } from "../../src/world/files/foreign-file.ts";

let root = "";
let workspace = "";

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "files-")));
  workspace = join(root, "workspace");
  await mkdir(workspace);
  onTestFinished(() => rm(root, { recursive: true, force: true }));
});

async function put(path: string, content: string | Uint8Array = "x"): Promise<void> {
  await mkdir(dirname(join(workspace, path)), { recursive: true });
  await writeFile(join(workspace, path), content);
}

function files(): ReturnType<typeof createFiles> {
  return createFiles({ workspace, outDir: join(root, "out") });
}

async function found(...patterns: readonly string[]): Promise<readonly string[]> {
  return (await files().find(patterns.map(untrusted))).files.map(({ path }) => reveal(path));
}

async function cutOf(...patterns: readonly string[]): Promise<string | null> {
  return (await files().find(patterns.map(untrusted))).cut;
}

describe("find", () => {
  it("finds regular files by pattern, sorted, each once", async () => {
    for (const path of ["b/r.xml", "a/r.xml", "a/b/r.xml", "a/r.json", "top.xml"]) await put(path);
    await mkdir(join(workspace, "folder.xml"));
    expect(await found("**/*.xml")).toEqual(["a/b/r.xml", "a/r.xml", "b/r.xml", "top.xml"]);
    expect(await found("a/*.{xml,json}", "a/r.xml")).toEqual(["a/r.json", "a/r.xml"]);
    expect(await found("nothing/*.xml")).toEqual([]);
    expect(await found()).toEqual([]);
  });

  it("tells size and time", async () => {
    await put("r.xml", "12345");
    await utimes(join(workspace, "r.xml"), 1_000, 2_000);
    expect(await files().find([untrusted("*.xml")])).toEqual({
      files: [{ path: untrusted("r.xml"), sizeBytes: 5, modifiedAt: 2_000_000 }],
      cut: null,
    });
  });

  it("takes patterns that begin with the workspace", async () => {
    await put("a/r.xml");
    expect(await found(`${workspace}/a/*.xml`)).toEqual(["a/r.xml"]);
  });

  it("follows no links, to files or folders, inside or outside, in a loop or out of one (A9)", async () => {
    await put("real/r.xml");
    await mkdir(join(root, "outside"));
    await writeFile(join(root, "outside", "r.xml"), "x");
    await symlink("real/r.xml", join(workspace, "link.xml"));
    await symlink("real", join(workspace, "inner"));
    await symlink("..", join(workspace, "real", "loop"));
    await symlink(join(root, "outside"), join(workspace, "outer"));
    for (const pattern of [
      "**/*.xml",
      "*/*.xml",
      "link.xml",
      "inner/*.xml",
      "real/loop/**/*.xml",
      "outer/r.xml",
      "outer/**",
    ]) {
      expect((await found(pattern)).filter((path) => path !== "real/r.xml")).toEqual([]);
    }
    expect(await found("**/*.xml")).toEqual(["real/r.xml"]);
  });

  it.each([
    "../outside/*.xml",
    "/etc/passwd",
    "a/../../outside/*.xml",
    "{..,a}/outside/*.xml",
    "..",
    "{a,../outside}/r.xml",
  ])("does not leave the workspace by %s", async (pattern) => {
    await mkdir(join(root, "outside"));
    await writeFile(join(root, "outside", "r.xml"), "x");
    expect(await found(pattern)).toEqual([]);
  });

  it("enters installed packages only by name", async () => {
    await put("node_modules/p/r.xml");
    await put("r.xml");
    expect(await found("**/*.xml")).toEqual(["r.xml"]);
    expect(await found("node_modules/**/*.xml")).toEqual(["node_modules/p/r.xml"]);
  });

  it("finds two hundred at most, and says when there are more (A9)", async () => {
    await mkdir(join(workspace, "many"));
    await Promise.all(Array.from({ length: 200 }, (_, at) => put(`many/${String(at).padStart(3, "0")}.xml`)));
    expect([(await found("many/*.xml")).length, await cutOf("many/*.xml")]).toEqual([200, null]);
    await put("many/200.xml");
    const paths = await found("many/*.xml");
    expect(paths).toHaveLength(200);
    expect(paths.at(-1)).toBe("many/199.xml");
    expect(await cutOf("many/*.xml")).toBe("files");
  });

  it("visits so many entries and no more, and says when there are more (A9)", async () => {
    for (let at = 0; at < 60; at++) await put(`d/${at}.txt`);
    await put("d/e/f/deep.txt");
    const whole = await findFiles(workspace, ["**/*.txt"]);
    expect([whole.files.length, whole.cut]).toEqual([61, null]);
    const part = await findFiles(workspace, ["**/*.txt"], 40);
    expect(part.files.length).toBeLessThan(40);
    expect(part.cut).toBe("entries");
    const flat = await findFiles(workspace, ["d/*.txt"], 40);
    expect([flat.files.length, flat.cut]).toEqual([40, "entries"]);
  });

  it("ends in a deep tree, however often the pattern asks for any depth (A9)", async () => {
    await put(`${"a/".repeat(30)}r.xml`);
    for (const pattern of [
      "**/**/**/*.xml",
      `${"**/".repeat(30)}*.xml`,
      `${"**/a/".repeat(12)}*.xml`,
      `${"**/*/".repeat(12)}*.xml`,
    ]) {
      expect(await found(pattern)).toHaveLength(1);
    }
  });

  it("expands braces within reason, and says where it does not (A9)", async () => {
    await put("a.xml");
    expect(await found("{a,b}{.xml,.json}")).toEqual(["a.xml"]);
    for (const bomb of [`${"{a,b}".repeat(7)}.xml`, `${"{a,b}".repeat(30)}.xml`, "{1..100000000}.xml", "{1..65}.xml"]) {
      expect([await found(bomb), await cutOf(bomb)]).toEqual([[], "pattern"]);
      expect([await found(bomb, "a.xml"), await cutOf(bomb, "a.xml")]).toEqual([["a.xml"], "pattern"]);
    }
    expect(await cutOf("{1..64}.xml", "{a,b}".repeat(6))).toBeNull();
  });

  it.each(["+(a*)c", "*(*(a))c", "+(a|aa)c", "+(a?)c", "x/+(+(a))c", "*a*a*a*a*c", "*a*a*a*a*a*a*a*a*a*a*a*c"])(
    "does not begin with %s, which no name of a hundred letters would end (A9)",
    async (pattern) => {
      await put(`${"a".repeat(100)}b`);
      const started = performance.now();
      expect(await cutOf(pattern)).toBe("pattern");
      expect(performance.now() - started).toBeLessThan(1_000);
    },
  );

  it.each(["+([0-9]).xml", "@(12|34*).xml", "!(a).xml", "?(1)2.xml", "**/*1*2*.*.xml", "*(1)2.xml"])(
    "takes %s",
    async (pattern) => {
      await put("12.xml");
      await put("12.a.xml");
      expect((await found(pattern)).length).toBeGreaterThan(0);
      expect(await cutOf(pattern)).toBeNull();
    },
  );

  it.each([
    ["a", 1],
    ["{a,b}", 2],
    ["{a,b}/{c,d,e}", 6],
    ["{a,{b,c}}", 3],
    ["{a,b{c,d}}{e,f}", 6],
    ["{1..3}", 3],
    ["{a..c}x{1..2}", 6],
    ["{3..1}", 3],
    ["a{b", 1],
    ["a}b,c", 1],
    ["{,x}", 2],
  ])("counts %s as %d patterns", (pattern, count) => {
    expect(countAlternatives(pattern)).toBe(count);
  });

  it("counts without expanding (A9)", () => {
    const started = performance.now();
    for (const bomb of [
      "{a,b}".repeat(10_000),
      "{".repeat(10_000),
      "{a,".repeat(5_000),
      "{1..99999999999}",
      "{{a,b},{c,d}}".repeat(500),
    ]) {
      expect(countAlternatives(bomb)).toBeGreaterThan(0);
    }
    expect(countAlternatives("{a,b}".repeat(10_000))).toBeGreaterThan(64);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("read", () => {
  async function content(path: string): Promise<string> {
    const pieces: Uint8Array[] = [];
    for await (const piece of files().read(untrusted(path))) pieces.push(piece);
    expect(pieces.every((piece) => piece.length <= 64 * 1024)).toBe(true);
    return Buffer.concat(pieces).toString("utf8");
  }

  it("gives the file in pieces", async () => {
    const text = "0123456789".repeat(20_000);
    await put("r.xml", text);
    await put("empty.xml", "");
    expect(await content("r.xml")).toBe(text);
    expect(await content("empty.xml")).toBe("");
  });

  it("gives pieces that stay what they were", async () => {
    await put("r.xml", `${"a".repeat(64 * 1024)}${"b".repeat(64 * 1024)}`);
    const pieces: Uint8Array[] = [];
    for await (const piece of files().read(untrusted("r.xml"))) pieces.push(piece);
    expect(pieces.map((piece) => piece[0])).toEqual([0x61, 0x62]);
  });

  it.each([
    ["gone.xml", "ENOENT"],
    ["folder", "NOT_REGULAR"],
    ["pipe", "NOT_REGULAR"],
    ["link-out", "OUTSIDE"],
    ["../outside.xml", "OUTSIDE"],
    ["/etc/passwd", "OUTSIDE"],
  ])("does not read %s", async (path, words) => {
    await mkdir(join(workspace, "folder"));
    execFileSync("mkfifo", [join(workspace, "pipe")]);
    await writeFile(join(root, "outside.xml"), "x");
    await symlink(join(root, "outside.xml"), join(workspace, "link-out"));
    await expect(content(path)).rejects.toThrow(words);
  });
});

it("reads more than a report may be, so that its reader sees that it is", async () => {
  await put("endless.xml");
  await truncate(join(workspace, "endless.xml"), 2 ** 40);
  let size = 0;
  for await (const piece of files().read(untrusted("endless.xml"))) size += piece.length;
  expect(size).toBe(MAX_READ_BYTES);
  expect(MAX_READ_BYTES).toBeGreaterThan(512 * 1024 * 1024);
});

describe("readConfig", () => {
  async function message(path: string): Promise<string> {
    try {
      await files().readConfig(untrusted(path));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return error.faults.map((each) => `${reveal(each.where)}: ${each.message}`).join();
    }
    throw new Error("it was read");
  }

  it("reads text, without its byte order mark", async () => {
    await put(".github/a.yml", "a: ü\r\n");
    await put("bom.yml", "\ufeffa: 1");
    await put("empty.yml", "");
    expect(await files().readConfig(untrusted(".github/a.yml"))).toBe("a: ü\r\n");
    expect(await files().readConfig(untrusted("bom.yml"))).toBe("a: 1");
    expect(await files().readConfig(untrusted("empty.yml"))).toBe("");
  });

  it("follows a link inside the workspace", async () => {
    await put("real.yml", "a: 1");
    await symlink("real.yml", join(workspace, "link.yml"));
    expect(await files().readConfig(untrusted("link.yml"))).toBe("a: 1");
  });

  it("tells that there is none", async () => {
    await put("file");
    await symlink("nowhere", join(workspace, "dangling.yml"));
    expect(await files().readConfig(untrusted("gone.yml"))).toBeNull();
    expect(await files().readConfig(untrusted("file/below.yml"))).toBeNull();
    expect(await files().readConfig(untrusted("dangling.yml"))).toBeNull();
  });

  it("takes 256 KiB and no more (A6)", async () => {
    await put("most.yml", "x".repeat(MAX_CONFIG_BYTES));
    await put("more.yml", "x".repeat(MAX_CONFIG_BYTES + 1));
    expect(await files().readConfig(untrusted("most.yml"))).toHaveLength(MAX_CONFIG_BYTES);
    expect(await message("more.yml")).toBe("more.yml: the file is larger than 256 KiB");
    await put("sparse.pem");
    await truncate(join(workspace, "sparse.pem"), 2 ** 40);
    expect(await message("sparse.pem")).toBe("sparse.pem: the file is larger than 256 KiB");
  });

  it.each([
    ["../secret.yml", "the file lies outside the workspace"],
    ["/etc/passwd", "the file lies outside the workspace"],
    ["/dev/zero", "the file lies outside the workspace"],
    ["../../../../../../proc/self/environ", "the file lies outside the workspace"],
    ["out.json", "the file lies outside the workspace"],
    ["folder-out/secret.yml", "the file lies outside the workspace"],
    ["zero.pem", "the file lies outside the workspace"],
    ["folder", "this is not a regular file"],
    ["pipe.json", "this is not a regular file"],
    ["link-to-pipe.json", "this is not a regular file"],
    ["circle.yml", "the path is a circle of links"],
    ["latin.yml", "the file is not valid UTF-8"],
    ["utf16.yml", "the file is not valid UTF-8"],
    ["key.der", "the file is not valid UTF-8"],
    ["nul\0.yml", "the path has a character that no path can have"],
    [`${"n".repeat(256)}.json`, "the path is longer than a path can be"],
  ])("refuses %j and tells nothing of what it holds (A6)", async (path, words) => {
    await writeFile(join(root, "secret.yml"), "TOP SECRET");
    await mkdir(join(workspace, "folder"));
    execFileSync("mkfifo", [join(workspace, "pipe.json")]);
    await symlink(join(root, "secret.yml"), join(workspace, "out.json"));
    await symlink(root, join(workspace, "folder-out"));
    await symlink("/dev/zero", join(workspace, "zero.pem"));
    await symlink("pipe.json", join(workspace, "link-to-pipe.json"));
    await symlink("circle.yml", join(workspace, "circle.yml"));
    await put("latin.yml", Uint8Array.of(0x61, 0xe4));
    await put("utf16.yml", Buffer.from("\ufeffa: 1", "utf16le"));
    await put("key.der", Uint8Array.of(0x30, 0x82, 0xff));
    expect(await message(path)).toBe(`${path}: ${words}`);
  });

  // Root may read everything.
  it.skipIf(process.getuid?.() === 0)("says so when it may not read", async () => {
    await put("closed.yml");
    await chmod(join(workspace, "closed.yml"), 0);
    expect(await message("closed.yml")).toContain("permission denied");
  });
});

describe("our own files", () => {
  it("are written whole, for us alone, and read again", async () => {
    const path = await files().write("record.json", "{}");
    expect(path).toBe(join(root, "out", "record.json"));
    await files().write("record.json", "🔑 second");
    expect(await files().readOwn("record.json")).toBe("🔑 second");
    expect(await readdir(join(root, "out"))).toEqual(["record.json"]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(root, "out"))).mode & 0o777).toBe(0o700);
  });

  it("are not there before they are written", async () => {
    expect(await files().readOwn("record.json")).toBeNull();
    await files().write("other.json", "");
    expect(await files().readOwn("record.json")).toBeNull();
  });

  it("are not what somebody put in their place", async () => {
    await files().write("a", "");
    await writeFile(join(root, "elsewhere"), "TOP SECRET");
    await symlink(join(root, "elsewhere"), join(root, "out", "link"));
    await mkdir(join(root, "out", "folder"));
    execFileSync("mkfifo", [join(root, "out", "pipe")]);
    for (const name of ["link", "folder", "pipe"]) expect(await files().readOwn(name)).toBeNull();
    // Writing replaces a link, it does not write through it.
    await files().write("link", "mine");
    expect(await files().readOwn("link")).toBe("mine");
  });

  it.each(["", ".", "..", "../x", "a/b", "a\\b", "a\0", "ä", "a b"])("are not named %j", async (name) => {
    await expect(files().write(name, "x")).rejects.toThrow("not a name");
    await expect(files().readOwn(name)).rejects.toThrow("not a name");
  });

  it("leave nothing half written", async () => {
    await mkdir(join(root, "out", "taken"), { recursive: true });
    await expect(files().write("taken", "x")).rejects.toThrow("EISDIR");
    expect(await readdir(join(root, "out"))).toEqual(["taken"]);
  });

  it("are written although a command removed the folder", async () => {
    await files().write("a", "1");
    await rm(join(root, "out"), { recursive: true });
    await files().write("a", "2");
    expect(await files().readOwn("a")).toBe("2");
  });
});

describe("head", () => {
  function git(...args: readonly string[]): string {
    const identity = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    const options = { cwd: workspace, encoding: "utf8", stdio: "pipe" } as const;
    return execFileSync("git", [...identity, ...args], options).trim();
  }

  it("is the commit that is checked out", async () => {
    git("init", "-q");
    expect(await files().head()).toBeNull();
    git("commit", "-q", "--allow-empty", "-m", "first");
    const commit = await files().head();
    expect(commit).toMatch(/^[0-9a-f]{40}$/u);
    expect(commit).toBe(git("rev-parse", "HEAD"));
  });

  it("is none outside a checkout", async () => {
    expect(await files().head()).toBeNull();
  });

  it("is that of the workspace, whatever GIT_DIR says", async () => {
    git("init", "-q");
    git("commit", "-q", "--allow-empty", "-m", "first");
    process.env["GIT_DIR"] = "/nowhere";
    onTestFinished(() => {
      delete process.env["GIT_DIR"];
    });
    expect(await files().head()).toMatch(/^[0-9a-f]{40}$/u);
  });
});

describe("a place that a report or a stack names", () => {
  it("is told from the workspace, however it was named", async () => {
    await put("tests/a b.ts");
    for (const name of ["tests/a b.ts", "./tests/../tests/a b.ts", join(workspace, "tests/a b.ts")]) {
      expect(await files().locate(untrusted(name))).toBe("tests/a b.ts");
    }
  });

  it.each([
    ["nothing", "gone.ts"],
    ["a folder", "tests"],
    ["a file outside", "../outside.ts"],
    ["a link that leads out", "link.ts"],
    ["a name that no file has", "a\u0000b"],
    ["a path without end", "a/".repeat(5_000)],
  ])("is none for %s", async (_, name) => {
    await put("tests/a.ts");
    await writeFile(join(root, "outside.ts"), "x");
    await symlink(join(root, "outside.ts"), join(workspace, "link.ts"));
    expect(await files().locate(untrusted(name))).toBeNull();
  });
});
