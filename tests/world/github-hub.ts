// The GitHub stand-in as the tests of the adapter use it: one repository with two workflows, a branch and a pull request.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { seedRepository } from "../../demo/github/seed.ts";
import { startGitHub, type GitHubStandIn } from "../../demo/github/stand-in.ts";
import type { Permissions } from "../../demo/github/tokens.ts";
import type { DispatchOrder, GitHub } from "../../src/model/github.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { createGitHub, type GitHubOptions } from "../../src/world/github/github.ts";
import { proxied, type Fetch } from "../../src/world/github/send.ts";
import { fakeWorld, type FakeWorld } from "../fakes/world.ts";

const WORKFLOW = `name: Staging
run-name: Staging \${{ inputs.cycle }}
on: { push: { branches: [never] }, workflow_dispatch: { inputs: { loop: { type: string }, cycle: { type: string } } } }
jobs: { staging: { runs-on: ubuntu-latest, steps: [{ run: "true" }] } }
`;
const PUSHED = `name: Pushed
on: { push: { branches: [never] } }
jobs: { pushed: { runs-on: ubuntu-latest, steps: [{ run: "true" }] } }
`;

export const ALL: Permissions = {
  contents: "read",
  actions: "write",
  issues: "write",
  "pull-requests": "write",
  statuses: "write",
};

export interface Hub {
  readonly standIn: GitHubStandIn;
  /** The start, and the two commits of the branch feature/x. */
  readonly commits: readonly [string, string, string];
  readonly pull: number;
  /** Moves the clock of GitHub, in its headers and in what it stores. */
  setClock(offsetMs: number): void;
  api(order?: Order): Promise<GitHub>;
  /** An empty issue of its own, whose comments are like those of a pull request. */
  place(): Promise<number>;
  /** As a person would, with a person's token. */
  asPerson(method: string, path: string, body?: object): Promise<unknown>;
  /** Methods and paths of what was sent since, without the repository. */
  asked(): string[];
  /** From now on everything works, and nothing was asked. */
  begin(): void;
  /** Throws when a request or an answer was not as GitHub describes it. */
  close(): Promise<void>;
}

export type Order = Partial<GitHubOptions> & { readonly permissions?: Permissions };

export async function openHub(): Promise<Hub> {
  const folder = await mkdtemp(join(tmpdir(), "github-"));
  const seeded = await seedRepository(join(folder, "app.git"));
  const base = await seeded.commit({
    branch: "main",
    message: "Start",
    files: { ".github/workflows/staging.yml": WORKFLOW, ".github/workflows/pushed.yml": PUSHED },
  });
  const one = await seeded.commit({ branch: "feature/x", from: "main", message: "One\n\nbody", files: { a: "1" } });
  const two = await seeded.commit({
    branch: "feature/x",
    message: "Two",
    files: { a: "2" },
    author: "github-actions[bot]",
  });
  let offsetMs = 0;
  const standIn = await startGitHub({
    owner: "acme",
    repo: "app",
    gitDir: seeded.gitDir,
    people: ["dana"],
    rateLimit: 100_000,
    clock: () => new Date(Date.now() + offsetMs),
  });
  const pull = (await standIn.openPullRequest({ head: "feature/x", base: "main", title: "X", by: "dana" })).number;
  const asked: string[] = [];
  /** Counted where it is sent: an answer that nobody waits for is counted late by the server. */
  const counted =
    (send: Fetch): Fetch =>
    (url, request) => {
      asked.push(`${request.method} ${new URL(url).pathname.replace(/^(?:\/api\/v3)?\/repos\/acme\/app(?=\/)/u, "")}`);
      return send(url, request);
    };

  const asPerson = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${standIn.url}/repos/acme/app${path}`, {
      method,
      headers: { authorization: `Bearer ${standIn.personToken("acme")}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status}: ${text}`);
    return text === "" ? null : JSON.parse(text);
  };

  return {
    standIn,
    commits: [base, one, two],
    pull,
    setClock: (ms) => {
      offsetMs = ms;
    },
    api: async ({ permissions = ALL, ...more } = {}) =>
      createGitHub({
        token: await standIn.issueToken(permissions),
        apiUrl: standIn.url,
        serverUrl: standIn.url,
        repository: "acme/app",
        clock: fakeWorld().clock,
        hide: (text) => text.replaceAll("s3cr3t-of-staging", "***"),
        ...more,
        fetch: counted(more.fetch ?? proxied()),
      }),
    place: async () => v.parse(NUMBERED, await asPerson("POST", "/issues", { title: "A place" })).number,
    asPerson,
    asked: () => [...asked],
    begin: () => {
      standIn.heal();
      offsetMs = 0;
      asked.length = 0;
    },
    close: async () => {
      const violations = standIn.violations();
      await standIn.close();
      await rm(folder, { recursive: true });
      if (violations.length > 0) throw new Error(`against GitHub's description: ${JSON.stringify(violations)}`);
    },
  };
}

const NUMBERED = v.object({ number: v.number() });

let loops = 77;

/** The dispatch of a cycle that no other test has. */
export function nextOrder(over: Partial<DispatchOrder> = {}): DispatchOrder {
  loops++;
  return {
    workflow: untrusted("staging.yml"),
    ref: untrusted("feature/x"),
    inputs: { loop: untrusted("{}"), cycle: untrusted(`${loops}/2`) },
    cycle: { loop: loops, n: 2, redo: 0 },
    ...over,
  };
}

/** A virtual clock whose sleeps can be looked at. */
export function virtual(): Pick<FakeWorld, "clock" | "time"> {
  const { clock, time } = fakeWorld();
  return { clock, time };
}
