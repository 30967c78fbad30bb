// Numbers, times and names as the formats of .NET and TestNG write them.
import { absoluteTime } from "./junit-values.ts";

/** "00:00:01.2345678", "1.02:03:04" with days. */
export function spanOf(text: string | undefined): number | null {
  const parts = /^(?:(\d{1,6})\.)?(\d{1,4}):(\d{1,2}):(\d{1,2}(?:[.,]\d{1,9})?)$/u.exec(text?.trim() ?? "");
  if (parts === null) return null;
  const [, days = "0", hours = "0", minutes = "0", seconds = "0"] = parts;
  const inSeconds =
    ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds.replace(",", "."));
  return inSeconds * 1_000;
}

/** Milliseconds since 1970 of a time that names its zone; "2021-12-02T06:08:37 UTC" does. */
export function instantOf(text: string | undefined): number | null {
  return absoluteTime(text?.trim().replace(/ ?(?:UTC|GMT|Z)$/u, "Z"));
}

/** A number of things; null for anything else. */
export function countOf(text: string | undefined): number | null {
  const digits = text?.trim() ?? "";
  return /^\d{1,9}$/u.test(digits) ? Number(digits) : null;
}

/** "MyTests.dll" of a path on the machine that ran it, which is another one each time. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

export function isTrue(text: string | undefined): boolean {
  return text?.trim().toLowerCase() === "true";
}

export function isFalse(text: string | undefined): boolean {
  return text?.trim().toLowerCase() === "false";
}
