// The repository as a git remote: clone, fetch and push over HTTP, served by git's own `http-backend`, with the permissions of
// the token that stands in the URL. A push that has arrived is announced before git gets its answer, as on GitHub.
// https://git-scm.com/docs/git-http-backend
import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { PushEvent } from "./events.ts";
import type { GitRef, GitRepository } from "./git.ts";
import type { Caller, Tokens } from "./tokens.ts";

export interface GitRemoteOptions {
  readonly git: GitRepository;
  /** `owner/name`. */
  readonly repository: string;
  readonly tokens: Tokens;
  readonly isPublic: boolean;
  readonly isArchived: () => boolean;
  readonly onPush: (event: PushEvent) => Promise<unknown>;
}

export interface GitRemote {
  /** Whether a path belongs to git and not to the API. */
  isMeant(path: string): boolean;
  serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
}

export function openGitRemote(options: GitRemoteOptions): GitRemote {
  const prefix = `/${options.repository}.git/`;
  return {
    isMeant: (path) => path.startsWith(prefix),
    serve: async (incoming, outgoing) => {
      const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
      const caller = options.tokens.identify(bearerOf(incoming.headers.authorization));
      const pushes =
        url.pathname.endsWith("/git-receive-pack") || url.searchParams.get("service") === "git-receive-pack";
      const refusal = refuse(options, caller, pushes);
      if (refusal !== undefined) {
        // What git prints after "remote:".
        outgoing.writeHead(refusal.status, {
          "content-type": "text/plain; charset=utf-8",
          ...(refusal.status === 401 ? { "www-authenticate": 'Basic realm="GitHub"' } : {}),
        });
        outgoing.end(refusal.message);
        return;
      }
      const login = caller === "unknown" || caller.kind === "anonymous" ? "anonymous" : caller.login;
      const isPush = incoming.method === "POST" && pushes;
      const before = isPush ? await allRefs(options.git) : [];
      const answer = await runBackend(options.git.dir, incoming, url, prefix, login);
      if (isPush) await announce(options, before, login);
      outgoing.writeHead(answer.status, answer.headers);
      outgoing.end(answer.body);
    },
  };
}

interface Refusal {
  readonly status: number;
  readonly message: string;
}

function refuse(options: GitRemoteOptions, caller: Caller | "unknown", pushes: boolean): Refusal | undefined {
  if (caller === "unknown") return { status: 401, message: "Invalid username or token." };
  if (caller.kind === "anonymous") {
    return options.isPublic && !pushes ? undefined : { status: 401, message: "Authentication required" };
  }
  if (pushes && options.isArchived()) {
    return { status: 403, message: "This repository was archived so it is read-only." };
  }
  const level = caller.kind === "person" ? "write" : caller.permissions["contents"];
  const isAllowed = pushes ? level === "write" : options.isPublic || level !== undefined;
  return isAllowed
    ? undefined
    : { status: 403, message: `Permission to ${options.repository}.git denied to ${caller.login}.` };
}

/** git sends what stands in the URL as Basic; the token is the password, or the name where there is no password. */
function bearerOf(authorization: string | undefined): string | undefined {
  const encoded = /^basic (\S+)$/i.exec(authorization?.trim() ?? "")?.[1];
  if (encoded === undefined) return authorization;
  const [name = "", password = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return `token ${password === "" || password === "x-oauth-basic" ? name : password}`;
}

function allRefs(git: GitRepository): Promise<readonly GitRef[]> {
  return git.refs("refs/heads", "refs/tags");
}

async function announce(options: GitRemoteOptions, before: readonly GitRef[], by: string): Promise<void> {
  const known = new Map(before.map(({ ref, sha }) => [ref, sha]));
  for (const { ref, sha } of await allRefs(options.git)) {
    if (known.get(ref) !== sha) await options.onPush({ ref, by });
  }
}

interface BackendAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One CGI request (RFC 3875). */
async function runBackend(
  gitDir: string,
  incoming: IncomingMessage,
  url: URL,
  prefix: string,
  login: string,
): Promise<BackendAnswer> {
  const { headers } = incoming;
  const child = spawn("git", ["-c", "safe.directory=*", "-c", "http.receivepack=true", "http-backend"], {
    env: {
      PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
      HOME: "/nonexistent",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_PROJECT_ROOT: gitDir,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/${url.pathname.slice(prefix.length)}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: incoming.method ?? "GET",
      REMOTE_USER: login,
      REMOTE_ADDR: "127.0.0.1",
      CONTENT_TYPE: headers["content-type"] ?? "",
      ...(headers["content-length"] === undefined ? {} : { CONTENT_LENGTH: headers["content-length"] }),
      ...(headers["content-encoding"] === undefined ? {} : { HTTP_CONTENT_ENCODING: headers["content-encoding"] }),
      GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const closed = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => {
      resolve();
    });
  });
  // The backend may answer before it has read everything; then the rest of the request is of no use.
  await pipeline(incoming, child.stdin).catch(() => undefined);
  await closed;
  return readAnswer(Buffer.concat(chunks));
}

function readAnswer(whole: Buffer): BackendAnswer {
  const end = whole.indexOf("\r\n\r\n");
  const lines = whole.subarray(0, Math.max(end, 0)).toString("latin1").split("\r\n");
  const pairs = lines
    .map((line) => line.split(/:\s*/, 2))
    .map(([name = "", value = ""]) => [name.toLowerCase(), value]);
  const { status = "200", ...headers } = Object.fromEntries(pairs.filter(([name]) => name !== ""));
  return {
    status: end < 0 ? 500 : Number.parseInt(String(status), 10),
    headers,
    body: end < 0 ? Buffer.alloc(0) : whole.subarray(end + 4),
  };
}
