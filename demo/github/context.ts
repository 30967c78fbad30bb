// The `github` context of a run, as workflows see it in expressions.
import type { JsonObject } from "./json.ts";
import { idOf } from "./people.ts";
import type { Run } from "./runs.ts";
import type { Site } from "./site.ts";

/** Without the members that only a job knows (token, workspace, action). */
export function githubContext(
  site: Site,
  run: Pick<
    Run,
    | "id"
    | "number"
    | "attempt"
    | "workflow"
    | "event"
    | "sha"
    | "ref"
    | "actor"
    | "triggeringActor"
    | "payload"
    | "pullRequest"
  > & { readonly baseBranch?: string; readonly headBranch: string },
): JsonObject {
  const [, kind = "", name = ""] = /^refs\/(heads|tags|pull)\/(.+)$/.exec(run.ref) ?? [];
  const isPull = run.event === "pull_request";
  return {
    repository: `${site.owner}/${site.repo}`,
    repository_owner: site.owner,
    repository_id: String(repositoryId(site)),
    repository_owner_id: String(idOf(site.owner)),
    repository_visibility: site.isPrivate ? "private" : "public",
    repositoryUrl: `git://${new URL(site.url).host}/${site.owner}/${site.repo}.git`,
    sha: run.sha,
    ref: run.ref,
    ref_name: name,
    ref_type: kind === "tags" ? "tag" : "branch",
    ref_protected: false,
    head_ref: isPull ? run.headBranch : "",
    base_ref: isPull ? (run.baseBranch ?? baseOf(run.payload)) : "",
    event_name: run.event,
    event: run.payload,
    workflow: run.workflow.name,
    workflow_ref: `${site.owner}/${site.repo}/${run.workflow.path}@${run.ref}`,
    workflow_sha: run.sha,
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(run.attempt),
    retention_days: "90",
    actor: run.actor,
    actor_id: String(idOf(run.actor)),
    triggering_actor: run.triggeringActor,
    api_url: site.url,
    server_url: site.url,
    graphql_url: `${site.url}/graphql`,
    secret_source: "Actions",
  };
}

export function repositoryId(site: Pick<Site, "owner" | "repo">): number {
  return idOf(`${site.owner}/${site.repo}`);
}

function baseOf(payload: JsonObject): string {
  const pull = payload["pull_request"];
  const base = typeof pull === "object" && pull !== null && "base" in pull ? pull["base"] : undefined;
  return typeof base === "object" && base !== null && "ref" in base && typeof base["ref"] === "string"
    ? base["ref"]
    : "";
}
