// Judges the line that runs one test again. Names of tests are foreign and people paste the line into a shell, so each
// filled-in value is quoted as a whole, which only holds where the shell is not inside quotes already.
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { Path } from "../file/faults.ts";
import { FIXED, type Fillable } from "./texts.ts";

const OF_A_TEST: Fillable = { ...FIXED, scopes: ["test"] };

export function buildReproduce(desk: Desk, line: string, path: Path): Untrusted {
  const place = placeOf(desk, path);
  const settled = desk.texts.settle(line, place, OF_A_TEST);
  if (!line.includes("${test.")) {
    desk.faults.add(place, "nothing in this line tells which test is meant", {
      hint: "Here may stand ${test.id}, ${test.name}, ${test.class} and ${test.file}.",
    });
  }
  const quoted = referenceInQuotes(settled);
  if (quoted !== null) {
    desk.faults.add(place, "the value is quoted for the shell, so it cannot stand inside quotes", {
      found: untrusted(quoted),
      hint: "Write it without quotes around it.",
    });
  }
  if (/(?<!<)<<(?!<)/u.test(settled)) desk.faults.add(place, "a here-document has several lines, and this is one");
  return untrusted(settled);
}

/** The first reference to a test that stands inside quotes of a POSIX shell, or where a quote would not begin one. */
function referenceInQuotes(line: string): string | null {
  let open = "";
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    const reference = line.startsWith("${test.", at) ? line.slice(at, line.indexOf("}", at) + 1) : "";
    if (reference !== "" && (open !== "" || /[\\$]$/u.test(line.slice(0, at)))) return reference;
    if (char === "\\" && open !== "'" && !line.startsWith("${test.", at + 1)) at++;
    else if (open !== "" && char === open) open = "";
    else if (open === "" && (char === "'" || char === '"' || char === "`")) open = char;
  }
  return null;
}
