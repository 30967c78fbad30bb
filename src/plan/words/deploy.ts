// The words of `deploy`: what brings a service to staging, and when it counts as up.
import { healthExpectation } from "./expect.ts";
import { command, duration, HOUR, MINUTE, name, names, SECOND, text, whole } from "./leaves.ts";
import { address, headerName, headers, method } from "./request.ts";
import { explained, isMap, map, optional, pick, type Shape, type Value } from "./shape.ts";

const revisionMap = explained(
  map({
    path: optional(address("http")),
    url: optional(address("http")),
    header: optional(headerName),
  }),
  {
    path: "The path whose answer tells the served commit.",
    url: "The address whose answer tells the served commit.",
    header: "The header that tells the served commit: of this answer, or of the health answer.",
  },
);
const revision: Shape<string | Value<typeof revisionMap>> = pick<string | Value<typeof revisionMap>>(
  (value) => (isMap(value) ? revisionMap : text),
  [text, revisionMap],
);

const healthRequest = explained(
  map({
    url: address("http"),
    method: optional(method),
    headers: optional(headers),
    expect: optional(healthExpectation),
  }),
  {
    url: "The path or address that is asked.",
    method: "The method of the request (default GET).",
    headers: "Headers of the request.",
    expect: "What the answer has to be like (default any 2xx).",
  },
);

const ready = explained(
  map(
    {
      health: optional(address("http")),
      http: optional(healthRequest),
      revision: optional(revision),
      interval: optional(duration(10, 10 * MINUTE)),
      timeout: optional(duration(100, 6 * HOUR)),
      "success-threshold": optional(whole(1, 100)),
    },
    "a map with health, http or revision",
  ),
  {
    health: "A path or address that answers 2xx when the service is up.",
    http: "The long form of health: url, method, headers and expect.",
    revision: "Where the served commit is told: a path, an address or a header of the health answer.",
    interval: "The time between two questions (default 5s).",
    timeout: "After this time the service is not ready, and the cycle is not tested (default 10m).",
    "success-threshold": "This many good answers in a row (default 3). A service that flaps is not ready.",
  },
);

export type ReadyWords = Value<typeof ready>;
export type DeployWords = Value<typeof deployShape>;

export const deployShape = explained(
  map(
    {
      name,
      run: optional(command),
      timeout: optional(duration(SECOND, 6 * HOUR)),
      needs: optional(names),
      ready: optional(ready),
    },
    "a service: a map with name, run and ready",
  ),
  {
    name: "The name of the service.",
    run: "The command that deploys it. Without one, something else deploys and we wait.",
    timeout: "The command is ended after this time, with everything that it started (default 15m).",
    needs:
      "Services above that have to be deployed and ready first; [] for none (default: the service before it is deployed).",
    ready: "When the service is up with the commit under test. Without it nothing is waited for.",
  },
);
