// Whether a command may talk to a host through a proxy: then its connections go to the proxy, and show nothing.
import { readHost } from "./watch-hosts.ts";

const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] as const;

/** The name of the variable that sends at least one of the hosts through a proxy; null when none does. */
export function proxyFor(
  hosts: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): (typeof PROXIES)[number] | null {
  const values = new Map<string, string>();
  for (const [name, value = ""] of Object.entries(environment)) {
    if (value.trim() !== "") values.set(name.toUpperCase(), value);
  }
  const variable = PROXIES.find((name) => values.has(name));
  if (variable === undefined) return null;
  const rules = (values.get("NO_PROXY") ?? "").toLowerCase().split(/[\s,]+/u);
  return hosts.some((host) => !isExcluded(host.toLowerCase(), rules)) ? variable : null;
}

/** Programs read NO_PROXY in different ways; only what all of them read alike counts. */
function isExcluded(text: string, rules: readonly string[]): boolean {
  const host = readHost(text);
  if (host === null) return false;
  const { name, port } = host;
  return rules.some((rule) => {
    if (rule === "*") return true;
    const found = readHost(rule.replace(/^\*?\./u, ""));
    if (found === null || (found.port !== null && found.port !== port)) return false;
    return name === found.name || (!/^[\d.]+$/u.test(name) && name.endsWith(`.${found.name}`));
  });
}
