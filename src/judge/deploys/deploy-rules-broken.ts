// Rules for what is broken on our side: a command that is not there, a build that does not compile. The last ones only
// say that something failed and give way to all others.
import type { DeployRule } from "./deploy-rule.ts";

export const BROKEN_RULES: readonly DeployRule[] = [
  {
    id: "build.image",
    pattern:
      /failed to (?:calculate|compute) (?:checksum of|cache key)|dockerfile parse error|COPY failed|ADD failed|unknown instruction|(?:unable to|failed to) (?:prepare context|evaluate symlinks|read dockerfile)|failed to process "|target stage \S{1,100} could not be found|no build stage in current context|base name \([^\n]{0,100}\) should not be blank/iu,
    weight: "cause",
    transient: "no",
    title: "the image cannot be built",
    next: "Correct the Dockerfile or the files it copies.",
  },
  {
    id: "command.missing",
    pattern:
      /^[^\s:]{1,200}: (?:line )?\d{1,6}: [^:]{1,200}: not found$|command not found|executable file not found in|is not recognized as (?:an internal|the name)|\bspawn \S{1,200} ENOENT|bad interpreter|could not find or load main class|no such command|cannot connect to the docker daemon/iu,
    weight: "cause",
    transient: "no",
    title: "a program that the deploy calls is not there",
    next: "Install or start it in a step before this one.",
  },
  {
    id: "command.usage",
    pattern:
      /unknown (?:shorthand )?(?:flag|option|command|subcommand)|unrecognized (?:arguments?|option)|flag provided but not defined|invalid (?:option|choice|argument)|missing script:|No rule to make target|syntax error near unexpected|syntax error: |unexpected EOF while|is not a \w{1,20} command|got an unexpected (?:extra )?argument|the following arguments are required/iu,
    weight: "cause",
    transient: "no",
    title: "the deploy calls a program in a way that it does not know",
    next: "Correct the call that the line names; a new version of the program may have changed it.",
  },
  {
    id: "build.compiler",
    pattern:
      /\berror TS\d{3,5}\b|\berror(?:\[E\d{4}\])?: (?:cannot find|expected|mismatched|aborting due|could not compile|unresolved|incompatible|class, interface|linker|package \S{1,200} does not exist)|\berror\[E\d{4}\]|\berror (?:CS|FS|BC|MSB|NU|NETSDK)\d{4}\b|^[^\s:]{1,300}:\d{1,7}(?::\d{1,7})?: (?:fatal )?(?:error|undefined|cannot|syntax error|undeclared|imported and not used|declared and not used)|COMPILATION ERROR|compilation failed|undefined reference to|ld returned \d|collect2: error|\bSyntaxError:|\bIndentationError:|\bModuleNotFoundError:|\bImportError:|Module not found: |cannot find (?:module|package) |can't resolve '|failed to compile|\bTransform failed with|could not resolve "|\[vite\]: Rollup failed|type error: |no required module provides package|cannot find symbol|FAILURE: Build failed with an exception/iu,
    weight: "cause",
    transient: "no",
    first: true,
    title: "the code does not compile",
    next: "Correct the first error of the build.",
  },
  {
    id: "build.dependencies",
    pattern:
      /npm (?:ERR!|error) code E(?:RESOLVE|404|INTEGRITY|TARGET|USAGE|BADENGINE|JSONPARSE|BADPLATFORM|PUBLISHCONFLICT)|no matching distribution found|could not find a version that satisfies|ERR_PNPM_\w{1,60}|lockfile (?:would have been|needs to be|is not up to date)|unable to resolve dependency|could not resolve (?:all )?dependenc|could not find artifact|version solving failed|checksum mismatch|frozen-lockfile|package-lock\.json[^\n]{0,60}(?:not )?in sync|your lock file does not|unable to satisfy/iu,
    weight: "cause",
    transient: "no",
    first: true,
    title: "the dependencies of the build cannot be installed",
    next: "Bring the lock file and the registry's packages together.",
  },
  {
    id: "build.tests",
    pattern: /There are test failures|npm (?:ERR!|error) Test failed|\bTests? failed\b[^\n]{0,80}see above/iu,
    weight: "cause",
    transient: "no",
    title: "tests that the deploy runs failed",
    next: "Read the output of these tests.",
  },
  {
    id: "build.size",
    pattern:
      /must be smaller than \d|(?:too large|larger than|exceeds the (?:maximum|limit|size))[^\n]{0,80}\b(?:size|slug|bundle|package|function|limit|MB|MiB|bytes)\b|(?:size|slug|bundle|package|function)[^\n]{0,80}(?:too large|exceeds the (?:maximum|limit))/iu,
    weight: "cause",
    transient: "no",
    title: "what is deployed is larger than the platform takes",
    next: "Leave out what the service does not need when it runs.",
  },
  {
    // Heroku, Dokku and others deploy what is pushed.
    id: "git.rejected",
    pattern: /\[(?:remote )?rejected\]|non-fast-forward|shallow update not allowed|pre-receive hook declined/iu,
    weight: "symptom",
    transient: "no",
    title: "the push to the platform was rejected",
    next: "Read the lines above it; a push that is behind needs the whole history in the checkout (fetch-depth: 0).",
  },
  {
    id: "file.missing",
    pattern:
      /no such file or directory|\bENOENT\b|cannot find the (?:file|path) specified|the path \S{1,300} does not exist|cannot stat /iu,
    weight: "symptom",
    transient: "no",
    title: "a file that the deploy needs is not there",
    next: "Check the path, and that the step before this one makes the file.",
  },
  {
    id: "file.permission",
    pattern: /permission denied|\bEACCES\b|operation not permitted|\bEPERM\b|read-only file system/iu,
    weight: "symptom",
    transient: "no",
    title: "the deploy may not read, write or run something on this machine",
    next: "Check the file's permissions; a script needs its executable bit.",
  },
  {
    id: "build.failed",
    pattern:
      /failed to solve:|\bBuild failed\b|\bBUILD FAILED\b|\bBUILD FAILURE\b|build error:|could not be built or deployed|did not complete successfully: exit code|returned a non-zero code|error (?:building|running build)|failed building wheel|push rejected, failed to compile|[Cc]ommand "[^"\n]{1,200}" exited with [1-9]/u,
    weight: "wrapper",
    transient: "no",
    title: "the build failed",
    next: "Read the output of the build above this line.",
  },
  {
    // Words by which many tools say that another try is worth it.
    id: "passing.words",
    pattern:
      /timed? ?out|temporar(?:y|ily)|try again|(?:error|fail|answer|respon|return|receiv|got)[^\n]{0,80}\b(?:429|502|503|504)\b/iu,
    weight: "wrapper",
    transient: "yes",
    title: "the output speaks of a fault that may pass",
    next: "Read the line; when it does not pass, look at the service that it names.",
  },
];
