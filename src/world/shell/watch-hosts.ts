// The hosts whose connections are watched: what the plan calls them, and the addresses that they have meanwhile.
import { lookup } from "node:dns";
import { isIP } from "node:net";
import { endianness } from "node:os";
import { addressOf, kernelAddress, portOf, type Row } from "./watch-tables.ts";

export interface HostName {
  /** Without the brackets of IPv6. */
  readonly name: string;
  /** null: any. */
  readonly port: number | null;
}

export type ResolveHost = (name: string) => Promise<readonly string[]>;

export interface Hosts {
  /** Asks for all names once more; names that are still asked for are left alone. Never throws. */
  refresh(): Promise<void>;
  /** Indices of the hosts at this end of a connection. */
  at(end: string): readonly number[];
  /** A host could be at this end: its name gives other addresses each time, and the port is right. */
  maybe(row: Row): boolean;
  /** Hosts that have no address. */
  unknown(): readonly number[];
}

/** Names that change their addresses all the time are kept within bounds. */
const MAX_ADDRESSES = 256;
/** A look-up that hangs holds a thread of this process: of four. */
const LOOKUPS = 2;

const FORM = /^(?:\[([\da-f:.%]{2,64})\]|([^:[\]\s/]{1,253}))(?::(\d{1,5}))?$/iu;

/** "name", "name:443", "1.2.3.4:80", "[::1]:443" and "::1"; null for anything else. */
export function readHost(text: string): HostName | null {
  if (isIP(text) === 6) return { name: text, port: null };
  const [, bracketed, plain, digits] = FORM.exec(text) ?? [];
  const name = bracketed ?? plain;
  const port = digits === undefined ? null : Number(digits);
  if (name === undefined || (bracketed !== undefined && isIP(bracketed) !== 6)) return null;
  return port !== null && (port < 1 || port > 65_535) ? null : { name, port };
}

export function resolveHost(name: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    lookup(name, { all: true, order: "verbatim" }, (error, found) => {
      if (error === null) resolve(found.map((each) => each.address));
      else reject(error);
    });
  });
}

interface Watched {
  readonly host: HostName | null;
  /** In the kernel's words. */
  readonly addresses: Set<string>;
  /** What the first look-up gave, in order. */
  first: string | null;
  changes: boolean;
  asked: boolean;
}

export function createHosts(texts: readonly string[], resolve: ResolveHost = resolveHost): Hosts {
  const littleEndian = endianness() === "LE";
  const all = texts.map((text): Watched => {
    const host = readHost(text);
    const literal = host === null ? null : kernelAddress(host.name, littleEndian);
    const addresses = new Set(literal === null ? [] : [literal]);
    return { host, addresses, first: null, changes: false, asked: false };
  });

  async function ask(watched: Watched, name: string): Promise<void> {
    watched.asked = true;
    const found = await resolve(name).catch(() => []);
    watched.asked = false;
    const addresses = found.flatMap((each) => kernelAddress(each, littleEndian) ?? []).toSorted();
    if (addresses.length === 0) return;
    watched.first ??= addresses.join();
    watched.changes ||= watched.first !== addresses.join();
    for (const each of addresses) if (watched.addresses.size < MAX_ADDRESSES) watched.addresses.add(each);
  }

  const fits = (watched: Watched, end: string): boolean =>
    watched.host !== null && (watched.host.port === null || watched.host.port === portOf(end));

  return {
    async refresh() {
      const names = all.filter(({ host, asked }) => host !== null && isIP(host.name) === 0 && !asked).values();
      const work = async (): Promise<void> => {
        for (const watched of names) await ask(watched, watched.host?.name ?? "");
      };
      await Promise.all(Array.from({ length: LOOKUPS }, work));
    },
    at: (end) => {
      const address = addressOf(end);
      return all.flatMap((each, at) => (each.addresses.has(address) && fits(each, end) ? [at] : []));
    },
    maybe: ({ remote }) => all.some((each) => each.changes && fits(each, remote)),
    unknown: () => all.flatMap((each, at) => (each.addresses.size === 0 ? [at] : [])),
  };
}
