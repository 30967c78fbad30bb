// Shared by the tests of good files: the plan that a text makes, and single probes of it.
import type { Plan } from "../../src/model/plan.ts";
import { opened, plan } from "./told.ts";

export const KEY = "0123456789abcdef0123456789abcdef";
export const TOP = "version: 1\nurl: https://x.example\n";
/** An auth for each kind; e2e has two users. */
export const AUTHS = `auth:
  e2e: { jwt: { secret: "\${secrets.KEY}" }, users: [{ id: one }, { id: two }] }
  web: { login: { post: /login, json: {}, token: $.token } }
  bot: { bearer: "\${secrets.KEY}" }
  ops: { basic: { username: ops, password: "\${secrets.KEY}" } }
`;

export function made(file: string, environment: Readonly<Record<string, string>> = { KEY }): Plan {
  return plan({ file, environment }).plan;
}

/** The first probe of a file, opened. */
export function probe(lines: string, top = TOP): unknown {
  return opened(made(`${top}probes:\n  - { name: a, ${lines} }\n`).probes[0]);
}
