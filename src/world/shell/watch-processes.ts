// Follows all processes that a command has started, also those that left its group or lost their parent, and tells which
// sockets they hold. Linux only: it reads /proc.
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";

export interface Processes {
  /** Looks for new processes; cheap when there are none. */
  update(): void;
  /** Those of the command that live. */
  members(): readonly number[];
  /** A name that one of them ever had is among these: the first such. */
  ran(programs: ReadonlySet<string>): string | null;
  /** Whether a process that belongs to the command has this user. */
  hasUser(uid: number): boolean;
  /** One member for each network namespace that is not ours, but a few at most. */
  elsewhere(): readonly number[];
  /** Who holds a socket at this moment. */
  holders(): (inode: number) => Holder;
}

/** The command, this process, somebody else, or nobody whom we can see. */
export type Holder = "command" | "self" | "other" | "nobody";

interface Stat {
  readonly name: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

const MAX_NAMES = 1_000;
const MAX_ELSEWHERE = 8;

/** `mark` stands in the environment of every process of the command and of no other; null: there is none. */
export function createProcesses(proc: string, root: number, mark: string | null): Processes {
  const known = new Set<number>();
  const members = new Map<number, Stat>();
  const groups = new Set([root]);
  const names = new Set<string>();
  const users = new Set<number>();

  function join(pid: number, stat: Stat): void {
    members.set(pid, stat);
    // A session or a group of its own: its children are known by it when their parent is gone.
    if (stat.session === pid || stat.group === pid) groups.add(pid);
    const uid = attempt(() => statSync(`${proc}/${pid}`).uid);
    if (uid !== null) users.add(uid);
  }

  function belongs(pid: number, stat: Stat): boolean {
    if (pid === root || members.has(stat.parent) || groups.has(stat.session) || groups.has(stat.group)) return true;
    if (mark === null) return false;
    const environment = attempt(() => readFileSync(`${proc}/${pid}/environ`, "latin1"));
    return environment !== null && environment.includes(mark);
  }

  function update(): void {
    const living = new Set(pidsOf(proc));
    for (const pid of known) if (!living.has(pid)) known.delete(pid);
    for (const pid of members.keys()) if (!living.has(pid)) members.delete(pid);
    for (const pid of living) {
      if (known.has(pid) && !members.has(pid)) continue;
      const stat = readStat(proc, pid);
      if (stat === null) continue;
      // A parent is as a rule listed before its children; one that is not leaves them to their group and environment.
      if (members.has(pid) || belongs(pid, stat)) join(pid, stat);
      if (members.has(pid) && names.size < MAX_NAMES) names.add(stat.name);
      known.add(pid);
    }
  }

  return {
    update,
    members: () => [...members.keys()],
    ran: (programs) => [...names].find((name) => programs.has(name)) ?? null,
    hasUser: (uid) => users.has(uid),
    elsewhere() {
      const own = attempt(() => readlinkSync(`${proc}/self/ns/net`));
      const found = new Map<string, number>();
      for (const pid of members.keys()) {
        const namespace = attempt(() => readlinkSync(`${proc}/${pid}/ns/net`));
        if (namespace !== null && namespace !== own && found.size < MAX_ELSEWHERE) found.set(namespace, pid);
      }
      return [...found.values()];
    },
    holders() {
      update();
      const self = socketsOf(proc, ["self"]);
      const command = socketsOf(proc, members.keys());
      let others: ReadonlySet<number> | null = null;
      return (inode) => {
        if (command.has(inode)) return "command";
        if (self.has(inode)) return "self";
        others ??= socketsOf(
          proc,
          [...known].filter((pid) => !members.has(pid)),
        );
        return others.has(inode) ? "other" : "nobody";
      };
    },
  };
}

function socketsOf(proc: string, pids: Iterable<number | "self">): ReadonlySet<number> {
  const found = new Set<number>();
  for (const pid of pids) {
    for (const entry of attempt(() => readdirSync(`${proc}/${pid}/fd`)) ?? []) {
      const target = attempt(() => readlinkSync(`${proc}/${pid}/fd/${entry}`)) ?? "";
      if (target.startsWith("socket:[")) found.add(Number.parseInt(target.slice(8), 10));
    }
  }
  return found;
}

function pidsOf(proc: string): readonly number[] {
  const entries = readdirSync(proc).filter((entry) => /^\d{1,10}$/u.test(entry));
  return entries.map(Number).toSorted((a, b) => a - b);
}

/** proc(5): the name stands in brackets and may hold brackets itself. */
function readStat(proc: string, pid: number): Stat | null {
  const text = attempt(() => readFileSync(`${proc}/${pid}/stat`, "latin1"));
  if (text === null) return null;
  const end = text.lastIndexOf(")");
  const [parent, group, session] = text
    .slice(end + 4)
    .split(" ")
    .map(Number);
  if (end < 0 || parent === undefined || group === undefined || session === undefined) return null;
  return { name: text.slice(text.indexOf("(") + 1, end), parent, group, session };
}

/** A process may end at any moment, and those of other users are closed to us. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
