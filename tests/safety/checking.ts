// What holds of every text in every place: the pages keep their structure, and no oracle finds anything wrong.
import { maskedText } from "../../src/text/masked.ts";
import { wrongIn } from "./all-oracles.ts";
import { leakFinder, readPage, tagsOf } from "./oracles.ts";
import { SCENES } from "./scenes.ts";
import { createTeller, type Left } from "./sinks.ts";
import type { HostileText } from "./texts.ts";

export interface Checking {
  /** What is wrong with this text in this scene, everywhere; empty where all is well. */
  readonly inScene: (scene: string, text: HostileText) => Promise<readonly string[]>;
  /** The same outside of a cycle: in the configuration and in reports. */
  readonly outside: (text: HostileText) => Promise<readonly string[]>;
}

/** No single word, so that it is foreign text also where plain words are shown as our own. */
const HARMLESS = "x1";
/** What is longer has been cut before it becomes a fact. */
const LONGEST = 9_000;
/** Bytes: of a longer text in every place the fix brief leaves some out, and says so. */
const ROOMY = 4_000;
/** For the dispatch alone, which needs names as they are. */
const EXACT: ReadonlySet<string> = new Set(["record.json", "dispatch"]);

export function createChecking(secrets: readonly string[]): Checking {
  const teller = createTeller(secrets);
  const leaks = leakFinder(secrets);
  const known = new Map<string, ReadonlyMap<string, string | null>>();

  async function skeletonsOf(scene: string, harmless: string): Promise<ReadonlyMap<string, string | null>> {
    const there = known.get(scene);
    if (there !== undefined && harmless === HARMLESS) return there;
    const made = new Map((await sent(scene, harmless)).map((left) => [left.sink, skeletonOf(left)]));
    if (harmless === HARMLESS) known.set(scene, made);
    return made;
  }

  async function sent(scene: string, text: string): Promise<readonly Left[]> {
    const make = SCENES[scene];
    if (make === undefined) throw new Error(`no such scene: ${scene}`);
    return teller.everySink(make, text);
  }

  function wrongWith(left: Left): readonly string[] {
    const leaked = EXACT.has(left.sink) ? [] : leaks(left.text);
    return [...wrongIn(left), ...leaked].map((each) => `${left.sink}: ${each}`);
  }

  /** Sinks whose page has another structure than with the text that should make none. */
  async function otherPages(scene: string, all: readonly Left[], harmless: string): Promise<readonly Left[]> {
    const wanted = await skeletonsOf(scene, harmless);
    return all.filter((left) => skeletonOf(left) !== wanted.get(left.sink));
  }

  return {
    async inScene(scene, text) {
      const whole = shortened(text.text);
      const all = await sent(scene, whole);
      let others = all;
      for (const harmless of [HARMLESS, ...sameStories(whole)]) {
        if (others.length > 0) others = await otherPages(scene, others, harmless);
      }
      const hasRoom = new TextEncoder().encode(whole).length < ROOMY;
      return [
        ...all.flatMap(wrongWith),
        ...others.filter(({ sink }) => hasRoom || sink !== "brief.md").map(({ sink }) => `${sink}: another structure`),
      ];
    },
    async outside(text) {
      return (await teller.outside(shortened(text.text))).flatMap(wrongWith);
    },
  };
}

/** null: nothing in it is structure. */
function skeletonOf({ as, text }: Left): string | null {
  if (as === "html") return tagsOf(text);
  return as === "page" ? readPage(text).skeleton : null;
}

/** An error that is known has a story of its own, which the same words tell without a sign, or a variable that nobody filled in. */
function sameStories(text: string): readonly string[] {
  return [wordsOf(text), ...(text.includes("${{") ? ["${{ x1 }}"] : [])];
}

/** Letters, digits and what stands between words; no sign that Markdown, HTML, a terminal or a runner knows. */
function wordsOf(text: string): string {
  return maskedText(text, (each) => each)
    .replace(/[^\p{L}\p{N} ,:()'/.\n␦-]/gu, "")
    .replace(/:\/\/|::|^[\d\s.-]+/gmu, "");
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : text.slice(0, LONGEST / 2) + text.slice(-LONGEST / 2);
}
