// Takes over what a deploy's command told, after looking at it: requests go to the addresses, and texts hold the rest.
import type { NeededOutput } from "../model/plan.ts";
import type { Ran } from "../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";

export interface Told {
  /** What the plan needs, and the url in any case. */
  readonly outputs: ReadonlyMap<string, Untrusted>;
  /** null: it told none that is one. */
  readonly url: Untrusted | null;
  /** Why it is not enough, in our words. */
  readonly problem: string | null;
}

const URL_NAME = "url";

export function readTold(needed: readonly NeededOutput[], told: Ran["outputs"]): Told {
  const outputs = new Map<string, Untrusted>();
  let problem: string | null = null;
  for (const { name, as } of needed) {
    const text = reveal(told.get(name) ?? untrusted("")).trim();
    const read = as === "address" ? readAddress(text) : { value: text };
    if (text === "") problem ??= `it told no ${name}: its command has to write one into the file GITHUB_OUTPUT`;
    else if ("expected" in read) problem ??= `it told an address that is none (${name}): expected ${read.expected}`;
    else outputs.set(name, untrusted(read.value));
  }
  const url = readAddress(reveal(told.get(URL_NAME) ?? untrusted("")).trim());
  if (!("value" in url)) return { outputs, url: null, problem };
  if (!outputs.has(URL_NAME)) outputs.set(URL_NAME, untrusted(url.value));
  return { outputs, url: untrusted(url.value), problem };
}

type Read = { readonly value: string } | { readonly expected: string };

const LONGEST = 2_048;

/** An address to which paths can be added, without the slash at its end. */
function readAddress(text: string): Read {
  if (/[\s\p{Cc}\p{Cf}\\]/u.test(text)) return { expected: "one without spaces and control characters" };
  if (text.length > LONGEST) return { expected: `at most ${LONGEST} characters` };
  if (!/^https?:\/\//iu.test(text)) return { expected: "one that starts with https:// or http://" };
  if (!URL.canParse(text)) return { expected: "one with a valid host" };
  const { username, password, pathname, origin } = new URL(text);
  if (username !== "" || password !== "") return { expected: "one without user name and password" };
  if (text.includes("?")) return { expected: "one without a query" };
  if (text.includes("#")) return { expected: "one without a fragment" };
  return { value: `${origin}${pathname.replace(/\/$/u, "")}` };
}
