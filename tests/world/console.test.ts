// What reaches a log and a terminal: masked, no line that is a command, and one line below all others that is renewed.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { untrusted } from "../../src/text/untrusted.ts";
import { createConsole } from "../../src/world/console.ts";
import { createSecrets } from "../../src/world/secrets.ts";

function open(over: { readonly onRunner?: boolean; readonly width?: number | null } = {}) {
  const written: string[] = [];
  const secrets = createSecrets({ announce: () => undefined });
  secrets.register("correct-horse-battery");
  const console = createConsole({
    write: (text) => void written.push(text),
    secrets,
    onRunner: over.onRunner ?? false,
    width: () => over.width ?? null,
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

describe("the line of what goes on", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  it("is not written where it cannot be renewed", () => {
    const { console, text } = open();
    console.status("1 of 2 checks done");
    console.say("✓ one");
    console.status(null);
    expect(text()).toBe("✓ one\n");
  });

  it("stays below the lines that are done, and leaves nothing behind", () => {
    const { console, text } = open({ width: 80 });
    console.status("0 of 2 checks done");
    console.say("✓ one");
    expect(screen(text())).toEqual(["✓ one", "0 of 2 checks done"]);
    console.status("1 of 2 checks done");
    console.say("✗ two");
    console.status(null);
    expect(screen(text())).toEqual(["✓ one", "✗ two", ""]);
  });

  it("counts the seconds while nothing else is said", () => {
    const { console, text } = open({ width: 80 });
    console.status("0 of 2 checks done");
    vi.advanceTimersByTime(2_000);
    expect(screen(text())).toEqual(["0 of 2 checks done · 2 s"]);
  });

  it("never grows beyond the terminal, is masked, and holds no escape sequence of a name", () => {
    const { console, text } = open({ width: 20 });
    console.status("running correct-horse-battery and a very long name of a probe");
    const [line = ""] = screen(text());
    expect(line.length).toBeLessThanOrEqual(19);
    expect(text()).not.toContain("correct");
  });
});
