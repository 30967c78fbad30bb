// THE TABLE of failure classes: what each is called, how far a check got, who acts, and what has to be asked first.
// Whether another try can help stands in model/failure-class.ts, where planning sees it too.
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
  /** The first why: "Why is the connection refused?" */
  readonly question: string;
}

export const CLASSES = {
  "net.dns": {
    title: "name not resolved",
    owner: "network",
    stage: "resolve",
    next: "Compare the host name with the deployed address, and resolve it from the runner.",
    question: "Why is the name not resolved?",
  },
  "net.refused": {
    title: "connection refused or host not reachable",
    owner: "network",
    stage: "connect",
    next: "Check that the service runs and listens on this host and port.",
    question: "Why is the connection refused?",
  },
  "net.connect-timeout": {
    title: "timeout while connecting",
    owner: "network",
    stage: "connect",
    next: "If it repeats, look at the firewall, a cold start or a connection limit.",
    question: "Why is the connection not made in time?",
  },
  "net.dropped": {
    title: "connection dropped",
    owner: "network",
    stage: "server",
    next: "If it repeats, look for a crash or restart of the service at that time.",
    question: "Why is the connection dropped?",
  },
  "net.tls": {
    title: "TLS or certificate",
    owner: "network",
    stage: "tls",
    next: "Check expiry, chain and host name of the certificate.",
    question: "Why does TLS fail?",
  },
  "access.unauthenticated": {
    title: "not authenticated",
    owner: "environment",
    stage: "auth",
    next: "Compare signing key, audience and clock of the test user's token with the service.",
    question: "Why is the caller not recognised?",
  },
  "access.bypassed": {
    title: "let in without a valid token",
    owner: "service",
    stage: "auth",
    next: "Treat it as a security incident: the service accepts callers that it has to refuse.",
    question: "Why is a caller let in that has to be refused?",
  },
  "access.forbidden": {
    title: "not allowed",
    owner: "service",
    stage: "auth",
    next: "Check role and origin rules; at a WebSocket handshake a bare 403 may hide a close before accept.",
    question: "Why is the caller not allowed to do this?",
  },
  "access.blocked": {
    title: "blocked in front of the service",
    owner: "environment",
    stage: "auth",
    next: "Let the runner through the proxy or firewall.",
    question: "Why is the request blocked before the service sees it?",
  },
  "access.rate-limited": {
    title: "rate limited",
    owner: "environment",
    stage: "auth",
    next: "Lower the parallelism or exempt the test user.",
    question: "Why is the limit of requests reached?",
  },
  "svc.unavailable": {
    title: "service unavailable",
    owner: "service",
    stage: "server",
    next: "Look for missing or crashed instances.",
    question: "Why can nobody serve the request?",
  },
  "svc.slow-response": {
    title: "no answer in time",
    owner: "service",
    stage: "server",
    next: "Look at cold start, slow queries and downstream calls.",
    question: "Why does the answer not come in time?",
  },
  "svc.server-error": {
    title: "error inside the service",
    owner: "service",
    stage: "server",
    next: "Find this error in the service's log.",
    question: "Why does the service run into an error?",
  },
  "svc.not-found": {
    title: "endpoint or resource not found",
    owner: "service",
    stage: "data",
    next: "Compare the routes of the deployed revision with the path; check base address and version.",
    question: "Why is the endpoint or resource not there?",
  },
  "svc.rejected": {
    title: "request rejected",
    owner: "service",
    stage: "data",
    next: "Compare the request with the service's contract.",
    question: "Why does the service reject the request?",
  },
  "svc.bad-response": {
    title: "answer in the wrong form",
    owner: "service",
    stage: "data",
    next: "Look at content type and first bytes of the answer.",
    question: "Why does the answer have another form?",
  },
  "deploy.in-progress": {
    title: "deployment still running",
    owner: "platform",
    stage: "connect",
    next: "Wait for the end of the deployment.",
    question: "Why is the deployment not over yet?",
  },
  "deploy.artifact": {
    title: "build or image missing",
    owner: "platform",
    stage: "resolve",
    next: "Open the build log; check tag and registry access.",
    question: "Why is the build or image missing?",
  },
  "deploy.startup": {
    title: "new version does not become ready",
    owner: "service",
    stage: "connect",
    next: "Read the first error in the new revision's log; roll back.",
    question: "Why does the new version not become ready?",
  },
  "deploy.rejected": {
    title: "deploy refused",
    owner: "platform",
    stage: "resolve",
    next: "Fix the role binding or the manifest.",
    question: "Why is the deploy refused?",
  },
  "deploy.capacity": {
    title: "no room to deploy",
    owner: "platform",
    stage: "resolve",
    next: "Free capacity or raise the quota.",
    question: "Why is there no room to deploy?",
  },
  "dep.datastore": {
    title: "data store fails",
    owner: "environment",
    stage: "server",
    next: "Check the instance, its secret and its connection limit.",
    question: "Why does the data store fail?",
  },
  "dep.schema": {
    title: "schema or migration missing",
    owner: "service",
    stage: "server",
    next: "Run the migrations of the deployed revision.",
    question: "Why does the data store lack what the code expects?",
  },
  "dep.third-party": {
    title: "third-party service fails",
    owner: "environment",
    stage: "server",
    next: "Look at the provider's status page and bill.",
    question: "Why does the third-party service fail?",
  },
  "env.missing-config": {
    title: "configuration or secret missing",
    owner: "environment",
    stage: "resolve",
    next: "Add the variable or secret where it is read.",
    question: "Why is the configuration or secret missing?",
  },
  "env.tooling": {
    title: "test tool missing or wrong version",
    owner: "test",
    stage: "resolve",
    next: "Install or pin the tool in the workflow.",
    question: "Why is a tool missing, or of another version?",
  },
  "env.runner": {
    title: "runner out of resources or lost",
    owner: "platform",
    stage: "resolve",
    next: "Retry on a fresh runner; on repetition give it more.",
    question: "Why does the runner run out of resources, or get lost?",
  },
  "test.import": {
    title: "test code does not load",
    owner: "test",
    stage: "resolve",
    next: "Install the dependency or fix the import.",
    question: "Why does the test code not load?",
  },
  "test.no-tests": {
    title: "nothing was tested",
    owner: "test",
    stage: "resolve",
    next: "Check path, filter and markers of the test command.",
    question: "Why was nothing tested?",
  },
  "test.timeout": {
    title: "time limit of the test reached",
    owner: "test",
    stage: "server",
    next: "Look at the last step before the limit: what it waits for is the cause.",
    question: "Why does the test not end in time?",
  },
  "test.defect": {
    title: "fault in the test code",
    owner: "test",
    stage: "value",
    next: "Fix the test.",
    question: "Why does the test itself fail?",
  },
  "test.blocked": {
    title: "not run, blocked by another failure",
    owner: "test",
    stage: "resolve",
    next: "Fix what blocks it.",
    question: "Why did this not run?",
  },
  "assert.value": {
    title: "wrong value",
    owner: "service",
    stage: "value",
    next: "Decide whether the product or the expectation changed.",
    question: "Why is the value another one?",
  },
  "assert.missing-output": {
    title: "expected output or event did not come",
    owner: "service",
    stage: "events",
    next: "Find what should send it; check that the connection was open, and what did come.",
    question: "Why does the expected output not come?",
  },
  "assert.sla": {
    title: "threshold missed",
    owner: "service",
    stage: "value",
    next: "Compare with earlier runs; at zero look for an empty answer first.",
    question: "Why is the threshold missed?",
  },
  "assert.ui": {
    title: "page does not show what is expected",
    owner: "service",
    stage: "value",
    next: "Open trace and screenshot.",
    question: "Why does the page not show what is expected?",
  },
  unknown: {
    title: "not recognised",
    owner: "service",
    stage: "value",
    next: "Read the error; nothing in it is known to us.",
    question: "Why does this fail?",
  },
} as const satisfies Readonly<Record<ClassId, FailureClass>>;

/** The class's row; an id that is not ours (from a forged token) is "unknown". */
export function classOf(id: string): FailureClass {
  return isClassId(id) ? CLASSES[id] : CLASSES.unknown;
}
