// What the watcher reads and how it reasons, on texts and rows of our own: tables, hosts, proxies, owners, what was missed.
import { describe, expect, it } from "vitest";
import { createHosts, readHost } from "../../src/world/shell/watch-hosts.ts";
import { createOpened } from "../../src/world/shell/watch-opened.ts";
import type { Holder, Processes } from "../../src/world/shell/watch-processes.ts";
import { proxyFor } from "../../src/world/shell/watch-proxy.ts";
import { createSeen } from "../../src/world/shell/watch-seen.ts";
import {
  changesOf,
  kernelAddress,
  openedOf,
  pairOf,
  portOf,
  rowsOf,
  type Row,
} from "../../src/world/shell/watch-tables.ts";

const HEAD =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                   \n";

function line(local: string, remote: string, state: string, inode = 4711, uid = 1001): string {
  return `   7: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 1 00000000658cba79 20 4 30 10 -1\n`;
}

describe("a table", () => {
  it("tells the connections, and neither listeners nor what was only half accepted", () => {
    const text = [
      HEAD,
      line("00000000:07E8", "00000000:0000", "0A", 172),
      line("0100007F:A3F2", "0100007F:1F90", "01", 4711, 0),
      line("0100007F:1F90", "0100007F:A3F3", "03"),
      line("0100007F:A3F4", "0100007F:1F90", "06", 0),
      line("0100007F:A3F5", "0100007F:1F90", "02"),
      line("0100007F:A3F6", "0100007F:1F90", "07"),
      line("0100007F:A3F7", "0100007F:1F90", "0C", 0),
    ].join("");
    expect(rowsOf("tcp", text)).toEqual([
      { table: "tcp", local: "0100007F:A3F2", remote: "0100007F:1F90", state: "open", uid: 0, inode: 4711 },
      { table: "tcp", local: "0100007F:A3F4", remote: "0100007F:1F90", state: "over", uid: 1001, inode: 0 },
      { table: "tcp", local: "0100007F:A3F5", remote: "0100007F:1F90", state: "dialling", uid: 1001, inode: 4711 },
    ]);
  });

  it("writes IPv4 inside of IPv6 as IPv4, so that both ends of one connection are one", () => {
    const [client] = rowsOf("tcp", line("0100007F:A3F2", "0100007F:1F90", "01"));
    const mapped = "0000000000000000FFFF00000100007F";
    const [server] = rowsOf("tcp6", line(`${mapped}:1F90`, `${mapped}:A3F2`, "01"));
    if (client === undefined || server === undefined) throw new Error("a row is missing");
    expect([server.local, server.remote]).toEqual(["0100007F:1F90", "0100007F:A3F2"]);
    expect(pairOf(server)).toBe(pairOf(client));
    expect(portOf(client.remote)).toBe(8_080);
  });

  it.each([
    "",
    "nonsense",
    HEAD,
    "   7: 0100007F:A3F2",
    "\n".repeat(1_000),
    line("GG00007F:A3F2", "0100007F:1F90", "01"),
  ])("of another form has no rows: %j", (text) => {
    expect(rowsOf("tcp", text)).toEqual([]);
  });

  it("of a hundred thousand connections, or of nonsense of that size, is read in a moment", () => {
    const many = line("0100007F:A3F2", "0100007F:1F90", "01").repeat(100_000);
    const started = performance.now();
    expect(rowsOf("tcp", many)).toHaveLength(100_000);
    for (const piece of [" ", "7", "   7: ", "0100007F:A3F2 ", "0:0 "]) rowsOf("tcp", piece.repeat(1_000_000));
    expect(performance.now() - started).toBeLessThan(2_500);
  });
});

describe("an address", () => {
  it.each([
    ["127.0.0.1", true, "0100007F"],
    ["10.1.2.250", true, "FA02010A"],
    ["10.1.2.250", false, "0A0102FA"],
    ["::1", true, "00000000000000000000000001000000"],
    ["::1", false, "00000000000000000000000000000001"],
    ["2001:db8::8a2e:370:7334", true, "B80D0120000000002E8A000034737003"],
    ["2001:db8::8a2e:370:7334%eth0", true, "B80D0120000000002E8A000034737003"],
    ["::ffff:10.1.2.250", true, "FA02010A"],
    ["::ffff:0a01:02fa", true, "FA02010A"],
    ["1.2.3.256", true, null],
    ["1.2.3", true, null],
    ["staging.example.com", true, null],
    ["", true, null],
    ["::1]/x", true, null],
  ])("%s is written as the kernel writes it", (address, littleEndian, wanted) => {
    expect(kernelAddress(address, littleEndian)).toBe(wanted);
  });
});

