// The one issue of a nightly loop: found by its first line, opened, edited, closed and reopened, never two of them open.
import * as v from "valibot";
import { refused, type Answer, type IssueOrder, type PostedIssue } from "../../model/github.ts";
import { untrusted } from "../../text/untrusted.ts";
import { ACTIONS_BOT, isOurs, WRITTEN } from "./author.ts";
import type { Call } from "./call.ts";
import { shorter } from "./comments.ts";
import { createOnce, type Pause } from "./once.ts";

const ISSUE = v.object({
  ...WRITTEN,
  number: v.pipe(v.number(), v.integer()),
  state: v.string(),
  // GitHub lists pull requests among the issues.
  pull_request: v.optional(v.unknown()),
});

type Issue = v.InferOutput<typeof ISSUE>;

const ISSUES_A_PAGE = 100;
const MAX_PAGES = 3;

export interface IssueTools {
  readonly call: Call;
  readonly pause: Pause;
  /** Of the repository, for people. */
  readonly pageUrl: string;
}

export async function readIssue(tools: IssueTools, marker: string): Promise<Answer<PostedIssue | null>> {
  const found = await look(tools, marker);
  if (!found.ok) return found;
  const [oldest] = found.value;
  return { ok: true, value: oldest === undefined ? null : posted(tools, oldest) };
}

export async function writeIssue(
  tools: IssueTools,
  order: IssueOrder,
  before: PostedIssue | null,
): Promise<Answer<PostedIssue>> {
  // As it is now: a person may have written over it, deleted it or moved it away.
  const there = before === null ? null : await look(tools, order.marker);
  if (there !== null && !there.ok) return there;
  const [oldest, ...copies] = there?.value ?? [];
  if (oldest !== undefined) {
    await closeCopies(tools, oldest, copies);
    return edit(tools, oldest, order);
  }
  if (!order.isOpen) return refused("not-found", null, untrusted("there is no issue that could be closed"));
  return open(tools, order);
}

async function open(tools: IssueTools, order: IssueOrder): Promise<Answer<PostedIssue>> {
  const made = await create(tools, order);
  if (!made.ok) return made;
  const { mine, all } = made.value;
  const [oldest, ...copies] = all;
  await closeCopies(tools, oldest, copies);
  return mine?.id === oldest.id ? { ok: true, value: posted(tools, oldest) } : edit(tools, oldest, order);
}

async function edit(tools: IssueTools, issue: Issue, order: IssueOrder): Promise<Answer<PostedIssue>> {
  if (!order.mayReplace(untrusted(issue.body ?? ""))) return { ok: true, value: posted(tools, issue) };
  const isReopened = order.isOpen && issue.state !== "open";
  const answer = await shorter(order, (body) =>
    tools.call("PATCH /repos/{owner}/{repo}/issues/{issue_number}", ISSUE, {
      issue_number: issue.number,
      title: order.title,
      body,
      state: order.isOpen ? "open" : "closed",
      ...(isReopened ? { assignees: namedIn(order, body) } : {}),
    }),
  );
  return answer.ok ? { ok: true, value: posted(tools, answer.value) } : answer;
}

/** GitHub refuses the whole issue for one login that it does not know: the second try goes without them. */
function namedIn({ body, assignees }: IssueOrder, sent: string): readonly string[] {
  return sent === body ? assignees : [];
}

function create(tools: IssueTools, order: IssueOrder) {
  const { call, pause } = tools;
  return createOnce(
    () =>
      shorter(order, (body) =>
        call("POST /repos/{owner}/{repo}/issues", ISSUE, { title: order.title, body, assignees: namedIn(order, body) }),
      ),
    () => look(tools, order.marker),
    pause,
  );
}

/** Issues cannot be deleted by a job: a copy says where the other one is, and no longer carries the marker. */
async function closeCopies({ call }: IssueTools, oldest: Issue, copies: readonly Issue[]): Promise<void> {
  for (const { number } of copies) {
    await call("PATCH /repos/{owner}/{repo}/issues/{issue_number}", v.unknown(), {
      issue_number: number,
      body: `Two runs opened this issue at the same time. It goes on in #${oldest.number}.`,
      state: "closed",
      state_reason: "not_planned",
    });
  }
}

/** Ours, oldest first: by the author that GITHUB_TOKEN writes as, and where that finds none by any other app. */
async function look(tools: IssueTools, marker: string): Promise<Answer<readonly Issue[]>> {
  const byActions = await lookAmong(tools, marker, { creator: ACTIONS_BOT });
  if (byActions.ok && byActions.value.length > 0) return byActions;
  // A server that does not know this author refuses the question.
  if (!byActions.ok && byActions.problem.kind !== "rejected") return byActions;
  return lookAmong(tools, marker, {});
}

async function lookAmong(
  { call }: IssueTools,
  marker: string,
  filter: { readonly creator?: string },
): Promise<Answer<readonly Issue[]>> {
  for (let page = 1; ; page++) {
    const answer = await call("GET /repos/{owner}/{repo}/issues", v.array(ISSUE), {
      ...filter,
      state: "all",
      sort: "updated",
      direction: "desc",
      per_page: ISSUES_A_PAGE,
      page,
    });
    if (!answer.ok) return answer;
    const ours = answer.value.filter((issue) => issue.pull_request === undefined && isOurs(issue, marker));
    const isEnd = answer.value.length < ISSUES_A_PAGE || page === MAX_PAGES;
    if (ours.length > 0 || isEnd) return { ok: true, value: ours.toSorted((a, b) => a.number - b.number) };
  }
}

function posted({ pageUrl }: IssueTools, { id, number, state, body }: Issue): PostedIssue {
  return { id, number, isOpen: state === "open", url: `${pageUrl}/issues/${number}`, body: untrusted(body ?? "") };
}
