// What a job's token may do: the job's `permissions`, else the workflow's, else the repository's default; read-only for forks.
import type { Permissions } from "../github/tokens.ts";
import type { PermissionsSetting } from "../github/workflow.ts";

export function grantPermissions(
  setting: PermissionsSetting | undefined,
  fallback: Permissions,
  isRestricted: boolean,
): Permissions {
  const granted = expand(setting, fallback);
  if (!isRestricted) return granted;
  const reduced = Object.keys(granted)
    .filter((name) => name !== "id-token")
    .map((name) => [name, "read" as const]);
  return Object.fromEntries(reduced);
}

function expand(setting: PermissionsSetting | undefined, fallback: Permissions): Permissions {
  if (setting === undefined) return fallback;
  if (setting === "read-all") return all("read");
  if (setting === "write-all") return all("write");
  const unknown = Object.keys(setting).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new Error(`Unexpected permission '${unknown}'`);
  const granted: [string, "read" | "write"][] = [];
  for (const [name, level] of Object.entries(setting)) {
    if (level !== "none") granted.push([name, level]);
  }
  return Object.fromEntries(granted);
}

function all(level: "read" | "write"): Permissions {
  return Object.fromEntries(NAMES.map((name) => [name, level]));
}

// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
const NAMES = [
  "actions",
  "attestations",
  "checks",
  "contents",
  "deployments",
  "discussions",
  "id-token",
  "issues",
  "models",
  "packages",
  "pages",
  "pull-requests",
  "repository-projects",
  "security-events",
  "statuses",
];
