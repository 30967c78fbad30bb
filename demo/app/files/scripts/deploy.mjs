// Deploys the checked-out commit to staging. Exit code 0: staging took it (ready or not), 1: it did not, 2: not set up.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const control = process.env.STAGING_CONTROL_URL;
if (!control) fail(2, "STAGING_CONTROL_URL is not set");

const commit = execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
const { faults, rolloutMs } = JSON.parse(readFileSync("staging.json", "utf8"));
const image = `chat-backend:${commit.slice(0, 7)}`;

console.log(`Deploying ${image} to staging`);
const status = await ask("/status");
if (status.rollingOut?.commit === commit) {
  console.log(`${image} is already rolling out: nothing to start`);
} else if (!status.rollingOut && status.serving.commit === commit) {
  console.log(`${image} is already served: nothing to start`);
} else {
  const { rollingOut } = await ask("/deploy", { commit, faults, rolloutMs });
  console.log(`Image ${image} pushed, revision created`);
  console.log(rollingOut ? "Routing traffic… the rollout goes on" : "Routing traffic… 100 %");
}
console.log("Done");

async function ask(path, body) {
  const request = body && { method: "POST", body: JSON.stringify(body) };
  try {
    const response = await fetch(`${control}${path}`, {
      ...request,
      signal: AbortSignal.timeout(5000),
    });
    if (response.ok) return await response.json();
    return fail(1, `${path} answered ${response.status}: ${await response.text()}`);
  } catch (error) {
    return fail(1, `${path}: ${error.cause?.message ?? error.message}`);
  }
}

function fail(code, message) {
  console.error(`deploy failed: ${message}`);
  process.exit(code);
}
