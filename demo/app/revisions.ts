// The story of the demo: what each revision of the demo user's branch ships, who made it, and what staging then
// shows. `expected` is proved by tests/demo/staging.test.ts; how the revisions become commits is repository.ts.

import type { FaultId } from "../staging/faults.ts";

export interface Author {
  readonly name: string;
  readonly email: string;
}

/** What a cycle finds once this revision is served. Numbers of the suite are test cases. */
export interface Expected {
  readonly suite: { readonly passed: number; readonly failed: number };
  readonly probes: { readonly failed: readonly string[]; readonly blocked: readonly string[] };
}

export interface Revision {
  readonly subject: string;
  readonly body: string;
  readonly author: Author;
  /** Of author and committer, so that the same files always make the same commit. */
  readonly date: string;
  readonly faults: readonly FaultId[];
  readonly rolloutMs: number;
  /** What is better than before, for people; printed by the step that stands for the repair. */
  readonly repairs: string;
  readonly expected: Expected;
}

export const BRANCH = "agents-over-websocket";

/** How many probes and test cases there are in every cycle. */
export const PLANNED = { probes: 8, tests: 20 } as const;

/** Longer than the readiness timeout of the configuration (1.5 s), shorter than two of them. */
const SLOW_ROLLOUT_MS = 2500;

const DANA: Author = { name: "Dana Reyes", email: "dana@chat.example" };
const AGENT: Author = { name: "Repair agent", email: "repair-agent@chat.example" };

/** From the first commit of the branch to the one that meets the target. Cycles: 1, 2 and 3, 4, 5, 6. */
export const REVISIONS: readonly Revision[] = [
  {
    subject: "Agents answer over the WebSocket",
    body: "Messages reach an agent, its work is streamed back as events.",
    author: DANA,
    date: "2026-03-02T09:00:00Z",
    faults: ["factory-1011", "endpoints-404", "quality-zero", "latency"],
    rolloutMs: 0,
    repairs: "nothing yet: the first revision of the branch",
    expected: {
      suite: { passed: 11, failed: 9 },
      probes: {
        failed: ["agent control answers", "agent events", "answer quality", "answers quickly"],
        blocked: [],
      },
    },
  },
  {
    subject: "Each connection gets a factory of its own",
    body: "The shared factory failed its validation at the first message and closed the connection\nwith 1011. Profiles are cached now: they made every API call slow.",
    author: AGENT,
    date: "2026-03-02T09:20:00Z",
    faults: ["events-missing", "endpoints-404", "quality-zero"],
    rolloutMs: SLOW_ROLLOUT_MS,
    repairs: "close 1011 at the first message, slow API",
    expected: {
      suite: { passed: 13, failed: 7 },
      probes: { failed: ["agent control answers", "agent events", "answer quality"], blocked: [] },
    },
  },
  {
    subject: "Agent control endpoints, events through the bridge",
    body: "start, stop and status are routed. Events pass through the new bridge, which checks the\norigin of a connection.",
    author: AGENT,
    date: "2026-03-02T09:40:00Z",
    faults: ["handshake-403", "quality-zero"],
    rolloutMs: 0,
    repairs: "endpoints that answered 404, missing agent events",
    expected: {
      suite: { passed: 9, failed: 11 },
      probes: { failed: ["ws connects", "answer quality"], blocked: ["agent events"] },
    },
  },
  {
    subject: "Connections without an origin are let in again",
    body: "The origin check of the bridge refused every client that is not a browser with 403.",
    author: AGENT,
    date: "2026-03-02T10:00:00Z",
    faults: ["quality-zero"],
    rolloutMs: 0,
    repairs: "403 at the WebSocket handshake",
    expected: {
      suite: { passed: 19, failed: 1 },
      probes: { failed: ["answer quality"], blocked: [] },
    },
  },
  {
    subject: "Answers are scored after they are complete",
    body: "The score was taken before the first word of the answer and therefore 0.",
    author: AGENT,
    date: "2026-03-02T10:20:00Z",
    faults: [],
    rolloutMs: 0,
    repairs: "quality score of 0",
    expected: { suite: { passed: 20, failed: 0 }, probes: { failed: [], blocked: [] } },
  },
];

/** The content of staging.json in this revision: the only file that differs between revisions. */
export function stagingFile({ faults, rolloutMs }: Pick<Revision, "faults" | "rolloutMs">): string {
  return `${JSON.stringify({ faults, rolloutMs }, null, 2)}\n`;
}

/** The revision that repairs the one with this subject; undefined after the last, or for a foreign subject. */
export function nextRevision(subject: string): Revision | undefined {
  const index = REVISIONS.findIndex((revision) => revision.subject === subject);
  return index === -1 ? undefined : REVISIONS[index + 1];
}
