// Runs client.ts against a server of the test's, and reads what it cost.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "vitest";
import { STARTS_SOON } from "../../demo/staging/node-program.ts";
import { createAuthority } from "../../demo/staging/x509.ts";
import type { ClientCost, ClientOrder } from "./client.ts";
import { answering, httpAnswer, startRaw, type OnConnection } from "./raw.ts";
import { closeFrame, startWebSocketServer, type Peer } from "./websocket.ts";

/** A server to be asked, and for how long. */
export interface HttpCase {
  readonly kind: "http";
  readonly timeoutMs: number;
  readonly behave: OnConnection;
}

export interface SocketCase {
  readonly kind: Exclude<ClientOrder["kind"], "http">;
  readonly timeoutMs: number;
  readonly behave: (peer: Peer) => void;
  /** Over TLS. */
  readonly secure?: boolean;
}

/** At most so much memory more than before, and at no time longer without a turn for anything else. */
const MAX_ADDED_MIB = 60;
const MAX_LAG_MS = 100;

/** Asks the server in a process of its own and holds what it cost to the bar. */
export async function expectBearable(hostile: HttpCase | SocketCase, end: string): Promise<void> {
  let cost = await costOf(hostile);
  // A busy machine may lay its own work at our door; what comes each time is ours.
  for (let tries = 1; tries < 3 && (cost.lagMs > MAX_LAG_MS || cost.addedMiB > MAX_ADDED_MIB); tries++) {
    cost = await costOf(hostile);
  }
  expect(cost.end).toBe(end);
  expect(cost.addedMiB).toBeLessThanOrEqual(MAX_ADDED_MIB);
  expect(cost.lagMs).toBeLessThanOrEqual(MAX_LAG_MS);
  expect(cost.tookMs).toBeLessThan(hostile.timeoutMs + 1_000);
}

async function costOf(hostile: HttpCase | SocketCase): Promise<ClientCost> {
  const { kind, timeoutMs } = hostile;
  if (hostile.kind === "http") {
    const server = await startRaw(hostile.behave);
    const harmless = await startRaw(answering(httpAnswer("200 OK", [], '{"a":1}')));
    return await runClient({ kind, timeoutMs, url: `http://${server.name}/`, warmUp: `http://${harmless.name}/` });
  }
  const authority = hostile.secure === true ? createAuthority() : null;
  const certificate = authority?.issue({ names: ["127.0.0.1"] });
  const server = await startWebSocketServer(hostile.behave, [], certificate);
  const harmless = await startWebSocketServer(({ socket }) => socket.write(closeFrame(1000)));
  return await runClient({
    kind,
    timeoutMs,
    url: `${authority === null ? "ws" : "wss"}://${server.name}/`,
    warmUp: `ws://${harmless.name}/`,
    ...(authority === null ? {} : { authority: authority.cert }),
  });
}

/** The same with variables in the environment. */
export async function runClient(
  order: ClientOrder,
  environment: Readonly<Record<string, string>> = {},
): Promise<ClientCost> {
  const program = fileURLToPath(new URL("client.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...STARTS_SOON, "--expose-gc", program, JSON.stringify(order)],
    {
      env: { PATH: process.env["PATH"], ...environment },
      timeout: 60_000,
    },
  );
  const cost: ClientCost = JSON.parse(stdout);
  return cost;
}
