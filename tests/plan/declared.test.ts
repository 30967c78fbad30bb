// Components, owners, criteria, classes of the team's own, and answers: what they become, and what is wrong with them.
import { describe, expect, it } from "vitest";
import { startCpu } from "../cpu.ts";
import { made, TOP } from "./made.ts";
import { opened, plan, told } from "./told.ts";

const FILE = `${TOP}deploy: [{ name: backend, run: d }, { name: web, run: d }]\n`;
const says = (lines: string, files: Readonly<Record<string, string>> = {}): readonly string[] =>
  told({ file: `${FILE}${lines}`, files });
const list = (length: number, make: (at: number) => string): string =>
  Array.from({ length }, (_, at) => make(at)).join(", ");

describe("a component", () => {
  it.each([
    ["120000 USD MRR", { amount: 120_000, unit: "USD MRR" }],
    ["0 €", { amount: 0, unit: "€" }],
    ["0.5 % of all orders in 30 days", { amount: 0.5, unit: "% of all orders in 30 days" }],
    ["999999999999999.5 x", { amount: 999_999_999_999_999.5, unit: "x" }],
  ])("may be worth %j", (value, expected) => {
    const { components } = made(`${FILE}components: [{ name: a, tests: b, value: ${JSON.stringify(value)} }]\n`);
    expect(opened(components[0]?.value)).toEqual(expected);
  });

  it.each([
    "120K+ MRR",
    "USD 120",
    "120",
    "120 ",
    "-1 USD",
    "1.23456 USD",
    "1e5 USD",
    "012 USD",
    "1  USD",
    "${env.X} USD",
  ])("is not worth %j", (value) => {
    expect(says(`components: [{ name: a, tests: b, value: ${JSON.stringify(value)} }]\n`)).toContain(
      `f.yml:4:42  components[0].value: expected a number, a space and a unit, such as 120000 USD MRR, got ${JSON.stringify(value)}.`,
    );
  });

  it("has texts in which variables of the step are filled in, and no other references", () => {
    const file = `${FILE}components: [{ name: a, tests: b, sentence: "\${env.WHO} can talk", owner: "@\${env.WHO}" }]\n`;
    expect(opened(made(file, { WHO: "users" }).components)).toMatchObject([
      { sentence: "users can talk", owner: "@users" },
    ]);
    expect(says('components: [{ name: a, tests: b, sentence: "${user.id}" }]\n')).toEqual([
      "f.yml:4:45  components[0].sentence: this reference cannot be filled in here, got ${user.id}. Only ${env.NAME} may stand here.",
    ]);
  });

  it.each([
    [list(41, (at) => `{ name: a${at}, tests: b }`), "components[40]: expected at most 40 components."],
    [
      `{ name: a, tests: [${list(150, (at) => `a${at}`)}] }, { name: b, tests: [${list(51, (at) => `b${at}`)}] }`,
      "components[1].tests: expected at most 200 patterns in all components together.",
    ],
  ])("has bounds: %#", (components, line) => {
    expect(says(`components: [${components}]\n`)).toEqual([expect.stringContaining(line)]);
  });
});

describe("owners", () => {
  const owners = 'owners: { backend: [a, b], Chat: c, "*": [d, "${env.WHO}"] }\n';
  const components = "components: [{ name: Chat, tests: x }, { name: Search, tests: y, owner: e }]\n";
  const result = made(`${FILE}${owners}${components}`, { WHO: "f" });

  it("are asked in the order of the file", () => {
    expect(opened(result.owners)).toEqual(
      [
        ["backend", "a"],
        ["backend", "b"],
        ["Chat", "c"],
        ["*", "d"],
        ["*", "f"],
      ].map(([match, owner]) => ({ match, owner })),
    );
  });

  it("are named for a service and a component by their names, and not by a pattern", () => {
    expect(opened(result.deploys.map(({ owner }) => owner))).toEqual(["a, b", null]);
    expect(opened(result.components.map(({ owner }) => owner))).toEqual(["c", "e"]);
  });

  it("are named for the service that the short form makes", () => {
    expect(opened(made("version: 1\nname: qa\ndeploy: ./d.sh\nowners: { qa: me }\n").deploys[0]?.owner)).toBe("me");
  });

  it("have a bound", () => {
    expect(says(`owners: { ${list(201, (at) => `a${at}: b`)} }\n`)).toEqual([
      expect.stringMatching(/owners\.a200: expected at most 200 entries\.$/u),
    ]);
  });
});

