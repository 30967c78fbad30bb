// Values that try to be another field, another annotation or another file, and how an annotation is read back as the runner
// reads it: for every test of what prints annotations.
import { COMMAND_NAMES, readCommand, type Command } from "../../demo/runner/commands.ts";
import { readLines } from "../../demo/runner/lines.ts";
import { wrongInLog } from "./oracles.ts";

/** For titles and messages: each has to come back as it is shown elsewhere, and as nothing beside. */
export const FIELD_TEXTS: readonly string[] = [
  "a,line=1,title=x::y",
  "a%2Cline=1%3A%3Ab",
  "a%0A::error::b",
  "a\n::error::b",
  "a\r::add-mask::b",
  "a\r\n##[error]b",
  "::stop-commands::never",
  "x ##[error]y",
  "100% %25 %0D %",
  "a:b,c;d=e]",
  "\u001b[31mred\u001b[0m \u202e\u200b",
  "\ud83d half",
  "🔑".repeat(3_000),
  "x".repeat(10_000),
];

/** Paths that no annotation may name: outside of the workspace, or no path at all. */
export const FOREIGN_FILES: readonly string[] = [
  "/etc/passwd",
  "../../etc/passwd",
  "a/../../../etc/passwd",
  "file:///etc/passwd",
  "C:\\Windows\\win.ini",
  "\\\\host\\share",
  "https://evil.example/a.ts",
  "a\0b.ts",
  "",
];

/** Lines that are none. */
export const FOREIGN_LINES: readonly number[] = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e21];

/** The commands in what was printed, as the runner finds them. */
export function commandsIn(printed: string): readonly Command[] {
  const found: Command[] = [];
  const reader = readLines((line) => {
    const command = readCommand(line, new Set(COMMAND_NAMES));
    if (command !== undefined) found.push(command);
  });
  reader.take(Buffer.from(printed));
  reader.end();
  return found;
}

/** The annotations in what was printed; the groups around them are ours. */
export function annotationsIn(printed: string): readonly Command[] {
  return commandsIn(printed).filter(({ name }) => name !== "group" && name !== "endgroup");
}

/** What is wrong with what was printed for at most so many annotations; their texts are for the caller to compare. */
export function wrongInAnnotations(printed: string, most: number): readonly string[] {
  const annotations = annotationsIn(printed);
  const others = annotations.filter(({ name }) => !["error", "warning", "notice"].includes(name));
  const fields = annotations.flatMap(({ properties }) => Object.keys(properties));
  return [
    ...others.map(({ name }) => `command ${name}`),
    ...wrongInLog(printed, COMMANDS),
    ...(printed === "" || GROUPED.test(printed) ? [] : ["another group"]),
    ...fields.filter((each) => !FIELDS.has(each)).map((each) => `field ${each}`),
    ...(annotations.length > most ? [`${annotations.length} annotations`] : []),
    ...(printed.isWellFormed() ? [] : ["half a character"]),
    ...annotations.flatMap(({ data, properties }) => [
      ...([...data].length > 4_000 ? ["a message that is too long"] : []),
      ...([...(properties["title"] ?? "")].length > 200 ? ["a title that is too long"] : []),
      ...(/^\d+$/u.test(properties["line"] ?? "1") && Number(properties["line"] ?? 1) > 0
        ? []
        : ["a line that is none"]),
      ...(/^(?:\/|[A-Za-z]:|\\|[a-z]+:)|(?:^|\/)\.\.(?:\/|$)|:\/\/|\0/u.test(properties["file"] ?? "")
        ? ["a file outside"]
        : []),
    ]),
  ];
}

/** Each group is titled by us, holds something and is closed. */
const GROUPED = /^(?:::group::Annotations\n(?:::(?:error|warning|notice) title=.*\n)+::endgroup::\n)+$/u;

const COMMANDS: ReadonlySet<string> = new Set(["error", "warning", "notice", "group", "endgroup"]);
const FIELDS: ReadonlySet<string> = new Set(["title", "file", "line", "endLine", "col", "endColumn"]);
