// Workflows, runs and jobs as the API shows them, and the ways to stop or repeat a run.
import { workflowPath } from "./dispatch.ts";
import { runCommit } from "./events.ts";
import { at } from "./json.ts";
import { idOf, nodeId, userOf } from "./people.ts";
import { forkOf, type Pulls } from "./pulls.ts";
import { notFound, ok, paged, pageOf, refuse, type Call, type Reply, type Route, type Routes } from "./reply.ts";
import type { JobRecord, Run, RunStore } from "./runs.ts";
import { apiUrl, pageUrl, type Site } from "./site.ts";
import { readWorkflowAt } from "./workflows-at.ts";

export function runRoutes(site: Site, runs: RunStore, pulls: Pulls, dispatch: Route): Routes {
  const base = `${apiUrl(site)}/actions`;
  const find = (call: Call): Run | undefined => runs.get(Number(call.params["run_id"]));
  const show = async (run: Run, { query }: Call): Promise<Readonly<Record<string, unknown>>> => {
    const isShort = query.get("exclude_pull_requests") === "true";
    return runView(site, run, isShort ? [] : await openPulls(pulls, run.headBranch), await site.repository());
  };

  const listed = async (call: Call, all: readonly Run[], url: string): Promise<Reply> => {
    const matching = all.filter((run) => matches(run, call.query));
    const { items, headers } = pageOf(matching, call.query, url);
    const isShort = call.query.get("exclude_pull_requests") === "true";
    const repository = await site.repository();
    // Many runs of a list have the same branch.
    const branches = new Set(isShort ? [] : items.map(({ headBranch }) => headBranch));
    const open = new Map([...branches].map((branch) => [branch, openPulls(pulls, branch)]));
    const shown = await Promise.all(
      items.map(async (run) => runView(site, run, (await open.get(run.headBranch)) ?? [], repository)),
    );
    return ok({ total_count: matching.length, workflow_runs: shown }, headers);
  };

  const workflowView = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
    const main = await site.git.resolve(`refs/heads/${site.defaultBranch}`);
    const workflow = main === undefined ? undefined : await readWorkflowAt(site, main, path);
    const id = runs.workflowId(path);
    const since = runs.list().at(-1)?.createdAt ?? "2026-01-01T00:00:00Z";
    const file = path.replace(".github/workflows/", "");
    return {
      id,
      node_id: nodeId("Workflow", id),
      name: workflow?.name ?? path,
      path,
      state: "active",
      created_at: since,
      updated_at: since,
      url: `${base}/workflows/${id}`,
      html_url: `${pageUrl(site)}/blob/${site.defaultBranch}/${path}`,
      badge_url: `${pageUrl(site)}/workflows/${file}/badge.svg`,
    };
  };

  return {
    "actions/create-workflow-dispatch": dispatch,

    "actions/list-repo-workflows": async (call) => {
      const main = await site.git.resolve(`refs/heads/${site.defaultBranch}`);
      const files = main === undefined ? [] : await site.git.files(main, ".github/workflows");
      const shown = await Promise.all(files.filter((file) => /\.ya?ml$/.test(file)).map(workflowView));
      return paged(shown, call, `${base}/workflows`, (workflows) => ({
        total_count: shown.length,
        workflows,
      }));
    },

    "actions/get-workflow": async ({ params }) => {
      const path = await workflowPath(site, runs, params["workflow_id"] ?? "");
      return path === undefined ? notFound() : ok(await workflowView(path));
    },

    "actions/list-workflow-runs-for-repo": (call) => listed(call, runs.list(), `${base}/runs`),

    "actions/list-workflow-runs": async (call) => {
      const wanted = call.params["workflow_id"] ?? "";
      const path = await workflowPath(site, runs, wanted);
      if (path === undefined) return notFound();
      const own = runs.list().filter((run) => run.workflow.path === path);
      return listed(call, own, `${base}/workflows/${wanted}/runs`);
    },

    "actions/get-workflow-run": async (call) => {
      const run = find(call);
      return run === undefined ? notFound() : ok(await show(run, call));
    },

    "actions/list-jobs-for-workflow-run": (call) => {
      const run = find(call);
      if (run === undefined) return notFound();
      return paged(run.jobs, call, `${base}/runs/${run.id}/jobs`, (page) => ({
        total_count: run.jobs.length,
        jobs: page.map((job) => jobView(site, run, job)),
      }));
    },

    "actions/cancel-workflow-run": (call) => {
      const run = find(call);
      if (run === undefined) return notFound();
      return runs.cancel(run.id)
        ? { status: 202, body: {} }
        : refuse(409, "Cannot cancel a workflow run that is completed.");
    },

    "actions/re-run-workflow": (call) => {
      const run = find(call);
      if (run === undefined) return notFound();
      const { caller } = call;
      const again = runs.again(run.id, caller.kind === "anonymous" ? site.owner : caller.login);
      return again === undefined ? refuse(403, "This workflow is already running") : { status: 201, body: {} };
    },
  };
}

