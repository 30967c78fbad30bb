// Owns YAML: bounds the text before it is parsed, and turns it into a plain tree with positions. Nothing else
// knows the parser. What the words of the file mean is decided elsewhere.
import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  YAMLParseError,
  type Alias,
  type CST,
  type Document,
} from "yaml";

export type Tree =
  | { readonly kind: "map"; readonly at: number; readonly entries: readonly Entry[] }
  | { readonly kind: "list"; readonly at: number; readonly items: readonly Tree[] }
  | {
      readonly kind: "scalar";
      readonly at: number;
      readonly value: string | number | boolean | null;
      readonly source: string;
    };

export interface Entry {
  readonly key: string;
  readonly at: number;
  readonly value: Tree;
}

export interface YamlProblem {
  readonly at: number;
  /** The parser's own code, or one of our limits. */
  readonly code: string;
  /** What follows it in the file cannot be trusted. */
  readonly structural: boolean;
}

export interface ReadYaml {
  readonly tree: Tree | null;
  readonly problems: readonly YamlProblem[];
  readonly position: (at: number) => { readonly line: number; readonly column: number };
}

export const MAX_BYTES = 256 * 1024;
export const MAX_DEPTH = 32;
export const MAX_ALIASES = 50;
/** Words, signs and line ends; a full file of real configuration has about 40,000. */
const MAX_LEXEMES = 100_000;
/** Characters of one text or comment. */
const MAX_LEXEME = 64 * 1024;
/** Values that all aliases together may stand for. */
const MAX_EXPANDED = 10_000;
const MAX_ERRORS = 100;

/** Parses one document. Never throws: what is wrong is listed. Takes time in proportion to the text. */
export function readYaml(text: string): ReadYaml {
  const position = positions(text);
  const scanned = scan(text);
  if (scanned.limit !== null) return { tree: null, problems: [{ ...scanned.limit, structural: true }], position };
  const document = compose(scanned.tokens, text.length);
  const errors = document.errors.slice(0, MAX_ERRORS).map(({ pos, code }) => ({ at: pos[0], code, structural: true }));
  const warnings = document.warnings
    .slice(0, MAX_ERRORS)
    .map(({ pos, code }) => ({ at: pos[0], code, structural: false }));
  const problems: YamlProblem[] = [...untilOpen(errors, scanned.open), ...warnings];
  const { explicit, version } = document.directives.yaml;
  if (explicit === true && version !== "1.2") problems.push({ at: 0, code: "BAD_DIRECTIVE", structural: false });
  return { tree: plant(document, problems), problems, position };
}

// What parseDocument does, from the tokens that are there already: a large file is read once and not twice.
function compose(tokens: readonly CST.Token[], length: number): Document.Parsed {
  const options = { prettyErrors: false, resolveKnownTags: false, stringKeys: true, uniqueKeys: false };
  const [first, second] = new Composer(options).compose(tokens, true, length);
  if (first === undefined) throw new Error("the parser always gives a document");
  if (second !== undefined) {
    first.errors.push(new YAMLParseError([second.range[0], second.range[1]], "MULTIPLE_DOCS", "a second document"));
  }
  return first;
}

function positions(text: string): ReadYaml["position"] {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) counter.addNewLine(at + 1);
  return (at) => {
    const { line, col } = counter.linePos(Math.min(at, text.length));
    return { line, column: col };
  };
}

// Lexer and parser keep their own stack, so this is safe at any depth; composing the tree would not be.
function scan(text: string): Scanned {
  const beyond = (at: number, code: string): Scanned => ({ limit: { at, code }, open: null, tokens: [] });
  if (new TextEncoder().encode(text).length > MAX_BYTES) return beyond(0, "TOO_LARGE");
  const parser = new Parser();
  let aliases = 0;
  let lexemes = 0;
  let errors = 0;
  let isContent = false;
  let open: Marked | null = null;
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    const at = parser.offset;
    if (lexeme === BRACKET_LEFT_OPEN) open ??= openBracket(parser);
    for (const token of parser.next(lexeme)) {
      if (token.type === "error") errors++;
      tokens.push(token);
    }
    if (!isContent && lexeme.startsWith("*") && ++aliases > MAX_ALIASES) return beyond(at, "TOO_MANY_ALIASES");
    if (!isContent && UNCLOSED.test(lexeme)) open ??= { at, code: "OPEN_QUOTE" };
    isContent = lexeme === CONTENT_FOLLOWS;
    if (lexeme.length > MAX_LEXEME) return beyond(at, "TOO_LONG");
    if (++lexemes > MAX_LEXEMES) return beyond(at, "TOO_MANY_WORDS");
    if (errors > MAX_ERRORS) return beyond(at, "UNEXPECTED_TOKEN");
    if (parser.stack.length > MAX_DEPTH && depth(parser) > MAX_DEPTH) return beyond(at, "TOO_DEEP");
  }
  open ??= openBracket(parser);
  tokens.push(...parser.end());
  return { limit: null, open, tokens };
}

