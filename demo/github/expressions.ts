// GitHub's expression language, `${{ … }}`: reading and evaluating. What the contexts hold is decided by the callers.
// https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
import { isList, isRecord, toJson, type Json } from "./json.ts";
import { parseExpression, type Node } from "./expression-parser.ts";

export interface Scope {
  /** The contexts by name: github, inputs, env, steps, … */
  readonly contexts: Readonly<Record<string, Json>>;
  /** success(), failure(), cancelled() where they are known. */
  readonly status?: { success(): boolean; failure(): boolean; cancelled(): boolean };
}

/** Replaces every `${{ … }}` in a text. A text that is nothing but one expression still becomes text. */
export function interpolate(text: string, scope: Scope): string {
  return splitTemplate(text)
    .map((part) => (part.kind === "text" ? part.text : asText(evaluate(part.text, scope))))
    .join("");
}

/** Like interpolate, but a text that is exactly one expression keeps its type (`timeout-minutes`, `cancel-in-progress`). */
export function interpolateValue(text: string, scope: Scope): Json {
  const parts = splitTemplate(text);
  const [only] = parts;
  return parts.length === 1 && only?.kind === "expression" ? evaluate(only.text, scope) : interpolate(text, scope);
}

/** An `if:`. Without one of the status functions it means `success() && (…)`. */
export function evaluateCondition(condition: string | undefined, scope: Scope): boolean {
  const whole = condition?.trim() ?? "";
  if (whole === "") return scope.status?.success() ?? true;
  const parts = splitTemplate(whole);
  const [only] = parts;
  // A condition may be bare, one expression, or text around expressions (which is then a non-empty text, so true).
  const source =
    parts.length === 1 && only !== undefined
      ? only.text
      : `format('${interpolate(whole, scope).replaceAll("'", "''").replaceAll("{", "{{").replaceAll("}", "}}")}')`;
  const node = parseExpression(source);
  const holds = isTruthy(evaluateNode(node, scope));
  return mentionsStatus(node) ? holds : (scope.status?.success() ?? true) && holds;
}

export function evaluate(source: string, scope: Scope): Json {
  return evaluateNode(parseExpression(source), scope);
}

/** How GitHub writes a value into text. */
export function asText(value: Json): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return isList(value) ? "Array" : "Object";
}

export function isTruthy(value: Json): boolean {
  return !(value === null || value === false || value === "" || value === 0);
}

interface Part {
  readonly kind: "text" | "expression";
  readonly text: string;
}

function splitTemplate(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf("${{", from);
    if (open < 0) break;
    const close = closing(text, open + 3);
    if (close < 0) throw new Error(`The expression is not closed: ${text.slice(open, open + 60)}`);
    if (open > from) parts.push({ kind: "text", text: text.slice(from, open) });
    parts.push({ kind: "expression", text: text.slice(open + 3, close) });
    from = close + 2;
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) });
  return parts;
}

/** The end of an expression; braces inside of quotes do not count. */
function closing(text: string, from: number): number {
  let quoted = false;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === "'") quoted = !quoted;
    if (!quoted && text.startsWith("}}", index)) return index;
  }
  return -1;
}

function mentionsStatus(node: Node): boolean {
  switch (node.kind) {
    case "call":
      return STATUS_FUNCTIONS.has(node.name.toLowerCase()) || node.args.some(mentionsStatus);
    case "binary":
      return mentionsStatus(node.left) || mentionsStatus(node.right);
    case "not":
      return mentionsStatus(node.operand);
    case "member":
      return mentionsStatus(node.object) || mentionsStatus(node.key);
    case "every":
      return mentionsStatus(node.object);
    case "literal":
    case "context":
      return false;
  }
}

const STATUS_FUNCTIONS: ReadonlySet<string> = new Set(["always", "success", "failure", "cancelled"]);

function evaluateNode(node: Node, scope: Scope): Json {
  switch (node.kind) {
    case "literal":
      return node.value;
    case "context":
      return memberOf(scope.contexts, node.name);
    case "member":
      return memberOf(evaluateNode(node.object, scope), asText(evaluateNode(node.key, scope)));
    case "every": {
      const value = evaluateNode(node.object, scope);
      if (isList(value)) return value;
      return isRecord(value) ? Object.values(value).map(toJson) : [];
    }
    case "not":
      return !isTruthy(evaluateNode(node.operand, scope));
    case "binary":
      return evaluateBinary(node, scope);
    case "call":
      return call(
        node.name.toLowerCase(),
        node.args.map((arg) => () => evaluateNode(arg, scope)),
        scope,
      );
  }
}

