// The inputs of the action: defaults, forms, and faults that are told together with those of the file.
import { describe, expect, it } from "vitest";
import { INPUT_NAMES, readInputs } from "../../src/plan/inputs.ts";
import { reveal } from "../../src/text/untrusted.ts";
import { opened, plan, told } from "./told.ts";

const SMALLEST = { url: "https://x.example", health: "/health" } as const;

describe("readInputs", () => {
  it("has a default for everything", () => {
    expect(opened(readInputs(() => undefined))).toEqual({
      config: null,
      url: null,
      health: null,
      revision: null,
      deploy: null,
      test: null,
      reports: [],
      target: null,
      limits: {
        maxCycles: 5,
        budgetMs: 21_600_000,
        waitMs: 60_000,
        failOn: "final",
        nextCycle: "always",
        stallLimit: 0,
      },
      fixCommand: null,
      assignees: [],
      mode: "all",
      records: null,
      expectRecords: 1,
      dispatch: "here",
      history: null,
      reportAt: null,
      githubToken: null,
      loop: null,
      cycle: null,
      jobStatus: null,
      faults: [],
    });
  });

  it("takes empty and blank inputs for absent ones", () => {
    expect(opened(readInputs(() => " \n"))).toEqual(opened(readInputs(() => undefined)));
  });

  it("takes logins with commas between, each once", () => {
    const logins = (text: string) => {
      const { assignees, faults } = readInputs((name) => (name === "assignees" ? text : undefined));
      return [assignees, faults.length];
    };
    expect(logins(" octocat, hub-bot ,octocat,dana_acme,")).toEqual([["octocat", "hub-bot", "dana_acme"], 0]);
    expect(logins("@octocat, dana\nkim, -x, x-, a--b")).toEqual([[], 5]);
    expect(logins("a".repeat(39))).toEqual([["a".repeat(39)], 0]);
    expect(logins("a".repeat(40))).toEqual([[], 1]);
    const eleven = Array.from({ length: 11 }, (_, nth) => `u${nth}`);
    expect(logins(eleven.join())).toEqual([eleven.slice(0, 10), 1]);
  });

  it("takes the place of the report page as an address, or for the artifacts of the run", () => {
    const place = (text: string) => {
      const { reportAt, faults } = readInputs((name) => (name === "report-url" ? text : undefined));
      return reportAt === null ? faults.length : reportAt.kind === "artifacts" ? "artifacts" : reportAt.address;
    };
    expect(place("artifacts")).toBe("artifacts");
    expect(place("https://pages.example/staging/")).toBe("https://pages.example/staging/");
    expect(place("http://[::1]:8080/a(b)[c]?x=<1>#`|")).toBe("http://[::1]:8080/a%28b%29%5Bc%5D?x=%3C1%3E#%60%7C");
    for (const wrong of [
      "artifact",
      "ftp://pages.example/",
      "//pages.example/",
      "https://",
      "https://user:word@pages.example/",
      "https://pages.example/a b",
      `https://pages.example/${"x".repeat(1_000)}`,
      "javascript:alert(1)",
    ]) {
      expect([wrong, place(wrong)]).toEqual([wrong, 1]);
    }
  });

  it("takes a folder for the history inside the workspace only", () => {
    const folder = (text: string) => {
      const { history, faults } = readInputs((name) => (name === "history" ? text : undefined));
      return history === null ? faults.length : reveal(history);
    };
    expect(folder(".staging-history")).toBe(".staging-history");
    expect(folder("../elsewhere")).toBe(1);
    expect(folder("/var/lib")).toBe(1);
  });

  it("A12: asks for declared names only, each of them", () => {
    const asked = new Set<string>();
    readInputs((name) => {
      asked.add(name);
      return undefined;
    });
    expect([...asked].toSorted()).toEqual([...INPUT_NAMES].toSorted());
  });

  it("reads every input", () => {
    const given: Readonly<Record<string, string>> = {
      config: "staging.yml",
      "max-cycles": "3",
      "budget-minutes": "60",
      wait: "2m",
      "fail-on": "any",
      "github-token": "ghs_0123456789",
      loop: '{"v":1}',
      cycle: "12/3",
      "job-status": "cancelled",
      target: "passed >= 3",
      reports: "a.xml\n  b/*.xml , c/{d,e}.xml\n",
    };
    expect(opened(readInputs((name) => given[name]))).toMatchObject({
      config: "staging.yml",
      limits: { maxCycles: 3, budgetMs: 3_600_000, waitMs: 120_000, failOn: "any" },
      githubToken: "ghs_0123456789",
      loop: '{"v":1}',
      cycle: "12/3",
      jobStatus: "cancelled",
      reports: ["a.xml", "b/*.xml", "c/{d,e}.xml"],
      target: { kind: "compare", measure: { of: "checks", what: "passed" }, operator: ">=", limit: 3 },
      faults: [],
    });
  });
});

