// The front door: one HTTP server on loopback that judges, records, disturbs (on request) and answers every call.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Clock } from "./clock.ts";
import { repositoryId } from "./context.ts";
import { notFound, refuse, type Reply, type Routes } from "./reply.ts";
import type { Fault, Faults } from "./faults.ts";
import type { GitRemote } from "./git-http.ts";
import type { Contract, Match } from "./openapi.ts";
import { parseJson } from "./json.ts";
import { refuseWithoutPermission } from "./permissions.ts";
import { disturb, send } from "./send.ts";
import type { Caller, TokenKind, Tokens } from "./tokens.ts";

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly operation: string | undefined;
  readonly tokenKind: TokenKind;
  /** The run whose token was used. */
  readonly runId: number | undefined;
  /** What was answered; 0 when the connection was cut instead. */
  readonly status: number;
  readonly fault: Fault["kind"] | undefined;
}

export interface Violation {
  readonly direction: "request" | "response";
  readonly operation: string;
  readonly message: string;
}

export interface FrontOptions {
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly contract: Contract;
  readonly isPublic: boolean;
  readonly repository: string;
  /** Requests an hour for each token; GitHub allows GITHUB_TOKEN 1,000 for each repository. */
  readonly rateLimit: number;
  readonly clock: Clock;
}

export interface Front {
  readonly url: string;
  /** Routes by operation id, and who serves the operations that have none. */
  serve(routes: Routes, others: (request: OtherRequest) => Promise<Reply>, git?: GitRemote): void;
  requests(): readonly SeenRequest[];
  violations(): readonly Violation[];
  close(): Promise<void>;
}

export interface OtherRequest {
  readonly operationId: string;
  readonly method: string;
  readonly pathAndQuery: string;
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly caller: Caller;
}

