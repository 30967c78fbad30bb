// Which captured values are secrets: what their names tell, and where texts of the plan put them. They are hidden from
// then on like a token of ours.
import type { Plan, Probe } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import type { Captured } from "./fill.ts";

/** A shorter text stands in every log, and would be hidden there too. */
const SHORTEST = 8;

const WORDS = new Set(
  (
    "session sessionid sid token jwt cookie auth authorization bearer secret key apikey accesskey password passwort " +
    "passwd passphrase pw pwd pin otp credential credentials csrf xsrf signature"
  ).split(" "),
);

/** Whether a name or path speaks of a secret: "$.access_token", "sessionId". */
export function isTelling(name: string): boolean {
  return name
    .replace(/([a-z\d])([A-Z])/gu, "$1 $2")
    .split(/[^A-Za-z]+/u)
    .some((word) => WORDS.has(word.toLowerCase()));
}

/** Hides a captured text, and in a map or list the texts of telling names. */
export function registerTelling(value: unknown, telling: boolean, secrets: World["secrets"]): void {
  if (typeof value === "string") {
    if (telling && value.length >= SHORTEST) secrets.register(value);
  } else if (Array.isArray(value)) {
    for (const each of value) registerTelling(each, telling, secrets);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) registerTelling(each, isTelling(name), secrets);
  }
}

/** Hides what was captured under a telling name, or is brought along as a credential. */
export function registerSecrets(
  captures: ReadonlyMap<string, Captured>,
  { plan, world }: { readonly plan: Plan; readonly world: World },
): void {
  if (captures.size === 0) return;
  const credentials = credentialsIn(plan);
  for (const [name, { json }] of captures) {
    registerTelling(JSON.parse(reveal(json)), credentials.has(name) || isTelling(name), world.secrets);
  }
}

/** Names of the captured values that stand in credential headers, telling query parameters and messages with a token. */
function credentialsIn({ probes, auths }: Plan): ReadonlySet<string> {
  const texts = [
    ...probes.flatMap(credentialTexts),
    ...auths.flatMap((auth) => (auth.kind === "login" ? Object.values(auth.request.headers) : [])),
  ];
  return new Set(
    texts.flatMap((text) => [...reveal(text).matchAll(/\$\{\s*capture\.([\w-]+)\s*\}/gu)].map(([, name = ""]) => name)),
  );
}

function credentialTexts(probe: Probe): readonly Untrusted[] {
  const { headers, url } = probe.kind === "http" ? probe.request : probe.connection;
  const token = probe.kind === "websocket" ? probe.connection.token : null;
  return [
    ...Object.entries(headers).flatMap(([name, text]) => (isCredentialHeader(name) ? [text] : [])),
    ...(token?.in === "message" ? [token.message] : []),
    ...credentialParameters(url).map(untrusted),
  ];
}

/** The query parameters of an address that say who calls. */
export function credentialParameters(url: Untrusted): readonly string[] {
  const found = reveal(url).matchAll(/[?&](?<name>[^=&#]*)=(?<value>[^&#]*)/gu);
  return [...found].flatMap(({ groups: { name = "", value = "" } = {} }) => (isTelling(name) ? [value] : []));
}

/** Whether a header says who calls. */
export function isCredentialHeader(name: string): boolean {
  return isTelling(name) && !/^(?:idempotency|sec-websocket|surrogate)-/iu.test(name);
}
