import { example, type Example } from "../example.ts";

const lost = (text: string): Example => example("runners/lost", "env.runner", "yes", text);
const gone = (rule: string, text: string): Example => example(`runners/${rule}`, "env.runner", "either", text);

export const EXAMPLES: readonly Example[] = [
  lost(
    "The hosted runner: GitHub Actions 7 lost communication with the server. Anything in your workflow that terminates the runner process can cause this error.",
  ),
  lost(
    "##[error]We stopped hearing from agent Azure Pipelines 4. Verify the agent machine is running and has a healthy network connection.",
  ),
  lost(
    "ERROR: Job failed (system failure): prepare environment: waiting for pod running: timed out waiting for pod to start",
  ),
  lost(
    'Cannot contact build-7: hudson.remoting.ChannelClosedException: Channel "unknown": Remote call on build-7 failed.',
  ),
  lost("Agent went offline during the build\nERROR: Connection was broken"),
  lost("java.io.IOException: Backing channel 'build-7' is disconnected."),
  lost("Exited with status -1 (agent lost)"),
  lost("The job was not acquired by Runner of type hosted even after multiple attempts"),
  lost("The spot instance was terminated after an interruption notice"),
  lost("The runner VM was preempted."),
  example(
    "runners/channel",
    "env.runner",
    "yes",
    "java.nio.channels.ClosedChannelException\n\tat org.jenkinsci.remoting.protocol.NetworkLayer.onRecvClosed(NetworkLayer.java:154)",
  ),
  example("none", "unknown", "either", "0/3 nodes: preemption is not helpful for this node"),
  gone("shutdown", "The runner has received a shutdown signal. This can happen when the runner service is stopped."),
  gone("shutdown", "Received 'killed' signal"),
  gone("exit-code", "##[error]Process completed with exit code 137."),
  gone("exit-code", "ERROR: Job failed: exit code 143"),
  gone("exit-code", 'The command "npm test" exited with 139.'),
  gone("exit-code", "Exited with code exit status 137"),
  gone("exit-code", "Process 'command 'node'' finished with non-zero exit value 134"),
  gone("exit-code", "Error: worker failed with code 137"),
  gone("exit-code", "make: *** [Makefile:12: e2e] Error 137"),
  gone("exit-code-windows", "Process exited with code -1073741819"),
  gone("exit-code-windows", "error MSB3073: exited with code 3221225477 (0xC0000005)"),
  gone("killed", "bash: line 7:  4123 Killed                  npm run e2e"),
  gone("killed", "Killed"),
  gone("killed", "FAIL\tshop/e2e\nsignal: killed"),
  gone("killed", "npm ERR! Command failed with signal SIGKILL"),
  gone("killed", "subprocess.CalledProcessError: Command '['pytest']' died with <Signals.SIGKILL: 9>."),
  gone("killed", "c++: fatal error: Killed signal terminated program cc1plus"),
  gone("killed", "process didn't exit successfully: `target/debug/shop-e2e` (signal: 9, SIGKILL: kill)"),
  gone("killed", "Out of memory: Killed process 812 (node) total-vm:9123456kB"),
  example("none", "unknown", "either", "the queue returned 137 messages and then 139"),
  example("none", "unknown", "either", "Process completed with exit code 1."),
  lost("Build container found dead before completing the build."),
  // The platform ends what it runs; why stands before it.
  example(
    "deploy-startup/hosters",
    "deploy.startup",
    "no",
    "heroku[web.1]: Process exited with status 137\nheroku[web.1]: State changed from starting to crashed",
  ),
  gone("exit-code", "npm ERR! errno 137"),
];
