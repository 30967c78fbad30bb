// What two occurrences of one error have in common: their text without what changes from run to run. Numbers that carry
// the meaning stay (statuses, codes, well-known ports, whether anything came at all); all others are one.

/**
 * Masks times, identifiers, addresses, paths and measured figures. Keeps status and close codes, error names and
 * numbers, ports that are chosen by people, and words, because those tell one error from another.
 */
export function maskVolatile(line: string): string {
  return masked(unified(line), [...PLACES, ...IDS, ...FIGURES]);
}

/** Masks identifiers only: for the address of a request, where everything else tells one endpoint from another. */
export function maskIds(address: string): string {
  return masked(address, IDS);
}

/** Masks a name where it stands as a whole word: "1" in "/users/1", not in "/v1/users". */
export function maskName(text: string, name: string): string {
  if (name === "") return text;
  let out = "";
  let from = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, from)) {
    const end = at + name.length;
    const isWhole = !isInWord(text.charAt(at - 1)) && !isInWord(text.charAt(end));
    out += text.slice(from, at) + (isWhole ? "<user>" : name);
    from = end;
  }
  return out + text.slice(from);
}

function isInWord(char: string): boolean {
  return /[\p{L}\p{N}_-]/u.test(char);
}

function masked(text: string, patterns: readonly Volatile[]): string {
  let out = text;
  for (const [pattern, replacement] of patterns) {
    out = typeof replacement === "string" ? out.replace(pattern, replacement) : out.replace(pattern, replacement);
  }
  return out.toLowerCase().replace(/\s+/gu, " ").trim();
}

