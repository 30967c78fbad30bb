// What we know to be secret: in no error, no answer of a server that says it back, no token of the loop, no file that stays.
import { NO_WISHES } from "../fakes/wishes.ts";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCycle } from "../../src/cycle.ts";
import { encodeLoop } from "../../src/loop/token.ts";
import { fault, UserError } from "../../src/model/errors.ts";
import { readInputs } from "../../src/plan/inputs.ts";
import { renderPlan } from "../../src/report/plan-page.ts";
import { tell, toTold } from "../../src/tell.ts";
import { tellFailure } from "../../src/tell-otherwise.ts";
import { masked } from "../../src/text/masked.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { createConsole } from "../../src/world/console.ts";
import { createFiles } from "../../src/world/files/files.ts";
import { createGitHub } from "../../src/world/github/github.ts";
import { createJournal } from "../../src/world/journal.ts";
import { createSecrets } from "../../src/world/secrets.ts";
import { cycle, test } from "../fakes/checks.ts";
import { LIMITS } from "../fakes/limits.ts";
import { recordOf } from "../fakes/record.ts";
import { fakeRunner } from "../fakes/runner.ts";
import { trigger } from "../fakes/trigger.ts";
import { answer, closed, fakeGitHub, fakeWorld, message } from "../fakes/world.ts";
import { plan } from "../plan/told.ts";
import { ENCODERS } from "../text/encoders.ts";
import { leakFinder, wrongInLog } from "./oracles.ts";
import { SECRETS } from "./texts.ts";

const [SECRET = ""] = SECRETS;
const leaks = leakFinder(SECRETS);

const IS_LONG = process.env["EVERY_TEXT"] === "yes";

/** A world that tells its secrets as the real one does. */
function telling() {
  const secrets = createSecrets({ announce: () => undefined });
  for (const each of SECRETS) secrets.register(each);
  let log = "";
  const console = createConsole({ write: (text) => (log += text), secrets, onRunner: true, width: () => null });
  return { secrets, console, log: () => log };
}

/** As libraries put together what they throw: the request, its headers, causes below causes. */
const ERRORS: Readonly<Record<string, (secret: string) => unknown>> = {
  "its message": (secret) => new Error(`401 for https://x:${secret}@host.example/\n::error::${secret}`),
  "the request of an API": (secret) =>
    Object.assign(new Error(`HttpError: ${secret}`), { request: { headers: { authorization: `token ${secret}` } } }),
  "a cause": (secret) => new Error("failed", { cause: new Error(secret, { cause: { token: secret } }) }),
  "its name": (secret) => Object.assign(new Error("failed"), { name: secret }),
  "its stack": (secret) =>
    Object.assign(new Error("failed"), { stack: `Error\n    at ${secret} (a.js:1:1)\n::error::x` }),
  "several of them": (secret) => new AggregateError([new Error(secret)], secret),
  "colours between": (secret) => new Error(ENCODERS["colours between"]?.(secret)),
  "no error at all": (secret) => ({ message: secret, toString: () => secret }),
};

it.each(Object.entries(ERRORS))(
  "D11: an error with a secret in %s tells none, and commands nothing",
  async (_, make) => {
    const { secrets, console, log } = telling();
    const runner = fakeRunner();
    await tellFailure(make(SECRET), { ...fakeWorld(), secrets, console }, runner);
    for (const text of [log(), ...runner.summaries, ...runner.outputs.values()]) {
      expect([leaks(text), wrongInLog(text)]).toEqual([[], []]);
    }
  },
);

