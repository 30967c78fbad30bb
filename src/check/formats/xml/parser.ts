// Reads XML of any size as it comes, without a document type: strict where a report could hide something, and holding
// no more of it than one tag. Long texts come in parts.
import { BrokenOff, Refused, type XmlElement } from "../test-case.ts";
import { isDeclaration, linesIn, safeEnd } from "./parser-text.ts";
import { Malformed, resolved, withLineFeeds, withoutControls } from "./references.ts";
import { createNames, nameEnd, positions, spaceEnd, tagsOf, type Tag } from "./tag.ts";

/** Deeper than any tool nests suites; a file beyond it is an attack or an accident. */
const MAX_DEPTH = 64;
/** Of one tag with its attributes, or an instruction: messages stand there too. */
const MAX_TAG = 4 * 1_024 * 1_024;
const MAX_PIECE = 64 * 1_024;

export interface XmlEvents {
  /** Names come without prefix; `prefix` is that of the element, empty for none. */
  readonly open: (element: XmlElement, prefix: string) => void;
  readonly text: (piece: string) => void;
  readonly close: (name: string) => void;
  /** There is a document type, for a root of this name: the end of the reading. */
  readonly doctype: (root: string) => Error;
}

export interface XmlParser {
  readonly write: (piece: string) => void;
  readonly end: () => void;
}

/** The text has to go on before anything can be said. */
const MORE = -1;
const RETURN = 0x0d;
const CDATA = "<![CDATA[";
const COMMENT = "<!--";
const DOCTYPE = "<!DOCTYPE";
const [BANG, SLASH, LESS, QUESTION, BYTE_ORDER_MARK] = [0x21, 0x2f, 0x3c, 0x3f, 0xfeff];