async function openPulls(pulls: Pulls, branch: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  // As GitHub: the open pull requests of this repository whose head is the run's branch or commit; none for forks.
  const found = pulls.list().filter((pull) => pull.state === "open" && pull.fork === undefined && pull.head === branch);
  const views = await Promise.all(found.map((pull) => pulls.view(pull)));
  const end = (view: unknown, side: "head" | "base"): Readonly<Record<string, unknown>> => ({
    ref: at(view, side, "ref"),
    sha: at(view, side, "sha"),
    repo: {
      id: at(view, side, "repo", "id"),
      url: at(view, side, "repo", "url"),
      name: at(view, side, "repo", "name"),
    },
  });
  return views.map((view) => ({
    id: view["id"],
    number: view["number"],
    url: view["url"],
    head: end(view, "head"),
    base: end(view, "base"),
  }));
}

function matches(run: Run, query: URLSearchParams): boolean {
  const is = (name: string, ...values: readonly (string | null)[]): boolean => {
    const wanted = query.get(name);
    return wanted === null || values.includes(wanted);
  };
  return (
    is("event", run.event) &&
    is("branch", run.headBranch) &&
    is("head_sha", run.headSha) &&
    is("actor", run.actor) &&
    is("check_suite_id", String(checkSuiteOf(run))) &&
    is("status", run.status, run.conclusion) &&
    isCreated(run.createdAt, query.get("created"))
  );
}

function checkSuiteOf(run: Run): number {
  return run.id + 20_000_000_000;
}

/** The date forms of GitHub's search: `>=t`, `>t`, `<=t`, `<t`, `a..b`, `a..*`, or one day or moment. */
function isCreated(created: string, wanted: string | null): boolean {
  if (wanted === null) return true;
  const time = (text: string): number => Date.parse(text);
  const when = time(created);
  const [, from, to] = /^(.+?)\.\.(.+)$/.exec(wanted) ?? [];
  if (from !== undefined && to !== undefined) {
    return (from === "*" || when >= time(from)) && (to === "*" || when <= endOf(to));
  }
  const [, operator = "", moment = ""] = /^(>=|<=|>|<|)(.+)$/.exec(wanted) ?? [];
  switch (operator) {
    case ">=":
      return when >= time(moment);
    case "<=":
      return when <= endOf(moment);
    case ">":
      return when > endOf(moment);
    case "<":
      return when < time(moment);
    default:
      return when >= time(moment) && when <= endOf(moment);
  }
}

function endOf(moment: string): number {
  return /^\d{4}-\d\d-\d\d$/.test(moment) ? Date.parse(moment) + 86_399_999 : Date.parse(moment);
}

async function runView(
  site: Site,
  run: Run,
  pullRequests: readonly unknown[],
  repository: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const api = `${apiUrl(site)}/actions/runs/${run.id}`;
  const forkOwner =
    run.isRestricted && run.pullRequest !== undefined && run.actor !== "dependabot[bot]" ? run.actor : undefined;
  const headRepository = forkOwner === undefined ? repository : forkOf(site, repository, forkOwner);
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: nodeId("WorkflowRun", run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    display_title: run.displayTitle,
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    check_suite_id: checkSuiteOf(run),
    check_suite_node_id: nodeId("CheckSuite", checkSuiteOf(run)),
    url: api,
    html_url: `${pageUrl(site)}/actions/runs/${run.id}`,
    pull_requests: pullRequests,
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    actor: userOf(site.url, run.actor),
    run_attempt: run.attempt,
    referenced_workflows: [],
    run_started_at: run.startedAt,
    triggering_actor: userOf(site.url, run.triggeringActor),
    jobs_url: `${api}/jobs`,
    logs_url: `${api}/logs`,
    check_suite_url: `${apiUrl(site)}/check-suites/${checkSuiteOf(run)}`,
    artifacts_url: `${api}/artifacts`,
    cancel_url: `${api}/cancel`,
    rerun_url: `${api}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${api}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${apiUrl(site)}/actions/workflows/${run.workflow.id}`,
    head_commit: runCommit(await site.git.commit(run.headSha)),
    repository,
    head_repository: headRepository,
  };
}

function jobView(site: Site, run: Run, job: JobRecord): Readonly<Record<string, unknown>> {
  const api = `${apiUrl(site)}/actions/jobs/${job.id}`;
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.workflow.name,
    head_branch: run.headBranch,
    run_url: `${apiUrl(site)}/actions/runs/${run.id}`,
    run_attempt: run.attempt,
    node_id: nodeId("Job", job.id),
    head_sha: run.headSha,
    url: api,
    html_url: `${pageUrl(site)}/actions/runs/${run.id}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.startedAt,
    started_at: job.startedAt,
    completed_at: job.completedAt,
    name: job.name,
    steps: job.steps,
    check_run_url: `${apiUrl(site)}/check-runs/${job.id}`,
    labels: ["ubuntu-latest"],
    runner_id: idOf("stand-in runner"),
    runner_name: "Stand-in runner 1",
    runner_group_id: 0,
    runner_group_name: "GitHub Actions",
  };
}
