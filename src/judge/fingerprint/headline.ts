// The words that make an error what it is: what the rule matched and what stands behind it in its line. What stands
// before it is mostly a time, a level, the name of a test; of it only what names a target or a fault is kept.

/** More of a line tells nothing new. */
const MOST = 800;

/** `line` holds the match; `span` is what matched. */
export function headlineIn(line: string, span: string): string {
  const first = span.split("\n", 1)[0] ?? "";
  const at = first === "" ? -1 : line.indexOf(first);
  if (at < 0) return line.slice(0, MOST);
  const before = line.slice(Math.max(0, at - MOST), at).replace(TIME, " ");
  return `${kept(before)}${line.slice(at, at + MOST)}`;
}

/** An address, a host with its port, a status, the name of an exception, a quoted name. */
const TELLING =
  /\bhttps?:\/\/[^\s'"<>)\]]{1,200}|\b(?:[\w-]{1,60}\.){1,6}\w{1,20}:\d{2,5}\b|\[[\da-f:]{2,40}\]:\d{2,5}\b|\b(?:localhost|\d{1,3}(?:\.\d{1,3}){3}):\d{2,5}\b|\b(?:GET|POST|PUT|PATCH|DELETE|HEAD) \/[^\s'"]{0,200}|\b[A-Za-z][\w]{0,60}(?:Error|Exception)\b/gu;

/** What a log writes in front looks like a host and its port. */
const TIME = /\d{4}-\d\d-\d\d[T ]\S{1,40}|\b\d\d:\d\d:\d\d\S{0,20}/gu;

function kept(before: string): string {
  const found = before.match(TELLING) ?? [];
  return found.length === 0 ? "" : `${[...new Set(found)].slice(-4).join(" ")} `;
}
