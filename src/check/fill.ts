// Fills `${secrets.X}`, `${user.x}`, `${capture.x}`, `${deploy.X.y}`, `${token}` and `${commit}` into a text of the plan,
// just before it is used.
import type { Addresses } from "../model/deployed.ts";
import { fillTold } from "../text/address.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import type { User } from "../model/plan.ts";

export interface Scope {
  readonly environment: (name: string) => string | undefined;
  readonly commit: string;
  readonly user?: User;
  readonly token?: string;
  readonly captures?: ReadonlyMap<string, Captured>;
  /** What the commands of the services told. */
  readonly deploys?: Addresses;
}

/** A JSON value taken from an answer or event, at most 4 KiB of JSON. */
export type Captured = { readonly json: Untrusted };

/** Fills the texts inside a JSON text, so that a quote in a secret cannot end the string that it stands in. */
export function fillJson(json: Untrusted, scope: Scope): Untrusted {
  return hasReference(json) ? untrusted(JSON.stringify(filledValue(json, scope))) : json;
}

/** The value of a JSON text, with the texts inside it filled. */
export function filledValue(json: Untrusted, scope: Scope): unknown {
  const value: unknown = JSON.parse(reveal(json));
  return hasReference(json) ? filled(value, scope) : value;
}

/** Fills an address. It may begin with one that was told; else what is filled in is a part and never the structure. */
export function fillUrl(url: Untrusted, scope: Scope): Untrusted {
  const [begin = ""] = /^\$\{deploy\.[^{}]*\}/u.exec(reveal(url)) ?? [];
  const told = fillTold(untrusted(begin), (service, output) => scope.deploys?.get(service)?.get(output));
  const rest = fillParts(untrusted(reveal(url).slice(begin.length)), scope);
  return begin === "" ? rest : untrusted(reveal(told) + reveal(rest));
}

/** Fills the fields of a form, which are percent-encoded like the parts of an address. */
export function fillParts(text: Untrusted, scope: Scope): Untrusted {
  return hasReference(text) ? untrusted(replaceReferences(reveal(text), scope, encodePart)) : text;
}

/** The same for the address of a socket; a deploy tells where its service answers HTTP. */
export function fillSocketUrl(url: Untrusted, scope: Scope): Untrusted {
  return untrusted(reveal(fillUrl(url, scope)).replace(/^http(?=s?:\/\/)/iu, "ws"));
}

/** Planning has checked that every reference exists, so an unknown one is our own bug; a NotCaptured is not. */
export function fill(text: Untrusted, scope: Scope): Untrusted {
  return hasReference(text) ? untrusted(replaceReferences(reveal(text), scope, (value) => value)) : text;
}

/** Fills every value of a record of texts. */
export function fillAll(texts: Readonly<Record<string, Untrusted>>, scope: Scope): Readonly<Record<string, Untrusted>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text, scope)]));
}

function hasReference(text: Untrusted): boolean {
  return reveal(text).includes("${");
}

function filled(value: unknown, scope: Scope): unknown {
  if (typeof value === "string") return filledText(value, scope);
  if (Array.isArray(value)) return value.map((each) => filled(each, scope));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, scope)]));
}

/** A text that is nothing but a captured value keeps the kind of that value: a number stays a number. */
function filledText(text: string, scope: Scope): unknown {
  const name = /^\$\{\s*capture\.([\w-]+)\s*\}$/u.exec(text)?.[1];
  const captured = name === undefined ? undefined : scope.captures?.get(name);
  if (captured !== undefined) return JSON.parse(reveal(captured.json));
  return replaceReferences(text, scope, (each) => each);
}

function replaceReferences(text: string, scope: Scope, encode: (value: string) => string): string {
  return text.replace(/\$\{([^{}]*)\}/gu, (whole, reference: string) =>
    encode(valueOf(reference.trim(), scope, whole)),
  );
}

// A captured text may hold half a surrogate pair, at which encodeURIComponent throws.
function encodePart(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}

/** Only what ran can tell whether there was something to capture: an event may be missing that may be missing. */
export class NotCaptured extends Error {
  readonly capture: string;
  constructor(capture: string) {
    super("a value that a text needs was not captured");
    this.name = "NotCaptured";
    this.capture = capture;
  }
}

function valueOf(reference: string, scope: Scope, whole: string): string {
  if (reference === "token" && scope.token !== undefined) return scope.token;
  if (reference === "commit") return scope.commit;
  const [, service, output = ""] = /^deploy\.([\w-]+)\.([\w-]+)$/u.exec(reference) ?? [];
  const told = service === undefined ? undefined : scope.deploys?.get(service)?.get(output);
  if (told !== undefined) return reveal(told);
  const [, kind = "", name = ""] = /^(secrets|user|capture)\.([\w-]+)$/u.exec(reference) ?? [];
  const value = named(kind, name, scope);
  if (value !== undefined) return value;
  if (kind === "capture") throw new NotCaptured(name);
  throw new Error(`a reference that planning accepted cannot be filled: ${whole}`);
}

function named(kind: string, name: string, { environment, user, captures }: Scope): string | undefined {
  if (kind === "secrets") return environment(name);
  if (kind === "user") {
    const field = user !== undefined && Object.hasOwn(user, name) ? user[name] : undefined;
    return field === undefined ? undefined : withSecrets(reveal(field), environment);
  }
  const captured = kind === "capture" ? captures?.get(name) : undefined;
  return captured === undefined ? undefined : textOf(captured);
}

/** A field of a user may hold secrets, such as a password of its own; nothing else in it is read. */
function withSecrets(text: string, environment: Scope["environment"]): string {
  return text.replace(/\$\{\s*secrets\.([\w-]+)\s*\}/gu, (whole, name: string) => environment(name) ?? whole);
}

/** A captured text as it is, every other value as its JSON. */
function textOf({ json }: Captured): string {
  const value: unknown = JSON.parse(reveal(json));
  return typeof value === "string" ? value : reveal(json);
}
