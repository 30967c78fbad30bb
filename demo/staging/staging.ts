// The state of one staging service, handed to everything that answers for it.

import type { IncomingMessage } from "node:http";

import { json } from "./answer.ts";
import type { Deployments, Release } from "./deployments.ts";
import { createDeployments } from "./deployments.ts";
import type { Keys } from "./keys.ts";
import type { Memory } from "./memory.ts";
import { createMemory } from "./memory.ts";

export interface Staging {
  readonly keys: Keys;
  readonly deployments: Deployments;
  readonly messages: Memory;
  readonly threads: Memory;
  /** How often this path was asked before: 0, 1, 2, … */
  nextQuestion(path: string): number;
  restartQuestions(): void;
}

/** What every path and every handshake is answered during a rollout. No Retry-After: it ends when it ends. */
export const DEPLOYING = json(503, { error: "deployment in progress" });

export function createStaging(keys: Keys, first: Release): Staging {
  const questions = new Map<string, number>();
  return {
    keys,
    deployments: createDeployments(first, () => performance.now()),
    messages: createMemory("msg"),
    threads: createMemory("thread"),
    nextQuestion: (path) => {
      const nth = questions.get(path) ?? 0;
      questions.set(path, nth + 1);
      return nth;
    },
    restartQuestions: () => questions.clear(),
  };
}

/** The path without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?")[0] ?? "/";
}
