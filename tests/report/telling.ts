// A cycle as it is told: judged, recorded in its loop, and put together for the pages.
import { analyse } from "../../src/judge/analyse.ts";
import { recordCycle } from "../../src/loop/advance.ts";
import type { Decision } from "../../src/model/analysis.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import type { Loop } from "../../src/model/loop.ts";
import type { Phrase } from "../../src/model/report.ts";
import type { DispatchOutcome, Told } from "../../src/model/told.ts";
import { errorText } from "../../src/report/error-title.ts";
import { plain } from "../../src/report/plain.ts";
import { loop } from "../fakes/checks.ts";
import { trigger } from "../fakes/trigger.ts";

export const NEXT = { kind: "repeat", because: "may-pass", waitMs: 60_000 } as const satisfies Decision;
export const stop = (because: Extract<Decision, { readonly kind: "stop" }>["because"]): Decision => ({
  kind: "stop",
  because,
});

export interface Scene {
  readonly cycle: Cycle;
  readonly before?: Loop;
  readonly decision: Decision;
  readonly dispatch?: DispatchOutcome;
  readonly notices?: readonly Phrase[];
  readonly pushed?: Told["pushed"];
  readonly commits?: Told["commits"];
  readonly night?: Told["night"];
  readonly beginning?: Told["beginning"];
  readonly fix?: Told["fix"];
}

export function tell({
  cycle: facts,
  before = loop(),
  decision,
  dispatch,
  notices = [],
  pushed = [],
  commits = [],
  night = null,
  beginning = { kind: "new" },
  fix = null,
}: Scene): Told {
  const analysis = analyse(facts, before);
  const told = {
    cycle: facts,
    analysis,
    decision,
    loop: recordCycle(before, facts, analysis, (pattern) => errorText(pattern, plain, 60)),
    maxCycles: 5,
    beginning,
    isOtherPlan: false,
    fix,
    isAfterFix: false,
    trigger: trigger({ runId: facts.runId }),
    commits,
    pushed,
    night,
    notices,
    reportUrl: null,
  };
  return dispatch === undefined ? told : { ...told, dispatch };
}
