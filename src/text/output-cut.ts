// The line that stands in a command's output where its middle was left out: written here, and found again here.

export function cutNote(characters: number): string {
  return `[\u2026 ${characters} characters of output not kept \u2026]`;
}

export function isCutNote(line: string): boolean {
  return NOTE.test(line);
}

const NOTE = /^\[\u2026 \d{1,15} characters of output not kept \u2026\]$/u;
