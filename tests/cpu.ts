// How much work something is: the time that this thread computed, which waiting for a busy machine does not lengthen.

/** Starts to count, and gives the milliseconds since. */
export function startCpu(): () => number {
  const started = process.threadCpuUsage();
  return () => process.threadCpuUsage(started).user / 1_000;
}
