// Tells link-local and metadata addresses, which hand out a machine's own credentials, so that one that is written in a
// file is refused before anything runs. What a name resolves to is checked again where the connection is made.

/**
 * RFC 3927 and 4291 link-local (AWS, Azure, Google, DigitalOcean, Oracle), AWS and Google on IPv6, Azure's wire
 * server, Alibaba. `host` is as the URL parser writes it, whatever the spelling was.
 */
export function isMetadataHost(host: string): boolean {
  const plain = host.replace(/\.$/u, "");
  if (!plain.startsWith("[")) return isMetadataIPv4(plain);
  const groups = groupsOf(plain.slice(1, -1));
  const isLinkLocal = (groups[0] ?? 0) >> 6 === 0xfe80 >> 6;
  return isLinkLocal || METADATA_IPV6.includes(groups.join(":")) || isMetadataIPv4(embeddedIPv4(groups));
}

const METADATA_IPV6: readonly string[] = ["fd00:ec2::254", "fd20:ce::254"].map((each) => groupsOf(each).join(":"));

function isMetadataIPv4(host: string): boolean {
  return /^169\.254\.\d+\.\d+$/u.test(host) || host === "168.63.129.16" || host === "100.100.100.200";
}

/** The eight groups of an IPv6 address without brackets and zone, as numbers. */
function groupsOf(address: string): readonly number[] {
  const [left = "", right] = address.split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const zeros = right === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16));
}

// IPv4 inside IPv6: mapped (::ffff:a.b.c.d), compatible (::a.b.c.d), NAT64 (64:ff9b::/96, RFC 6052), 6to4 (2002::/16).
function embeddedIPv4(groups: readonly number[]): string {
  const start = groups.slice(0, 6).join(":");
  const isEmbedded = [
    [0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0xffff],
    [0x64, 0xff9b, 0, 0, 0, 0],
  ].some((prefix) => prefix.join(":") === start);
  const at = groups[0] === 0x2002 ? 1 : 6;
  if (!isEmbedded && at === 6) return "";
  return groups
    .slice(at, at + 2)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join(".");
}
