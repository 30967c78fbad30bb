// `actions/checkout`: a real git checkout of the run's commit (or of `with.ref`) from the bare repository.
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { resolveRef } from "../github/commits.ts";
import { runGit } from "../github/git.ts";
import type { Site } from "../github/site.ts";

export interface CheckoutOptions {
  readonly site: Site;
  readonly workspace: string;
  /** The run's commit and ref. */
  readonly sha: string;
  readonly ref: string;
  /** The job's token; `with: token` stands in for it. */
  readonly token: string;
  /** The step's inputs by their lower-case names: ref, path, fetch-depth, token, persist-credentials. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

/** Outputs as the action has them: ref and commit. Later git commands of the job may push, unless `persist-credentials: false`. */
export async function checkOut(options: CheckoutOptions): Promise<Readonly<Record<string, string>>> {
  const { site, inputs, onLine } = options;
  const dir = join(options.workspace, inputs["path"] ?? "");
  const wanted = inputs["ref"] ?? "";
  const sha = wanted === "" ? options.sha : await resolveRef(site, wanted);
  if (sha === undefined) throw new Error(`A branch or tag with the name '${wanted}' could not be found`);
  const branch = await branchOf(site, wanted === "" ? options.ref : wanted);
  const depth = Number(inputs["fetch-depth"] ?? "1");
  const remote = `${site.url}/${site.owner}/${site.repo}.git`;

  mkdirSync(dir, { recursive: true });
  if (!readdirSync(dir).includes(".git")) {
    await runGit(dir, ["init", "--quiet", "--template=", "--initial-branch", "main"]);
    await runGit(dir, ["remote", "add", "origin", remote]);
  }
  if (inputs["persist-credentials"] !== "false") {
    const login = Buffer.from(`x-access-token:${inputs["token"] ?? options.token}`).toString("base64");
    await runGit(dir, ["config", "--local", `http.${site.url}/.extraheader`, `AUTHORIZATION: basic ${login}`]);
  }
  onLine(`Fetching ${sha} of ${site.owner}/${site.repo}`);
  const tracking = branch === undefined ? "refs/remotes/pull" : `refs/remotes/origin/${branch}`;
  await runGit(dir, [
    "fetch",
    "--quiet",
    "--no-tags",
    ...(depth > 0 ? [`--depth=${depth}`] : []),
    // From the disk: over HTTP it would be the same objects, only later.
    `file://${site.git.dir}`,
    `+${sha}:${tracking}`,
    ...(depth > 0 ? [] : ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"]),
  ]);
  const how = branch === undefined ? ["--detach", sha] : ["-B", branch, sha];
  await runGit(dir, ["checkout", "--quiet", "--force", ...how]);
  onLine(`Checked out ${branch ?? "a detached head"} at ${sha}`);
  return { ref: wanted === "" ? options.ref : wanted, commit: sha };
}

/** The branch to be on; pull requests, tags and plain commits are checked out detached. */
async function branchOf(site: Site, ref: string): Promise<string | undefined> {
  const name = ref.replace(/^refs\/heads\//, "");
  if (name.startsWith("refs/")) return undefined;
  return (await site.git.resolve(`refs/heads/${name}`)) === undefined ? undefined : name;
}
