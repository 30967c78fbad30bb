// How other software writes a text, each in its own way: what the masker has to see through.

export type Encoder = (text: string) => string;

export const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");
const perCharacter = (text: string, change: (char: string) => string): string => [...text].map(change).join("");
const percent = (char: string): string => utf8(char).toString("hex").toUpperCase().replace(/../gu, "%$&");
const keep =
  (kept: RegExp, change: Encoder): Encoder =>
  (text) =>
    perCharacter(text, (char) => (kept.test(char) ? char : change(char)));
const unicode = (char: string): string =>
  Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
const wrapped =
  (width: number, end: string, encode: Encoder): Encoder =>
  (text) =>
    (encode(text).match(new RegExp(`.{1,${width}}`, "gsu")) ?? []).join(end);
export const base64: Encoder = (text) => utf8(text).toString("base64");
export const json: Encoder = (text) => JSON.stringify(text).slice(1, -1);
export const html: Encoder = (text) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

export const ENCODERS: Readonly<Record<string, Encoder>> = {
  nothing: (text) => text,
  capitals: (text) => text.replace(/[a-z]/gu, (char) => char.toUpperCase()),
  encodeURIComponent,
  encodeURI,
  "encodeURIComponent in small letters": (text) =>
    encodeURIComponent(text).replace(/%../gu, (code) => code.toLowerCase()),
  "encodeURIComponent twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "RFC 3986": keep(/[\w.~-]/u, percent),
  "RFC 3986 twice": (text) => keep(/[\w.~-]/u, percent)(keep(/[\w.~-]/u, percent)(text)),
  "Python quote": keep(/[\w.~/-]/u, percent),
  "Go PathEscape": keep(/[\w.~$&+=:@-]/u, percent),
  "Java URLEncoder": (text) => keep(/[\w.* -]/u, percent)(text).replaceAll(" ", "+"),
  form: (text) => new URLSearchParams([["", text]]).toString().slice(1),
  "form decoded by mistake": (text) => text.replaceAll("+", " "),
  "percent for all": (text) => perCharacter(text, percent),
  "percent for all twice": (text) => perCharacter(text, percent).replaceAll("%", "%25"),
  JSON: json,
  "JSON in JSON": (text) => json(json(text)),
  "JSON three times": (text) => json(json(json(text))),
  "JSON with slashes": (text) => json(text).replaceAll("/", "\\/"),
  "JSON in ASCII": (text) => keep(/[\x20-\x7e]/u, unicode)(json(text)),
  "JSON for HTML": (text) => perCharacter(json(text), (char) => ("<>&'+=".includes(char) ? unicode(char) : char)),
  "unicode for all": (text) => perCharacter(text, unicode),
  HTML: html,
  "HTML twice": (text) => html(html(text)),
  "HTML with &#x27;": (text) => html(text).replaceAll("&#39;", "&#x27;"),
  "HTML with &apos;": (text) => html(text).replaceAll("&#39;", "&apos;"),
  "HTML with &#039; and &#34;": (text) => html(text).replaceAll("&#39;", "&#039;").replaceAll("&quot;", "&#34;"),
  "HTML for all but letters": keep(/[A-Za-z0-9]/u, (char) => `&#x${char.codePointAt(0)?.toString(16)};`),
  "HTML for all": (text) => perCharacter(text, (char) => `&#${char.codePointAt(0)};`),
  "JSON in HTML": (text) => html(json(text)),
  "percent in JSON in HTML": (text) => html(json(encodeURIComponent(text))),
  "shell quotes": (text) => text.replaceAll("'", "'\\''"),
  "shell double quotes": (text) => text.replaceAll("'", `'"'"'`),
  "shell backslashes": keep(/[\w@%+=:,./-]|[^\0-\x7f]/u, (char) => `\\${char}`),
  CSV: (text) => text.replaceAll('"', '""'),
  SQL: (text) => text.replaceAll("'", "''"),
  "Python repr": (text) => text.replaceAll("\\", "\\\\").replaceAll("'", "\\'"),
  "C strings": (text) => [...utf8(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""),
  "git quotes": keep(/[\x20-\x7e]/u, (char) =>
    [...utf8(char)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(""),
  ),
  hex: (text) => utf8(text).toString("hex"),
  HEX: (text) => utf8(text).toString("hex").toUpperCase(),
  "hex with spaces": (text) =>
    utf8(text)
      .toString("hex")
      .replace(/..(?!$)/gu, "$& "),
  "hex with colons": (text) =>
    utf8(text)
      .toString("hex")
      .replace(/..(?!$)/gu, "$&:"),
  base64,
  "base64 after one byte": (text) => base64(`a${text}`),
  "base64 after two bytes": (text) => base64(`ab${text}`),
  "base64 in between": (text) => base64(`user:${text}:more`),
  "base64 for URLs": (text) => utf8(`x:${text}`).toString("base64url"),
  "base64 in a URL": (text) => encodeURIComponent(base64(text)),
  "base64 in lines": wrapped(20, "\n", base64),
  "base64 in escaped lines": wrapped(20, "\\n", base64),
  lines: wrapped(7, "\n", (text) => text),
  "lines of Windows, indented": wrapped(5, "\r\n   ", (text) => text),
  "colours between": (text) => perCharacter(text, (char) => `\u001b[31m${char}\u001b[0m`),
  "zero-width between": (text) => perCharacter(text, (char) => `${char}\u200b`),
  "character sets between": (text) => perCharacter(text, (char) => `\u001b(B${char}`),
};
