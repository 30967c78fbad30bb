// A set of texts that somebody gives, each in every place, in parts that run beside each other.
import { describe, expect, it } from "vitest";
import { createChecking } from "./checking.ts";
import { SCENES } from "./scenes.ts";
import { givenSet, SECRETS, type HostileText } from "./texts.ts";

/** Named where HOSTILE_TEXT names no set. */
const NONE: HostileText = { id: "HOSTILE_TEXT names no set", text: "" };

export function testGiven(part: number, of: number): void {
  const { texts, secrets } = givenSet();
  const mine = texts.length === 0 ? [NONE] : texts.filter((_, at) => at % of === part);
  const checking = createChecking([...SECRETS, ...secrets]);

  describe.skipIf(texts.length === 0)("the given set", () => {
    it.each(mine.map((text) => [text.id, text] as const))("%s", async (_, text) => {
      for (const scene of Object.keys(SCENES)) {
        expect([scene, await checking.inScene(scene, text)]).toEqual([scene, []]);
      }
      expect(await checking.outside(text)).toEqual([]);
    });
  });
}
