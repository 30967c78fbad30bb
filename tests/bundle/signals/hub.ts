// A GitHub for one branch and one pull request that keeps what is written to it: light enough for hundreds of runs.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, type Listening } from "./listen.ts";

export interface Hub {
  readonly url: string;
  readonly statuses: { readonly sha: string; readonly context: string; readonly state: string; description: string }[];
  readonly comments: { readonly id: number; body: string }[];
  /** Dispatches that were accepted. */
  readonly dispatches: unknown[];
  /** Takes a copy of what stands in it; the same hub may serve many runs. */
  close(): Promise<void>;
}

export interface HubOptions {
  readonly commit: string;
  readonly onRequest: (line: string) => void;
  /** A request whose line matches is never answered. */
  readonly mute?: RegExp;
}

export const PULL = 7;

/** As long as GitHub takes at its best, so that something can happen meanwhile. */
const ANSWER_MS = 15;

export async function openHub({ commit, onRequest, mute }: HubOptions): Promise<Hub> {
  const statuses: { sha: string; context: string; state: string; description: string }[] = [];
  const comments: { id: number; body: string }[] = [];
  const dispatches: unknown[] = [];

  function answer(method: string, path: string, body: Readonly<Record<string, unknown>>): readonly [number, unknown] {
    const text = (name: string): string => String(body[name]);
    const last = Number(/\d+$/u.exec(path)?.[0]);
    if (method === "GET" && path.includes("/branches/")) return [200, { commit: { sha: commit } }];
    if (method === "GET" && path.includes("/compare/")) return [200, { status: "ahead", commits: [] }];
    const pull = { number: PULL, state: "open", head: { sha: commit, ref: "main", repo: { full_name: "acme/app" } } };
    if (method === "GET" && path.endsWith("/pulls")) return [200, [pull]];
    if (method === "GET" && path.endsWith(`/pulls/${PULL}`)) return [200, pull];
    if (method === "GET" && path.endsWith("/status")) return [200, { statuses: [...latest().values()] }];
    if (method === "GET" && path.endsWith("/runs")) return [200, { total_count: 0, workflow_runs: [] }];
    if (method === "GET" && path.endsWith("/comments")) return [200, comments.map(withAuthor)];
    if (method === "POST" && path.includes("/statuses/")) {
      const sha = path.slice(-40);
      statuses.push({ sha, context: text("context"), state: text("state"), description: text("description") });
      return [201, {}];
    }
    if (method === "POST" && path.endsWith("/comments")) {
      comments.push({ id: comments.length + 1, body: text("body") });
      return [201, { id: comments.length }];
    }
    const comment = comments.find(({ id }) => id === last);
    if (method === "PATCH" && comment !== undefined) {
      comment.body = text("body");
      return [200, {}];
    }
    if (method === "POST" && path.endsWith("/dispatches")) {
      dispatches.push(body);
      return [200, { workflow_run_id: 5000 + dispatches.length }];
    }
    return [404, { message: "Not Found" }];
  }

  function latest(): ReadonlyMap<string, unknown> {
    return new Map(statuses.map((each) => [each.context, each]));
  }

  const server = createServer((request, response) => void serve(request, response));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "" } = request;
    const path = url.replace(/\?.*$/u, "");
    onRequest(`${method} ${path}`);
    let text = "";
    for await (const piece of request) text += String(piece);
    if (mute?.test(`${method} ${path}`) === true) return;
    // What was asked for is done whether or not somebody is still there to hear of it.
    const [status, said] = answer(method, path, bodyOf(text));
    setTimeout(() => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(said));
    }, ANSWER_MS);
  }

  const listening: Listening = await listen(server);
  return { url: listening.url, statuses, comments, dispatches, close: listening.close };
}

function bodyOf(text: string): Readonly<Record<string, unknown>> {
  const body: unknown = text === "" ? {} : JSON.parse(text);
  return typeof body === "object" && body !== null ? Object.fromEntries(Object.entries(body)) : {};
}

function withAuthor(comment: { readonly id: number; readonly body: string }) {
  const user = { login: "github-actions[bot]", type: "Bot" };
  return { ...comment, user, performed_via_github_app: { slug: "github-actions" } };
}
