// Where a runner says in its terminal that it wrote its report: the way from a wrong path to the right one.
import { isOld, type SuiteRun } from "../model/check.ts";
import type { Phrase } from "../model/report.ts";
import { isEndOf, linesOf } from "./plain.ts";
import { untrusted, type Untrusted } from "../text/untrusted.ts";

/** pytest draws a line around it; Vitest and Jest's reporters end with the path. */
const MARKS: readonly RegExp[] = [
  /^-{1,80} generated xml file: (.{1,400}?) -{1,80}$/u,
  /\b(?:JUNIT|JSON|TAP) report written to (.{1,400})$/u,
  /^Test results written to:? (.{1,400})$/u,
];

/** "; the terminal of `api` says that it wrote `reports/api.xml`"; empty where that is no news. */
export function writtenElsewhere({ name, command, reports }: SuiteRun): Phrase {
  const path = writtenPath({ command, reports });
  return path === null ? [] : ["; the terminal of ", name, " says that it wrote ", path];
}

/** null: the terminal says nothing of it, or names a file that was found and read. */
export function writtenPath({ command, reports }: Pick<SuiteRun, "command" | "reports">): Untrusted | null {
  const path = written(command.output);
  const isRead = path !== null && reports.some((each) => !isOld(each) && isEndOf(each.path, path));
  return isRead ? null : path;
}

function written(output: Untrusted): Untrusted | null {
  const line = (text: string): string | undefined => MARKS.flatMap((mark) => mark.exec(text)?.[1] ?? [])[0];
  const found = linesOf(output, LONGEST).flatMap((text) => line(text) ?? []);
  const last = found.at(-1);
  return last === undefined ? null : untrusted(last.trim());
}

/** A path with the frame around it. */
const LONGEST = 600;
