// Commands that connect to staging, directly or through whatever they start, and commands that do not: with real
// processes, real sockets and the real /proc.
import { spawn, spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Connections } from "../../src/model/world.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { createShell } from "../../src/world/shell/shell.ts";
import { createWatch, type WatchOrder } from "../../src/world/shell/watch.ts";

const isLinux = process.platform === "linux";
const hasPython = spawnSync("python3", ["--version"]).status === 0;
/** Connects from bash itself, and stays connected meanwhile. */
const connect = (port: number, meanwhile: string): string =>
  `exec 3<>/dev/tcp/127.0.0.1/${port}; ${meanwhile}; exec 3>&-`;

const server = createServer((socket) => {
  socket.on("error", () => undefined).resume();
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  port = address.port;
});
afterAll(() => server.close());

interface Watched {
  readonly connections: Connections | null;
  readonly from: number;
  readonly to: number;
}

async function run(
  line: string,
  hosts: readonly string[] = [`127.0.0.1:${port}`],
  added: Readonly<Record<string, string>> = {},
): Promise<Watched> {
  const folder = await mkdtemp(join(tmpdir(), "watch-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const shell = createShell({
    clock: createClock(),
    secrets: { mask: (text) => text },
    console: { detail: () => undefined, quote: () => undefined, heartbeat: () => undefined },
    environment: process.env,
    cwd: folder,
    tempDir: join(folder, "temp"),
  });
  const watch = hosts.map(untrusted);
  const { command, connections } = await shell.run({
    line: untrusted(line),
    timeoutMs: 10_000,
    environment: { http_proxy: "", https_proxy: "", HTTP_PROXY: "", HTTPS_PROXY: "", ALL_PROXY: "", ...added },
    label: "test",
    watch,
  });
  return { connections, from: command.startedAt, to: command.startedAt + command.durationMs };
}

/** How often each host was seen. */
function counts({ connections, from, to }: Watched, hosts = 1): readonly number[] {
  if (connections?.kind !== "watched") throw new Error(`not watched: ${connections?.reason ?? "nobody asked"}`);
  for (const seen of connections.seen) {
    expect(seen.from).toBeGreaterThanOrEqual(from - 1);
    expect(seen.to).toBeGreaterThanOrEqual(seen.from);
    expect(seen.to).toBeLessThanOrEqual(to + 1);
  }
  return Array.from({ length: hosts }, (_, at) => connections.seen.filter(({ host }) => host === at).length);
}

function reasonOf({ connections }: Watched): string {
  return connections?.kind === "unwatchable" ? connections.reason : `${connections?.kind}`;
}

/** Other programs of this machine open connections too: some of those may be over before anybody can look. */
function expectNone(watched: Watched): void {
  if (reasonOf(watched).startsWith("connections were over before")) return;
  expect(watched.connections).toMatchObject({ kind: "watched", seen: [] });
}

describe.skipIf(!isLinux)("a command that connects to a host is seen", () => {
  it("when it does so itself, for as long as it is connected", async () => {
    const watched = await run(`sleep 0.1; ${connect(port, "sleep 0.3")}; sleep 0.1`);
    expect(counts(watched)).toEqual([1]);
    const [seen] = watched.connections?.kind === "watched" ? watched.connections.seen : [];
    // Not from before it connected until after it hung up.
    expect((seen?.to ?? 0) - (seen?.from ?? 0)).toBeLessThan(watched.to - watched.from - 100);
  });

  it("when it hangs up at once, each time", async () => {
    expect(counts(await run(Array.from({ length: 5 }, () => connect(port, ":")).join("; ")))[0]).toBeGreaterThanOrEqual(
      4,
    );
  });

  it("when a grandchild does it that has left its session and lost its parent", async () => {
    const orphan = `sleep 0.15; ${connect(port, "sleep 0.15")}`;
    expect(counts(await run(`(setsid bash -c '${orphan}' >/dev/null 2>&1 &); sleep 0.5`))).toEqual([1]);
  });

  it.skipIf(!hasPython)("when it speaks IPv4 through IPv6, and by name", async () => {
    const python = `import socket, time
s = socket.socket(socket.AF_INET6)
s.connect(("::ffff:127.0.0.1", ${port}))
time.sleep(0.15)`;
    expect(counts(await run(`python3 -c '${python}'`, [`localhost:${port}`, `127.0.0.1:${port}`]), 2)).toEqual([1, 1]);
  });

  it("although a proxy is set, when it does not use it", async () => {
    expect(counts(await run(connect(port, "sleep 0.1"), undefined, { HTTPS_PROXY: "http://127.0.0.1:9" }))).toEqual([
      1,
    ]);
  });
});

