// The machine under the tests: out of memory, disk or descriptors, taken away.
import type { Rule } from "./rule.ts";

export const RUNNERS: readonly Rule[] = [
  {
    id: "runners/out-of-resources",
    class: "env.runner",
    confidence: "probable",
    words: [
      "no space left",
      "enospc",
      "emfile",
      "heap out of memory",
      "outofmemoryerror",
      "too many open files",
      "sigkill",
    ],
    pattern:
      /no space left on device|\bENOSPC\b|\bEMFILE\b|heap out of memory|OutOfMemoryError|too many open files|killed by SIGKILL/iu,
  },
];
