// Numbers and times in JUnit XML.

/** "1,234.5" with a thousands comma and "0,5" with a decimal comma both occur; what cannot be a duration is none. */
export function milliseconds(seconds: string | undefined): number | null {
  if (seconds === undefined) return null;
  const quick = plainMilliseconds(seconds);
  if (quick !== null) return quick;
  if (seconds.trim() === "") return null;
  const value = Number(seconds.includes(",") ? withoutCommas(seconds) : seconds);
  return Number.isFinite(value) && value >= 0 ? value * 1_000 : null;
}

/** "12.345": as nearly all are written. Without this, numbers take as long as all the rest of a case. */
function plainMilliseconds(seconds: string): number | null {
  const { length } = seconds;
  if (length === 0 || length > 12) return null;
  let digits = 0;
  let point = length;
  for (let at = 0; at < length; at++) {
    const unit = seconds.charCodeAt(at);
    if (unit >= 0x30 && unit <= 0x39) digits = digits * 10 + (unit - 0x30);
    else if (unit === 0x2e && point === length && at > 0) point = at;
    else return null;
  }
  const decimals = Math.max(0, length - point - 1);
  return decimals <= 3 ? digits * 10 ** (3 - decimals) : digits / 10 ** (decimals - 3);
}

function withoutCommas(text: string): string {
  return /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(text) ? text.replaceAll(",", "") : text.replace(",", ".");
}

const ABSOLUTE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)$/u;

/** A time without a zone is that of a machine nobody knows. */
export function absoluteTime(text: string | undefined): number | null {
  if (text === undefined || text.length > 40) return null;
  const time = text.trim().replace(" ", "T").replace(",", ".");
  if (!ABSOLUTE.test(time)) return null;
  const zoned = time.replace(/([+-]\d\d):?(\d\d)?$/u, (_, hours: string, minutes = "00") => `${hours}:${minutes}`);
  const value = Date.parse(zoned);
  return Number.isFinite(value) ? value : null;
}
