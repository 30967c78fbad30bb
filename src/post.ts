// The action's post step: goes on from the decision as the last act of the job, or closes what a lost cycle left open.
import { afterMain } from "./after/after-main.ts";
import { sayFault } from "./tell-otherwise.ts";
import { openJob } from "./world/job.ts";

const job = openJob();
job.ending.onFault((error) => sayFault(error, job.world));
const code = await afterMain(job);
if (code !== 0) process.exitCode = code;
job.ending.afterWork();
