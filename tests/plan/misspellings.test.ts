// Misspelt words find the word that was meant, and words that are like none find none.
import { describe, expect, it } from "vitest";
import { misspelt, nearest } from "../../src/plan/words/nearest.ts";
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
const withAuth = (words: string): string => `${TOP}auth: { e2e: { ${words} } }\n`;
const login = (key: string): string => withAuth(`login: { post: /l, token: $.t, ${key}: 1 }`);
const basic = (key: string): string => withAuth(`basic: { username: a, password: "\${secrets.KEY}", ${key}: 1 }`);
const auth = (key: string): string => withAuth(`${key}: 1`);
const retry = (key: string): string => probe(`retry: { count: 1, ${key}: 1 }`);
const lifetime = (key: string): string => probe(`http: { url: /me, expect: { tls: { expires-in: { ${key}: 1d } } } }`);
const event = (key: string): string => probe(`websocket: { url: /ws, expect: [{ a: { ${key}: 1 } }] }`);
const awaited = (key: string): string => probe(`websocket: { url: /ws, expect: { events: [a], ${key}: 1 } }`);
const step = (key: string): string => probe(`websocket: { url: /ws, steps: [{ ${key}: 1 }] }`);
const connection = (key: string): string => `${TOP}defaults: { websocket: { ${key}: 1 } }\n`;
const target = (key: string): string => `${TOP}targets: [{ metric: ws.ping, max: 1s, ${key}: 1 }]\n`;
const hook = (key: string): string => `${TOP}setup: { run: a, ${key}: 1 }\n`;
const jwt = (key: string): string => `${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}", ${key}: 1 } } }\n`;
const component = (key: string): string => `${TOP}components: [{ name: a, tests: b, ${key}: 1 }]\n`;
const criterion = (key: string): string => `${TOP}criteria: [{ text: a, ${key}: 1 }]\n`;
const ownClass = (key: string): string => `${TOP}classes: [{ id: a.b, title: c, match: d, ${key}: 1 }]\n`;
const defaults = (key: string): string => `${TOP}defaults: { ${key}: 1 }\n`;
const top = (key: string): string => `${TOP}${key}: 1\n`;

const FILES = {
  top,
  service,
  ready,
  http,
  socket,
  expectation,
  condition,
  jwt,
  suite,
  defaults,
  probe,
  login,
  basic,
  auth,
  retry,
  lifetime,
  event,
  awaited,
  step,
  connection,
  target,
  hook,
  component,
  criterion,
  ownClass,
} as const;

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
  ["probe", "tag: []", "tags"],
  ["probe", "priorty: 1", "priority"],
  ["probe", "severty: warn", "severity"],
  ["probe", "retries: 1", "retry"],
  ["probe", "sample: 1", "samples"],
  ["probe", "iterations: 1", "samples"],
  ["probe", "warm-up: 1", "warmup"],
  ["probe", "vus: 1", "users"],
  ["probe", "user: 1", "users"],
  ["top", "controll", "control"],
  ["top", "tear-down", "teardown"],
  ["top", "set_up", "setup"],
  ["top", "before", "setup"],
  ["top", "after", "teardown"],
  ["top", "tragets", "targets"],
  ["auth", "JWT", "jwt"],
  ["auth", "log-in", "login"],
  ["auth", "barer", "bearer"],
  ["auth", "user", "users"],
  ["jwt", "secretEncoding", "secret-encoding"],
  ["jwt", "audiance", "audience"],
  ["jwt", "allow-weak-key", "allow-weak-test-key"],
  ["login", "tokn", "token"],
  ["login", "from", "form"],
  ["basic", "user-name", "username"],
  ["basic", "pasword", "password"],
  ["retry", "intervall", "interval"],
  ["retry", "counts", "count"],
  ["http", "redirect", "redirects"],
  ["http", "captures", "capture"],
  ["http", "extract", "capture"],
  ["expectation", "shema", "schema"],
  ["expectation", "tsl", "tls"],
  ["lifetime", "gtt", "gt"],
  ["socket", "authMessage", "auth-message"],
  ["socket", "auth_event", "auth-event"],
  ["socket", "token-param", "token-parameter"],
  ["socket", "evry", "every"],
  ["socket", "step", "steps"],
  ["socket", "timeout", "within"],
  ["event", "repeated", "repeat"],
  ["event", "optinal", "optional"],
  ["event", "matches", "match"],
  ["awaited", "oder", "order"],
  ["awaited", "close-with", "closed-with"],
  ["awaited", "refusedWith", "refused-with"],
  ["step", "sned", "send"],
  ["step", "conect", "connect"],
  ["step", "expects", "expect"],
  ["connection", "tokenIn", "token-in"],
  ["connection", "handshake", "handshake-timeout"],
  ["target", "tag", "tags"],
  ["target", "p9", "p90"],
  ["target", "warning", "warn"],
  ["hook", "time-out", "timeout"],
  ["hook", "cmd", "run"],
  ["top", "component", "components"],
  ["top", "owner", "owners"],
  ["top", "criterias", "criteria"],
  ["top", "class", "classes"],
  ["top", "why", "whys"],
  ["component", "test", "tests"],
  ["component", "sentance", "sentence"],
  ["component", "values", "value"],
  ["component", "owners", "owner"],
  ["criterion", "check", "checks"],
  ["criterion", "noErrors", "no-error"],
  ["ownClass", "matches", "match"],
  ["ownClass", "transiant", "transient"],
  ["ownClass", "stages", "stage"],
];

describe("A1: a misspelt key", () => {
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
    ["quarantine", ["probes", "suites", "targets", "teardown"]],
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

describe("misspelt", () => {
  it.each([
    ["propertes", "properties"],
    ["propertys", "properties"],
    ["additionalproperties", "additionalProperties"],
    ["ENUM", "enum"],
  ])("takes %s for %s", (word, known) => {
    expect(misspelt(word, ["enum", "not", "properties", "additionalProperties"])).toBe(known);
  });

  it.each(["propertyOrder", "no", "examples", "", "x".repeat(100_000)])("takes %j for nothing", (word) => {
    expect(misspelt(word.slice(0, 100_000), ["enum", "not", "properties", "propertyNames"])).toBeNull();
  });
});
