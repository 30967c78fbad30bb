// The words of `deploy`: what brings a service to staging, and when it counts as up.
import { expectation } from "./expect-words.ts";
import { command, duration, HOUR, MINUTE, name, SECOND, text, whole } from "./leaves.ts";
import { address, headerName, headers, method } from "./request-words.ts";
import { isMap, map, optional, pick, type Shape, type Value } from "./shape.ts";

const revisionMap = map({
  path: optional(address("http")),
  url: optional(address("http")),
  header: optional(headerName),
});
const revision: Shape<string | Value<typeof revisionMap>> = pick<string | Value<typeof revisionMap>>((value) =>
  isMap(value) ? revisionMap : text,
);

const ready = map(
  {
    health: optional(address("http")),
    http: optional(
      map({
        url: address("http"),
        method: optional(method),
        headers: optional(headers),
        expect: optional(expectation),
      }),
    ),
    revision: optional(revision),
    interval: optional(duration(10, 10 * MINUTE)),
    timeout: optional(duration(100, 6 * HOUR)),
    "success-threshold": optional(whole(1, 100)),
  },
  "a map with health, http or revision",
);

export type ReadyWords = Value<typeof ready>;
export type DeployWords = Value<typeof deployShape>;

export const deployShape = map(
  {
    name,
    run: optional(command),
    timeout: optional(duration(SECOND, 6 * HOUR)),
    ready: optional(ready),
  },
  "a service: a map with name, run and ready",
);