describe("D8: what is said at once", () => {
  /** So that the cut goes through the middle of it, wherever it is made. */
  const LONG = SECRETS[2] ?? "";
  const pieces = (text: string): boolean => text.includes(LONG.slice(0, 8)) || text.includes(LONG.slice(-8));

  it.each([40, 80, 160, 200])("is masked before it is cut after %i signs: a fault", async (max) => {
    const { secrets, console, log } = telling();
    const runner = fakeRunner();
    const found = untrusted(`${"§".repeat(max - 20)}${LONG} §`);
    const error = new UserError([fault(found, "expected another one", { found, what: found, didYouMean: found })]);
    await tellFailure(error, { ...fakeWorld(), secrets, console }, runner);
    expect(log()).toContain("***");
    const annotated = runner.annotations.map(({ title, text }) => `${title}\n${text}`);
    expect(annotated).toHaveLength(1);
    for (const text of [log(), ...annotated, ...runner.summaries, ...runner.outputs.values()])
      expect([text, pieces(text)]).toEqual([text, false]);
  });

  it("is masked before it is cut: the line of what goes on", async () => {
    const { secrets, console } = telling();
    const lines: string[] = [];
    const status = (line: string | null): void => void lines.push(line ?? "");
    const world = { ...fakeWorld(), secrets, console: { ...console, status } };
    const name = `${"p".repeat(20)} ${LONG}`;
    const { plan: made } = plan({ file: `version: 1\nurl: https://x.example\nprobes: [{ name: ${name}, http: / }]\n` });
    const order = {
      plan: made,
      limits: LIMITS,
      trigger: trigger(),
      token: "",
      inputs: {},
      canRepeat: false,
      canFix: false,
    };
    await runCycle(order, world, null);
    expect(lines.join("\n")).toContain("pppp ***");
    expect(lines.filter(pieces)).toEqual([]);
  });

  it("is masked before it is cut: the branch in a fix brief", async () => {
    const { secrets, console } = telling();
    const world = { ...fakeWorld(), secrets, console };
    const record = {
      ...recordOf(cycle([test("a", "failed", "x")])),
      trigger: trigger({ ref: untrusted(`fix/${LONG}`) }),
    };
    await tell({ record, isDispatchedLater: false, notices: [], wishes: NO_WISHES }, world, fakeRunner(), null);
    expect(world.written.get("brief.md")).toContain("branch to push to: `fix/***`");
    expect(pieces(world.written.get("brief.json") ?? "")).toBe(false);
  });
});

const SAID_BACK = Object.entries(ENCODERS).filter(([name]) =>
  /^(?:nothing|encodeURIComponent|JSON|JSON in JSON|HTML|hex|base64|base64 in between|base64 for URLs|capitals|lines|unicode for all|zero-width between)$/u.test(
    name,
  ),
);

it("says a token back in twelve ways at least", () => {
  expect(SAID_BACK.length).toBeGreaterThanOrEqual(12);
});

it.each(SAID_BACK)("D12: a server that says our token back, as %s, tells it nobody", async (_, encode) => {
  const { secrets, console, log } = telling();
  const said = encode(SECRET);
  const inOneLine = said.replace(/[\r\n]+/gu, " ");
  const world = {
    ...fakeWorld({
      environment: { KEY: SECRET },
      request: () =>
        answer(401, `{"error": "bad token ${said}"}`, { "www-authenticate": inOneLine, location: `/?t=${inOneLine}` }),
      socket: () => [message({ type: "error", token: said }), closed(4_001, inOneLine.slice(0, 120))],
    }),
    secrets,
    console,
  };
  const made = plan({ file: CONFIG, environment: { KEY: SECRET } });
  const github = fakeGitHub({ pullRequest: 7 });
  const order = {
    plan: made.plan,
    limits: LIMITS,
    trigger: trigger(),
    token: "",
    inputs: {},
    canRepeat: true,
    canFix: false,
  };
  const ended = await runCycle(order, world, github);
  if (ended.kind !== "cycle") throw new Error(ended.kind);
  const runner = fakeRunner();
  await tell({ record: ended.record, isDispatchedLater: false, notices: [], wishes: NO_WISHES }, world, runner, github);
  const left = [
    log(),
    ...runner.summaries,
    ...runner.outputs.values(),
    ...world.written.values(),
    ...github.comments.values(),
  ];
  expect(left.length).toBeGreaterThan(10);
  // A close reason holds 123 bytes, so that it may hold half a secret: of that so much is found as is no accident.
  for (const text of left) expect(leaks(text)).toEqual([]);
});

