// THE TABLE of rules: what texts of tests, services and tools say, by the public grammar of each. The tiers stand in the
// order of evidence; the first one that knows a text decides.
import { BAD_ANSWERS } from "./bad-answers.ts";
import { CONFIGURATION } from "./configuration.ts";
import { CONNECT_TIMEOUTS } from "./connect-timeouts.ts";
import { CONNECTIONS, NOT_CONNECTED } from "./connections.ts";
import { CRASHES } from "./crashes.ts";
import { CREDENTIALS } from "./credentials.ts";
import { DATASTORES } from "./datastores.ts";
import { DEFECTS, DEFECTS_WEAK } from "./defects.ts";
import { DEPLOYS } from "./deploys.ts";
import { EXHAUSTED } from "./exhausted.ts";
import { DROPS } from "./drops.ts";
import { GATEWAYS } from "./gateways.ts";
import { GRPC } from "./grpc.ts";
import { LATE_ANSWERS, LATE_BY_FRAMES } from "./late-answers.ts";
import { LIMITS } from "./limits.ts";
import { LOADING, LOADING_AROUND } from "./loading.ts";
import { LOCALISED, LOCALISED_ANSWERS } from "./localised.ts";
import { MISSING_ROUTES } from "./missing-routes.ts";
import { NAMES } from "./names.ts";
import { NO_TESTS } from "./no-tests.ts";
import { NOT_RUN, NOT_RUN_WEAK } from "./not-run.ts";
import { OUTPUTS } from "./outputs.ts";
import { PAGES } from "./pages.ts";
import { PERMISSIONS } from "./permissions.ts";
import { RATE_LIMITS } from "./rate-limits.ts";
import { REFUSALS } from "./refusals.ts";
import { REJECTIONS } from "./rejections.ts";
import type { Tier } from "./rule.ts";
import { RUNNERS } from "./runners.ts";
import { SCHEMAS } from "./schemas.ts";
import { SERVER_ERRORS, SERVER_TRACES } from "./server-errors.ts";
import { SOCKETS } from "./sockets.ts";
import { STATUS_ASSERTIONS } from "./status-assertions.ts";
import { STATUSES } from "./statuses.ts";
import { THIRD_PARTIES } from "./third-parties.ts";
import { TIME_LIMITS } from "./time-limits.ts";
import { TLS, TLS_GENERAL } from "./tls.ts";
import { TOOLING } from "./tooling.ts";
import { URL_LOADING } from "./url-loading.ts";
import { VALUES } from "./values.ts";

export const RULES: readonly Tier[] = [
  /* It did not run, or there was nothing to run. */
  [...NOT_RUN, ...NO_TESTS],
  /* What the tests or the service need to begin. */
  CONFIGURATION,
  [...RUNNERS, ...EXHAUSTED, ...CRASHES, ...TOOLING],
  DEPLOYS,
  /* Behind the service. */
  [...SCHEMAS, ...DATASTORES, ...THIRD_PARTIES],
  /* Something answered. */
  [
    ...SERVER_ERRORS,
    ...GATEWAYS,
    ...SOCKETS,
    ...STATUS_ASSERTIONS,
    ...GRPC,
    ...RATE_LIMITS,
    ...CREDENTIALS,
    ...PERMISSIONS,
    ...STATUSES,
    ...MISSING_ROUTES,
    ...REJECTIONS,
    ...BAD_ANSWERS,
    ...SERVER_TRACES,
    ...LOCALISED_ANSWERS,
    ...REFUSALS,
  ],
  /* Nothing answered. */
  [
    ...URL_LOADING,
    ...NAMES,
    ...TLS,
    ...CONNECT_TIMEOUTS,
    ...CONNECTIONS,
    ...DROPS,
    ...LATE_ANSWERS,
    ...LATE_BY_FRAMES,
    ...LOCALISED,
    ...NOT_CONNECTED,
    ...TLS_GENERAL,
  ],
  /* The tests themselves. */
  [...LOADING, ...TIME_LIMITS, ...LOADING_AROUND, ...DEFECTS, ...NOT_RUN_WEAK, ...DEFECTS_WEAK],
  /* Everything ran. */
  [...PAGES, ...OUTPUTS, ...LIMITS, ...VALUES],
];

/** Assertions. */
export const LAST_TIER = RULES.length - 1;

/** What lies behind the service, what was answered, and that nothing was: what was only awaited is not heard there. */
export const CLAIM_TIERS: readonly number[] = [4, 5, 6];

/** Tests and assertions: what a message of these says, its details may say better. */
export const FIRST_GENERAL_TIER = 7;