describe.skipIf(!isLinux)("a command that connects to no host", () => {
  it("shows none", async () => {
    expectNone(await run("sleep 0.2"));
    expectNone(await run(connect(port, "sleep 0.1"), ["127.0.0.1:9"]));
  });

  it("shows none when nobody answers it", async () => {
    expectNone(await run(`bash -c '${connect(1, ":")}' || true`, ["127.0.0.1:1"]));
  });

  it("leaves a doubt when another process of this machine connects meanwhile", async () => {
    const other = spawn("bash", ["-c", `sleep 0.1; ${connect(port, "sleep 5")}`], { stdio: "ignore" });
    onTestFinished(() => void other.kill("SIGKILL"));
    expect(reasonOf(await run("sleep 0.5"))).toBe(
      "a process that the command did not start connected to a host, maybe on its behalf",
    );
  });

  it("leaves a doubt when a proxy is set", async () => {
    expect(reasonOf(await run("true", undefined, { https_proxy: "http://127.0.0.1:9" }))).toBe(
      "the command's environment sets a proxy (HTTPS_PROXY), and its connections lead there",
    );
  });

  it("leaves a doubt when it uses a program that connects elsewhere", async () => {
    const folder = await mkdtemp(join(tmpdir(), "helper-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin", "docker"), "#!/bin/sh\nsleep 0.3\n");
    await chmod(join(folder, "bin", "docker"), 0o755);
    expect(reasonOf(await run(`PATH=${folder}/bin:$PATH; docker run tests`))).toBe(
      "the command uses docker, and connections made there cannot be seen",
    );
  });

  it("leaves a doubt when a host has no address", async () => {
    expect(reasonOf(await run("sleep 0.1", ["no such host"]))).toBe("no host resolves to an address");
    expect(reasonOf(await run("sleep 0.1", ["no such host", "127.0.0.1:9"]))).toBe(
      "1 of 2 hosts do not resolve to an address",
    );
  });
});

describe("connections", () => {
  it("are not watched where nobody asks", async () => {
    expect((await run("true", [])).connections).toBeNull();
  });

  it.skipIf(!isLinux)("of a command that does not start are none", async () => {
    expect(reasonOf(await run(`: ${"x".repeat(300_000)}`))).toBe("the command could not be started");
  });

  const order: WatchOrder = { hosts: ["127.0.0.1"], now: () => 1_780_000_000_000 };

  function unwatchable(over: Partial<WatchOrder>): string {
    const watch = createWatch({ ...order, ...over });
    watch.begin(process.pid, {});
    watch.look();
    const found = watch.end();
    return found.kind === "unwatchable" ? found.reason : found.kind;
  }

  it("cannot be watched on another system, nor where its tables are closed", () => {
    expect(unwatchable({ platform: "darwin" })).toBe("connections can be watched on Linux only");
    expect(unwatchable({ platform: "linux", proc: "/nowhere" })).toBe(
      "the system's tables of connections cannot be read",
    );
  });

  it.skipIf(!isLinux)("are not waited for: a look-up that hangs delays no end", () => {
    const started = performance.now();
    expect(unwatchable({ hosts: ["hangs"], resolve: () => new Promise<never>(() => undefined) })).toBe(
      "no host resolves to an address",
    );
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it.skipIf(!isLinux)("are watched without tables that are whole: what is closed half-way leaves a doubt", async () => {
    const proc = await mkdtemp(join(tmpdir(), "proc-"));
    onTestFinished(() => rm(proc, { recursive: true, force: true }));
    await mkdir(join(proc, "net"));
    for (const name of ["tcp", "snmp"]) await writeFile(join(proc, "net", name), "no table\n");
    const watch = createWatch({ ...order, proc });
    await rm(join(proc, "net"), { recursive: true });
    watch.begin(1, {});
    expect(watch.end()).toEqual({
      kind: "unwatchable",
      reason: "the system's tables of connections could not be read all the time",
    });
    expect(await readdir(proc)).toEqual([]);
  });

  it.skipIf(!isLinux)("cost a small part of one core", async () => {
    const idle = await costOf(() => run("sleep 0.5", []));
    const watched = await costOf(() => run("sleep 0.5"));
    // Three percent of the time, what is granted ahead, and the first and last looks; the rest is this test's own.
    expect(watched - idle).toBeLessThan(300);
  });
});

async function costOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
