// A few runs of what holds for any text and any secret; the full tests have the many.
import { describe, expect, it } from "vitest";
import { createMasker } from "../../src/text/mask.ts";
import { ENCODERS } from "../text/encoders.ts";
import { createChecking } from "./checking.ts";
import { leakFinder } from "./oracles.ts";
import {
  checkChunks,
  checkContainers,
  checkCuts,
  checkLines,
  checkScenes,
  checkSecrets,
  outputOf,
} from "./properties.ts";
import { SECRETS } from "./texts.ts";

describe("any text", () => {
  it("B2: does not leave its container", () => {
    expect(() => checkContainers(20)).not.toThrow();
  });

  it("C1: is no command on any line", () => {
    expect(() => checkLines(80)).not.toThrow();
  });

  it("B1: keeps the structure of every page, wherever it stands", async () => {
    await expect(checkScenes(createChecking([]), 1)).resolves.toBeUndefined();
  });
});

describe("any secret", () => {
  it("D2: is in nothing that leaves, however it is written", async () => {
    await expect(checkSecrets(createChecking, 1)).resolves.toBeUndefined();
  });

  it("D8: shows no piece at the edge of a cut", () => {
    expect(() => checkCuts(80)).not.toThrow();
  });

  it("D6: is found in pieces", () => {
    expect(() => checkChunks(15)).not.toThrow();
  });

  it("D6: is found wherever two pieces meet", () => {
    const [secret = ""] = SECRETS;
    const leaks = leakFinder([secret]);
    const mask = createMasker([secret]);
    for (const encode of [ENCODERS["nothing"], ENCODERS["JSON in ASCII"]]) {
      if (encode === undefined) throw new Error("an encoder is gone");
      const text = encode(secret);
      for (let at = 0; at < text.length + 20; at++) {
        expect([at, leaks(outputOf(text, mask, [at], "stdout"))]).toEqual([at, []]);
      }
    }
  });
});
