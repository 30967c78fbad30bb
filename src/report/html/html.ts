// The only place that knows HTML. Foreign text gets here as Untrusted and leaves as the text of an element or as a string
// of a block of data, cleaned and escaped: never as an attribute, never as an address, never as markup.
import type { Link, Phrase } from "../../model/report.ts";
import { shownLine, shownLines } from "../../text/shown.ts";
import { isUntrusted, reveal, type Untrusted } from "../../text/untrusted.ts";
import { isLink } from "../markdown.ts";

/** Markup that this file has made; nobody else can make any. */
class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  static textOf(markup: Markup): string {
    return markup.#text;
  }
}

export type Html = Markup;

/** What stands inside an element. Strings are words of ours; foreign text has to say how it is shown. */
export type Child = Html | string | null | readonly Child[];

/** Only words of ours; what leads somewhere is made by `outside` and `inside`, and style is the style sheet's. */
export type Attributes = Readonly<Record<string, string | number | true | null>> & {
  readonly href?: never;
  readonly src?: never;
  readonly style?: never;
};

export function el(tag: string, attributes: Attributes, ...children: readonly Child[]): Html {
  return made(tag, attributes, textOf(children));
}

export function all(...children: readonly Child[]): Html {
  return new Markup(textOf(children));
}

/** Foreign words inside a sentence, on one line. */
export function quote(text: Untrusted, max = 160): Html {
  const line = oneLine(text, max);
  return line === "" ? el("i", {}, "(empty)") : el("code", { dir: "auto" }, line);
}

/** The name of something, on one line and without the marks of a quotation. */
export function named(text: Untrusted, max = 300): Html {
  return el("bdi", {}, oneLine(text, max));
}

/** Foreign text of several lines, head and tail of at most `max` code points; null where there is nothing to read. */
export function block(text: Untrusted, max: number): Html | null {
  const lines = shownLines(reveal(text), max);
  return lines === "" ? null : el("pre", { dir: "auto" }, lines);
}

/** A line to be copied, and whether it is shown as it is: nobody copies another one unawares. */
export function copyable(text: Untrusted, max: number): { readonly shown: Html; readonly isExact: boolean } {
  const line = shownLines(reveal(text), max);
  return { shown: el("pre", { class: "copy", dir: "auto" }, line), isExact: line === reveal(text) };
}

/** Whoever reads the one has read the other. */
export function holds(text: Untrusted, other: Untrusted): boolean {
  return worded(text).includes(worded(other));
}

/** As it reads, however its lines are broken and colored. */
function worded(text: Untrusted): string {
  return shownLine(reveal(text), LONGEST_COMPARED);
}

/** Of more than is ever shown nobody reads both. */
const LONGEST_COMPARED = 20_000;

/** A sentence: `**`, "`" and `<br>` of our words as what they mean, foreign words as quotations, links as links. */
export function sentence(parts: Phrase, errors: ReadonlySet<string> = new Set()): Html {
  const open: { tag: string; inner: string }[] = [{ tag: "", inner: "" }];
  const add = (html: Html): void => {
    const last = open.at(-1);
    if (last !== undefined) last.inner += Markup.textOf(html);
  };
  const close = (): void => {
    const { tag, inner } = open.pop() ?? { tag: "", inner: "" };
    add(made(tag, {}, inner));
  };
  for (const part of parts) {
    if (typeof part !== "string") {
      add(isLink(part) ? outside(part) : quote(part));
      continue;
    }
    for (const word of part.split(OWN_MARKS)) {
      const tag = Object.hasOwn(TAGS, word) ? TAGS[word] : undefined;
      if (word === "<br>") add(new Markup("<br>"));
      else if (tag === undefined) add(withErrors(word, errors));
      else if (open.at(-1)?.tag === tag) close();
      else open.push({ tag, inner: "" });
    }
  }
  while (open.length > 1) close();
  return new Markup(open[0]?.inner ?? "");
}

