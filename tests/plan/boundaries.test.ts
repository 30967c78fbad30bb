// A5: every number and duration at the ends of its range, one step beyond, and in the forms that YAML and people slip into.
import { describe, expect, it } from "vitest";
import { told } from "./told.ts";

const TOP = "version: 1\nurl: https://x.example\n";
const AUTH = `auth: { e2e: { jwt: { secret: "\${secrets.KEY}" }, users: [${"{ id: u },".repeat(16)}] } }\n`;
const probe = (rest: string, top = TOP): string => `${top}probes: [{ name: a, ${rest} }]\n`;
const http = (rest: string, top = TOP): string => probe(`http: { url: /me, ${rest} }`, top);
const socket = (rest: string): string => probe(`websocket: { url: /ws, ${rest} }`);
const step = (rest: string): string => socket(`steps: [${rest}]`);
const ready = (rest: string): string => `${TOP}deploy: [{ name: a, ready: { health: /h, ${rest} } }]\n`;
const suite = (rest: string): string => `${TOP}suites: [{ name: a, run: b, reports: c.xml, ${rest} }]\n`;
const target = (rest: string): string =>
  `${TOP}probes: [{ name: a, samples: 1, http: / }]\ntargets: [{ metric: http.duration, ${rest} }]\n`;
const hook = (key: string, rest: string): string => `${probe("http: /")}${key}: { run: a, ${rest} }\n`;

/** A minute of patience, so that what is expected may take its time. */
const PATIENT = `${TOP}defaults: { timeout: 10m }\n`;

const FIELDS: Readonly<Record<string, (value: string) => string>> = {
  "deploy.timeout": (value) => `${TOP}deploy: [{ name: a, run: b, timeout: ${value} }]\n`,
  "ready.interval": (value) => ready(`interval: ${value}`),
  "ready.timeout": (value) => ready(`timeout: ${value}`),
  "ready.success-threshold": (value) => ready(`success-threshold: ${value}`),
  "ready.http.expect": (value) => `${TOP}deploy: [{ name: a, ready: { http: { url: /h, expect: ${value} } } }]\n`,
  "setup.timeout": (value) => hook("setup", `timeout: ${value}`),
  "teardown.timeout": (value) => hook("teardown", `timeout: ${value}`),
  "jwt.expires-in": (value) =>
    `${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}", expires-in: ${value} } } }\nprobes: [{ name: a, http: { url: /me } }]\n`,
  "defaults.timeout": (value) => `${TOP}defaults: { timeout: ${value} }\nprobes: [{ name: a, http: { url: /me } }]\n`,
  "defaults.retry": (value) => `${TOP}defaults: { retry: ${value} }\nprobes: [{ name: a, http: / }]\n`,
  "defaults.handshake-timeout": (value) =>
    `${TOP}defaults: { websocket: { url: /ws, handshake-timeout: ${value} } }\nprobes: [{ name: a, websocket: {} }]\n`,
  priority: (value) => probe(`priority: ${value}, http: /`),
  users: (value) => probe(`auth: e2e, users: ${value}, http: /`, TOP + AUTH),
  retry: (value) => probe(`retry: ${value}, http: /`),
  "retry.count": (value) => probe(`retry: { count: ${value} }, http: /`),
  "retry.interval": (value) => probe(`retry: { count: 1, interval: ${value} }, http: /`),
  samples: (value) => probe(`samples: ${value}, http: /`),
  warmup: (value) => probe(`samples: 1, warmup: ${value}, http: /`),
  redirects: (value) => http(`redirects: ${value}`),
  expect: (value) => http(`expect: ${value}`),
  "expect.status": (value) => http(`expect: { status: ${value} }`),
  "expect.duration": (value) => http(`expect: { duration: ${value} }`, PATIENT),
  "tls.expires-in": (value) => http(`expect: { tls: { expires-in: ${value} } }`),
  "tls.expires-in.lt": (value) => http(`expect: { tls: { expires-in: { lt: ${value} } } }`),
  "refused-with": (value) => socket(`expect: { refused-with: ${value} }`),
  "closed-with": (value) => socket(`expect: { closed-with: ${value} }`),
  "websocket.within": (value) => socket(`expect: [a], within: ${value}`),
  "expect.within": (value) => socket(`expect: { events: [a], within: ${value} }`),
  "event.within": (value) => socket(`expect: { events: [{ a: { within: ${value} } }], within: 1h }`),
  "websocket.handshake-timeout": (value) => socket(`handshake-timeout: ${value}`),
  "steps.connect.within": (value) => step(`{ connect: { within: ${value} } }`),
  "steps.wait": (value) => step(`{ wait: ${value} }`),
  "steps.ping.within": (value) => step(`{ ping: { within: ${value} } }`),
  "steps.close": (value) => step(`{ close: ${value} }`),
  "steps.closed-with.within": (value) => step(`{ expect: { closed-with: 1000, within: ${value} } }`),
  "targets.max": (value) => target(`max: ${value}`),
  "targets.warn": (value) => target(`max: 1h, warn: ${value}`),
  "targets.size": (value) => `${probe("http: /")}targets: [{ metric: http.size, max: ${value} }]\n`,
  "suite.timeout": (value) => suite(`timeout: ${value}`),
  "suite.min-tests": (value) => suite(`min-tests: ${value}`),
};

