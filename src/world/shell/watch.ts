// Watches which of the named hosts a command's processes connect to, by looking at the kernel's tables again and again.
// Needs no privileges and never keeps the command waiting; where it cannot see, it says so. Never throws.
import { readFileSync } from "node:fs";
import type { Connections } from "../../model/world.ts";
import { createHosts, type Hosts, type ResolveHost } from "./watch-hosts.ts";
import { keepLooking, type Looks } from "./watch-looks.ts";
import { createOpened } from "./watch-opened.ts";
import { createProcesses, type Processes } from "./watch-processes.ts";
import { proxyFor } from "./watch-proxy.ts";
import { createSeen, type Seen } from "./watch-seen.ts";
import { rowsBelow, type Table } from "./watch-tables.ts";

export interface WatchOrder {
  readonly hosts: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly platform?: NodeJS.Platform;
  readonly proc?: string;
  readonly resolve?: ResolveHost;
}

type CommandEnvironment = Readonly<Record<string, string | undefined>>;

/** Made just before the command starts. */
export interface Watch {
  /** The command runs as this process, with this environment. */
  begin(pid: number, environment: CommandEnvironment): void;
  /** At once, beside the regular looks. */
  look(): void;
  /** The last look, and what was seen. */
  end(): Connections;
}

const ALL: readonly Table[] = ["tcp", "tcp6", "udp", "udp6"];

/** The first look-ups stand close together, to learn whether a name gives other addresses each time. */
const ASK_AT_MS: readonly number[] = [1_000, 1_000];
const ASK_EVERY_MS = 5_000;

/** They let others do the work, whose connections are on another machine, or in a place that we cannot see. */
const HELPERS: ReadonlySet<string> = new Set(["docker", "docker-compose", "kubectl", "nerdctl", "oc", "podman", "ssh"]);

interface Begun {
  readonly seen: Seen;
  readonly looks: Looks;
  readonly processes: Processes;
  readonly environment: CommandEnvironment;
}

export function createWatch(order: WatchOrder): Watch {
  const { proc = "/proc", platform = process.platform } = order;
  if (platform !== "linux") return unwatchable("connections can be watched on Linux only");
  const before = attempt(() => ({
    rows: rowsBelow(`${proc}/net`, ALL),
    snmp: readFileSync(`${proc}/net/snmp`, "latin1"),
  }));
  if (before === null) return unwatchable("the system's tables of connections cannot be read");
  const hosts = createHosts(order.hosts, order.resolve);
  const opened = createOpened(before.rows, before.snmp);
  const stopAsking = keepAsking(hosts);
  let begun: Begun | null = null;

  return {
    begin(pid, environment) {
      // The path of a file that only this command was given: whatever it starts inherits it.
      const processes = createProcesses(proc, pid, environment["GITHUB_OUTPUT"] ?? null);
      const seen = createSeen(hosts, processes, before.rows);
      const looks = keepLooking({ proc, now: order.now, processes, seen, opened });
      begun = { seen, looks, processes, environment };
    },
    look: () => begun?.looks.look(),
    end() {
      stopAsking();
      if (begun === null) return { kind: "unwatchable", reason: "the command could not be started" };
      const { seen, looks } = begun;
      looks.end();
      const { connections, hadOthers, hasMaybe } = seen.finish();
      if (connections.length > 0) return { kind: "watched", seen: connections, everyMs: looks.everyMs() };
      const missed = attempt(() => opened.missed(readFileSync(`${proc}/net/snmp`, "latin1")));
      const reason =
        whyNobody(order.hosts, hosts, begun) ??
        (hadOthers ? "a process that the command did not start connected to a host, maybe on its behalf" : null) ??
        (hasMaybe ? "a host's name gives other addresses each time, so nobody can tell who connects to it" : null) ??
        (looks.hasFailed() ? "the system's tables of connections could not be read all the time" : null) ??
        whyMissed(missed);
      return reason === null
        ? { kind: "watched", seen: [], everyMs: looks.everyMs() }
        : { kind: "unwatchable", reason };
    },
  };
}

/** Why connections of the command need not be there to be seen. */
function whyNobody(names: readonly string[], hosts: Hosts, { processes, environment }: Begun): string | null {
  const proxy = proxyFor(names, environment);
  if (proxy !== null) return `the command's environment sets a proxy (${proxy}), and its connections lead there`;
  const unknown = hosts.unknown().length;
  if (unknown === names.length) return "no host resolves to an address";
  if (unknown > 0) return `${unknown} of ${names.length} hosts do not resolve to an address`;
  const helper = processes.ran(HELPERS);
  return helper === null ? null : `the command uses ${helper}, and connections made there cannot be seen`;
}

function whyMissed(missed: number | null): string | null {
  if (missed === null) return "the system does not tell how many connections were opened";
  return missed === 0 ? null : `connections were over before they could be seen: ${missed}`;
}

/** From now on until it is told to stop. A look-up that hangs is left behind. */
function keepAsking(hosts: Hosts): () => void {
  let timer: NodeJS.Timeout | undefined;
  let hasEnded = false;
  const ask = async (nth: number): Promise<void> => {
    await hosts.refresh();
    if (!hasEnded) timer = setTimeout(() => void ask(nth + 1), ASK_AT_MS[nth] ?? ASK_EVERY_MS);
  };
  void ask(0);
  return () => {
    hasEnded = true;
    clearTimeout(timer);
  };
}

function unwatchable(reason: string): Watch {
  return { begin: () => undefined, look: () => undefined, end: () => ({ kind: "unwatchable", reason }) };
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
