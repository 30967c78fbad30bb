// Builds the answers to why errors are there, from a file that people and agents write between the cycles. Until one of
// them does there is none, so that a file that is missing is no fault.
import type { Answered } from "../../model/declared.ts";
import { untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import { noteSyntax } from "../file/config.ts";
import { MOST_FAULTS, type Place } from "../file/faults.ts";
import { reportMisfit } from "../file/misfits.ts";
import { isNamedFileMissing, readNamedFile } from "../file/named-files.ts";
import { createPlaces, valueOf, type Places } from "../file/tree.ts";
import { MAX_BYTES, readYaml } from "../file/yaml.ts";
import { decode, refuse } from "../words/shape.ts";
import { EXPECTED_WHYS, whyShape, type WhyWords } from "../words/whys.ts";

const PATH = ["whys"];

export function buildAnswers(desk: Desk): readonly Answered[] {
  const file = desk.config?.whys?.words;
  if (file === undefined || isNamedFileMissing(desk, file)) return [];
  const text = readNamedFile(desk, file, PATH);
  if (text === null) return [];
  const read = readYaml(text);
  const places = placesBehind(createPlaces(file, read), placeOf(desk, PATH).order);
  if (noteSyntax(read, places, desk.faults) !== null) return [];
  const words = whysIn(valueOf(read.tree), places, desk);
  // Of several answers to one question the last is the newest.
  return [...new Map(words.map((each) => [each.error, each])).values()].map(({ error, by, answers }) => ({
    fingerprint: error,
    by: untrusted(by),
    answers: answers.map(untrusted),
  }));
}

function whysIn(value: unknown, places: Places, { faults }: Desk): readonly WhyWords[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : value === null ? [] : [value];
  const shape = Array.isArray(value) ? whyShape : refuse(EXPECTED_WHYS);
  return items.flatMap((item, at) => {
    const decoded = decode(shape, item, Array.isArray(value) ? [at] : []);
    if (decoded.ok) return [decoded.value];
    for (const misfit of decoded.misfits.slice(0, MOST_FAULTS)) reportMisfit(misfit, places, faults);
    return [];
  });
}

/** Faults of the file are told where the configuration names it, in their own order. */
function placesBehind({ ofValue, ofKey, ofOffset }: Places, order: number): Places {
  const behind = (place: Place): Place => ({ ...place, order: order + place.order / (2 * MAX_BYTES) });
  return {
    ofValue: (path) => behind(ofValue(path)),
    ofKey: (path) => behind(ofKey(path)),
    ofOffset: (at) => behind(ofOffset(at)),
  };
}
