// Text that is not ours: from a server, a test, a branch name, a configuration file. The type poses as a
// symbol, because that is the one thing TypeScript refuses to concatenate; at run time it is a small box,
// so that even a forced concatenation prints "[object Object]" and not the text.

declare const mark: unique symbol;

/** Foreign text. It reaches people only through the masker and the Markdown, HTML or log container. */
export type Untrusted = symbol & { readonly [mark]: "untrusted" };

/** Boxes foreign text. Costs nothing but a small object; survives JSON. */
export function untrusted(text: string): Untrusted {
  const box: unknown = Object.freeze({ untrusted: text });
  if (isUntrusted(box)) return box;
  throw new TypeError("a boxed string is always recognised");
}

/** Opens the box. Only code that inspects, sends or contains the text may call this; the linter knows who. */
export function reveal(text: Untrusted): string {
  const box: unknown = text;
  if (isBox(box)) return box.untrusted;
  throw new TypeError("not a boxed text");
}

export function isUntrusted(value: unknown): value is Untrusted {
  return isBox(value);
}

/** Applies `change` to every foreign text inside a JSON-like value, leaving the rest as it is. */
export function mapUntrusted<T>(value: T, change: (text: string) => string): T;
export function mapUntrusted(value: unknown, change: (text: string) => string): unknown {
  if (isBox(value)) return untrusted(change(value.untrusted));
  if (Array.isArray(value)) return value.map((item: unknown) => mapUntrusted(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapUntrusted<unknown>(item, change)]));
}

function isBox(value: unknown): value is { readonly untrusted: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "untrusted" in value &&
    typeof value.untrusted === "string" &&
    Object.keys(value).length === 1
  );
}
