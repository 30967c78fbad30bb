// The runner's files in memory.
import type { Runner } from "../../src/model/runner.ts";

export interface FakeRunner extends Runner {
  readonly outputs: Map<string, string>;
  readonly states: Map<string, string>;
  readonly summaries: string[];
}

export function fakeRunner(): FakeRunner {
  const outputs = new Map<string, string>();
  const states = new Map<string, string>();
  const summaries: string[] = [];
  return {
    outputs,
    states,
    summaries,
    writeSummary: (markdown) => {
      summaries.push(markdown);
      return Promise.resolve();
    },
    setOutput: (name, value) => void outputs.set(name, value),
    saveState: (name, value) => void states.set(name, value),
    readState: (name) => states.get(name) ?? "",
    annotate: () => undefined,
  };
}
