// Suites and quarantine: what they become, and what is wrong with them.
import { describe, expect, it } from "vitest";
import { day } from "../../src/plan/words/quarantine.ts";
import { made, TOP } from "./made.ts";
import { opened, told } from "./told.ts";

const suite = (words: string): string =>
  `${TOP}suites:\n  - { name: a, run: npm test, reports: r.xml${words === "" ? "" : `, ${words}`} }\n`;
const built = (words: string, environment: Readonly<Record<string, string>> = {}): unknown =>
  opened(made(suite(words), environment).suites[0]);
const says = (words: string, environment: Readonly<Record<string, string>> = {}): readonly string[] =>
  told({ file: suite(words), environment }).map((line) => line.replace(/^f\.yml:\d+:\d+ {2}/u, ""));

describe("a suite", () => {
  it("needs a name, a command and reports", () => {
    expect(built("")).toMatchObject({
      name: "a",
      run: "npm test",
      reports: ["r.xml"],
      timeoutMs: 1_200_000,
      minTests: 0,
      needs: [],
      retryFailed: null,
      reproduce: null,
      attachments: [],
      contact: null,
      priorities: [],
    });
  });

  it.each([
    ["retry-failed: npm run again", { retryFailed: { run: "npm run again", reports: [] } }],
    [
      "retry-failed: { run: x, reports: [again.xml, b/*.xml] }",
      { retryFailed: { run: "x", reports: ["again.xml", "b/*.xml"] } },
    ],
    ["attachments: out/**", { attachments: ["out/**"] }],
    ['attachments: ["a/*", "b/${env.DIR}/*"]', { attachments: ["a/*", "b/x/*"] }],
    ["must-contact: api.example.com", { contact: { hosts: ["api.example.com"], required: false } }],
    [
      'must-contact: ["${env.DIR}.example:8443", "10.0.0.7", "[::1]:443"], require-contact: true',
      { contact: { hosts: ["x.example:8443", "10.0.0.7", "[::1]:443"], required: true } },
    ],
    [
      'priority: [{ match: "*login*", priority: 1 }, { match: "*", priority: 9 }]',
      {
        priorities: [
          { match: "*login*", priority: 1 },
          { match: "*", priority: 9 },
        ],
      },
    ],
    [
      "reproduce: 'pytest ${test.id} -k \"not slow\" --dir=${env.DIR}'",
      { reproduce: 'pytest ${test.id} -k "not slow" --dir=x' },
    ],
  ])("may have %s", (words, expected) => {
    expect(built(words, { DIR: "x" })).toMatchObject(expected);
  });

  it.each([
    ["require-contact: true", "suites[0].require-contact: expected must-contact too: the hosts that count."],
    [
      "must-contact: https://api.example.com/x",
      'suites[0].must-contact: expected a host with or without a port, such as api.staging.example.com or 10.0.0.7:8443, got "https://api.example.com/x".',
    ],
    ["must-contact: []", "suites[0].must-contact: expected at least one host, got an empty list."],
    [
      "must-contact: 'a:0'",
      'suites[0].must-contact: expected a host with or without a port, such as api.staging.example.com or 10.0.0.7:8443, got "a:0".',
    ],
    [
      "must-contact: '${env.URL}'",
      'suites[0].must-contact: expected a host with or without a port, such as api.staging.example.com or 10.0.0.7:8443, got "${env.URL}".',
    ],
    [
      "attachments: ../x",
      'suites[0].attachments: expected a file or pattern below the workspace, such as reports/*.xml, got "../x".',
    ],
    [
      "priority: [{ match: x, priority: 10 }]",
      "suites[0].priority[0].priority: expected a number from 1 to 9, got 10.",
    ],
    [
      "retry-failed: 'pytest ${test.id}'",
      "suites[0].retry-failed: a command is run as it is, without references, got ${test.id}. Hand the value over by `env:` of the step and write $NAME.",
    ],
    [
      "retry-failed: { run: 'pytest ${test.id}' }",
      "suites[0].retry-failed.run: a command is run as it is, without references, got ${test.id}. Hand the value over by `env:` of the step and write $NAME.",
    ],
  ])("is refused with %s", (words, line) => {
    expect(says(words, { URL: "https://x" })).toEqual([line]);
  });
});

