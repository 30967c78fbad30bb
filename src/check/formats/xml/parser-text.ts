// Questions about a piece of XML that need no state: where it can be cut, how many lines it has, whether it declares.

/** No reference that counts is longer. */
const MAX_REFERENCE = 32;

/** How far a text can be told that may go on: not into a reference, a line end, or the end of CDATA. */
export function safeEnd(text: string, from: number): number {
  const tail = Math.max(from, text.length - MAX_REFERENCE);
  const reference = text.lastIndexOf("&");
  const isOpen = reference >= tail && !text.includes(";", reference);
  let end = isOpen ? reference : text.length;
  while (end > from && end > text.length - 2 && "\r]".includes(text.charAt(end - 1))) end--;
  return end;
}

export function linesIn(text: string, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

const XML_DECLARATION =
  /^<\?xml\s+version\s*=\s*(?:"1\.\d{1,3}"|'1\.\d{1,3}')(?:\s+encoding\s*=\s*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>$/u;

export function isDeclaration(instruction: string): boolean {
  return XML_DECLARATION.test(instruction);
}
