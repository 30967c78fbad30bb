// A folder of the user's in the workspace in which small files of ours outlive a run, from the oldest to the newest by name.
import { mkdir, readdir, realpath, rm } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { KeptFile } from "../../model/world.ts";
import { writeOwn } from "./own-files.ts";

/** Names that we give; nothing else in the folder is touched. */
const OURS = /^cycle-\d{13,16}-\d{1,16}-\d{1,2}-\d\.json$/u;

/** Adds a file and removes our oldest ones beyond `most`. Throws an error with a `code` where the folder is not usable. */
export async function keepIn(workspace: string, folder: string, { name, text, most }: KeptFile): Promise<void> {
  const root = await realpath(workspace);
  const wanted = resolve(root, folder);
  if (!isBelow(root, wanted)) throw outside();
  await mkdir(wanted, { recursive: true });
  // A link on the way may lead out of the workspace.
  const real = await realpath(wanted);
  if (!isBelow(root, real)) throw outside();
  await writeOwn(real, name, text);
  const old = (await readdir(real)).filter((each) => OURS.test(each)).toSorted();
  for (const each of old.slice(0, Math.max(0, old.length - most))) await rm(join(real, each), { force: true });
}

function isBelow(root: string, path: string): boolean {
  const inside = relative(root, path);
  return inside !== "" && inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

function outside(): Error {
  return Object.assign(new Error("the folder lies outside the workspace"), { code: "OUTSIDE" });
}
