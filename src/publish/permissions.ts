// What to add to the workflow when GitHub refuses a surface: the exact line.
import type { Problem } from "../model/github.ts";
import type { Phrase } from "../model/report.ts";

export type Surface = "comment" | "status" | "issue" | "dispatch";

const LINES: Readonly<Record<Surface, { readonly what: string; readonly permission: string }>> = {
  comment: { what: "The pull request comment", permission: "pull-requests: write" },
  status: { what: "The commit status", permission: "statuses: write" },
  issue: { what: "The issue of the nights", permission: "issues: write" },
  dispatch: { what: "The next cycle", permission: "actions: write" },
};

/** One sentence: what could not be done, why, and what to do. */
export function couldNot(surface: Surface, problem: Problem): Phrase {
  const { what, permission } = LINES[surface];
  switch (problem.kind) {
    case "forbidden":
      return [`${what} needs a permission that the job does not have. Add \`${permission}\` to its \`permissions:\`.`];
    case "unauthorized":
      return [`${what} was refused: the token is not valid or has expired.`];
    case "rate-limited":
      return [`${what} was left out: the token's rate limit is used up.`];
    case "not-found":
      if (surface === "issue" && problem.status === 410) {
        return [`${what} could not be written: issues are switched off in the settings of the repository.`];
      }
      return [`${what} could not be written: GitHub does not find it (404).`];
    case "rejected":
      return [`${what} was rejected by GitHub: `, problem.detail];
    case "unreachable":
    case "unusable":
      return [`${what} could not be written: GitHub's API did not answer as expected.`];
  }
}