describe("a criterion", () => {
  it("is bound to checks, to kinds of error, to both or to nothing", () => {
    const { criteria } = made(
      `${FILE}criteria: [a, { text: b }, { text: c, checks: "x*" }, { text: d, checks: [x, y], no-error: [network, net.dns, network] }]\n`,
    );
    expect(opened(criteria)).toEqual([
      { text: "a", checks: null, noError: null },
      { text: "b", checks: null, noError: null },
      { text: "c", checks: ["x*"], noError: null },
      { text: "d", checks: ["x", "y"], noError: ["net", "net.dns"] },
    ]);
  });

  it("knows the family of a class of the team's own, and every word of ours", () => {
    const words =
      "network, access, service, deploy, dependency, environment, test, assertion, unknown, svc.unavailable, app";
    const classes = "classes: [{ id: app.quota, title: x, match: x }, { id: net.proxy, title: x, match: x }]\n";
    const { criteria } = made(`${FILE}${classes}criteria: [{ text: a, no-error: [${words}, net.proxy] }]\n`);
    expect(criteria[0]?.noError).toEqual([
      "net",
      "access",
      "svc",
      "deploy",
      "dep",
      "env",
      "test",
      "assert",
      "unknown",
      "svc.unavailable",
      "app",
      "net.proxy",
    ]);
    // The family has a word of its own.
    expect(says(`${classes}criteria: [{ text: a, no-error: net }]\n`)).toEqual([
      expect.stringMatching(/got "net"\. Did you mean network\?$/u),
    ]);
  });

  it.each([
    [list(51, (at) => `a${at}`), "criteria[50]: expected at most 50 criteria."],
    [
      `{ text: a, checks: [${list(201, (at) => `a${at}`)}] }`,
      "criteria[0].checks: expected at most 200 patterns in all criteria together.",
    ],
  ])("has bounds: %#", (criteria, line) => {
    expect(says(`criteria: [${criteria}]\n`)).toEqual([expect.stringContaining(line)]);
  });
});

describe("a class of the team's own", () => {
  const built = (words: string): unknown =>
    opened(made(`${FILE}classes: [{ id: app.quota, title: x, match: x${words} }]\n`).classes[0]);

  it("is the service's, either way, and met at the server unless it says otherwise", () => {
    expect(built("")).toEqual({
      id: "app.quota",
      title: "x",
      match: "x",
      transient: "either",
      next: null,
      owner: "service",
      stage: "server",
    });
    expect(built(", next: do it, owner: platform, stage: tls")).toMatchObject({
      next: "do it",
      owner: "platform",
      stage: "tls",
    });
  });

  it.each([
    ["yes", "yes"],
    ["no", "no"],
    ['"no"', "no"],
    ["either", "either"],
    ["true", "yes"],
    ["false", "no"],
  ])("that is transient: %s is %s", (written, transient) => {
    expect(built(`, transient: ${written}`)).toMatchObject({ transient });
  });

  it("may ignore capitals in a part of its pattern, in the way of JavaScript", () => {
    const { classes } = made(`${FILE}classes: [{ id: app.quota, title: x, match: "(?i:quota)" }]\n`);
    expect(opened(classes[0]?.match)).toBe("(?i:quota)");
  });

  it("has bounds: 50 of them, and 500 characters of a pattern", () => {
    const classes = (many: number, match: string): string =>
      `classes: [${list(many, (at) => `{ id: app.${"x".repeat((at % 25) + 1)}-${at < 25 ? "a" : "b"}, title: x, match: ${match} }`)}, { id: a.z, title: x, match: x }]\n`;
    expect(says(classes(49, "x".repeat(500)))).toEqual([]);
    expect(says(classes(50, "x"))).toEqual([expect.stringContaining("classes[50]: expected at most 50 classes.")]);
    expect(says(`classes: [{ id: a.z, title: x, match: ${"x".repeat(501)} }]\n`)).toEqual([
      expect.stringContaining("classes[0].match: expected a regular expression of at most 500 characters"),
    ]);
  });
});

