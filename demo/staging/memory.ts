// What users wrote, per user and in memory: enough for a test to find its message again.

import type { Fields } from "./body.ts";

const KEPT_PER_USER = 50;

export interface Memory {
  of(userId: string): readonly Fields[];
  /** Keeps the entry under a new id and returns it as kept. */
  add(userId: string, entry: Fields): Fields;
  /** False when the user has no such entry. */
  remove(userId: string, id: string): boolean;
}

export function createMemory(prefix: string): Memory {
  const kept = new Map<string, readonly Fields[]>();
  let count = 0;
  return {
    of: (userId) => kept.get(userId) ?? [],
    add: (userId, entry) => {
      count += 1;
      const added = { id: `${prefix}-${count}`, user_id: userId, ...entry };
      kept.set(userId, [...(kept.get(userId) ?? []), added].slice(-KEPT_PER_USER));
      return added;
    },
    remove: (userId, id) => {
      const entries = kept.get(userId) ?? [];
      const left = entries.filter((entry) => entry["id"] !== id);
      kept.set(userId, left);
      return left.length < entries.length;
    },
  };
}
