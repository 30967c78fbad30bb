// Builds dist/ from src/: tsc emits JavaScript, ncc bundles each entry with its dependencies into one file.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = process.argv[2] ?? join(root, "dist");
const entries = ["pre", "main", "post", "cli"];
const emitted = join(root, "build", "emitted");

rmSync(emitted, { recursive: true, force: true });
run("tsc", ["--project", "tsconfig.build.json", "--outDir", emitted]);
rmSync(target, { recursive: true, force: true });
for (const entry of entries) {
  const out = join(root, "build", "bundled", entry);
  rmSync(out, { recursive: true, force: true });
  run("ncc", [
    "build",
    join(emitted, `${entry}.js`),
    "--out",
    out,
    "--target",
    "es2022",
    "--no-cache",
    "--license",
    "licenses.txt",
  ]);
  mkdirSync(join(target, entry), { recursive: true });
  for (const file of readdirSync(out)) {
    if (file.endsWith(".js") || file === "package.json" || file === "licenses.txt") {
      cpSync(join(out, file), join(target, entry, file));
    }
  }
  const bundle = join(target, entry, "index.js");
  const text = readFileSync(bundle, "utf8");
  if (text.includes(root)) throw new Error(`${entry}: the bundle contains a path of this machine`);
  writeFileSync(bundle, text.replaceAll("\r\n", "\n"));
}

function run(tool: string, args: readonly string[]): void {
  execFileSync(join(root, "node_modules", ".bin", tool), args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}
