// The workflow files of a commit.
import type { Site } from "./site.ts";
import { readWorkflow, type Workflow } from "./workflow.ts";

/** All workflows at a commit. An invalid file throws: GitHub would show a failed start, here its author should see why at once. */
export async function readWorkflows(site: Site, sha: string): Promise<readonly Workflow[]> {
  const paths = await site.git.files(sha, ".github/workflows");
  const read = await Promise.all(
    paths.filter((path) => /\.ya?ml$/.test(path)).map((path) => readWorkflowAt(site, sha, path)),
  );
  return read.filter((workflow) => workflow !== undefined);
}

export async function readWorkflowAt(
  site: Pick<Site, "git">,
  sha: string,
  path: string,
): Promise<Workflow | undefined> {
  const text = await site.git.file(sha, path);
  return text === undefined ? undefined : readWorkflow(path, text);
}
