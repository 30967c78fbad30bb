// Shared by the tests of the schema: small changes to a value, such as a key less or a number out of range.
import * as fc from "fast-check";
import { isMap } from "../../src/plan/words/shape.ts";
import { STRANGE, TEXTS } from "./schema-texts.ts";

type Values = fc.Arbitrary<unknown>;

/** Values that differ from the given one at one place: a key less, another type, a number out of range and so on. */
export function changedOf(values: Values, words: readonly string[]): Values {
  return fc.tuple(values, fc.nat(), fc.nat(), fc.constantFrom(...words)).map(([value, spot, kind, word]) => {
    const spots = spotsOf(value);
    return spots[spot % spots.length]?.(kind, word);
  });
}

type Spot = (kind: number, word: string) => unknown;

/** One function for each part of the value: it makes the whole value anew with that part changed. */
function spotsOf(value: unknown): readonly Spot[] {
  const here: Spot = (kind, word) => {
    const others = changesOf(value, word, kind);
    return others[kind % others.length];
  };
  if (Array.isArray(value)) {
    const inner = value.flatMap((item: unknown, index) =>
      spotsOf(item).map(
        (spot): Spot =>
          (kind, word) =>
            value.with(index, spot(kind, word)),
      ),
    );
    return [here, ...inner];
  }
  if (!isMap(value)) return [here];
  const inner = Object.entries(value).flatMap(([key, item]) =>
    spotsOf(item).map((spot): Spot => (kind, word) => ({ ...value, [key]: spot(kind, word) })),
  );
  return [here, ...inner];
}

function changesOf(value: unknown, word: string, kind: number): readonly unknown[] {
  const strange = [STRANGE[kind % STRANGE.length], TEXTS[kind % TEXTS.length]];
  if (typeof value === "number")
    return [...strange, value + 1, value - 1, -value, value * 1000, value + 0.5, `${value}`];
  if (typeof value === "string") {
    return [
      ...strange,
      `${value} `,
      ` ${value}`,
      `${value}\n`,
      value.toUpperCase(),
      value.slice(1),
      `${value}\${`,
      [value],
    ];
  }
  if (Array.isArray(value))
    return [...strange, [], [...value, ...value], [...value, ...strange], value.slice(1), value[0] ?? null];
  if (!isMap(value)) return strange;
  const entries = Object.entries(value);
  const at = entries.length === 0 ? 0 : kind % entries.length;
  const renamed = entries.map(([key, item], index) => [index === at ? word : key, item] as const);
  return [
    ...strange,
    {},
    Object.fromEntries(entries.toSpliced(at, 1)),
    Object.fromEntries(renamed),
    { ...value, [word]: strange[0] },
    { ...value, extra: 1 },
    [value],
  ];
}
