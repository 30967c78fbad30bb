// Every number and duration at the ends of its range, one step beyond, and in the forms that YAML and people slip into.
import { describe, expect, it } from "vitest";
import { told } from "./told.ts";

const TOP = "version: 1\nurl: https://x.example\n";
const http = (rest: string): string => `${TOP}probes: [{ name: a, http: { url: /me, ${rest} } }]\n`;
const socket = (rest: string): string => `${TOP}probes: [{ name: a, websocket: { url: /ws, ${rest} } }]\n`;
const ready = (rest: string): string => `${TOP}deploy: [{ name: a, ready: { health: /h, ${rest} } }]\n`;
const suite = (rest: string): string => `${TOP}suites: [{ name: a, run: b, reports: c.xml, ${rest} }]\n`;

const FIELDS: Readonly<Record<string, (value: string) => string>> = {
  "deploy.timeout": (value) => `${TOP}deploy: [{ name: a, run: b, timeout: ${value} }]\n`,
  "ready.interval": (value) => ready(`interval: ${value}`),
  "ready.timeout": (value) => ready(`timeout: ${value}`),
  "ready.success-threshold": (value) => ready(`success-threshold: ${value}`),
  "jwt.expires-in": (value) =>
    `${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}", expires-in: ${value} } } }\nprobes: [{ name: a, http: { url: /me } }]\n`,
  "defaults.timeout": (value) => `${TOP}defaults: { timeout: ${value} }\nprobes: [{ name: a, http: { url: /me } }]\n`,
  expect: (value) => http(`expect: ${value}`),
  "expect.status": (value) => http(`expect: { status: ${value} }`),
  "expect.duration": (value) => http(`expect: { duration: ${value} }`),
  "refused-with": (value) => socket(`expect: { refused-with: ${value} }`),
  "websocket.within": (value) => socket(`expect: [a], within: ${value}`),
  "websocket.handshake-timeout": (value) => socket(`handshake-timeout: ${value}`),
  "suite.timeout": (value) => suite(`timeout: ${value}`),
  "suite.min-tests": (value) => suite(`min-tests: ${value}`),
};

const RANGES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["deploy.timeout", ["1s", "1000ms", "6h", "360m"], ["999ms", "0s", "21601s"]],
  ["ready.interval", ["10ms", "10m"], ["9ms", "601s"]],
  ["ready.timeout", ["100ms", "6h"], ["99ms", "21601s"]],
  ["ready.success-threshold", ["1", "100"], ["0", "101", "1.5"]],
  ["jwt.expires-in", ["1s", "15m"], ["999ms", "901s"]],
  ["defaults.timeout", ["10ms", "10m"], ["9ms", "601s"]],
  ["expect", ["100", "599", "[100, 599]"], ["99", "600", "200.5"]],
  ["expect.status", ["100", "599"], ["99", "600", "2xx"]],
  ["expect.duration", ["1ms", "10m"], ["0ms", "600001ms"]],
  ["refused-with", ["300", "599", "1000", "4999", "[401, 1008]"], ["299", "600", "999", "5000"]],
  ["websocket.within", ["10ms", "1h"], ["9ms", "3601s"]],
  ["websocket.handshake-timeout", ["10ms", "10m"], ["9ms", "601s"]],
  ["suite.timeout", ["1s", "6h"], ["999ms", "21601s"]],
  ["suite.min-tests", ["0", "1000000"], ["-1", "1000001", "0.5"]],
];

// What no field of a number or a duration may take.
const NEVER = [
  "",
  '""',
  "NaN",
  ".nan",
  ".inf",
  "-.inf",
  "null",
  "yes",
  "{}",
  "{ a: 1 }",
  "[]",
  "[[1]]",
  "0777",
  "0x10",
  "1_000",
  "12:30:45",
  "-1",
  "-5s",
  "5 s",
  "5S",
  "1e2s",
  "1.5s",
  "5m30s",
  "05s",
  "5d",
  "2147483648ms",
  "99999999999h",
];

describe.each(RANGES)("%s", (field, good, bad) => {
  const file = FIELDS[field] ?? String;

  it.each(good)("takes %s", (value) => {
    expect(told({ file: file(value) })).toEqual([]);
  });

  it.each([...bad, ...NEVER])("refuses %s with its place", (value) => {
    const lines = told({ file: file(value) });
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^f\.yml:\d+:\d+ {2}\S+: (?:expected |unknown key)/u);
  });
});

describe("a duration", () => {
  const durations = Object.keys(FIELDS).filter((field) => /timeout|interval|within|expires|duration/u.test(field));

  it.each(durations)("%s needs its unit", (field) => {
    const lines = told({ file: (FIELDS[field] ?? String)("30") });
    expect(lines).toEqual([
      expect.stringMatching(/expected a duration from \S+ to \S+ with its unit, such as 30s, got 30\.$/u),
    ]);
  });
});

const INPUTS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    "max-cycles",
    ["1", "50", " 7 "],
    ["0", "51", "-1", "1.5", "05", "1e1", "0x5", "five", "NaN", "99999999999999999999"],
  ],
  ["budget-minutes", ["1", "1440"], ["0", "1441", "360m", "-1"]],
  ["wait", ["0s", "0ms", "15m", "900s"], ["901s", "16m", "60", "-1s", "1d", "2147483648ms", "1.5m"]],
];

describe.each(INPUTS)("the input %s", (name, good, bad) => {
  const inputs = { url: "https://x.example", health: "/health" };

  it.each(good)("takes %s", (value) => {
    expect(told({ inputs: { ...inputs, [name]: value } })).toEqual([]);
  });

  it.each(bad)("refuses %s", (value) => {
    const lines = told({ inputs: { ...inputs, [name]: value } });
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^input ${name}: expected a .* from .* got "${value.trim()}"\\.$`, "u")),
    ]);
  });
});
