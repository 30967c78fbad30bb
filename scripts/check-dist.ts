// Proves that the committed dist/ is what src/ builds: rebuilds into a temporary folder and compares every byte.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const fresh = mkdtempSync(join(tmpdir(), "dist-"));
try {
  execFileSync(process.execPath, [join(root, "scripts", "build.ts"), fresh], { stdio: "inherit" });
  const committed = contents(join(root, "dist"));
  const built = contents(fresh);
  const names = new Set([...committed.keys(), ...built.keys()]);
  const different = [...names].filter((name) => committed.get(name) !== built.get(name));
  for (const name of different) console.error(`dist/${name} differs from what src/ builds`);
  if (different.length > 0) {
    console.error("Run `npm run build` and commit dist/.");
    process.exitCode = 1;
  } else console.log(`dist: ${names.size} files, identical to a fresh build`);
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

function contents(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return new Map(
    files
      .filter((file) => statSync(file).isFile())
      .map((file) => [relative(folder, file), readFileSync(file, "latin1")] as const),
  );
}
