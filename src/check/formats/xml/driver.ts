// Reads an XML document as the first format that knows its root element. Streams: what is found goes to the page at
// once, and stays there when the file breaks off.
import type { ReportFormat } from "../../../model/check.ts";
import { isOtherFile } from "../other-files.ts";
import {
  BrokenOff,
  Other,
  Refused,
  UNKNOWN_XML,
  type Page,
  type ReadReport,
  type XmlElement,
  type XmlFormat,
  type XmlReader,
} from "../test-case.ts";
import { failsafe, isFailsafe } from "./failsafe.ts";
import { createParser } from "./parser.ts";

export interface XmlRead {
  /** null: not recognised. */
  readonly format: ReportFormat | null;
  /** What the page was told of being incomplete comes on top. */
  readonly state: Exclude<ReadReport["state"], "empty">;
  readonly reason: string | null;
}

/** Never throws for what the document contains; what `pieces` throws passes through. */
export async function readXml(
  pieces: AsyncIterable<string>,
  formats: readonly XmlFormat[],
  page: Page,
): Promise<XmlRead> {
  const reading: Reading = { format: null, reader: null, found: 0 };
  const counted = counting(page, reading);
  const parser = createParser({
    open: (element, prefix) => {
      if (reading.reader === null) {
        const namespace = namespaceOf(element, prefix);
        const format = formats.find((each) => each.accepts(element, namespace));
        reading.format = format?.format ?? null;
        reading.reader = format?.create(counted, element) ?? readerOfOther(element, namespace, counted);
      }
      reading.reader.open(element);
    },
    text: (piece) => reading.reader?.text(piece),
    close: (name) => reading.reader?.close(name),
    doctype: (root) => {
      const other = reading.reader === null ? otherFile(root.slice(root.indexOf(":") + 1), "") : null;
      return other ?? new Refused(DOCTYPE);
    },
  });
  try {
    for await (const piece of pieces) parser.write(piece);
    parser.end();
    reading.reader?.end();
  } catch (error) {
    const ended = lastWords(reading.reader, error);
    return { format: ended instanceof Other ? null : reading.format, ...endOf(ended, reading.found > 0) };
  }
  return { format: reading.format, state: "read", reason: null };
}

interface Reading {
  format: ReportFormat | null;
  reader: XmlReader | null;
  /** Tests and errors that went to the page. */
  found: number;
}

function counting(page: Page, reading: Reading): Page {
  return {
    ...page,
    test: (found) => {
      reading.found++;
      page.test(found);
    },
    error: (found) => {
      reading.found++;
      page.error(found);
    },
  };
}

const DOCTYPE = "it declares a DOCTYPE, which a test report never needs";

function readerOfOther(root: XmlElement, namespace: string, page: Page): XmlReader {
  if (isFailsafe(root, namespace)) return failsafe(page, root);
  throw otherFile(root.name, namespace) ?? new Other("unsupported", UNKNOWN_XML);
}

function otherFile(root: string, namespace: string): Other | null {
  // A known name consists of letters that may be printed.
  return isOtherFile(root, namespace) ? new Other("ignored", `another kind of XML file, ${root}`) : null;
}

/** What a reader held back when the document broke off may still be too much. */
function lastWords(reader: XmlReader | null, error: unknown): unknown {
  if (!(error instanceof BrokenOff)) return error;
  try {
    reader?.brokeOff?.();
    return error;
  } catch (worse) {
    return worse;
  }
}

function endOf(error: unknown, found: boolean): Pick<XmlRead, "state" | "reason"> {
  if (error instanceof Other) return { state: error.state, reason: error.message };
  if (error instanceof Refused) return { state: "refused", reason: error.message };
  if (error instanceof BrokenOff) return { state: found ? "partial" : "refused", reason: error.message };
  throw error;
}

function namespaceOf({ attributes }: XmlElement, prefix: string): string {
  return attributes[prefix === "" ? "xmlns" : `xmlns:${prefix}`]?.trim() ?? "";
}
