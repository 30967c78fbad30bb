// Entry: the staging service as a process of its own. Prints one JSON line when its ports listen.
//   STAGING_JWT_SECRET=… node demo/staging/service.ts [--port 0] [--control-port 0] [--commit <sha>]
//     [--faults a,b] [--authority-file <path>] [--stop-with-stdin]
// With --authority-file a TLS port is opened too, and the certificate to trust is written there.

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { createCertificates } from "./certificates.ts";
import { readFaults } from "./control.ts";
import { readKeys } from "./keys.ts";
import { listen } from "./listen.ts";
import { createStaging } from "./staging.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "control-port": { type: "string", default: "0" },
    commit: { type: "string", default: "0".repeat(40) },
    faults: { type: "string", default: "" },
    "authority-file": { type: "string" },
    "stop-with-stdin": { type: "boolean", default: false },
  },
});

const keys = readKeys(process.env);
const faults = readFaults(values.faults.split(",").filter((id) => id !== ""));
if (typeof faults === "string") throw new Error(faults);

const authorityFile = values["authority-file"];
const certificates = authorityFile === undefined ? null : createCertificates();
if (authorityFile !== undefined && certificates !== null) writeFileSync(authorityFile, certificates.authority);

const staging = createStaging(keys, { commit: values.commit, faults });
const ports = { port: Number(values.port), controlPort: Number(values["control-port"]) };
const listening = await listen(staging, ports, certificates);
function stop(): void {
  listening.close();
  process.exit(0);
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
// Whoever started us holds the other end of stdin: when they are gone, so are we.
if (values["stop-with-stdin"]) process.stdin.on("end", stop).resume();
const { url, controlUrl, tlsUrl } = listening;
console.log(JSON.stringify({ url, controlUrl, tlsUrl }));
