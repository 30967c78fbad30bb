// What reaches a log and a terminal: masked, no line that is a command, and one line below all others that is renewed.
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { untrusted } from "../../src/text/untrusted.ts";
import { createConsole } from "../../src/world/console.ts";
import { createSecrets } from "../../src/world/secrets.ts";

function open(
  over: {
    readonly onRunner?: boolean;
    readonly width?: number | null;
    readonly colors?: boolean;
    readonly now?: () => number;
  } = {},
) {
  const written: string[] = [];
  const secrets = createSecrets({ announce: () => undefined });
  secrets.register("correct-horse-battery");
  const console = createConsole({
    write: (text) => void written.push(text),
    secrets,
    onRunner: over.onRunner ?? false,
    width: () => over.width ?? null,
    ...(over.colors === undefined ? {} : { colors: over.colors }),
    ...(over.now === undefined ? {} : { now: over.now }),
  });
  return { console, written, text: () => written.join("") };
}

/** What a terminal shows in the end: a carriage return and the code behind it empty the line. */
function screen(text: string): readonly string[] {
  return text.split("\n").map((line) => line.split("\r\u001b[K").at(-1) ?? "");
}

describe("lines", () => {
  it("are masked and cannot be commands", () => {
    const { console, text } = open({ onRunner: true });
    console.say("::error::correct-horse-battery");
    console.quote(untrusted("a\r::set-output name=x::y\nb ##[error]z"), "test");
    expect(text()).not.toContain("correct-horse-battery");
    expect(
      text()
        .split("\n")
        .filter((line) => /^\s*::|##\[/u.test(line)),
    ).toEqual([]);
  });
});

describe("C6: a problem matcher of an earlier step", () => {
  /** Of tsc and eslint as actions/setup-node registers them for a job; several patterns are lines behind each other. */
  const MATCHERS: Readonly<Record<string, readonly RegExp[]>> = {
    tsc: [
      /^(?:\s+\d+>)?([^\s].*)\((\d+|\d+,\d+|\d+,\d+,\d+,\d+)\)\s*:\s+(error|warning|info)\s+(\w{1,2}\d+)\s*:\s*(.*)$/u,
    ],
    "tsc, pretty": [/^([^\s].*)[(:](\d+)[,:](\d+)(?:\):\s+|\s+-\s+)(error|warning|info)\s+TS(\d+)\s*:\s*(.*)$/u],
    "eslint, compact": [/^(.+):\sline\s(\d+),\scol\s(\d+),\s(Error|Warning|Info)\s-\s(.+)\s\((.+)\)$/u],
    "eslint, stylish": [/^([^\s].*)$/u, /^\s+(\d+):(\d+)\s+(error|warning|info)\s+(.*)\s\s+(.*)$/u],
  };
  const OUTPUT = [
    "src/app.ts(1,2): error TS2304: forged",
    "src/app.ts:1:2 - error TS2304: forged",
    "/w/app.js: line 1, col 2, Error - forged (no-forgery)",
    "/w/app.js",
    "  1:2  error  forged  no-forgery",
  ].join("\n");

  function hits(log: string, patterns: readonly RegExp[]): number {
    const lines = log.split("\n");
    return lines.filter((_, at) => patterns.every((pattern, nth) => pattern.test(lines[at + nth] ?? ""))).length;
  }

  it.each(Object.entries(MATCHERS))("finds nothing of %s in what a command prints", (_, patterns) => {
    const { console, text } = open({ onRunner: true });
    console.quote(untrusted(OUTPUT), "test");
    expect(hits(OUTPUT, patterns)).toBeGreaterThan(0);
    expect(hits(text(), patterns)).toBe(0);
  });
});

it("C2: holds no command of the old form, and no control character, whoever hands it in", () => {
  const { console, text } = open({ onRunner: true });
  console.say("a\u001b[31m ##[error]b \u009b2J\0 ##[add-mask]c");
  console.status("##[error]x");
  expect(text()).not.toMatch(/##\[|(?!\n)\p{Cc}/u);
});

describe("the line of what goes on", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  it("is not written where it cannot be renewed", () => {
    const { console, text } = open();
    console.status("1 of 2 done");
    console.say("✓ one");
    console.status(null);
    expect(text()).toBe("✓ one\n");
  });

  it("stays below the lines that are done, and leaves nothing behind", () => {
    const { console, text } = open({ width: 80 });
    console.status("0 of 2 done");
    console.say("✓ one");
    expect(screen(text())).toEqual(["✓ one", "0 of 2 done"]);
    console.status("1 of 2 done");
    console.say("✗ two");
    console.status(null);
    expect(screen(text())).toEqual(["✓ one", "✗ two", ""]);
  });

  it("counts the seconds while nothing else is said", () => {
    const { console, text } = open({ width: 80 });
    console.status("0 of 2 done");
    vi.advanceTimersByTime(2_000);
    expect(screen(text())).toEqual(["0 of 2 done · 2 s"]);
  });

  it("is the title of what runs where nobody says more of it", async () => {
    const { console, text } = open({ width: 80 });
    await console.fold("Deploy backend", async () => {
      vi.advanceTimersByTime(3_000);
      expect(screen(text())).toEqual(["Deploy backend · 3 s"]);
      console.status("backend answers 503 (try 2, 3 s of 1 min)", "told");
      vi.advanceTimersByTime(2_000);
      expect(screen(text())).toEqual(["backend answers 503 (try 2, 3 s of 1 min)"]);
    });
    console.status(null);
    expect(screen(text())).toEqual([""]);
  });

  it("never grows beyond the terminal, is masked, and holds no escape sequence of a name", () => {
    const { console, text } = open({ width: 20 });
    console.status("running correct-horse-battery and a very long name of a probe");
    const [line = ""] = screen(text());
    expect(line.length).toBeLessThanOrEqual(19);
    expect(text()).not.toContain("correct");
  });
});

describe("what is folded", () => {
  /** Resolves when it is told to, as a command that ends. */
  function work(): { readonly run: () => Promise<string>; readonly end: () => void } {
    const { promise, resolve } = Promise.withResolvers<string>();
    return { run: () => promise, end: () => resolve("done") };
  }

  it("stands under its title, and what everybody should see outside", async () => {
    const { console, text } = open({ onRunner: true });
    const done = await console.fold("Deploy backend", async () => {
      console.quote(untrusted("Deploying"), "deploy");
      return "done";
    });
    console.say("Deployed backend in 5 s");
    expect(done).toBe("done");
    expect(text()).toBe("::group::Deploy backend\n deploy │ Deploying \n::endgroup::\nDeployed backend in 5 s\n");
  });

  it("is no group where nothing is said, and closed where the work throws", async () => {
    const { console, text } = open({ onRunner: true });
    await console.fold("Test e2e", () => Promise.resolve());
    expect(text()).toBe("");
    const failing = console.fold("Fix", async () => {
      console.detail("a");
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(text()).toBe("::group::Fix\na\n::endgroup::\n");
  });

  it("is left for a line that everybody should see, and goes on behind it", async () => {
    const { console, text } = open({ onRunner: true });
    await console.fold("Test e2e", async () => {
      console.detail("a");
      console.say("Cancelled");
      console.detail("b");
    });
    expect(text().split("\n")).toEqual([
      "::group::Test e2e",
      "a",
      "::endgroup::",
      "Cancelled",
      "::group::Test e2e (goes on)",
      "b",
      "::endgroup::",
      "",
    ]);
  });

  it("stands under all titles that go on beside each other, and in no group of another", async () => {
    const { console, text } = open({ onRunner: true });
    const [a, b] = [work(), work()];
    const first = console.fold("Deploy a", a.run);
    console.detail("a1");
    const second = console.fold("Deploy b", b.run);
    console.detail("b1");
    console.detail("a2");
    a.end();
    await first;
    console.say("Deployed a");
    console.detail("b2");
    b.end();
    await second;
    console.detail("nobody's");
    expect(text().split("\n")).toEqual([
      "::group::Deploy a",
      "a1",
      "::endgroup::",
      "::group::Deploy a · Deploy b",
      "b1",
      "a2",
      "::endgroup::",
      "Deployed a",
      "::group::Deploy b",
      "b2",
      "::endgroup::",
      "nobody's",
      "",
    ]);
  });

  it("never nests, is always closed, and holds what goes on at that time, in any order", async () => {
    const acts = fc.array(fc.tuple(fc.nat(3), fc.constantFrom("begin", "end", "say", "detail")), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(acts, async (all) => {
        const { console, text } = open({ onRunner: true });
        const going = new Map<number, () => Promise<unknown>>();
        for (const [who, act] of all) {
          if (act === "begin" && !going.has(who)) {
            const { run, end } = work();
            const done = console.fold(`T${who}`, run);
            going.set(who, () => {
              end();
              return done;
            });
          } else if (act === "end") {
            await going.get(who)?.();
            going.delete(who);
          } else if (act === "say") console.say(`said ${who}`);
          else if (act === "detail") console.detail([...going.keys()].map((each) => `T${each}`).join(" · "));
        }
        console.close();
        let group = "";
        for (const line of text().split("\n").slice(0, -1)) {
          if (line.startsWith("::group::")) {
            expect(group).toBe("");
            group = line.slice(9).replace(" (goes on)", "");
          } else if (line === "::endgroup::") {
            expect(group).not.toBe("");
            group = "";
          } else expect(line.startsWith("said") ? "" : line).toBe(group);
        }
        expect(group).toBe("");
      }),
    );
  });

  it("has a heading at a desk, once, and no command", async () => {
    const { console, text } = open();
    await console.fold("Test e2e", async () => {
      console.detail("a");
      console.say("1 test is run once more");
      console.detail("b");
    });
    expect(text()).toBe("\nTest e2e\na\n1 test is run once more\nb\n");
  });

  it("cannot be ended or titled by a line of a command", async () => {
    const { console, text } = open({ onRunner: true });
    await console.fold("a\n::error::x ##[group]y", async () => {
      console.quote(untrusted("::endgroup::\r::group::mine"), "test");
    });
    expect(
      text()
        .split("\n")
        .filter((line) => line.startsWith("::")),
    ).toEqual(["::group::a ::error::x ##␦[group]y", "::endgroup::"]);
  });
});

describe("a log that nobody can write again", () => {
  it("tells what goes on when nothing was said for half a minute, and only what is new", () => {
    const clock = { now: 0 };
    const { console, text } = open({ onRunner: true, now: () => clock.now });
    const said: readonly (readonly [at: number, line: string | null])[] = [
      [0, "try 1"],
      [29_000, "try 2"],
      [31_000, "try 3"],
      [45_000, "try 4"],
      [62_000, "try 5"],
      [100_000, "try 5"],
      [101_000, null],
      [200_000, "try 1 again"],
    ];
    for (const [at, line] of said) {
      clock.now = at;
      console.status(line);
    }
    expect(text()).toBe("try 3\ntry 5\n");
  });

  it("waits as long behind a line that was said", () => {
    const clock = { now: 0 };
    const { console, text } = open({ now: () => clock.now });
    console.status("try 1");
    clock.now = 25_000;
    console.say("Deployed a");
    clock.now = 40_000;
    console.status("try 2");
    expect(text()).toBe("Deployed a\n");
  });

  it("has the sign of life of a command, which a terminal shows by itself", () => {
    const log = open({ onRunner: true });
    log.console.heartbeat("test: still running after 1 min");
    const terminal = open({ width: 80 });
    terminal.console.heartbeat("test: still running after 1 min");
    expect([log.text(), terminal.text()]).toEqual(["test: still running after 1 min\n", ""]);
  });
});

describe("colors", () => {
  it("are for a first word or a whole line, and never for what is foreign", () => {
    const { console, text } = open({ colors: true });
    console.say("✗ agent events failed", "bad");
    console.say("the verdict", "strong");
    console.say("less of it", "quiet");
    console.quote(untrusted("\u001b[41mred"), "test");
    console.say("as it is");
    expect(text().split("\n")).toEqual([
      "\u001b[31m✗\u001b[39m agent events failed",
      "\u001b[1mthe verdict\u001b[22m",
      "\u001b[2mless of it\u001b[22m",
      " test │ red ",
      "as it is",
      "",
    ]);
  });

  it("are none where nobody asks for them", () => {
    const { console, text } = open();
    console.say("✗ agent events failed", "bad");
    expect(text()).toBe("✗ agent events failed\n");
  });
});