export async function openFront(options: FrontOptions): Promise<Front> {
  const { tokens, faults, contract } = options;
  const byName = `/repos/${options.repository}`;
  const byNumber = numberPath(options.repository);
  const seen: SeenRequest[] = [];
  const violations: Violation[] = [];
  const used = new Map<string, number>();
  const stopping = new AbortController();
  let routes: Routes = {};
  let others: (request: OtherRequest) => Promise<Reply> = async () => refuse(503, "Starting");
  let git: GitRemote | undefined;

  const note = (direction: Violation["direction"], operation: string, messages: readonly string[]): void => {
    for (const message of messages) violations.push({ direction, operation, message });
  };

  const answer = async (request: Asked): Promise<Reply> => {
    const { match, caller, url, body } = request;
    if (caller === "unknown") return refuse(401, "Bad credentials");
    if (request.agent === undefined || request.agent === "") {
      return refuse(
        403,
        "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.",
      );
    }
    if (!VERSIONS.has(request.version)) {
      return refuse(
        400,
        `'${request.version}' is not a supported API version. Supported versions are ${[...VERSIONS].join(", ")}.`,
      );
    }
    if (request.bodyText !== "" && body === undefined) return refuse(400, "Problems parsing JSON");
    if (match === undefined) {
      note("request", "unknown", [`${request.method} ${url.pathname} is no operation of the contract`]);
      return notFound();
    }
    const { id } = match.operation;
    note("request", id, contract.checkRequest(match, url.searchParams, body));
    if (request.remaining < 0) return refuse(403, "API rate limit exceeded for installation ID 1.");
    const { owner, repo } = match.params;
    if (owner !== undefined && `${owner}/${repo ?? ""}`.toLowerCase() !== options.repository.toLowerCase()) {
      return notFound();
    }
    const refusal = refuseWithoutPermission(id, caller, options.isPublic);
    if (refusal !== undefined) return refusal;
    const route = routes[id];
    const reply =
      route === undefined
        ? await others({
            operationId: id,
            method: request.method,
            pathAndQuery: `${url.pathname}${url.search}`,
            params: match.params,
            body,
            caller,
          })
        : await route({
            operationId: id,
            params: match.params,
            query: url.searchParams,
            body,
            caller,
            version: request.version,
          });
    note("response", id, contract.checkResponse(match, reply.status, reply.body));
    return reply;
  };

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const bodyText = await readBody(incoming);
    const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "127.0.0.1"}`);
    const asAsked = new URL(url);
    if (url.pathname.startsWith(`${byNumber}/`)) url.pathname = url.pathname.replace(byNumber, byName);
    const method = incoming.method ?? "GET";
    const match = contract.match(method, url.pathname);
    const caller = tokens.identify(incoming.headers.authorization);
    const key = caller === "unknown" || caller.kind === "anonymous" ? "" : caller.token;
    const count = (used.get(key) ?? 0) + (match?.operation.id === "rate-limit/get" ? 0 : 1);
    used.set(key, count);
    const asked: Asked = {
      method,
      url,
      match,
      caller,
      bodyText,
      body: bodyText === "" ? undefined : parseJson(bodyText),
      agent: incoming.headers["user-agent"],
      version: String(incoming.headers["x-github-api-version"] ?? "2022-11-28"),
      remaining: options.rateLimit - count,
    };
    const fault = faults.next(match?.operation.id, `${method} ${asAsked.pathname}`);
    const record = (status: number): void => {
      seen.push({
        method,
        path: asAsked.pathname,
        query: Object.fromEntries(url.searchParams),
        body: asked.body,
        operation: match?.operation.id,
        tokenKind: caller === "unknown" ? "unknown" : caller.kind,
        runId: caller !== "unknown" && caller.kind === "job" ? caller.runId : undefined,
        status,
        fault: fault?.kind,
      });
    };
    const { reply, ...leaving } = await disturb(fault, () => answer(asked), {
      signal: stopping.signal,
      renamed: asAsked.href.replace(byName, byNumber),
    });
    const isCut = leaving.cut !== undefined || leaving.cutHeaders === true;
    record(reply === undefined || isCut ? 0 : reply.status);
    if (reply === undefined) {
      incoming.socket.destroy();
      return;
    }
    outgoing.setHeader("date", options.clock().toUTCString());
    send(outgoing, reply, {
      limit: options.rateLimit,
      remaining: Math.max(asked.remaining, 0),
      used: Math.min(count, options.rateLimit),
      version: asked.version,
      number: seen.length,
      now: options.clock(),
      leaving,
    });
  };

  const server = createServer((incoming, outgoing) => {
    const isGit = git?.isMeant(incoming.url ?? "") === true;
    (isGit ? git?.serve(incoming, outgoing) : handle(incoming, outgoing))?.catch((error: unknown) => {
      // A bug of the stand-in must not look like an answer of GitHub: it is a violation, and the caller sees a 500.
      note("response", "stand-in", [error instanceof Error ? (error.stack ?? error.message) : String(error)]);
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");

  return {
    url: `http://127.0.0.1:${address.port}`,
    serve: (given, rest, remote) => {
      routes = given;
      others = rest;
      git = remote;
    },
    requests: () => [...seen],
    violations: () => [...violations],
    close: async () => {
      stopping.abort();
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly match: Match | undefined;
  readonly caller: Caller | "unknown";
  readonly bodyText: string;
  readonly body: unknown;
  readonly agent: string | undefined;
  readonly version: string;
  readonly remaining: number;
}

/** A repository is found by its number as well: that is where GitHub sends those who know an old name. */
function numberPath(repository: string): string {
  const [owner = "", repo = ""] = repository.split("/");
  return `/repositories/${repositoryId({ owner, repo })}`;
}

const VERSIONS: ReadonlySet<string> = new Set(["2022-11-28", "2026-03-10"]);
/** Far above what GitHub takes; protects the stand-in from a caller that never ends. */
const MAX_BODY = 25 * 1024 * 1024;

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const piece = Buffer.from(chunk);
    size += piece.length;
    if (size > MAX_BODY) throw new Error(`A request body of more than ${MAX_BODY} bytes`);
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString("utf8");
}
