// THE TABLE of rules: what texts of tests, services and tools say, by the public grammar of each. The tiers stand in the
// order of evidence; the first one that knows a text decides.
import { BAD_ANSWERS } from "./bad-answers.ts";
import { CONFIGURATION } from "./configuration.ts";
import { CONNECTIONS } from "./connections.ts";
import { DATASTORES } from "./datastores.ts";
import { DEFECTS } from "./defects.ts";
import { DEPLOYS } from "./deploys.ts";
import { GATEWAYS } from "./gateways.ts";
import { GRPC } from "./grpc.ts";
import { LATE_ANSWERS } from "./late-answers.ts";
import { LIMITS } from "./limits.ts";
import { LOADING } from "./loading.ts";
import { NAMES } from "./names.ts";
import { NOT_RUN } from "./not-run.ts";
import { OUTPUTS } from "./outputs.ts";
import { PAGES } from "./pages.ts";
import { REFUSALS } from "./refusals.ts";
import type { Tier } from "./rule.ts";
import { RUNNERS } from "./runners.ts";
import { SCHEMAS } from "./schemas.ts";
import { SERVER_ERRORS } from "./server-errors.ts";
import { SOCKETS } from "./sockets.ts";
import { STATUS_ASSERTIONS } from "./status-assertions.ts";
import { STATUSES } from "./statuses.ts";
import { THIRD_PARTIES } from "./third-parties.ts";
import { TIME_LIMITS } from "./time-limits.ts";
import { TLS } from "./tls.ts";
import { TOOLING } from "./tooling.ts";
import { VALUES } from "./values.ts";

export const RULES: readonly Tier[] = [
  /* It did not run, or there was nothing to run. */
  NOT_RUN,
  /* What the tests or the service need to begin. */
  CONFIGURATION,
  [...RUNNERS, ...TOOLING],
  DEPLOYS,
  /* Behind the service. */
  [...SCHEMAS, ...DATASTORES, ...THIRD_PARTIES],
  /* Something answered. */
  [...SERVER_ERRORS, ...SOCKETS, ...GATEWAYS, ...STATUS_ASSERTIONS, ...GRPC, ...STATUSES, ...REFUSALS, ...BAD_ANSWERS],
  /* Nothing answered. */
  [...NAMES, ...TLS, ...CONNECTIONS, ...LATE_ANSWERS],
  /* The tests themselves. */
  [...LOADING, ...TIME_LIMITS, ...DEFECTS],
  /* Everything ran. */
  [...PAGES, ...OUTPUTS, ...LIMITS, ...VALUES],
];

/** Tests and assertions: what a message of these says, its details may say better. */
export const FIRST_GENERAL_TIER = 7;
