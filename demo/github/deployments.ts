// Deployments and their statuses.
import * as v from "valibot";
import { stamp } from "./clock.ts";
import { resolveRef } from "./commits.ts";
import { isRecord } from "./json.ts";
import { appOf, nodeId, userOf } from "./people.ts";
import { invalid, notFound, ok, paged, refuse, type Routes } from "./reply.ts";
import { apiUrl, type Site } from "./site.ts";
import type { Statuses } from "./statuses.ts";
import { BOT_LOGIN } from "./tokens.ts";

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly payload: unknown;
  readonly transient: boolean;
  readonly production: boolean;
  readonly creator: string;
  readonly createdAt: string;
  readonly statuses: readonly DeploymentStatus[];
}

export interface DeploymentStatus {
  readonly id: number;
  readonly state: (typeof STATES)[number];
  readonly description: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly creator: string;
  readonly createdAt: string;
}

/** What GitHub itself notes about a job with an `environment`. */
export interface JobDeployment {
  readonly environment: string;
  readonly sha: string;
  readonly ref: string;
  readonly logUrl: string;
}

export interface Deployments {
  list(): readonly Deployment[];
  /** Gives the deployment's id. */
  begin(job: JobDeployment): number;
  end(id: number, state: "success" | "failure", environmentUrl: string): void;
  readonly routes: Routes;
}

