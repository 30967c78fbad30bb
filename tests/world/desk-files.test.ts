// Files that somebody names at a desk: found wherever they lie, opened only where they are files.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/model/errors.ts";
import { reveal } from "../../src/text/untrusted.ts";
import { findDeskFiles, readDeskFile } from "../../src/world/desk-files.ts";

let folder = "";
const at = (...names: readonly string[]): string => join(folder, ...names);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "desk-files-"));
  mkdirSync(at("sub"));
  mkdirSync(at("sub", "folder.xml"));
  for (const name of ["b.xml", "a.xml", "sub/c.xml", "odd[1].xml"]) writeFileSync(at(name), name);
  symlinkSync(at("a.xml"), at("link.xml"));
  symlinkSync("/dev/zero", at("endless.xml"));
  execFileSync("mkfifo", [at("pipe.xml")]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = async (...words: readonly string[]): Promise<readonly (readonly [string, string | null])[]> =>
  (await findDeskFiles(words)).map(({ path, problem }) => [path.replace(`${folder}/`, ""), problem]);

async function textOf(path: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readDeskFile(path)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe("files at a desk", () => {
  it("are found by name and by pattern, sorted, each once, without the folders beside them", async () => {
    expect(await found(at("sub/c.xml"), at("**/[abc].xml"), at("sub/*"))).toEqual([
      ["sub/c.xml", null],
      ["a.xml", null],
      ["b.xml", null],
    ]);
  });

  it("may have names that look like a pattern", async () => {
    expect(await found(at("odd[1].xml"))).toEqual([["odd[1].xml", null]]);
  });

  it("that are none are told and never opened", async () => {
    expect(await found(at("link.xml"), at("endless.xml"), at("pipe.xml"), at("sub"), "/dev/null")).toEqual([
      ["link.xml", "it is a link; name the file that it stands for"],
      ["endless.xml", "it is a link; name the file that it stands for"],
      ["pipe.xml", "it is a pipe, not a file"],
      ["sub", "it is a folder; name the files in it"],
      ["/dev/null", "it is a device or a socket, not a file"],
    ]);
    for (const path of ["link.xml", "pipe.xml", "sub", "gone.xml"])
      await expect(textOf(at(path))).rejects.toThrow(/ELOOP|ENOENT|not a regular file/u);
  });

  it("that nobody can find are a mistake, all of them told together", async () => {
    const error = await findDeskFiles([at("a.xml"), at("gone.xml"), at("*.trx")]).catch((thrown: unknown) => thrown);
    if (!(error instanceof UserError)) throw new Error("it should be refused");
    expect(error.faults.map(({ where }) => reveal(where).replace(`${folder}/`, ""))).toEqual(["gone.xml", "*.trx"]);
  });

  it("are read whole", async () => {
    writeFileSync(at("large.xml"), "x".repeat(200_000));
    expect((await textOf(at("large.xml"))).length).toBe(200_000);
  });
});