describe("a host", () => {
  it.each([
    ["api.staging.example.com", { name: "api.staging.example.com", port: null }],
    ["api.staging.example.com:8443", { name: "api.staging.example.com", port: 8_443 }],
    ["1.2.3.4:80", { name: "1.2.3.4", port: 80 }],
    ["[::1]:443", { name: "::1", port: 443 }],
    ["[2001:db8::1]", { name: "2001:db8::1", port: null }],
    ["::1", { name: "::1", port: null }],
    ["a:0", null],
    ["a:65536", null],
    ["[a]:80", null],
    ["https://a", null],
    ["a/b", null],
    ["", null],
    ["a".repeat(300), null],
  ])("%s is read", (text, wanted) => {
    expect(readHost(text)).toEqual(wanted);
  });

  it("has all addresses that its name ever gave, and only its own port", async () => {
    const answers = [["10.0.0.1", "10.0.0.2"], ["10.0.0.2", "10.0.0.1"], ["2001:db8::1"], []];
    const hosts = createHosts(["api.example.com:443", "1.2.3.4"], () => Promise.resolve(answers.shift() ?? []));
    expect(hosts.unknown()).toEqual([0]);
    for (let nth = 0; nth < 2; nth++) await hosts.refresh();
    expect(hosts.unknown()).toEqual([]);
    expect([hosts.at("0100000A:01BB"), hosts.at("0200000A:01BB"), hosts.at("0200000A:0050")]).toEqual([[0], [0], []]);
    expect([hosts.at("04030201:0050"), hosts.at("04030201:01BB")]).toEqual([[1], [1]]);
    // The same addresses in another order are no change.
    expect(hosts.maybe(row({ remote: "0900000A:01BB" }))).toBe(false);
    for (let nth = 0; nth < 2; nth++) await hosts.refresh();
    expect(hosts.at("B80D0120000000000000000001000000:01BB")).toEqual([0]);
    expect(hosts.maybe(row({ remote: "0900000A:01BB" }))).toBe(true);
    expect(hosts.maybe(row({ remote: "0900000A:0050" }))).toBe(false);
  });

  it("whose look-up fails or hangs is unknown, and keeps no other one waiting", async () => {
    let asked = 0;
    const hosts = createHosts(["hangs", "fails", "works"], (name) => {
      asked++;
      if (name === "hangs") return new Promise<never>(() => undefined);
      return name === "fails" ? Promise.reject(new Error("ENOTFOUND")) : Promise.resolve(["10.0.0.1"]);
    });
    void hosts.refresh();
    await expect.poll(() => hosts.unknown()).toEqual([0, 1]);
    // What hangs is not asked for a second time meanwhile.
    await hosts.refresh();
    expect(asked).toBe(5);
  });
});

describe("a proxy", () => {
  const HOSTS = ["api.staging.example.com:443", "10.0.0.1"];

  it.each<readonly [string, Record<string, string>, string | null]>([
    ["is not set", { PATH: "/bin" }, null],
    ["is set to nothing", { HTTPS_PROXY: " " }, null],
    ["is set", { HTTPS_PROXY: "http://proxy:3128" }, "HTTPS_PROXY"],
    ["is set in small letters", { https_proxy: "http://proxy:3128" }, "HTTPS_PROXY"],
    ["is set for all", { all_proxy: "socks5://proxy" }, "ALL_PROXY"],
    ["is set for others", { http_proxy: "x", no_proxy: ".example.com,10.0.0.1" }, null],
    ["is set for others, with blanks", { http_proxy: "x", NO_PROXY: "localhost, example.com 10.0.0.1" }, null],
    ["is set for nobody", { http_proxy: "x", no_proxy: "*" }, null],
    ["is set for one host", { http_proxy: "x", no_proxy: "example.com" }, "HTTP_PROXY"],
    ["is set for a name that only ends alike", { http_proxy: "x", no_proxy: "ample.com,10.0.0.1" }, "HTTP_PROXY"],
    ["is set for another port", { http_proxy: "x", no_proxy: "example.com:80,10.0.0.1" }, "HTTP_PROXY"],
    ["is set for another address", { http_proxy: "x", no_proxy: "example.com,0.0.1" }, "HTTP_PROXY"],
  ])("that %s", (_, environment, wanted) => {
    expect(proxyFor(HOSTS, environment)).toBe(wanted);
  });
});

