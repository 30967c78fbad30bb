// Pieces of grammar that several families of rules share.

/** The lines in which the match stands. */
export function linesOf(text: string, { index: at, 0: words }: RegExpExecArray): string {
  const from = text.lastIndexOf("\n", at) + 1;
  const to = text.indexOf("\n", at + words.length);
  return text.slice(from, to === -1 ? undefined : to);
}

/** The line in which the match begins. */
export function lineOf(match: RegExpExecArray): string {
  const from = match.input.lastIndexOf("\n", match.index) + 1;
  const to = match.input.indexOf("\n", match.index);
  return match.input.slice(from, to === -1 ? undefined : to);
}

/** The path or "METHOD /path" that a line names, so that 404s of different endpoints stay apart. */
export function targetIn(line: string): string | null {
  const match =
    /(?:\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?:https?:\/\/[^\s/"'`]+)?|\bhttps?:\/\/[^\s/"'`]+|(?<![\w.~%:/-]))(\/[\w~.%-]+(?:\/[\w~.%{}:-]+)*)/u.exec(
      line,
    );
  const path = match?.[2]?.replace(/[.:]+$/u, "");
  if (path === undefined || /\.(?:[cm]?[jt]sx?|py|rb|go|java|cs|php)$/u.test(path)) return null;
  return match?.[1] === undefined ? path : `${match[1]} ${path}`;
}

/** One pattern of many, so that each can stand in a line of its own. */
export function anyOf(flags: string, ...parts: readonly RegExp[]): RegExp {
  return new RegExp(parts.map((part) => part.source).join("|"), flags);
}

/**
 * Exceptions that were thrown, by the end of their names: not where the source that a report quotes only names, raises
 * or catches them. For patterns with the flag m.
 */
export function thrown(names: RegExp): RegExp {
  return new RegExp(
    String.raw`(?:${names.source})\b(?<!\b(?:except|raise|raises|rescue|throws?|new|catch|import|instanceof|toThrow)\b[ (]{1,2}[\w.:]{0,160})(?=[ :.]{0,2}$|: ?\S|[>'"\],;]| \(|\((?:[<'"\d[]|u'|\w{1,60}(?:Error|Exception)\()| \{| ?---)`,
    "mu",
  );
}

/** Errors that an assertion compares: the names in it say what was expected as well as what came. */
export const COMPARES_ERRORS = anyOf(
  "imu",
  /\bto be an? ?instance of\b|^[ \t]{0,40}Expected (?:substring|pattern|message|constructor)\b[^\n]{0,40}:/u,
  /^[ \t]{0,40}Expected: ["'][^\n]{0,80}(?:\bE[A-Z]{4,12}\b|refused|reset|timed? ?out|closed|certificate)/u,
  /\bto (?:equal|eql|be|include|contain|match|throw) ["'/][^\n]{0,80}(?:\bE[A-Z]{5,12}\b|refused|reset|timed? ?out|closed|certificate)/u,
  /\b(?:want(?:ed)?|expected|expecting)\b[^\n]{0,40} ["'`][^"'`\n]{0,60}(?:refused|reset|timed? ?out|deadline|closed|EOF)[^"'`\n]{0,40}["'`],? (?:but )?(?:got|was|actual|received)\b/u,
);
