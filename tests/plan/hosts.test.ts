// A11: an address means the same host however it is spelt, for planning and for whoever connects.
import { describe, expect, it } from "vitest";
import { isMetadataHost } from "../../src/plan/words/metadata.ts";
import { createAddressGuard } from "../../src/world/net/address.ts";
import { made } from "./made.ts";
import { opened, told } from "./told.ts";

const LOOPBACK = [
  "127.0.0.1",
  "127.0.0.1.",
  "127.1",
  "127.0.1",
  "2130706433",
  "0x7f000001",
  "0x7f.0.0.1",
  "0x7F.0x0.0x0.0x1",
  "0177.0.0.1",
  "017700000001",
  "127.0.0.0x1",
  "１２７.0.0.1",
  "127。0。0。1",
  "%31%32%37.0.0.1",
  "①②⑦.0.0.1",
];

const METADATA = [
  "169.254.169.254",
  "169.254.169.254.",
  "169.254.43518",
  "169.16689662",
  "2852039166",
  "0xa9fea9fe",
  "0xA9.0xFE.0xA9.0xFE",
  "0251.0376.0251.0376",
  "025177524776",
  "１６９.254.169.254",
  "169。254。169。254",
  "%31%36%39.254.169.254",
  "[::ffff:169.254.169.254]",
  "[::ffff:a9fe:a9fe]",
  "[0:0:0:0:0:ffff:a9fe:a9fe]",
  "[::169.254.169.254]",
  "[64:ff9b::a9fe:a9fe]",
  "[64:ff9b::169.254.169.254]",
  "[2002:a9fe:a9fe::]",
  "[fe80::1]",
  "[FE80::1]",
  "[febf::1]",
  "[fd00:ec2::254]",
  "[FD00:0EC2:0:0:0:0:0:0254]",
  "[fd20:ce::254]",
  "168.63.129.16",
  "0xa83f8110",
  "100.100.100.200",
  "[::ffff:100.100.100.200]",
  "169.254.0.1",
];

const OTHERS = [
  "10.0.0.1",
  "169.253.255.255",
  "169.255.0.1",
  "168.63.129.17",
  "100.100.100.201",
  "[::1]",
  "[::]",
  "[fec0::1]",
  "[fd00:ec2::253]",
  "[2001:db8::a9fe:a9fe]",
  "[::ffff:127.0.0.1]",
  "[2002:7f00:1::1]",
  "staging.example",
  "169.254.169.254.staging.example",
  "a169-254-169-254.example",
];

const file = (host: string): string =>
  `version: 1\nprobes: [{ name: a, http: ${JSON.stringify(`http://${host}/x`)} }]\n`;
const urlOf = (host: string): unknown => opened(made(file(host)).probes[0]);

describe("A11: an address", () => {
  it.each(LOOPBACK)("http://%s is the plain address", (host) => {
    expect(urlOf(host)).toMatchObject({ request: { url: "http://127.0.0.1/x" } });
  });

  it.each(METADATA)("http://%s is never asked", (host) => {
    const refusal = expect.stringContaining("expected an address other than link-local or a cloud's metadata service");
    expect(told({ file: file(host) })).toEqual([refusal]);
    const address = `http://${host}:80/\${secrets.KEY}`;
    const lines = [
      `url: ${JSON.stringify(address.replace("/${secrets.KEY}", ""))}\nprobes: [{ name: a, http: / }]`,
      `control: ${JSON.stringify(address.replace("/${secrets.KEY}", ""))}\nurl: https://x.example\nprobes: [{ name: a, http: / }]`,
      `probes: [{ name: a, http: ${JSON.stringify(address)} }]`,
      `probes: [{ name: a, http: "http://\${env.BAD}/" }]`,
      `probes: [{ name: a, websocket: { url: ${JSON.stringify(address.replace("http", "ws"))} } }]`,
      `deploy: [{ name: a, ready: { health: ${JSON.stringify(address.replace("/${secrets.KEY}", "/"))} } }]`,
    ];
    for (const line of lines) {
      expect(told({ file: `version: 1\n${line}\n`, environment: { BAD: host, KEY: "k".repeat(32) } })).toEqual([
        refusal,
      ]);
    }
  });

  it.each(OTHERS)("http://%s may be asked", (host) => {
    expect(told({ file: file(host) })).toEqual([]);
  });

  it("is judged as it is where the connection is made", () => {
    const guard = createAddressGuard();
    for (const host of [...LOOPBACK, ...METADATA, ...OTHERS]) {
      const { hostname } = new URL(`http://${host}/`);
      expect([host, isMetadataHost(hostname)]).toEqual([host, guard(hostname.replace(/^\[|\]$/gu, ""))]);
    }
  });

  it.each(["http://user@169.254.169.254/", "http://169.254.169.254@x.example/", "http://x.example\\@169.254.169.254/"])(
    "%s is refused for what it hides",
    (address) => {
      const lines = told({ file: `version: 1\nprobes: [{ name: a, http: ${JSON.stringify(address)} }]\n` });
      expect(lines).toEqual([expect.stringMatching(/expected an address without /u)]);
      expect(lines.join("")).not.toContain("169.254");
    },
  );
});