describe("answers", () => {
  const from = (text: string): readonly unknown[] => {
    const { answers } = plan({ file: `${FILE}whys: a/w.yml\n`, files: { "a/w.yml": text } }).plan;
    return answers.map(opened);
  };
  const wrong = (text: string): readonly string[] => says("whys: a/w.yml\n", { "a/w.yml": text });

  it("are those of the file, to each error the last", () => {
    expect(
      from(`- { error: "v1:00000000000000aa", by: a, answers: [one] }
- { error: v2:0123456789abcdef, by: b, answers: [two] }
- { error: "v1:00000000000000aa", by: "@anna", answers: [three, "four: \${token} # not ours", "2", five, six] }
`),
    ).toEqual([
      {
        fingerprint: "v1:00000000000000aa",
        by: "@anna",
        answers: ["three", "four: ${token} # not ours", "2", "five", "six"],
      },
      { fingerprint: "v2:0123456789abcdef", by: "b", answers: ["two"] },
    ]);
  });

  it.each(["", "# nobody yet\n", "[]\n", "---\n"])("may be none yet: %j", (text) => {
    expect(from(text)).toEqual([]);
  });

  it("are none where there is no such file", () => {
    expect(made(`${FILE}whys: nowhere.yml\n`).answers).toEqual([]);
  });

  it("say what is wrong with them where it stands, all together and beside what else is wrong", () => {
    const text = `# answers
- error: v2:0123
  by: ""
  answers: []
- { error: v2:0123456789abcdef, by: a, answer: [x] }
- { error: v2:0123456789abcdef, by: a, by: b, answers: [1, ${list(6, () => "x")}] }
- { error: v2:0123456789abcdef, by: a, answers: [x, "${"y".repeat(1_001)}"] }
`;
    const lines = told({ file: `${FILE}nmae: x\nwhys: a/w.yml\nsetp: x\n`, files: { "a/w.yml": text } });
    expect(lines.map((line) => (line.length > 200 ? line.slice(0, 120) : line))).toEqual([
      "f.yml:4:1  nmae: unknown key. Did you mean name?",
      'a/w.yml:2:10  [0].error: expected the fingerprint of an error as the report tells it, such as v2:0123456789abcdef, got "v2:0123".',
      'a/w.yml:3:7  [0].by: expected one line of text with at most 100 characters, got "".',
      "a/w.yml:4:12  [0].answers: expected a list of 1 to 5 answers, got an empty list.",
      "a/w.yml:5:3  [1].answers: missing.",
      "a/w.yml:5:40  [1].answer: unknown key. Did you mean answers?",
      "a/w.yml:6:40  [2].by: this key stands here twice.",
      "a/w.yml:6:56  [2].answers: expected a list of 1 to 5 answers, got a list.",
      expect.stringContaining(
        "a/w.yml:7:53  [3].answers[1]: expected an answer: text with at most 1000 characters, got ",
      ),
      "f.yml:6:1  setp: unknown key. Did you mean setup?",
    ]);
  });

  it.each([
    ["error: x\n", "a/w.yml:1:1: expected a list of maps with error, by and answers, got a map."],
    ["5", "a/w.yml:1:1: expected a list of maps with error, by and answers, got 5."],
    ["- x\n", 'a/w.yml:1:3  [0]: expected a map with error, by and answers, got "x".'],
    ["- { error: [ }\n", "a/w.yml:1:3: this bracket is never closed."],
    ["- &a [*a]\n", "a/w.yml:1:6  [0]: expected a map with error, by and answers, got a list."],
    ["- __proto__: 1\n", "a/w.yml:1:3  [0].__proto__: this key is not allowed anywhere."],
  ])("are no answers: %j", (text, line) => {
    expect(wrong(text)[0]?.slice(0, line.length)).toBe(line);
  });

  it("bear a file of any form in time", () => {
    const spent = startCpu();
    for (const text of [
      "[".repeat(20_000),
      "- ".repeat(20_000),
      `- {${"a: 1, ".repeat(20_000)}}`,
      "x".repeat(300_000),
    ]) {
      expect(wrong(text)).not.toEqual([]);
    }
    expect(spent()).toBeLessThan(2_000);
  });
});

it("what is said of checks and errors leaves the digest as it is, because nothing else is measured", () => {
  const declared = `components: [{ name: a, tests: b }]
owners: { a: b }
criteria: [c]
classes: [{ id: app.quota, title: x, match: x, transient: no }]
whys: w.yml
`;
  expect(made(`${FILE}${declared}`).digest).toBe(made(FILE).digest);
});
