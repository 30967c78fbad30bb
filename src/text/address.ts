// Addresses that are foreign text: filling their places, and telling whether two lead to the same server.
import { reveal, untrusted, type Untrusted } from "./untrusted.ts";

/** Fills `${name}` in an address, each value percent-encoded; null where a place has no value. */
export function fillAddress(address: Untrusted, values: ReadonlyMap<string, Untrusted | string>): Untrusted | null {
  let isWhole = true;
  const filled = reveal(address).replace(PLACE, (_, name: string) => {
    const value = values.get(name);
    isWhole &&= value !== undefined;
    return encodeURIComponent(typeof value === "string" ? value : reveal(value ?? NOTHING).toWellFormed());
  });
  return isWhole ? untrusted(filled) : null;
}

/**
 * Fills `${deploy.NAME.output}` in an address: at its begin the address that was told, to which a path can be added;
 * further on percent-encoded, because it is a part there and never the structure.
 */
export function fillTold(
  address: Untrusted,
  told: (service: string, output: string) => Untrusted | undefined,
): Untrusted {
  return untrusted(
    reveal(address).replace(TOLD, (raw, service: string, output: string, at: number) => {
      const value = told(service, output);
      if (value === undefined) return raw;
      const text = reveal(value).toWellFormed();
      return at === 0 ? text.replace(/\/$/u, "") : encodeURIComponent(text);
    }),
  );
}

/** The names of the places in an address. */
export function placesIn(address: Untrusted): readonly string[] {
  return [...reveal(address).matchAll(PLACE)].map(([, name = ""]) => name);
}

/** Scheme, host and port of the first address in a text, with ws read as http; null where there is none. */
export function originOf(text: Untrusted): string | null {
  const [, scheme = "", rest = ""] = /\b(https?|wss?):\/\/([^\s/?#]{1,300})/iu.exec(reveal(text)) ?? [];
  const address = `${scheme.toLowerCase().replace(/^ws/u, "http")}://${rest}`;
  return scheme !== "" && URL.canParse(address) ? new URL(address).origin : null;
}

const NOTHING = untrusted("");
const TOLD = /\$\{deploy\.([\w-]+)\.([\w-]+)\}/gu;
const PLACE = /\$\{([a-z][a-z.-]{0,40})\}/gu;
