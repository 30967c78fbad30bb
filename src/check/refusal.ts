// What an answer says about the caller's token: accepted or not, and whether somebody was let in who must not be.
import type { Facts, TokenShape } from "../model/check.ts";
import type { HttpProbe, HttpRequest } from "../model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import type { Actor } from "./attempt.ts";
import { miss, type Answered, type Look, type Miss } from "./answer.ts";
import { credentialParameters, isCredentialHeader, isTelling } from "./telling.ts";

/**
 * Whether the answer shows that the caller's token was good: a missing page is asked for by somebody who may ask. What a
 * redirect, a broken service or a proxy says is said whoever asks, and so is what another credential brought.
 */
export function isAccepted(probe: HttpProbe, actor: Actor, { status, redirects }: Answered): boolean | null {
  if (actor.auth === null || !isOurToken(probe, actor)) return null;
  if (status === 401) return false;
  const isOwn = status >= 200 && status <= 499 && !(status >= 300 && status <= 399) && redirects === 0;
  return isOwn && !SAID_TO_ANYBODY.has(status) ? true : null;
}

const SAID_TO_ANYBODY = new Set([400, 403, 407, 429]);

/** A header of the probe's own stands in the place of ours. */
function isOurToken({ request }: HttpProbe, actor: Actor): boolean {
  return Object.keys(actor.headers).every((name) => {
    const own = request.headers[name];
    return own === undefined || reveal(own).includes("${token}");
  });
}

function isRefusal(status: number): boolean {
  return status === 401 || status === 403;
}

/**
 * The failure of a caller that had to be refused and was served. A redirect or an error of the server is no service:
 * it is told as what it is.
 */
export function missedRefusal(probe: HttpProbe, look: Look): Miss | null {
  const { status, redirects } = look.answer;
  // At the end of a redirect stands the page to log in.
  const isServed = status >= 200 && status <= 299 && redirects === 0 && !probe.expect.status.includes(status);
  const caller = isServed ? unwelcome(probe) : null;
  if (caller === null) return null;
  const wanted = probe.expect.status.join(" or ");
  const who = caller === "anonymous" ? "a caller without a token" : `a token that is ${WORDS[caller]}`;
  return miss(look, ` answered ${status} to ${who}, expected ${wanted}`, {
    stage: "auth",
    letIn: caller,
    expected: untrusted(wanted),
    seen: untrusted(String(status)),
  });
}

const WORDS = { expired: "expired", "wrong-key": "signed with another key", unsigned: "not signed" } as const;

function unwelcome({ badToken, auth, expect, request }: HttpProbe): NonNullable<Facts["letIn"]> | null {
  if (badToken !== null) return badToken;
  if (auth === null && hasCredential(request)) return null;
  const mustRefuse = expect.status.some(isRefusal) && expect.status.every((each) => each >= 400 && each <= 499);
  return auth === null && mustRefuse ? "anonymous" : null;
}

/** A caller without an auth of the plan may still bring something: then it is not nobody who was let in. */
function hasCredential({ url, headers, body }: HttpRequest): boolean {
  const texts = [url, ...Object.values(headers), ...(body === null ? [] : [body])];
  return (
    Object.keys(headers).some(isCredentialHeader) || credentialParameters(url).length > 0 || texts.some(holdsSecret)
  );
}

/** A captured id is what is asked for; only one that is named as a secret says who asks. */
function holdsSecret(text: Untrusted): boolean {
  const references = [...reveal(text).matchAll(/\$\{\s*(secrets|capture)\.([\w-]+)\s*\}/gu)];
  return references.some(([, kind, name = ""]) => kind === "secrets" || isTelling(name));
}

/** What the refused token was, with the difference of the clocks, which explains most refusals of good ones. */
export function refusedToken(probe: HttpProbe, actor: Actor, look: Look): TokenShape | null {
  const { shape } = actor;
  if (shape === null || !isOurToken(probe, actor) || !isRefusal(look.answer.status)) return null;
  const date = look.answer.headers["date"];
  const served = date === undefined ? Number.NaN : Date.parse(reveal(date));
  // The header counts whole seconds.
  const skew = Math.round((served - look.world.clock.now()) / 1_000) * 1_000;
  return { ...shape, clockSkewMs: Number.isNaN(skew) ? null : skew };
}

/** "the token is HS256, for staging, valid for 300 s; the service's clock is 95 s behind". */
export function tokenWords({ algorithm, audience, livesMs, clockSkewMs: skew }: TokenShape): string {
  const forWhom = audience === null ? "without audience" : `for ${reveal(audience)}`;
  const apart = skew === null ? null : Math.abs(Math.round(skew / 1_000));
  const clock =
    skew === null || apart === null || apart < 2
      ? ""
      : `; the service's clock is ${apart} s ${skew > 0 ? "ahead" : "behind"}`;
  return `the token is ${algorithm}, ${forWhom}, valid for ${Math.round(livesMs / 1_000)} s${clock}`;
}
