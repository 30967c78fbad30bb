// The parts of a cycle in jobs of their own, as the documentation shows them.
import { CHECKOUT, GROUP, WRITES } from "./stage.ts";

const list = (permissions: readonly string[]): string => `  permissions: { ${permissions.join(", ")} }`;

/** Tests without any permission to write, and leaves the record as an artifact. */
export function testJob(before: readonly string[] = []): readonly string[] {
  return [
    "test:",
    "  runs-on: ubuntu-latest",
    list(["contents: read"]),
    `  ${GROUP}`,
    "  steps:",
    `    ${CHECKOUT}`,
    ...before.map((line) => `    ${line}`),
    "    - { uses: acme/test-deploy-loop@v1, id: loop, with: { config: c.yml, mode: test } }",
    "    - { uses: actions/upload-artifact@v4, if: always(), with: { name: record-1, path: '${{ steps.loop.outputs.record }}' } }",
  ];
}

/** Tells and dispatches; `given`: more inputs. */
export function concludeJob(given = "", permissions = WRITES, before: readonly string[] = []): readonly string[] {
  return [
    "conclude:",
    "  needs: test",
    "  if: always()",
    "  runs-on: ubuntu-latest",
    list(permissions),
    "  outputs: { decision: '${{ steps.loop.outputs.decision }}' }",
    "  steps:",
    "    - { uses: actions/download-artifact@v4, with: { pattern: record-*, path: records } }",
    ...before.map((line) => `    ${line}`),
    `    - { uses: acme/test-deploy-loop@v1, id: loop, with: { mode: conclude, records: records, wait: 1ms${given} } }`,
  ];
}

/** Fixes, and ends with the dispatch. */
export const FIX_JOB: readonly string[] = [
  "fix:",
  "  needs: conclude",
  "  if: needs.conclude.outputs.decision == 'repeat'",
  "  runs-on: ubuntu-latest",
  list(["contents: write", ...WRITES.slice(1)]),
  "  steps:",
  `    ${CHECKOUT}`,
  "    - run: ./fix.sh",
  "    - { uses: actions/download-artifact@v4, with: { pattern: record-*, path: records } }",
  "    - { uses: acme/test-deploy-loop@v1, id: loop, with: { mode: continue, records: records, wait: 1ms } }",
];