/** One form for what is written in several: quotes, separators of paths, escaped line ends. */
function unified(text: string): string {
  return text
    .replace(/[‘’‛“”‟`´"]/gu, "'")
    .replace(/\\[nrt](?![\w])/gu, " ")
    .replace(/[A-Za-z]:\\(?=[^\s'])|\\(?=[\w.-])/gu, "/");
}

type Volatile = readonly [RegExp, string | ((match: string, ...groups: string[]) => string)];

// Every repetition is bounded, so that no text makes a pattern look again and again at the same characters.
const IDS: readonly Volatile[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu, "<id>"],
  [/\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?/gu, "<time>"],
  [/\b(?:mon|tue|wed|thu|fri|sat|sun),? \d{1,2} [a-z]{3} \d{4}\b/giu, "<time>"],
  [/\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) {1,2}\d{1,2}(?=,? \d)/giu, "<time>"],
  [/\b\d{4}-\d\d-\d\d\b/gu, "<time>"],
  [/\b\d{1,4}\/\d{1,2}\/\d{1,4}(?=[ ,T])/gu, "<time>"],
  [/\b\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[ap]m\b)?/giu, "<time>"],
  [/\b0x[0-9a-f]{1,16}\b/giu, "<hex>"],
  [/@(?=[0-9a-f]{0,15}\d)[0-9a-f]{5,16}\b/giu, "@<hex>"],
  [/\b(?=[0-9a-f]{0,63}\d)(?=[0-9a-f]{0,63}[a-f])[0-9a-f]{7,64}\b/giu, "<hex>"],
  [/\b[\w.-]{0,40}_\d{6,20}_[0-9a-f]{4,40}\b/giu, "<id>"],
  // What Kubernetes and Cloud Run put behind a name: of a replica set, of a pod, of a revision.
  [/-(?=[a-z0-9]{0,9}\d)[a-z0-9]{8,10}-[a-z0-9]{5}\b/gu, "-<id>"],
  [/-\d{5}-[a-z]{3}\b/gu, "-<id>"],
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])/gu, "-<id>"],
  // One of many behind an address: "/orders/4711".
  [/\/\d{1,20}(?=[/?#\s'")]|[,.;:](?:\s|$)|$)/gu, "/<id>"],
  [/\/<(?:hex|time)>/gu, "/<id>"],
];

/** Behind these words a number is a code, and so it is in "E1234" and in a name. */
const CODED =
  /(?:\b(?:codes?|status|errno|error|errors? no|sqlstate|http(?:\/\d(?:\.\d)?)?|exit(?:ed)?(?: with)?(?: code| status)?|signal|received|sent|closed?(?: with)?|curl: ?\(|ora-|sqlstate\[|rpc)[ :=#[(<'-]{0,3})$/iu;

/** Begins of the ranges from which systems take a port for one connection: nobody chose such a number. */
const EPHEMERAL = 32_768;

/** Before everything else: a folder may be called by a number, and a number in an address is one of many. */
const PLACES: readonly Volatile[] = [
  // Query of an address: what is asked for stands in its path.
  [/(\bhttps?:\/\/[^\s?'<>]{1,300})\?[^\s'<>)]{0,500}/giu, "$1"],
  // The folders of a file differ from machine to machine, those of an address do not.
  [/(?<![\w:/.<>])(?:~|\/[\w.@+-]{1,80})(?:\/[\w.@+%-]{1,80}){1,20}/gu, fileName],
];

const FIGURES: readonly Volatile[] = [
  [/\[::1?\](?=:\d)|(?<![\w:])::1(?=:\d)|\b\d{1,3}(?:\.\d{1,3}){3}\b|\blocalhost(?=:\d)/gu, "<ip>"],
  [/:(\d{2,5})(?:->[^\s]{1,100})?\b/gu, (_, port = "") => (Number(port) >= EPHEMERAL ? ":<port>" : `:${port}`)],
  [/(\.\w{1,4}):\d{1,7}(?::\d{1,5})?\b/gu, "$1"],
  [/\bline \d{1,7}(?: column \d{1,7})?\b/giu, "line <n>"],
  [/\[[\w .-]{0,60}\d[\w .-]{0,60}\](?=(?: |$))/gu, "[<n>]"],
  [
    /\b\d{1,15}(?:\.\d{1,9})? ?(?:ms|milliseconds?|µs|us|ns|s|secs?|seconds?|minutes?|mins?|h|hours?|days?|[KMGT]i?B|bytes?)\b/giu,
    "<n>",
  ],
  [/\b(?:\d{1,6}(?:ms|[smhd])){2,4}\b/gu, "<n>"],
  [/\b\d{1,6}(?:\.\d{1,6}){2,4}\b/gu, "<version>"],
  // The seventh of many agents, workers or dynos.
  [
    /(?<=[a-z])([-.])(\d{1,6})(?![\w.-])/giu,
    (whole, sign = "", digits = "") => (STATUSES.has(Number(digits)) ? whole : `${sign}<n>`),
  ],
  [/(?<![\w.$-])-?\d{1,20}(?:[.,]\d{1,20}){0,8}(?:e[+-]?\d{1,3})?(?!\w)/gu, number],
];

/** Of a path on a machine the last name; an address of a service begins with what is asked for and stays. */
function fileName(found: string): string {
  const path = found.replace(/[.]{1,3}$/u, "");
  const isFile =
    /^(?:~|\/(?:home|Users|root|github|builds?|runner|tmp|var|opt|usr|app|workspace|srv|private|mnt|_|__|[a-z]|data|code|src|go|nix|etc|proc|dev|lib))(?:\/|$)/u.test(
      path,
    ) ||
    /\/[\w.@+%-]{1,80}\.\w{1,5}$/u.test(path) ||
    /node_modules|site-packages|\.cache/u.test(path);
  return isFile ? `<path>/${path.slice(path.lastIndexOf("/") + 1).replace(/-\d{1,10}\b/gu, "")}` : path;
}

function number(match: string, ...groups: readonly (string | number)[]): string {
  const [at = 0, whole = ""] = groups.slice(-2);
  if (typeof at !== "number" || typeof whole !== "string") return "<n>";
  // Nothing came, or something did. What was measured is never exactly nothing.
  if (match === "0") return whole.charAt(at - 1) === "=" ? "<n>" : match;
  if (/^[1-5]\d\d$/u.test(match) && STATUSES.has(Number(match))) return match;
  if (/^(?:10[01]\d|300[038]|4\d{3})$/u.test(match) && CODED.test(whole.slice(Math.max(0, at - 24), at))) return match;
  if (match.length <= 6 && CODED.test(whole.slice(Math.max(0, at - 24), at))) return match;
  const isPort = /(?::'?|\bport[ =:'"]{1,3})$/iu.test(whole.slice(Math.max(0, at - 10), at));
  if (isPort && match.length <= 5 && Number(match) < EPHEMERAL) return match;
  return "<n>";
}

/** The statuses that answers really have; every other number of three digits is just a number. */
const STATUSES: ReadonlySet<number> = new Set([
  200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 412, 413,
  415, 422, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 521, 522, 523, 524, 525,
  526, 529, 530,
]);
