// The machine under the tests: lost, taken away, or its processes killed.
import { ROLLED_OUT } from "./beside.ts";
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const RUNNERS: readonly Rule[] = [
  {
    // GitHub, Azure, GitLab, Jenkins, Buildkite, CircleCI, TeamCity: the agent went away or never came.
    id: "runners/lost",
    class: "env.runner",
    confidence: "certain",
    transient: "yes",
    pattern: anyOf(
      "iu",
      /\blost communication with the server\b|\bstopped hearing from agent\b|\bagent did not connect within\b/u,
      /\b(?:agent|slave|node|computer)\b[^\n]{0,60} went offline during the build\b|\bwas marked offline: |\b(?:nodes? of label|runner)\b[^\n]{0,100} (?:is|are) offline\b|\bAgentOfflineException\b/u,
      /\bhudson\.remoting\.(?:Channel|Request)\w{3,30}\b|\bBacking channel '|\bUnexpected termination of the channel\b|\bCannot contact \S{1,200}: (?:java|hudson|org)\./u,
      /\bJob failed \(system failure\)|\brunner system failure\b|\brunner_system_failure\b/u,
      /\((?:agent|runner) lost\)|^(?:agent|runner) lost$|\b(?:agent|runner) disconnected during the build\b|\bagent has been unregistered\b/u,
      /\bhosted runner encountered an error while running your job\b|\bwas not acquired by Runner\b|\bGitHub Actions has encountered an internal error\b/u,
      /\bno (?:enabled )?runners online\b|\brunners online\b[^\n]{0,60}\bassigned\b|\bNo (?:runner|agent) (?:matching the specified|found in pool)\b|\bdoesn't have any runners online\b/u,
      /\b(?:runner|agent|worker|instance|machine|vm|node|job|executor|host)\b[^\n]{0,80}\bpreempted\b|\bpreempted\b[^\n]{0,80}\b(?:runner|agent|worker|instance|machine|vm|node|job|executor|host)\b/u,
      /\bspot (?:instance|vm|node|interruption|termination)[^\n]{0,80}\b(?:interrupt|terminat|reclaim|evict|notice)/u,
      /\breceived request to deprovision\b|\bSpin up environment (?:failed|error)|\binfrastructure fail(?:ure|ed)?\b|\bBuild container found dead before\b/u,
    ),
    unless: ROLLED_OUT,
  },
  {
    // Jenkins prints where its channel to the agent broke; the exception alone could be anybody's.
    id: "runners/channel",
    class: "env.runner",
    confidence: "certain",
    transient: "yes",
    frames: true,
    pattern:
      /^[^\S\n]{0,20}at (?:org\.jenkinsci\.remoting|hudson\.(?:remoting|slaves|Launcher\$RemoteLauncher))\.[^\n]{1,200}\([\w.]{1,80}:\d/mu,
  },
  {
    id: "runners/shutdown",
    class: "env.runner",
    confidence: "certain",
    pattern:
      /\b(?:runner|agent|worker|job|machine|instance)\b[^\n]{0,60}\bshutdown signal\b|\bshutting down the runner\b|\brunner is shutting down\b|\bon runner shutdown\b|\bReceived ['"](?:killed|terminated|SIGTERM|SIGKILL)['"] signal\b/iu,
  },
  {
    // 128 + signal: 4 illegal instruction, 6 abort, 7 bus error, 8 arithmetic, 9 kill, 11 segmentation fault, 15 terminate.
    id: "runners/exit-code",
    class: "env.runner",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      /\bexit(?:ed|ing|s)?\b[^\n\d]{0,40}(?<![\d.:-])(?:13[245679]|143)(?!\d|\.\d|:\d)/u,
      /\bnon-?zero (?:exit )?(?:code|status|value)\b[^\n\d]{0,12}(?:13[245679]|143)(?!\d|\.\d)/u,
      /\b(?:return(?:ed)?|status|error|result|termination) ?(?:code|status|value)\b[^\n\d]{0,8}(?:13[245679]|143)(?!\d|\.\d)/u,
      /\b(?:failed|finished|died|terminated|stopped|completed|aborted) with(?: an?)? (?:code|status|return code|error)\b[^\n\d]{0,5}(?:13[245679]|143)(?!\d|\.\d)/u,
      /\*\*\* [^\n]{1,200} Error (?:13[245679]|143)\b/u,
      /\((?:code|exit|rc|status)[=: ]{1,2}(?:13[245679]|143)\b|\bnpm (?:ERR!|error) errno (?:13[479]|143)\b/u,
    ),
    unless: anyOf(
      "iu",
      ROLLED_OUT,
      /\bmaximum (?:execution )?time\b|\btime ?limit\b|\bexceeded the (?:limit|timeout) of\b|\btimed out after\b|expected[^\n]{0,80}\bexit/u,
      /nil pointer dereference/u,
    ),
  },
  {
    // The status words of Windows: access violation, stack or heap broken, no memory, stopped from outside.
    id: "runners/exit-code-windows",
    class: "env.runner",
    confidence: "probable",
    pattern:
      /-1073741819\b|-1073741571\b|-107374(?:0940|0791|1510|1676|1523|1801)\b|\b3221225(?:477|725|786|620|773|495)\b|\b322122(?:6356|6505)\b|\b0xc0000(?:005|0fd|374|409|13a|094|12d|017)\b/iu,
  },
  {
    // The kernel or somebody else ended a process: what shells, Go, Rust, Node, Python and make say of it.
    id: "runners/killed",
    class: "env.runner",
    confidence: "probable",
    pattern: anyOf(
      "mu",
      /^[^\S\n]{0,4}(?:Killed|Terminated)(?:: \d{1,2})?\s*$|: line \d{1,6}:\s{1,4}\d{1,8} (?:Killed|Terminated)\b|\*\*\* \[[^\]\n]{1,300}\] (?:Killed|Terminated)\b|\bzsh: killed\b/u,
      /\bsignal: (?:killed|terminated)\b|\(signal: (?:9|15), /u,
      /\b(?:killed|terminated|exited|died|crashed|stopped|failed|ended|interrupted)\b[^\n]{0,40}\b(?:by|with|due to|on|because of)\b[^\n]{0,20}\b(?:SIGKILL|SIGTERM|SIGABRT|signal (?:'?SIGKILL'?|'?SIGTERM'?|6|9|15)\b)/u,
      /\bdied with <Signals\.SIG(?:KILL|TERM|ABRT|SEGV)|\bsignal[:=] ?'?SIG(?:KILL|TERM)\b|\bexit(?:ed)? (?:code|status):? -(?:9|15)\b|\breturncode[=:] ?-(?:9|15)\b/u,
      /\bterminated with signal (?:9|15)\b|\bKilled signal terminated program\b|\binternal compiler error: Killed\b|\bprematurely: signal (?:9|15)\b/u,
      /\bOOMKilled\b|\boom[-_ ]kill|\bOOM[- ][Kk]ill|\bOut of memory: Kill(?:ed)? process\b|\bKilled process \d{1,8} \(/u,
    ),
    unless: ROLLED_OUT,
  },
];
