// Runs a command where the system refuses to start one, for want of open files or of processes, and tells how it ended.
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { access } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { createShell } from "../../src/world/shell/shell.ts";

const kind = process.argv[2];
// Node starts its own threads now rather than under the limit.
await access(".");
const limit = kind === "EMFILE" ? "--nofile=200:200" : "--nproc=1:1";
execFileSync("prlimit", ["--pid", String(process.pid), limit]);
// The number of processes is not limited for root.
if (process.getuid?.() === 0) process.setuid?.(65_534);
const folder = mkdtempSync(join(tmpdir(), "starved-"));
const taken = kind === "EMFILE" ? takeAllFiles() : [];
// Enough for the command's own files, one after the other, and not for its pipes.
for (const file of taken.splice(-2)) closeSync(file);

const { command: result } = await createShell({
  clock: createClock(),
  secrets: { mask: (text) => text },
  console: { detail: () => undefined, quote: () => undefined, heartbeat: () => undefined },
  environment: process.env,
  cwd: folder,
  tempDir: join(folder, "temp"),
}).run({ line: untrusted("true"), timeoutMs: 5_000, environment: {}, label: "test" });

for (const file of taken) closeSync(file);
rmSync(folder, { recursive: true });
console.log(result.spawnError, reveal(result.output));

function takeAllFiles(): number[] {
  const files: number[] = [];
  for (;;) {
    try {
      files.push(openSync("/dev/null", "r"));
    } catch {
      return files;
    }
  }
}
