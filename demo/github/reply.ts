// What a route receives and gives, and GitHub's forms of refusal.
import type { Caller } from "./tokens.ts";

export interface Call {
  readonly operationId: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Decoded JSON, or undefined without a body. */
  readonly body: unknown;
  readonly caller: Caller;
  /** The REST version that the caller asked for. */
  readonly version: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Route = (call: Call) => Reply | Promise<Reply>;
export type Routes = Readonly<Record<string, Route>>;

export const DOCS = "https://docs.github.com/rest";

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, body, headers };
}

export function refuse(status: number, message: string, more: Readonly<Record<string, unknown>> = {}): Reply {
  return {
    status,
    body: { message, ...more, documentation_url: DOCS, status: String(status) },
  };
}

export function notFound(): Reply {
  return refuse(404, "Not Found");
}

export interface FieldFault {
  readonly resource: string;
  readonly code: string;
  readonly field?: string;
  readonly message?: string;
}

/** 422 in the long form, with one entry per fault. */
export function invalid(...faults: readonly FieldFault[]): Reply {
  return refuse(422, "Validation Failed", { errors: faults });
}

/** One page of a list, as an answer. `wrap` puts the page into the answer's body. */
export function paged<T>(
  all: readonly T[],
  call: Pick<Call, "query">,
  url: string,
  wrap: (page: readonly T[]) => unknown = (page) => page,
): Reply {
  const { items, headers } = pageOf(all, call.query, url);
  return ok(wrap(items), headers);
}

/** The members that `page` and `per_page` ask for, and the `Link` header that GitHub sends along. */
export function pageOf<T>(
  all: readonly T[],
  query: URLSearchParams,
  url: string,
): { readonly items: readonly T[]; readonly headers: Readonly<Record<string, string>> } {
  const perPage = Math.min(Math.max(Number(query.get("per_page") ?? 30) || 30, 1), 100);
  const page = Math.max(Number(query.get("page") ?? 1) || 1, 1);
  const last = Math.max(Math.ceil(all.length / perPage), 1);
  const link = (to: number, rel: string): string => {
    const other = new URLSearchParams(query);
    other.set("page", String(to));
    return `<${url}?${other.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, "prev")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
    ...(page > 1 ? [link(1, "first")] : []),
  ];
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    headers: links.length > 0 ? { link: links.join(", ") } : {},
  };
}
