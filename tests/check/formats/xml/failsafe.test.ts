// Maven Failsafe's summary, which lies beside its reports and holds no test.
import { describe, expect, it } from "vitest";
import { errorLines, readBytes as read } from "../reading.ts";

const summary = (
  { errors = "0", failures = "0", message = `<failureMessage xsi:nil="true"/>` },
  attributes = `result="null" timeout="false"`,
): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<failsafe-summary xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${attributes}>
    <completed>3</completed>
    <errors>${errors}</errors>
    <failures>${failures}</failures>
    <skipped>1</skipped>
    ${message}
</failsafe-summary>`;

describe("the summary of Maven Failsafe", () => {
  it.each([
    ["of a good run", summary({})],
    ["of a run without tests", summary({}, `result="254" timeout="false"`)],
    ["without attributes", summary({}, "")],
    ["in one line", "<failsafe-summary><errors>0</errors><failures> 0 </failures></failsafe-summary>"],
  ])("%s is ignored", async (_, text) => {
    expect((await read(text)).report).toMatchObject({
      format: null,
      state: "ignored",
      reason: "another kind of XML file, failsafe-summary",
      errors: 0,
    });
  });

  it.each([
    ["failures", summary({ failures: "2" }, `result="255" timeout="false"`), "it declares 2 failures but holds 0"],
    ["both", summary({ errors: "1", failures: "2" }), "it declares 3 failures but holds 0"],
    ["no numbers", summary({ errors: "many" }), "it does not tell how many tests failed"],
    ["nothing", "<failsafe-summary/>", "it does not tell how many tests failed"],
  ])("that tells %s is not whole", async (_, text, reason) => {
    expect((await read(text)).report).toMatchObject({ state: "partial", reason, counts: { tests: 0 } });
  });

  const crashed = "<failureMessage>The forked VM terminated\n  at a.B</failureMessage>";
  it.each([
    ["timed out", summary({}, `timeout="true"`), ": the run of Maven Failsafe timed out"],
    ["broke off", summary({ message: crashed }), ": The forked VM terminated"],
    ["failed", summary({}, `result="255"`), ": Maven Failsafe calls the run failed, and does not say why"],
  ])("of a run that %s is an error", async (_, text, wanted) => {
    const found = await read(text);
    expect(errorLines(found)).toEqual([wanted]);
    expect(found.report).toMatchObject({ state: "read", errors: 1, counts: { tests: 0 } });
  });

  it("that is cut off or somebody else's is not ignored", async () => {
    expect((await read(summary({}).slice(0, -30))).report.state).toBe("refused");
    expect((await read(`<failsafe-summary xmlns="urn:x"/>`)).report.state).toBe("unsupported");
  });
});