const STAGING = "0100000A:01BB";

function row(over: Partial<Row> = {}): Row {
  return { table: "tcp", local: "0500000A:A3F2", remote: STAGING, state: "open", uid: 1001, inode: 7, ...over };
}

/** Sockets by who holds them; the command's user is 1001. */
function processes(held: Readonly<Record<number, Holder>>): Processes {
  return {
    update: () => undefined,
    members: () => [],
    ran: () => null,
    hasUser: (uid) => uid === 1_001,
    elsewhere: () => [],
    holders: () => (inode) => held[inode] ?? "nobody",
  };
}

describe("a connection to a host", () => {
  const hosts = createHosts(["10.0.0.1:443", "10.0.0.1"]);
  type Look = readonly Row[];

  function watch(held: Readonly<Record<number, Holder>>, before: Look, ...looks: readonly Look[]) {
    const seen = createSeen(hosts, processes(held), before);
    for (const [at, rows] of looks.entries()) seen.look(rows, 1_000 + at * 100);
    const { connections, hadOthers } = seen.finish();
    const first = connections.filter((each) => each.host === 0);
    return { spans: first.map(({ from, to }) => [from - 1_000, to - 1_000]), others: hadOthers };
  }

  it("of the command lives from the first look to the last that saw it open", () => {
    const over = row({ state: "over", inode: 0 });
    expect(watch({ 7: "command" }, [], [], [row()], [row()], [over], [])).toEqual({
      spans: [[100, 200]],
      others: false,
    });
    expect(watch({ 7: "command" }, [], [row()], [row()])).toEqual({ spans: [[0, 100]], others: false });
  });

  it("counts for every host that it leads to", () => {
    const seen = createSeen(hosts, processes({ 7: "command" }), []);
    seen.look([row()], 1_000);
    expect(seen.finish().connections.map((each) => each.host)).toEqual([0, 1]);
  });

  it("is a new one when the old one was gone in between", () => {
    expect(watch({ 7: "command" }, [], [row()], [], [row()]).spans).toEqual([
      [0, 0],
      [200, 200],
    ]);
  });

  it("that nobody has answered yet is none", () => {
    expect(watch({ 7: "command" }, [], [row({ state: "dialling" })]).spans).toEqual([]);
  });

  it("that is over when it is first seen is the command's, if it is new", () => {
    const over = row({ state: "over", inode: 0, uid: 0 });
    expect(watch({}, [], [over]).spans).toEqual([[0, 0]]);
    expect(watch({}, [over], [over])).toEqual({ spans: [], others: false });
    // It stood before the command began and has ended since.
    expect(watch({}, [row()], [over])).toEqual({ spans: [], others: false });
  });

  it("that is over on the server's side only tells of a caller too", () => {
    const over = row({ local: STAGING, remote: "0500000A:A3F2", state: "over", inode: 0, uid: 0 });
    expect(watch({}, [], [over]).spans).toEqual([[0, 0]]);
    expect(watch({}, [], [{ ...over, state: "open", inode: 9 }]).spans).toEqual([]);
  });

  it("of ours is none, nor is what remains of it", () => {
    const over = row({ state: "over", inode: 0 });
    expect(watch({ 7: "self" }, [], [row()], [over])).toEqual({ spans: [], others: false });
  });

  it("of somebody else is none, and leaves a doubt", () => {
    const over = row({ state: "over", inode: 0 });
    expect(watch({ 7: "other" }, [], [row()], [over])).toEqual({ spans: [], others: true });
    // It was there before.
    expect(watch({ 7: "other" }, [row()], [row()])).toEqual({ spans: [], others: false });
  });

  it("that nobody holds any more belongs to whom its user says", () => {
    expect(watch({}, [], [row()])).toEqual({ spans: [[0, 0]], others: false });
    expect(watch({}, [], [row({ uid: 0 })])).toEqual({ spans: [], others: true });
  });

  it("that was over before anybody could look is nobody's where somebody else connects too", () => {
    const over = row({ local: "0500000A:0001", state: "over", inode: 0 });
    expect(watch({ 7: "other" }, [], [row(), over])).toEqual({ spans: [], others: true });
    const mine = row({ local: "0500000A:0002", inode: 8 });
    expect(watch({ 7: "other", 8: "command" }, [], [row(), over, mine]).spans).toHaveLength(1);
  });

  it("of a service on this machine is the command's whichever end is seen first", () => {
    const local = createHosts(["10.0.0.5", "10.0.0.5:8080"]);
    const client = row({ local: "0500000A:A3F2", remote: "0500000A:1F90", inode: 7 });
    const server = row({ local: "0500000A:1F90", remote: "0500000A:A3F2", inode: 8 });
    for (const rows of [
      [client, server],
      [server, client],
    ]) {
      const seen = createSeen(local, processes({ 7: "command", 8: "other" }), []);
      seen.look(rows, 1_000);
      expect(seen.finish().connections.map((each) => each.host)).toEqual([0, 1]);
    }
  });

  it("of datagrams counts from the second look on: choosing an address makes one for a moment", () => {
    const datagrams = row({ table: "udp" });
    expect(watch({ 7: "command" }, [], [datagrams], []).spans).toEqual([]);
    expect(watch({ 7: "command" }, [], [datagrams], [datagrams]).spans).toEqual([[0, 100]]);
  });

  it("is kept within bounds when there are very many", () => {
    const seen = createSeen(hosts, processes({ 7: "command" }), []);
    for (let nth = 0; nth < 25_000; nth++) seen.look([row({ local: `0500000A:${hex(nth % 65_536)}` })], 1_000 + nth);
    const all = seen.finish().connections;
    expect(all.length).toBeLessThanOrEqual(10_002);
    expect(Math.max(...all.map((each) => each.to))).toBe(25_999);
  });
});

