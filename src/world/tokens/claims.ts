// Judges the claims of a token: nothing that we set ourselves, nothing that JSON or a library would change in silence.

/** Set for each token, so that a claim of the user's cannot make one that never ends. */
const RESERVED = ["exp", "iat", "nbf", "jti"] as const;
/** Many servers refuse longer headers. */
const MAX_CLAIMS_BYTES = 4 * 1024;
const MAX_DEPTH = 32;

/** Takes `unknown` because what comes from a filled-in text may be anything. */
export function claimsProblem(claims: unknown): string | null {
  if (!isPlain(claims)) return "the claims have to be a JSON object";
  const reserved = RESERVED.filter((name) => Object.hasOwn(claims, name));
  if (reserved.length > 0) return `the claims may not set ${reserved.join(", ")}, set for each token`;
  const odd = oddity(claims, 0);
  if (odd !== null) return odd;
  const bytes = Buffer.byteLength(JSON.stringify(claims), "utf8");
  if (bytes <= MAX_CLAIMS_BYTES) return null;
  return `the claims have ${bytes} bytes of JSON, expected at most ${MAX_CLAIMS_BYTES}`;
}

function oddity(value: unknown, depth: number): string | null {
  if (depth > MAX_DEPTH) return `the claims are nested more than ${MAX_DEPTH} deep`;
  if (typeof value === "string" || typeof value === "boolean" || value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? null : "a claim is not a finite number";
  if (Array.isArray(value)) return firstOddity(value, depth);
  if (!isPlain(value)) return "a claim has a value that JSON does not have";
  // It would set a prototype on its way through libraries.
  if (Object.hasOwn(value, "__proto__")) return "a claim may not be named __proto__";
  return firstOddity(Object.values(value), depth);
}

function firstOddity(values: readonly unknown[], depth: number): string | null {
  for (const each of values) {
    const found = oddity(each, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