describe("the line that runs a test again", () => {
  it.each([
    "pytest",
    'pytest "${test.id}"',
    "pytest '${test.id}'",
    'bash -c "pytest ${test.id}"',
    "x `${test.id}`",
    "x \\${test.id}",
    "x $${test.id}",
    "cat <<END ${test.id}",
    "x ${test.nam}",
    "x ${test.id} ${secrets.KEY}",
    "x ${test.id} ${user.id}",
    "x ${test.id}\ny",
    "",
  ])("is refused: %j", (line) => {
    expect(says(`reproduce: ${JSON.stringify(line)}`, { KEY: "k".repeat(20) })).toHaveLength(1);
  });

  it.each([
    "x ${test.id}",
    "x \"a\" ${test.name} 'b'",
    'x \\" ${test.name}',
    "x --file=${test.file} && y ${test.class}",
    "x <<<${test.id}",
  ])("may be %j", (line) => {
    expect(says(`reproduce: ${JSON.stringify(line)}`)).toEqual([]);
  });

  it("says what a test has", () => {
    expect(says("reproduce: 'x ${test.nam}'")).toEqual([
      "suites[0].reproduce: a test has id, name, class, file, got ${test.nam}. Did you mean ${test.name}?",
    ]);
    expect(says("reproduce: 'x \"${test.id}\"'")).toEqual([
      "suites[0].reproduce: the value is quoted for the shell, so it cannot stand inside quotes, got ${test.id}. Write it without quotes around it.",
    ]);
  });

  it("is the only place for them", () => {
    expect(told({ file: `${TOP}probes: [{ name: a, http: "/x/\${test.id}" }]\n` })).toEqual([
      expect.stringContaining("this reference cannot be filled in here, got ${test.id}"),
    ]);
  });
});

describe("quarantine", () => {
  const file = (entries: string): string => `${suite("")}quarantine: [${entries}]\n`;
  const saysOf = (entries: string): readonly string[] =>
    told({ file: file(entries) }).map((line) => line.replace(/^f\.yml:\d+:\d+ {2}/u, ""));

  it("has tests by name, a day, and why", () => {
    expect(
      opened(
        made(file('{ test: "*a*", until: 2026-12-01, why: "#412 of ${env.TEAM}" }, { test: b, until: 2028-02-29 }'), {
          TEAM: "core",
        }).quarantine,
      ),
    ).toEqual([
      { match: "*a*", until: "2026-12-01", why: "#412 of core" },
      { match: "b", until: "2028-02-29", why: null },
    ]);
  });

  it.each([
    "2026-02-29",
    "2026-13-01",
    "2026-04-31",
    "2026-1-1",
    "01.12.2026",
    "2026-12-01T00:00:00Z",
    "20261201",
    "tomorrow",
  ])("knows no day %s", (date) => {
    expect(saysOf(`{ test: a, until: "${date}" }`)).toEqual([
      `quarantine[0].until: expected a day of the calendar such as 2026-12-01, got "${date}".`,
    ]);
  });

  it("knows every day of 400 years, and no other", () => {
    const fits = new RegExp(day.json.pattern ?? "", "u");
    const wrong: string[] = [];
    for (let year = 1999; year < 2401; year++) {
      for (let month = 0; month <= 13; month++) {
        for (let date = 0; date <= 32; date++) {
          const text = `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
          const there = new Date(Date.UTC(year, month - 1, date)).toISOString().startsWith(text);
          if (fits.test(text) !== there) wrong.push(text);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(["*", "**", "?", "*::*", " a", "a ", "${env.X}"])("is not for %j", (test) => {
    expect(saysOf(`{ test: "${test}", until: 2026-12-01 }`)).not.toEqual([]);
  });

  it("names each test once", () => {
    expect(saysOf("{ test: a, until: 2026-12-01 }, { test: a, until: 2027-01-01 }")).toEqual([
      'quarantine[1].test: this is quarantined already, got "a".',
    ]);
  });

  it("has a bound", () => {
    const entries = Array.from({ length: 201 }, (_, at) => `{ test: a${at}, until: 2026-12-01 }`).join(", ");
    expect(saysOf(entries)).toEqual(["quarantine[200]: expected at most 200 entries."]);
  });
});

describe("the digest of the plan", () => {
  const digestOf = (file: string): string => made(file).digest;
  const plain = digestOf(suite(""));

  it.each(["reproduce: 'x ${test.id}'", "attachments: out/**", "priority: [{ match: a, priority: 1 }]"])(
    "stays with %s, which measures nothing",
    (words) => {
      expect(digestOf(suite(words))).toBe(plain);
    },
  );

  it.each(["retry-failed: x", "must-contact: a.example", "min-tests: 3"])("is another with %s", (words) => {
    expect(digestOf(suite(words))).not.toBe(plain);
  });

  it("is another with another quarantine, and the same with another reason", () => {
    const withEntry = (entry: string): string =>
      digestOf(`${suite("")}quarantine: [{ test: a, until: 2026-12-01${entry} }]\n`);
    expect(withEntry("")).not.toBe(plain);
    expect(withEntry(", why: x")).toBe(withEntry(""));
  });
});
