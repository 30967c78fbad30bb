// Writes what TAP tells onto the page: test points, suites that failed, a run that bailed out.
import { bounded, keep, MAX_NAME, MAX_TYPE, type Told } from "../bounds.ts";
import { shortened, textOf, type LongText } from "../long-text.ts";
import type { Page } from "../test-case.ts";
import { untrusted, type Untrusted } from "../../../text/untrusted.ts";
import type { Level } from "./tap-levels.ts";
import type { Point } from "./tap-point.ts";
import type { Diagnostics } from "./tap-yaml.ts";

export interface Pending {
  readonly point: Point;
  readonly level: number;
  readonly below: Level | null;
  readonly yaml: string[];
  yamlSize: number;
  readonly notes: LongText;
  /** What tape calls the test; the point is an assertion of it. */
  readonly heading: string | null;
}

export interface TapWriter {
  /** `above`: names of the subtests around it, from the outermost. */
  readonly point: (done: Pending, above: readonly string[], found: Diagnostics) => void;
  readonly suite: (failed: Pending, above: readonly string[], found: Diagnostics) => void;
  readonly bailOut: (why: string) => void;
  /** How many test points were told. */
  readonly told: () => number;
  readonly isRed: () => boolean;
}

export function tapWriter(page: Page): TapWriter {
  let told = 0;
  let red = false;

  function tellPoint({ point, notes, heading }: Pending, above: readonly string[], found: Diagnostics): void {
    const outcome = outcomeOf(point);
    if (outcome === "failed") red = true;
    told++;
    const { name, number } = point;
    page.test({
      suitePath: pathOf(above),
      project: null,
      className: heading === null ? null : bounded(heading, MAX_NAME, page.kept),
      name: bounded(name === "" ? `test ${number ?? told}` : name, MAX_NAME, page.kept),
      file: found.file === null ? null : bounded(found.file, MAX_NAME, page.kept),
      outcome,
      durationMs: found.durationMs ?? point.durationMs,
      startedAt: null,
      ...(outcome === "failed" ? failureOf(found, notes) : { message: reasonOf(point), detail: null }),
      type: outcome === "failed" ? typeOf(found) : null,
      earlier: [],
      attachments: [],
    });
  }

  function suiteFailed({ point, notes }: Pending, above: readonly string[], found: Diagnostics): void {
    red = true;
    const suitePath = [...pathOf(above), bounded(point.name, MAX_NAME, page.kept)];
    page.error({ suitePath, ...failureOf(found, notes), type: typeOf(found) });
  }

  function bailOut(why: string): void {
    red = true;
    const message = untrusted(bounded(`Bail out! ${why}`.trim(), MAX_NAME, page.kept));
    page.error({ suitePath: [], message, detail: null, type: null });
    page.incomplete("the run bailed out");
  }

  function pathOf(names: readonly string[]): readonly string[] {
    return names.map((each) => bounded(each, MAX_NAME, page.kept));
  }

  function failureOf({ message, compared, detail }: Diagnostics, notes: LongText): Told {
    const said = textOf(notes).trim();
    const parts = [detail, said].filter((each) => each !== "");
    const first = message ?? (said === "" ? compared : said.split("\n", 1).join(""));
    return keep(
      { message: untrusted(first), detail: parts.length === 0 ? null : untrusted(shortened(parts.join("\n"))) },
      page.kept,
    );
  }

  function reasonOf({ reason }: Point): Untrusted | null {
    return reason === "" ? null : untrusted(bounded(reason, 500, page.kept));
  }

  function typeOf({ type }: Diagnostics): Untrusted | null {
    return type === null ? null : untrusted(bounded(type, MAX_TYPE, page.kept));
  }

  return { point: tellPoint, suite: suiteFailed, bailOut, told: () => told, isRed: () => red };
}

/** A test that is known not to work yet says nothing, whatever it did; some runners write "ok" for one that did not run. */
function outcomeOf({ ok, directive }: Point): "passed" | "failed" | "skipped" {
  if (directive !== null) return "skipped";
  return ok ? "passed" : "failed";
}
