// Builds the rule for when a service counts as up with the new revision.
import type { HttpExpect, HttpRequest, ReadyRule, RevisionSource } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { isPath } from "../words/addresses.ts";
import type { ReadyWords } from "../words/deploy.ts";
import { noteMisreading, placeOf, settleAddress, TOLD, type Desk, type PlacedText } from "../desk.ts";
import type { Place } from "../file/faults.ts";
import type { Part } from "../file/parts.ts";
import { readAnswerHeader } from "../words/headers.ts";
import { ANY_SUCCESS, buildExpect } from "./expectations.ts";
import { boxAll, buildHeaders, timeoutOf } from "./requests.ts";
import { FIXED } from "./texts.ts";

/** The short form of readiness: a path or address for health, and a path, address or header for the revision. */
export interface ShortReady {
  readonly health: PlacedText | null;
  readonly revision: PlacedText | null;
}

/** Readiness from the inputs, over what the file may say. Null when neither is given. */
export function buildShortReady(
  desk: Desk,
  { health, revision }: ShortReady,
  file: ReadyRule | null,
): ReadyRule | null {
  if (health === null && revision === null) return file;
  const request = health === null ? (file?.health ?? null) : get(desk, health.text, health.place);
  return {
    health: request,
    healthExpect: health === null ? (file?.healthExpect ?? null) : ANY_SUCCESS,
    revision:
      revision === null ? (file?.revision ?? null) : shortRevision(desk, revision.text, revision.place, request),
    intervalMs: file?.intervalMs ?? INTERVAL_MS,
    timeoutMs: file?.timeoutMs ?? READY_TIMEOUT_MS,
    successThreshold: file?.successThreshold ?? SUCCESS_THRESHOLD,
  };
}

const INTERVAL_MS = 5_000;
const READY_TIMEOUT_MS = 10 * 60_000;
const SUCCESS_THRESHOLD = 3;

export function buildReady(desk: Desk, { words, path }: Part<ReadyWords>): ReadyRule {
  const place = placeOf(desk, path);
  if (words.health !== undefined && words.http !== undefined) {
    desk.faults.add(
      placeOf(desk, [...path, "http"]),
      "expected either health or http: one is the short form of the other",
    );
  } else if (words.health === undefined && words.http === undefined && words.revision === undefined) {
    desk.faults.add(place, "expected health, http or revision: nothing tells when the service is up");
  }
  const { request, expect } = buildHealth(desk, { words, path });
  return {
    health: request,
    healthExpect: expect,
    revision: words.revision === undefined ? null : buildRevision(desk, words.revision, { words, path }, request),
    intervalMs: words.interval ?? INTERVAL_MS,
    timeoutMs: words.timeout ?? READY_TIMEOUT_MS,
    successThreshold: words["success-threshold"] ?? SUCCESS_THRESHOLD,
  };
}

interface Health {
  readonly request: HttpRequest | null;
  readonly expect: HttpExpect | null;
}

function buildHealth(desk: Desk, { words, path }: Part<ReadyWords>): Health {
  const { health, http } = words;
  if (health !== undefined)
    return { request: get(desk, health, placeOf(desk, [...path, "health"])), expect: ANY_SUCCESS };
  if (http === undefined) return { request: null, expect: null };
  const at = [...path, "http"];
  const request = get(desk, http.url, placeOf(desk, [...at, "url"]));
  const headers = boxAll(buildHeaders(desk, http.headers ?? {}, [...at, "headers"], FIXED));
  const expect = buildExpect(desk, http.expect, [...at, "expect"], FIXED);
  return { request: { ...request, method: http.method ?? "GET", headers }, expect };
}

function buildRevision(
  desk: Desk,
  words: NonNullable<ReadyWords["revision"]>,
  { path }: Part<ReadyWords>,
  health: HttpRequest | null,
): RevisionSource | null {
  const at = [...path, "revision"];
  const place = placeOf(desk, at);
  if (typeof words === "string") return shortRevision(desk, words, place, health);
  const header = words.header === undefined ? null : untrusted(words.header.toLowerCase());
  if (words.path !== undefined && words.url !== undefined) {
    desk.faults.add(placeOf(desk, [...at, "url"]), "expected either path or url: both are the same");
  }
  const address = words.path ?? words.url;
  if (address === undefined && header === null) {
    desk.faults.add(place, "expected path, url or header: nothing tells the revision");
  }
  if (address === undefined) return headerOfHealth(desk, header, place, health);
  return { request: get(desk, address, placeOf(desk, [...at, words.path === undefined ? "url" : "path"])), header };
}

function shortRevision(desk: Desk, text: string, place: Place, health: HttpRequest | null): RevisionSource | null {
  if (isPath(text) || /[:/$]/u.test(text)) return { request: get(desk, text, place), header: null };
  const reading = readAnswerHeader(text);
  if ("value" in reading) return headerOfHealth(desk, untrusted(text.toLowerCase()), place, health);
  noteMisreading(
    desk,
    { expected: "expected a path that starts with /, an address or the name of a header" },
    text,
    place,
  );
  return null;
}

function headerOfHealth(
  desk: Desk,
  header: RevisionSource["header"],
  place: Place,
  health: HttpRequest | null,
): RevisionSource | null {
  if (health !== null) return { request: health, header };
  desk.faults.add(place, "expected a path or address too: without health there is no answer to take the header from");
  return null;
}

function get(desk: Desk, address: string, place: Place): HttpRequest {
  const url = settleAddress(desk, address, place, "http", TOLD);
  return { method: "GET", url: untrusted(url), headers: {}, body: null, timeoutMs: timeoutOf(desk), redirects: 0 };
}
