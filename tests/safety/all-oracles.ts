// Which oracle looks at what has left, by how it is read there.
import { wrongInAnnotations } from "./annotations.ts";
import { hidden, wrongInEnvFile, wrongInHtml, wrongInJson, wrongInLine, wrongInLog, readPage } from "./oracles.ts";
import type { Left, Reading } from "./sinks.ts";

const OUTPUTS =
  "verdict decision ended changed headline cycle passed failed total record report brief next-run-url phase context secrets status".split(
    " ",
  );

const ORACLES: Readonly<Record<Reading, (text: string) => readonly string[]>> = {
  page: (text) => readPage(text).wrong,
  log: (text) => wrongInLog(text),
  line: wrongInLine,
  annotations: (text) => wrongInAnnotations(text, 10),
  text: (text) => hidden(text.replaceAll("\ufe0f", "")),
  html: wrongInHtml,
  json: wrongInJson,
  "env-file": (text) => wrongInEnvFile(text, OUTPUTS),
  // For us alone: it has to be well-formed, and free of secrets.
  data: (text) => (text.isWellFormed() ? [] : ["half a character"]),
};

export function wrongIn({ as, text }: Left): readonly string[] {
  return ORACLES[as](text);
}
