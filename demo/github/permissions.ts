// Which permission each operation needs, as GitHub documents it for installation tokens such as GITHUB_TOKEN.
// https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
import { refuse, type Reply } from "./reply.ts";
import type { Caller, Level } from "./tokens.ts";

/** Undefined when the caller may; otherwise GitHub's refusal. */
export function refuseWithoutPermission(operationId: string, caller: Caller, isPublic: boolean): Reply | undefined {
  const needs = NEEDS[operationId];
  if (needs === undefined || needs.length === 0) return undefined;
  const reads = needs.every((need) => need.level === "read");
  if (caller.kind === "person" || (isPublic && reads)) return undefined;
  // A private repository does not exist for those who send no token.
  if (caller.kind === "anonymous") return isPublic ? refuse(401, "Requires authentication") : refuse(404, "Not Found");
  if (needs.some((need) => isGranted(caller.permissions[need.name], need.level))) return undefined;
  return {
    ...refuse(403, "Resource not accessible by integration"),
    headers: {
      "x-accepted-github-permissions": needs
        .map((need) => `${need.name.replaceAll("-", "_")}=${need.level}`)
        .join("; "),
    },
  };
}

interface Need {
  readonly name: string;
  readonly level: Level;
}

function isGranted(granted: Level | undefined, wanted: Level): boolean {
  return granted === "write" || granted === wanted;
}

const read = (...names: readonly string[]): readonly Need[] => names.map((name) => ({ name, level: "read" }));
const write = (...names: readonly string[]): readonly Need[] => names.map((name) => ({ name, level: "write" }));

// Any one of the listed permissions is enough. An empty list: every token has what is needed (metadata).
const NEEDS: Readonly<Record<string, readonly Need[]>> = {
  "rate-limit/get": [],
  "repos/get": [],
  "actions/list-workflow-runs-for-repo": read("actions"),
  "actions/get-workflow-run": read("actions"),
  "actions/cancel-workflow-run": write("actions"),
  "actions/re-run-workflow": write("actions"),
  "actions/list-jobs-for-workflow-run": read("actions"),
  "actions/list-repo-workflows": read("actions"),
  "actions/get-workflow": read("actions"),
  "actions/create-workflow-dispatch": write("actions"),
  "actions/list-workflow-runs": read("actions"),
  "repos/list-branches": read("contents"),
  "repos/get-branch": read("contents"),
  "repos/list-commits": read("contents"),
  "repos/list-pull-requests-associated-with-commit": read("pull-requests"),
  "repos/get-commit": read("contents"),
  "repos/get-combined-status-for-ref": read("statuses"),
  "repos/list-commit-statuses-for-ref": read("statuses"),
  "repos/create-commit-status": write("statuses"),
  "repos/compare-commits-with-basehead": read("contents"),
  "repos/list-deployments": read("deployments"),
  "repos/create-deployment": write("deployments"),
  "repos/get-deployment": read("deployments"),
  "repos/list-deployment-statuses": read("deployments"),
  "repos/create-deployment-status": write("deployments"),
  "git/get-ref": read("contents"),
  "git/list-matching-refs": read("contents"),
  "issues/list-for-repo": read("issues", "pull-requests"),
  "issues/create": write("issues"),
  "issues/get": read("issues", "pull-requests"),
  "issues/update": write("issues", "pull-requests"),
  "issues/list-comments-for-repo": read("issues", "pull-requests"),
  "issues/get-comment": read("issues", "pull-requests"),
  "issues/update-comment": write("issues", "pull-requests"),
  "issues/delete-comment": write("issues", "pull-requests"),
  "issues/list-comments": read("issues", "pull-requests"),
  "issues/create-comment": write("issues", "pull-requests"),
  "issues/list-labels-on-issue": read("issues", "pull-requests"),
  "issues/add-labels": write("issues", "pull-requests"),
  "issues/set-labels": write("issues", "pull-requests"),
  "issues/remove-all-labels": write("issues", "pull-requests"),
  "issues/remove-label": write("issues", "pull-requests"),
  "issues/list-labels-for-repo": read("issues", "pull-requests"),
  "issues/create-label": write("issues", "pull-requests"),
  "issues/get-label": read("issues", "pull-requests"),
  "pulls/list": read("pull-requests"),
  "pulls/get": read("pull-requests"),
};
