// The same properties as every day, with enough runs to meet what is rare.
import { describe, expect, it } from "vitest";
import { createChecking } from "./checking.ts";
import { checkChunks, checkContainers, checkCuts, checkLines, checkScenes, checkSecrets } from "./properties.ts";

describe("any text and any secret, at length", () => {
  it("B2: does not leave its container", () => {
    expect(() => checkContainers(10_000)).not.toThrow();
  });

  it("C1: is no command on any line", () => {
    expect(() => checkLines(20_000)).not.toThrow();
  });

  it("B1: keeps the structure of every page", async () => {
    await expect(checkScenes(createChecking([]), 2_000)).resolves.toBeUndefined();
  });

  it("D2: is in nothing that leaves", async () => {
    await expect(checkSecrets(createChecking, 2_000)).resolves.toBeUndefined();
  });

  it("D8: shows no piece at the edge of a cut", () => {
    expect(() => checkCuts(10_000)).not.toThrow();
  });

  it("D6: is found in pieces", () => {
    expect(() => checkChunks(5_000)).not.toThrow();
  });
});
