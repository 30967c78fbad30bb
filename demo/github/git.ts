// The bare git repository behind the stand-in: the only truth about refs, commits, files and differences.
import { execFile } from "node:child_process";

export interface GitRepository {
  readonly dir: string;
  /** The commit that a revision names, or undefined. */
  resolve(revision: string): Promise<string | undefined>;
  refs(prefix: string): Promise<readonly GitRef[]>;
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
  const orUndefined = async (answer: Promise<string>): Promise<string | undefined> => {
    try {
      return (await answer).trim();
    } catch {
      // git says "no such thing" by its exit code; every other fault shows in the call that follows.
      return undefined;
    }
  };
  const readCommits = async (args: readonly string[]): Promise<GitCommit[]> => {
    const text = await git("log", `--format=${LOG_FORMAT}`, "--date=iso-strict", ...args, "--");
    return text
      .split("\u001e")
      .map((entry) => entry.replace(/^\n/, ""))
      .filter((entry) => entry !== "")
      .map(readCommit);
  };

  const commits = new Map<string, Promise<GitCommit>>();
  const readOne = async (sha: string): Promise<GitCommit> => {
    const [commit] = await readCommits(["-1", sha]);
    if (commit === undefined) throw new Error(`No commit ${sha} in ${dir}`);
    return commit;
  };

  return {
    dir,
    resolve: async (revision) => {
      if (revision === "" || revision.startsWith("-")) return undefined;
      return orUndefined(git("rev-parse", "--verify", "--quiet", `${revision}^{commit}`));
    },
    refs: async (prefix) => {
      const text = await git("for-each-ref", "--format=%(objectname) %(refname)", prefix);
      return lines(text).map((line) => ({ sha: line.slice(0, 40), ref: line.slice(41) }));
    },
    commit: (sha) => {
      const known = commits.get(sha) ?? readOne(sha);
      // What a whole SHA names never changes.
      if (/^[\da-f]{40}$/.test(sha)) commits.set(sha, known);
      return known;
    },
    commits: (range, limit) => readCommits([`-${limit}`, ...range]),
    count: async (range) => Number(await git("rev-list", "--count", range)),
    mergeBase: (left, right) => orUndefined(git("merge-base", left, right)),
    changes: async (from, to) => readChanges(git, from, to),
    file: async (sha, path) => {
      try {
        return await git("cat-file", "blob", `${sha}:${path}`);
      } catch {
        // The file is not there at this commit.
        return undefined;
      }
    },
    files: async (sha, folder) =>
      lines(
        await git("ls-tree", "-r", "--name-only", "--full-tree", sha, ...(folder === undefined ? [] : [`${folder}/`])),
      ),
    contains: async (descendant, ancestor) =>
      (await orUndefined(git("merge-base", "--is-ancestor", ancestor, descendant))) !== undefined,
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
  };
}

/** Runs git with a closed environment: no user or system configuration, no prompts. Throws with git's own words. */
export function runGit(dir: string, args: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      "git",
      ["-c", "safe.directory=*", "-c", "protocol.version=2", "-C", dir, ...args],
      {
        maxBuffer: 64 * 1024 * 1024,
        env: {
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
        },
      },
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

const LOG_FORMAT = ["%H", "%T", "%P", "%an", "%ae", "%ad", "%cn", "%ce", "%cd", "%B%x1e"].join("%x00");

function readCommit(entry: string): GitCommit {
  const [sha = "", tree = "", parents = "", an = "", ae = "", ad = "", cn = "", ce = "", cd = "", body = ""] =
    entry.split("\u0000");
  return {
    sha,
    tree,
    parents: parents.split(" ").filter((parent) => parent !== ""),
    author: { name: an, email: ae, date: utc(ad) },
    committer: { name: cn, email: ce, date: utc(cd) },
    message: body.trimEnd(),
  };
}

function utc(date: string): string {
  return new Date(date).toISOString().replace(/\.\d+Z$/, "Z");
}

async function readChanges(
  git: (...args: readonly string[]) => Promise<string>,
  from: string,
  to: string,
): Promise<GitChange[]> {
  const [raw, numbers] = await Promise.all([
    git("diff-tree", "-r", "--raw", "--no-renames", "--no-abbrev", from, to),
    git("diff-tree", "-r", "--numstat", "--no-renames", from, to),
  ]);
  const counts = new Map(
    lines(numbers).map((line) => {
      const [added = "", deleted = "", name = ""] = line.split("\t");
      return [name, { additions: Number.parseInt(added, 10) || 0, deletions: Number.parseInt(deleted, 10) || 0 }];
    }),
  );
  return lines(raw).map((line) => {
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
