// Good files become plans: services, addresses, names and references, and the rest that stands around the checks.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CERTIFICATE, full, FULL } from "./full.ts";
import { KEY, made, probe, TOP } from "./made.ts";
import { opened, plan, told } from "./told.ts";

const GOLDEN: unknown = JSON.parse(readFileSync(new URL("../fixtures/plan/full.json", import.meta.url), "utf8"));

describe("the complete file", () => {
  it("becomes the plan that was recorded", () => {
    expect(opened(plan(full()).plan)).toEqual(GOLDEN);
  });

  it("reads the same with line ends of Windows and a byte order mark", () => {
    expect(opened(plan(full(`\uFEFF${FULL.replaceAll("\n", "\r\n")}`)).plan)).toEqual(GOLDEN);
  });
});

describe("deploy", () => {
  it("has a short form that is named after the environment", () => {
    expect(opened(made("version: 1\nname: qa\ndeploy: ./deploy.sh --all\n").deploys)).toEqual([
      { name: "qa", run: "./deploy.sh --all", timeoutMs: 900_000, ready: null, after: [], outputs: [], owner: null },
    ]);
  });

  it("leaves the shell's own variables and quotes in a command alone", () => {
    const run = "./deploy.sh ${HOME} $(git rev-parse HEAD) ${TAG:-latest} '${x}'";
    expect(opened(made(`version: 1\ndeploy: ${JSON.stringify(run)}\n`).deploys[0]?.run)).toBe(run);
  });

  it("may have a command of several lines", () => {
    expect(opened(made("version: 1\ndeploy:\n  - name: a\n    run: |\n      one\n      two\n").deploys[0]?.run)).toBe(
      "one\ntwo\n",
    );
  });

  it.each([
    ["/version", { request: { url: "https://x.example/version" }, header: null }],
    ["https://y.example/v", { request: { url: "https://y.example/v" }, header: null }],
    ["X-Revision", { request: { url: "https://x.example/h" }, header: "x-revision" }],
    ["{ path: /v, header: X-Rev }", { request: { url: "https://x.example/v" }, header: "x-rev" }],
    ["{ url: https://y.example/v }", { request: { url: "https://y.example/v" }, header: null }],
    ["{ header: X-Rev }", { request: { url: "https://x.example/h" }, header: "x-rev" }],
  ])("finds the revision by %s", (revision, expected) => {
    const file = `${TOP}deploy:\n  - { name: a, ready: { health: /h, revision: ${revision} } }\n`;
    expect(opened(made(file).deploys[0]?.ready?.revision)).toMatchObject(expected);
  });

  it("may wait for the revision alone", () => {
    const { ready } = made(`${TOP}deploy: [{ name: a, ready: { revision: /version } }]\n`).deploys[0] ?? {
      ready: null,
    };
    expect(opened(ready)).toMatchObject({ health: null, healthExpect: null, revision: { header: null } });
  });
});

describe("an address", () => {
  it.each([
    ["https://x.example", "/me", "https://x.example/me"],
    ["https://x.example/", "/me?a=1&b=2", "https://x.example/me?a=1&b=2"],
    ["https://x.example/staging/", "/me", "https://x.example/staging/me"],
    ["https://x.example:8443", "/", "https://x.example:8443/"],
    ["http://[::1]:3000", "/me", "http://[::1]:3000/me"],
    ["https://x.example", "https://y.example/me", "https://y.example/me"],
    ["https://X.Example", "/Me", "https://x.example/Me"],
    ["https://x.example", "/äö", "https://x.example/%C3%A4%C3%B6"],
  ])("%s and %s make %s", (base, url, joined) => {
    expect(probe(`http: { url: ${url} }`, `version: 1\nurl: ${base}\n`)).toMatchObject({ request: { url: joined } });
  });

  it.each([
    ["https://x.example", "wss://x.example/ws"],
    ["http://localhost:3000/api", "ws://localhost:3000/api/ws"],
  ])("of a socket below %s is %s", (base, joined) => {
    expect(probe("websocket: { url: /ws }", `version: 1\nurl: ${base}\n`)).toMatchObject({
      connection: { url: joined },
    });
  });

  it("of a socket may be absolute", () => {
    expect(probe("websocket: { url: wss://y.example/ws }", "version: 1\n")).toMatchObject({
      connection: { url: "wss://y.example/ws" },
    });
  });

  it("keeps references that are filled in later", () => {
    expect(probe('http: { url: "/me?c=${commit}&k=${secrets.KEY}" }')).toMatchObject({
      request: { url: "https://x.example/me?c=${commit}&k=${secrets.KEY}" },
    });
  });
});

