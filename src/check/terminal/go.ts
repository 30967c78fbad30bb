// go test without -json: lines of single tests and of packages, or the last line of gotestsum, which runs it.
import { amounts, eachLine, sumOf, summary, type Output, type Summary } from "./summary.ts";

const RESULT = /^( *)--- (PASS|FAIL|SKIP): (\S.*) \(\d+\.\d+s\)$/u;
const PACKAGE = /^(ok|FAIL) {0,2}\t(\S+)(?:\t| \[|$)/u;
/** Spaces before a subtest, for each level. */
const INDENT = 4;
const VERBOSE = /^=== RUN {3}\S/u;

/** What is known of the package whose lines are being read. */
interface Package {
  passed: number;
  failed: number;
  skipped: number;
}

export function go(output: Output): readonly Summary[] {
  const summed = eachLine(
    output,
    /^DONE (?:\d+ runs, )?(\d+ tests?(?:, .{1,100})?) in \d[\d.hm]*s$/u,
    (match, line) => {
      const told = amounts(match[1] ?? "", ", ");
      if (told === null) return null;
      const failed = sumOf(told, "failure", "failures");
      const skipped = sumOf(told, "skipped");
      const passed = Math.max(0, sumOf(told, "test", "tests") - failed - skipped);
      return summary("gotestsum", line, { passed, failed, skipped, errors: sumOf(told, "error", "errors") });
    },
  );
  return summed.length > 0 ? summed : plain(output);
}

function plain({ lines, cuts }: Output): readonly Summary[] {
  const all: Package = { passed: 0, failed: 0, skipped: 0 };
  let errors = 0;
  let failedHere = 0;
  let last = -1;
  let verbose = false;
  lines.forEach((text, line) => {
    const [, indent = "", result, name = ""] = RESULT.exec(text) ?? [];
    // A subtest stands deeper for each slash of its name; anything else with spaces before it was printed by a test.
    if (result !== undefined && name.split("/").length > indent.length / INDENT) {
      if (result === "PASS") all.passed++;
      if (result === "SKIP") all.skipped++;
      if (result === "FAIL") failedHere++;
    }
    if (VERBOSE.test(text)) verbose = true;
    const [, verdict] = PACKAGE.exec(text) ?? [];
    if (verdict === undefined) return;
    // A build that failed, a panic, a TestMain that ends the process: no test is to blame.
    if (verdict === "FAIL" && failedHere === 0) errors++;
    // In a package that is well no test failed, whatever its tests print.
    if (verdict === "FAIL") all.failed += failedHere;
    failedHere = 0;
    last = line;
  });
  if (last < 0) return [];
  // A package without a verdict was killed.
  all.failed += failedHere;
  const whole = verbose && cuts.length === 0;
  const passed = whole ? all.passed : null;
  return [summary("go test", last, { passed, failed: all.failed, errors, skipped: whole ? all.skipped : null })];
}
