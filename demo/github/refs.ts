// Branches and refs, read from git.
import type { GitRef } from "./git.ts";
import { nodeId } from "./people.ts";
import { commitView } from "./commits.ts";
import { notFound, ok, paged, refuse, type Routes } from "./reply.ts";
import { apiUrl, pageUrl, type Site } from "./site.ts";

export function refRoutes(site: Site): Routes {
  const base = apiUrl(site);
  return {
    "repos/list-branches": async (call) => {
      const branches = await site.git.refs("refs/heads");
      const shown = branches.map(({ ref, sha }) => ({
        name: ref.slice("refs/heads/".length),
        commit: { sha, url: `${base}/commits/${sha}` },
        protected: false,
      }));
      return paged(shown, call, `${base}/branches`);
    },

    "repos/get-branch": async ({ params }) => {
      const name = params["branch"] ?? "";
      const sha = await site.git.resolve(`refs/heads/${name}`);
      if (sha === undefined) return refuse(404, "Branch not found");
      const self = `${base}/branches/${encodeURIComponent(name)}`;
      return ok({
        name,
        commit: commitView(site, await site.git.commit(sha)),
        _links: { self, html: `${pageUrl(site)}/tree/${name}` },
        protected: false,
        protection: {
          enabled: false,
          required_status_checks: { enforcement_level: "off", contexts: [], checks: [] },
        },
        protection_url: `${self}/protection`,
      });
    },

    "git/get-ref": async ({ params }) => {
      const wanted = `refs/${params["ref"] ?? ""}`;
      const found = (await site.git.refs(wanted)).find((one) => one.ref === wanted);
      return found === undefined ? notFound() : ok(refView(site, found));
    },

    "git/list-matching-refs": async ({ params }) => {
      const prefix = `refs/${params["ref"] ?? ""}`;
      const all = await site.git.refs("refs");
      return ok(all.filter(({ ref }) => ref.startsWith(prefix)).map((one) => refView(site, one)));
    },
  };
}

function refView(site: Site, { ref, sha }: GitRef): Readonly<Record<string, unknown>> {
  return {
    ref,
    node_id: nodeId("Ref", ref),
    url: `${apiUrl(site)}/git/${ref}`,
    object: { sha, type: "commit", url: `${apiUrl(site)}/git/commits/${sha}` },
  };
}
