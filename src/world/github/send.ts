// Sends one request to GitHub's API and reads the whole answer: bounded in size, redirected only where a repository was
// renamed, and with the token for nobody else.
import { defaults } from "@actions/github/lib/utils";
import type { Parameters, Route } from "./routes.ts";

export interface Received {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly body: Body;
}

export type Body =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "none" | "html" | "other" | "broken" | "too-large" };

/** Rejects where no whole answer came. */
export type Send = (route: Route, parameters: Parameters, signal: AbortSignal) => Promise<Received>;

export type Fetch = (url: string, request: FetchRequest) => Promise<FetchResponse>;

export interface FetchRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly redirect: "manual";
  readonly signal: AbortSignal;
}

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

export interface SendOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly repository: string;
  /** Every text that people may read passes through it: GitHub masks logs, not what is sent to its API. */
  readonly hide: (text: string) => string;
  readonly fetch?: Fetch;
}

const MAX_BODY = 5 * 1024 * 1024;
const MAX_REDIRECTS = 3;
/** By GitHub's documentation all of them are followed with the same method. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308]);

export function createSend({ token, apiUrl, repository, hide, fetch = proxied() }: SendOptions): Send {
  const base = apiUrl.replace(/\/+$/u, "");
  const [owner = "", repo = ""] = repository.split("/");
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `token ${token}`,
    "user-agent": "test-deploy-loop",
    "x-github-api-version": "2022-11-28",
  };
  return async (route, parameters, signal) => {
    const { method, path, rest } = fill(route, { owner, repo, ...parameters });
    const query = method === "GET" ? queryOf(rest) : "";
    const sent = method === "GET" || method === "DELETE" ? null : JSON.stringify(hideTexts(rest, hide));
    const request: FetchRequest = {
      method,
      redirect: "manual",
      signal,
      headers: sent === null ? headers : { ...headers, "content-type": "application/json" },
      ...(sent === null ? {} : { body: sent }),
    };
    let url = `${base}${path}${query}`;
    for (let redirects = 0; ; redirects++) {
      const response = await fetch(url, request);
      const next = REDIRECTS.has(response.status) ? renamed(url, response.headers.get("location"), base) : null;
      if (next === null || redirects === MAX_REDIRECTS) return receive(response);
      await textOf(response);
      url = next;
    }
  };
}

/** Through the proxy of the runner, where it has one. */
export function proxied(): Fetch {
  const { fetch }: { readonly fetch?: Fetch } = defaults.request ?? {};
  return fetch ?? globalThis.fetch;
}

/** Puts the parameters into the path; what is left goes into the query or the body. */
function fill(route: Route, parameters: Parameters): { method: string; path: string; rest: Parameters } {
  const [method = "", template = ""] = route.split(" ");
  const rest = new Map(Object.entries(parameters));
  const path = template.replaceAll(/\{(\w+)\}/gu, (_, name: string) => {
    const value = String(rest.get(name));
    // Such a name would climb out of the path that it stands in.
    if (/^\.{0,2}$/u.test(value)) throw new TypeError(`no ${name}`);
    rest.delete(name);
    return encodeURIComponent(value);
  });
  rest.delete("owner");
  rest.delete("repo");
  return { method, path, rest: Object.fromEntries(rest) };
}

function queryOf(parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) query.set(name, String(value));
  return query.size === 0 ? "" : `?${query.toString()}`;
}

const TEXTS: ReadonlySet<string> = new Set(["body", "title", "description"]);

function hideTexts(parameters: Parameters, hide: (text: string) => string): Parameters {
  const hidden = ([name, value]: readonly [string, unknown]): readonly [string, unknown] => {
    if (typeof value === "string" && TEXTS.has(name)) return [name, hide(value)];
    if (name !== "inputs" || typeof value !== "object" || value === null) return [name, value];
    return [name, Object.fromEntries(Object.entries(value).map(([key, text]) => [key, hide(String(text))]))];
  };
  return Object.fromEntries(Object.entries(parameters).map(hidden));
}

/** The same question below the new name of the repository on the same server; null for every other place. */
function renamed(from: string, location: string | null, base: string): string | null {
  if (location === null || !URL.canParse(location, from)) return null;
  const to = new URL(location, from).href;
  const ours = belowRepository(from, base);
  return ours !== null && ours === belowRepository(to, base) ? to : null;
}

function belowRepository(url: string, base: string): string | null {
  if (!url.startsWith(`${base}/`)) return null;
  return /^\/(?:repos\/[^/?#]+\/[^/?#]+|repositories\/\d+)(\/[^#]*)$/u.exec(url.slice(base.length))?.[1] ?? null;
}

async function receive(response: FetchResponse): Promise<Received> {
  const { status, headers } = response;
  const text = await textOf(response);
  return { status, header: (name) => headers.get(name), body: bodyOf(text, headers.get("content-type")) };
}

/** null: more than we are willing to read, also where it was small before it was unpacked. */
async function textOf({ body }: FetchResponse): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function bodyOf(text: string | null, type: string | null): Body {
  if (text === null) return { kind: "too-large" };
  if (text === "") return { kind: "none" };
  if (/^text\/html\b/iu.test(type ?? "")) return { kind: "html" };
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/iu.test(type ?? "")) return { kind: "other" };
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch {
    return { kind: "broken" };
  }
}
