// How fast our probes are: 1,000 HTTP requests and 200 WebSocket flows of five events on this machine, beside the bare
// clients at the same concurrency. Exit code 1 below 80 % of their throughput, or above 1 ms of our own time per probe.
//   node bench/probes.ts [--rounds 5] [--cli dist/cli/index.js]
import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  configuration,
  CONTESTANTS,
  COUNTS,
  KINDS,
  SECRET,
  type Contestant,
  type Kind,
  type Measured,
} from "./work.ts";

/** Rounds that do not count: compilers need them. */
const WARMUP = 2;

const LEAST_SHARE = 0.8;
const MOST_OWN_MS = 1;

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    cli: { type: "string", default: join(import.meta.dirname, "..", "dist", "cli", "index.js") },
  },
});

process.exitCode = await bench(Number(flags.rounds), flags.cli);

async function bench(rounds: number, cli: string): Promise<number> {
  const server = fork(join(import.meta.dirname, "server.ts"));
  try {
    const [told] = await once(server, "message");
    const url = `http://127.0.0.1:${told.port}`;
    const verdicts: boolean[] = [];
    for (const kind of KINDS) verdicts.push(tell(kind, await compete(kind, url, rounds)));
    await tellProcess(cli, url);
    return verdicts.every(Boolean) ? 0 : 1;
  } finally {
    server.disconnect();
  }
}

type Results = ReadonlyMap<Contestant, Summary>;

interface Summary extends Measured {
  /** Throughput as a share of the bare client's in the same round. */
  readonly share: number;
}

/** One round each, in turn, so that a busy moment of the machine meets all of them. */
async function compete(kind: Kind, url: string, rounds: number): Promise<Results> {
  const names = CONTESTANTS.filter((name) => kind === "http" || name !== "keep-alive");
  const seats = names.map((name) => ({ name, process: contestant(name, url), rounds: new Array<Measured>() }));
  await Promise.all(seats.map((seat) => once(seat.process, "message")));
  for (let round = 1 - WARMUP; round <= rounds; round++) {
    for (const seat of seats) {
      seat.process.send(kind);
      const [measured] = await once(seat.process, "message");
      if (round > 0) seat.rounds.push(measured);
    }
  }
  for (const seat of seats) seat.process.disconnect();
  const bare = seats.find(({ name }) => name === "bare")?.rounds ?? [];
  return new Map(seats.map((seat) => [seat.name, summary(seat.rounds, bare)]));
}

function contestant(name: Contestant, url: string): ChildProcess {
  const child = fork(join(import.meta.dirname, "contestant.ts"), [name, url]);
  child.once("exit", (code) => {
    if (code === 0) return;
    console.error(`${name} ended with ${code}`);
    process.exit(1);
  });
  return child;
}

function summary(rounds: readonly Measured[], bare: readonly Measured[]): Summary {
  const of = (pick: (round: Measured) => number): number => median(rounds.map(pick));
  return {
    wallMs: of((round) => round.wallMs),
    planMs: of((round) => round.planMs),
    planCpuMs: of((round) => round.planCpuMs),
    cpuMs: of((round) => round.cpuMs),
    peakRssMb: Math.max(...rounds.map((round) => round.peakRssMb)),
    share: median(rounds.map((round, at) => (bare[at]?.wallMs ?? Number.NaN) / round.wallMs)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Prints one table, and tells whether we are quick enough. */
function tell(kind: Kind, results: Results): boolean {
  const [ours, bare] = [results.get("ours"), results.get("bare")];
  if (ours === undefined || bare === undefined) throw new Error("nobody to compare");
  const count = COUNTS[kind];
  const ownMs = (ours.planCpuMs + ours.cpuMs - bare.cpuMs) / count;
  console.log(`\n${count} ${kind === "http" ? "HTTP probes" : "WebSocket flows of five events"}`);
  console.log(row(["", "wall", "per second", "CPU per probe", "peak memory", "of bare"]));
  for (const [name, { wallMs, cpuMs, peakRssMb, share }] of results) {
    console.log(
      row([
        name,
        `${wallMs.toFixed(0)} ms`,
        ((count / wallMs) * 1_000).toFixed(0),
        `${(cpuMs / count).toFixed(3)} ms`,
        `${peakRssMb.toFixed(0)} MB`,
        `${(share * 100).toFixed(0)} %`,
      ]),
    );
  }
  console.log(
    `before that ${ours.planMs.toFixed(0)} ms for the plan; with it ${ownMs.toFixed(3)} ms of our own per probe`,
  );
  return ours.share >= LEAST_SHARE && ownMs <= MOST_OWN_MS;
}

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(12) : cell.padStart(15))).join("");
}

/** The whole command, as people start it. */
async function tellProcess(cli: string, url: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const config = join(dir, "config.yml");
    await writeFile(config, configuration(url, { http: COUNTS.http, websocket: 0 }));
    const started = performance.now();
    const child = spawn(process.execPath, [cli, "run", "--config", "config.yml"], {
      cwd: dir,
      env: { ...process.env, BENCH_JWT_SECRET: SECRET },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    const [code] = await once(child, "close");
    const wallMs = performance.now() - started;
    console.log(
      `\ntest-deploy-loop run with ${COUNTS.http} HTTP probes: ${(wallMs / 1_000).toFixed(2)} s, exit ${code}`,
    );
    if (code !== 0) console.log(Buffer.concat(output).toString("utf8").slice(-2_000));
  } finally {
    await rm(dir, { recursive: true });
  }
}
