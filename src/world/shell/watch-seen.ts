// Keeps the connections to the watched hosts, from the first look that saw one to the last, and whose they are.
import type { SeenConnection } from "../../model/world.ts";
import type { Hosts } from "./watch-hosts.ts";
import type { Holder, Processes } from "./watch-processes.ts";
import { pairOf, type Row } from "./watch-tables.ts";

export interface Seen {
  /** All rows of one look, and when that was. */
  look(rows: readonly Row[], now: number): void;
  /** After the last look. */
  finish(): Found;
}

export interface Found {
  /** Those of the command. */
  readonly connections: readonly SeenConnection[];
  /** Somebody else on this machine connected to a host meanwhile. */
  readonly hadOthers: boolean;
  /** A connection was seen that may lead to a host whose addresses change all the time. */
  readonly hasMaybe: boolean;
}

interface Connection {
  readonly hosts: Set<number>;
  readonly isDatagram: boolean;
  readonly from: number;
  to: number;
  looks: number;
  owner: Owner;
  /** Sockets whose holder is known. */
  readonly inodes: Set<number>;
}

/** "unknown": it was over before anybody could look whose it is · "none": ours, or from before the command. */
type Owner = "command" | "unknown" | "other" | "none";

/** A load test opens more than anybody wants to read; the last one then stands for all that follow. */
const MAX_SEEN = 10_000;

/** `before`: the rows from before the command began. */
export function createSeen(hosts: Hosts, processes: Processes, before: readonly Row[]): Seen {
  /** Not the command's, unless one of its processes holds them. */
  const foreign = new Set(before.map(pairOf));
  const live = new Map<string, Connection>();
  const done: Record<"command" | "unknown", SeenConnection[]> = { command: [], unknown: [] };
  let hadOthers = false;
  let hasMaybe = false;

  /** Where a row leads to. The server's end, when it is all that is left, tells of a caller too. */
  function hostsOf(row: Row): readonly number[] {
    const there = hosts.at(row.remote);
    return there.length > 0 || row.state !== "over" || row.inode !== 0 ? there : hosts.at(row.local);
  }

  function ownerOf(row: Row, pair: string, holderOf: (inode: number) => Holder): Owner {
    const holder = row.inode === 0 ? "nobody" : holderOf(row.inode);
    if (holder === "command") return "command";
    if (holder === "self" || foreign.has(pair)) return "none";
    if (holder === "other") return "other";
    // What is over has no user any more.
    return row.inode === 0 || processes.hasUser(row.uid) ? "unknown" : "other";
  }

  function meet(row: Row, pair: string, now: number, holderOf: (inode: number) => Holder): void {
    const known = live.get(pair);
    if (known === undefined) {
      const owner = ownerOf(row, pair, holderOf);
      const inodes = new Set([row.inode]);
      const isDatagram = row.table.startsWith("udp");
      live.set(pair, { hosts: new Set(hostsOf(row)), isDatagram, from: now, to: now, looks: 1, owner, inodes });
      return;
    }
    // Seen from its other end it may lead to more of them, and belong to somebody else.
    for (const host of hostsOf(row)) known.hosts.add(host);
    if (known.owner !== "command" && row.inode !== 0 && !known.inodes.has(row.inode)) {
      known.inodes.add(row.inode);
      if (ownerOf(row, pair, holderOf) === "command") known.owner = "command";
    }
    if (known.to !== now) known.looks++;
    if (row.state === "open") known.to = now;
  }

  function end(pair: string, each: Connection): void {
    live.delete(pair);
    hadOthers ||= each.owner === "other";
    for (const seen of connectionsOf(each)) {
      const list = done[each.owner === "command" ? "command" : "unknown"];
      if (list.length < MAX_SEEN) list.push(seen);
      else list[list.length - 1] = { ...seen, from: Math.min(seen.from, list.at(-1)?.from ?? seen.from) };
    }
  }

  return {
    look(rows, now) {
      let asked: ReturnType<Processes["holders"]> | null = null;
      const holderOf = (inode: number): Holder => (asked ??= processes.holders())(inode);
      const present = new Set<string>();
      for (const row of rows) {
        if (row.state === "dialling") continue;
        const pair = pairOf(row);
        hasMaybe ||= !foreign.has(pair) && hosts.maybe(row);
        if (hostsOf(row).length === 0) continue;
        present.add(pair);
        meet(row, pair, now, holderOf);
      }
      for (const [pair, each] of live) if (!present.has(pair)) end(pair, each);
    },
    finish() {
      for (const [pair, each] of live) end(pair, each);
      // Where somebody else connects too, nobody can say whose the unknown ones are.
      const connections = hadOthers ? done.command : [...done.command, ...done.unknown];
      return { connections, hadOthers, hasMaybe };
    },
  };
}

function connectionsOf({ hosts, isDatagram, from, to, looks, owner }: Connection): readonly SeenConnection[] {
  // Choosing an address for a name connects a datagram socket for a moment, and sends nothing.
  const counts = (owner === "command" || owner === "unknown") && (!isDatagram || looks > 1);
  return counts ? [...hosts].map((host) => ({ host, from, to })) : [];
}
