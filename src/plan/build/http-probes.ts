// Builds HTTP probes: one request, and what its answer has to be like.
import type { Capture, HttpExpect, HttpProbe } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { NOTHING_CAPTURED, type Acting } from "./acting.ts";
import { bodyKeys, buildBody } from "./bodies.ts";
import type { CaptureWords } from "../words/capture.ts";
import { placeOf, settleAddress, type Desk } from "../desk.ts";
import { durationText } from "../words/duration.ts";
import { buildExpect } from "./expectations.ts";
import type { Path } from "../file/faults.ts";
import type { HttpWords } from "../words/http.ts";
import { probeHeaders } from "./probe-headers.ts";
import { boxAll, timeoutOf } from "./requests.ts";

export function buildHttp(desk: Desk, words: HttpWords, path: Path, acting: Acting): HttpProbe {
  const { method = "GET", redirects = 0 } = words;
  const fillable = acting.fillable(NOTHING_CAPTURED);
  checkBodies(desk, words, path);
  const own = probeHeaders(desk, words.headers, path, acting);
  const { text, headers } = buildBody(desk, words, own, path, fillable);
  const url = settleAddress(desk, words.url, placeOf(desk, [...path, "url"]), "http", fillable);
  const expect = buildExpect(desk, words.expect, [...path, "expect"], fillable);
  checkExpect(desk, expect, url, [...path, "expect"]);
  return {
    ...acting.common,
    kind: "http",
    request: {
      method,
      url: untrusted(url),
      headers: boxAll(headers),
      body: text === null ? null : untrusted(text),
      timeoutMs: words.timeout ?? timeoutOf(desk),
      redirects,
    },
    expect: acting.common.badToken === null ? expect : refused(desk, expect, [...path, "expect"]),
    capture: buildCaptures(words.capture),
  };
}

export function buildCaptures(words: CaptureWords = {}): readonly Capture[] {
  return Object.entries(words).map(([name, { source, at }]) => ({ name, source, at: untrusted(at) }));
}

function checkBodies(desk: Desk, words: HttpWords, path: Path): void {
  const { method = "GET", expect = {}, capture = {} } = words;
  for (const key of method === "GET" || method === "HEAD" ? bodyKeys(words) : []) {
    desk.faults.add(placeOf(desk, [...path, key]), `a ${method} request has no body`, { hint: "Add “method: POST”." });
  }
  const why = method === "HEAD" ? "to HEAD" : bodyless(expect.status);
  if (why === null) return;
  const keys = (["json", "body", "schema"] as const).filter((key) => expect[key] !== undefined);
  const captured = Object.entries(capture).filter(([, { source }]) => source === "json");
  for (const at of [...keys.map((key) => ["expect", key]), ...captured.map(([name]) => ["capture", name])]) {
    desk.faults.add(placeOf(desk, [...path, ...at]), `an answer ${why} has no body`);
  }
}

/** Statuses whose answers have no body: RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5. */
function bodyless(statuses: readonly number[] = []): string | null {
  const isBodyless = statuses.length > 0 && statuses.every((status) => [204, 205, 304].includes(status));
  return isBodyless ? `with status ${statuses.join(" or ")}` : null;
}

function checkExpect(desk: Desk, { durationMs, certificate }: HttpExpect, url: string, path: Path): void {
  if (certificate.length > 0 && /^http:/iu.test(url)) {
    desk.faults.add(placeOf(desk, [...path, "tls"]), "an address that starts with http:// has no certificate");
  }
  if (durationMs !== null && durationMs > timeoutOf(desk)) {
    desk.faults.add(
      placeOf(desk, [...path, "duration"]),
      `a request ends after ${durationText(timeoutOf(desk))}, so that it never takes that long`,
      { hint: `Add “timeout: ${durationText(durationMs)}” to defaults.` },
    );
  }
}

/** RFC 9110 section 15.5: the answer to a token that is none. */
function refused(desk: Desk, expect: HttpExpect, path: Path): HttpExpect {
  if (expect.status.length === 0) return { ...expect, status: [401, 403] };
  if (!expect.status.every((status) => status >= 400 && status <= 499)) {
    desk.faults.add(
      placeOf(desk, [...path, "status"]),
      "this token has to be refused: expected statuses from 400 to 499",
    );
  }
  return expect;
}
