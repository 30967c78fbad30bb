// A small repository with its GitHub, for tests of the stand-in: one loop workflow, one branch with a change.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seedRepository, type SeededRepository } from "../../demo/github/seed.ts";
import { startGitHub, type GitHubOptions, type GitHubStandIn } from "../../demo/github/stand-in.ts";

export const REPO = "/repos/acme/shop";

export const LOOP = `
name: Loop
run-name: Cycle \${{ inputs.cycle || 1 }}
on:
  push: { branches: [main, "feature/**"] }
  pull_request: { types: [opened, synchronize, reopened, closed, labeled] }
  schedule: [{ cron: "17 3 * * *" }]
  workflow_dispatch: { inputs: { loop: {}, cycle: { default: "1" } } }
jobs:
  only: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
`;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export interface Shop {
  readonly github: GitHubStandIn;
  readonly seeded: SeededRepository;
  readonly folder: string;
  readonly ask: (token: string, method: string, path: string, body?: unknown) => Promise<Answer>;
  close(): Promise<void>;
}

/** A request as a program sends it, and the answer as it reads it. */
export function askOf(github: GitHubStandIn): Shop["ask"] {
  return async (token, method, path, body) => {
    const response = await fetch(`${github.url}${path}`, {
      method,
      headers: { authorization: `token ${token}`, "user-agent": "test" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  };
}

/** `main` with the workflow, and `feature/cart` one commit ahead of it. */
export async function openShop(options: Partial<GitHubOptions> = {}): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), "shop-"));
  const seeded = await seedRepository(join(folder, "shop.git"));
  await seeded.commit({ branch: "main", files: { ".github/workflows/loop.yml": LOOP }, message: "Start" });
  await seeded.commit({
    branch: "feature/cart",
    from: "main",
    files: { "cart.txt": "one\n" },
    message: "Add the cart",
  });
  const github = await startGitHub({
    owner: "acme",
    repo: "shop",
    gitDir: seeded.gitDir,
    people: ["ada"],
    ...options,
  });
  return {
    github,
    seeded,
    folder,
    ask: askOf(github),
    close: async () => {
      await github.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
