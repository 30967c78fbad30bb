// The files that a configuration names: found before planning, read through the world, trusted and masked after it.
import { mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/model/errors.ts";
import { filesNamedIn, MOST_FILES } from "../../src/plan/file/named-files.ts";
import { prepare } from "../../src/prepare.ts";
import { createFiles } from "../../src/world/files/files.ts";
import { keyProblem } from "../../src/world/tokens/tokens.ts";
import { fakeWorld, type FakeWorld } from "../fakes/world.ts";
import { CERTIFICATE, FULL, FULL_ENVIRONMENT, FULL_FILES } from "./full.ts";
import { linesOf, opened, told } from "./told.ts";

const probe = (schema: string): string => `{ name: a, http: { url: /, expect: { schema: ${schema} } } }`;

describe("filesNamedIn", () => {
  it("finds schemas, certificates and answers, each once", () => {
    expect(opened(filesNamedIn(FULL))).toEqual(["certs/staging-ca.pem", "schemas/agents.json", ".github/whys.yml"]);
    expect(opened(filesNamedIn("whys: a/b.yml"))).toEqual(["a/b.yml"]);
    const file = `ca: [a.pem, b.pem, a.pem]\nprobes: [${probe("s.json")}, ${probe("s.json")}, ${probe("a.pem")}]\n`;
    expect(opened(filesNamedIn(file))).toEqual(["a.pem", "b.pem", "s.json"]);
    expect(opened(filesNamedIn("ca: one.pem"))).toEqual(["one.pem"]);
  });

  it("A6: finds nothing outside of the workspace, and nothing else that planning refuses", () => {
    const bad = [
      "../a",
      "/etc/passwd",
      '"a\\0b"',
      '"${env.X}"',
      "~/a",
      "C:/a",
      "5",
      "~",
      "[[a]]",
      "{ a: b }",
      '""',
      '"*.pem"',
    ];
    for (const each of bad) {
      expect(filesNamedIn(`ca: [${each}]\nprobes: [${probe(each)}]\n`)).toEqual([]);
      expect(
        told({ file: `version: 1\nurl: https://x.example\nca: [${each}]\nprobes: [{ name: a, http: / }]\n` }),
      ).not.toEqual([]);
    }
  });

  it.each([
    "",
    "[",
    "{",
    "a: [",
    "- a",
    "5",
    "probes: 5",
    "probes: [5, {}]",
    "probes: [{ http: 5 }]",
    "ca: {}",
    "*a",
    "\t",
    "[".repeat(20_000),
  ])("finds nothing in what is no configuration: %#", (text) => {
    expect(filesNamedIn(text)).toEqual([]);
  });

  it("finds no more than are read, and the others are told", () => {
    const names = Array.from({ length: MOST_FILES + 1 }, (_, n) => `${n}.pem`);
    const file = `version: 1\nurl: https://x.example\nca: [${names.join(", ")}]\nprobes: [{ name: a, http: / }]\n`;
    expect(filesNamedIn(file)).toHaveLength(MOST_FILES);
    const files = Object.fromEntries(names.map((name) => [name, CERTIFICATE]));
    expect(told({ file, files })).toEqual([
      expect.stringMatching(/ca\[100\]: expected at most 100 files beside the configuration, got "100\.pem"\.$/u),
    ]);
  });
});

describe("prepare", () => {
  let workspace = "";
  beforeAll(async () => {
    workspace = await mkdtemp(join(tmpdir(), "prepare-"));
    const all = { "staging.yml": FULL, ...FULL_FILES, "big.json": " ".repeat(300_000), "latin.json": "\u00ff" };
    for (const [path, text] of Object.entries(all)) {
      await mkdir(dirname(join(workspace, path)), { recursive: true });
      await writeFile(join(workspace, path), text, path === "latin.json" ? "latin1" : "utf8");
    }
    await mkdir(join(workspace, "folder.json"));
    await symlink("/etc/passwd", join(workspace, "link.json"));
  });
  afterAll(() => rm(workspace, { recursive: true, force: true }));

  const worldOf = (): FakeWorld => ({
    ...fakeWorld({ environment: FULL_ENVIRONMENT }),
    files: createFiles({ workspace, outDir: join(workspace, "out") }),
  });
  const inputs = (given: Readonly<Record<string, string>>) => (name: string) => given[name];

  it("reads what the configuration names, trusts the authorities and masks the secrets", async () => {
    const world = worldOf();
    const { plan } = await prepare(inputs({ config: "staging.yml" }), world, keyProblem);
    expect(plan.probes.length).toBeGreaterThan(10);
    expect(opened(world.trusted)).toEqual([CERTIFICATE]);
    const masked = Object.values(FULL_ENVIRONMENT).map((value) => world.secrets.hide(`x ${value} y`));
    for (const [index, value] of Object.values(FULL_ENVIRONMENT).entries()) expect(masked[index]).not.toContain(value);
  });

  it("takes answers that are not there for none, and tells a file with them that cannot be read", async () => {
    const withAnswers = async (path: string): Promise<unknown> => {
      await writeFile(join(workspace, "config.yml"), `version: 1\ndeploy: d\nwhys: ${path}\n`);
      return await prepare(inputs({ config: "config.yml" }), worldOf(), keyProblem).catch((thrown: unknown) => thrown);
    };
    expect(await withAnswers("nowhere.yml")).toMatchObject({ plan: { answers: [] } });
    for (const path of ["folder.json", "link.json", "big.json", "latin.json"]) {
      const error = await withAnswers(path);
      expect(error instanceof UserError && linesOf(error.faults)).toEqual([
        `config.yml:3:7  whys: expected a file in the workspace, of at most 256 KiB of UTF-8 text, got "${path}".`,
      ]);
    }
  });

  it.each(["nowhere.json", "folder.json", "link.json", "big.json", "latin.json"])(
    "A6: tells a file that cannot be read where it is named: %s",
    async (path) => {
      const file = `version: 1\nurl: https://x.example\nca: ${path}\nprobes: [${probe(path)}]\n`;
      await writeFile(join(workspace, "config.yml"), file);
      const error: unknown = await prepare(inputs({ config: "config.yml" }), worldOf(), keyProblem).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(UserError);
      const what = `expected a file in the workspace, of at most 256 KiB of UTF-8 text, got "${path}".`;
      expect(error instanceof UserError && linesOf(error.faults)).toEqual([
        `config.yml:3:5  ca: ${what}`,
        `config.yml:4:55  probes[0].http.expect.schema: ${what}`,
      ]);
    },
  );
});
