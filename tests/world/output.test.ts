// Output in pieces: lines, limits, and secrets that lie across every border.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMasker } from "../../src/text/mask.ts";
import { reveal } from "../../src/text/untrusted.ts";
import { createConsole } from "../../src/world/console.ts";
import { createSecrets } from "../../src/world/secrets.ts";
import { createOutput, type Output, type OutputOptions } from "../../src/world/shell/output.ts";

/** Three characters of it in a row stand nowhere in our own words. */
const SECRET = "Zx9Qv7Kw3Jb5Yp1Hd8";

interface Recorded {
  readonly output: Output;
  readonly shown: string[];
  readonly said: string[];
  readonly logged: string[];
  now: number;
}

function record(): Recorded {
  const [shown, said, logged]: [string[], string[], string[]] = [[], [], []];
  const clock = { monotonic: () => recorded.now };
  const console: OutputOptions["console"] = {
    detail: (text) => void said.push(text),
    quote: (text) => void shown.push(...reveal(text).split("\n")),
  };
  const secrets = { mask: createMasker([SECRET]) };
  const log = { line: (stream: string, text: string) => void logged.push(`${stream} ${text}`), end: () => "/x.log" };
  const output = createOutput({ clock, console, secrets, label: "test", log });
  const recorded = { output, shown, said, logged, now: 1_000 };
  return recorded;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("lines", () => {
  it("end with LF, CR or both, wherever the pieces end", () => {
    const words = fc.constantFrom("\r", "\n", "\r\n", "a", "ä", "🔑", "line", "");
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), fc.array(fc.nat(12), { maxLength: 10 }), (parts, sizes) => {
        const text = parts.join("");
        const { output, shown } = record();
        let rest = bytes(text);
        for (const size of sizes) {
          output.write("stdout", rest.subarray(0, size));
          rest = rest.subarray(size);
        }
        output.write("stdout", rest);
        const kept = output.end().text;
        const lines = text.split(/\r\n|\r|\n/u);
        expect(shown).toEqual(lines.at(-1) === "" ? lines.slice(0, -1) : lines);
        expect(kept).toBe(text.replace(/\r\n?/gu, "\n"));
      }),
      { numRuns: 500 },
    );
  });

  it("of two streams never run into one another", () => {
    const { output, shown } = record();
    output.write("stdout", bytes("half "));
    output.write("stderr", bytes("other\n"));
    output.write("stdout", bytes("whole\n"));
    expect(output.end().text).toBe("half \nother\nwhole\n");
    expect(shown).toEqual(["other", "half whole"]);
  });

  it("with broken UTF-8 are shown with a mark", () => {
    const { output, shown } = record();
    output.write("stdout", Uint8Array.of(0x61, 0xff, 0x0a, 0xe2, 0x82));
    expect(output.end().text).toBe("a\ufffd\n");
    expect(shown).toEqual(["a\ufffd", "\ufffd"]);
  });

  it("without end are shown once, cut", () => {
    const { output, shown } = record();
    for (let times = 0; times < 100; times++) output.write("stdout", bytes("x".repeat(1_000)));
    output.write("stdout", bytes("\nnext\n"));
    output.end();
    expect(shown).toHaveLength(2);
    expect(shown[0]).toBe(`${"x".repeat(4_096)} … line cut here`);
    expect(shown[1]).toBe("next");
  });

  it("of 4 KiB are whole", () => {
    const { output, shown } = record();
    output.write("stdout", bytes(`${"x".repeat(4_096)}\n`));
    expect(shown).toEqual(["x".repeat(4_096)]);
  });
});

describe("the live log", () => {
  it("D6: masks together what comes together: a secret that is wrapped over lines", () => {
    const secret = "hunter2-hunter2-hunter2";
    let log = "";
    const secrets = createSecrets({ announce: () => undefined });
    secrets.register(secret);
    const console = createConsole({ write: (text) => (log += text), secrets, onRunner: true, width: () => null });
    const mask = (text: string): string => secrets.mask(text);
    const quiet = { line: () => undefined, end: () => null };
    const output = createOutput({
      clock: { monotonic: () => 0 },
      console,
      secrets: { mask },
      label: "test",
      log: quiet,
    });
    const wrapped = Buffer.from(`user:${secret}`).toString("base64").replace(/.{16}/gu, "$&\n");
    output.write("stdout", bytes(`before\n${wrapped}\nafter\n`));
    output.end();
    expect(log).toContain("***");
    for (const line of wrapped.split("\n").slice(1, -1)) expect(log).not.toContain(line);
    expect(log).toMatch(/ test │ before \n[\s\S]* test │ after \n$/u);
  });

  it("gets two megabytes a minute and one notice", () => {
    const recorded = record();
    const piece = bytes(`${"x".repeat(99)}\n`.repeat(1_000));
    for (let times = 0; times < 50; times++) recorded.output.write("stdout", piece);
    expect(recorded.shown.length).toBe(20_000);
    expect(recorded.said).toEqual([
      "test: more than 2 MB of output within a minute; the rest of this minute is not shown",
    ]);
    recorded.now += 59_999;
    recorded.output.write("stdout", bytes("still hidden\n"));
    expect(recorded.shown.length).toBe(20_000);
    recorded.now += 1;
    recorded.output.write("stdout", bytes("shown again\n"));
    expect(recorded.shown.at(-1)).toBe("shown again");
    expect(recorded.said).toHaveLength(1);
  });
});

