// The GitHub Actions runner in our own words: files that it reads after us, and the state that reaches post.
export interface Runner {
  /** Replaces the step's summary. A step can do this several times; the last text counts. */
  writeSummary(markdown: string): Promise<void>;
  setOutput(name: string, value: string): void;
  /** Handed to post. */
  saveState(name: string, value: string): void;
  /** What main handed to post; empty where it did not. */
  readState(name: string): string;
  /** What stands on the run's page, the most important first. */
  annotate(annotations: readonly Annotation[]): void;
}

export interface Annotation {
  readonly severity: "error" | "warning";
  /** Both are ours or have passed `plain`. */
  readonly title: string;
  /** May have several lines. */
  readonly text: string;
  /** A file that lies in the workspace, as a path from there, and a line of it from 1. */
  readonly place: { readonly file: string; readonly line: number } | null;
}
