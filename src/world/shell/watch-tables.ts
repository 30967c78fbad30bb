// Reads the kernel's tables of sockets, /proc/net/tcp and its like.
// Addresses stay as the kernel writes them: hexadecimal words in the byte order of the machine.

import { readFileSync } from "node:fs";
import { isIP } from "node:net";

export type Table = "tcp" | "tcp6" | "udp" | "udp6";

export interface Row {
  readonly table: Table;
  /** Address and port, "0100007F:1F90"; an IPv4 address inside IPv6 is written as IPv4. */
  readonly local: string;
  readonly remote: string;
  readonly state: SocketState;
  readonly uid: number;
  /** 0: no process holds it any more. */
  readonly inode: number;
}

/**
 * `open`: both ends have agreed · `over`: they had, and one of them has ended it · `dialling`: the other end has not
 * answered yet, which is no contact.
 */
export type SocketState = "open" | "over" | "dialling";

// include/net/tcp_states.h of Linux. Listening, closed and half-accepted sockets are nobody's connection.
const STATES: ReadonlyMap<string, SocketState> = new Map([
  ["01", "open"],
  ["02", "dialling"],
  ["04", "over"],
  ["05", "over"],
  ["06", "over"],
  ["08", "open"],
  ["09", "over"],
  ["0B", "over"],
]);

const ROW =
  /^ *\d+: ([\dA-F]{8,32}:[\dA-F]{4}) ([\dA-F]{8,32}:[\dA-F]{4}) ([\dA-F]{2}) [\dA-F]+:[\dA-F]+ [\dA-F]+:[\dA-F]+ [\dA-F]+ +(\d+) +\d+ (\d+)/gmu;

/** The connections of one table; lines of any other form are none. */
export function rowsOf(table: Table, text: string): readonly Row[] {
  const rows: Row[] = [];
  for (const [, local = "", remote = "", code = "", uid, inode] of text.matchAll(ROW)) {
    const state = STATES.get(code);
    if (state === undefined) continue;
    rows.push({ table, local: plain(local), remote: plain(remote), state, uid: Number(uid), inode: Number(inode) });
  }
  return rows;
}

/** Of one network namespace. Throws where there is no table; a system without IPv6 has only half of them. */
export function rowsBelow(folder: string, tables: readonly Table[]): readonly Row[] {
  return tables.flatMap((table) => {
    try {
      return rowsOf(table, readFileSync(`${folder}/${table}`, "latin1"));
    } catch (error) {
      if (table === "tcp") throw error;
      return [];
    }
  });
}

export function addressOf(end: string): string {
  return end.slice(0, -5);
}

export function portOf(end: string): number {
  return Number.parseInt(end.slice(-4), 16);
}

// ::ffff:a.b.c.d, in the byte order of most machines and in the other one.
const MAPPED = /^0{16}(?:FFFF0000|0000FFFF)/u;

/** Both ends of one connection have to look the same, also where one of them speaks IPv6. */
function plain(end: string): string {
  return end.length === 37 ? end.replace(MAPPED, "") : end;
}

/** An address as the tables write it; null for what is none. */
export function kernelAddress(address: string, littleEndian: boolean): string | null {
  const bytes = bytesOf(address);
  if (bytes === null) return null;
  const word = (at: number): string => {
    const four = bytes.slice(at, at + 4);
    return (littleEndian ? four.toReversed() : four).map(hex).join("");
  };
  const isMapped = bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255;
  const starts = bytes.length === 4 ? [0] : isMapped && bytes[11] === 255 ? [12] : [0, 4, 8, 12];
  return starts.map(word).join("");
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

function bytesOf(address: string): readonly number[] | null {
  const version = isIP(address);
  if (version === 4) return address.split(".").map(Number);
  // The URL parser writes every spelling of IPv6 in one way.
  const url = version === 6 ? URL.parse(`http://[${address.replace(/%.*$/u, "")}]/`) : null;
  if (url === null) return null;
  const [left = "", right] = url.hostname.slice(1, -1).split("::");
  const head = groups(left);
  const tail = groups(right ?? "");
  const zeros = right === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return [...head, ...zeros, ...tail].flatMap((group) => [group >> 8, group & 0xff]);
}

function groups(text: string): readonly number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}

/**
 * How many TCP connections this system has opened since it started, from /proc/net/snmp: attempts without those that
 * failed. null where it does not tell.
 */
export function openedOf(snmp: string): number | null {
  const counters = tcpCounters(snmp);
  const opened = Number(counters.get("ActiveOpens") ?? "x") - Number(counters.get("AttemptFails") ?? "x");
  return Number.isFinite(opened) ? opened : null;
}

/** As long as this text is the same, no TCP connection began or ended. */
export function changesOf(snmp: string): string {
  const counters = tcpCounters(snmp);
  return CHANGES.map((name) => counters.get(name) ?? "?").join(" ");
}

const CHANGES = ["ActiveOpens", "PassiveOpens", "AttemptFails", "EstabResets", "CurrEstab"] as const;

function tcpCounters(snmp: string): ReadonlyMap<string, string> {
  const [names = [], values = []] = [...snmp.matchAll(/^Tcp: (.*)$/gmu)].map(([, line = ""]) => line.split(" "));
  return new Map(names.map((name, at) => [name, values[at] ?? "?"]));
}

/** The same for both ends of one connection. */
export function pairOf({ table, local, remote }: Row): string {
  const protocol = table.slice(0, 3);
  return local < remote ? `${protocol} ${local} ${remote}` : `${protocol} ${remote} ${local}`;
}