function hex(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, "0");
}

describe("the system's counters", () => {
  const snmp = (opens: number, fails: number, established: number): string =>
    "Ip: Forwarding DefaultTTL\nIp: 2 64\n" +
    "Tcp: RtoAlgorithm ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab\n" +
    `Tcp: 1 ${opens} 5 ${fails} 0 ${established}\nUdp: InDatagrams\nUdp: 250\n`;

  it("tell how many connections were opened, and when something changed", () => {
    expect(openedOf(snmp(120, 20, 3))).toBe(100);
    expect(changesOf(snmp(120, 20, 3))).toBe(changesOf(snmp(120, 20, 3)));
    for (const other of [snmp(121, 20, 3), snmp(120, 21, 3), snmp(120, 20, 2)]) {
      expect(changesOf(other)).not.toBe(changesOf(snmp(120, 20, 3)));
    }
    expect([openedOf(""), openedOf("Tcp: a b\nTcp: 1 2\n")]).toEqual([null, null]);
  });

  it("show what was over before any look", () => {
    const before = row({ local: "0500000A:0001" });
    const opened = createOpened([before], snmp(100, 10, 1));
    opened.look([before, row({ local: "0500000A:0002" }), row({ local: "0500000A:0003", state: "dialling" })]);
    opened.look([
      row({ local: "0500000A:0002", state: "over" }),
      row({ local: "0500000A:0004" }),
      row({ table: "udp" }),
    ]);
    // Two were seen; a failed attempt is none.
    expect(opened.missed(snmp(103, 11, 1))).toBe(0);
    expect(opened.missed(snmp(107, 11, 1))).toBe(4);
    expect(opened.missed("")).toBeNull();
  });

  it("count an attempt that is still under way as neither seen nor missed", () => {
    const opened = createOpened([], snmp(100, 10, 1));
    opened.look([row({ state: "dialling" })]);
    expect(opened.missed(snmp(101, 10, 1))).toBe(0);
  });
});
