// One contestant in a process of its own, so that its time and memory are its own: measures a round when it is asked to.
import { runBare } from "./bare.ts";
import { createOurs } from "./ours.ts";
import { CONTESTANTS, KINDS, type Kind, type Measured } from "./work.ts";

const contestant = CONTESTANTS.find((each) => each === process.argv[2]);
const url = process.argv[3] ?? "";

process.on("message", (asked) => {
  const kind = KINDS.find((each) => each === asked);
  if (kind !== undefined) void round(kind).then((measured) => process.send?.(measured));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");

/** Making the plan is told apart: nobody else has one. */
async function round(kind: Kind): Promise<Measured> {
  if (contestant !== "ours") {
    const { wallMs, cpuMs } = await measure(() => runBare(kind, url, contestant === "keep-alive"));
    return { wallMs, cpuMs, planMs: 0, planCpuMs: 0, ...memory() };
  }
  const ours = createOurs(url);
  const planned = await measure(() => ours.plan(kind));
  const ran = await measure(() => ours.run(planned.value));
  return { wallMs: ran.wallMs, cpuMs: ran.cpuMs, planMs: planned.wallMs, planCpuMs: planned.cpuMs, ...memory() };
}

async function measure<T>(work: () => Promise<T>) {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const value = await work();
  const wallMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { value, wallMs, cpuMs: (user + system) / 1_000 };
}

function memory(): Pick<Measured, "peakRssMb"> {
  return { peakRssMb: process.resourceUsage().maxRSS / 1_024 };
}
