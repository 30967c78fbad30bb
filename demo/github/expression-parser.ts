// The grammar of GitHub's expressions: text in, tree out.

export type Node =
  | { readonly kind: "literal"; readonly value: null | boolean | number | string }
  | { readonly kind: "context"; readonly name: string }
  | { readonly kind: "member"; readonly object: Node; readonly key: Node }
  | { readonly kind: "every"; readonly object: Node }
  | { readonly kind: "not"; readonly operand: Node }
  | {
      readonly kind: "binary";
      readonly operator: Operator;
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[] };

export type Operator = "&&" | "||" | "==" | "!=" | "<" | "<=" | ">" | ">=";

export function parseExpression(source: string): Node {
  const tokens = tokenize(source);
  const reader = { tokens, at: 0, source };
  const node = parseLevel(reader, 0);
  if (reader.at < tokens.length) throw unexpected(reader);
  return node;
}

// Weakest first, as GitHub documents the precedence.
const LEVELS: readonly (readonly Operator[])[] = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="]];

interface Token {
  readonly kind: "operator" | "name" | "number" | "text" | "mark";
  readonly text: string;
}

interface Reader {
  readonly tokens: readonly Token[];
  readonly source: string;
  at: number;
}

const TOKEN =
  /\s*(?:(?<operator>&&|\|\||==|!=|<=|>=|<|>)|(?<number>[-+]?(?:0x[\da-f]+|0o[0-7]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?))|(?<name>[a-z_][\w-]*)|'(?<text>(?:[^']|'')*)'|(?<mark>[!()[\].,*]))/iy;

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (source.slice(at).trim() !== "") {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(source)?.groups;
    if (groups === undefined) {
      throw new Error(`Unexpected symbol at position ${at + 1} of the expression: ${source.trim()}`);
    }
    at = TOKEN.lastIndex;
    const { operator, number, name, text, mark } = groups;
    if (operator !== undefined) tokens.push({ kind: "operator", text: operator });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (text !== undefined) tokens.push({ kind: "text", text: text.replaceAll("''", "'") });
    else if (mark !== undefined) tokens.push({ kind: "mark", text: mark });
  }
  return tokens;
}

function parseLevel(reader: Reader, level: number): Node {
  const operators = LEVELS[level];
  if (operators === undefined) return parseUnary(reader);
  let left = parseLevel(reader, level + 1);
  for (;;) {
    const token = reader.tokens[reader.at];
    const operator = token?.kind === "operator" ? operators.find((one) => one === token.text) : undefined;
    if (operator === undefined) return left;
    reader.at += 1;
    left = { kind: "binary", operator, left, right: parseLevel(reader, level + 1) };
  }
}

function parseUnary(reader: Reader): Node {
  if (accept(reader, "!")) return { kind: "not", operand: parseUnary(reader) };
  let node = parsePrimary(reader);
  for (;;) {
    if (accept(reader, ".")) {
      if (accept(reader, "*")) {
        node = { kind: "every", object: node };
        continue;
      }
      const token = reader.tokens[reader.at];
      if (token?.kind !== "name") throw unexpected(reader);
      reader.at += 1;
      node = { kind: "member", object: node, key: { kind: "literal", value: token.text } };
    } else if (accept(reader, "[")) {
      node = accept(reader, "*")
        ? { kind: "every", object: node }
        : { kind: "member", object: node, key: parseLevel(reader, 0) };
      expect(reader, "]");
    } else return node;
  }
}

function parsePrimary(reader: Reader): Node {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw unexpected(reader);
  if (accept(reader, "(")) {
    const inner = parseLevel(reader, 0);
    expect(reader, ")");
    return inner;
  }
  reader.at += 1;
  if (token.kind === "text") return { kind: "literal", value: token.text };
  if (token.kind === "number") return { kind: "literal", value: Number(token.text) };
  if (token.kind !== "name") {
    reader.at -= 1;
    throw unexpected(reader);
  }
  if (accept(reader, "(")) return { kind: "call", name: token.text, args: parseArguments(reader) };
  switch (token.text) {
    case "true":
      return { kind: "literal", value: true };
    case "false":
      return { kind: "literal", value: false };
    case "null":
      return { kind: "literal", value: null };
    case "NaN":
      return { kind: "literal", value: Number.NaN };
    case "Infinity":
      return { kind: "literal", value: Number.POSITIVE_INFINITY };
    default:
      return { kind: "context", name: token.text };
  }
}

function parseArguments(reader: Reader): Node[] {
  if (accept(reader, ")")) return [];
  const args = [parseLevel(reader, 0)];
  while (accept(reader, ",")) args.push(parseLevel(reader, 0));
  expect(reader, ")");
  return args;
}

function accept(reader: Reader, mark: string): boolean {
  const token = reader.tokens[reader.at];
  if (token?.kind !== "mark" || token.text !== mark) return false;
  reader.at += 1;
  return true;
}

function expect(reader: Reader, mark: string): void {
  if (!accept(reader, mark)) throw unexpected(reader);
}

function unexpected(reader: Reader): Error {
  const token = reader.tokens[reader.at];
  const seen = token === undefined ? "end of the expression" : `'${token.text}'`;
  return new Error(`Unexpected ${seen} in the expression: ${reader.source.trim()}`);
}
