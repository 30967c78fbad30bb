// Artifacts between the jobs of a run, as version 4 and later of the two actions keep and give them.
import { afterEach, describe, expect, test } from "vitest";
import { conclusions, jobOf, lastLog, openStage, type Stage, type StageOptions } from "./runner-stage.ts";

let stage: Stage;

afterEach(() => stage.close());

async function open(workflow: string, options: StageOptions = {}): Promise<Stage> {
  stage = await openStage(workflow, options);
  return stage;
}

const MAKE = `
      - run: |
          mkdir -p reports/deep .hidden && echo unit > reports/unit.xml && echo e2e > reports/deep/e2e.xml
          echo dot > reports/.dot && echo log > run.log && echo x > .hidden/x && chmod 755 reports/unit.xml`;

/** One job makes the files and uploads by these inputs, the next downloads by those and lists what it got. */
function handOn(upload: readonly string[], download: readonly string[]): string {
  return `
on: push
jobs:
  make:
    runs-on: x
    steps:${MAKE}
${upload.map((inputs) => `      - { uses: actions/upload-artifact@v4, with: ${inputs} }`).join("\n")}
  take:
    needs: make
    runs-on: x
    steps:
${download.map((inputs) => `      - { uses: actions/download-artifact@v4, with: ${inputs} }`).join("\n")}
      - run: find . -type f | sort
`;
}

async function taken(upload: readonly string[], download: readonly string[]): Promise<readonly string[]> {
  const result = await (await open(handOn(upload, download))).pushed();
  expect(conclusions(result)).toEqual([
    ["make", "success"],
    ["take", "success"],
  ]);
  return lastLog(jobOf(result, "take"));
}

describe("what an artifact holds", () => {
  test("a folder's content stands at its top, without what begins with a dot", async () => {
    expect(await taken(["{ name: r, path: reports/ }"], ["{ name: r }"])).toEqual(["./deep/e2e.xml", "./unit.xml"]);
  });

  test("a single file stands at its top", async () => {
    expect(await taken(["{ name: r, path: reports/deep/e2e.xml }"], ["{ name: r, path: in }"])).toEqual([
      "./in/e2e.xml",
    ]);
  });

  test("several paths keep their places below the folder they have in common, and some are taken out", async () => {
    const path = `"reports/**/*.xml\\nrun.log\\n!reports/deep/**"`;
    expect(await taken([`{ name: r, path: ${path} }`], ["{ name: r }"])).toEqual(["./reports/unit.xml", "./run.log"]);
  });

  test("hidden files are asked for", async () => {
    expect(await taken(["{ path: .hidden, include-hidden-files: true }"], ["{ name: artifact }"])).toEqual(["./x"]);
  });

  test("an absolute path outside of the workspace is fine, and permissions do not travel", async () => {
    const { pushed } = await open(`
on: push
jobs:
  make:
    runs-on: x
    steps:
      - run: echo record > "$RUNNER_TEMP/record.json" && chmod 700 "$RUNNER_TEMP/record.json"
      - { uses: actions/upload-artifact@v4, with: { name: record, path: "\${{ runner.temp }}/record.json" } }
  take:
    needs: make
    runs-on: x
    steps:
      - { uses: actions/download-artifact@v4, with: { name: record, path: records } }
      - run: stat -c '%a %n' records/*
`);
    expect(lastLog(jobOf(await pushed(), "take"))).toEqual(["644 records/record.json"]);
  });
});