describe("what stands around the checks", () => {
  const file = `${TOP}probes: [{ name: a, http: / }]\n`;

  it("is GitHub as the control, no commands and no certificates, unless the file says so", () => {
    expect(made(file)).toMatchObject({ control: { kind: "github" }, setup: null, teardown: null, authorities: [] });
  });

  it("may be no control, or an address that is asked once for ten seconds", () => {
    expect(made(`${file}control: none\n`).control).toEqual({ kind: "none" });
    expect(opened(made(`${file}control: "https://\${env.HOST}/ping"\n`, { HOST: "y.example" }).control)).toEqual({
      kind: "http",
      request: {
        method: "GET",
        url: "https://y.example/ping",
        headers: {},
        body: null,
        timeoutMs: 10_000,
        redirects: 0,
      },
    });
  });

  it("may be commands, in one line or with their timeout", () => {
    const { setup, teardown } = made(
      `${file}setup: ./seed.sh "$TDL_COMMIT"\nteardown: { run: ./clean.sh, timeout: 1h }\n`,
    );
    expect(opened([setup, teardown])).toEqual([
      { run: './seed.sh "$TDL_COMMIT"', timeoutMs: 300_000 },
      { run: "./clean.sh", timeoutMs: 3_600_000 },
    ]);
  });

  it("may be certificates: each of every file, once", () => {
    const other = CERTIFICATE.replace("MAMCAQE=", "MAMCAQI=");
    const files = { "a.pem": `a\n${CERTIFICATE}\n${other}\n`, "b/b.pem": other.replaceAll("\n", "\r\n") + CERTIFICATE };
    const { authorities } = plan({ file: `${file}ca: [a.pem, b/b.pem]\n`, files }).plan;
    expect(opened(authorities)).toEqual([CERTIFICATE, other, other.replaceAll("\n", "\r\n")]);
  });

  it.each([
    ["no certificate", "-----BEGIN PUBLIC KEY-----\nMAMCAQE=\n-----END PUBLIC KEY-----"],
    ["half a certificate", "-----BEGIN CERTIFICATE-----\nMAMCAQE="],
    ["a cut certificate", "-----BEGIN CERTIFICATE-----\nMAQCAQE=\n-----END CERTIFICATE-----"],
    ["another kind of value", "-----BEGIN CERTIFICATE-----\nBAMCAQE=\n-----END CERTIFICATE-----"],
    ["one good and one bad", `${CERTIFICATE}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`],
    ["an empty file", ""],
  ])("refuses %s as a certificate", (_, text) => {
    expect(told({ file: `${file}ca: a.pem\n`, files: { "a.pem": text } })).toEqual([
      'f.yml:4:5  ca: expected a PEM file with at least one certificate, each one whole, got "a.pem".',
    ]);
  });

  it("refuses a private key among the certificates, without showing it", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIsecretkey\n-----END PRIVATE KEY-----";
    expect(told({ file: `${file}ca: a.pem\n`, files: { "a.pem": `${CERTIFICATE}\n${key}` } })).toEqual([
      'f.yml:4:5  ca: expected certificates only, and there is a private key in the file, got "a.pem". A key that lies in the repository is no secret any more.',
    ]);
  });
});

