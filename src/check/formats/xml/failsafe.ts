// Maven Failsafe's summary of a run, which lies beside its reports. It holds no test: it is ignored as long as all is
// well, and tells otherwise what it counts.
import { loss } from "../declared-count.ts";
import { append, longText, textOf, type LongText } from "../long-text.ts";
import { keep } from "../bounds.ts";
import { Other, type Page, type XmlElement, type XmlReader } from "../test-case.ts";
import { untrusted } from "../../../text/untrusted.ts";
import { countOf, isTrue } from "./values.ts";

const ROOT = "failsafe-summary";

export function isFailsafe({ name }: XmlElement, namespace: string): boolean {
  return name === ROOT && namespace === "";
}

/** What Failsafe writes as `result` when something failed. */
const FAILED = "255";

export function failsafe(page: Page, { attributes }: XmlElement): XmlReader {
  const texts: Record<"errors" | "failures" | "failureMessage", LongText> = {
    errors: longText(),
    failures: longText(),
    failureMessage: longText(),
  };
  let depth = 0;
  let into: LongText | null = null;

  function open({ name }: XmlElement): void {
    depth++;
    if (depth !== 2) return;
    into = name === "errors" || name === "failures" || name === "failureMessage" ? texts[name] : null;
  }

  function close(): void {
    if (depth === 2) into = null;
    depth--;
  }

  function text(piece: string): void {
    if (into !== null) append(into, piece);
  }

  function end(): void {
    const [errors, failures] = [countOf(textOf(texts.errors)), countOf(textOf(texts.failures))];
    const broken = (errors ?? 0) + (failures ?? 0);
    const said = textOf(texts.failureMessage).trim();
    const timedOut = isTrue(attributes["timeout"]);
    if (timedOut || said !== "")
      tell(timedOut ? "the run of Maven Failsafe timed out" : said.split("\n", 1).join(""), said);
    // The tests themselves stand in the reports beside this file.
    if (broken > 0) page.incomplete(loss(broken, "failure", 0));
    else if (errors === null || failures === null) page.incomplete("it does not tell how many tests failed");
    else if (!timedOut && said === "") {
      if (attributes["result"]?.trim() !== FAILED) throw new Other("ignored", `another kind of XML file, ${ROOT}`);
      tell("Maven Failsafe calls the run failed, and does not say why", "");
    }
  }

  function tell(message: string, detail: string): void {
    const more = detail === "" || detail === message ? null : untrusted(detail);
    const told = keep({ message: untrusted(message), detail: more }, page.kept);
    page.error({ suitePath: [], ...told, type: null });
  }

  return { open, text, close, end };
}
