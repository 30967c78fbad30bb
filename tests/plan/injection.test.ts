// A10: texts that would end a header or turn an address into another one are refused by the name of their key, and
// never shown.
import { describe, expect, it } from "vitest";
import { told } from "./told.ts";

const TOP = "version: 1\nurl: https://x.example\n";
const HIDDEN = "hunter2-very-secret";

const HEADERS = [
  `${HIDDEN}\r\nx-evil: 1`,
  `${HIDDEN}\nx-evil: 1`,
  `${HIDDEN}\rx-evil: 1`,
  `\r\n${HIDDEN}`,
  `${HIDDEN}\0`,
  `${HIDDEN}\u000b`,
  `${HIDDEN}\u000c`,
  `${HIDDEN}\u001b[31m`,
  `${HIDDEN}\u007f`,
  `${HIDDEN}\u2028x`,
  `${HIDDEN}\u2029x`,
  `${HIDDEN}\u010d\u010a`,
  `${HIDDEN}嘊嘍x-evil`,
  `${HIDDEN}\u200b`,
  `${HIDDEN}\ufeff`,
];

const ADDRESSES = [
  `https://user:${HIDDEN}@y.example/`,
  `https://${HIDDEN}@y.example/`,
  `https://y.example\\@${HIDDEN}/`,
  `https://y.example/${HIDDEN}\\..\\a`,
  `https://y.example/\t${HIDDEN}`,
  `https://y.example/\n${HIDDEN}`,
  `https://y.example/\r\nHost: ${HIDDEN}`,
  `https://y.example/ ${HIDDEN}`,
  `https://y.example/\0${HIDDEN}`,
  `https://y.example/\u00a0${HIDDEN}`,
  `https://y.example/\u200b${HIDDEN}`,
  `https://y.example/\u2028${HIDDEN}`,
  ` https://y.example/${HIDDEN}`,
  `https://y.example /?a=${HIDDEN}`,
  `https://y.example:99999/?a=${HIDDEN}`,
];

const quoted = (text: string): string => JSON.stringify(text);
const probe = (words: string): string => `${TOP}probes: [{ name: a, ${words} }]\n`;
const auth = (words: string): string =>
  `${TOP}auth: { e2e: { ${words} } }\nprobes: [{ name: a, auth: e2e, http: / }]\n`;

const HEADER_FIELDS: Readonly<Record<string, (text: string) => string>> = {
  "http.headers.x-key": (text) => probe(`http: { url: /, headers: { x-key: ${text} } }`),
  "websocket.headers.x-key": (text) => probe(`websocket: { url: /ws, headers: { x-key: ${text} } }`),
  "defaults.headers.x-key": (text) =>
    `${TOP}defaults: { headers: { x-key: ${text} } }\nprobes: [{ name: a, http: / }]\n`,
  "login.headers.x-key": (text) => auth(`login: { post: /l, headers: { x-key: ${text} }, token: $.t }`),
  "ready.http.headers.x-key": (text) =>
    `${TOP}deploy: [{ name: a, ready: { http: { url: /, headers: { x-key: ${text} } } } }]\n`,
};

const ADDRESS_FIELDS: Readonly<Record<string, (text: string) => string>> = {
  "http.url": (text) => probe(`http: { url: ${text} }`),
  "websocket.url": (text) => probe(`websocket: { url: ${text.replace("https:", "wss:")} }`),
  "login.post": (text) => auth(`login: { post: ${text}, token: $.t }`),
  control: (text) => `${TOP}control: ${text}\nprobes: [{ name: a, http: / }]\n`,
  url: (text) => `version: 1\nurl: ${text}\nprobes: [{ name: a, http: / }]\n`,
  "ready.health": (text) => `${TOP}deploy: [{ name: a, ready: { health: ${text} } }]\n`,
};

function expectRefusal(file: string, field: string, environment?: Readonly<Record<string, string>>): void {
  const lines = told({ file, ...(environment === undefined ? {} : { environment }) });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`${field}: expected a`);
  expect(lines[0]).not.toContain(HIDDEN);
}

describe("A10: a header", () => {
  it("is tried with 15 values, and an address with as many", () => {
    expect([HEADERS.length, ADDRESSES.length]).toEqual([15, 15]);
  });

  describe.each(Object.entries(HEADER_FIELDS))("%s", (field, file) => {
    it.each(HEADERS)("refuses %j", (value) => {
      expectRefusal(file(quoted(value)), field);
    });

    it.each(HEADERS)("refuses %j from the environment", (value) => {
      expectRefusal(file('"${env.V}"'), field, { V: value });
    });
  });

  it.each(HEADERS)("refuses %j in a secret and in a field of a user", (value) => {
    const inSecret = probe('http: { url: /, headers: { x-key: "a ${secrets.V} b" } }');
    const inside = `x${value}x`;
    expectRefusal(inSecret, "http.headers.x-key", { V: inside });
    const users = `auth: { e2e: { bearer: "\${secrets.KEY}", users: [{ id: fine }, { id: "\${env.V}" }] } }`;
    const inUser = `${TOP}${users}\nprobes: [{ name: a, auth: e2e, http: { url: /, headers: { x-key: "\${user.id}" } } }]\n`;
    expectRefusal(inUser, "http.headers.x-key", { V: value, KEY: "k".repeat(32) });
  });
});

describe.each(Object.entries(ADDRESS_FIELDS))("A10: the address %s", (field, file) => {
  it.each(ADDRESSES)("refuses %j", (value) => {
    expectRefusal(file(quoted(value)), field);
  });

  it.each(ADDRESSES)("refuses %j from the environment", (value) => {
    const address = value.replace("https:", file === ADDRESS_FIELDS["websocket.url"] ? "wss:" : "https:");
    expectRefusal(file('"${env.V}"'), field, { V: address });
  });
});

describe("A10: a subprotocol", () => {
  it.each([...HEADERS, "a b", "a,b", "a/b", "ä", "(a)"])("refuses %j", (value) => {
    const lines = told({ file: probe(`websocket: { url: /ws, subprotocols: [${quoted(value)}] }`) });
    expect(lines).toEqual([
      expect.stringContaining("subprotocols[0]: expected a subprotocol of letters, digits and - . _"),
    ]);
    expect(lines.join("")).not.toContain(HIDDEN);
  });
});
