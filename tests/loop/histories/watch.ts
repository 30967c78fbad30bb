// Looks on, and knows what must never be. It has its own memory and asks none of the code that it watches.
import type { Ended } from "../../../src/cycle.ts";
import { readState } from "../../../src/loop/state.ts";
import type { CommitStatus, DispatchOrder } from "../../../src/model/github.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { WORKFLOW, type Job } from "./model.ts";
import { isForeign, type Pull, type Repository, type Run } from "./repository.ts";
import type { Settings } from "./settings.ts";

export interface Watch {
  /** What was wrong, in the order in which it happened. */
  readonly violations: readonly string[];
  /** How often something happened, so that nobody believes in a test in which nothing does. */
  readonly seen: ReadonlyMap<string, number>;
  count(what: string): void;
  /** A line of the story, for whoever has to find out why something was wrong. */
  note(line: string): void;
  readonly story: readonly string[];
  begins(job: Job): void;
  deploys(job: Job): void;
  ends(job: Job, ended: Ended): void;
  refuses(): void;
  dispatches(job: Job, order: DispatchOrder): void;
  /** Nobody knows whether a dispatch of this loop has started a run. */
  doubt(loop: number): void;
  starts(job: Job, run: Run): void;
  tells(job: Job, status: CommitStatus): void;
  writes(pull: Pull, body: string): void;
  /** Somebody has written another state into the page of this branch. */
  forges(branch: string): void;
  /** Nobody can be blamed for what is not told of the commits that this branch has now. */
  excuse(branch: string, why: string): void;
  /** Nobody has told what became of this job. */
  loses(job: Job, why: string): void;
  over(job: Job): void;
  breaks(error: unknown): void;
  atTheEnd(): void;
}

/** GitHub's own numbers for the ceilings of the policy, written out: a change of the code must not change them. */
const CEILING = 50;
const MOST_REDOS = 3;
const DAY_MS = 24 * 60 * 60_000;

interface Started {
  readonly head: string | null;
  /** Keys of the other dispatched runs, with what had become of them. */
  readonly others: readonly { readonly id: number; readonly key: string; readonly isCancelled: boolean }[];
}