describe("a wrong input", () => {
  const CASES: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [
      { target: "pass-rate >= 92" },
      'input target: expected a share from 0% to 100% with its sign, such as 92% (at character 14), got "pass-rate >= 92". Did you mean pass-rate >= 92%?',
    ],
    [
      { target: "probes.passed >= 3", test: "t", reports: "a.xml", url: "", health: "" },
      "input target: expected a probe too: there are none to count, got probes.passed.",
    ],
    [{ "fail-on": "finall" }, 'input fail-on: expected final or any, got "finall". Did you mean final?'],
    [{ "fail-on": "never" }, 'input fail-on: expected final or any, got "never".'],
    [{ "job-status": "skipped" }, 'input job-status: expected success, failure or cancelled, got "skipped".'],
    [{ "max-cycles": "fifty" }, 'input max-cycles: expected a number from 1 to 50, got "fifty".'],
    [{ "budget-minutes": "6h" }, 'input budget-minutes: expected a number from 1 to 1440, got "6h".'],
    [{ wait: "60" }, 'input wait: expected a duration from 0s to 15m with its unit, such as 30s, got "60".'],
    [{ url: "x.example" }, 'input url: expected an address that starts with https:// or http://, got "x.example".'],
    [{ url: "/api" }, 'input url: expected an address that starts with https:// or http://, got "/api".'],
    [
      { url: "https://u:p4ssword@x.example" },
      "input url: expected an address without user name and password, which belong in a secret.",
    ],
    [
      { health: "health" },
      'input health: expected an address that starts with https:// or http://, or a path that starts with /, got "health".',
    ],
    [
      { url: "", health: "/health" },
      "input health: a path is relative to the base address, which is not given. Add the line “url: https://…” at the top of the file, or the input url.",
    ],
    [
      { revision: "x revision" },
      'input revision: expected a path that starts with /, an address or the name of a header, got "x revision".',
    ],
    [
      { health: "", revision: "x-revision" },
      "input revision: expected a path or address too: without health there is no answer to take the header from.",
    ],
    [
      { reports: "../a.xml", test: "t" },
      'input reports: expected a file or pattern below the workspace, such as reports/*.xml, got "../a.xml".',
    ],
    [
      { test: "npm test" },
      "input test: expected input reports too: without report files no test is known to have passed. For example reports: reports/*.xml with a command that writes JUnit XML.",
    ],
    [{ reports: "a.xml" }, "input reports: expected input test too: nothing runs the tests."],
    [{ config: "nowhere.yml" }, 'input config: there is no file of this name in the workspace, got "nowhere.yml".'],
    [{ health: "/h?v=${env.NOWHERE}" }, "input health: environment variable NOWHERE is not set."],
  ];

  it.each(CASES)("%o", (inputs, line) => {
    expect(told({ inputs: { ...SMALLEST, ...inputs } })).toEqual([line]);
  });

  it("is told before the faults of the file, all together", () => {
    const file = "version: 2\nprobes: [{ name: a, http: { url: /me, expect: 99 } }]\nurls: 1\n";
    expect(told({ file, inputs: { "max-cycles": "0", wait: "1", url: "https://x.example" } })).toEqual([
      'input max-cycles: expected a number from 1 to 50, got "0".',
      'input wait: expected a duration from 0s to 15m with its unit, such as 30s, got "1".',
      "f.yml:1:10  version: expected 1, got 2.",
      "f.yml:2:47  probes[0].http.expect: expected a number from 100 to 599, got 99.",
      "f.yml:3:1  urls: unknown key. Did you mean url?",
    ]);
  });

  it("is told beside a fault in the syntax", () => {
    expect(told({ file: 'name: "a', inputs: { "max-cycles": "0" } })).toHaveLength(2);
  });

  it("is told where several parts of the file could be meant", () => {
    const file = `version: 1
url: https://x.example
deploy: [{ name: a, run: a }, { name: b, run: b }]
suites: [{ name: a, run: a, reports: a.xml }, { name: b, run: b, reports: b.xml }]
`;
    expect(told({ file, inputs: { health: "/health", test: "t" } })).toEqual([
      "input health: the file lists 2 services, so this has to be said there, for the one that is meant.",
      "input test: the file lists 2 suites, so this has to be said there, for the one that is meant.",
    ]);
  });

  it("shows the smallest configuration when there is nothing to do", () => {
    expect(told({})).toEqual([
      "inputs: there is nothing to do: expected a service, a probe or a suite. The smallest step that works has with: { url: https://staging.example.com, health: /health }.",
    ]);
    expect(told({ inputs: SMALLEST })).toEqual([]);
  });
});

