// What main left for post: its record, whether people were told of it, and for a main that was gone before its end the
// record that its journal makes.
import type { CycleRecord } from "../record/record.ts";
import { decodeRecord } from "../record/record.ts";
import { recordOfJournal } from "../record/journal.ts";
import type { Job } from "../world/job.ts";

export interface Left {
  readonly record: CycleRecord;
  /**
   * "whole": main came to its end, and what it decided holds · "shown": outputs and summary are written, GitHub may not
   * know · "nothing": nobody was told anything.
   */
  readonly told: "whole" | "shown" | "nothing";
}

/** null where main began no cycle, or where nothing of it is left. */
export async function leftByMain({ world, runner, variable, readJournal }: Job): Promise<Left | null> {
  const phase = runner.readState("phase");
  if (WITHOUT_CYCLE.has(phase)) return null;
  const text = await world.files.readOwn("record.json");
  const record = text === null ? null : decodeRecord(text);
  if (record !== null && isOfThisRun(record, variable)) {
    if (phase === "told") return { record, told: "whole" };
    return { record: ended(record), told: phase === "shown" ? "shown" : "nothing" };
  }
  const journal = await readJournal();
  const cut = journal === null ? null : recordOfJournal(journal);
  return cut === null ? null : { record: cut, told: "nothing" };
}

/** The folder of a runner may outlive a run. */
function isOfThisRun({ trigger }: CycleRecord, variable: Job["variable"]): boolean {
  const isSame = (name: string, value: number): boolean => variable(name) === String(value);
  return isSame("GITHUB_RUN_ID", trigger.runId) && isSame("GITHUB_RUN_ATTEMPT", trigger.attempt);
}

/** A main that was stopped after it had decided: its verdict holds, and nothing follows. */
function ended(record: CycleRecord): CycleRecord {
  return record.decision.kind === "stop" ? record : { ...record, decision: { kind: "stop", because: "cancelled" } };
}

const WITHOUT_CYCLE: ReadonlySet<string> = new Set(["no-cycle", "settled", "overtaken", "given-up"]);
