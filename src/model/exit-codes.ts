// What an exit code says beside failed tests, in words.

/** POSIX shells: 126 and 127 for what cannot be run, 128 and the signal's number for what was killed. */
const OF_SHELLS: ReadonlyMap<number, string> = new Map([
  [126, "a program in it may not be run"],
  [127, "a program in it was not found"],
  [130, "interrupted, SIGINT"],
  [132, "killed by SIGILL: the machine does not know an instruction"],
  [134, "it aborted, SIGABRT"],
  [135, "killed by SIGBUS"],
  [137, "killed by SIGKILL: often because the memory is used up"],
  [139, "killed by SIGSEGV: a program crashed"],
  [143, "ended by SIGTERM"],
]);

/** docs.pytest.org, "Exit codes". */
const OF_PYTEST: ReadonlyMap<number, string> = new Map([
  [2, "pytest was interrupted, also by errors while it collected the tests"],
  [3, "pytest failed itself, an internal error"],
  [4, "pytest was called with options or paths that it does not know"],
  [5, "pytest found no tests"],
]);

/** robotframework.org, "Return codes": up to 250 it is the number of tests that failed. */
const OF_ROBOT: ReadonlyMap<number, string> = new Map([
  [252, "Robot Framework was called with options or data that it does not know"],
  [253, "Robot Framework was stopped by a person"],
  [255, "Robot Framework failed itself, an internal error"],
]);

const OF_RUNNERS: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map([
  ["pytest", OF_PYTEST],
  ["Robot Framework", OF_ROBOT],
]);

/** `runner` is the name of the runner that spoke in the terminal; null: none is known. */
export function exitWords(exitCode: number, runner: string | null): string | null {
  return OF_RUNNERS.get(runner ?? "")?.get(exitCode) ?? OF_SHELLS.get(exitCode) ?? null;
}

/** With this code the runner tells of itself, not of a test that failed. */
export function isOfRunner(exitCode: number, runner: string | null): boolean {
  return OF_RUNNERS.get(runner ?? "")?.has(exitCode) === true;
}

/** The same for a signal that ended it from outside: what is known of its number. */
export function signalWords(signal: string): string | null {
  return OF_SIGNALS.get(signal) ?? null;
}

const OF_SIGNALS: ReadonlyMap<string, string> = new Map([
  ["SIGKILL", "often because the memory is used up"],
  ["SIGSEGV", "a program crashed"],
  ["SIGABRT", "a program gave up"],
]);

/** It did not end by itself, so that tests may be missing whatever the report says. */
export function isKilled(exitCode: number): boolean {
  return exitCode >= 126 && OF_SHELLS.has(exitCode);
}
