// The bare git repository behind the stand-in: the only truth about refs, commits, files and differences.
import { execFile } from "node:child_process";
import { openObjects, startObjects, type GitObject } from "./git-objects.ts";

export interface GitRepository {
  readonly dir: string;
  /** The commit that a revision names, or undefined. */
  resolve(revision: string): Promise<string | undefined>;
  refs(...prefixes: readonly string[]): Promise<readonly GitRef[]>;
  commit(sha: string): Promise<GitCommit>;
  commits(range: readonly string[], limit: number): Promise<readonly GitCommit[]>;
  count(range: string): Promise<number>;
  mergeBase(left: string, right: string): Promise<string | undefined>;
  changes(from: string, to: string): Promise<readonly GitChange[]>;
  /** A file's text at a commit, or undefined. */
  file(sha: string, path: string): Promise<string | undefined>;
  /** The paths of all files at a commit, or of those below a folder. */
  files(sha: string, folder?: string): Promise<readonly string[]>;
  contains(descendant: string, ancestor: string): Promise<boolean>;
  setRef(ref: string, sha: string): Promise<void>;
  deleteRef(ref: string): Promise<void>;
  /** The commit that merging head into base gives, or undefined when they conflict. */
  merge(base: string, head: string, message: string): Promise<string | undefined>;
  close(): void;
}

export interface GitRef {
  readonly ref: string;
  readonly sha: string;
}

export interface GitCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601 with seconds, as git and GitHub write it. */
  readonly date: string;
}

export interface GitChange {
  readonly filename: string;
  readonly status: "added" | "removed" | "modified";
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
}

export function openRepository(dir: string): GitRepository {
  const git = (...args: readonly string[]): Promise<string> => runGit(dir, args);
  const objects = openObjects(() => startObjects(globalArguments(dir), closedEnvironment()));
  const orUndefined = async (answer: Promise<string>): Promise<string | undefined> => {
    try {
      return (await answer).trim();
    } catch {
      // git says "no such thing" by its exit code; every other fault shows in the call that follows.
      return undefined;
    }
  };

  const answers = new Map<string, Promise<string>>();
  /** What whole SHAs say about each other never changes: it is asked once. */
  const about = (revisions: readonly string[], ...args: readonly string[]): Promise<string> => {
    if (!revisions.every((revision) => WHOLE.test(revision))) return git(...args);
    const question = args.join(" ");
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = git(...args);
    answers.set(question, answer);
    // What is not there may still come.
    answer.catch(() => answers.delete(question));
    return answer;
  };
  const readOne = async (revision: string): Promise<GitCommit> => {
    const object = await objects.read(`${revision}^{commit}`);
    if (object === undefined) throw new Error(`No commit ${revision} in ${dir}`);
    return readCommit(object);
  };
  const mergeBase = (left: string, right: string): Promise<string | undefined> =>
    orUndefined(about([left, right], "merge-base", left, right));

  return {
    dir,
    resolve: async (revision) => {
      if (revision === "" || revision.startsWith("-")) return undefined;
      return (await objects.read(`${revision}^{commit}`))?.sha;
    },
    refs: async (...prefixes) => {
      const text = await git("for-each-ref", "--format=%(objectname) %(refname)", ...prefixes);
      return lines(text).map((line) => ({ sha: line.slice(0, 40), ref: line.slice(41) }));
    },
    commit: readOne,
    commits: async (range, limit) => {
      const shas = lines(await about(range, "rev-list", `--max-count=${limit}`, ...range, "--"));
      return Promise.all(shas.map(readOne));
    },
    count: async (range) => Number(await about([range], "rev-list", "--count", range)),
    mergeBase,
    changes: async (from, to) => readChanges(await about([from, to], "diff-tree", "-r", ...DIFFERENCES, from, to)),
    file: async (sha, path) => (await objects.read(`${sha}:${path}`))?.text,
    files: async (sha, folder) => {
      const below = folder === undefined ? [] : [`${folder}/`];
      return lines(await about([sha], "ls-tree", "-r", "--name-only", "--full-tree", sha, ...below));
    },
    contains: async (descendant, ancestor) => (await mergeBase(descendant, ancestor)) === ancestor,
    setRef: async (ref, sha) => {
      await git("update-ref", ref, sha);
    },
    deleteRef: async (ref) => {
      await git("update-ref", "-d", ref);
    },
    merge: async (base, head, message) => {
      const tree = await orUndefined(git("merge-tree", "--write-tree", base, head));
      if (tree === undefined) return undefined;
      return (await git("commit-tree", tree.slice(0, 40), "-p", base, "-p", head, "-m", message)).trim();
    },
    close: () => {
      objects.close();
    },
  };
}

