// What emulate leaves out of issues and comments: limits of length, and pull requests seen as issues.
import * as v from "valibot";
import type { Emulated } from "./emulated.ts";
import { at, isList, textAt } from "./json.ts";
import { userOf } from "./people.ts";
import type { PullRequest, Pulls } from "./pulls.ts";
import { invalid, notFound, ok, paged, refuse, type Call, type Reply, type Routes } from "./reply.ts";
import { apiUrl, pageUrl, type Site } from "./site.ts";

export interface IssueComment {
  readonly id: number;
  readonly issueNumber: number;
  readonly author: string;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface IssueFacts {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly author: string;
}

/** The limit that GitHub's own error text names. */
const MAX_BODY = 65_536;
const MAX_TITLE = 256;

export function issueRoutes(site: Site, pulls: Pulls, emulated: Emulated, hasIssues: () => boolean): Routes {
  const forward = (call: Call, method: string, path: string): Promise<Reply> => {
    const query = call.query.toString();
    return emulated.serve({
      method,
      pathAndQuery: `/repos/${site.owner}/${site.repo}/issues${path}${query === "" ? "" : `?${query}`}`,
      body: call.body,
      caller: call.caller,
    });
  };
  const checkComment = (body: unknown): Reply | undefined => {
    const text = textAt(body, "body");
    if (text === undefined || text.trim() === "") {
      return invalid({ resource: "IssueComment", code: "missing_field", field: "body" });
    }
    return tooLong("IssueComment", text);
  };
  const checkIssue = (body: unknown): Reply | undefined => {
    const title = textAt(body, "title");
    if (title !== undefined && [...title].length > MAX_TITLE) {
      return invalid({
        resource: "Issue",
        code: "custom",
        field: "title",
        message: `title is too long (maximum is ${MAX_TITLE} characters)`,
      });
    }
    return tooLong("Issue", textAt(body, "body") ?? "");
  };

  // A locked conversation takes comments of people who may write, never an app's.
  const checkLock = ({ caller, params }: Call): Reply | undefined =>
    caller.kind === "job" && emulated.isLocked(Number(params["issue_number"]))
      ? refuse(403, "Unable to create comment because issue is locked.")
      : undefined;
  const checkSwitch = (): Reply | undefined =>
    hasIssues() ? undefined : refuse(410, "Issues are disabled for this repo");

  return {
    "issues/create-comment": async (call) =>
      checkComment(call.body) ??
      checkLock(call) ??
      forward(call, "POST", `/${call.params["issue_number"] ?? ""}/comments`),

    "issues/update-comment": async (call) =>
      checkComment(call.body) ?? forward(call, "PATCH", `/comments/${call.params["comment_id"] ?? ""}`),

    "issues/create": async (call) => {
      const refusal = checkSwitch();
      if (refusal !== undefined) return refusal;
      if ((textAt(call.body, "title") ?? "").trim() === "") {
        return invalid({ resource: "Issue", code: "missing_field", field: "title" });
      }
      return checkIssue(call.body) ?? forward(call, "POST", "");
    },

    "issues/update": async (call) =>
      checkSwitch() ?? checkIssue(call.body) ?? forward(call, "PATCH", `/${call.params["issue_number"] ?? ""}`),

    "issues/get": async (call) => {
      const pull = pulls.get(Number(call.params["issue_number"]));
      return pull === undefined
        ? (checkSwitch() ?? forward(call, "GET", `/${call.params["issue_number"] ?? ""}`))
        : ok(pullAsIssue(site, pull, await labelsOf(forward, call, pull.number)));
    },

    // GitHub lists pull requests among the issues; callers have to tell them apart by `pull_request`.
    "issues/list-for-repo": async (call) => {
      const plain = { ...call, query: new URLSearchParams(), body: undefined };
      const issues = hasIssues()
        ? await readAll((path) => forward(plain, "GET", path), "?state=all", listedSchema)
        : [];
      const asIssues = await Promise.all(
        pulls.list().map(async (pull) => pullAsIssue(site, pull, await labelsOf(forward, call, pull.number))),
      );
      const all = [...issues, ...asIssues.map((one) => v.parse(listedSchema, one))];
      return paged(
        sortIssues(
          all.filter((one) => isWanted(one, call.query)),
          call.query,
        ),
        call,
        `${apiUrl(site)}/issues`,
      );
    },

    // emulate takes the word "comments" in this path for an issue's number.
    "issues/list-comments-for-repo": async (call) => {
      const ask: Ask = (path) =>
        forward({ ...call, query: new URLSearchParams() }, "GET", path.replace(/^\/issues/, ""));
      const all = await everyComment(ask, pulls.list());
      const field = call.query.get("sort") === "updated" ? "updated_at" : "created_at";
      const since = call.query.get("since");
      const found = all.filter((one) => since === null || one.updated_at >= since);
      found.sort((a, b) => a[field].localeCompare(b[field]) || a.id - b.id);
      if (call.query.get("sort") !== null && call.query.get("direction") !== "asc") found.reverse();
      return paged(found, call, `${apiUrl(site)}/issues/comments`);
    },

    "issues/remove-label": async (call) => {
      const { issue_number: number = "", name = "" } = { ...call.params };
      const reply = await forward(call, "DELETE", `/${number}/labels/${encodeURIComponent(name)}`);
      return reply.status === 404 ? { ...notFound(), ...messageOf("Label does not exist") } : reply;
    },
  };
}

const commentSchema = v.looseObject({
  id: v.number(),
  issue_url: v.string(),
  body: v.string(),
  created_at: v.string(),
  updated_at: v.string(),
  user: v.looseObject({ login: v.string() }),
});

const issueSchema = v.object({
  number: v.number(),
  title: v.string(),
  state: v.string(),
  body: v.nullish(v.string(), ""),
  labels: v.array(v.object({ name: v.string() })),
  assignees: v.array(v.object({ login: v.string() })),
  user: v.object({ login: v.string() }),
});

/** What an issue is found and sorted by; the rest is passed on as it is. */
const listedSchema = v.looseObject({
  number: v.number(),
  state: v.string(),
  created_at: v.string(),
  updated_at: v.string(),
  comments: v.number(),
  user: v.looseObject({ login: v.string() }),
  assignees: v.array(v.looseObject({ login: v.string() })),
  labels: v.array(v.looseObject({ name: v.string() })),
});
type ListedIssue = v.InferOutput<typeof listedSchema>;

/** https://docs.github.com/en/rest/issues/issues#list-repository-issues; milestones and mentions are not kept here. */
function isWanted(issue: ListedIssue, query: URLSearchParams): boolean {
  const state = query.get("state") ?? "open";
  const labels = (query.get("labels") ?? "").split(",").filter((label) => label !== "");
  const [creator, assignee, since] = [query.get("creator"), query.get("assignee"), query.get("since")];
  const isAssigned =
    assignee === null ||
    (assignee === "none" && issue.assignees.length === 0) ||
    (assignee === "*" && issue.assignees.length > 0) ||
    issue.assignees.some(({ login }) => login === assignee);
  return (
    (state === "all" || issue.state === state) &&
    labels.every((label) => issue.labels.some(({ name }) => name === label)) &&
    (creator === null || issue.user.login === creator) &&
    isAssigned &&
    (since === null || Date.parse(issue.updated_at) >= Date.parse(since))
  );
}

function sortIssues(issues: readonly ListedIssue[], query: URLSearchParams): readonly ListedIssue[] {
  const sort = query.get("sort");
  const key = (issue: ListedIssue): number =>
    sort === "comments" ? issue.comments : Date.parse(sort === "updated" ? issue.updated_at : issue.created_at);
  const sign = query.get("direction") === "asc" ? 1 : -1;
  return issues.toSorted((a, b) => sign * (key(a) - key(b) || a.number - b.number));
}

type Ask = (path: string) => Promise<Reply>;

/** All comments of one issue or of all, oldest first, past every page. */
export async function readComments(
  ask: Ask,
  pulls: readonly PullRequest[],
  issueNumber?: number,
): Promise<readonly IssueComment[]> {
  const comments = await (issueNumber === undefined ? everyComment(ask, pulls) : commentsOf(ask, issueNumber));
  return comments.map((comment) => ({
    id: comment.id,
    issueNumber: Number(comment.issue_url.split("/").at(-1)),
    author: comment.user.login,
    body: comment.body,
    createdAt: comment.created_at,
    updatedAt: comment.updated_at,
  }));
}

type CommentView = v.InferOutput<typeof commentSchema>;

function commentsOf(ask: Ask, issueNumber: number): Promise<CommentView[]> {
  return readAll(ask, `/issues/${issueNumber}/comments?sort=created&direction=asc`, commentSchema);
}

async function everyComment(ask: Ask, pulls: readonly PullRequest[]): Promise<CommentView[]> {
  const issues = await readAll(ask, "/issues?state=all", issueSchema);
  const numbers = [...issues, ...pulls].map((one) => one.number);
  const lists = await Promise.all(numbers.map((number) => commentsOf(ask, number)));
  return lists.flat().toSorted((a, b) => a.id - b.id);
}

export async function readIssues(ask: Ask): Promise<readonly IssueFacts[]> {
  const issues = await readAll(ask, "/issues?state=all", issueSchema);
  return issues.map((issue) => ({
    number: issue.number,
    title: issue.title,
    state: issue.state,
    body: issue.body ?? "",
    labels: issue.labels.map((label) => label.name),
    assignees: issue.assignees.map(({ login }) => login),
    author: issue.user.login,
  }));
}

async function readAll<S extends v.GenericSchema>(ask: Ask, path: string, schema: S): Promise<v.InferOutput<S>[]> {
  const all: v.InferOutput<S>[] = [];
  for (let page = 1; ; page += 1) {
    const { body } = await ask(`${path}&per_page=100&page=${page}`);
    const some = v.parse(v.array(schema), body);
    all.push(...some);
    if (some.length < 100) return all;
  }
}

function tooLong(resource: string, text: string): Reply | undefined {
  return [...text].length <= MAX_BODY
    ? undefined
    : invalid({
        resource,
        code: "unprocessable",
        field: "data",
        message: `Body is too long (maximum is ${MAX_BODY} characters)`,
      });
}

function messageOf(message: string): Pick<Reply, "body"> {
  return { body: { message, documentation_url: "https://docs.github.com/rest", status: "404" } };
}

async function labelsOf(
  forward: (call: Call, method: string, path: string) => Promise<Reply>,
  call: Call,
  number: number,
): Promise<readonly unknown[]> {
  const plain = { ...call, query: new URLSearchParams(), body: undefined };
  const { body } = await forward(plain, "GET", `/${number}/labels`);
  return isList(body) ? body : [];
}

function pullAsIssue(site: Site, pull: PullRequest, labels: readonly unknown[]): Readonly<Record<string, unknown>> {
  const api = `${apiUrl(site)}/issues/${pull.number}`;
  const pullApi = `${apiUrl(site)}/pulls/${pull.number}`;
  const html = `${pageUrl(site)}/pull/${pull.number}`;
  return {
    id: 3_000_000_000 + pull.number,
    node_id: `PR_${pull.number}`,
    url: api,
    repository_url: apiUrl(site),
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    html_url: html,
    number: pull.number,
    state: pull.state,
    title: pull.title,
    body: pull.body === "" ? null : pull.body,
    user: userOf(site.url, pull.author),
    labels: labels.filter((label) => at(label, "name") !== undefined),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    comments: 0,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    author_association: "CONTRIBUTOR",
    draft: pull.draft,
    pull_request: {
      url: pullApi,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: pull.merged?.at ?? null,
    },
  };
}