interface Marked {
  readonly at: number;
  readonly code: string;
}

interface Scanned {
  /** Where the text passes a limit, so that it must not be parsed. */
  readonly limit: Marked | null;
  /** The quote or bracket that is never closed; the parser would complain at the end of the file. */
  readonly open: Marked | null;
  readonly tokens: readonly CST.Token[];
}

function untilOpen(errors: readonly YamlProblem[], open: Marked | null): readonly YamlProblem[] {
  if (open === null) return errors;
  return [...errors.filter(({ at }) => at < open.at), { ...open, structural: true }];
}

// The lexer's own mark before the text of a plain or block scalar.
const CONTENT_FOLLOWS = "\u001f";
// Its mark where a line is too far to the left for the bracket that is still open.
const BRACKET_LEFT_OPEN = "\u0018";
const UNCLOSED = /^(?:"[^"\\]*(?:\\.[^"\\]*)*|'[^']*(?:''[^']*)*)$/su;

function openBracket(parser: Parser): Marked | null {
  // A closed one stays on the stack until something follows it.
  const isOpen = (token: CST.Token): boolean =>
    token.type === "flow-collection" &&
    !token.end.some(({ type }) => type === "flow-seq-end" || type === "flow-map-end");
  const bracket = parser.stack.find(isOpen);
  return bracket === undefined ? null : { at: bracket.offset, code: "OPEN_BRACKET" };
}

function depth(parser: Parser): number {
  return parser.stack.filter(({ type }) => type === "block-map" || type === "block-seq" || type === "flow-collection")
    .length;
}

function plant(document: Document.Parsed, problems: YamlProblem[]): Tree | null {
  let expanded = 0;
  const targets = new Map<unknown, unknown>();
  const targetOf = (alias: Alias): unknown => {
    if (!targets.has(alias)) targets.set(alias, alias.resolve(document));
    return targets.get(alias);
  };
  const grow = (node: unknown, fallback: number, level: number, inAlias: boolean): Tree => {
    const empty: Tree = { kind: "scalar", at: fallback, value: null, source: "" };
    if (inAlias && ++expanded > MAX_EXPANDED) return empty;
    if (isAlias(node)) {
      const at = node.range?.[0] ?? fallback;
      const target = targetOf(node);
      if (target !== undefined && level <= MAX_DEPTH * 2) return grow(target, at, level + 1, true);
      problems.push({ at, code: target === undefined ? "UNKNOWN_ALIAS" : "ALIAS_LOOP", structural: false });
      return empty;
    }
    if (isMap(node)) {
      const entries = node.items.map(({ key, value }): Entry => {
        const keyAt = isScalar(key) ? (key.range?.[0] ?? fallback) : fallback;
        return {
          key: isScalar(key) ? String(key.value) : "",
          at: keyAt,
          value: grow(value, keyAt, level + 1, inAlias),
        };
      });
      return { kind: "map", at: node.range?.[0] ?? fallback, entries };
    }
    if (isSeq(node)) {
      const at = node.range?.[0] ?? fallback;
      return { kind: "list", at, items: node.items.map((item) => grow(item, at, level + 1, inAlias)) };
    }
    if (!isScalar(node)) return empty;
    const { value, source = "" } = node;
    if (value === null) return empty;
    const known = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return { kind: "scalar", at: node.range?.[0] ?? fallback, value: known ? value : source, source };
  };
  const tree = document.contents === null ? null : grow(document.contents, 0, 0, false);
  if (expanded > MAX_EXPANDED) problems.push({ at: 0, code: "TOO_MUCH_EXPANDED", structural: true });
  return tree;
}
