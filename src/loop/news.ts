// What has happened around the loop since its cycle began: on the branch, on the pull request, and by whom.
import type { Commit, GitHub } from "../model/github.ts";
import { lastTested, type Loop } from "../model/loop.ts";
import type { Trigger } from "../model/trigger.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import { ownRunOf } from "./identity.ts";

export interface News {
  /** Of the branch; null where nobody could tell. */
  readonly head: string | null;
  /** The head is another commit than that of the cycle. */
  readonly newCommit: boolean;
  /** Another run, started by a push, tests the newer head. */
  readonly handedOver: boolean;
  /** Why no further cycle may follow. */
  readonly halt: "closed" | "label" | "branch-gone" | null;
}

/** A person puts it on a pull request to end its loop after the cycle that runs. */
export const STOP_LABEL = "loop:stop";

export async function newsOf(trigger: Trigger, pullRequest: number | null, github: GitHub | null): Promise<News> {
  if (github === null || trigger.ref === null) return NO_NEWS;
  const answer = await github.headOf(trigger.ref);
  if (!answer.ok) return { ...NO_NEWS, halt: await haltOf(trigger.ref, pullRequest, github) };
  const head = answer.value;
  if (head === null) return { ...NO_NEWS, halt: "branch-gone" };
  const newCommit = head !== trigger.commit;
  return {
    head,
    newCommit,
    handedOver: newCommit && (await ownRunOf(head, trigger, github)) !== null,
    halt: await haltOf(trigger.ref, pullRequest, github),
  };
}

export const NO_NEWS: News = { head: null, newCommit: false, handedOver: false, halt: null };

async function haltOf(ref: Untrusted, pullRequest: number | null, github: GitHub): Promise<"closed" | "label" | null> {
  const pull = pullRequest === null ? null : await github.pullRequest(pullRequest);
  if (pull === null || !pull.ok || pull.value === null) return null;
  const { labels, isOpen, branch } = pull.value;
  if (labels.some((label) => reveal(label) === STOP_LABEL)) return "label";
  // The one that brought this commit to its branch may long be merged.
  return isOpen || reveal(branch) !== reveal(ref) ? null : "closed";
}

/** The commits that came with this cycle, oldest first; none in the first one, and where GitHub does not tell. */
export async function commitsOf(loop: Loop, trigger: Trigger, github: GitHub | null): Promise<readonly Commit[]> {
  const before = lastTested(loop);
  if (github === null || before === null || before.commit === trigger.commit) return [];
  const between = await github.commitsBetween(before.commit, trigger.commit);
  return between.ok ? between.value.commits : [];
}