const CONFIG = `
version: 1
url: https://api.staging.example
auth: { bot: { bearer: "\${secrets.KEY}" } }
probes:
  - { name: me, auth: bot, http: { url: /me, expect: 200 } }
  - { name: feed, auth: bot, websocket: { url: /feed, expect: [hello] } }
`;

it.each(Object.entries(ENCODERS).filter((_, nth) => IS_LONG || nth % 6 === 0))(
  "D13: the token of the loop holds no secret that a failure told as %s",
  (_, encode) => {
    const { secrets } = telling();
    const failed = (secret: string) => test(`t ${secret}`, "failed", `refused ${encode(secret)}`, encode(secret));
    const facts = masked(cycle(SECRETS.map(failed)), (text) => secrets.mask(text));
    const { loop } = toTold(recordOf(facts), []);
    const token = encodeLoop(loop);
    expect(leaks(token)).toEqual([]);
    // Names of tests and titles of errors are all the text that there is.
    expect(token).not.toMatch(/https?:|\bat \S+:\d/u);
  },
);

describe("D14: a file that stays", () => {
  it("is for us alone and holds no secret", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kept-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { secrets, console } = telling();
    const mask = (text: string): string => secrets.mask(text);
    const files = createFiles({ workspace: folder, outDir: join(folder, "out") });
    const journal = createJournal({ path: join(folder, "journal.jsonl"), mask, now: () => 1, warn: () => undefined });
    const checks = Object.values(ENCODERS).map((encode, nth) =>
      test(`t${nth}`, "failed", encode(SECRET), encode(SECRET)),
    );
    journal.note({ kind: "checks", values: checks });
    const world = { ...fakeWorld(), secrets, console, files };
    const record = recordOf(masked(cycle(checks), mask));
    await tell({ record, isDispatchedLater: false, notices: [], wishes: NO_WISHES }, world, fakeRunner(), null);
    const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
    const kept = paths.filter((path) => statSync(path).isFile());
    expect(kept.map((path) => path.slice(folder.length + 1)).toSorted()).toEqual([
      "journal.jsonl",
      "out/brief.json",
      "out/brief.md",
      "out/comment.md",
      "out/record.json",
      "out/report.html",
    ]);
    for (const path of kept)
      expect([path, statSync(path).mode & 0o777, leaks(readFileSync(path, "utf8"))]).toEqual([path, 0o600, []]);
  });
});

it.each([301, 302, 303, 307, 308])(
  "D16: the token does not follow a redirect of %i to another host",
  async (status) => {
    const asked: string[] = [];
    const { clock } = fakeWorld();
    const github = createGitHub({
      token: SECRET,
      apiUrl: "https://api.github.example",
      serverUrl: "https://github.example",
      repository: "acme/chat",
      clock,
      hide: (text) => text,
      patience: { tries: 1 },
      fetch: (url) => {
        asked.push(new URL(url).host);
        return Promise.resolve(new Response("{}", { status, headers: { location: "https://evil.example/x" } }));
      },
    });
    await github.headOf(untrusted("main"));
    expect(new Set(asked)).toEqual(new Set(["api.github.example"]));
  },
);

it("D18: what a plan says of itself names its secrets and holds none", () => {
  const { plan: made } = plan({ file: CONFIG, environment: { KEY: SECRET } });
  const page = renderPlan(made).join("\n");
  expect(page).toContain("KEY");
  expect(leaks(page)).toEqual([]);
  expect(leaks(JSON.stringify({ secrets: made.secrets, digest: readInputs(() => undefined) }))).toEqual([]);
});