export function keepDeployments(site: Site, statuses: Statuses): Deployments {
  const all = new Map<number, Deployment>();
  const newestFirst = (): Deployment[] => [...all.values()].toReversed();
  const base = apiUrl(site);
  const note = (id: number, given: Pick<DeploymentStatus, "state" | "logUrl" | "environmentUrl">): void => {
    const found = all.get(id);
    if (found === undefined) return;
    const facts = { id: id * 100 + found.statuses.length + 1, description: "", creator: BOT_LOGIN };
    const status: DeploymentStatus = { ...facts, ...given, createdAt: stamp(site.clock()) };
    all.set(id, { ...found, statuses: [...found.statuses, status] });
    if (status.state === "success") retire(all, found);
  };

  return {
    list: () => [...all.values()],
    begin: ({ environment, sha, ref, logUrl }) => {
      const id = FIRST_ID + all.size;
      all.set(id, {
        id,
        sha,
        ref: ref.replace(/^refs\/(heads|tags)\//, ""),
        task: "deploy",
        environment,
        description: null,
        payload: {},
        transient: false,
        production: environment === "production",
        creator: BOT_LOGIN,
        createdAt: stamp(site.clock()),
        statuses: [],
      });
      note(id, { state: "in_progress", logUrl, environmentUrl: "" });
      return id;
    },
    end: (id, state, environmentUrl) => {
      note(id, { state, logUrl: all.get(id)?.statuses.at(-1)?.logUrl ?? "", environmentUrl });
    },
    routes: {
      "repos/create-deployment": async ({ body, caller }) => {
        const parsed = v.safeParse(deploymentSchema, body);
        if (!parsed.success) {
          return invalid({ resource: "Deployment", code: "missing_field", field: "ref" });
        }
        const given = parsed.output;
        const sha = await resolveRef(site, given.ref);
        if (sha === undefined) return refuse(422, `No ref found for: ${given.ref}`);
        // GitHub's defaults merge the default branch and demand every status: the trap that callers must avoid explicitly.
        if (given.auto_merge && (await isBehind(site, sha))) {
          return refuse(409, `Conflict merging ${site.defaultBranch} into ${given.ref}`);
        }
        const required = given.required_contexts ?? [...new Set(statuses.list(sha).map((status) => status.context))];
        const missing = required.filter(
          (context) => statuses.list(sha).findLast((status) => status.context === context)?.state !== "success",
        );
        if (missing.length > 0) {
          return refuse(409, `Conflict: Commit status checks failed for ${given.ref}.`, {
            errors: missing.map((context) => ({ resource: "Deployment", code: "invalid", field: context })),
          });
        }
        const deployment: Deployment = {
          id: FIRST_ID + all.size,
          sha,
          ref: given.ref,
          task: given.task,
          environment: given.environment,
          description: given.description,
          payload: given.payload,
          transient: given.transient_environment,
          production: given.production_environment ?? given.environment === "production",
          creator: caller.kind === "anonymous" ? BOT_LOGIN : caller.login,
          createdAt: stamp(site.clock()),
          statuses: [],
        };
        all.set(deployment.id, deployment);
        return { status: 201, body: view(site, deployment) };
      },

      "repos/list-deployments": (call) => {
        const wanted = (name: string, value: string): boolean => (call.query.get(name) ?? value) === value;
        const found = newestFirst().filter(
          (one) =>
            wanted("sha", one.sha) &&
            wanted("ref", one.ref) &&
            wanted("task", one.task) &&
            wanted("environment", one.environment),
        );
        return paged(
          found.map((one) => view(site, one)),
          call,
          `${base}/deployments`,
        );
      },

      "repos/get-deployment": ({ params }) => {
        const found = all.get(Number(params["deployment_id"]));
        return found === undefined ? notFound() : ok(view(site, found));
      },

      "repos/create-deployment-status": ({ params, body, caller }) => {
        const found = all.get(Number(params["deployment_id"]));
        if (found === undefined) return notFound();
        const parsed = v.safeParse(statusSchema, body);
        if (!parsed.success) {
          const field = v.getDotPath(parsed.issues[0]) ?? "state";
          return invalid({ resource: "DeploymentStatus", code: "custom", field, message: parsed.issues[0].message });
        }
        const given = parsed.output;
        const status: DeploymentStatus = {
          id: found.id * 100 + found.statuses.length + 1,
          state: given.state,
          description: given.description,
          logUrl: given.log_url ?? given.target_url,
          environmentUrl: given.environment_url,
          creator: caller.kind === "anonymous" ? BOT_LOGIN : caller.login,
          createdAt: stamp(site.clock()),
        };
        all.set(found.id, { ...found, statuses: [...found.statuses, status] });
        if (status.state === "success" && given.auto_inactive) retire(all, found);
        return { status: 201, body: statusView(site, found, status) };
      },

      "repos/list-deployment-statuses": (call) => {
        const found = all.get(Number(call.params["deployment_id"]));
        if (found === undefined) return notFound();
        const shown = found.statuses.toReversed().map((status) => statusView(site, found, status));
        return paged(shown, call, `${base}/deployments/${found.id}/statuses`);
      },
    },
  };
}

const FIRST_ID = 40_000_000_001;
const STATES = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"] as const;

const deploymentSchema = v.object({
  ref: v.pipe(v.string(), v.minLength(1)),
  task: v.optional(v.string(), "deploy"),
  auto_merge: v.optional(v.boolean(), true),
  required_contexts: v.nullish(v.array(v.string())),
  payload: v.optional(v.union([v.string(), v.custom<Readonly<Record<string, unknown>>>(isRecord)]), {}),
  environment: v.optional(v.string(), "production"),
  description: v.nullish(v.string(), null),
  transient_environment: v.optional(v.boolean(), false),
  production_environment: v.optional(v.boolean()),
});

const statusSchema = v.object({
  state: v.picklist(STATES),
  target_url: v.optional(v.string(), ""),
  log_url: v.optional(v.string()),
  description: v.optional(v.pipe(v.string(), v.maxLength(140)), ""),
  environment: v.optional(v.string()),
  environment_url: v.optional(v.string(), ""),
  auto_inactive: v.optional(v.boolean(), true),
});

async function isBehind(site: Site, sha: string): Promise<boolean> {
  const main = await site.git.resolve(`refs/heads/${site.defaultBranch}`);
  return main !== undefined && !(await site.git.contains(sha, main));
}

/** A success makes the earlier deployments to the same environment inactive, unless they are transient or production. */
function retire(all: Map<number, Deployment>, winner: Deployment): void {
  for (const one of all.values()) {
    const last = one.statuses.at(-1);
    const meant = one.environment === winner.environment && !one.transient && !one.production;
    if (one.id >= winner.id || !meant || last?.state !== "success") continue;
    const inactive = { ...last, id: last.id + 50, state: "inactive" as const, description: "" };
    all.set(one.id, { ...one, statuses: [...one.statuses, inactive] });
  }
}

function view(site: Site, one: Deployment): Readonly<Record<string, unknown>> {
  const api = `${apiUrl(site)}/deployments/${one.id}`;
  return {
    url: api,
    id: one.id,
    node_id: nodeId("Deployment", one.id),
    task: one.task,
    original_environment: one.environment,
    environment: one.environment,
    description: one.description,
    created_at: one.createdAt,
    updated_at: one.statuses.at(-1)?.createdAt ?? one.createdAt,
    statuses_url: `${api}/statuses`,
    repository_url: apiUrl(site),
    creator: userOf(site.url, one.creator),
    sha: one.sha,
    ref: one.ref,
    payload: one.payload,
    transient_environment: one.transient,
    production_environment: one.production,
    performed_via_github_app: one.creator === BOT_LOGIN ? appOf(site.url) : null,
  };
}

function statusView(site: Site, deployment: Deployment, status: DeploymentStatus): Readonly<Record<string, unknown>> {
  const api = `${apiUrl(site)}/deployments/${deployment.id}`;
  return {
    url: `${api}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId("DeploymentStatus", status.id),
    state: status.state,
    creator: userOf(site.url, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.logUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: api,
    repository_url: apiUrl(site),
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
    performed_via_github_app: status.creator === BOT_LOGIN ? appOf(site.url) : null,
  };
}
