// The words of `capture`: values of an answer or an event that later texts refer to as `${capture.NAME}`.
import { patternJson } from "./leaves.ts";
import { jsonPath } from "./path.ts";
import { headerName } from "./request.ts";
import { explained, into, isMap, keyed, map, pick, type Reading, type Shape } from "./shape.ts";

export interface CaptureSource {
  readonly source: "json" | "header";
  readonly at: string;
}

/** The name of each capture with where its value stands. */
export type CaptureWords = Readonly<Record<string, CaptureSource>>;

const NAME = /^[A-Za-z_][\w-]{0,99}$/u;
const EXPECTED_NAME = "expected a name of letters, digits, _ and -";

const inJson: Shape<CaptureSource> = into(jsonPath, (at) => ({ source: "json", at }));
const fromHeader = explained(map({ header: headerName }), { header: "The header whose value is taken." });
const inHeader: Shape<CaptureSource> = into(fromHeader, ({ header }) => ({
  source: "header",
  at: header.toLowerCase(),
}));

/** Captures of an HTTP answer. */
export const answerCaptures = captures(pick((value) => (isMap(value) ? inHeader : inJson), [inJson, inHeader]));

/** Captures of an event, which has no headers. */
export const eventCaptures = captures(inJson);

function captures(source: Shape<CaptureSource>): Shape<CaptureWords> {
  return keyed(readName, source, "a map from name to JSON path", patternJson(NAME, EXPECTED_NAME));
}

function readName(name: string): Reading<string> {
  return NAME.test(name) ? { value: name } : { expected: EXPECTED_NAME };
}
