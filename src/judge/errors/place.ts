// Where a failure happened, as far as facts or words tell: over what kind of connection, at which host, on which path.
import { reveal } from "../../text/untrusted.ts";
import type { Classified, Connection } from "../classify/classify.ts";
import { OTHERS } from "../classify/classify-many.ts";
import { maskIds } from "../fingerprint/mask.ts";
import type { Member } from "./gather.ts";

export interface Place {
  readonly over: Connection | null;
  /** With its port, unless it is the usual one. */
  readonly host: string | null;
  /** Without what is another one for each caller. */
  readonly path: string | null;
}

const NOWHERE: Place = { over: null, host: null, path: null };

/** Tests that say the same are read once. */
export function createPlaces(): (member: Member) => Place {
  const known = new WeakMap<Classified, Place>();
  return (member) => {
    const { check, found } = member;
    if (check.kind !== "test") return measuredPlace(member);
    if (found === OTHERS) return NOWHERE;
    const place = known.get(found) ?? saidPlace(member);
    known.set(found, place);
    return place;
  };
}

/** "GET /api/me" or "WebSocket /ws". */
function measuredPlace({ failure, found }: Member): Place {
  const { target } = failure?.facts ?? {};
  const path = target === undefined ? undefined : /^\S{1,20} (\/.*)$/su.exec(reveal(target))?.[1];
  if (path === undefined) return NOWHERE;
  const host = OURS.exec(failure === null ? "" : reveal(failure.message))?.[1];
  return { over: found.over, host: host === undefined ? null : usual(host), path: maskIds(path) };
}

/** What names the place stands at the begin, or in the line that decides. */
const MOST = 2_000;

function saidPlace({ failure, found }: Member): Place {
  const text = `${failure === null ? "" : reveal(failure.message).slice(0, MOST)}\n${reveal(found.example)}`;
  const [, scheme = "", , addressed = ""] = ADDRESS.exec(text) ?? [];
  const path = addressed.length > 1 ? addressed : (REQUEST.exec(text)?.[2] ?? null);
  const isHttp = scheme !== "" || REQUEST.test(text);
  const over = found.over ?? (scheme.startsWith("ws") || SOCKET.test(text) ? "socket" : isHttp ? "http" : null);
  return { over, host: hostIn(text), path: path === null ? null : maskIds(path.replace(/[.,:;]+$/u, "")) };
}

const ADDRESS = /\b(https?|wss?):\/\/(?:[^\s/@"'<>]{0,200}@)?([^\s/?#"'`<>()\]]{1,260})(\/[^\s?#"'`<>()]{0,400})?/u;
const REQUEST = /\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (\/[^\s?#"'`<>()]{0,400})/u;
/** The word by itself, not as a part of a test's or a file's name. */
const SOCKET = /(?<![\w./-])web[ -]?sockets?(?![\w/-])/iu;

/** "ECONNREFUSED 10.0.4.7:443", "ENOTFOUND api.example", "host='api.example', port=443". */
const NAMED =
  /\b(?:ENOTFOUND|EAI_[A-Z]{1,10}|ECONN[A-Z]{5,8}|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH) (?=\S{0,60}[.:])([\w.:[\]-]{3,253})|\bhost='([^'\n]{1,253})', port=(\d{1,5})/u;
/** Our own sentences of what gave no answer. */
const OURS = /: (?:connection refused by|no route to|no connection to|the connection to|the name) ([\w.:[\]-]{3,253})/u;

/** The host of the first address, or of what could not be reached. */
export function hostIn(text: string): string | null {
  const address = ADDRESS.exec(text)?.[2];
  if (address !== undefined) return usual(address);
  const [, named, host, port] = NAMED.exec(text) ?? [];
  if (named !== undefined) return usual(named);
  return host === undefined ? null : usual(`${host}:${port ?? ""}`);
}

function usual(host: string): string {
  return host
    .toLowerCase()
    .replace(/[.,:;]+$/u, "")
    .replace(/:(?:443|80)$/u, "");
}

/** Names and numbers of hosts cannot be compared. */
export function isNumeric(host: string): boolean {
  return /^\[|^\d{1,3}(?:\.\d{1,3}){3}(?::|$)/u.test(host);
}
