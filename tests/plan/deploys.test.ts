// Services in the plan: their order, the addresses that their commands tell, and what follows when a cycle is worse.
import { describe, expect, it } from "vitest";
import type { Deploy } from "../../src/model/plan.ts";
import { KEY, made, TOP } from "./made.ts";
import { opened, plan, told } from "./told.ts";

function services(file: string): readonly Deploy[] {
  return made(`version: 1\nurl: https://x.example\ndeploy:\n${file}`).deploys;
}

const faults = (deploy: string, rest = ""): readonly string[] => told({ file: `${TOP}deploy:\n${deploy}${rest}` });

describe("the order of services", () => {
  it("is that of the file, each behind the one before it, where nothing else is said", () => {
    const all = services("  - { name: a, run: x }\n  - { name: b, run: x }\n  - { name: c, run: x }\n");
    expect(all.map(({ after }) => after)).toEqual([
      [],
      [{ deploy: 0, state: "deployed" }],
      [{ deploy: 1, state: "deployed" }],
    ]);
  });

  it("waits for those that are needed until they are ready, and for nothing without any", () => {
    const all = services(
      "  - { name: a, run: x }\n  - { name: b, run: x, needs: [] }\n  - { name: c, run: x, needs: [b, a, b] }\n",
    );
    expect(all.map(({ after }) => after)).toEqual([
      [],
      [],
      [
        { deploy: 1, state: "ready" },
        { deploy: 0, state: "ready" },
      ],
    ]);
  });

  it.each([
    [
      "  - { name: a, run: x, needs: [a] }\n",
      'f.yml:4:32  deploy[0].needs[0]: a service cannot wait for itself, got "a".',
    ],
    [
      "  - { name: a, run: x, needs: [b] }\n  - { name: b, run: x }\n",
      'f.yml:4:32  deploy[0].needs[0]: needs may only name services that stand above this one: expected that service further up, got "b".',
    ],
    [
      "  - { name: backend, run: x }\n  - { name: b, run: x, needs: [backnd] }\n",
      'f.yml:5:32  deploy[1].needs[0]: there is no service of this name, got "backnd". Did you mean backend?',
    ],
    ["  - { name: a, run: x, needs: a }\n", 'f.yml:4:31  deploy[0].needs: expected a list of names, got "a".'],
  ])("refuses what could never begin: %s", (deploy, says) => {
    expect(faults(deploy)).toEqual([says]);
  });

  it("doubts no name of a service that could not be read itself", () => {
    expect(faults("  - { name: a, ru: x }\n  - { name: b, run: x, needs: [a] }\n")).toEqual([
      "f.yml:4:16  deploy[0].ru: unknown key. Did you mean run?",
    ]);
  });
});