const RANGES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["deploy.timeout", ["1s", "1000ms", "6h", "360m"], ["999ms", "0s", "21601s"]],
  ["ready.interval", ["10ms", "10m"], ["9ms", "601s"]],
  ["ready.timeout", ["100ms", "6h"], ["99ms", "21601s"]],
  ["ready.success-threshold", ["1", "100"], ["0", "101", "1.5"]],
  ["ready.http.expect", ["100", "599"], ["99", "600", "{ schema: a.json }", "{ tls: { expires-in: 14d } }"]],
  ["setup.timeout", ["1s", "6h"], ["999ms", "21601s"]],
  ["teardown.timeout", ["1s", "6h"], ["999ms", "21601s"]],
  ["jwt.expires-in", ["1s", "15m"], ["999ms", "901s"]],
  ["defaults.timeout", ["10ms", "10m"], ["9ms", "601s"]],
  ["defaults.retry", ["0", "10", "{ count: 10, interval: 10m, on: [] }"], ["11", "1.5", "1s"]],
  ["defaults.handshake-timeout", ["10ms", "10m"], ["9ms", "601s"]],
  ["priority", ["1", "100"], ["0", "101", "1.5", "high"]],
  ["users", ["1", "16"], ["0", "17", "1.5", "all"]],
  ["retry", ["0", "10", "{ count: 0 }"], ["11", "0.5", "1s", "[network]"]],
  ["retry.count", ["0", "10"], ["11", "0.5"]],
  ["retry.interval", ["10ms", "10m"], ["9ms", "601s"]],
  ["samples", ["1", "1000"], ["0", "1001", "1.5"]],
  ["warmup", ["0", "100"], ["101", "0.5"]],
  ["redirects", ["0", "5"], ["6", "0.5", "true"]],
  ["expect", ["100", "599", "[100, 599]"], ["99", "600", "200.5"]],
  ["expect.status", ["100", "599"], ["99", "600", "2xx"]],
  ["expect.duration", ["1ms", "10m"], ["0ms", "600001ms"]],
  ["tls.expires-in", ["0s", "3650d", "87600h", "{ gt: 0d }"], ["3651d", "87601h", "1w", "14", "999999999999d"]],
  ["tls.expires-in.lt", ["0ms", "1d", "315360000000ms"], ["315360000001ms", "1y", "1.5d"]],
  [
    "refused-with",
    ["300", "599", "1000", "1003", "1005", "1014", "3000", "4999", "[401, 1008]"],
    ["299", "600", "999", "1004", "1015", "2999", "5000", "[401, 200]"],
  ],
  ["closed-with", ["1000", "1006", "1014", "3000", "4999", "[1000, 4000]"], ["401", "999", "1004", "1015", "5000"]],
  ["websocket.within", ["10ms", "1h"], ["9ms", "3601s"]],
  ["expect.within", ["10ms", "1h"], ["9ms", "3601s"]],
  ["event.within", ["10ms", "1h"], ["9ms", "3601s"]],
  ["websocket.handshake-timeout", ["10ms", "10m"], ["9ms", "601s"]],
  ["steps.connect.within", ["10ms", "10m"], ["9ms", "601s"]],
  ["steps.wait", ["10ms", "1h"], ["9ms", "3601s"]],
  ["steps.ping.within", ["10ms", "1h"], ["9ms", "3601s"]],
  [
    "steps.close",
    ["normal", "abrupt", "1000", "1003", "1007", "1014", "3000", "4999"],
    ["999", "1004", "1005", "1006", "1015", "2999", "5000", "[1000]", "Normal"],
  ],
  ["steps.closed-with.within", ["10ms", "1h"], ["9ms", "3601s"]],
  ["targets.max", ["1ms", "1h"], ["0ms", "3601s", "100"]],
  ["targets.warn", ["1ms", "59m"], ["1h", "2h", "100"]],
  ["targets.size", ["0", "1", "9007199254740991"], ["0.5", "1ms", "9007199254740992"]],
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
  "5w",
  "2147483648ms",
  "99999999999h",
];

describe.each(RANGES)("A5: %s", (field, good, bad) => {
  const file = FIELDS[field] ?? String;

  it.each(good)("takes %s", (value) => {
    expect(told({ file: file(value) })).toEqual([]);
  });

  // A certificate may be valid for longer than a timer can wait.
  const never = field.startsWith("tls.") ? NEVER.filter((value) => value !== "2147483648ms") : NEVER;

  it.each([...bad, ...never])("refuses %s with its place", (value) => {
    const lines = told({ file: file(value) });
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^f\.yml:\d+:\d+ {2}\S+: (?:expected |unknown key|missing)/u);
  });
});

describe("a duration", () => {
  const durations = Object.keys(FIELDS).filter((field) =>
    /timeout|interval|within|expires|duration|wait$/u.test(field),
  );

  it.each(durations)("%s needs its unit", (field) => {
    const lines = told({ file: (FIELDS[field] ?? String)("30") });
    expect(lines).toEqual([
      expect.stringMatching(
        /expected a duration (?:from \S+ to|of at most) \S+ with its unit, such as \S+, got 30\.$/u,
      ),
    ]);
  });

  it("has days only where no timer waits for them", () => {
    for (const field of durations) {
      const isLife = field.startsWith("tls.");
      expect(told({ file: (FIELDS[field] ?? String)("1d") })).toHaveLength(isLife ? 0 : 1);
    }
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
