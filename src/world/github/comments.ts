// Our comments on a pull request: found by their first line, never two of one kind.
import * as v from "valibot";
import type { Answer, EarlierPage, Posted, PostedComment, PostedPage } from "../../model/github.ts";
import { untrusted } from "../../text/untrusted.ts";
import { isOurs, WRITTEN } from "./author.ts";
import type { Call } from "./call.ts";
import { createOnce, type Pause } from "./once.ts";

const COMMENT = v.object(WRITTEN);

type Comment = v.InferOutput<typeof COMMENT>;
type Once = Omit<PostedPage, "mayReplace">;

const COMMENTS_A_PAGE = 100;
const MAX_PAGES = 10;

export interface CommentTools {
  readonly call: Call;
  readonly pause: Pause;
  /** Of the repository, for people. */
  readonly pageUrl: string;
}

export async function readComment(
  tools: CommentTools,
  pullRequest: number,
  marker: string,
): Promise<Answer<Posted | null>> {
  const found = await look(tools, pullRequest, marker);
  if (!found.ok) return found;
  const [oldest] = found.value.ours;
  if (oldest === undefined) return { ok: true, value: null };
  const url = urlOf(tools, pullRequest, oldest.id);
  return { ok: true, value: { id: oldest.id, url, body: untrusted(oldest.body ?? "") } };
}

export async function upsertComment(
  tools: CommentTools,
  pullRequest: number,
  page: PostedPage,
): Promise<Answer<PostedComment>> {
  const before = await look(tools, pullRequest, page.marker);
  if (!before.ok) return before;
  for (const comment of before.value.ours) {
    const edited = await replace(tools, pullRequest, comment, page);
    if (edited.ok) {
      await removeCopies(tools, comment, before.value.ours);
      return edited;
    }
    // Deleted in between, or written by another app: the next of ours, or a new one.
    if (edited.problem.kind !== "not-found" && edited.problem.kind !== "forbidden") return edited;
  }
  const made = await create(tools, pullRequest, page, before.value);
  if (!made.ok) return made;
  const { mine, all } = made.value;
  const [oldest] = all;
  await removeCopies(tools, oldest, all);
  if (mine?.id === oldest.id) return posted(tools, pullRequest, oldest.id, { created: true });
  // It is another job's, or ours from an answer that was lost: then it says the same already.
  return oldest.body === page.body
    ? posted(tools, pullRequest, oldest.id, { created: mine === null })
    : replace(tools, pullRequest, oldest, page);
}

export async function addComment(
  tools: CommentTools,
  pullRequest: number,
  page: Once,
  earlier?: EarlierPage,
): Promise<Answer<PostedComment>> {
  const before = await look(tools, pullRequest, page.marker, { also: earlier?.marker ?? null });
  if (!before.ok) return before;
  const added = await addedOnce(tools, pullRequest, page, before.value);
  const [old] = before.value.others;
  if (added.ok && old !== undefined && earlier !== undefined) await rewrite(tools, old, earlier, added.value.url);
  return added;
}

async function addedOnce(
  tools: CommentTools,
  pullRequest: number,
  page: Once,
  before: Seen,
): Promise<Answer<PostedComment>> {
  const [there] = before.ours;
  if (there !== undefined) {
    await removeCopies(tools, there, before.ours);
    return posted(tools, pullRequest, there.id, { kept: true });
  }
  const made = await create(tools, pullRequest, page, before);
  if (!made.ok) return made;
  const { mine, all } = made.value;
  const [oldest] = all;
  await removeCopies(tools, oldest, all);
  const isOther = mine !== null && mine.id !== oldest.id;
  return posted(tools, pullRequest, oldest.id, { created: !isOther, kept: isOther });
}

/** A courtesy: where it fails, the page says what it said before, and that is true as well. */
async function rewrite({ call }: CommentTools, old: Comment, earlier: EarlierPage, url: string): Promise<void> {
  const body = earlier.bodyBeside(url);
  // Somebody who started the run again finds it done.
  if (old.body === body || !earlier.mayReplace(untrusted(old.body ?? ""))) return;
  await call("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", v.unknown(), { comment_id: old.id, body });
}

