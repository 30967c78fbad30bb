// Fills `${secrets.X}`, `${user.x}`, `${token}` and `${commit}` into a text of the plan, just before it is used.
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import type { User } from "../model/plan.ts";

export interface Scope {
  readonly environment: (name: string) => string | undefined;
  readonly commit: string;
  readonly user?: User;
  readonly token?: string;
}

/** Fills the texts inside a JSON text, so that a quote in a secret cannot end the string that it stands in. */
export function fillJson(json: Untrusted, scope: Scope): Untrusted {
  return untrusted(JSON.stringify(filled(JSON.parse(reveal(json)), scope)));
}

/** Fills an address; what is filled in is percent-encoded, because it is a part and never the structure. */
export function fillUrl(url: Untrusted, scope: Scope): Untrusted {
  return untrusted(replaceReferences(reveal(url), scope, encodeURIComponent));
}

/** Planning has checked that every reference exists, so an unknown one is our own bug. */
export function fill(text: Untrusted, scope: Scope): Untrusted {
  return untrusted(replaceReferences(reveal(text), scope, (value) => value));
}

/** Fills every value of a record of texts. */
export function fillAll(texts: Readonly<Record<string, Untrusted>>, scope: Scope): Readonly<Record<string, Untrusted>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text, scope)]));
}

function filled(value: unknown, scope: Scope): unknown {
  if (typeof value === "string") return replaceReferences(value, scope, (each) => each);
  if (Array.isArray(value)) return value.map((each) => filled(each, scope));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, scope)]));
}

function replaceReferences(text: string, scope: Scope, encode: (value: string) => string): string {
  return text.replace(/\$\{([^{}]*)\}/gu, (whole, reference: string) =>
    encode(valueOf(reference.trim(), scope, whole)),
  );
}

function valueOf(reference: string, scope: Scope, whole: string): string {
  if (reference === "token" && scope.token !== undefined) return scope.token;
  if (reference === "commit") return scope.commit;
  const [, kind, name] = /^(secrets|user)\.([\w-]+)$/u.exec(reference) ?? [];
  if (kind === "secrets" && name !== undefined) {
    const value = scope.environment(name);
    if (value !== undefined) return value;
  }
  if (kind === "user" && name !== undefined && scope.user !== undefined && Object.hasOwn(scope.user, name)) {
    const value = scope.user[name];
    if (value !== undefined) return reveal(value);
  }
  throw new Error(`a reference that planning accepted cannot be filled: ${whole}`);
}
