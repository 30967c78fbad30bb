// The table of classes: every row says all that people are told of an error.
import { expect, it } from "vitest";
import { CLASSES, classOf } from "../../src/judge/classes.ts";
import { TRANSIENCE } from "../../src/model/failure-class.ts";

const ROWS = Object.entries(CLASSES);

it("has a row for each class, and unknown for every other", () => {
  expect(Object.keys(CLASSES).toSorted()).toEqual(Object.keys(TRANSIENCE).toSorted());
  expect(classOf("app.quota")).toBe(CLASSES.unknown);
  expect(classOf("toString")).toBe(CLASSES.unknown);
});

it.each(ROWS)("%s has a title, a next step and a question of its own", (_, { title, next, question }) => {
  expect(title).toMatch(/^(?:TLS|[a-z])[^.?!]{3,60}$/u);
  expect(next).toMatch(/^[A-Z][^?!]{10,160}\.$/u);
  expect(question).toMatch(/^Why (?:is|are|does|do|did|was|can) [^.!?]{5,80}\?$/u);
  for (const what of ["title", "next", "question"] as const) {
    expect(ROWS.filter(([, row]) => row[what] === { title, next, question }[what])).toHaveLength(1);
  }
});
