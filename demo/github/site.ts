// What all routes share: where the stand-in is, whose repository it serves, and its clock.
import type { Clock } from "./clock.ts";
import type { GitRepository } from "./git.ts";

export interface Site {
  /** Base URL of API and pages alike, without a slash at the end. */
  readonly url: string;
  readonly owner: string;
  readonly repo: string;
  readonly isPrivate: boolean;
  readonly defaultBranch: string;
  readonly git: GitRepository;
  readonly clock: Clock;
  /** The repository as `GET /repos/{owner}/{repo}` shows it. */
  readonly repository: () => Promise<Readonly<Record<string, unknown>>>;
}

export function apiUrl(site: Pick<Site, "url" | "owner" | "repo">): string {
  return `${site.url}/repos/${site.owner}/${site.repo}`;
}

export function pageUrl(site: Pick<Site, "url" | "owner" | "repo">): string {
  return `${site.url}/${site.owner}/${site.repo}`;
}
