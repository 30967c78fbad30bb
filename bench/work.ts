// The work that every contestant does, and the words in which it tells how long that took.

export const EVENTS = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"];

/** What one probe asks and sends. */
export const PATH = "/api/me";
export const MESSAGE = { type: "user_message", text: "ping" };

export const KINDS = ["http", "websocket"] as const;
export type Kind = (typeof KINDS)[number];

/** As many at once as runChecks runs. */
const AT_ONCE = { http: 8, websocket: 16 } as const satisfies Readonly<Record<Kind, number>>;

export const COUNTS = { http: 1_000, websocket: 200 } as const satisfies Readonly<Record<Kind, number>>;

export const CONTESTANTS = ["ours", "bare", "keep-alive"] as const;
export type Contestant = (typeof CONTESTANTS)[number];

export interface Measured {
  /** Of the probes, without the plan. */
  readonly wallMs: number;
  /** Until the configuration was a plan. */
  readonly planMs: number;
  /** User and system time of the process while the probes run, and until the plan is made. */
  readonly cpuMs: number;
  readonly planCpuMs: number;
  /** The most memory that the process has had so far. */
  readonly peakRssMb: number;
}

/** Does the work as often as it has to be done, so many at once. */
export async function inParallel(kind: Kind, work: () => Promise<void>): Promise<void> {
  let left: number = COUNTS[kind];
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left--;
      await work();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE[kind] }, worker));
}

/** The configuration file whose probes are this work. */
export function configuration(url: string, count: Readonly<Record<Kind, number>>): string {
  const http = Array.from({ length: count.http }, (_, n) => `  - { name: h${n}, http: { url: ${PATH}, expect: 200 } }`);
  const flow = `{ send: ${JSON.stringify(MESSAGE)}, expect: [${EVENTS.join(", ")}], within: 10s }`;
  const sockets = Array.from({ length: count.websocket }, (_, n) => `  - { name: w${n}, websocket: ${flow} }`);
  return [
    "version: 1",
    `url: ${url}`,
    `auth: { e2e: { jwt: { secret: "\${secrets.BENCH_JWT_SECRET}", audience: ${AUDIENCE} }, users: [{ id: ${USER} }] } }`,
    "defaults: { auth: e2e, websocket: { url: /ws } }",
    "probes:",
    ...http,
    ...sockets,
    "",
  ].join("\n");
}

export const AUDIENCE = "bench";
export const USER = "user-1";
export const SECRET = "secret-of-the-benchmark-0123456789ab";
