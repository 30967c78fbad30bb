// What people do, at any time: they push, click, cancel, label, paste and forge.
import { stateLine } from "../../../src/loop/state.ts";
import { decodeLoop } from "../../../src/loop/token.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { loop } from "../../fakes/checks.ts";
import type { Actions } from "./actions.ts";
import type { Model } from "./model.ts";

/** One act of somebody. */
export function act(model: Model, actions: Actions): void {
  const { chance, repository, watch, settings } = model;
  const branch = chance.pick("work", "work", "work", "main", "other");
  const run = chance.oneOf(repository.runs);
  const pull = repository.pullOf(branch);
  const deed = settings.losesState ? "push" : chance.pick(...DEEDS);
  watch.count(deed);
  watch.note(`somebody: ${deed} (${branch})`);
  switch (deed) {
    case "push":
      return actions.push(branch, "person");
    case "push without a run":
      return actions.push(branch, "person", { hasRun: false });
    case "push of a bot":
      return actions.push(branch, "bot");
    case "fast-forward":
      return fastForward(model, actions);
    case "open":
      return open(branch, model, actions);
    case "outsider":
      return outsider(model, actions);
    case "close":
      if (pull !== undefined) pull.isOpen = !pull.isOpen;
      return;
    case "label":
      if (pull !== undefined) pull.labels = pull.labels.length > 0 ? [] : ["loop:stop"];
      return;
    case "delete": {
      const there = repository.branches.get(branch);
      if (there === undefined || branch === "main") return;
      // Its loops end without a word, also of commits that other branches have.
      watch.excuse(branch, "the branch was deleted");
      there.commits = [];
      return;
    }
    case "cancel": {
      const live = chance.oneOf(repository.runs.filter(({ status }) => status !== "completed"));
      if (live !== undefined) actions.cancel(live);
      return;
    }
    case "re-run of any":
      if (run !== undefined) actions.rerun(run);
      return;
    case "click":
      return click(branch, "", model, actions);
    case "paste":
    case "paste twice": {
      const { token, of } = pasted(model);
      const on = chance.happens(0.8) ? of : branch;
      click(on, token, model, actions);
      return deed === "paste" ? undefined : click(on, token, model, actions);
    }
    case "schedule": {
      const head = repository.headOf("main");
      if (head === null) return;
      return actions.startOn(head, { event: "schedule", branch: "main", pull: null, sender: null, inputs: {} });
    }
    case "edit the page":
      if (pull === undefined || pull.page === null) return;
      pull.page = chance.happens(0.4) ? null : forgedPage(pull.page, model);
      watch.forges(branch);
      return;
  }
}

const DEEDS = [
  "push",
  "push",
  "push",
  "push without a run",
  "push of a bot",
  "push of a bot",
  "fast-forward",
  "open",
  "outsider",
  "close",
  "label",
  "delete",
  "cancel",
  "cancel",
  "re-run of any",
  "re-run of any",
  "click",
  "paste",
  "paste twice",
  "schedule",
  "edit the page",
] as const;

/** The first branches, their pull request, and the push with which it all begins. */
export function begin({ chance, repository, time }: Model, actions: Actions): void {
  for (const name of ["main", "work", "other"]) {
    const first = { sha: repository.newSha(), by: "bot", files: [], hasRun: false, at: time.now() } as const;
    repository.branches.set(name, { name, commits: [first] });
  }
  if (chance.happens(0.8)) addPull("work", repository);
  actions.push("work", "person");
}

function addPull(branch: string, { pulls }: Model["repository"], origin: "own" | "fork" | "dependabot" = "own") {
  const pull = {
    number: pulls.length + 1,
    branch,
    origin,
    foreignHead: null,
    isOpen: true,
    labels: [],
    page: null,
    once: new Set<string>(),
  };
  pulls.push(pull);
  return pull;
}

function open(branch: string, { repository, settings }: Model, actions: Actions): void {
  const head = repository.headOf(branch);
  if (head === null || branch === "main" || repository.pullOf(branch)?.isOpen === true) return;
  const pull = addPull(branch, repository);
  if (settings.event !== "pull_request") return;
  actions.startOn(head, { event: "pull_request", branch, pull, sender: "User", inputs: {} });
}

