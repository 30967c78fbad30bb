// The state of one staging service, handed to everything that answers for it.

import type { IncomingMessage } from "node:http";

import { json } from "./answer.ts";
import type { Deployments, Release } from "./deployments.ts";
import { createDeployments } from "./deployments.ts";
import type { Memory } from "./memory.ts";
import { createMemory } from "./memory.ts";

export interface Staging {
  readonly secret: string;
  readonly deployments: Deployments;
  readonly messages: Memory;
  readonly threads: Memory;
  /** 0, 1, 2, … */
  nextHealthQuestion(): number;
  restartHealthQuestions(): void;
}

/** What every path and every handshake is answered during a rollout. No Retry-After: it ends when it ends. */
export const DEPLOYING = json(503, { error: "deployment in progress" });

export function createStaging(secret: string, first: Release): Staging {
  let healthQuestions = 0;
  return {
    secret,
    deployments: createDeployments(first, () => performance.now()),
    messages: createMemory("msg"),
    threads: createMemory("thread"),
    nextHealthQuestion: () => healthQuestions++,
    restartHealthQuestions: () => {
      healthQuestions = 0;
    },
  };
}

/** The path without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?")[0] ?? "/";
}
