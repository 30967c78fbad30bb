// Our own folder: what one step writes and the same step, or its end, reads again. Nobody else may read it.
import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openInside } from "./foreign-file.ts";

/** Writes a file that is there whole or not at all, and tells its path. */
export async function writeOwn(outDir: string, name: string, text: string): Promise<string> {
  const path = pathOf(outDir, name);
  await mkdir(outDir, { recursive: true, mode: 0o700 });
  const temporary = join(outDir, `.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: "wx" });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return path;
}

/** null when there is no such file, or no longer one of ours: a link or a folder in its place tells nothing. */
export async function readOwn(outDir: string, name: string): Promise<string | null> {
  pathOf(outDir, name);
  try {
    const file = await openInside(outDir, name);
    try {
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}

function pathOf(outDir: string, name: string): string {
  if (/^[A-Za-z0-9._-]+$/u.test(name) && !/^\.+$/u.test(name)) return join(outDir, name);
  throw new Error(`not a name for a file of ours: ${name}`);
}
