// Turns a name into addresses: bounded in time and number, and never one that must not be asked.
import { lookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import type { AddressGuard } from "./address.ts";
import { createSlots } from "./slots.ts";

export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

export interface ResolverOptions {
  readonly guard: AddressGuard;
  readonly timeoutMs: number;
  readonly resolve: Resolve;
}

/** A name with a thousand addresses must not make a thousand connections. */
const MAX_ADDRESSES = 8;

/** getaddrinfo cannot be aborted: one that hangs keeps its place, so that hanging ones never pile up. */
const MAX_IN_FLIGHT = 4;

/** A `lookup` for sockets. Fails with ADDRESS_REFUSED, TIMEOUT, or the resolver's own code. */
export function createLookup(options: ResolverOptions): LookupFunction {
  const take = createSlots(MAX_IN_FLIGHT);
  const underWay = new Map<string, Promise<LookupAddress[]>>();

  async function find(host: string): Promise<LookupAddress[]> {
    const release = await take();
    const found = await options.resolve(host).finally(release);
    // One bad address is enough: a name that mixes them is an attempt to slip by.
    if (found.some(({ address }) => options.guard(address))) throw failure("ADDRESS_REFUSED");
    if (found.length === 0) throw failure("ENOTFOUND");
    return found.slice(0, MAX_ADDRESSES);
  }

  // Whoever asks for a name that is being looked up shares the answer: a turn of one's own would count as the
  // resolver's time.
  function findOnce(host: string): Promise<LookupAddress[]> {
    const under = underWay.get(host) ?? find(host);
    underWay.set(host, under);
    return under;
  }

  async function findInTime(host: string): Promise<LookupAddress[]> {
    const found = findOnce(host);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(failure("TIMEOUT")), options.timeoutMs);
    });
    try {
      return await Promise.race([found, timeout]);
    } finally {
      clearTimeout(timer);
      // The next one asks anew, also while this one hangs.
      if (underWay.get(host) === found) underWay.delete(host);
    }
  }

  return (host, settings, callback) => {
    // Out of the promise, so that what the callback throws is not lost in it.
    void findInTime(host).then(
      (found) => {
        if (settings.all === true) process.nextTick(callback, null, found);
        else process.nextTick(callback, null, found[0]?.address ?? "", found[0]?.family);
        return undefined;
      },
      (error: unknown) => process.nextTick(callback, error instanceof Error ? error : failure("EAI_FAIL"), ""),
    );
  };
}

/** The system's resolver, in the order in which it prefers the addresses (RFC 6724). */
export function systemResolve(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(host, { all: true, order: "verbatim" }, (error, found) => (error === null ? resolve(found) : reject(error)));
  });
}

function failure(code: string): Error {
  return Object.assign(new Error(`lookup: ${code}`), { code, syscall: "lookup" });
}