describe("what a download gives", () => {
  const TWO = ["{ name: shard-1, path: reports/unit.xml }", "{ name: shard-2, path: reports/deep/e2e.xml }"];
  const THREE = [...TWO, "{ name: other, path: run.log }"];

  test("all, each in a folder of its name", async () => {
    const found = ["./other/run.log", "./shard-1/unit.xml", "./shard-2/e2e.xml"];
    expect(await taken(THREE, ["{}"])).toEqual(found);
  });

  test("those of a pattern, merged into one folder", async () => {
    const inputs = "{ pattern: 'shard-*', path: in, merge-multiple: true }";
    expect(await taken(THREE, [inputs])).toEqual(["./in/e2e.xml", "./in/unit.xml"]);
  });

  test("nothing, and no failure, where a pattern fits none; a name that is not there fails", async () => {
    const result = await (await open(handOn(TWO, ["{ pattern: 'nope-*' }", "{ name: nope }"]))).pushed();
    const { steps, conclusion } = jobOf(result, "take");
    expect(conclusion).toBe("failure");
    expect(steps[0]).toMatchObject({ conclusion: "success", log: ["Total of 0 artifact(s) downloaded"] });
    expect(steps[1]?.annotations[0]?.message).toBe("Unable to download artifact(s): Artifact not found for name: nope");
  });
});

describe("what an upload refuses", () => {
  test.for([
    ["a second of the same name", ["{ name: r, path: run.log }", "{ name: r, path: reports }"], /409.*already exists/],
    ["a name with a slash", ["{ name: a/b, path: run.log }"], /name is not valid: a\/b/],
    ["no path", ["{ name: r }"], /not supplied: path/],
    ["no files, where that is an error", ["{ path: none, if-no-files-found: error }"], /No files were found/],
  ] as const)("%s", async ([, upload, message]) => {
    const result = await (await open(handOn(upload, ["{}"]))).pushed();
    expect(conclusions(result)).toEqual([
      ["make", "failure"],
      ["take", "skipped"],
    ]);
    const failed = jobOf(result, "make").steps.find((step) => step.conclusion === "failure");
    expect(failed?.annotations[0]?.message).toMatch(message);
  });

  test("no files are a warning by default, and overwrite takes the place of the older one", async () => {
    const upload = [
      "{ path: none }",
      "{ name: r, path: reports/unit.xml }",
      "{ name: r, path: run.log, overwrite: true }",
    ];
    expect(await taken(upload, ["{ name: r }"])).toEqual(["./run.log"]);
  });
});

describe("re-runs", () => {
  const FLAKY = `
on: push
jobs:
  test:
    runs-on: x
    outputs: { word: "\${{ steps.say.outputs.word }}" }
    steps:
      - id: say
        run: echo "attempt $GITHUB_RUN_ATTEMPT" > record.json && echo "word=from-$GITHUB_RUN_ATTEMPT" >> $GITHUB_OUTPUT
      - { uses: actions/upload-artifact@v4, with: { name: record, path: record.json } }
  conclude:
    needs: test
    if: always()
    runs-on: x
    steps:
      - { uses: actions/download-artifact@v4, with: { pattern: record*, path: records, merge-multiple: true } }
      - run: cat records/* && echo "\${{ needs.test.outputs.word }}" && [ "$GITHUB_RUN_ATTEMPT" != 1 ]
  after: { needs: conclude, runs-on: x, steps: [{ run: echo after }] }
`;

  test("of the failed jobs keep what the others made and said", async () => {
    const { github, runner, pushed } = await open(FLAKY);
    const first = await pushed();
    expect(conclusions(first)).toEqual([
      ["test", "success"],
      ["conclude", "failure"],
      ["after", "skipped"],
    ]);
    github.rerun(first.runId, "ada", "failed");
    const second = (await runner.idle()).at(-1) ?? first;
    expect(conclusions(second)).toEqual([
      ["test", "success"],
      ["conclude", "success"],
      ["after", "success"],
    ]);
    expect(lastLog(jobOf(second, "conclude"))).toEqual(["attempt 1", "from-1"]);
    expect(github.runs.get(first.runId)).toMatchObject({ attempt: 2, conclusion: "success" });
  });

  test("of all jobs begin without the artifacts of before", async () => {
    const { github, runner, pushed } = await open(FLAKY);
    const first = await pushed();
    github.rerun(first.runId, "ada");
    const second = (await runner.idle()).at(-1) ?? first;
    expect(lastLog(jobOf(second, "conclude"))).toEqual(["attempt 2", "from-2"]);
  });
});
