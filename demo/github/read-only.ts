// An archived repository: everything can be read, nothing written.
import type { OtherRequest } from "./front.ts";
import { refuse, type Reply, type Route, type Routes } from "./reply.ts";

export interface Guarded {
  readonly routes: Routes;
  readonly others: (request: OtherRequest) => Promise<Reply>;
}

/** The same routes; those that write are refused while `isArchived` says so. */
export function guardArchive(
  isArchived: () => boolean,
  routes: Routes,
  others: (request: OtherRequest) => Promise<Reply>,
): Guarded {
  const guard =
    (id: string, route: Route): Route =>
    (call) =>
      isArchived() && !READS.test(id) ? refusal() : route(call);
  return {
    routes: Object.fromEntries(Object.entries(routes).map(([id, route]) => [id, guard(id, route)])),
    others: async (request) => (isArchived() && !READS.test(request.operationId) ? refusal() : others(request)),
  };
}

const READS = /\/(?:get|list|compare)\b/;

function refusal(): Reply {
  return refuse(403, "Repository was archived so is read-only.");
}
