// What must be true of a text that has left, whatever stood in it. Each oracle names what is wrong; nothing is right.
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { COMMAND_NAMES, readCommand } from "../../demo/runner/commands.ts";
import { readEnvFile } from "../../demo/runner/env-file.ts";
import { readLines } from "../../demo/runner/lines.ts";
import { clean } from "../../src/text/clean.ts";
import { readToken } from "../../src/text/forms.ts";
import { ENCODERS } from "../text/encoders.ts";

interface Node {
  readonly type: string;
  readonly children?: readonly Node[] | undefined;
  readonly lang?: string | null | undefined;
  readonly url?: string | undefined;
  readonly value?: string | undefined;
  readonly position?:
    | {
        readonly start: { readonly offset?: number | undefined };
        readonly end: { readonly offset?: number | undefined };
      }
    | undefined;
}

const SYNTAX = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };

function parse(markdown: string): Node {
  return fromMarkdown(markdown, SYNTAX);
}

/** Our markers: their first line names the environment, the others are written in letters that end nothing. */
const MARKER = /<!-- (?:test-deploy-loop:[a-z0-9.-]{1,80}(?: [a-z0-9 /]{1,60})?|[a-z]{1,20} [A-Za-z0-9_-]+) -->/gu;

/** Types, nesting, languages, destinations and our own HTML; leaf text left out. */
export function skeleton(markdown: string): string {
  return shapeOf(parse(markdown));
}

function shapeOf(tree: Node): string {
  const shape = (node: Node): unknown => [
    node.type,
    node.lang ?? null,
    node.url ?? null,
    node.type === "html" ? (node.value ?? "").replace(MARKER, "<!-- -->").replace(/\d+/gu, "0") : null,
    (node.children ?? []).map(shape),
  ];
  return JSON.stringify(shape(tree));
}

function nodesOf(node: Node): readonly Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

const LANGUAGES: ReadonlySet<string> = new Set(["text", "json", "diff", "yaml", "mermaid"]);

interface ReadPage {
  readonly skeleton: string;
  readonly wrong: readonly string[];
}

/** Reading takes most of the time, and the same page leaves in several ways. */
const lately = new Map<string, ReadPage>();
const MOST_LATELY = 24;

/** Both in one reading. */
export function readPage(page: string): ReadPage {
  const there = lately.get(page);
  if (there !== undefined) return there;
  const tree = parse(page);
  const read = { skeleton: shapeOf(tree), wrong: wrongInTree(page, nodesOf(tree)) };
  lately.set(page, read);
  const [oldest] = lately.keys();
  if (lately.size > MOST_LATELY && oldest !== undefined) lately.delete(oldest);
  return read;
}

/** The tags of a file of HTML with all that stands in them, and nothing of what stands between. */
export function tagsOf(html: string): string {
  return (html.match(/<[^>]*>/gu) ?? []).map((tag) => tag.replace(/\d+/gu, "0")).join("");
}

/** The report page runs one script of ours and leads to nobody but the run; what is read may hold no hidden sign. */
export function wrongInHtml(html: string): readonly string[] {
  const scripts = html.match(/<script[^>]*>/giu) ?? [];
  const places = [...html.matchAll(/\s(?:href|src|action|formaction|srcset|style|on\w+)\s*=\s*"([^"]*)"/giu)].map(
    ([, to = ""]) => to,
  );
  const strange = places.filter(
    (to) => !/^(?:#[a-z\d-]*|data:image\/svg\+xml,.*|https?:\/\/(?:[\w.:-]+\/acme\/|logs\.example\/).*)$/iu.test(to),
  );
  return [
    ...scripts.filter((tag) => !/^<script(?: type="application\/json" id="[a-z]+")?>$/u.test(tag)),
    ...strange.map((to) => `leads to ${to.slice(0, 60)}`),
    ...hidden(html.replaceAll("\ufe0f", "")),
  ];
}

/** A page for people: nothing lives outside of a container, and what stands inside is broken for those who read it as text. */
function wrongInTree(page: string, nodes: readonly Node[]): readonly string[] {
  const live = nodes.flatMap((node) => {
    if (node.type === "text")
      return LIVE.filter((each) => each.test(node.value ?? "")).map((each) => `text ${each.source}`);
    if (node.type === "code" && !LANGUAGES.has(node.lang ?? "text")) return [`language ${node.lang}`];
    return ["image", "imageReference", "definition", "footnoteDefinition"].includes(node.type) ? [node.type] : [];
  });
  const raw = RAW.filter((each) => each.test(page.replace(MARKER, ""))).map((each) => `raw ${each.source}`);
  return [
    ...live,
    ...raw,
    ...wrongOutside(page, nodes),
    ...hidden(page.replaceAll("\u200b", "").replaceAll("\ufe0f", "")),
  ];
}

