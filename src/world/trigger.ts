// Reads why this run exists from the runner's variables and the event's payload, and refuses the events in which
// somebody else's code would meet this repository's secrets.
import * as v from "valibot";
import { fault, UserError } from "../model/errors.ts";
import type { Trigger } from "../model/trigger.ts";
import { untrusted, type Untrusted } from "../text/untrusted.ts";

type Variables = (name: string) => string | undefined;

/** Throws a UserError where the run lacks what every GitHub runner sets, or came from an event that is not safe. */
export function readTrigger(variable: Variables, payload: unknown): Trigger {
  const event = required(variable, "GITHUB_EVENT_NAME", /^[a-z_]{1,40}$/u);
  refuseUnsafe(event);
  const repository = required(variable, "GITHUB_REPOSITORY", /^[\w.-]+\/[\w.-]+$/u);
  const pull = pullRequestOf(event, payload);
  const foreign =
    pull === null
      ? isDependabotPush(event, payload)
      : pull.head.repo?.full_name !== repository || pull.user.login === DEPENDABOT;
  return {
    event,
    repository,
    runId: Number(required(variable, "GITHUB_RUN_ID", /^\d{1,15}$/u)),
    attempt: Number(required(variable, "GITHUB_RUN_ATTEMPT", /^\d{1,6}$/u)),
    commit: pull?.head.sha ?? required(variable, "GITHUB_SHA", /^[0-9a-f]{40}$/u),
    ref: foreign ? null : dispatchableRef(event, variable, pull),
    pullRequest: pull?.number ?? null,
    foreign,
    byPerson: isPerson(payload),
    workflow: workflowOf(variable, repository),
    serverUrl: originOf(variable("GITHUB_SERVER_URL") ?? "https://github.com"),
    localApi: isLocal(variable("GITHUB_API_URL") ?? ""),
  };
}

/** The inputs of the dispatch that started this run, without the two of the loop. */
export function otherInputs(payload: unknown): Readonly<Record<string, Untrusted>> {
  const read = v.safeParse(v.object({ inputs: v.record(v.string(), v.unknown()) }), payload);
  if (!read.success) return {};
  const others = Object.entries(read.output.inputs).filter(([name]) => name !== "loop" && name !== "cycle");
  return Object.fromEntries(
    others.flatMap(([name, value]) =>
      ["string", "number", "boolean"].includes(typeof value) ? [[name, untrusted(String(value))] as const] : [],
    ),
  );
}

/**
 * Where the payload names nobody (a schedule), nobody did it. What a machine commits is a machine's, whoever's key it was
 * pushed with.
 */
function isPerson(payload: unknown): boolean {
  if (!v.is(v.object({ sender: v.object({ type: v.literal("User") }) }), payload)) return false;
  const pushed = v.safeParse(v.object({ head_commit: v.object({ author: AUTHOR }) }), payload);
  return (
    !pushed.success || ![pushed.output.head_commit.author.name, pushed.output.head_commit.author.username].some(isBot)
  );
}

const AUTHOR = v.object({ name: v.optional(v.string()), username: v.optional(v.string()) });

function isBot(name: string | undefined): boolean {
  return name?.endsWith("[bot]") === true;
}

const DEPENDABOT = "dependabot[bot]";

/** Its pushes get no secrets and a read-only token, as its pull requests do. */
function isDependabotPush(event: string, payload: unknown): boolean {
  return event === "push" && v.is(v.object({ sender: v.object({ login: v.literal(DEPENDABOT) }) }), payload);
}

const PULL_REQUEST = v.object({
  number: v.pipe(v.number(), v.integer()),
  user: v.object({ login: v.string() }),
  head: v.object({
    sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/u)),
    ref: v.string(),
    repo: v.nullable(v.object({ full_name: v.string() })),
  }),
});

type PullRequest = v.InferOutput<typeof PULL_REQUEST>;

function pullRequestOf(event: string, payload: unknown): PullRequest | null {
  if (event !== "pull_request") return null;
  const read = v.safeParse(v.object({ pull_request: PULL_REQUEST }), payload);
  if (read.success) return read.output.pull_request;
  throw new UserError([fault(untrusted("GITHUB_EVENT_PATH"), "the event's payload does not describe a pull request")]);
}

// Only a branch of this repository can carry a loop: a tag, a merge group and a release get one cycle.
function dispatchableRef(event: string, variable: Variables, pull: PullRequest | null): Untrusted | null {
  if (pull !== null) return untrusted(pull.head.ref);
  if (!["push", "schedule", "workflow_dispatch"].includes(event)) return null;
  const branch = variable("GITHUB_REF_TYPE") === "branch" ? variable("GITHUB_REF_NAME") : undefined;
  return branch === undefined || branch === "" ? null : untrusted(branch);
}

/** Events whose code comes from this repository. In all others an outsider's text or commit can meet our secrets. */
const SAFE = ["push", "pull_request", "schedule", "workflow_dispatch", "merge_group", "release", "repository_dispatch"];

function refuseUnsafe(event: string): void {
  if (SAFE.includes(event)) return;
  throw new UserError([
    fault(untrusted("event"), `this action does not run on ${event}`, {
      hint: "That event may give code or text of outsiders this repository's secrets. Use push, pull_request, schedule or workflow_dispatch.",
    }),
  ]);
}

function workflowOf(variable: Variables, repository: string): Untrusted | null {
  const match = /^([^/]+\/[^/]+)\/\.github\/workflows\/([^/@]+)@/u.exec(variable("GITHUB_WORKFLOW_REF") ?? "");
  return match?.[1] === repository && match[2] !== undefined ? untrusted(match[2]) : null;
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : "https://github.com";
}

function isLocal(url: string): boolean {
  return URL.canParse(url) && ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
}

function required(variable: Variables, name: string, form: RegExp): string {
  const value = variable(name);
  if (value !== undefined && form.test(value)) return value;
  throw new UserError([
    fault(untrusted(name), value === undefined ? "the variable is not set" : "the variable has an unexpected form", {
      hint: "This command runs inside a GitHub Actions job. At a desk use `test-deploy-loop run`.",
    }),
  ]);
}