function memberOf(value: unknown, key: string): Json {
  if (isList(value)) {
    // After `.*` a key is taken from every element; otherwise it is an index.
    if (/^\d+$/.test(key)) return toJson(value[Number(key)]);
    return value.flatMap((element) => (isRecord(element) && key in element ? [toJson(element[key])] : []));
  }
  if (!isRecord(value)) return null;
  const wanted = key.toLowerCase();
  const found = Object.keys(value).find((name) => name.toLowerCase() === wanted);
  return found === undefined ? null : toJson(value[found]);
}

function evaluateBinary(node: Extract<Node, { kind: "binary" }>, scope: Scope): Json {
  const left = evaluateNode(node.left, scope);
  if (node.operator === "&&") return isTruthy(left) ? evaluateNode(node.right, scope) : left;
  if (node.operator === "||") return isTruthy(left) ? left : evaluateNode(node.right, scope);
  const right = evaluateNode(node.right, scope);
  switch (node.operator) {
    case "==":
      return looselyEqual(left, right);
    case "!=":
      return !looselyEqual(left, right);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compare(left, right, node.operator);
  }
}

function looselyEqual(left: Json, right: Json): boolean {
  if (typeof left === "string" && typeof right === "string") return left.toLowerCase() === right.toLowerCase();
  if (isPlain(left) && isPlain(right)) {
    return typeof left === typeof right && left !== null
      ? left === right
      : (left === null && right === null) || toNumber(left) === toNumber(right);
  }
  return left === right;
}

function compare(left: Json, right: Json, operator: "<" | "<=" | ">" | ">="): boolean {
  const [a, b] =
    typeof left === "string" && typeof right === "string"
      ? [left.toLowerCase(), right.toLowerCase()]
      : [toNumber(left), toNumber(right)];
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
}

function isPlain(value: Json): value is null | boolean | number | string {
  return value === null || typeof value !== "object";
}

function toNumber(value: Json): number {
  if (value === null) return 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  if (typeof value === "string") return value.trim() === "" ? 0 : Number(value);
  return Number.NaN;
}

type Lazy = () => Json;

function call(name: string, args: readonly Lazy[], scope: Scope): Json {
  const arg = (index: number): Json => args[index]?.() ?? null;
  const text = (index: number): string => asText(arg(index));
  switch (name) {
    case "always":
      return true;
    case "success":
      return scope.status?.success() ?? true;
    case "failure":
      return scope.status?.failure() ?? false;
    case "cancelled":
      return scope.status?.cancelled() ?? false;
    case "contains": {
      const search = arg(0);
      if (isList(search)) return search.some((element) => looselyEqual(toJson(element), arg(1)));
      return asText(search).toLowerCase().includes(text(1).toLowerCase());
    }
    case "startswith":
      return text(0).toLowerCase().startsWith(text(1).toLowerCase());
    case "endswith":
      return text(0).toLowerCase().endsWith(text(1).toLowerCase());
    case "format":
      return format(
        text(0),
        args.slice(1).map((value) => asText(value())),
      );
    case "join": {
      const list = arg(0);
      const separator = args.length > 1 ? text(1) : ",";
      return isList(list) ? list.map((element) => asText(toJson(element))).join(separator) : asText(list);
    }
    case "tojson":
      return JSON.stringify(arg(0), null, 2);
    case "fromjson":
      return toJson(JSON.parse(text(0)));
    default:
      throw new Error(`Unrecognized function: '${name}'`);
  }
}

function format(template: string, values: readonly string[]): string {
  return template.replaceAll(/\{\{|\}\}|\{(\d+)\}/g, (whole, index: string | undefined) => {
    if (index === undefined) return whole.charAt(0);
    const value = values[Number(index)];
    if (value === undefined) throw new Error(`format() has no value for {${index}}: ${template}`);
    return value;
  });
}
