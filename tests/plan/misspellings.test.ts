// Misspelt words find the word that was meant, and words that are like none find none.
import { describe, expect, it } from "vitest";
import { nearest } from "../../src/plan/nearest.ts";
import { faultsOf, opened } from "./told.ts";

const TOP = "version: 1\nurl: https://x.example\n";
const probe = (line: string): string => `${TOP}probes:\n  - name: a\n    ${line}\n`;
const http = (key: string): string => probe(`http: { url: /me, ${key}: 1 }`);
const socket = (key: string): string => probe(`websocket: { url: /ws, ${key}: 1 }`);
const expectation = (key: string): string => probe(`http: { url: /me, expect: { ${key}: 1 } }`);
const condition = (key: string): string => probe(`http: { url: /me, expect: { json: { $.a: { ${key}: 1 } } } }`);
const service = (key: string): string => `${TOP}deploy:\n  - { name: a, run: b, ${key}: 1 }\n`;
const ready = (key: string): string => `${TOP}deploy:\n  - { name: a, ready: { health: /h, ${key}: 1 } }\n`;
const suite = (key: string): string => `${TOP}suites:\n  - { name: a, run: b, reports: c.xml, ${key}: 1 }\n`;
const jwt = (key: string): string => `${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}", ${key}: 1 } } }\n`;
const defaults = (key: string): string => `${TOP}defaults: { ${key}: 1 }\n`;
const top = (key: string): string => `${TOP}${key}: 1\n`;

const FILES = { top, service, ready, http, socket, expectation, condition, jwt, suite, defaults, probe } as const;

const MISSPELLINGS: readonly (readonly [keyof typeof FILES, string, string])[] = [
  ["top", "verison", "version"],
  ["top", "URL", "url"],
  ["top", "uri", "url"],
  ["top", "nmae", "name"],
  ["top", "tagret", "target"],
  ["top", "deploys", "deploy"],
  ["top", "deployment", "deploy"],
  ["top", "auths", "auth"],
  ["top", "default", "defaults"],
  ["top", "pre-flight", "preflight"],
  ["top", "preFlight", "preflight"],
  ["top", "probe", "probes"],
  ["top", "Probes", "probes"],
  ["top", "suite", "suites"],
  ["top", "suits", "suites"],
  ["service", "cmd", "run"],
  ["service", "time-out", "timeout"],
  ["service", "tiemout", "timeout"],
  ["service", "redy", "ready"],
  ["ready", "heath", "health"],
  ["ready", "revison", "revision"],
  ["ready", "intervall", "interval"],
  ["ready", "success_threshold", "success-threshold"],
  ["ready", "successThreshold", "success-threshold"],
  ["ready", "threshold", "success-threshold"],
  ["http", "methd", "method"],
  ["http", "header", "headers"],
  ["http", "jsno", "json"],
  ["http", "expected", "expect"],
  ["http", "bdoy", "body"],
  ["socket", "token_in", "token-in"],
  ["socket", "sub-protocols", "subprotocols"],
  ["socket", "subprotocol", "subprotocols"],
  ["socket", "handshakeTimeout", "handshake-timeout"],
  ["socket", "withn", "within"],
  ["socket", "newer", "never"],
  ["expectation", "staus", "status"],
  ["expectation", "durration", "duration"],
  ["condition", "contain", "contains"],
  ["condition", "match", "matches"],
  ["condition", "exist", "exists"],
  ["jwt", "algoritm", "algorithm"],
  ["jwt", "claim", "claims"],
  ["jwt", "expires_in", "expires-in"],
  ["suite", "report", "reports"],
  ["suite", "minTests", "min-tests"],
  ["suite", "need", "needs"],
  ["defaults", "websockets", "websocket"],
  ["defaults", "timout", "timeout"],
  ["probe", "htttp: {}", "http"],
  ["probe", "ws: {}", "websocket"],
  ["probe", "depends-on: []", "needs"],
];

describe("a misspelt key", () => {
  it.each(MISSPELLINGS)("%s: %s was meant to be %s", (kind, key, meant) => {
    const unknown = faultsOf({ file: FILES[kind](key) }).filter(({ message }) => message === "unknown key");
    expect(opened(unknown.map(({ didYouMean }) => didYouMean))).toEqual([meant]);
  });

  it("is told beside all the others", () => {
    const file = MISSPELLINGS.filter(([kind]) => kind === "top").map(([, key]) => `${key}: 1\n`);
    expect(faultsOf({ file: `${TOP}${file.join("")}` })).toHaveLength(file.length);
  });
});

describe("nearest", () => {
  it.each([
    ["quarantine", ["probes", "suites"]],
    ["x", ["url", "name"]],
    ["", ["url"]],
    ["x".repeat(100_000), ["url"]],
    ["anything", []],
  ])("finds nothing for a word like none (%#)", (word, known) => {
    expect(nearest(word, known)).toBeNull();
  });

  it("prefers the closest of several", () => {
    expect(nearest("healt", ["heads", "health", "wealth"])).toBe("health");
  });
});
