// Turns a name into addresses: bounded in time and number, and never one that must not be asked.
import { lookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import type { AddressGuard } from "./address.ts";

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

  async function find(host: string): Promise<LookupAddress[]> {
    const release = await take();
    const found = await options.resolve(host).finally(release);
    // One bad address is enough: a name that mixes them is an attempt to slip by.
    if (found.some(({ address }) => options.guard(address))) throw failure("ADDRESS_REFUSED");
    if (found.length === 0) throw failure("ENOTFOUND");
    return found.slice(0, MAX_ADDRESSES);
  }

  async function findInTime(host: string): Promise<LookupAddress[]> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(failure("TIMEOUT")), options.timeoutMs);
    });
    try {
      return await Promise.race([find(host), timeout]);
    } finally {
      clearTimeout(timer);
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

function createSlots(count: number): () => Promise<() => void> {
  let free = count;
  const waiting: (() => void)[] = [];

  function release(): void {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  }

  return async () => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    return release;
  };
}
