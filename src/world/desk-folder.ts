// Our folder at somebody's desk: not for git, and without what the run before this one left.
import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Folders } from "./real.ts";

/** Never throws: a folder that cannot be made is told when the record cannot be written. */
export function clearFolder({ own, out, logs }: Folders): void {
  try {
    if (own !== null) hideFromGit(own);
    if (own !== null && !isOfFolders(own, out)) return;
    rmSync(logs, { recursive: true, force: true });
    for (const name of readdirSync(out)) if (/^record-\d{1,3}\.json$/u.test(name)) rmSync(join(out, name));
  } catch {
    // Nothing was there, or it is not ours to remove.
  }
}

function hideFromGit(own: string): void {
  mkdirSync(own, { recursive: true, mode: 0o700 });
  try {
    if (lstatSync(own).isDirectory()) writeFileSync(join(own, ".gitignore"), "*\n", { flag: "wx" });
  } catch {
    // It stands there already.
  }
}

/** A link on the way would lead to files of somebody else. */
function isOfFolders(own: string, out: string): boolean {
  let path = own;
  for (const step of ["", ...relative(own, out).split(sep)]) {
    path = join(path, step);
    if (!lstatSync(path).isDirectory()) return false;
  }
  return true;
}