describe("what a deploy tells", () => {
  const BACKEND = "  - { name: backend, run: ./d.sh }\n";

  it("is known before anything runs, with the use that is made of it", () => {
    const { deploys, probes, url } = made(
      `version: 1
url: \${deploy.backend.url}
deploy:
  - { name: backend, run: ./d.sh, ready: { health: /health, revision: "\${deploy.backend.admin-url}/version" } }
  - { name: web, run: ./w.sh }
auth:
  web: { login: { post: /login, json: { from: "\${deploy.web.url}" }, token: $.t } }
probes:
  - { name: a, http: { url: /a, headers: { x-release: "\${deploy.backend.release}" } } }
  - { name: b, http: { url: "\${deploy.web.url}/b?at=\${deploy.backend.release}" } }
  - { name: c, websocket: { url: /ws } }
  - { name: d, websocket: { url: "\${deploy.web.url}/ws" } }
`,
    );
    expect(deploys.map(({ outputs }) => outputs)).toEqual([
      [
        { name: "url", as: "address" },
        { name: "admin-url", as: "address" },
        { name: "release", as: "text" },
      ],
      [{ name: "url", as: "address" }],
    ]);
    expect(opened(url)).toBe("${deploy.backend.url}");
    expect(opened(deploys[0]?.ready?.health?.url)).toBe("${deploy.backend.url}/health");
    expect(opened(probes.map((each) => (each.kind === "http" ? each.request.url : each.connection.url)))).toEqual([
      "${deploy.backend.url}/a",
      "${deploy.web.url}/b?at=${deploy.backend.release}",
      "${deploy.backend.url}/ws",
      "${deploy.web.url}/ws",
    ]);
  });

  it("is not needed where no text refers to it", () => {
    expect(services(BACKEND)[0]?.outputs).toEqual([]);
  });

  it("holds for the one service of the inputs, which is named after the environment", () => {
    const { deploys } = plan({ inputs: { deploy: "./d.sh", url: "${deploy.staging.url}", health: "/health" } }).plan;
    expect(deploys[0]?.outputs).toEqual([{ name: "url", as: "address" }]);
  });

  it.each([
    [
      "url: ${deploy.backed.url}",
      "f.yml:2:6  url: there is no service of this name, got ${deploy.backed.url}. Did you mean ${deploy.backend.url}?",
    ],
    [
      "url: ${deploy.backend.url}?x=1",
      "f.yml:2:6  url: expected a base address without a query, which no path below it would keep.",
    ],
    [
      "url: ${deploy.backend.url}.example",
      'f.yml:2:6  url: expected a path that starts with / behind the address that a deploy tells, got "${deploy.backend.url}.example".',
    ],
    [
      "url: https://${deploy.backend.host}/",
      'f.yml:2:6  url: expected a host without references; only ${env.NAME} may stand there, got "https://${deploy.backend.host}/".',
    ],
    [
      "url: ${deploy.backend}",
      "f.yml:2:6  url: unknown reference, got ${deploy.backend}. Did you mean ${deploy.backend.url}?",
    ],
    [
      "control: ${deploy.backend.url}",
      "f.yml:2:10  control: this reference cannot be filled in here, got ${deploy.backend.url}. Only ${env.NAME} may stand here.",
    ],
  ])("is referred to only where it can be filled in: %s", (line, says) => {
    const file = `version: 1\n${line}\n${line.startsWith("url") ? "" : "url: https://x.example\n"}deploy:\n${BACKEND}probes: [{ name: a, http: { url: /a } }]\n`;
    expect(told({ file })).toContain(says);
  });

  it("cannot come from a service that nothing is run for, or whose name no reference can hold", () => {
    const file = `${TOP}deploy:
  - { name: auth, ready: { health: /health } }
  - { name: my api, run: x }
probes:
  - { name: a, http: { url: "\${deploy.auth.url}/a" } }
  - { name: b, http: { url: "\${deploy.my api.url}/a" } }
`;
    expect(told({ file })).toEqual([
      "f.yml:7:29  probes[0].http.url: this service has no run, so that nothing tells its address, got ${deploy.auth.url}.",
      "f.yml:8:29  probes[1].http.url: unknown reference, got ${deploy.my api.url}. Only a service whose name is made of letters, digits, - and _ can be referred to.",
    ]);
  });

  it("is there for the readiness of a service only when that one waits for it", () => {
    const late = (needs: string): readonly string[] =>
      faults(`  - { name: a, run: x }\n  - { name: b, run: x, ${needs}ready: { health: "\${deploy.a.url}/b" } }\n`);
    expect(late("")).toEqual([]);
    expect(late("needs: [a], ")).toEqual([]);
    expect(late("needs: [], ")).toEqual([
      "f.yml:5:42  deploy[1].ready: this service does not wait for the one that tells this, got ${deploy.a.url}. Add the other service to needs.",
    ]);
  });

  it("is no command's: a command finds it in its environment", () => {
    expect(faults('  - { name: a, run: "curl ${deploy.a.url}" }\n')).toEqual([
      "f.yml:4:21  deploy[0].run: a command is run as it is, without references, got ${deploy.a.url}. Did you mean $TDL_DEPLOY_A_URL?",
    ]);
  });

  it("changes nothing about what is measured", () => {
    const file = (run: string): string =>
      `version: 1\nurl: \${deploy.a.url}\ndeploy:\n  - { name: a, run: ${run} }\nprobes: [{ name: p, http: { url: /p } }]\n`;
    expect(made(file("./one.sh")).digest).toBe(made(file("./two.sh")).digest);
  });

  it("leaves a told base address to no request of the control", () => {
    const file = `version: 1\nurl: \${deploy.a.url}\ndeploy:\n  - { name: a, run: x }\ncontrol: https://status.example\n`;
    expect(opened(made(file).control)).toMatchObject({ kind: "http", request: { url: "https://status.example/" } });
  });

  it("keeps the default auth from hosts that are not told", () => {
    const file = `version: 1
url: \${deploy.a.url}
deploy: [{ name: a, run: x }]
auth: { bot: { bearer: "\${secrets.KEY}" } }
defaults: { auth: bot }
probes: [{ name: p, http: { url: /p } }, { name: q, http: { url: https://other.example/q } }]
`;
    expect(told({ file, environment: { KEY } })).toEqual([
      'f.yml:6:59  probes[1].http: the auth of defaults is for the hosts of url and of defaults.websocket, and their neighbours, got "other.example". Say auth here: its name if this host may have the token, or none.',
    ]);
  });
});