/** A whole SHA, or a range between two. */
const WHOLE = /^[\da-f]{40}(?:\.\.[\da-f]{40})?$/;
const DIFFERENCES = ["--raw", "--numstat", "--no-renames", "--no-abbrev"];

/** Runs git with a closed environment: no user or system configuration, no prompts. Throws with git's own words. */
export function runGit(dir: string, args: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      "git",
      [...globalArguments(dir), ...args],
      { maxBuffer: 64 * 1024 * 1024, env: closedEnvironment() },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`git ${args.join(" ")}: ${stderr.trim() || error.message}`, { cause: error }));
      },
    );
    // A git that ends early closes its input; what it had to say comes by its exit code.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

function globalArguments(dir: string): readonly string[] {
  return ["-c", "safe.directory=*", "-c", "protocol.version=2", "-C", dir];
}

function closedEnvironment(): Readonly<Record<string, string>> {
  return {
    PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    HOME: "/nonexistent",
    LC_ALL: "C.UTF-8",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: "GitHub",
    GIT_AUTHOR_EMAIL: "noreply@github.com",
    GIT_COMMITTER_NAME: "GitHub",
    GIT_COMMITTER_EMAIL: "noreply@github.com",
  };
}

/** A commit as git stores it: its headers, an empty line, its message. */
function readCommit({ sha, text }: GitObject): GitCommit {
  const end = text.indexOf("\n\n");
  const headers = text
    .slice(0, end < 0 ? undefined : end)
    .split("\n")
    .map((line) => ({ name: line.split(" ", 1)[0], value: line.slice(line.indexOf(" ") + 1) }));
  const all = (name: string): readonly string[] =>
    headers.filter((header) => header.name === name).map((header) => header.value);
  return {
    sha,
    tree: all("tree")[0] ?? "",
    parents: all("parent"),
    author: readSignature(all("author")[0]),
    committer: readSignature(all("committer")[0]),
    message: end < 0 ? "" : text.slice(end + 2).trimEnd(),
  };
}

/** `Ada <ada@example.com> 1767225600 +0100` */
function readSignature(line = ""): Signature {
  const [, name = "", email = "", seconds = "0"] = /^(.*?) ?<(.*)> (\d+) [-+]\d+$/.exec(line) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace(/\.\d+Z$/, "Z") };
}

/** First the raw lines of all files, then their numbers of lines. */
function readChanges(text: string): GitChange[] {
  const raw = lines(text).filter((line) => line.startsWith(":"));
  const numbers = lines(text).filter((line) => !line.startsWith(":"));
  const counts = new Map(
    numbers.map((line) => {
      const [added = "", deleted = "", name = ""] = line.split("\t");
      return [name, { additions: Number.parseInt(added, 10) || 0, deletions: Number.parseInt(deleted, 10) || 0 }];
    }),
  );
  return raw.map((line) => {
    const [facts = "", filename = ""] = line.split("\t");
    const [, , oldSha = "", newSha = "", letter = ""] = facts.split(" ");
    const status = letter === "A" ? "added" : letter === "D" ? "removed" : "modified";
    return {
      filename,
      status,
      sha: status === "removed" ? oldSha : newSha,
      ...(counts.get(filename) ?? { additions: 0, deletions: 0 }),
    };
  });
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
