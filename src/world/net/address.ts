// Which addresses may be asked: well-formed URLs without credentials, and never a cloud's metadata service.
import { BlockList, isIP } from "node:net";

export interface Target {
  readonly url: URL;
  /** Without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** "host:port", for messages. */
  readonly name: string;
}

export interface Unusable {
  readonly errno: string;
  readonly message: string;
}

/** Reads a URL of one of these schemes ("http" also stands for "https"). Messages never hold the URL, it may carry secrets. */
export function readTarget(text: string, scheme: "http" | "ws"): Target | Unusable {
  const url = URL.parse(text);
  if (url === null) return { errno: "INVALID_URL", message: "the address is not a valid URL" };
  const secure = url.protocol === `${scheme}s:`;
  if (!secure && url.protocol !== `${scheme}:`) {
    return { errno: "INVALID_URL", message: `the address has to begin with ${scheme}:// or ${scheme}s://` };
  }
  if (url.username !== "" || url.password !== "") {
    const message = "the address holds a user name or password; put it into a header, from a secret";
    return { errno: "USERINFO_REFUSED", message };
  }
  if (url.hash !== "") url.hash = "";
  const host = url.hostname.replace(/^\[|\]$/gu, "");
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  return { url, host, port, secure, name: `${url.hostname}:${port}` };
}

export type AddressGuard = (address: string) => boolean;

/**
 * Tells link-local and metadata addresses, which hand out the machine's own credentials: RFC 3927 and 4291 link-local
 * (AWS, Azure, Google, DigitalOcean, Oracle), AWS on IPv6, Google on IPv6, Azure's wire server, Alibaba.
 */
export function createAddressGuard(): AddressGuard {
  const refused = new BlockList();
  refused.addSubnet("169.254.0.0", 16, "ipv4");
  refused.addAddress("168.63.129.16", "ipv4");
  refused.addAddress("100.100.100.200", "ipv4");
  refused.addSubnet("fe80::", 10, "ipv6");
  refused.addAddress("fd00:ec2::254", "ipv6");
  refused.addAddress("fd20:ce::254", "ipv6");

  function isRefused(address: string): boolean {
    const plain = address.replace(/%.*$/u, "");
    const version = isIP(plain);
    if (version === 4) return refused.check(plain, "ipv4");
    if (version !== 6) return false;
    const embedded = embeddedIPv4(plain);
    return refused.check(plain, "ipv6") || (embedded !== null && refused.check(embedded, "ipv4"));
  }

  // Staging has one address as a rule, and is asked a thousand times.
  let last = { address: "", refused: false };
  return (address) => {
    if (address !== last.address) last = { address, refused: isRefused(address) };
    return last.refused;
  };
}

// IPv4 inside IPv6: mapped (::ffff:a.b.c.d), compatible (::a.b.c.d), NAT64 (64:ff9b::/96, RFC 6052), 6to4 (2002::/16).
function embeddedIPv4(address: string): string | null {
  // The URL parser writes every spelling in one way, with hexadecimal groups.
  const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [left = "", right] = short.split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const zeros = right === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => "0");
  const groups = [...head, ...zeros, ...tail];
  const start = groups.slice(0, 6).join(":");
  const at = groups[0] === "2002" ? 1 : /^(?:0:0:0:0:0:(?:0|ffff)|64:ff9b:0:0:0:0)$/u.test(start) ? 6 : null;
  if (at === null) return null;
  return groups
    .slice(at, at + 2)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff])
    .join(".");
}
