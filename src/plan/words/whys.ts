// The words of the file that `whys` names: why errors are there, as far as somebody has found out.
import { MOST_WHYS } from "../../model/declared.ts";
import { line, matching } from "./leaves.ts";
import { list, map, narrow, type Shape, type Value } from "./shape.ts";

const answer: Shape<string> = matching(
  /^(?=[\s\S]*\S)[\s\S]{1,1000}$/u,
  "expected an answer: text with at most 1000 characters",
  "answer",
);

const EXPECTED_ANSWERS = `a list of 1 to ${MOST_WHYS} answers`;

export type WhyWords = Value<typeof whyShape>;

export const EXPECTED_WHYS = "a list of maps with error, by and answers";

export const whyShape = map(
  {
    error: matching(
      /^v\d{1,3}:[0-9a-f]{16}$/u,
      "expected the fingerprint of an error as the report tells it, such as v2:0123456789abcdef",
      "fingerprint",
    ),
    by: line(100),
    answers: narrow(
      list(answer, EXPECTED_ANSWERS),
      (value) => !Array.isArray(value) || value.length <= MOST_WHYS,
      EXPECTED_ANSWERS,
      {},
    ),
  },
  "a map with error, by and answers",
);