/** A fork, or Dependabot on a branch of this repository. */
function outsider({ chance, repository }: Model, actions: Actions): void {
  const commit = repository.newSha();
  const isFork = chance.happens(0.5);
  const branch = isFork ? "main" : "dependabot/npm";
  if (!isFork)
    repository.branches.set(branch, {
      name: branch,
      commits: [{ sha: commit, by: "bot", files: [], hasRun: false, at: 0 }],
    });
  const pull = { ...addPull(branch, repository, isFork ? "fork" : "dependabot"), foreignHead: isFork ? commit : null };
  repository.pulls.splice(-1, 1, pull);
  actions.startOn(commit, { event: "pull_request", branch, pull, sender: isFork ? "User" : "Bot", inputs: {} });
}

/** main comes to stand on a commit that another branch has brought. */
function fastForward({ chance, repository }: Model, actions: Actions): void {
  const sha = repository.headOf("work");
  if (sha === null || sha === repository.headOf("main")) return;
  actions.push("main", chance.pick("person", "bot"), { sha });
}

function click(branch: string, token: string, { repository }: Model, actions: Actions): void {
  const head = repository.headOf(branch);
  if (head === null) return;
  const inputs = token === "" ? {} : { loop: untrusted(token) };
  actions.startOn(head, { event: "workflow_dispatch", branch, pull: null, sender: "User", inputs });
}

/** A token that was somewhere to be seen, whole or changed. */
function pasted({ chance, repository }: Model): { readonly token: string; readonly of: string } {
  const run = chance.oneOf(repository.runs.filter(({ inputs }) => inputs["loop"] !== undefined));
  const token = run?.inputs["loop"];
  if (run === undefined || token === undefined) return { token: "{}", of: "work" };
  return { token: chance.happens(0.5) ? reveal(token) : changed(reveal(token), chance), of: run.branch };
}

function changed(token: string, chance: Model["chance"]): string {
  const read: unknown = token.startsWith("{") ? JSON.parse(token) : {};
  const fields = Object.entries(typeof read === "object" && read !== null ? read : {});
  const at = chance.below(Math.max(fields.length, 1));
  const value = chance.pick<unknown>(-1, 0, 1, 2, 49, 50, 51, 1.5, 1e308, "main", null, [], {}, true, "0".repeat(40));
  const forged = Object.fromEntries(fields.map(([name, old], place) => [name, place === at ? value : old]));
  const isFar = chance.happens(0.3);
  return JSON.stringify(isFar ? { ...forged, n: 49, from: chance.pick(1, 49) } : forged);
}

/** As somebody would edit it who wants the loop to go on for ever, or never. */
function forgedPage(page: string, { chance, repository }: Model): string {
  const [marker = "", ...rest] = page.split("\n");
  const run = chance.oneOf(repository.runs)?.id ?? 1;
  const token = chance.oneOf(
    repository.runs.flatMap(({ inputs }) => (inputs["loop"] === undefined ? [] : [reveal(inputs["loop"])])),
  );
  const known = token === undefined ? null : decodeLoop(token);
  const id = { loop: chance.pick(run, run, 9_999_999), n: chance.pick(1, 2, 49, 50, 99), redo: 0 };
  const next =
    known !== null && !("problem" in known) && chance.happens(0.5)
      ? known
      : loop({ id: { ...id, n: Math.min(id.n + 1, 50) }, ref: untrusted(chance.pick("work", "main")), pullRequest: 1 });
  const line = stateLine({
    stands: chance.pick("open", "parked", "handed-over", "ended"),
    id: { ...id, loop: next.id.loop },
    runId: run,
    isFinal: chance.happens(0.5),
    isMending: false,
    nextRun: chance.pick(null, run),
    next,
  });
  return [marker, chance.happens(0.2) ? "<!-- state garbage -->" : line, ...rest.slice(1)].join("\n");
}
