// The file that tells a retry which tests failed: one line each, without a secret, and nothing that poses as an option.
import { expect, it } from "vitest";
import { retryFailed } from "../../../src/check/suite/retry-failed.ts";
import { keeping } from "../../../src/check/formats/bounds.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { fakeWorld } from "../../fakes/world.ts";
import { suite } from "../plans.ts";
import { collect, testCase } from "./cases.ts";

const SECRET = "S3cr3tValueAbcdefghijklmnopqrstuvwxyz0123456789";

async function listed(...names: readonly string[]): Promise<string> {
  const world = fakeWorld();
  world.secrets.register(SECRET);
  const first = collect(...names.map((name) => testCase(name, { outcome: "failed", className: null, suitePath: [] })));
  const retry = { run: untrusted("true"), reports: [] };
  const order = { suite: suite(), retry, environment: {}, kept: keeping((text) => text), isPytest: false };
  await retryFailed(order, first, world);
  return [...world.written.values()].join("");
}

it.each([
  ["as it is", SECRET],
  ["behind what nobody sees", [...SECRET].join("\u200b")],
  ["behind colors", [...SECRET].join("\u001b[0m")],
  ["in two lines", `${SECRET.slice(0, 20)}\n${SECRET.slice(20)}`],
  ["in two lines of Windows", `${SECRET.slice(0, 20)}\r\n${SECRET.slice(20)}`],
  ["in two lines of another kind", `${SECRET.slice(0, 20)}\u2028${SECRET.slice(20)}`],
])("a secret does not stand in it %s", async (_, name) => {
  const text = await listed(`logs in with ${name}`);
  expect(text).toContain("logs in with");
  expect(text).toContain("***");
  expect(text.replace(/\u001b\[0m|[\u200b\s]/gu, "")).not.toContain(SECRET);
});

it("holds one line a test, whatever its name holds", async () => {
  expect(await listed("a\nb", "c\r\n\r\nd", "e\u2028f")).toBe("a b\nc d\ne f\n");
});

it("holds no name that a command could take for an option", async () => {
  expect(await listed("-rf", "--config=x", " \t-x", "\n-y", "a -b")).toBe("./-rf\n./--config=x\n./-x\n./-y\na -b\n");
});