describe("names and keys", () => {
  const file = `${TOP}preflight: [b]
probes:
  - { name: a, needs: [b, b], http: { url: / } }
  - { name: b, websocket: { url: /ws } }
suites: [{ name: s, run: r, reports: [x.xml, y.xml], needs: [a] }]
`;

  it("resolve needs to keys, once each, wherever the probe stands", () => {
    const { probes, suites } = made(file);
    expect(probes[0]?.needs).toEqual([probes[1]?.key]);
    expect(suites[0]?.needs).toEqual([probes[0]?.key]);
    expect(probes.map(({ preflight }) => preflight)).toEqual([false, true]);
  });

  it("are stable when other parts of the file change", () => {
    const other = file.replace("/ws", "/socket").replace("version: 1", "# changed\nversion: 1");
    expect(made(other).probes.map(({ key }) => key)).toEqual(made(file).probes.map(({ key }) => key));
  });

  it("make a digest that changes with probes, suites and targets only", () => {
    const { digest } = made(file);
    expect(digest).toMatch(/^[0-9a-f]{16}$/u);
    expect(made(`${file}name: other\ndeploy: ./d.sh\nsetup: ./s.sh\ncontrol: none\n`).digest).toBe(digest);
    expect(made(`${file}targets: [{ metric: http.size, max: 100 }]\n`).digest).not.toBe(digest);
    expect(made(file.replace("/ws", "/socket")).digest).not.toBe(digest);
    expect(made(file.replace("run: r,", "run: r2,")).digest).not.toBe(digest);
  });
});

describe("references", () => {
  it("to the environment are replaced while planning, everywhere", () => {
    const file = `version: 1
url: https://\${env.HOST}/\${env.BASE}
name: \${env.NAME}
probes:
  - name: a
    http: { url: "/\${env.BASE}", method: POST, headers: { x: "\${env.NAME}" }, json: { deep: ["\${env.NAME}!"] }, expect: { json: { $.a: "\${env.NAME}" } } }
suites: [{ name: s, run: r, reports: "\${env.NAME}/*.xml" }]
`;
    const result = made(file, { HOST: "h.example", BASE: "b", NAME: 'qa "1"' });
    expect(opened(result)).toMatchObject({
      environment: 'qa "1"',
      url: "https://h.example/b",
      probes: [
        {
          request: { url: "https://h.example/b/b", headers: { x: 'qa "1"' }, body: '{"deep":["qa \\"1\\"!"]}' },
          expect: { json: [{ value: '"qa \\"1\\""' }] },
        },
      ],
      suites: [{ reports: ['qa "1"/*.xml'] }],
      secrets: [],
    });
  });

  it("to secrets stay in the text, and their names are listed once", () => {
    const file = `${TOP}probes:
  - { name: a, http: { url: /, headers: { a: "\${secrets.B_KEY}", b: "\${secrets.KEY} \${secrets.B_KEY}" } } }
`;
    const { secrets, probes } = made(file, { KEY, B_KEY: "bbbbbbbb" });
    expect(opened(secrets)).toEqual(["B_KEY", "KEY"]);
    expect(opened(probes[0])).toMatchObject({ request: { headers: { b: "${secrets.KEY} ${secrets.B_KEY}" } } });
  });

  it("cannot lead a report out of the workspace", () => {
    const file = 'version: 1\nsuites: [{ name: s, run: r, reports: "${env.DIR}/a.xml" }]\n';
    expect(told({ file, environment: { DIR: "../.." } })).toEqual([
      'f.yml:2:38  suites[0].reports: expected a file or pattern below the workspace, such as reports/*.xml, got "${env.DIR}/a.xml".',
    ]);
  });

  it("in a value of the environment are refused, not followed", () => {
    const file = `${TOP}probes: [{ name: a, http: { url: /, headers: { a: "\${env.EVIL}" } } }]\n`;
    expect(told({ file, environment: { EVIL: "x ${secrets.KEY}", KEY } })).toEqual([
      "f.yml:3:51  probes[0].http.headers.a: the value of EVIL holds a reference, and values are not read a second time.",
    ]);
  });

  it.each(["constructor", "toString", "__proto__"])(
    "to %s find nothing in an environment that is a plain object",
    (name) => {
      const file = `${TOP}name: \${env.${name}}\nprobes: [{ name: a, http: { url: / } }]\n`;
      expect(told({ file })).toEqual([`f.yml:3:7  name: environment variable ${name} is not set.`]);
    },
  );
});