describe("inputs without a file", () => {
  it("make a plan of their own", () => {
    const { plan: made, limits } = plan({
      inputs: {
        ...SMALLEST,
        revision: "/version",
        deploy: "./deploy.sh",
        test: "npm test",
        reports: "r/*.xml",
        "max-cycles": "2",
      },
    });
    expect(limits.maxCycles).toBe(2);
    expect(opened(made)).toMatchObject({
      environment: "staging",
      url: "https://x.example/",
      deploys: [
        {
          name: "staging",
          run: "./deploy.sh",
          timeoutMs: 900_000,
          ready: {
            health: { method: "GET", url: "https://x.example/health", timeoutMs: 10_000 },
            revision: { request: { url: "https://x.example/version" }, header: null },
            intervalMs: 5_000,
            timeoutMs: 600_000,
            successThreshold: 3,
          },
        },
      ],
      probes: [],
      suites: [{ name: "tests", run: "npm test", reports: ["r/*.xml"], timeoutMs: 1_200_000, minTests: 0 }],
      secrets: [],
    });
  });

  it("take the revision from a header of the health answer", () => {
    const { plan: made } = plan({ inputs: { ...SMALLEST, revision: "X-Revision" } });
    expect(opened(made.deploys[0]?.ready?.revision)).toMatchObject({
      request: { url: "https://x.example/health" },
      header: "x-revision",
    });
    expect(opened(made.deploys[0]?.run)).toBeNull();
  });
});

describe("inputs over a file", () => {
  const FILE = `version: 1
url: https://file.example
deploy: [{ name: api, run: ./file.sh, timeout: 5m, ready: { health: /file, interval: 1s } }]
suites: [{ name: e2e, run: file, reports: file.xml, min-tests: 5 }]
`;

  it("win, and leave the rest as it is", () => {
    const inputs = {
      url: "https://input.example/base/",
      deploy: "./input.sh",
      health: "/input",
      test: "input",
      reports: "input.xml",
    };
    expect(opened(plan({ file: FILE, inputs }).plan)).toMatchObject({
      url: "https://input.example/base/",
      deploys: [
        {
          name: "api",
          run: "./input.sh",
          timeoutMs: 300_000,
          ready: { health: { url: "https://input.example/base/input" }, intervalMs: 1_000 },
        },
      ],
      suites: [{ name: "e2e", run: "input", reports: ["input.xml"], minTests: 5 }],
    });
  });

  it("complete a service that the file only names", () => {
    const file = "version: 1\nurl: https://x.example\ndeploy: [{ name: api }]\n";
    expect(opened(plan({ file, inputs: { deploy: "./d.sh" } }).plan.deploys)).toMatchObject([
      { name: "api", run: "./d.sh", ready: null },
    ]);
  });
});
