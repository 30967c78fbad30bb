// What a machine runs out of: memory, disk, descriptors, watchers, ports, threads.
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

/** A data store that tells its own shortage. */
const OF_A_STORE =
  /OOM command not allowed|maxmemory|SQLSTATE|\bORA-\d|PSQLException|psycopg|\bPG::|could not (?:extend|write to) file "base|Failed on request of size|\b53[12]00\b|MISCONF|Needed \d{1,12} bytes/u;

export const EXHAUSTED: readonly Rule[] = [
  {
    id: "exhausted/memory",
    class: "env.runner",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /OutOfMemory(?:Error|Exception)?\b|\b(?:ran |run |running )?out of memory\b|ERR_WORKER_OUT_OF_MEMORY/u,
      /\b(?:No)?MemoryError\b|\bENOMEM\b|\bcannot allocate memory\b|\bfailed to allocate memory\b|\bunable to allocate memory\b|\bcannot allocate vector of size\b/u,
      /\bAllocation failed - |\barray buffer allocation failed\b|\bstd::bad_alloc\b|\bbad allocation\b|\bmemory allocation of \d{1,20} bytes failed\b/u,
      /\bAllowed memory size of \d{1,20} bytes exhausted\b|(?<!Dimension ["']?)\bmemory exhausted\b|\bexceeded (?:the |its )?memory limit\b/u,
      /\bheap limit Allocation\b|\bnear heap limit\b|\bJava heap space\b|\bGC overhead limit exceeded\b|\bPermGen space\b/u,
      /\bCould not reserve enough space for\b|\binsufficient memory (?:for the Java|to continue)|\bpaging file is too small\b/u,
    ),
    unless: OF_A_STORE,
  },
  {
    id: "exhausted/disk",
    class: "env.runner",
    confidence: "certain",
    pattern:
      /\bno space left(?: on device)?\b|\bENOSPC\b|\bnot enough (?:disk |free )?space\b|\benough free (?:disk )?space\b|\bdisk quota exceeded\b|\bEDQUOT\b|\bdisk(?: is)? full\b|\binsufficient (?:free )?disk space\b|\bINSTALL_FAILED_INSUFFICIENT_STORAGE\b|\bout of disk space\b|\bno free space\b/iu,
    unless: OF_A_STORE,
  },
  {
    id: "exhausted/descriptors",
    class: "env.runner",
    confidence: "certain",
    pattern:
      /\bE[MN]FILE\b|\btoo many open files\b|\[Errno 24\]|\binotify\b[^\n]{0,80}\b(?:limit|reached|failed|exceeded|too many)|\blimit\b[^\n]{0,80}\b(?:inotify|file watchers)\b/iu,
  },
  {
    // errno 98 (Linux), 48 (BSD), 10048 (Windows), and the servers that say so in words.
    id: "exhausted/port-in-use",
    class: "env.runner",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /EADDRINUSE\b|\baddress (?:is )?(?:already )?in use\b|\bOnly one usage of each socket address\b|\bWSAEADDRINUSE\b|\bWinError 10048\b/u,
      /\b(?:port|ports|socket|address)\b[^\n]{0,80}\balready (?:in use|allocated|used|taken|bound)\b|\balready (?:in use|listening|bound)\b[^\n]{0,30}\bport\b/u,
      /\b(?:something|another \w{1,20}|process|server|instance|app) is already running on port\b|\bhttps?:\/\/[^\s,]{1,200} is already used\b|\bport\b[^\n]{0,30}\bbeing used by another\b/u,
      /\bServer is already active for display\b|\baccess a socket in a way forbidden by its access permissions\b/u,
    ),
    // The addresses of a cloud and of a cluster.
    unless: /nodePort|googleapi|InvalidIPAddress|[Ss]ubnet/u,
  },
  {
    id: "exhausted/threads",
    class: "env.runner",
    confidence: "certain",
    pattern:
      /\bunable to create (?:new )?native thread\b|\bcan't start new thread\b|\b(?:failed to|can't|could not|cannot) create (?:new )?(?:OS )?thread\b|\bpthread_create\b[^\n]{0,60}\b(?:failed|error|unavailable)\b|\bfork\b[^\n]{0,60}\bResource temporarily unavailable\b|\bspawn(?:Sync)?\b[^\n]{0,200}\bEAGAIN\b|\bprogram exceeds \d{1,7}-thread limit\b|\b(?:cannot|can't) fork\b|\bfork failed\b|\bResource temporarily unavailable\b[^\n]{0,40}\b(?:fork|thread)/iu,
  },
];
