// The runner's files in memory.
import type { Annotation, Runner } from "../../src/model/runner.ts";

export interface FakeRunner extends Runner {
  readonly outputs: Map<string, string>;
  readonly states: Map<string, string>;
  readonly summaries: string[];
  readonly annotations: Annotation[];
}

export function fakeRunner(): FakeRunner {
  const outputs = new Map<string, string>();
  const states = new Map<string, string>();
  const summaries: string[] = [];
  const annotations: Annotation[] = [];
  return {
    outputs,
    states,
    summaries,
    annotations,
    writeSummary: (markdown) => {
      summaries.push(markdown);
      return Promise.resolve();
    },
    setOutput: (name, value) => void outputs.set(name, value),
    saveState: (name, value) => void states.set(name, value),
    readState: (name) => states.get(name) ?? "",
    annotate: (all) => void annotations.push(...all),
  };
}
