// Finds `${…}` in texts and judges each one by itself: is it known, does what it names exist. Values are never shown.
import { SHORTEST_SECRET } from "../../text/forms.ts";
import { untrusted } from "../../text/untrusted.ts";
import type { More } from "./faults.ts";
import { misspelt, nearest } from "../words/nearest.ts";

/** What is filled in when a text is used; `${env.X}` is resolved while planning. */
export const SCOPES = ["env", "secrets", "user", "capture", "token", "commit", "test", "deploy", "log"] as const;

export interface Reference {
  readonly raw: string;
  readonly scope: (typeof SCOPES)[number];
  /** The part after the dot; empty for `${token}` and `${commit}`, and all of it for what only `logs` knows. */
  readonly name: string;
}

export type Found = { readonly reference: Reference } | { readonly problem: string; readonly more: More };

/** The references of a text in order, and everything that only looks like one, of which MOST are told. */
export function findReferences(text: string): readonly Found[] {
  const found: Found[] = [];
  let problems = 0;
  for (let at = text.indexOf("${"); at >= 0 && problems < MOST; at = text.indexOf("${", at + 2)) {
    const raw = /^\$\{[^{}]{0,200}\}/u.exec(text.slice(at, at + 204))?.[0];
    if (text.startsWith("${{", at)) found.push({ problem: EXPRESSION, more: { hint: EXPRESSION_HINT } });
    else if (raw === undefined) found.push({ problem: "a reference that is not closed", more: { hint: KNOWN } });
    else found.push(read(raw));
    if ("problem" in (found.at(-1) ?? {})) problems++;
  }
  return found;
}

const MOST = 20;
const FAILURE = ["from", "to", "from-ms", "to-ms"] as const;

export function replaceReferences(text: string, valueOf: (reference: Reference) => string): string {
  return text.replace(/\$\{[^{}]{0,200}\}/gu, (raw) => {
    const found = read(raw);
    return "reference" in found ? valueOf(found.reference) : raw;
  });
}

/** Encodes a text and leaves its references as they are. */
export function encodeAround(text: string, encode: (part: string) => string): string {
  const parts = text.split(/(\$\{[^{}]{0,200}\})/u);
  return parts.map((part, index) => (index % 2 === 0 ? encode(part) : part)).join("");
}

/** What is wrong with the environment variable that a reference reads; null when it can be used. */
export function variableProblem(
  { scope, name }: Reference,
  environment: (name: string) => string | undefined,
): string | null {
  if (scope !== "env" && scope !== "secrets") return null;
  if (/^(?:ACTIONS|INPUT|STATE)_/iu.test(name)) return `${name} belongs to the runner and is not handed out`;
  const given = environment(name);
  // An environment that is a plain object has a "toString" too.
  const value = typeof given === "string" ? given : "";
  if (scope === "env") {
    if (value === "") return `environment variable ${name} is not set`;
    return value.includes("${")
      ? `the value of ${name} holds a reference, and values are not read a second time`
      : null;
  }
  if (value === "") return `secret ${name} is not set: add "env: ${name}: \${{ secrets.${name} }}" to the step`;
  const size = `secret ${name} has ${value.length} ${value.length === 1 ? "character" : "characters"}`;
  if (PEM.test(value)) return null;
  if (/[\r\n]$/u.test(value)) return `${size} and ends with a newline: store it without`;
  if (value.trim() !== value) return `${size} and begins or ends with white space: store it without`;
  return value.length < SHORTEST_SECRET ? `${size}, too few to be masked: expected at least ${SHORTEST_SECRET}` : null;
}

// Tools that write a PEM file end it with a newline, which is no part of the key.
const PEM = /^-----BEGIN [^\r\n]*-----\r?\n[\s\S]*-----END [^\r\n]*-----(?:\r?\n)?$/u;

const KNOWN =
  "Known are ${env.NAME}, ${secrets.NAME}, ${user.FIELD}, ${capture.NAME}, ${deploy.NAME.url}, ${token} and ${commit}.";
const UNNAMEABLE = "Only a service whose name is made of letters, digits, - and _ can be referred to.";
const EXPRESSION = "${{ }} is read by GitHub in workflow files only";
const EXPRESSION_HINT = "Here it is ${env.NAME} or ${secrets.NAME}, with the value handed over by `env:` of the step.";

function read(raw: string): Found {
  const [, single, scope, name = ""] =
    /^\$\{(?:(token|commit)|(env|secrets|user|capture|test)\.([A-Za-z_][\w-]{0,99}))\}$/u.exec(raw) ?? [];
  const isVariable = scope === "env" || scope === "secrets";
  if (isVariable && !name.includes("-")) return { reference: { raw, scope, name } };
  if (scope === "user" || scope === "capture" || scope === "test") return { reference: { raw, scope, name } };
  if (single === "token" || single === "commit") return { reference: { raw, scope: single, name: "" } };
  const [, log] = /^\$\{(deploy\.name|failure\.(?:from|to)(?:-ms)?)\}$/u.exec(raw) ?? [];
  if (log !== undefined) return { reference: { raw, scope: "log", name: log } };
  const [, output] = /^\$\{deploy\.([\w-]{1,100}\.[A-Za-z_][\w-]{0,99})\}$/u.exec(raw) ?? [];
  if (output !== undefined) return { reference: { raw, scope: "deploy", name: output } };
  if (/^\$\{deploy\.[^{}]+\.[\w-]+\}$/u.test(raw)) {
    return { problem: "unknown reference", more: { found: untrusted(raw), hint: UNNAMEABLE } };
  }
  const meant = guess(raw);
  const didYouMean = meant === null ? null : untrusted(meant);
  return {
    problem: "unknown reference",
    more: { found: untrusted(raw), didYouMean, hint: meant === null ? KNOWN : null },
  };
}

function guess(raw: string): string | null {
  const [, first = "", name = ""] = /^\$\{\s*([\w-]+)\s*(?:\.\s*([A-Za-z_]\w*)\s*)?\}$/u.exec(raw) ?? [];
  if (first === "") return null;
  if (first === "deploy" && name.startsWith("n") && misspelt(name, ["name"]) !== null) return "${deploy.name}";
  if (first === "deploy" && name !== "") return `\${deploy.${name}.url}`;
  if (first === "failure") return `\${failure.${nearest(name, FAILURE) ?? "from"}}`;
  if (name === "" && /^[A-Z][A-Z0-9_]+$/u.test(first) && nearest(first, SCOPES) === null) return `\${env.${first}}`;
  const scope = nearest(first, name === "" ? ["token", "commit"] : ["env", "secrets", "user", "capture", "test"]);
  if (scope === null) return null;
  return name === "" ? `\${${scope}}` : `\${${scope}.${name}}`;
}
