// The single values of the file: texts, names, numbers, durations, words. Each says in plain words what it expects.
import { durationText, parseDuration } from "./duration.ts";
import { leaf, list, type Shape } from "./shape.ts";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** A name that people read and that other parts refer to. */
export const name: Shape<string> = leaf((value) =>
  typeof value === "string" &&
  /^[^\p{Cc}\p{Cf}]{1,200}$/u.test(value) &&
  value.trim() === value &&
  !value.includes("${")
    ? { value }
    : { expected: "expected a name: one line of text without references" },
);

export const names: Shape<readonly string[]> = list(name, "a list of names", 0);

/** Text as it stands; it may hold references. */
export const text: Shape<string> = leaf((value) =>
  typeof value === "string" && value.trim() !== "" ? { value } : { expected: "expected text" },
);

/** A command line for the shell, which may have several lines. */
export const command: Shape<string> = leaf((value) =>
  typeof value === "string" && value.trim() !== "" && !value.includes("\0")
    ? { value }
    : { expected: "expected a command" },
);

export const EXPECTED_REPORT = "expected a file or pattern below the workspace, such as reports/*.xml";

/** A report file or a pattern of them, below the workspace. */
export const reportPath: Shape<string> = leaf((value) =>
  typeof value === "string" && isBelow(value) ? { value } : { expected: EXPECTED_REPORT },
);

export const flag: Shape<boolean> = leaf((value) =>
  typeof value === "boolean" ? { value } : { expected: "expected true or false" },
);

/** Text, a number or true/false, as text. */
export const scalarText: Shape<string> = leaf((value) =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? { value: String(value) }
    : { expected: "expected text" },
);

/** Any JSON value. */
export const anyValue: Shape<unknown> = leaf((value) => ({ value }));

/** Any JSON value but null, which is what an empty line gives. */
export const someValue: Shape<unknown> = leaf((value) =>
  value === null ? { expected: "expected a value" } : { value },
);

export const finite: Shape<number> = leaf((value) =>
  typeof value === "number" && Number.isFinite(value) ? { value } : { expected: "expected a number" },
);

/** A whole number in a range, both ends included. */
export function whole(from: number, to: number): Shape<number> {
  return leaf((value) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= from && value <= to
      ? { value }
      : { expected: expectedNumber(from, to) },
  );
}

/** A duration with its unit, as milliseconds. */
export function duration(fromMs: number, toMs: number): Shape<number> {
  return leaf((value) => {
    const ms = typeof value === "string" ? parseDuration(value) : null;
    return ms !== null && ms >= fromMs && ms <= toMs ? { value: ms } : { expected: expectedDuration(fromMs, toMs) };
  });
}

/** One of a few words. */
export function word<const W extends string>(words: readonly W[]): Shape<W> {
  return leaf((value) => {
    const found = words.find((each) => each === value);
    return found === undefined ? { expected: expectedWord(words), known: words } : { value: found };
  });
}

/** A regular expression of JavaScript with the flag u. References would be read as part of it. */
export const pattern: Shape<string> = leaf((value) => {
  if (typeof value !== "string" || value === "" || value.length > 500 || value.includes("${")) {
    return { expected: "expected a regular expression of at most 500 characters without references" };
  }
  return compiles(value) ? { value } : { expected: "expected a regular expression that JavaScript can read" };
});

export function expectedNumber(from: number, to: number): string {
  return `expected a number from ${from} to ${to}`;
}

export function expectedDuration(fromMs: number, toMs: number): string {
  return `expected a duration from ${durationText(fromMs)} to ${durationText(toMs)} with its unit, such as 30s`;
}

export function expectedWord(words: readonly string[]): string {
  return words.length === 1
    ? `expected ${words.join("")}`
    : `expected ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** Relative, and never up and out of the workspace. */
export function isBelow(path: string): boolean {
  const isRelative = path.trim() !== "" && !/^(?:[/\\~]|[A-Za-z]:)/u.test(path) && !/\p{Cc}/u.test(path);
  return isRelative && !path.split(/[/\\]/u).includes("..");
}

function compiles(source: string): boolean {
  try {
    return new RegExp(source, "u").source !== "";
  } catch {
    // Only its syntax can be wrong, and the engine's own words would repeat the pattern.
    return false;
  }
}
