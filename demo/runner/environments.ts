// A job's `environment`: its own secrets and variables, the branches that may deploy to it, the person who has to say yes, and
// the deployment that GitHub notes for it.
import { interpolate, type Scope } from "../github/expressions.ts";
import type { Run } from "../github/runs.ts";
import { pageUrl } from "../github/site.ts";
import type { EnvironmentSettings, GitHubStandIn } from "../github/stand-in.ts";
import type { JobDefinition } from "../github/workflow.ts";
import type { Conclusion } from "../github/runs.ts";

export interface JobEnvironment {
  readonly name: string;
  readonly settings: EnvironmentSettings;
  /** `deployment: false` uses the environment without noting a deployment. */
  readonly isNoted: boolean;
  /** Its address, still to be evaluated when the steps are over. */
  readonly url: string;
}

export function environmentOf(
  definition: JobDefinition,
  scope: Scope,
  { settings }: Pick<GitHubStandIn, "settings">,
): JobEnvironment | undefined {
  const { environment } = definition;
  if (environment === undefined) return undefined;
  const given = typeof environment === "string" ? { name: environment } : environment;
  const name = interpolate(given.name, scope);
  if (name === "") return undefined;
  return {
    name,
    settings: settings.environments[name] ?? {},
    isNoted: given.deployment ?? true,
    url: given.url ?? "",
  };
}

/** Why the job may not begin; undefined when it may. Waits for a person where one has to say yes. */
export async function awaitPermission(
  { name, settings }: JobEnvironment,
  run: Run,
  github: GitHubStandIn,
): Promise<string | undefined> {
  const { branches, reviewers = [] } = settings;
  if (branches?.includes(run.headBranch) === false) {
    return `Branch "${run.headBranch}" is not allowed to deploy to ${name} due to environment protection rules.`;
  }
  if (reviewers.length === 0) return undefined;
  return (await github.reviews.ask(run.id, name)) === "approved"
    ? undefined
    : `The deployment to ${name} was rejected by a reviewer.`;
}

export interface NotedDeployment {
  end(conclusion: Conclusion, scope: Scope): void;
}

export function noteDeployment(environment: JobEnvironment, run: Run, github: GitHubStandIn): NotedDeployment {
  if (!environment.isNoted) return { end: () => undefined };
  const id = github.jobDeployments.begin({
    environment: environment.name,
    sha: run.headSha,
    ref: run.ref,
    logUrl: `${pageUrl(github.site)}/actions/runs/${run.id}`,
  });
  return {
    end: (conclusion, scope) => {
      const state = conclusion === "success" ? "success" : "failure";
      github.jobDeployments.end(id, state, interpolate(environment.url, scope));
    },
  };
}
