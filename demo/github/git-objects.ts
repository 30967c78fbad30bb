// One git that stays and gives object after object: to start one for each question takes longer than its answer.
import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";

export interface GitObject {
  readonly sha: string;
  readonly text: string;
}

export interface GitObjects {
  /** What a revision names now, or undefined. */
  read(revision: string): Promise<GitObject | undefined>;
  close(): void;
}

interface Question {
  readonly resolve: (object: GitObject | undefined) => void;
  readonly reject: (error: Error) => void;
}

type Git = ChildProcessByStdio<Writable, Readable, null>;

export function openObjects(start: () => Git): GitObjects {
  let git: Git | undefined;
  const questions: Question[] = [];

  const open = (): Git => {
    const child = start();
    let rest: Buffer = Buffer.alloc(0);
    const end = (error: Error): void => {
      if (git === child) git = undefined;
      for (const { reject } of questions.splice(0)) reject(error);
    };
    child.once("error", end);
    child.once("close", () => end(new Error("git has ended before it answered.")));
    // What it had no time to read is told by its end.
    child.stdin.on("error", () => undefined);
    child.stdout.on("data", (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (let answer = firstAnswer(rest); answer !== undefined; answer = firstAnswer(rest)) {
        rest = rest.subarray(answer.length);
        questions.shift()?.resolve(answer.object);
      }
    });
    return child;
  };

  return {
    read: (revision) =>
      new Promise((resolve, reject) => {
        // It reads lines, and a revision is none.
        if (/[\n\0]/.test(revision)) {
          resolve(undefined);
          return;
        }
        git ??= open();
        questions.push({ resolve, reject });
        git.stdin.write(`${revision}\n`);
      }),
    close: () => {
      git?.stdin.end();
    },
  };
}

export function startObjects(args: readonly string[], env: Readonly<Record<string, string>>): Git {
  return spawn("git", [...args, "cat-file", "--batch"], { env, stdio: ["pipe", "pipe", "ignore"] });
}

/** `<sha> <type> <size>`, a line end, the content and another one; anything else is one line and no object. */
function firstAnswer(bytes: Buffer): { readonly length: number; readonly object: GitObject | undefined } | undefined {
  const end = bytes.indexOf("\n");
  if (end < 0) return undefined;
  const [, sha, size] = /^([\da-f]{40}) [a-z]+ (\d+)$/.exec(bytes.toString("utf8", 0, end)) ?? [];
  if (sha === undefined) return { length: end + 1, object: undefined };
  const from = end + 1;
  const to = from + Number(size);
  return to < bytes.length ? { length: to + 1, object: { sha, text: bytes.toString("utf8", from, to) } } : undefined;
}
