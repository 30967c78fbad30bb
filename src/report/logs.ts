// Links to the services' logs for the minutes in which something failed, as links that no text can break out of.
import type { Cycle } from "../model/cycle.ts";
import type { Link } from "../model/report.ts";
import { logLinks } from "./log-links.ts";
import { linkTarget, slug } from "./slug.ts";

export function logsOf(cycle: Cycle): readonly Link[] {
  return logLinks(cycle).flatMap(({ service, url }) => {
    const to = linkTarget(url);
    return to === null ? [] : [{ text: service === null ? "Logs" : `Log of ${slug(service)}`, url: to }];
  });
}
