// What the commands of the services told about what they deployed, and the variables that hand it to later commands.
import { fillTold } from "../text/address.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import type { Plan } from "./plan.ts";

/** By the service's name as in the file, then by the name of the output: "url". */
export type Addresses = ReadonlyMap<string, ReadonlyMap<string, Untrusted>>;

export const NOTHING_TOLD: Addresses = new Map();

/** TDL_URL, and TDL_DEPLOY_<NAME>_URL for every service that told an address; none ends with a slash. */
export function addressVariables({ url }: Pick<Plan, "url">, addresses: Addresses): Readonly<Record<string, string>> {
  const variables = new Map<string, string>();
  const ambiguous = new Set<string>();
  const base = url === null ? null : reveal(fillTold(url, (service, output) => addresses.get(service)?.get(output)));
  // Before its service is deployed nobody knows it.
  if (base !== null && !base.includes("${")) variables.set("TDL_URL", base.replace(/\/$/u, ""));
  for (const [service, outputs] of addresses) {
    const told = outputs.get("url");
    const name = urlVariable(service);
    // Two services whose names differ in signs only: no address is better than the other one's.
    if (variables.has(name)) ambiguous.add(name);
    if (told !== undefined) variables.set(name, reveal(told));
  }
  for (const name of ambiguous) variables.delete(name);
  return Object.fromEntries(variables);
}

/** The variable in which later commands find the address of a service. */
export function urlVariable(service: string): string {
  return `TDL_DEPLOY_${service.toUpperCase().replace(/[^A-Z0-9_]/gu, "_")}_URL`;
}
