// Programs and libraries that are not there: what shells, runtimes and loaders say.
import { IMAGE_BUILD, ROLLED_OUT } from "./beside.ts";
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

/** Missing in what is deployed, and not where the tests run. */
const NOT_HERE = anyOf("mu", ROLLED_OUT, IMAGE_BUILD);

export const COMMANDS: readonly Rule[] = [
  {
    id: "commands/not-found",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      /: command not found\b|\bcommand not found: |\bmake(?:\[\d{1,3}\])?: \S{1,200}: (?:Command not found|No such file or directory)/u,
      /\b(?:sh|bash|dash|ash|ksh|zsh|busybox|sudo)(?:\.exe)?(?:: (?:line )?\d{1,6})?: (?:eval: |exec: )?(?:line \d{1,6}: )?[\w./@+-]{1,120}: not found\b/u,
      /^[^\n:]{1,200}\.sh: (?:line )?\d{1,6}: [\w./@+-]{1,120}: not found\b|: line \d{1,6}: [\w./@+-]{1,200}: No such file or directory\b/u,
      /\bis not recognized as (?:an internal or external command|the name of a|a name of a)/u,
      /\bfish: Unknown command|\bUnknown command: "?[\w:-]{1,60}"?\s*$|\berror: no such (?:sub)?command: |\bNo such command '|\(Mix\) The task "[^"\n]{1,60}" could not be found|\bis not a git command\b/u,
      /\bexecutable file not found in (?:\$PATH|%PATH%)|\bexecutable [`'"]?[\w.-]{1,60}[`'"]? not found\b|\b(?:not found|could not be found) (?:in|within|on) (?:your |the )?\$?PATH\b|\bUnable to locate executable file\b|\bcould not find (?:an? |the )?executable\b/u,
      /\blinker `[^`\n]{1,60}` not found\b|[`'"][\w.-]{2,40}[`'"] (?:command|binary|executable) (?:was |could )?not (?:be )?found\b|\bJAVA_HOME (?:is not set|environment variable is not|is set to an invalid directory|must be set)|\bJAVA_HOME is not defined correctly\b|\bANDROID_(?:HOME|SDK_ROOT)\b[^\n]{0,80}\bnot (?:set|exported|defined|found)\b/u,
      /\berror Command "[^"\n]{1,100}" not found\b|\bCommand not found: \S|\bCommand "[^"\n]{1,100}" not found\b|\bwhich: no \S{1,60} in \(/u,
      /\b(?:exit(?:ed|s)?\b[^\n\d]{0,30}|(?:status|return|result) ?code\b[^\n\d]{0,6})(?<![\d.:-])127(?!\d|\.\d)/u,
    ),
    unless: NOT_HERE,
  },
  {
    // A process that could not be started: Node, Python, Java, Ruby, .NET, env(1).
    id: "commands/not-started",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      /\bspawn(?:Sync)? \S{1,300} (?:ENOENT|EACCES|UNKNOWN)\b|\/env: ['"‘`]?[\w.+-]{1,60}(?:\\r)?['"’]?: No such file or directory/u,
      /\bCannot run program "[^"\n]{1,300}"|\bCreateProcess error=(?:2|193|5)\b|\bWin32Exception\b[^\n]{0,120}\b(?:cannot find the file|No such file|trying to start process)|\berror (?:occurred )?trying to start process\b/u,
      /\bErrno::ENOENT: No such file or directory - [\w.+-]{1,60}\s*$|\bFileNotFoundError: \[Errno 2\] No such file or directory: '[\w+-]{1,40}'(?:: '[\w+-]{1,40}')?\s*$|\[WinError 2\] The system cannot find the file specified\s*$|\[WinError 193\]/u,
      /\bExec format error\b/u,
    ),
    unless: NOT_HERE,
  },
  {
    id: "commands/not-allowed",
    class: "env.tooling",
    confidence: "probable",
    pattern:
      /\b(?:sh|bash|dash|zsh)(?:: (?:line )?\d{1,6})?: [\w./@+-]{1,200}: Permission denied\b|: line \d{1,6}: \S{1,200}: Permission denied\b|\.\/[\w./-]{1,100}: Permission denied\b|\bexit(?:ed)?\b[^\n\d]{0,30}(?:code|status)[^\n\d]{0,8}126\b/iu,
  },
  {
    // A tool that does not know what it is asked for is of another version; so may be the tool that is tested.
    id: "commands/unknown-option",
    class: "env.tooling",
    confidence: "possible",
    pattern:
      /^(?:\W{0,4}error: |[\w./-]{2,60}: (?:error: )?)(?:unknown|unrecognized|unrecognised|illegal|invalid|unexpected) (?:option|argument|flag)s?\b[^\n]{0,10}(?:-|:)|^[\w./-]{2,60}: option --?[\w-]{1,60}: is unknown|\bunknown (?:shorthand )?flag: /imu,
  },
  {
    // Shared libraries and native modules that are missing or were built for another machine or runtime.
    id: "commands/library",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\berror while loading shared librar|\bcannot open shared object file\b|\bLibrary not loaded: |\bDllNotFoundException\b|\bUnable to load shared library\b|\bUnable to load (?:native )?library\b/u,
      /\bin java\.library\.path\b|\bUnsatisfiedLinkError\b|\bversion [`'"]?GLIBC\w{0,4}_[\d.]{1,12}['"]? not found\b|\bGLIBC\w{0,4}_[\d.]{1,12}['"]? not found\b/u,
      /\bNODE_MODULE_VERSION \d|\bCould not locate the bindings file\b|\binvalid ELF header\b|\bwrong ELF class\b|\bnot a valid Win32 application\b|\bincompatible architecture\b/u,
      /\bbug related to optional dependencies\b|\b(?:cannot find|failed to load) native binding\b/u,
    ),
    unless: NOT_HERE,
  },
  {
    // Runners and libraries that miss one of their own parts.
    id: "commands/part-of-runner",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      /\bTest environment jest-environment-\S{1,60} cannot be found\b|"?jest-environment-jsdom"? is no longer shipped\b/u,
      /\bMISSING DEPENDENCY\b|\bCannot find dependency '|\bCannot find plugin "karma-|\bNo provider for "framework:|\bCannot load (?:reporter|preprocessor|browser) "|\binvalid reporter\b/u,
      /\bpytest(?:\.py)?: error: unrecognized arguments: |^(?:\S{0,200}python[\d.]{0,5}(?:\.exe)?|\S{0,200}pypy[\d.]{0,5}): No module named \S/u,
      /\bPDOException\b[^\n]{0,40}\bcould not find driver\b|^\W{0,4}could not find driver\b|\bCall to undefined function (?:mb|curl|gd|intl|bc|pcntl|imagecreate|simplexml|sodium|openssl|dom_import)\w{0,40}\(|\b(?:the|requires?) (?:PHP extension )?ext-\w{2,20}\b[^\n]{0,40}\bis missing from your system\b|\bThe \w{2,20} (?:PHP )?extension is (?:required|missing|not (?:loaded|installed|enabled))\b/u,
      /\bUnable to find testhost\b|\bCould not find testhost\b|\bCould not find or load main class (?:org\.gradle\.wrapper|org\.apache\.maven|org\.codehaus\.plexus)/u,
    ),
  },
];
