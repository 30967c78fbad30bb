import { example, type Example } from "../example.ts";

const crash = (rule: string, text: string): Example => example(`crashes/${rule}`, "env.runner", "either", text);

export const EXAMPLES: readonly Example[] = [
  crash("worker", "[gw1] node down: Not properly terminated\nreplacing crashed worker gw1"),
  crash("worker", "worker 'gw3' crashed while running 'tests/test_cart.py::test_pay'"),
  crash("worker", "A jest worker process (pid=411) was terminated by another process: signal=SIGSEGV, exitCode=null."),
  crash("worker", "Error: [vitest-pool]: Worker forks emitted error.\nCaused by: Error: Worker exited unexpectedly"),
  crash("worker", "Error: worker process exited unexpectedly (code=1, signal=null)"),
  crash("worker", "The forked VM terminated without properly saying goodbye. VM crash or System.exit called?"),
  crash("worker", "Process 'Gradle Test Executor 4' finished with non-zero exit value 1"),
  crash("worker", "Gradle build daemon disappeared unexpectedly (it may have been killed or may have crashed)"),
  crash("worker", "The active test run was aborted. Reason: Test host process crashed"),
  crash("worker", "Test runner exited before starting test execution."),
  crash("worker", "Instrumentation run failed due to 'Process crashed.'"),
  crash(
    "worker",
    "concurrent.futures.process.BrokenProcessPool: A process in the process pool was terminated abruptly",
  ),
  crash("browser", "page.goto: Page crashed"),
  crash("browser", "unknown error: session deleted because of page crash\nfrom tab crashed"),
  crash("browser", "We detected that the Chromium Renderer process just crashed."),
  crash("native", "Segmentation fault (core dumped)"),
  crash("native", "# A fatal error has been detected by the Java Runtime Environment:"),
  crash("native", "Fatal Python error: Segmentation fault"),
  crash("native", "free(): invalid pointer\nAborted (core dumped)"),
  crash("application", "PROCESS-CRASH | shop/cart.html | application crashed [@ shop::pay]"),
  example(
    "defects/go-rust",
    "test.defect",
    "no",
    "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0]",
  ),
  // A data store's words, a message bus, a pod.
  example("none", "unknown", "either", "the Service Bus error of the odd kind"),
  example("none", "unknown", "either", "the service worker was terminated at last"),
  // The workers of a service.
  example("statuses/number", "svc.server-error", "either", 'HTTP 500: {"detail":"worker process exited unexpectedly"}'),
];