export function createWatch(repository: Repository, settings: Settings, now: () => number): Watch {
  const violations: string[] = [];
  const seen = new Map<string, number>();
  const started = new Map<Job, Started>();
  const deployed = new Set<Job>();
  const deployers = new Map<string, Job[]>();
  const loops = new Map<Job, number>();
  const lastTold = new Map<Job, string>();
  const stopped = new Set<Job>();
  const doubted = new Set<number>();
  const inARow = new Map<Job, number>();
  const firstOf = new Map<number, Job>();
  const lost = new Set<Job>();
  const redos = new Map<string, number>();
  const days = new Map<string, number[]>();
  /** Commits. */
  const excuses = new Set<string>();
  const forged = new Set<string>();
  let blindLooks = 0;

  const story: string[] = [];
  const begun = now();
  const note = (line: string): void => void story.push(`${Math.round((now() - begun) / 1_000)} s: ${line}`);
  const wrong = (what: string, job?: Job): void => {
    const said = job === undefined ? what : `${nameOf(job)}: ${what}`;
    violations.push(said);
    note(`WRONG: ${said}`);
  };
  const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  const isBlind = (job: Job): boolean => job.faults.includes("listDispatchedRuns") || !settings.hasRunName;
  const isByPerson = ({ run, attempt }: Job): boolean => run.sender === "User" || attempt > 1;

  function begins(job: Job): void {
    const others = repository.runs
      .filter((run) => run.event === "workflow_dispatch" && run.id !== job.run.id)
      .map(({ id, title, conclusion }) => ({
        id,
        key: title.slice("Staging ".length),
        isCancelled: conclusion === "cancelled",
      }));
    started.set(job, { head: repository.headOf(job.run.branch), others });
  }

  function deploys(job: Job): void {
    deployed.add(job);
    count("deployed");
    note(`${nameOf(job)} deploys ${job.run.commit.slice(0, 7)}`);
    if (isForeign(job.run)) wrong("code from outside was deployed", job);
    const { head } = started.get(job) ?? { head: null };
    if (job.faults.length === 0 && head !== job.run.commit) wrong("an old commit was deployed", job);
    if (job.faults.length > 0 && head !== job.run.commit) count("deployed in the dark");
  }

  function ends(job: Job, ended: Ended): void {
    note(`${nameOf(job)} ends main: ${endOf(ended)}`);
    if (ended.kind === "superseded") {
      count(`superseded: ${ended.reason}`);
      if (deployed.has(job)) wrong("a superseded run has deployed", job);
    }
    if (ended.kind === "stale" && ended.again === null) excuse(job.run.branch, "it was started again often enough");
    if (ended.kind === "stale") count(ended.again === null ? "stale, and not again" : "stale");
    if (ended.kind !== "cycle") return;
    const { loop, beginning, decision } = ended.record;
    count(`began: ${beginning.kind}${beginning.kind === "continued" && beginning.lost !== null ? ", lost" : ""}`);
    count(`decided: ${decision.kind} ${decision.because}`);
    loops.set(job, loop.id.loop);
    if (loop.ref !== null && reveal(loop.ref) !== job.run.branch) wrong("it is a loop of another branch", job);
    if (deployed.has(job)) isTheOne(job, loop.id.loop, loop.id.n);
  }

  /** No cycle twice, and none that is past; a run again, and a token that a person gives, are acts of that person. */
  function isTheOne(job: Job, loop: number, n: number): void {
    const place = `${loop}/${n}`;
    const before = deployers.get(place) ?? [];
    deployers.set(place, [...before, job]);
    if (isBlind(job)) return;
    const { others } = started.get(job) ?? { others: [] };
    const later = others.find(({ key, isCancelled }) => !isCancelled && isLater(key, loop, n));
    if (later !== undefined) wrong(`cycle ${place} was deployed although run ${later.id} is cycle ${later.key}`, job);
    // Only a run that the loop dispatched carries its cycle in its name; what a push did, its page tells, if it came to that.
    const isKnown = (each: Job): boolean =>
      each.run.title.includes("/") ||
      (each.run.event !== "workflow_dispatch" && !lost.has(each) && each.faults.length === 0);
    const isOwner = ({ run }: Job): boolean => run.id !== job.run.id && run.conclusion !== "cancelled";
    const twin = before.find((each) => isOwner(each) && isKnown(each));
    if (twin === undefined) return;
    if (forged.has(job.run.branch)) count("a forged page did a cycle again");
    else if (isByPerson(job) && job.run.event === "workflow_dispatch") count("a person did a cycle again");
    else if (isByPerson(job) && job.attempt > 1) count("a person did a cycle again");
    else wrong(`cycle ${place} was deployed by run ${twin.run.id} already`, job);
  }

  function dispatches(job: Job, { workflow, ref, cycle, inputs }: DispatchOrder): void {
    const { loop, n, redo } = cycle;
    count(redo > 0 ? "dispatched again" : "dispatched");
    note(`${nameOf(job)} dispatches ${loop}/${n}.${redo}`);
    if (reveal(workflow) !== WORKFLOW || reveal(ref) !== job.run.branch) wrong("another workflow or branch", job);
    if (isForeign(job.run)) wrong("a run from outside has dispatched", job);
    if (job.run.isCancelled) wrong("a cancelled run has dispatched", job);
    if (inputs["loop"] === undefined || n > CEILING) wrong(`cycle ${n} was dispatched`, job);
    if (isByPerson(job)) {
      stopped.delete(job);
      doubted.delete(loop);
      for (const key of redos.keys()) if (key.startsWith(`${loop}/`)) redos.delete(key);
    }
    if (stopped.has(chainOf(job)) && !doubted.has(loop) && job.faults.length === 0 && !isBlind(job))
      wrong(`loop ${loop} had stopped`, job);
    if (redo > 0) again(job, `${loop}/${n}`, redo);
    else further(job, loop);
    ofTheDay(job);
  }

  /** Counted from the run of a person at which this chain of runs began. */
  function further(job: Job, loop: number): void {
    const first = chainOf(job);
    const row = (inARow.get(first) ?? 0) + 1;
    inARow.set(first, row);
    if (doubted.has(loop) || isBlind(job)) return;
    if (!settings.losesState && row > Math.min(settings.limits.maxCycles, CEILING) - 1)
      wrong(`${row} dispatches in a row`, job);
  }

  function chainOf(job: Job): Job {
    return isByPerson(job) ? job : (firstOf.get(job.run.id) ?? job);
  }

  function again(job: Job, place: string, redo: number): void {
    const times = (redos.get(place) ?? 0) + 1;
    redos.set(place, times);
    if (redo > MOST_REDOS || (!isBlind(job) && settings.faults === 0 && times > MOST_REDOS)) {
      wrong(`cycle ${place} was started again for the ${times}th time`, job);
    }
  }

  /** A look that was not answered could not count. */
  function ofTheDay(job: Job): void {
    const { branch } = job.run;
    if (job.faults.includes("listDispatchedRuns")) blindLooks++;
    const recent = [...(days.get(branch) ?? []), now()].filter((at) => now() - at < DAY_MS - 10 * 60_000);
    days.set(branch, recent);
    if (recent.length === CEILING) count("a full day");
    if (recent.length > CEILING + blindLooks) wrong(`${recent.length} dispatches on ${branch} within a day`, job);
  }

  /** The page of a later cycle stays. What people wrote into it is theirs. */
  function writes({ page }: Pull, body: string): void {
    const [before, after] = [page === null ? null : readState(untrusted(page)), readState(untrusted(body))];
    if (after === null) wrong("a page without its state was written");
    if (before === null || after === null) return;
    const [old, own] = [before.id, after.id];
    const isOlder =
      own.loop < old.loop ||
      (own.loop === old.loop && (own.n < old.n || (own.n === old.n && own.redo < old.redo))) ||
      (own.loop === old.loop && own.n === old.n && own.redo === old.redo && before.isFinal && !after.isFinal);
    if (isOlder) wrong(`the page of cycle ${old.loop}/${old.n} was overwritten by ${own.loop}/${own.n}`);
    count("page replaced");
  }

  function tells(job: Job, { commit, state, url, description }: CommitStatus): void {
    note(`${nameOf(job)} tells of ${commit.slice(0, 7)}: ${state}, ${description}`);
    if (url.endsWith(`/runs/${job.run.id}`)) lastTold.set(job, state);
  }

  function over(job: Job): void {
    note(`${nameOf(job)} is over: ${job.run.conclusion ?? "?"}`);
    const loop = loops.get(job);
    const told = lastTold.get(job);
    if (job.run.isCancelled && told === undefined)
      excuse(job.run.branch, "a person ended it before it had told anything");
    if (loop !== undefined && told !== undefined && told !== "pending") stopped.add(chainOf(job));
  }

  function excuse(branch: string, why: string): void {
    note(`${branch}: ${why}`);
    for (const { sha } of repository.branches.get(branch)?.commits ?? []) excuses.add(sha);
  }

  function loses(job: Job, why: string): void {
    lost.add(job);
    count(why);
    excuse(job.run.branch, why);
  }

  /** What a person pushed last has an answer, and nothing waits for ever. */
  function atTheEnd(): void {
    if (settings.losesState) return;
    for (const { name, commits } of repository.branches.values()) {
      const last = commits.at(-1);
      if (last?.by !== "person" || !last.hasRun || excuses.has(last.sha)) continue;
      count("a last commit has its answer");
      const state = repository.statuses.get(last.sha) ?? "untold";
      const isWrong = state === "pending" || state === "untold";
      if (isWrong) wrong(`the last commit ${last.sha.slice(0, 7)} of ${name} is ${state}`);
    }
  }

  return {
    violations,
    seen,
    count,
    note,
    story,
    begins,
    deploys,
    ends,
    refuses: () => count("refused by a UserError"),
    dispatches,
    doubt: (loop) => void doubted.add(loop),
    starts: (job, run) => void firstOf.set(run.id, chainOf(job)),
    tells,
    writes,
    forges: (branch) => void forged.add(branch),
    excuse,
    loses,
    over,
    breaks: (error) => wrong(error instanceof Error ? (error.stack ?? error.message) : "an unknown error"),
    atTheEnd,
  };
}

function nameOf({ run, attempt }: Job): string {
  return `run ${run.id} (attempt ${attempt})`;
}

function endOf(ended: Ended): string {
  switch (ended.kind) {
    case "cycle": {
      const { loop, decision, beginning } = ended.record;
      return `${loop.id.loop}/${loop.id.n}.${loop.id.redo} (${beginning.kind}) ${decision.kind} ${decision.because}`;
    }
    case "superseded":
      return `superseded by ${ended.by ?? "nobody"}, ${ended.reason}`;
    case "stale":
    case "foreign":
      return ended.kind;
  }
}

function isLater(key: string, loop: number, n: number): boolean {
  const [of, cycle] = key.split("/");
  return Number(of) === loop && Number.parseInt(cycle ?? "", 10) > n;
}
