// The environment of a job's processes: everything that GitHub's runner sets, and nothing of ours.
import { dirname, join } from "node:path";
import { asText } from "../github/expressions.ts";
import { idOf } from "../github/people.ts";
import type { JsonObject } from "../github/json.ts";

export interface JobFolders {
  readonly root: string;
  readonly workspace: string;
  readonly temp: string;
  readonly home: string;
  readonly toolCache: string;
  readonly eventPath: string;
}

export function foldersOf(root: string, repo: string): JobFolders {
  return {
    root,
    workspace: join(root, "work", repo, repo),
    temp: join(root, "work", "_temp"),
    home: join(root, "home"),
    toolCache: join(root, "toolcache"),
    eventPath: join(root, "work", "_temp", "_github_workflow", "event.json"),
  };
}

/** What every step of a job sees. `github` is the job's whole context, with token. */
export function baseEnvironment(
  github: JsonObject,
  folders: JobFolders,
  facts: {
    readonly node: string;
    readonly path: readonly string[];
    readonly trackingId: string;
    readonly isDebug: boolean;
  },
): Record<string, string> {
  const variables = GITHUB_VARIABLES.map((name) => [`GITHUB_${name.toUpperCase()}`, asText(github[name] ?? null)]);
  return {
    PATH: [...facts.path, dirname(facts.node), ...SYSTEM_PATH].join(":"),
    HOME: folders.home,
    LANG: "C.UTF-8",
    USER: "runner",
    SHELL: "/bin/bash",
    CI: "true",
    GITHUB_ACTIONS: "true",
    ...Object.fromEntries(variables),
    GITHUB_ACTOR_ID: String(idOf(asText(github["actor"] ?? null))),
    GITHUB_EVENT_PATH: folders.eventPath,
    GITHUB_WORKSPACE: folders.workspace,
    RUNNER_OS: "Linux",
    RUNNER_ARCH: process.arch === "arm64" ? "ARM64" : "X64",
    RUNNER_NAME: "Stand-in runner 1",
    RUNNER_ENVIRONMENT: "github-hosted",
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.toolCache,
    RUNNER_WORKSPACE: dirname(folders.workspace),
    RUNNER_TRACKING_ID: facts.trackingId,
    ...(facts.isDebug ? { RUNNER_DEBUG: "1" } : {}),
  };
}

/** Only JavaScript actions get these: with them caches and artifacts could be written. */
export function runtimeEnvironment(url: string, token: string, mayIssueIdTokens: boolean): Record<string, string> {
  return {
    ACTIONS_RUNTIME_URL: `${url}/_runtime/`,
    ACTIONS_RUNTIME_TOKEN: token,
    ACTIONS_CACHE_URL: `${url}/_cache/`,
    ACTIONS_RESULTS_URL: `${url}/_results/`,
    ACTIONS_CACHE_SERVICE_V2: "True",
    ...(mayIssueIdTokens
      ? { ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/_id?api-version=2.0`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token }
      : {}),
  };
}

const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

const GITHUB_VARIABLES = [
  "action",
  "action_ref",
  "action_repository",
  "actor",
  "api_url",
  "base_ref",
  "event_name",
  "graphql_url",
  "head_ref",
  "job",
  "ref",
  "ref_name",
  "ref_protected",
  "ref_type",
  "repository",
  "repository_id",
  "repository_owner",
  "repository_owner_id",
  "retention_days",
  "run_attempt",
  "run_id",
  "run_number",
  "server_url",
  "sha",
  "triggering_actor",
  "workflow",
  "workflow_ref",
  "workflow_sha",
];