/** Throws `BrokenOff` where the text is no XML any more. */
export function createParser(events: XmlEvents): XmlParser {
  const open: string[] = [];
  const known = createNames();
  const tag: Tag = { name: "", attributes: {}, isEmpty: false, end: 0 };
  let inside: "content" | "cdata" | "comment" = "content";
  let hasRoot = false;
  // Nothing was read, so that a declaration may stand here.
  let isStart = true;
  // What could not be read yet, how long it has to be before it is worth looking again, and the lines before it.
  let rest = "";
  let enough = 0;
  let lines = 1;

  function write(piece: string): void {
    for (let from = 0; from < piece.length; from += MAX_PIECE) {
      const part = piece.length <= MAX_PIECE ? piece : piece.slice(from, from + MAX_PIECE);
      rest = rest === "" ? part : rest + part;
      if (rest.length >= enough) read(false);
    }
  }

  function end(): void {
    read(true);
    if (rest !== "" || inside !== "content" || open.length > 0 || !hasRoot) throw malformed("", 0);
  }

  function read(isLast: boolean): void {
    const text = withoutControls(rest);
    const step = stepsOf(text, isLast);
    let at = 0;
    try {
      for (let next = 0; next !== MORE; next = at < text.length ? step(at) : MORE) at = next;
    } catch (error) {
      throw error instanceof Malformed ? malformed(text, at) : error;
    }
    lines += linesIn(text, at);
    rest = text.slice(at);
    if (rest.length > MAX_TAG) throw new BrokenOff("a tag of more than 4 MiB");
    // A tag without its end is looked at again when there is half as much more of it.
    enough = rest.length * 1.5;
  }

  function malformed(text: string, at: number): BrokenOff {
    return new BrokenOff(`not well-formed XML at line ${lines + linesIn(text, at)}`);
  }

  /** Reads what stands at a place of the text, and tells where the next thing stands. */
  function stepsOf(text: string, isLast: boolean): (at: number) => number {
    const readTag = tagsOf(text, known);
    const referenceAfter = positions(text, "&");
    const returnAfter = positions(text, "\r");
    const bracketsAfter = positions(text, "]]>");

    function content(at: number): number {
      const less = text.indexOf("<", at);
      const ends = less !== -1 ? less : isLast ? text.length : safeEnd(text, at);
      if (ends === at) return MORE;
      if (bracketsAfter(at) < ends) throw new Malformed();
      if (open.length === 0) {
        const blank = at + (isStart && text.charCodeAt(at) === BYTE_ORDER_MARK ? 1 : 0);
        if (spaceEnd(text, blank) < ends) throw new Malformed();
        isStart &&= blank > at && blank === ends;
      } else {
        const raw = lineFeeds(at, ends);
        events.text(referenceAfter(at) < ends ? resolved(raw) : raw);
      }
      return ends;
    }

    function lineFeeds(from: number, to: number): string {
      const raw = text.slice(from, to);
      return returnAfter(from) < to ? withLineFeeds(raw) : raw;
    }

    function markup(at: number): number {
      const kind = text.charCodeAt(at + 1);
      if (Number.isNaN(kind)) return MORE;
      const next =
        kind === SLASH
          ? close(at)
          : kind === BANG
            ? declaration(at)
            : kind === QUESTION
              ? instruction(at)
              : element(at);
      isStart &&= next === MORE;
      return next;
    }

    function element(at: number): number {
      if (!readTag(at, tag)) return MORE;
      if (open.length === 0 && hasRoot) throw new Malformed();
      hasRoot = true;
      const { name, attributes } = tag;
      if (open.push(name) > MAX_DEPTH) throw new Refused(`nested deeper than ${MAX_DEPTH} elements`);
      const colon = name.indexOf(":");
      const local = colon === -1 ? name : name.slice(colon + 1);
      events.open({ name: local, attributes, depth: open.length }, colon === -1 ? "" : name.slice(0, colon));
      if (tag.isEmpty) {
        open.pop();
        events.close(local);
      }
      return tag.end;
    }

    function close(at: number): number {
      const ends = text.indexOf(">", at);
      if (ends === -1) return MORE;
      const name = open.pop();
      const isSame =
        name !== undefined && text.startsWith(name, at + 2) && spaceEnd(text, at + 2 + name.length) === ends;
      if (!isSame) throw new Malformed();
      events.close(name.slice(name.indexOf(":") + 1));
      return ends + 1;
    }

    function declaration(at: number): number {
      if (text.startsWith(COMMENT, at)) {
        inside = "comment";
        return at + COMMENT.length;
      }
      if (text.startsWith(CDATA, at)) {
        if (open.length === 0) throw new Malformed();
        inside = "cdata";
        return at + CDATA.length;
      }
      if (text.startsWith(DOCTYPE, at)) {
        const from = spaceEnd(text, at + DOCTYPE.length);
        const to = nameEnd(text, from);
        if (to === text.length && !isLast) return MORE;
        throw events.doctype(text.slice(from, to));
      }
      const begun = text.slice(at, at + CDATA.length);
      if (![COMMENT, CDATA, DOCTYPE].some((each) => each.startsWith(begun))) throw new Malformed();
      return MORE;
    }

    function instruction(at: number): number {
      const ends = text.indexOf("?>", at + 2);
      if (ends === -1) return MORE;
      const nameEnds = nameEnd(text, at + 2);
      const target = text.slice(at + 2, nameEnds);
      if (nameEnds !== ends && spaceEnd(text, nameEnds) === nameEnds) throw new Malformed();
      if (target.toLowerCase() === "xml" && !(isStart && isDeclaration(text.slice(at, ends + 2)))) {
        throw new Malformed();
      }
      return ends + 2;
    }

    function cdata(at: number): number {
      const found = bracketsAfter(at);
      // Neither its own end nor a line end may be cut.
      const held = text.length - 2 - (text.charCodeAt(text.length - 3) === RETURN ? 1 : 0);
      const ends = found < text.length ? found : held;
      if (ends < at) return MORE;
      if (ends > at) events.text(lineFeeds(at, ends));
      if (found === text.length) return ends > at ? ends : MORE;
      inside = "content";
      return ends + 3;
    }

    function comment(at: number): number {
      const found = text.indexOf("--", at);
      const ends = found === -1 && !text.endsWith("-") ? text.length : found === -1 ? text.length - 1 : found;
      if (found === -1 || found + 2 === text.length) return ends > at ? ends : MORE;
      if (text[found + 2] !== ">") throw new Malformed();
      inside = "content";
      return found + 3;
    }

    return (at) => {
      switch (inside) {
        case "content":
          return text.charCodeAt(at) === LESS ? markup(at) : content(at);
        case "cdata":
          return cdata(at);
        case "comment":
          return comment(at);
      }
    };
  }

  return { write, end };
}
