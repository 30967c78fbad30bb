// Pieces of grammar that several families of rules share.
import { statusFinding, type Found } from "../classify/findings.ts";

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

/** The HTTP status in a group of the match, with the endpoint that its line names. */
export const statusAt =
  (group: number) =>
  (match: RegExpExecArray): Found | null =>
    statusFinding(Number(match[group]), targetIn(lineOf(match)));
