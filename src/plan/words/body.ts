// The words of a request's body that are more than text: JSON, or the fields of a form.
import { scalarText, someValue } from "./leaves.ts";
import { filled, keyed, optional } from "./shape.ts";

const fields = keyed((field) => ({ value: field }), scalarText, "a map from field to text", {});

export const BODY_LINES = {
  json: "The body, sent as JSON.",
  form: "The body, sent as a form: a map from field to text.",
} as const;

export const bodyWords = {
  json: optional(someValue),
  form: optional(filled(fields, "a map from field to text")),
} as const;