interface Seen {
  /** Oldest first. */
  readonly ours: readonly Comment[];
  /** Those with the other marker on the way, oldest first. */
  readonly others: readonly Comment[];
  /** The page at which the look ended. */
  readonly page: number;
}

/**
 * Ours with this marker. GitHub lists the oldest comments first, so that the first page with one of ours
 * is enough; that there is none is known only at the end of the list.
 */
async function look(
  { call }: CommentTools,
  pullRequest: number,
  marker: string,
  { from = 1, also = null }: { readonly from?: number; readonly also?: string | null } = {},
): Promise<Answer<Seen>> {
  const others: Comment[] = [];
  for (let page = from; ; page++) {
    const answer = await call("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", v.array(COMMENT), {
      issue_number: pullRequest,
      per_page: COMMENTS_A_PAGE,
      page,
    });
    if (!answer.ok) return answer;
    const ours = answer.value.filter((comment) => isOurs(comment, marker));
    if (also !== null) others.push(...answer.value.filter((comment) => isOurs(comment, also)));
    const isEnd = answer.value.length < COMMENTS_A_PAGE;
    if (ours.length > 0 || isEnd)
      return { ok: true, value: { ours: oldestFirst(ours), others: oldestFirst(others), page } };
    if (page === MAX_PAGES) return TOO_MANY;
  }
}

function oldestFirst(comments: readonly Comment[]): readonly Comment[] {
  return comments.toSorted((a, b) => a.id - b.id);
}

const TOO_MANY: Answer<never> = {
  ok: false,
  problem: {
    kind: "unusable",
    status: null,
    detail: untrusted(`ours is not among the first ${MAX_PAGES * COMMENTS_A_PAGE} comments, and more were not read`),
  },
};

/** Those that were seen before could not be edited, so that they do not count. */
function create(tools: CommentTools, pullRequest: number, page: Once, before: Seen) {
  const { call, pause } = tools;
  const known = new Set(before.ours.map(({ id }) => id));
  return createOnce(
    () =>
      shorter(page, (body) =>
        call("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", COMMENT, { issue_number: pullRequest, body }),
      ),
    async () => {
      const after = await look(tools, pullRequest, page.marker, { from: before.page });
      return after.ok ? { ok: true, value: after.value.ours.filter(({ id }) => !known.has(id)) } : after;
    },
    pause,
  );
}

async function replace(
  tools: CommentTools,
  pullRequest: number,
  { id, body: before }: Comment,
  page: PostedPage,
): Promise<Answer<PostedComment>> {
  if (!page.mayReplace(untrusted(before ?? ""))) return posted(tools, pullRequest, id, { kept: true });
  const edited = await shorter(page, (body) =>
    tools.call("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", v.unknown(), { comment_id: id, body }),
  );
  return edited.ok ? posted(tools, pullRequest, id, {}) : edited;
}

/** Two jobs created at once. What cannot be deleted now is found again by the next cycle. */
async function removeCopies({ call }: CommentTools, oldest: Comment, all: readonly Comment[]): Promise<void> {
  const copies = all.filter(({ id, user }) => id > oldest.id && user?.login === oldest.user?.login);
  for (const { id } of copies) {
    await call("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", v.unknown(), { comment_id: id });
  }
}

/** Once more with fewer words where GitHub refuses the many. */
export async function shorter<T>(
  { body, short }: Once,
  write: (body: string) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const answer = await write(body);
  return !answer.ok && answer.problem.status === 422 && short !== body ? write(short) : answer;
}

function posted(
  tools: CommentTools,
  pullRequest: number,
  id: number,
  { created = false, kept = false }: Partial<Pick<PostedComment, "created" | "kept">>,
): Answer<PostedComment> {
  return { ok: true, value: { id, url: urlOf(tools, pullRequest, id), created, kept } };
}

function urlOf({ pageUrl }: CommentTools, pullRequest: number, id: number): string {
  return `${pageUrl}/pull/${pullRequest}#issuecomment-${id}`;
}
