// THE TABLE of failure classes: what each is called, how far a check got, who acts. Whether another try can help
// stands in model/failure-class.ts, where planning sees it too.
import type { Owner } from "../model/analysis.ts";
import type { Stage } from "../model/check.ts";
import { isClassId, type ClassId } from "../model/failure-class.ts";

export interface FailureClass {
  /** For people, in lower case: "connection refused". */
  readonly title: string;
  readonly owner: Owner;
  readonly stage: Stage;
  /** What to do next, as a request. */
  readonly next: string;
}

export const CLASSES = {
  "net.dns": {
    title: "name not resolved",
    owner: "network",
    stage: "resolve",
    next: "Compare the host name with the deployed address.",
  },
  "net.refused": {
    title: "connection refused",
    owner: "network",
    stage: "connect",
    next: "Check that the service listens on this host and port.",
  },
  "net.connect-timeout": {
    title: "timeout while connecting",
    owner: "network",
    stage: "connect",
    next: "If it repeats, look at the firewall, a cold start or a connection limit.",
  },
  "net.dropped": {
    title: "connection dropped",
    owner: "network",
    stage: "server",
    next: "If it repeats, look for a crash or restart of the service at that time.",
  },
  "net.tls": {
    title: "TLS or certificate",
    owner: "network",
    stage: "tls",
    next: "Check expiry, chain and host name of the certificate.",
  },
  "access.unauthenticated": {
    title: "not authenticated",
    owner: "environment",
    stage: "auth",
    next: "Compare signing key, audience and clock of the test user's token with the service.",
  },
  "access.bypassed": {
    title: "let in without a valid token",
    owner: "service",
    stage: "auth",
    next: "Treat it as a security incident: the service accepts callers that it has to refuse.",
  },
  "access.forbidden": {
    title: "not allowed",
    owner: "service",
    stage: "auth",
    next: "Check role and origin rules; at a WebSocket handshake a bare 403 may hide a close before accept.",
  },
  "access.blocked": {
    title: "blocked in front of the service",
    owner: "environment",
    stage: "auth",
    next: "Let the runner through the proxy or firewall.",
  },
  "access.rate-limited": {
    title: "rate limited",
    owner: "environment",
    stage: "auth",
    next: "Lower the parallelism or exempt the test user.",
  },
  "svc.unavailable": {
    title: "service unavailable",
    owner: "service",
    stage: "server",
    next: "Look for missing or crashed instances.",
  },
  "svc.slow-response": {
    title: "no answer in time",
    owner: "service",
    stage: "server",
    next: "Look at cold start, slow queries and downstream calls.",
  },
  "svc.server-error": {
    title: "error inside the service",
    owner: "service",
    stage: "server",
    next: "Find this error in the service's log.",
  },
  "svc.not-found": {
    title: "endpoint not found",
    owner: "service",
    stage: "data",
    next: "Compare the routes of the deployed revision with the path.",
  },
  "svc.rejected": {
    title: "request rejected",
    owner: "service",
    stage: "data",
    next: "Compare the request with the service's contract.",
  },
  "svc.bad-response": {
    title: "answer in the wrong form",
    owner: "service",
    stage: "data",
    next: "Look at content type and first bytes of the answer.",
  },
  "deploy.in-progress": {
    title: "deployment still running",
    owner: "platform",
    stage: "connect",
    next: "Wait for the end of the deployment.",
  },
  "deploy.artifact": {
    title: "build or image missing",
    owner: "platform",
    stage: "resolve",
    next: "Open the build log; check tag and registry access.",
  },
  "deploy.startup": {
    title: "new version does not become ready",
    owner: "service",
    stage: "connect",
    next: "Read the first error in the new revision's log.",
  },
  "deploy.rejected": {
    title: "deploy refused",
    owner: "platform",
    stage: "resolve",
    next: "Fix the role binding or the manifest.",
  },
  "deploy.capacity": {
    title: "no room to deploy",
    owner: "platform",
    stage: "resolve",
    next: "Free capacity or raise the quota.",
  },
  "dep.datastore": {
    title: "data store fails",
    owner: "environment",
    stage: "server",
    next: "Check the instance, its secret and its connection limit.",
  },
  "dep.schema": {
    title: "schema or migration missing",
    owner: "service",
    stage: "server",
    next: "Run the migrations of the deployed revision.",
  },
  "dep.third-party": {
    title: "third-party service fails",
    owner: "environment",
    stage: "server",
    next: "Look at the provider's status page and bill.",
  },
  "env.missing-config": {
    title: "configuration or secret missing",
    owner: "environment",
    stage: "resolve",
    next: "Add the variable or secret where it is read.",
  },
  "env.tooling": {
    title: "test tool missing or wrong version",
    owner: "test",
    stage: "resolve",
    next: "Install or pin the tool in the workflow.",
  },
  "env.runner": {
    title: "runner out of resources",
    owner: "platform",
    stage: "resolve",
    next: "Retry on a fresh runner; on repetition give it more.",
  },
  "test.import": {
    title: "test code does not load",
    owner: "test",
    stage: "resolve",
    next: "Install the dependency or fix the import.",
  },
  "test.no-tests": {
    title: "nothing was tested",
    owner: "test",
    stage: "resolve",
    next: "Check path, filter and markers of the test command.",
  },
  "test.timeout": {
    title: "time limit of the test reached",
    owner: "test",
    stage: "server",
    next: "Look at the last step before the limit.",
  },
  "test.defect": {
    title: "fault in the test code",
    owner: "test",
    stage: "value",
    next: "Fix the test.",
  },
  "test.blocked": {
    title: "not run, blocked by another failure",
    owner: "test",
    stage: "value",
    next: "Fix what blocks it.",
  },
  "assert.value": {
    title: "wrong value",
    owner: "service",
    stage: "value",
    next: "Decide whether the product or the expectation changed.",
  },
  "assert.missing-output": {
    title: "expected output did not come",
    owner: "service",
    stage: "events",
    next: "Find what should send it.",
  },
  "assert.sla": {
    title: "threshold missed",
    owner: "service",
    stage: "value",
    next: "Compare with earlier runs; at zero look for an empty answer first.",
  },
  "assert.ui": {
    title: "page does not show what is expected",
    owner: "service",
    stage: "value",
    next: "Open trace and screenshot.",
  },
  unknown: {
    title: "not recognised",
    owner: "service",
    stage: "value",
    next: "Read the error; nothing in it is known to us.",
  },
} as const satisfies Readonly<Record<ClassId, FailureClass>>;

/** The class's row; an id that is not ours (from a forged token) is "unknown". */
export function classOf(id: string): FailureClass {
  return isClassId(id) ? CLASSES[id] : CLASSES.unknown;
}
