// Paths of files that a case in JUnit XML names: in lines of its output, in properties, in elements.
import { MAX_NAME } from "../bounds.ts";

/** Of one case. */
const MAX_ATTACHMENTS = 20;
const MARK = "[[ATTACHMENT|";

export interface Attachments {
  readonly paths: string[];
  /** The end of a text that may go on in the next piece. */
  rest: string;
}

export function attachments(): Attachments {
  return { paths: [], rest: "" };
}

/** Finds `[[ATTACHMENT|path]]` in what a case printed. */
export function addOutput(found: Attachments, piece: string): void {
  const text = found.rest + piece;
  let at = text.indexOf(MARK);
  let done = 0;
  while (at !== -1) {
    const end = text.indexOf("]]", at);
    if (end === -1) break;
    addPath(found, text.slice(at + MARK.length, end));
    done = end + 2;
    at = text.indexOf(MARK, done);
  }
  const open = at === -1 ? Math.max(done, text.length - MARK.length) : at;
  found.rest = text.length - open > MAX_NAME ? "" : text.slice(open);
}

export function endOutput(found: Attachments): void {
  found.rest = "";
}

export function addPath(found: Attachments, path: string): void {
  const name = path.trim();
  const one = name !== "" && name.length <= MAX_NAME && !/[\r\n]/u.test(name);
  if (one && found.paths.length < MAX_ATTACHMENTS && !found.paths.includes(name)) found.paths.push(name);
}

export function isAttachmentProperty(name: string | undefined): boolean {
  return name !== undefined && name.length <= 100 && /attachment/iu.test(name);
}
