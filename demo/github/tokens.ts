// Who calls: the tokens that the stand-in has given out, what each may do, and for which run it was made.
import { randomBytes } from "node:crypto";

export type Level = "read" | "write";
/** Permissions as a workflow writes them: `contents`, `pull-requests`, … Absent means none. */
export type Permissions = Readonly<Record<string, Level>>;

export type Caller =
  | { readonly kind: "anonymous" }
  | { readonly kind: "person"; readonly login: string; readonly token: string }
  | {
      readonly kind: "job";
      readonly login: typeof BOT_LOGIN;
      readonly token: string;
      readonly permissions: Permissions;
      readonly runId: number | undefined;
    };

export type TokenKind = Caller["kind"] | "unknown";

export interface Tokens {
  issue(permissions: Permissions, runId: number | undefined): string;
  forPerson(login: string): string;
  revoke(token: string): void;
  /** Who sends this `Authorization` header; "unknown" for a token that was never given out, or is revoked. */
  identify(authorization: string | undefined): Caller | "unknown";
}

export const BOT_LOGIN = "github-actions[bot]";
/** Ids that the real GitHub uses for its bots and its Actions app. */
export const BOT_ID = 41_898_282;
export const DEPENDABOT = "dependabot[bot]";
export const DEPENDABOT_ID = 49_699_333;
export const APP_ID = 15_368;
export const APP_SLUG = "github-actions";

export function keepTokens(): Tokens {
  const callers = new Map<string, Caller>();
  return {
    issue: (permissions, runId) => {
      const token = `ghs_${randomBytes(27).toString("base64url").replaceAll(/[-_]/g, "x")}`;
      callers.set(token, { kind: "job", login: BOT_LOGIN, token, permissions, runId });
      return token;
    },
    forPerson: (login) => {
      const token = `ghp_${randomBytes(27).toString("base64url").replaceAll(/[-_]/g, "x")}`;
      callers.set(token, { kind: "person", login, token });
      return token;
    },
    revoke: (token) => {
      callers.delete(token);
    },
    identify: (authorization) => {
      if (authorization === undefined) return { kind: "anonymous" };
      const token = /^(?:bearer|token)\s+(\S+)$/i.exec(authorization.trim())?.[1];
      return (token === undefined ? undefined : callers.get(token)) ?? "unknown";
    },
  };
}
