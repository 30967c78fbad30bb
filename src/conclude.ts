// A cycle from the records of the jobs that tested: read with suspicion, put together, judged and decided here.
import { concludeCycle, knownPullRequest, onNewerHead, type Ended } from "./cycle.ts";
import { beginLoop } from "./loop/begin.ts";
import { identifyRun, identifyTested } from "./loop/identity.ts";
import { fault, UserError } from "./model/errors.ts";
import { emptyCycle, type Cycle } from "./model/cycle.ts";
import type { GitHub } from "./model/github.ts";
import type { Trigger } from "./model/trigger.ts";
import type { World } from "./model/world.ts";
import type { Inputs } from "./plan/inputs.ts";
import { mergeRecords } from "./record/merge.ts";
import { decodeRecord, type CycleRecord } from "./record/record.ts";
import { readRecordFile } from "./record/read-file.ts";
import { MAX_RECORD } from "./record/within.ts";
import { markerOf } from "./report/comment.ts";
import { nightMarkerOf } from "./report/night.ts";
import { masked } from "./text/masked.ts";
import { reveal, untrusted, type Untrusted } from "./text/untrusted.ts";

export interface ConcludeOrder {
  readonly inputs: Inputs;
  readonly trigger: Trigger;
  readonly token: string;
  /** The other inputs of the dispatch that started this run. */
  readonly forwarded: Readonly<Record<string, Untrusted>>;
  readonly canRepeat: boolean;
  readonly canFix: boolean;
}

/**
 * Runs nothing of the user's. Which loop and which cycle this is comes from this job alone; of the records only what
 * was measured counts. Throws a UserError for inputs that are wrong.
 */
export async function concludeRecords(order: ConcludeOrder, world: World, github: GitHub | null): Promise<Ended> {
  const { inputs, trigger } = order;
  if (inputs.faults.length > 0) throw new UserError(inputs.faults);
  const records = await readRecords(inputs.records, trigger, world);
  const [first] = records;
  if (first === undefined && inputs.mode === "continue")
    throw wrong("there is no record in this folder of the workspace", REBUILD, inputs.records);
  const environment = first?.cycle.environment ?? untrusted("staging");
  const now = world.clock.now();
  const { limits } = inputs;
  const markers = { marker: markerOf(environment), nightMarker: nightMarkerOf(environment) };
  const told = records.map((each) => each.loop);
  const begun = await beginLoop({ token: order.token, trigger, limits, now, ...markers, told }, github);
  if (begun.kind === "superseded") return begun;
  const { loop, beginning, pullRequest } = begun;
  // Nothing is checked out here: what was, the jobs that tested have made sure of.
  const identified =
    first === undefined
      ? await identifyRun(loop, trigger, trigger.commit, now, github)
      : await identifyTested(loop, trigger, now, github);
  if (identified.kind === "superseded") return identified;
  if (identified.kind === "stale") return onNewerHead(identified.head, loop, order);
  const measured = first === undefined ? emptyCycle(environment, trigger, now) : mergeRecords(records);
  const cycle: Cycle = {
    ...measured,
    id: loop.id,
    records: countOf(records, inputs.expectRecords),
    // What this job asks for counts before what the jobs that tested were configured with.
    target: inputs.target ?? measured.target,
  };
  const record = await concludeCycle(
    masked(cycle, (text) => world.secrets.mask(text)),
    {
      loop,
      beginning,
      trigger,
      limits,
      onRegression: first?.onRegression ?? "continue",
      canDispatch: order.canRepeat,
      canFix: order.canFix,
      isRunaway: identified.kind === "mine" && identified.isRunaway,
      planDigest: first?.planDigest ?? loop.planDigest ?? NO_PLAN,
      inputs: order.forwarded,
      pullRequest: knownPullRequest(trigger, loop, pullRequest),
    },
    pullRequest === undefined,
    world,
    github,
  );
  return { kind: "cycle", record };
}

/** The record of a job that has concluded knows how many came to it; it can only say that some were missing. */
function countOf(
  records: readonly CycleRecord[],
  expected: number,
): { readonly found: number; readonly expected: number } {
  const short = records.find(({ cycle: { records: count } }) => count !== null && count.found < count.expected);
  return short?.cycle.records ?? { found: records.length, expected };
}

const NO_PLAN = "0".repeat(16);

/** Throws a UserError for a file that is no record of this run, and for a folder that is not named. */
async function readRecords(folder: Untrusted | null, trigger: Trigger, world: World): Promise<readonly CycleRecord[]> {
  if (folder === null) throw wrong("the folder with the records is not named", "Give the input records.");
  const { files, cut } = await world.files.find([untrusted(`${reveal(folder).replace(/\/+$/u, "")}/**/record.json`)]);
  const size = files.reduce((sum, each) => sum + each.sizeBytes, 0);
  if (cut !== null || size > MAX_RECORDS) throw wrong("there is more in the folder than can be read", REBUILD);
  const records: CycleRecord[] = [];
  for (const { path, sizeBytes } of files) {
    const text = sizeBytes > MAX_RECORD ? null : await readRecordFile(path, world.files);
    const record = text === null ? null : decodeRecord(text);
    if (record === null) throw wrong("a file is not the record of a cycle", REBUILD, path);
    const isOfThisRun = record.cycle.runId === trigger.runId && record.cycle.commit === trigger.commit;
    if (!isOfThisRun) throw wrong("a record belongs to another run", REBUILD, path);
    const one = records[0]?.cycle.environment ?? record.cycle.environment;
    if (reveal(one) !== reveal(record.cycle.environment)) {
      throw wrong("the records belong to several environments", "Conclude each environment in a job of its own.", path);
    }
    records.push(record);
  }
  return records;
}

/** Bytes: what the memory of a small runner holds, decoded. */
const MAX_RECORDS = 4 * MAX_RECORD;

const REBUILD = "Download only what the test jobs of this run have uploaded.";

function wrong(message: string, hint: string, found: Untrusted | null = null): UserError {
  return new UserError([fault(untrusted("input records"), message, { found, hint })]);
}
