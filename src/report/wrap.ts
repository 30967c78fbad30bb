// Lines no wider than a terminal: broken between words, each further part below where its text began.

/** What follows the first part of a line; a whole line is to be copied, and is never broken. */
export interface Hanging {
  readonly text: string;
  readonly hang: number;
  readonly isWhole: boolean;
}

export function wrapped({ text, hang, isWhole }: Hanging, columns: number): readonly string[] {
  if (isWhole || widthOf(text) <= columns) return [text];
  const indent = " ".repeat(Math.min(hang, Math.floor(columns / 2)));
  const lines: string[] = [];
  // Spaces before the first word, and between columns, stay as they are.
  let line = "";
  for (const [piece = "", space = "", word = ""] of text.matchAll(/(\s*)(\S+)/gu)) {
    if (line.trim() !== "" && widthOf(line + piece) > columns) {
      lines.push(line);
      line = indent + word;
    } else line += space + word;
  }
  return [...lines, line];
}

/** Columns of a terminal: signs of East Asian scripts and most emoji take two (Unicode Standard Annex 11). */
export function widthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : COMBINING.test(sign) ? 0 : 1), 0);
}

const WIDE =
  /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303e\uff01-\uff60]|\p{Emoji_Presentation}/u;
const COMBINING = /\p{Mn}|\p{Me}|\p{Cf}/u;
