// Commit statuses: the one thing of a dispatched run that a pull request shows.
import * as v from "valibot";
import { stamp } from "./clock.ts";
import { noCommit, resolveRef } from "./commits.ts";
import { nodeId, userOf } from "./people.ts";
import { invalid, ok, paged, type Routes } from "./reply.ts";
import { apiUrl, type Site } from "./site.ts";
import { BOT_LOGIN } from "./tokens.ts";

export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  readonly createdAt: string;
}

export interface Statuses {
  /** Oldest first. */
  list(sha?: string): readonly CommitStatus[];
  readonly routes: Routes;
}

/** https://docs.github.com/en/rest/commits/statuses: 1,000 statuses per SHA and context; the description is the database's limit. */
const PER_CONTEXT = 1000;
const DESCRIPTION = 140;

export function keepStatuses(site: Site): Statuses {
  const all: CommitStatus[] = [];
  const of = (sha: string): CommitStatus[] => all.filter((status) => status.sha === sha);

  return {
    list: (sha) => (sha === undefined ? [...all] : of(sha)),
    routes: {
      "repos/create-commit-status": async ({ params, body, caller }) => {
        const given = params["sha"] ?? "";
        const sha = /^[\da-f]{40}$/.test(given) ? await site.git.resolve(given) : undefined;
        if (sha === undefined) return noCommit(given);
        const parsed = v.safeParse(bodySchema, body);
        if (!parsed.success) {
          const field = v.getDotPath(parsed.issues[0]) ?? "state";
          return invalid({
            resource: "Status",
            code: field === "state" ? "missing_field" : "custom",
            field,
            message:
              field === "description"
                ? `description is too long (maximum is ${DESCRIPTION} characters)`
                : parsed.issues[0].message,
          });
        }
        const { state, context, description, target_url } = parsed.output;
        if (of(sha).filter((status) => status.context === context).length >= PER_CONTEXT) {
          return invalid({
            resource: "Status",
            code: "custom",
            message: "This SHA and context has reached the maximum number of statuses.",
          });
        }
        const status: CommitStatus = {
          id: 30_000_000_001 + all.length,
          sha,
          state,
          context,
          description,
          targetUrl: target_url === "" ? null : target_url,
          creator: caller.kind === "anonymous" ? BOT_LOGIN : caller.login,
          createdAt: stamp(site.clock()),
        };
        all.push(status);
        return { status: 201, body: view(site, status) };
      },

      "repos/list-commit-statuses-for-ref": async (call) => {
        const sha = await resolveRef(site, call.params["ref"] ?? "");
        const found = sha === undefined ? [] : of(sha).toReversed();
        const shown = found.map((status) => view(site, status));
        return paged(shown, call, `${apiUrl(site)}/commits/${call.params["ref"] ?? ""}/statuses`);
      },

      "repos/get-combined-status-for-ref": async ({ params }) => {
        const sha = await resolveRef(site, params["ref"] ?? "");
        if (sha === undefined) return noCommit(params["ref"] ?? "");
        const latest = new Map(of(sha).map((status) => [status.context, status]));
        const states = [...latest.values()].map((status) => status.state);
        return ok({
          state: states.some((state) => state === "failure" || state === "error")
            ? "failure"
            : states.length > 0 && states.every((state) => state === "success")
              ? "success"
              : "pending",
          sha,
          total_count: latest.size,
          statuses: [...latest.values()].map((status) => {
            const { creator: _, ...simple } = view(site, status);
            return simple;
          }),
          repository: await site.repository(),
          commit_url: `${apiUrl(site)}/commits/${sha}`,
          url: `${apiUrl(site)}/commits/${sha}/status`,
        });
      },
    },
  };
}

const bodySchema = v.object({
  state: v.picklist(["error", "failure", "pending", "success"]),
  context: v.optional(v.string(), "default"),
  description: v.pipe(
    v.nullish(v.string(), null),
    v.check((text) => text === null || [...text].length <= DESCRIPTION),
  ),
  target_url: v.pipe(
    v.nullish(v.string(), null),
    v.check((url) => url === null || url === "" || /^https?:\/\//.test(url), "target_url must use http(s) scheme"),
  ),
});

function view(site: Site, status: CommitStatus): Readonly<Record<string, unknown>> {
  const creator = userOf(site.url, status.creator);
  return {
    url: `${apiUrl(site)}/statuses/${status.sha}`,
    avatar_url: creator["avatar_url"],
    id: status.id,
    node_id: nodeId("StatusContext", status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator,
  };
}
