// Users of one try wait for each other, and never for one who will not come.
import { expect, it } from "vitest";
import { createSession } from "../../src/check/session.ts";
import { createMeeting } from "../../src/check/together.ts";
import { actTogether } from "../../src/check/users.ts";
import type { World } from "../../src/model/world.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { COMMIT } from "../fakes/checks.ts";
import { hooks, plan } from "./plans.ts";
import { actor, condition, expectation, realWorld, send, socketProbe } from "./socket/probes.ts";
import { startService, type Service } from "./socket/servers.ts";

async function isSettled(work: Promise<void>): Promise<boolean> {
  let settled = false;
  void work.then(() => {
    settled = true;
  });
  await new Promise((next) => setImmediate(next));
  return settled;
}

function meet() {
  const [a, b, c] = createMeeting(3);
  if (a === undefined || b === undefined || c === undefined) return expect.fail();
  return { a, b, c };
}

it("opens for everybody when the last has opened", async () => {
  const { a, b, c } = meet();
  const first = a.opened();
  void a.opened();
  void b.opened();
  expect(await isSettled(first)).toBe(false);
  await c.opened();
  await first;
});

it("is done when the last is done, who need not have waited for the others to open", async () => {
  const { a, b, c } = meet();
  const opened = a.opened();
  const done = b.done();
  expect(await isSettled(opened)).toBe(false);
  void c.done();
  await opened;
  expect(await isSettled(done)).toBe(false);
  await a.done();
  await done;
});

it("waits for nobody who has left", async () => {
  const { a, b, c } = meet();
  const [opened, done] = [a.opened(), b.done()];
  c.leave();
  await opened;
  expect(await isSettled(done)).toBe(false);
  a.leave();
  a.leave();
  await done;
});

/** The second socket opens a little later than the first. */
function lateWorld(): World {
  const world = realWorld();
  let nth = 0;
  const openWebSocket: World["net"]["openWebSocket"] = async (request) => {
    if (++nth === 2) await new Promise((resolve) => setTimeout(resolve, 30));
    return await world.net.openWebSocket(request);
  };
  return { ...world, net: { ...world.net, openWebSocket } };
}

it("shows what is sent to everybody, whoever opens late, and beside a user who cannot act", async () => {
  const all: Service[] = [];
  const server = await startService((service) => {
    all.push(service);
    service.onMessage = (asked) => {
      for (const each of all) each.tell({ type: "done", user_id: JSON.stringify(asked).includes("u1") ? "u1" : "u2" });
    };
  });
  const every = [condition("$.user_id", "eq", "${user.id}")];
  const probe = socketProbe(server.name, [send({ user: "${user.id}" }), expectation(["done"])], { every, users: 3 });
  const failure = { message: untrusted("no token"), detail: null, type: null, facts: {} };
  const unable = { label: untrusted("u3"), outcome: "errored", failure, durationMs: 0 } as const;
  const session = createSession(plan(), COMMIT, lateWorld(), hooks());
  const tried = await actTogether(probe, [actor("u1", ["u2"]), actor("u2", ["u1"]), unable], session, null);
  expect(tried.outcome).toBe("failed");
  expect(reveal(tried.failure?.facts.foreignUser ?? expect.fail())).toMatch(/^u[12]$/u);
});
