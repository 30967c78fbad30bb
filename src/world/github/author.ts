// Whether something on GitHub was written by our app. Anybody can write a marker; nobody can be a bot of this repository
// without being let in.
import * as v from "valibot";

export const id = v.pipe(v.number(), v.integer());
export const sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/u));

export const WRITTEN = {
  id,
  body: v.optional(v.nullable(v.string())),
  user: v.nullable(v.object({ login: v.string(), type: v.string() })),
  performed_via_github_app: v.optional(v.nullable(v.object({ slug: v.optional(v.string()) }))),
};

export type Written = v.InferOutput<v.ObjectSchema<typeof WRITTEN, undefined>>;

/** The app behind GITHUB_TOKEN. */
export const ACTIONS_BOT = "github-actions[bot]";

/** The marker is the whole first line, and the author an app. */
export function isOurs({ body, user, performed_via_github_app: app }: Written, marker: string): boolean {
  if (body?.split(/\r?\n/u, 1)[0] !== marker || user?.type !== "Bot") return false;
  return user.login === (app?.slug === undefined ? ACTIONS_BOT : `${app.slug}[bot]`);
}
