// The words of `defaults` and `probes`: who acts, how often, and what is asked.
import { BAD_TOKENS } from "../../model/plan.ts";
import { http } from "./http.ts";
import { duration, MINUTE, name, names, whole, word } from "./leaves.ts";
import { headers } from "./request.ts";
import { retry } from "./retry.ts";
import { explained, map, optional, type Value } from "./shape.ts";
import { connectionShape, webSocketShape } from "./socket.ts";

export type DefaultsWords = Value<typeof defaultsShape>;

export const defaultsShape = explained(
  map({
    auth: optional(name),
    headers: optional(headers),
    timeout: optional(duration(10, 10 * MINUTE)),
    retry: optional(retry),
    websocket: optional(connectionShape),
  }),
  {
    auth: "The auth of every probe that names none.",
    headers: "Headers of every request and handshake.",
    timeout: "Bounds one HTTP request, from 10ms to 10m (default 10s).",
    retry: "Another try where the kind of failure may pass by itself.",
    websocket: "What all WebSocket probes have in common.",
  },
);

export type ProbeWords = Value<typeof probeShape>;

export const probeShape = explained(
  map(
    {
      name,
      tags: optional(names),
      priority: optional(whole(1, 100)),
      needs: optional(names),
      auth: optional(name),
      token: optional(word(["valid", ...BAD_TOKENS])),
      users: optional(whole(1, 16)),
      severity: optional(word(["fail", "warn"])),
      retry: optional(retry),
      samples: optional(whole(1, 1_000)),
      warmup: optional(whole(0, 100)),
      http: optional(http),
      websocket: optional(webSocketShape),
    },
    "a probe: a map with name and either http or websocket",
  ),
  {
    name: "The name of the probe, which the report shows and needs and preflight refer to.",
    tags: "Groups of probes that targets can name.",
    priority: "The order in which probes are started: 1 first, 100 late, without one last.",
    needs: "Probes that have to pass first. If one does not, this one is blocked, not failed.",
    auth: "The auth that the probe acts with; none for an anonymous one.",
    token: "valid (default), or a token that has to be refused: expired, wrong-key or unsigned. Only with a jwt.",
    users: "This many users of the auth act at the same time, from 1 to 16 (default 1).",
    severity: "fail (default), or warn: a failure is shown and decides nothing.",
    retry: "Another try where the kind of failure may pass by itself: a number, or count, interval and on.",
    samples: "Measured this often, alone after all other probes, from 1 to 1000.",
    warmup: "Runs before the first sample that counts, from 0 to 100 (default 0).",
    http: "One request and what its answer has to be like. A path alone is the short form.",
    websocket: "A socket: what is said on it and what has to come.",
  },
);
