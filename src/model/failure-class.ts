// The kinds of failure, and whether another try can help. What else is known of each stands in the judge's table.
import type { Transient } from "./analysis.ts";

/** "yes": passes by itself as a rule · "no": never · "either": both happen. */
export const TRANSIENCE = {
  "net.dns": "either",
  "net.refused": "either",
  "net.connect-timeout": "yes",
  "net.dropped": "yes",
  "net.tls": "no",
  "access.unauthenticated": "no",
  "access.bypassed": "no",
  "access.forbidden": "no",
  "access.blocked": "no",
  "access.rate-limited": "yes",
  "svc.unavailable": "yes",
  "svc.slow-response": "either",
  "svc.server-error": "either",
  "svc.not-found": "no",
  "svc.rejected": "no",
  "svc.bad-response": "either",
  "deploy.in-progress": "yes",
  "deploy.artifact": "no",
  "deploy.startup": "no",
  "deploy.rejected": "no",
  "deploy.capacity": "either",
  "dep.datastore": "either",
  "dep.schema": "no",
  "dep.third-party": "either",
  "env.missing-config": "no",
  "env.tooling": "no",
  "env.runner": "either",
  "test.import": "no",
  "test.no-tests": "no",
  "test.timeout": "either",
  "test.defect": "no",
  "test.blocked": "either",
  "assert.value": "no",
  "assert.missing-output": "either",
  "assert.sla": "either",
  "assert.ui": "either",
  unknown: "either",
} as const satisfies Readonly<Record<string, Transient>>;

export type ClassId = keyof typeof TRANSIENCE;

/** Families in words, by the beginning of their classes. */
export const FAMILIES = {
  network: "net",
  access: "access",
  service: "svc",
  deploy: "deploy",
  dependency: "dep",
  environment: "env",
  test: "test",
  assertion: "assert",
} as const;

export function isClassId(id: string): id is ClassId {
  return Object.hasOwn(TRANSIENCE, id);
}
