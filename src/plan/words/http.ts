// The words of an HTTP probe: the request, and what its answer has to be like.
import { BODY_LINES, bodyWords } from "./body.ts";
import { answerCaptures } from "./capture.ts";
import { expectation } from "./expect.ts";
import { duration, MINUTE, text, whole } from "./leaves.ts";
import { address, headers, method } from "./request.ts";
import { explained, into, map, optional, pick, type Shape, type Value } from "./shape.ts";

export type HttpWords = Value<typeof complete>;

const complete = explained(
  map(
    {
      method: optional(method),
      url: address("http"),
      headers: optional(headers),
      body: optional(text),
      ...bodyWords,
      expect: optional(expectation),
      capture: optional(answerCaptures),
      redirects: optional(whole(0, 5)),
      timeout: optional(duration(10, 10 * MINUTE)),
    },
    "a path, an address or a map with url, method, expect and so on",
  ),
  {
    method: "The method of the request (default GET).",
    url: "A path below the base url, or an absolute address.",
    headers: "Headers of the request, added to those of defaults.",
    body: "The body as text. Say its content-type in headers.",
    ...BODY_LINES,
    expect: "What the answer has to be like: a status, a list of them, or a map (default any 2xx).",
    capture: "Values of the answer for later texts, which refer to them as ${capture.name}.",
    redirects: "Redirects to the same origin that are followed, from 0 to 5 (default 0: a redirect is the answer).",
    timeout: "Bounds the request with all its redirects (default that of defaults).",
  },
);
const short: Shape<HttpWords> = into(address("http"), (url) => ({ url }));

/** A path or address alone is the short form of a GET request that any 2xx answers. */
export const http = pick<HttpWords>((value) => (typeof value === "string" ? short : complete), [short, complete]);