const OWN_MARKS = /(\*\*|`|<br>)/u;
const TAGS: Readonly<Record<string, string>> = { "**": "strong", "`": "code" };

/** "because of A" leads to A. */
function withErrors(words: string, errors: ReadonlySet<string>): Html {
  return all(
    words
      .split(/(?<=[Bb]ecause of )([A-Z]{1,2})\b/u)
      .map((word) => (errors.has(word) ? inside(errorId(word), word) : word)),
  );
}

export function errorId(letter: string): string {
  return `error-${letter.toLowerCase()}`;
}

/** A link to the world. */
export function outside({ text, url }: Link): Html {
  return leading(url, text);
}

/** Leads to the world. The address comes from the report alone; whatever is no address of the web is no link. */
export function leading(url: string, child: Child, attributes: Attributes = {}): Html {
  if (!/^https?:\/\//u.test(url)) return all(child);
  return linked(url, { rel: "noreferrer", ...attributes }, textOf(child));
}

/** A link to another part of the page. */
export function inside(id: string, child: Child, attributes: Attributes = {}): Html {
  return linked(`#${id}`, attributes, textOf(child));
}

export type Data = string | number | boolean | null | Untrusted | readonly Data[] | { readonly [name: string]: Data };

/** Values for the script of the page, which is the only one that reads them. Foreign text in them is at most `max` long. */
export function data(id: string, value: Data, max: number): Html {
  const json = JSON.stringify(value, (_, each: unknown) => (isUntrusted(each) ? oneLine(each, max) : each)).replace(
    /[<>&\u2028\u2029]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return made("script", { type: "application/json", id }, json);
}

export interface Head {
  readonly title: string;
  /** An SVG picture of ours. */
  readonly icon: Html;
  readonly style: string;
  readonly script: string;
  /** "sha256-…" of the two texts. */
  readonly styleHash: string;
  readonly scriptHash: string;
}

/** The whole file. It may load nothing, send nothing, and run nothing but the one script of ours. */
export function file(head: Head, body: readonly Child[]): string {
  const policy = [
    "default-src 'none'",
    `style-src '${head.styleHash}'`,
    `script-src '${head.scriptHash}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const icon = `data:image/svg+xml,${encodeURIComponent(Markup.textOf(head.icon))}`;
  return [
    "<!doctype html>",
    '<html lang="en">',
    '<meta charset="utf-8">',
    Markup.textOf(el("meta", { "http-equiv": "Content-Security-Policy", content: policy })),
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="robots" content="noindex">',
    Markup.textOf(el("title", {}, head.title)),
    `<link rel="icon" href="${icon}">`,
    `<style>${head.style}</style>`,
    textOf(body),
    `<script>${head.script}</script>`,
    "</html>",
    "",
  ].join("\n");
}

/** How long it is in the file. */
export function bytesOf(html: Html): number {
  return new TextEncoder().encode(Markup.textOf(html)).length;
}

function linked(url: string, attributes: Attributes, inner: string): Html {
  return new Markup(`<a href="${escaped(url)}"${attributesOf(attributes)}>${inner}</a>`);
}

function made(tag: string, attributes: Attributes, inner: string): Html {
  const begin = `<${tag}${attributesOf(attributes)}>`;
  return new Markup(VOID.has(tag) ? begin : `${begin}${inner}</${tag}>`);
}

const VOID: ReadonlySet<string> = new Set(["br", "hr", "input", "meta"]);

function attributesOf(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => {
      if (value === null) return "";
      return value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`;
    })
    .join("");
}

function textOf(child: Child): string {
  if (child === null) return "";
  if (typeof child === "string") return escaped(child);
  return child instanceof Markup ? Markup.textOf(child) : child.map(textOf).join("");
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? "");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function oneLine(text: Untrusted, max: number): string {
  return shownLine(reveal(text), max);
}
