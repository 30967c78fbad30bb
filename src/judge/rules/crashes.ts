// Processes of the test run that crashed: test hosts, workers, browsers, and the words of a fault in native code.
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const CRASHES: readonly Rule[] = [
  {
    // pytest-xdist, Jest, Vitest, Playwright, Surefire, Gradle, vstest, Xcode, Android, process pools.
    id: "crashes/worker",
    class: "env.runner",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bnode down: |\bworker '?gw\d{1,4}'? crashed\b|\b(?<!service |web )(?:test )?worker(?: process)?(?: \w{1,20}| '[^'\n]{1,60}'| \([^)\n]{1,80}\)){0,2} (?:crashed|died|exited unexpectedly|(?:was|has been) (?:killed|terminated)|terminated unexpectedly|exited prematurely)\b/u,
      /\bworker process \(pid[= ]\d{1,9}\) was terminated by another process\b|\bJest worker encountered \d{1,4} child process exceptions\b|\bCall retries were exceeded\b/u,
      /\bWorker (?:forks|threads|vmThreads|vmForks) emitted error\b|\bERR_IPC_CHANNEL_CLOSED\b|\bWorker exited prematurely\b/u,
      /\bThe forked VM terminated\b|\bError occurred in starting fork\b|\bThe fork crashed\b|\bForked Java VM exited abnormally\b/u,
      /\bGradle Test Executor \d{1,6}'? (?:finished with non-zero exit value|terminated|crashed)|\bGradle build daemon disappeared\b|\bCould not complete execution for Gradle Test Executor\b/u,
      /\btest ?host process crashed\b|\bactive test run was aborted\b|\bhost process exited unexpectedly\b/u,
      /\bRestarting after unexpected exit\b|\bEarly unexpected exit\b|\bTest crashed with signal\b|\btest runner (?:exited before|crashed)|\bLost connection to (?:the )?(?:test(?:ing)? (?:process|runner|manager)|testmanagerd)\b/u,
      /\bshortMsg=Process crashed\b|\bINSTRUMENTATION_ABORTED\b|\bInstrumentation run failed due to\b/u,
      /\bprocess in the process pool was terminated abruptly\b|\bBrokenProcessPool\b|\bBrokenExecutor\b|\bspec or process disappeared\b/u,
    ),
    // vstest ends a run that hangs at its own limit; a service may tell of workers of its own.
    unless:
      /inactivity time of|aborted\. Reason: Unhandled exception\. |"(?:detail|message|error)":|^\W{0,4}(?:HTTP\S{0,4} )?5\d\d\b|\b1011\b/mu,
  },
  {
    id: "crashes/browser",
    class: "env.runner",
    confidence: "certain",
    pattern:
      /\b(?:page|tab|target|browser|renderer) crash(?:ed)?\b|\bprocess just crashed\b|\bRenderer process (?:just )?(?:crashed|was killed)\b|\bGPU process (?:isn't usable|crashed)/iu,
  },
  {
    // A nil pointer in Go ends with the same signal and is a fault of the code; so is an exception nobody caught.
    id: "crashes/native",
    class: "env.runner",
    confidence: "probable",
    pattern: anyOf(
      "imu",
      /\bsegmentation (?:fault|violation)\b|\bSIG(?:SEGV|BUS|ILL|ABRT)\b|\bsegfault(?:ed)?\b|^(?:[^\n]{0,120}(?:: |\d ))?Bus error\b|\bIllegal instruction\b/u,
      /\babort trap\b|\baborted \(core dumped\)|\(core dumped\)|\bEXCEPTION_ACCESS_VIOLATION\b|\bAccess violation (?:reading|writing|executing|at|exception)\b/u,
      /\bA fatal error has been detected by the Java Runtime\b|\bFatal Python error: /u,
      /\bdouble free\b|\bstack smashing detected\b|\bfree\(\): invalid|\bmalloc\(\): |\bcorrupted size vs|\bheap corruption\b/u,
    ),
    unless:
      /nil pointer dereference|terminate called after throwing|[Aa]ssertion [`'"‘]?.{0,200} failed|\bpanicked at\b/u,
  },
  {
    // The application under test ended by itself: Mozilla's harness, Android, Electron.
    id: "crashes/application",
    class: "env.runner",
    confidence: "possible",
    pattern:
      /\bPROCESS-CRASH\b|\bapplication crashed \[|\b(?:application|app) (?:has )?(?:crashed|terminated with exit code -?\d)/iu,
  },
];
