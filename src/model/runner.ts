// The GitHub Actions runner in our own words: files that it reads after us, and the state that reaches post.
export interface Runner {
  /** Replaces the step's summary. A step can do this several times; the last text counts. */
  writeSummary(markdown: string): Promise<void>;
  setOutput(name: string, value: string): void;
  /** Handed to post. */
  saveState(name: string, value: string): void;
  /** What main handed to post; empty where it did not. */
  readState(name: string): string;
  /** One red line on the run's page; the text is ours or has passed `plain`. */
  annotate(title: string, text: string): void;
}