describe("what is kept", () => {
  it("is everything up to 64 KiB", () => {
    const { output } = record();
    const text = Array.from({ length: 6_000 }, (_, at) => `line ${at}`).join("\n");
    output.write("stdout", bytes(text));
    expect(output.end().text).toBe(text);
  });

  it.each([70_000, 81_920, 81_921, 100_000, 1_000_000])(
    "of %d characters is both ends and their distance",
    (length) => {
      const text = Array.from({ length: length / 10 }, (_, at) => String(at).padStart(9, "0")).join("\n");
      for (const size of [7, 1_000, 65_536, length]) {
        const { output } = record();
        const all = bytes(text);
        for (let at = 0; at < all.length; at += size) output.write("stdout", all.subarray(at, at + size));
        const [start = "", note = "", end = ""] = output
          .end()
          .text.split(/(\n\[… \d+ characters of output not kept …\]\n)/u);
        expect(text.startsWith(start) && text.endsWith(end)).toBe(true);
        expect(start.length).toBe(32_768);
        expect(end.length).toBe(32_768);
        expect(Number(/\d+/u.exec(note)?.[0])).toBe(text.length - start.length - end.length);
      }
    },
  );

  it("is clean", () => {
    const { output } = record();
    output.write("stdout", bytes("\u001b[31mred\u001b[0m\r\nhid\u202eden"));
    expect(output.end().text).toBe("red\nhid␦den");
  });

  it("has notes of ours at its end", () => {
    const { output, shown } = record();
    output.write("stdout", bytes("text"));
    output.note("[a note]");
    expect(output.end().text).toBe("text\n[a note]");
    expect(shown).toEqual(["text", "[a note]"]);
  });
});

describe("a secret", () => {
  const traces = Array.from({ length: SECRET.length - 2 }, (_, at) => SECRET.slice(at, at + 3));
  const borders = [4_096, 12_288, 32_768, 40_960, 81_920];

  it.each(borders)("across character %d is never seen in part, kept or shown, in one line", (border) => {
    for (let shift = -SECRET.length - 1; shift <= 1; shift += 3) {
      for (const tail of [0, 100, 9_000, 40_960, 200_000]) {
        const { output, shown } = record();
        const text = `${".".repeat(border + shift)}${SECRET}${".".repeat(tail)}`;
        for (let at = 0; at < text.length; at += 5_000) output.write("stdout", bytes(text.slice(at, at + 5_000)));
        const kept = output.end().text;
        for (const trace of traces) expect(kept).not.toContain(trace);
        // Lines that are shown whole are masked by the console.
        for (const line of shown.filter((each) => each !== text))
          for (const trace of traces) expect(line).not.toContain(trace);
      }
    }
  });

  it("before the kept tail is never seen in part", () => {
    for (const tail of [32_768, 40_960]) {
      for (let shift = -SECRET.length - 1; shift <= 1; shift += 2) {
        const { output } = record();
        output.write("stdout", bytes(`${".\n".repeat(45_000)}${SECRET}${".".repeat(tail + shift)}`));
        const kept = output.end().text;
        for (const trace of traces) expect(kept).not.toContain(trace);
      }
    }
  });

  it("again and again, so that masking makes room for what was cut, is never seen in part", () => {
    for (const between of [".", " .\n", "..........................................\n"]) {
      for (const length of [8_000, 14_000, 60_000, 100_000, 300_000]) {
        const { output, shown } = record();
        const text = `${SECRET}${between}`.repeat(Math.ceil(length / (SECRET.length + between.length)));
        output.write("stdout", bytes(text));
        const kept = output.end().text;
        for (const trace of traces) expect(kept).not.toContain(trace);
        // Lines that are shown whole are masked by the console.
        const cutLines = shown.filter((line) => line.endsWith("line cut here"));
        for (const trace of traces) expect(cutLines.join("\n")).not.toContain(trace);
        expect(cutLines.length).toBe(between.endsWith("\n") ? 0 : 1);
      }
    }
  });

  it("that came in two pieces is masked", () => {
    for (let at = 1; at < SECRET.length; at++) {
      const { output } = record();
      output.write("stdout", bytes(`a ${SECRET.slice(0, at)}`));
      output.write("stdout", bytes(`${SECRET.slice(at)} b`));
      expect(output.end().text).toBe("a *** b");
    }
  });
});
