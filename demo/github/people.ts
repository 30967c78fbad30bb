// People, the Actions bot and its app, in the form in which the API shows them.
import { createHash } from "node:crypto";
import { APP_ID, APP_SLUG, BOT_ID, BOT_LOGIN, DEPENDABOT, DEPENDABOT_ID } from "./tokens.ts";

/** GitHub's `simple-user`. */
export function userOf(url: string, login: string): Readonly<Record<string, unknown>> {
  const isBot = login.endsWith("[bot]");
  const api = `${url}/users/${encodeURIComponent(login)}`;
  const id = idOf(login);
  return {
    login,
    id,
    node_id: nodeId(isBot ? "Bot" : "User", id),
    avatar_url: `${url}/avatars/u/${id}`,
    gravatar_id: "",
    url: api,
    html_url: isBot ? `${url}/apps/${login.slice(0, -"[bot]".length)}` : `${url}/${login}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: isBot ? "Bot" : "User",
    site_admin: false,
    user_view_type: "public",
  };
}

/** GitHub's `integration`: the app behind GITHUB_TOKEN. */
export function appOf(url: string): Readonly<Record<string, unknown>> {
  return {
    id: APP_ID,
    client_id: "Iv1.05c79e9ad1f6bdfa",
    slug: APP_SLUG,
    node_id: nodeId("App", APP_ID),
    owner: userOf(url, "github"),
    name: "GitHub Actions",
    description: "Automate your workflow from idea to production",
    external_url: "https://help.github.com/en/actions",
    html_url: `${url}/apps/${APP_SLUG}`,
    created_at: "2018-07-30T09:30:17Z",
    updated_at: "2025-03-07T16:35:00Z",
    permissions: {
      actions: "write",
      checks: "write",
      contents: "write",
      deployments: "write",
      issues: "write",
      metadata: "read",
      pull_requests: "write",
      statuses: "write",
    },
    events: ["push", "pull_request", "workflow_dispatch", "workflow_run"],
  };
}

/** The same login has the same id in every run. */
export function idOf(login: string): number {
  if (login === BOT_LOGIN) return BOT_ID;
  if (login === DEPENDABOT) return DEPENDABOT_ID;
  return 1_000_000 + (createHash("sha256").update(login).digest().readUInt32BE(0) % 90_000_000);
}

export function nodeId(type: string, id: number | string): string {
  return Buffer.from(`0:${type}${id}`).toString("base64").replace(/=+$/, "");
}
