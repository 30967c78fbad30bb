// The files of the workspace, read as foreign, and our own folder, written so that nobody else can read it.
import { getExecOutput } from "@actions/exec";
import type { Files } from "../../model/world.ts";
import { reveal } from "../../text/untrusted.ts";
import { findFiles } from "./find.ts";
import { locate, openInside, readConfig } from "./foreign-file.ts";
import { keepIn } from "./history-folder.ts";
import { readOwn, writeOwn } from "./own-files.ts";

export interface FilesOptions {
  readonly workspace: string;
  /** Made when something is written to it. */
  readonly outDir: string;
}

const PIECE_BYTES = 64 * 1024;
/** A report is read as a stream; beyond 512 MiB it is no report. One piece more, so that its reader sees that it is. */
export const MAX_READ_BYTES = 512 * 1024 * 1024 + PIECE_BYTES;

export function createFiles({ workspace, outDir }: FilesOptions): Files {
  return {
    find: (patterns) => findFiles(workspace, patterns.map(reveal)),
    read: (path) => readPieces(workspace, reveal(path)),
    locate: (path) => locate(workspace, reveal(path)),
    readConfig: (path) => readConfig(workspace, path),
    write: (name, text) => writeOwn(outDir, name, text),
    readOwn: (name) => readOwn(outDir, name),
    keep: (folder, file) => keepIn(workspace, reveal(folder), file),
    head: () => head(workspace),
  };
}

async function* readPieces(workspace: string, path: string): AsyncGenerator<Uint8Array> {
  const file = await openInside(workspace, path);
  try {
    let left = MAX_READ_BYTES;
    while (left > 0) {
      // A fresh buffer each time, since whoever reads may keep it.
      const { bytesRead, buffer } = await file.read(Buffer.alloc(PIECE_BYTES), 0, Math.min(PIECE_BYTES, left));
      if (bytesRead === 0) return;
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function head(workspace: string): Promise<string | null> {
  // The checkout often belongs to another user, as in a container, where git refuses without this (git-config, safe.directory).
  const args = ["-c", `safe.directory=${workspace}`, "rev-parse", "HEAD"];
  try {
    const { exitCode, stdout } = await getExecOutput("git", args, {
      cwd: workspace,
      env: withoutGit(process.env),
      silent: true,
      ignoreReturnCode: true,
    });
    const commit = stdout.trim();
    return exitCode === 0 && /^[0-9a-f]{40}$/u.test(commit) ? commit : null;
  } catch {
    // No git on this machine: nothing that we could tell from a checkout.
    return null;
  }
}

// GIT_DIR of a hook or an earlier step would answer for another repository.
function withoutGit(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || name.toUpperCase().startsWith("GIT_") ? [] : [[name, value]],
    ),
  );
}
