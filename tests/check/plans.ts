// Short ways to write plans down, as planning makes them.
import { classify } from "../../src/judge/classify/classify.ts";
import type { Hooks } from "../../src/check/session.ts";
import { digest } from "../../src/model/digest.ts";
import type {
  Auth,
  Condition,
  HttpExpect,
  HttpProbe,
  HttpRequest,
  JwtAuth,
  MetricTarget,
  Suite,
  Operator,
  Plan,
  User,
} from "../../src/model/plan.ts";
import { untrusted, type Untrusted } from "../../src/text/untrusted.ts";

const ORIGIN = "https://api.staging.example";

export function request(path: string, over: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "GET",
    url: untrusted(ORIGIN + path),
    headers: {},
    body: null,
    timeoutMs: 10_000,
    redirects: 0,
    ...over,
  };
}

export function expectation(over: Partial<HttpExpect> = {}): HttpExpect {
  return { status: [], headers: [], json: [], body: [], durationMs: null, schema: null, certificate: [], ...over };
}

export function when(at: string, operator: Operator, value: unknown): Condition {
  return { at: untrusted(at), operator, value: untrusted(JSON.stringify(value)) };
}

export function keyOf(name: string): string {
  return digest("probe", "http", name);
}

type ProbeWords = Partial<Omit<HttpProbe, "expect" | "needs">> & {
  readonly expect?: Partial<HttpExpect>;
  readonly needs?: readonly string[];
};

/** A probe of "/NAME"; `needs` are names. */
export function httpProbe(name: string, { expect, needs = [], ...over }: ProbeWords = {}): HttpProbe {
  return {
    kind: "http",
    key: keyOf(name),
    name: untrusted(name),
    needs: needs.map(keyOf),
    preflight: false,
    auth: null,
    badToken: null,
    users: 1,
    tags: [],
    priority: null,
    severity: "fail",
    retry: { count: 0, intervalMs: 1_000, on: [] },
    samples: null,
    request: request(`/${name}`),
    expect: expectation(expect),
    capture: [],
    ...over,
  };
}

export function plan(over: Partial<Plan> = {}): Plan {
  return {
    environment: untrusted("staging"),
    url: untrusted(ORIGIN),
    deploys: [],
    auths: [],
    probes: [],
    suites: [],
    target: { kind: "all" },
    targets: [],
    control: { kind: "none" },
    setup: null,
    teardown: null,
    rollback: null,
    onRegression: "continue",
    logs: null,
    quarantine: [],
    components: [],
    owners: [],
    criteria: [],
    classes: [],
    answers: [],
    authorities: [],
    secrets: [],
    digest: "d",
    ...over,
  };
}

export function suite(over: Partial<Suite> = {}): Suite {
  return {
    key: digest("suite"),
    name: untrusted("e2e"),
    run: untrusted("npm test"),
    reports: [],
    timeoutMs: 60_000,
    minTests: 0,
    needs: [],
    retryFailed: null,
    reproduce: null,
    attachments: [],
    contact: null,
    priorities: [],
    ...over,
  };
}

export function users(...ids: readonly string[]): readonly User[] {
  return ids.map((id) => ({ id: untrusted(id) }));
}

export function jwt(over: Partial<JwtAuth> = {}): JwtAuth {
  return {
    kind: "jwt",
    name: untrusted("e2e"),
    users: users("staging-e2e-user-001"),
    algorithm: "HS256",
    secret: untrusted("${secrets.KEY}"),
    encoding: "utf8",
    keyId: null,
    claims: untrusted('{"sub":"${user.id}","aud":"staging"}'),
    expiresInMs: 300_000,
    weakKey: false,
    ...over,
  };
}

export function login(over: Partial<Extract<Auth, { readonly kind: "login" }>> = {}): Auth {
  const headers = { "content-type": untrusted("application/json") };
  const body = untrusted('{"email":"${user.id}","password":"${secrets.PASSWORD}"}');
  return {
    kind: "login",
    name: untrusted("web"),
    users: users("ada@example.com"),
    request: request("/auth/login", { method: "POST", headers, body }),
    token: untrusted("$.access_token"),
    ...over,
  };
}

export function target(over: Partial<MetricTarget> = {}): MetricTarget {
  return { key: digest("target"), metric: "http.duration", from: null, tags: [], bounds: [], ...over };
}

export function captureOf(name: string, at: string, source: "json" | "header" = "json") {
  return { name, source, at: untrusted(at) };
}

/** The judge's own classes; `told` remembers the names that were told. */
export function hooks(told: Untrusted[] = []): Hooks {
  return {
    classOf: (result) => classify(result).classification,
    begin: () => undefined,
    tell: (result) => void told.push(result.name),
  };
}
