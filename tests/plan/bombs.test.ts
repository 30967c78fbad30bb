// A2 and A3: files that are made to hurt: they are refused in a moment, with the place, and without touching anything.
import { describe, expect, it } from "vitest";
import { faultsOf, told } from "./told.ts";

const repeat = (text: string, times: number): string => text.repeat(times);
const each = (times: number, text: (n: number) => string): string =>
  Array.from({ length: times }, (_, n) => text(n)).join("");
const HTTP = "probes: [{ name: a, http: { url: http://a, expect: { schema: { ";
const PROBES = `probes:\n${each(700, (n) => ` - { name: n${n}, tags: [t${n}], http: http://a }\n`)}`;
const TOO_DEEP = "expected at most 32 levels of nesting, got more.";
const TOO_LARGE = "f.yml:1:1: expected at most 256 KiB, got more.";

const levels = Array.from({ length: 9 }, (_, index) => index);
const laughs = (width: number): string =>
  [
    `a0: &a0 [${repeat("x,", width)}]`,
    ...levels.map((n) => `a${n + 1}: &a${n + 1} [${repeat(`*a${n},`, width)}]`),
  ].join("\n");

const BOMBS: readonly (readonly [string, string, string])[] = [
  ["33 brackets", `probes: ${repeat("[", 33)}${repeat("]", 33)}`, `f.yml:1:40: ${TOO_DEEP}`],
  ["1,000 brackets", repeat("[", 1_000), `f.yml:1:33: ${TOO_DEEP}`],
  ["20,000 brackets", repeat("[", 20_000), `f.yml:1:33: ${TOO_DEEP}`],
  ["20,000 closed brackets", repeat("[", 20_000) + repeat("]", 20_000), `f.yml:1:33: ${TOO_DEEP}`],
  ["1,000,000 brackets", repeat("[", 1_000_000), TOO_LARGE],
  ["20,000 braces", repeat("{a: ", 20_000), `f.yml:1:129: ${TOO_DEEP}`],
  ["20,000 dashes", repeat("- ", 20_000), `f.yml:1:65: ${TOO_DEEP}`],
  ["20,000 question marks", repeat("? ", 20_000), `f.yml:1:65: ${TOO_DEEP}`],
  [
    "300 levels of lines",
    Array.from({ length: 300 }, (_, n) => `${repeat(" ", n)}a:`).join("\n"),
    `f.yml:33:34: ${TOO_DEEP}`,
  ],
  ["a billion laughs", laughs(10), "f.yml:7:10: expected at most 50 aliases (*name), got more."],
  ["laughs below the limit of aliases", laughs(5), "f.yml:1:1: the aliases (*name) stand for more than 10,000 values."],
  ["300,000 aliases", `a: &a x\nb: [${repeat("*a,", 300_000)}]`, TOO_LARGE],
  ["51 aliases", `a: &a x\nb: [${repeat("*a,", 51)}]`, "f.yml:2:155: expected at most 50 aliases (*name), got more."],
  [
    "an alias in itself, three times",
    "a: &a [*a, *a, *a]",
    "f.yml:1:1: the aliases (*name) stand for more than 10,000 values.",
  ],
  [
    "a long text",
    `name: ${repeat("x", 70_000)}`,
    "f.yml:1:7: expected a text of at most 65,536 characters, got a longer one.",
  ],
  ["60,000 documents", repeat("---\n", 60_000), "f.yml:50000:4: expected at most 100,000 words and signs, got more."],
  ["256 KiB and one byte", `#${repeat("ä", 131_072)}`, TOO_LARGE],
];

describe("A2, A3: a bomb is refused", () => {
  it.each(BOMBS)("%s", (_name, file, line) => {
    const started = process.threadCpuUsage();
    expect(told({ file })).toContain(line);
    expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(500);
  });

  it.each([
    ["14,000 unknown keys", Array.from({ length: 14_000 }, (_, n) => `k${n}: 1`).join("\n")],
    ["60,000 references", `name: "${repeat("${a}", 16_000)}"`],
    [
      "many probes in a circle",
      `probes:\n${Array.from({ length: 1_500 }, (_, n) => ` - {name: n${n}, needs: [n${(n + 1) % 1_500}], http: {url: http://a}}`).join("\n")}`,
    ],
    ["closing brackets only", repeat("]", 250_000)],
    ["anchors only", repeat("&a ", 85_000)],
    ["wrong escapes", `a: "${repeat("\\q", 30_000)}"`],
    ["unknown keywords of a schema", `${HTTP}${each(5_000, (n) => `keyword${n}: 1, `)} not: 5 } } } }]`],
    [
      "references of a schema",
      `${HTTP}${each(1_500, (n) => `p${n}: { $ref: "#/p${n + 1}" }, `)} $ref: "#/p0" } } } }]`,
    ],
    ["unknown tags", `${PROBES}targets: [${each(900, (n) => `{ metric: a, tags: [u${n}], max: 1 }, `)}]`],
    ["unknown probes", `${PROBES}preflight: [${each(6_000, (n) => `u${n}, `)}]`],
    [
      "unknown captures",
      `${PROBES} - { name: z, http: { url: /, method: POST, body: "${each(3_500, (n) => `\${capture.u${n}}`)}" } }`,
    ],
    ["default headers of many probes", `defaults: { headers: { ${each(4_000, (n) => `h${n}: a, `)} } }\n${PROBES}`],
    [
      "default subprotocols of many probes",
      `defaults: { websocket: { url: /, subprotocols: [${each(4_000, (n) => `s${n}, `)}] } }\nprobes:\n${each(1_000, (n) => ` - { name: n${n}, websocket: {} }\n`)}`,
    ],
    [
      "a default message of many probes",
      `auth: { e2e: { bearer: "\${secrets.KEY}" } }\ndefaults: { auth: e2e, websocket: { url: /, token-in: message, auth-message: [${each(4_000, (n) => `${n}, `)}] } }\nprobes:\n${each(1_000, (n) => ` - { name: n${n}, websocket: {} }\n`)}`,
    ],
    [
      "many users and many headers",
      `auth: { e2e: { bearer: "\${secrets.KEY}", users: [${each(2_000, (n) => `{ id: u${n} }, `)}] } }\ndefaults: { auth: e2e }\nprobes:\n${each(1_000, (n) => ` - { name: n${n}, http: { url: /, headers: { a: "\${user.id}" } } }\n`)}`,
    ],
    [
      "events that capture",
      `probes: [{ name: a, websocket: { url: /, send: "\${capture.no}", expect: [${each(1_500, (n) => `{ e: { capture: { c${n}: $.a } } }, `)}] } }]`,
    ],
    [
      "keys of JSON",
      `${PROBES} - { name: z, http: { url: /, method: POST, json: { ${each(3_000, (n) => `k${n}: "\${env.NO}", `)} } } }`,
    ],
  ])("%s take no longer than their size", (_name, file) => {
    const started = process.threadCpuUsage();
    expect(faultsOf({ file }).length).toBeGreaterThan(0);
    expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(2_000);
  });

  it("tells the first hundred faults and that there are more", () => {
    const file = `version: 1\n${Array.from({ length: 300 }, (_, n) => `k${n}: 1`).join("\n")}`;
    const lines = told({ file });
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toMatch(/: more faults follow from here on\.$/u);
  });

  it.each([
    [
      "targets",
      `targets: [${each(101, (n) => `{ metric: m${n}, from: $.a, max: 1 }, `)}]`,
      "targets[100]: expected at most 100 targets.",
    ],
    [
      "users",
      `auth: { e: { bearer: "\${secrets.KEY}", users: [${repeat("{ id: a }, ", 101)}] } }`,
      "auth.e.users[100]: expected at most 100 users.",
    ],
    [
      "headers",
      `defaults: { headers: { ${each(101, (n) => `h${n}: a, `)} } }`,
      "defaults.headers: expected at most 100 headers, got a map.",
    ],
    [
      "subprotocols",
      `defaults: { websocket: { url: /, subprotocols: [${each(21, (n) => `s${n}, `)}] } }`,
      "defaults.websocket.subprotocols[20]: expected at most 20 subprotocols.",
    ],
    [
      "a message",
      `auth: { e: { bearer: "\${secrets.KEY}" } }\ndefaults: { auth: e, websocket: { url: /, token-in: message, auth-message: "\${token}${repeat("x", 4_088)}" } }`,
      "defaults.websocket.auth-message: expected at most 4096 characters of JSON.",
    ],
  ])("has room for so many: %s", (_name, line, says) => {
    const file = `version: 1\nurl: https://x.example\n${line}\nprobes: [{ name: a, http: / }, { name: b, websocket: { url: / } }]\n`;
    expect(told({ file })).toEqual([expect.stringContaining(says)]);
    const less = line.replace(/(?:\{ [^{}]* \}|\w+(?:: a)?), (?=[\]} ]+$)/u, "").replace("xx", "");
    expect(told({ file: file.replace(line, less) })).toEqual([]);
  });

  it("lets 50 aliases and 32 levels pass", () => {
    const nested = `${repeat("[", 28)}${repeat("]", 28)}`;
    const file = `version: 1
probes:
  - { name: a, http: { url: &u https://x.example, method: POST, json: ${nested} } }
  - { name: b, http: { url: https://x.example, method: POST, json: [${repeat("*u,", 50)}] } }
`;
    expect(told({ file })).toEqual([]);
  });
});