describe("when a cycle is worse", () => {
  const SUITE = "suites: [{ name: s, run: r, reports: a.xml }]\n";

  it("goes on where nothing is said", () => {
    expect(made(`version: 1\n${SUITE}`)).toMatchObject({ onRegression: "continue", rollback: null });
    expect(made(`version: 1\n${SUITE}on-regression: stop\n`)).toMatchObject({ onRegression: "stop", rollback: null });
  });

  it("rolls back with a command, in one line or with its time", () => {
    const rollback = (words: string): unknown =>
      opened(made(`version: 1\n${SUITE}on-regression: rollback\nrollback: ${words}\n`).rollback);
    expect(rollback("./back.sh $TDL_GOOD_COMMIT")).toEqual({ run: "./back.sh $TDL_GOOD_COMMIT", timeoutMs: 300_000 });
    expect(rollback("{ run: ./back.sh, timeout: 20m }")).toEqual({ run: "./back.sh", timeoutMs: 1_200_000 });
  });

  it.each([
    ["on-regression: rollback\n", "f.yml:3:16  on-regression: expected rollback too: the command that rolls back."],
    ["rollback: ./back.sh\n", "f.yml:3:11  rollback: nothing uses this command. Add “on-regression: rollback”."],
    [
      "on-regression: stop\nrollback: ./back.sh\n",
      "f.yml:4:11  rollback: nothing uses this command. Add “on-regression: rollback”.",
    ],
    ["on-regression: undo\n", 'f.yml:3:16  on-regression: expected continue, stop or rollback, got "undo".'],
    [
      "on-regression: rollback\nrollback: ./back.sh ${env.HOST}\n",
      "f.yml:4:11  rollback: a command is run as it is, without references, got ${env.HOST}. Hand the value over by `env:` of the step and write $NAME.",
    ],
  ])("refuses what could not be meant: %s", (lines, says) => {
    expect(told({ file: `version: 1\n${SUITE}${lines}` })).toEqual([says]);
  });
});

describe("the address of the logs", () => {
  const at = (logs: string, deploy = "deploy: [{ name: a, run: x }]\n"): string =>
    `version: 1\n${deploy}suites: [{ name: s, run: r, reports: a.xml }]\nlogs: ${logs}\n`;

  it("keeps its places until something failed", () => {
    const logs =
      "https://logs.example/q?s=${deploy.name}&f=${failure.from}&t=${failure.to}&m=${failure.from-ms}&n=${failure.to-ms}&c=${commit}";
    expect(opened(made(at(logs)).logs)).toBe(logs);
    expect(made("version: 1\ndeploy: x\n").logs).toBeNull();
  });

  it("reads a variable while planning", () => {
    const { logs } = plan({ file: at("https://${env.HOST}.example/q") }).plan;
    expect(opened(logs)).toBe("https://host-from-env.example/q");
  });

  it.each(["http://localhost:5601/x", "http://127.0.0.1/x", "http://[::1]:80/x"])(
    "may be this machine's: %s",
    (logs) => {
      expect(told({ file: at(logs) })).toEqual([]);
    },
  );

  it.each([
    ["http://logs.example/x", "f.yml:4:7  logs: expected an address that starts with https://."],
    ["http://localhost.example/x", "f.yml:4:7  logs: expected an address that starts with https://."],
    [
      "javascript:alert(1)",
      'f.yml:4:7  logs: expected an address that starts with https:// or http://, got "javascript:alert(1)".',
    ],
    [
      "https://${deploy.name}.example/x",
      'f.yml:4:7  logs: expected a host without references; only ${env.NAME} may stand there, got "https://${deploy.name}.example/x".',
    ],
    [
      "https://u:p@logs.example/x",
      "f.yml:4:7  logs: expected an address without user name and password, which belong in a secret.",
    ],
    [
      "https://logs.example/${secrets.KEY}",
      "f.yml:4:7  logs: this reference cannot be filled in here, got ${secrets.KEY}. Here may stand ${env.NAME}, ${deploy.name}, ${failure.from}, ${failure.to}, ${failure.from-ms}, ${failure.to-ms}, ${commit}.",
    ],
    [
      "https://logs.example/${failure.start}",
      "f.yml:4:7  logs: unknown reference, got ${failure.start}. Did you mean ${failure.from}?",
    ],
  ])("is safe to follow: %s", (logs, says) => {
    expect(told({ file: at(logs) })).toEqual([says]);
  });

  it("names a service only where there is one", () => {
    expect(told({ file: at("https://logs.example/${deploy.name}", "") })).toEqual([
      "f.yml:3:7  logs: there is no service whose name ${deploy.name} could be.",
    ]);
  });

  it("is the only place for these references", () => {
    expect(told({ file: `${TOP}probes: [{ name: a, http: { url: "/a?from=\${failure.from}" } }]\n` })).toHaveLength(1);
  });
});
