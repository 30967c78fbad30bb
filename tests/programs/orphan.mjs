// Starts a process in a session of its own that keeps our output open, tells its id, and ends at once.
import { spawn } from "node:child_process";

const child = spawn("sleep", ["20"], { detached: true, stdio: "inherit" });
child.unref();
console.log(`orphan ${child.pid}`);
