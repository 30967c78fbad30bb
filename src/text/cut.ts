// Shortens text without hiding that it did: head and tail stay, because a root cause often stands last.

/** Shorter texts are names and titles: there an ellipsis at the end says enough. */
const ROOM_FOR_A_NOTE = 200;

/** At most `max` code points; what was dropped in the middle is said. Never splits a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const points = [...text];
  if (points.length <= max) return text;
  if (max < 1) return "";
  if (max < ROOM_FOR_A_NOTE)
    return `${points
      .slice(0, Math.max(0, max - 1))
      .join("")
      .trimEnd()}…`;
  const note = noteFor(points.length, max);
  const room = max - note.length;
  const head = Math.ceil(room * 0.6);
  return points.slice(0, head).join("") + note + points.slice(points.length - (room - head)).join("");
}

/** Tells how many are really missing: the note takes room too, and more for a longer number. */
function noteFor(length: number, max: number): string {
  for (let dropped = length - max; ;) {
    const note = ` … ${dropped} characters cut … `;
    const needed = length - (max - note.length);
    if (needed <= dropped) return note;
    dropped = needed;
  }
}

/** The first line that says something, at most `max` code points. */
export function firstLine(text: string, max: number): string {
  const line = text.split("\n").find((each) => each.trim() !== "") ?? "";
  return cut(line.trim(), max);
}
