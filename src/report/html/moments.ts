// Dates and times of the page, always in UTC and from the data alone.

/** "28 May 2026, 20:26 UTC". */
export function moment(at: number): string {
  const [date = "", time = ""] = new Date(at).toISOString().split("T");
  return `${day(date)} ${date.slice(0, 4)}, ${time.slice(0, 5)} UTC`;
}

/** "28 May", of "2026-05-28". */
export function day(date: string): string {
  return `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ""}`;
}

/** For machines. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
