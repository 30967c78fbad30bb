// Tells tests of the same name apart by where they stand in their file, not by when they ran: the order of a run may be
// random.

/** The place of each item among those of its name, from 1. */
export function order(
  items: readonly unknown[],
  nameOf: (item: unknown) => string,
  placeOf: (item: unknown) => string | null,
): (item: unknown) => number {
  const byName = new Map<string, unknown[]>();
  for (const item of items) {
    const same = byName.get(nameOf(item));
    if (same === undefined) byName.set(nameOf(item), [item]);
    else same.push(item);
  }
  const places = new Map<unknown, number>();
  for (const same of byName.values()) {
    if (same.length === 1) continue;
    const sorted = same.map((item) => ({ item, place: sortable(placeOf(item) ?? "") }));
    sorted.sort((one, other) => (one.place < other.place ? -1 : one.place > other.place ? 1 : 0));
    for (const [at, { item }] of sorted.entries()) places.set(item, at + 1);
  }
  return (item) => places.get(item) ?? 1;
}

/** All of one name stand in one file, so that what tells them apart is at the end. */
const MAX_PLACE = 100;

/** "2" stands before "10": each number has its own length before it. */
function sortable(place: string): string {
  return place.slice(-MAX_PLACE).replace(/\d+/gu, (digits) => {
    const significant = digits.replace(/^0+(?=\d)/u, "");
    return `${String(significant.length).padStart(3, "0")}${significant}`;
  });
}