const LIVE = [/@[\p{L}\p{N}_-]/u, /#\d/u, /\bGH-\d/iu, /https?:\/\/|www\./u, /\b[0-9a-f]{40}\b/u];
const RAW = [/@[\p{L}\p{N}_-]/u, /(?<!&|&#x)#\d/u, /<!--/u, /##\[/u, /^[^\S\n]*::/mu];

/** A parser may be more lenient than GitHub's: what is not code is looked at as text, too. */
function wrongOutside(page: string, nodes: readonly Node[]): readonly string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const { type, position } of nodes) {
    const [from, to] = [position?.start.offset, position?.end.offset];
    if (from === undefined || to === undefined || !["code", "inlineCode", "html"].includes(type)) continue;
    pieces.push(page.slice(at, from));
    at = to;
  }
  const rest = [...pieces, page.slice(at)].join(" ");
  return [/^\s*\//mu, /[<>](?![\s>])/u]
    .filter((each) => each.test(rest.replace(/^(?:> ?)+/gmu, "")))
    .map((each) => `outside ${each.source}`);
}

/** Folds that are opened and not closed, or the other way round, and fences that reach to the end without their mark. */
export function unclosedIn(page: string): readonly string[] {
  const nodes = nodesOf(parse(page));
  const html = nodes.filter(({ type }) => type === "html").map(({ value }) => value ?? "");
  const folds = ["details", "summary"].filter((name) => {
    const count = (mark: string): number => html.join("\n").split(mark).length - 1;
    return count(`<${name}>`) !== count(`</${name}>`);
  });
  const fences = nodes.filter(({ type, position }) => {
    if (type !== "code") return false;
    const whole = page.slice(position?.start.offset, position?.end.offset);
    const mark = /^`{3,}/u.exec(whole)?.[0];
    return mark !== undefined && whole.split("\n").at(-1)?.trim() !== mark;
  });
  return [...folds, ...fences.map(() => "a fence")];
}

/** C0, C1, format characters, lone surrogates and noncharacters. */
export function hidden(text: string): readonly string[] {
  const found = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Cf}|\p{Noncharacter_Code_Point}/u.exec(text)?.[0];
  if (found !== undefined) return [`hidden ${JSON.stringify(found)} ${found.codePointAt(0)?.toString(16)}`];
  return text.isWellFormed() ? [] : ["half a character"];
}

const KNOWN = new Set(COMMAND_NAMES);

/** What a runner is given to print: none of its lines is a command, whoever wrote it, but for those of ours. */
export function wrongInLog(log: string, ours: ReadonlySet<string> = new Set(["group", "endgroup"])): readonly string[] {
  const wrong: string[] = [];
  const reader = readLines((line) => {
    const command = readCommand(line, KNOWN);
    if (command !== undefined && ours.has(command.name)) return;
    if (command !== undefined) wrong.push(`command ${command.name}`);
    // Stricter than the runner, which knows some names only.
    else if (/^[\s\u0085]*::/u.test(line) || line.includes("##[")) wrong.push(`nearly a command: ${line.slice(0, 60)}`);
  });
  reader.take(Buffer.from(log));
  reader.end();
  return [...wrong, ...hidden(log.replaceAll("\ufe0f", ""))];
}

export function wrongInLine(line: string): readonly string[] {
  return [...(/[\r\n]/u.test(line) ? ["more than one line"] : []), ...wrongInLog(line)];
}

/** JSON for programs: it can be read, no line of it is a command, and no text in it holds what nobody sees. */
export function wrongInJson(json: string): readonly string[] {
  const texts = json.trim().split("\n}\n{").length > 1 ? [] : stringsIn(JSON.parse(json));
  return [...wrongInLog(json), ...texts.flatMap(hidden)];
}

export function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...stringsIn(each)]);
}

/** A file of the runner: it holds these names once, and nothing else. */
export function wrongInEnvFile(file: string, names: readonly string[]): readonly string[] {
  const found = readEnvFile(file).map(({ name }) => name);
  const surplus = found.filter((name) => !names.includes(name));
  return [
    ...surplus.map((name) => `name ${name}`),
    ...readEnvFile(file).flatMap(({ value }) => hidden(value.replaceAll("\ufe0f", ""))),
  ];
}

/** Looks for secrets in all the ways in which software writes them; base64 without the letters that neighbours share. */
export function leakFinder(secrets: readonly string[]): (text: string) => readonly string[] {
  const wholes = secrets.flatMap((secret) => {
    const token = readToken(secret);
    return [secret, ...secret.split("\n"), ...(token === null ? [] : [token.signature, token.tail])];
  });
  const forms = new Map<string, string>();
  for (const whole of new Set(wholes.filter((each) => each.length >= 8))) {
    for (const [name, encode] of Object.entries(ENCODERS)) {
      const encoded = name.startsWith("base64") ? encode(whole).slice(4, -4) : encode(whole);
      const form = dense(encoded);
      if (form.length >= 8) forms.set(form, `${name} of ${JSON.stringify(whole).slice(0, 12)}`);
    }
  }
  return (text) => {
    const looked = dense(text);
    return [...forms].flatMap(([form, name]) => (looked.includes(form) ? [`leak: ${name}`] : []));
  };
}

/** Without what does not hide a text from a reader: line ends, signs of ours and what nobody sees, in small letters. */
function dense(text: string): string {
  return clean(text)
    .replace(/(?:[\n\u2426]+[ \t]*)+/gu, "")
    .toLowerCase();
}
