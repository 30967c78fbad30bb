// Looks at the tables of connections whenever the system's counters say that something changed. Reading a table makes the
// kernel walk through all of its memory for connections, so that looking is paid from a budget.
import { readFileSync } from "node:fs";
import type { Opened } from "./watch-opened.ts";
import type { Processes } from "./watch-processes.ts";
import type { Seen } from "./watch-seen.ts";
import { changesOf, rowsBelow, type Row, type Table } from "./watch-tables.ts";

const STREAMS: readonly Table[] = ["tcp", "tcp6"];
const DATAGRAMS: readonly Table[] = ["udp", "udp6"];

/** The counters cost next to nothing. A request to a near service is over in some tens of milliseconds. */
const TICK_MS = 25;
/** What else there is to see is looked at this often, changes or not. */
const EVERY_MS = 100;
/** Namespaces of their own have counters of their own. */
const ELSEWHERE_EVERY_MS = 500;
/** Three percent of one core, and a little ahead for a command that does a lot at its start. */
const SHARE = 0.03;
const MOST_CREDIT_MS = 60;

export interface LooksOrder {
  readonly proc: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly processes: Processes;
  readonly seen: Seen;
  readonly opened: Opened;
}

export interface Looks {
  /** At once, beside the regular ones and whatever it costs. */
  look(): void;
  /** The last one. */
  end(): void;
  /** The usual time between two looks. */
  everyMs(): number;
  /** A look could not be made. */
  hasFailed(): boolean;
}

export function keepLooking({ proc, now, processes, seen, opened }: LooksOrder): Looks {
  const started = performance.now();
  const credit = { ms: MOST_CREDIT_MS, at: started };
  let timer: NodeJS.Timeout | undefined;
  let hasEnded = false;
  let hasFailed = false;
  let looks = 0;
  let known: { readonly rows: readonly Row[]; readonly counters: string; readonly at: number } | null = null;
  let lookedAt = started;
  let processesAt = Number.NEGATIVE_INFINITY;
  let elsewhere: readonly number[] = [];

  function look(began: number, isForced: boolean): void {
    if (began - processesAt >= EVERY_MS) {
      processesAt = began;
      processes.update();
      elsewhere = processes.elsewhere();
    }
    const counters = changesOf(readFileSync(`${proc}/net/snmp`, "latin1"));
    const isOld = elsewhere.length > 0 && began - (known?.at ?? began) >= ELSEWHERE_EVERY_MS;
    if (known === null || known.counters !== counters || isOld) {
      if (!isForced && credit.ms <= 0) return;
      const own = rowsBelow(`${proc}/net`, STREAMS);
      opened.look(own);
      known = { rows: [...own, ...elsewhere.flatMap((pid) => rowsOf(pid, STREAMS))], counters, at: began };
    } else if (!isForced && began - lookedAt < EVERY_MS) return;
    lookedAt = began;
    looks++;
    const datagrams = [...rowsBelow(`${proc}/net`, DATAGRAMS), ...elsewhere.flatMap((pid) => rowsOf(pid, DATAGRAMS))];
    seen.look([...known.rows, ...datagrams], Math.round(now()));
  }

  /** It may be gone by now. */
  function rowsOf(pid: number, tables: readonly Table[]): readonly Row[] {
    try {
      return rowsBelow(`${proc}/${pid}/net`, tables);
    } catch {
      return [];
    }
  }

  function step(isForced: boolean): void {
    if (hasEnded) return;
    const began = performance.now();
    credit.ms = Math.min(credit.ms + (began - credit.at) * SHARE, MOST_CREDIT_MS);
    credit.at = began;
    const before = process.cpuUsage();
    try {
      look(began, isForced);
    } catch {
      hasFailed = true;
    }
    const { user, system } = process.cpuUsage(before);
    credit.ms -= (user + system) / 1_000;
    clearTimeout(timer);
    timer = setTimeout(() => step(false), TICK_MS);
  }

  step(true);
  return {
    look: () => step(true),
    end() {
      step(true);
      hasEnded = true;
      clearTimeout(timer);
    },
    everyMs: () => Math.max(EVERY_MS, Math.ceil((performance.now() - started) / Math.max(1, looks))),
    hasFailed: () => hasFailed,
  };
}
