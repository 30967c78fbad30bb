// Entry: the staging service as a process of its own. Prints one JSON line when both ports listen.
//   STAGING_JWT_SECRET=… node demo/staging/service.ts [--port 0] [--control-port 0] [--commit <sha>]
//     [--faults a,b] [--stop-with-stdin]

import { parseArgs } from "node:util";

import { readFaults } from "./control.ts";
import { listen } from "./listen.ts";
import { createStaging } from "./staging.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "control-port": { type: "string", default: "0" },
    commit: { type: "string", default: "0".repeat(40) },
    faults: { type: "string", default: "" },
    "stop-with-stdin": { type: "boolean", default: false },
  },
});

const secret = process.env["STAGING_JWT_SECRET"] ?? "";
if (secret === "") throw new Error("STAGING_JWT_SECRET is not set: tokens cannot be verified.");
const faults = readFaults(values.faults.split(",").filter((id) => id !== ""));
if (typeof faults === "string") throw new Error(faults);

const staging = createStaging(secret, { commit: values.commit, faults });
const listening = await listen(staging, {
  port: Number(values.port),
  controlPort: Number(values["control-port"]),
});
function stop(): void {
  listening.close();
  process.exit(0);
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
// Whoever started us holds the other end of stdin: when they are gone, so are we.
if (values["stop-with-stdin"]) process.stdin.on("end", stop).resume();
console.log(JSON.stringify({ url: listening.url, controlUrl: listening.controlUrl }));
