// GitHub's API over the model's repository, as one job sees it: slow, sometimes silent, never lying.
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import type { Answer, DispatchOrder, GitHub, Problem, PullRequest, RunRow } from "../../../src/model/github.ts";
import { pause, type Job, type Model } from "./model.ts";
import { isForeign, type Pull, type Run } from "./repository.ts";

export function createHub(job: Job, model: Model): GitHub {
  const { chance, settings, repository, watch } = model;

  /** `isWrite`: where no answer came, it may have happened all the same. */
  async function ask<T>(what: string, act: () => T, isWrite = false): Promise<Answer<T>> {
    if (chance.happens(0.05)) await pause(chance.below(20_000), job, model);
    if (job.isLost) return new Promise<never>(() => {});
    if (!chance.happens(settings.faults)) return { ok: true, value: act() };
    job.faults.push(what);
    watch.excuse(job.run.branch, `GitHub did not answer ${what}`);
    const kind = chance.pick<Problem["kind"]>("unreachable", "unreachable", "unusable", "rate-limited", "forbidden");
    const isAmbiguous = kind === "unreachable" || kind === "unusable";
    if (isWrite && isAmbiguous && chance.happens(0.5)) act();
    return { ok: false, problem: { kind, status: isAmbiguous ? null : 403, detail: untrusted("no answer") } };
  }

  async function dispatch(order: DispatchOrder): Promise<Answer<{ readonly runId: number | null }>> {
    watch.dispatches(job, order);
    if (repository.headOf(reveal(order.ref)) === null) {
      const detail = untrusted(`No ref found for: ${reveal(order.ref)}`);
      return { ok: false, problem: { kind: "rejected", status: 422, detail } };
    }
    const answer = await ask("dispatch", () => start(order), true);
    // The answer came too late, and was asked for twice.
    if (!answer.ok && chance.happens(0.2)) start(order);
    if (!answer.ok) watch.doubt(order.cycle.loop);
    return answer.ok ? { ok: true, value: { runId: chance.happens(0.1) ? null : answer.value } } : answer;
  }

  /** The tip is that of the moment; a replica may still see the one before. */
  function start({ ref, inputs }: DispatchOrder): number | null {
    const branch = reveal(ref);
    const commits = repository.branches.get(branch)?.commits ?? [];
    const tip = (chance.happens(settings.oldTip) ? commits.at(-2) : undefined) ?? commits.at(-1);
    // The branch was deleted meanwhile.
    if (tip === undefined) return null;
    const key = inputs["cycle"];
    const run: Run = {
      id: repository.newRunId(),
      event: "workflow_dispatch",
      branch,
      commit: tip.sha,
      pull: null,
      sender: "Bot",
      title: settings.hasRunName && key !== undefined ? `Staging ${reveal(key)}` : "Staging",
      inputs,
      createdAt: model.time.now(),
      attempt: 1,
      status: "queued",
      conclusion: null,
      isCancelled: false,
    };
    watch.starts(job, run);
    if (chance.happens(0.01)) {
      watch.excuse(branch, "a run could not start");
      repository.runs.push(Object.assign(run, { status: "completed", conclusion: "startup_failure" }));
    } else model.enqueue(run);
    return run.id;
  }

  const pullOf = (number: number): Pull | undefined => repository.pulls.find((each) => each.number === number);
  const shown = (pull: Pull): PullRequest => ({
    number: pull.number,
    isOpen: pull.isOpen,
    head: pull.foreignHead ?? repository.headOf(pull.branch) ?? "",
    branch: untrusted(pull.branch),
    labels: pull.labels.map((label) => untrusted(label)),
  });
  const isOn = (pull: Pull, commit: string): boolean =>
    pull.origin !== "fork" &&
    (repository.branches.get(pull.branch)?.commits.some(({ sha }) => sha === commit) ?? false);
  const rows = (has: (run: Run) => boolean): readonly RunRow[] => repository.runs.filter(has).map(rowOf);

  const hub: GitHub = {
    findPullRequest: (commit) =>
      ask("findPullRequest", () => {
        const found = repository.pulls.filter((each) => isOn(each, commit));
        const pull = found.find((each) => each.isOpen && shown(each).head === commit) ?? found.at(-1);
        return pull === undefined ? null : shown(pull);
      }),
    pullRequest: (number) =>
      ask("pullRequest", () => {
        const pull = pullOf(number);
        return pull === undefined ? null : shown(pull);
      }),
    readComment: (number) =>
      ask("readComment", () => {
        const page = pullOf(number)?.page ?? null;
        return page === null ? null : { id: number, url: "", body: untrusted(page) };
      }),
    upsertComment: (number, { body, mayReplace }) =>
      ask(
        "upsertComment",
        () => {
          const pull = pullOf(number);
          const before = pull?.page ?? null;
          const kept = before !== null && !mayReplace(untrusted(before));
          if (pull !== undefined && !kept) {
            watch.writes(pull, body);
            pull.page = body;
          }
          return { id: number, url: "", created: before === null, kept };
        },
        true,
      ),
    addComment: (number, { marker }, earlier) =>
      ask(
        "addComment",
        () => {
          const pull = pullOf(number);
          const before = pull?.page ?? null;
          if (pull !== undefined && earlier !== undefined && before !== null && earlier.mayReplace(untrusted(before))) {
            const body = earlier.bodyBeside("https://github.example/end");
            watch.writes(pull, body);
            pull.page = body;
          }
          const once = pullOf(number)?.once ?? new Set();
          const kept = once.has(marker);
          once.add(marker);
          return { id: number, url: "", created: !kept, kept };
        },
        true,
      ),
    readIssue: () => ask("readIssue", () => null),
    writeIssue: (order) => ask("writeIssue", () => ({ ...ISSUE, body: untrusted(order.body) })),
    setStatus: (status) =>
      ask(
        "setStatus",
        () => {
          watch.tells(job, status);
          repository.statuses.set(status.commit, status.state);
          return null;
        },
        true,
      ),
    statusesOf: (commit) =>
      ask("statusesOf", () => {
        const status = repository.statuses.get(commit);
        return new Map(status === undefined ? [] : [["test-deploy-loop/staging", status]]);
      }),
    listDispatchedRuns: () =>
      ask("listDispatchedRuns", () =>
        rows(({ event }) => event === "workflow_dispatch")
          .toReversed()
          .slice(0, 100),
      ),
    eventRunsOf: (_, commit) =>
      ask("eventRunsOf", () =>
        rows(
          (run) =>
            run.event !== "workflow_dispatch" &&
            run.commit === commit &&
            !isForeign(run) &&
            run.conclusion !== "cancelled",
        ).toReversed(),
      ),
    mainStepOf: () => ask("mainStepOf", () => "skipped"),
    runOf: (id) => ask("runOf", () => rows((run) => run.id === id)[0] ?? null),
    headOf: (branch) => ask("headOf", () => repository.headOf(reveal(branch))),
    commitsBetween: (base, head) =>
      ask("commitsBetween", () => {
        const all = [...repository.branches.values()].find(({ commits }) => commits.some(({ sha }) => sha === head));
        const from = all?.commits.findIndex(({ sha }) => sha === base) ?? -1;
        const between = all?.commits.slice(from + 1) ?? [];
        return {
          relation: "ahead",
          commits: between.map(({ sha, by }) => ({
            sha,
            subject: untrusted("A change"),
            author: untrusted("ada"),
            byBot: by === "bot",
          })),
          files: between.flatMap(({ files }) => files.map((file) => untrusted(file))),
        };
      }),
    dispatch,
    mayDispatch: () => ask("mayDispatch", () => null),
    reachable: () => ask("reachable", () => null),
    within: () => hub,
  };
  return hub;
}

const ISSUE = { id: 1, number: 1, url: "", isOpen: true };

function rowOf(run: Run): RunRow {
  const { id, status, conclusion, createdAt, sender } = run;
  return {
    id,
    title: untrusted(run.title),
    status,
    conclusion,
    createdAt,
    branch: untrusted(run.branch),
    byBot: sender === "Bot",
    event: run.event,
  };
}
