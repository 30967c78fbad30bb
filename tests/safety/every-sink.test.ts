// Texts that mean harm, in every place where a foreign text can stand, and everything that leaves. Every day each text
// meets some places; the long tests bring all together. HOSTILE_TEXT names a larger set of texts.
import { describe, expect, it } from "vitest";
import { renderSummary } from "../../src/report/summary.ts";
import { makeReport } from "../../src/report/view.ts";
import { cycle } from "../fakes/checks.ts";
import { everySlot } from "../report/every-slot.ts";
import { NEXT, tell as told, type Scene } from "../report/telling.ts";
import { createChecking } from "./checking.ts";
import { SCENES } from "./scenes.ts";
import { encodedSecrets, givenSet, OWN_TEXTS, SECRETS, type HostileText } from "./texts.ts";

const SCENE_GONE: Scene = { cycle: cycle([]), decision: NEXT };
const IS_LONG = process.env["EVERY_TEXT"] === "yes";
const given = givenSet();
const secrets = [...SECRETS, ...given.secrets];
const scenes = Object.keys(SCENES);
/** Masking takes most of the time, and most texts hold no secret. */
const checking = createChecking(SECRETS.slice(0, 1));
const knowing = createChecking(secrets);

/** What a text tries, with the row of the threats that it stands for. */
const KINDS: Readonly<Record<string, string>> = {
  "B1: to be structure": "structure",
  "B2: to leave its fence": "fence",
  "B3: to be a cell": "table",
  "B4: to call somebody": "mention",
  "B4: to refer to something": "reference",
  "B5: to be a link or an image": "link",
  "B6: to be HTML": "html",
  "B7: to be a marker of ours": "marker",
  "B8: to be unseen": "unicode",
  "B9: to be too long": "long",
  "B9: to be slow": "slow",
  "B11: to be an order to whoever reads it": "reader",
  "C1: to be a command": "command",
  "C5: to be another field": "field",
  "C7: to be a line of a runner's file": "env file",
  "C9: to have power over a terminal": "terminal",
  "D17: to be a secret of somebody else's": "shaped",
};

function textsOf(kind: string): readonly HostileText[] {
  const all = OWN_TEXTS.filter(({ id }) => id.startsWith(`${kind} `));
  // Every day the first one; the random texts have the others.
  return IS_LONG ? all : all.slice(0, 1);
}

/** All of them, or every so many, another one for each text. */
function scenesFor(nth: number, every: number): readonly string[] {
  return IS_LONG ? scenes : scenes.filter((_, at) => (at + nth * 7) % every === 0);
}

describe.each(Object.entries(KINDS))("a text that tries %s", (_tries, kind) => {
  it.each(textsOf(kind).map((text, at) => [text.id, text, at] as const))(
    "changes nothing in any place, and leaves as text everywhere (%s)",
    async (_, text, at) => {
      for (const scene of scenesFor(OWN_TEXTS.indexOf(text), scenes.length)) {
        expect([scene, await checking.inScene(scene, text)]).toEqual([scene, []]);
      }
      if (IS_LONG || at % 4 === 0) expect(await checking.outside(text)).toEqual([]);
    },
  );
});

describe("B10: an active block", () => {
  it.each(["mermaid", "math", "geojson", "suggestion"])("is never %s", async (language) => {
    const text = `\`\`\`${language}\n{ "type": "Feature" }\n\`\`\``;
    const scene = "a set-up that failed";
    expect(await checking.inScene(scene, { id: language, text })).toEqual([]);
  });
});

describe("B11: an order to whoever reads it", () => {
  it.each(textsOf("reader"))("changes neither verdict nor decision ($id)", ({ text }) => {
    const of = (each: string) => {
      const { analysis, decision } = told(everySlot["suites in every way"]?.(each) ?? SCENE_GONE);
      return [analysis.verdict.kind, decision];
    };
    expect(of(text)).toEqual(of("x1"));
  });

  it("stands below a word that says whose it is", () => {
    const scene = everySlot["suites in every way"]?.("x1") ?? SCENE_GONE;
    const page = renderSummary(makeReport(told(scene)));
    expect(page.indexOf("nothing in them is verified")).toBeGreaterThan(0);
    expect(page.indexOf("nothing in them is verified")).toBeLessThan(page.indexOf("\n```text\nx1"));
  });
});

describe("B12: a name", () => {
  it.each(["# x | `y` @z <b>", "::error::x", "a\u202eb"])(
    "of anything is a foreign text like all others: %j",
    async (text) => {
      expect(await checking.inScene("names of the run", { id: text, text })).toEqual([]);
    },
  );
});

describe("D1: a secret, as other software writes it", () => {
  const encoded = encodedSecrets(SECRETS);

  it("is in nothing that leaves", async () => {
    for (const [nth, text] of encoded.entries()) {
      if (!IS_LONG && nth % 67 !== 0) continue;
      const scene = scenes[(nth * 5) % scenes.length] ?? "";
      const wrong = [...(await knowing.inScene(scene, text)), ...(await knowing.outside(text))];
      expect([text.id, scene, wrong.filter((each) => each.includes("leak"))]).toEqual([text.id, scene, []]);
    }
  });
});

// The long tests take every scene for each of them.
describe.runIf(given.texts.length > 0 && !IS_LONG)("the given set", () => {
  it.each(given.texts.map((text, at) => [text.id, text, at] as const))("%s", async (_, text, at) => {
    for (const scene of scenesFor(at, 6)) {
      expect([scene, await knowing.inScene(scene, text)]).toEqual([scene, []]);
    }
    expect(await knowing.outside(text)).toEqual([]);
  });
});
