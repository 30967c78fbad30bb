// Where staging is known to be: what told its address, was asked for its health, or has to be talked to by the tests.
import type { Cycle } from "../../model/cycle.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";
import { hostIn } from "./place.ts";

export function stagingHosts({
  deployments,
  readiness,
  suites,
}: Pick<Cycle, "deployments" | "readiness" | "suites">): ReadonlySet<string> {
  const addresses: readonly (Untrusted | null | undefined)[] = [
    ...deployments.map(({ url }) => url),
    ...readiness.flatMap(({ lastSeen, healthy }) => [lastSeen?.url, healthy?.url]),
    ...suites
      .flatMap(({ contact }) => (contact?.watch?.kind === "watched" ? contact.watch.hosts : []))
      .map((each) => each.host),
  ];
  const found = addresses.flatMap((each) => {
    if (each === null || each === undefined) return [];
    const text = reveal(each);
    return hostIn(text.includes("://") ? text : `https://${text}`) ?? [];
  });
  return new Set(found);
}
