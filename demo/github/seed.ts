// Makes a bare repository and commits in it without a work tree: the pushes of demos and tests.
import { mkdir } from "node:fs/promises";
import { runGit } from "./git.ts";

export interface SeededRepository {
  readonly gitDir: string;
  /** Commits to a branch and gives the SHA. A new branch starts at `from`. */
  commit(change: Change): Promise<string>;
}

export interface Change {
  readonly branch: string;
  /** Where a new branch starts; without it a new branch has no history. */
  readonly from?: string;
  /** Text by path; null removes the file. Scripts (`#!`) become executable. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly message: string;
  readonly author?: string;
  readonly date?: Date;
}

export async function seedRepository(gitDir: string, defaultBranch = "main"): Promise<SeededRepository> {
  await mkdir(gitDir, { recursive: true });
  await runGit(gitDir, ["init", "--quiet", "--bare", "--template=", "--initial-branch", defaultBranch]);
  return {
    gitDir,
    commit: async (change) => {
      const ref = `refs/heads/${change.branch}`;
      const exists = (await runGit(gitDir, ["for-each-ref", ref])) !== "";
      const from = exists ? ref : change.from;
      return (await runGit(gitDir, ["fast-import", "--quiet", "--date-format=raw"], stream(change, ref, from))).trim();
    },
  };
}

/** https://git-scm.com/docs/git-fast-import */
function stream(change: Change, ref: string, from: string | undefined): string {
  const author = change.author ?? "ada";
  const seconds = Math.floor((change.date ?? new Date()).getTime() / 1000);
  const who = `${author} <${author}@users.noreply.github.com> ${seconds} +0000`;
  const files = Object.entries(change.files).flatMap(([path, text]) =>
    text === null ? [`D ${path}`] : [`M ${text.startsWith("#!") ? "100755" : "100644"} inline ${path}`, data(text)],
  );
  return [
    `commit ${ref}`,
    "mark :1",
    `author ${who}`,
    `committer ${who}`,
    data(change.message),
    ...(from === undefined ? [] : [`from ${from}^0`]),
    ...files,
    "",
    "get-mark :1",
    "",
  ].join("\n");
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
