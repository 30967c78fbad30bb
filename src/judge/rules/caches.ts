// Redis, Valkey, KeyDB and memcached: what the server answers, and what its clients throw.
import { asSaid } from "./store-names.ts";
import type { Rule } from "./rule.ts";

const STORE = { class: "dep.datastore", finding: asSaid } as const;

export const CACHES: readonly Rule[] = [
  {
    ...STORE,
    id: "caches/redis-login",
    confidence: "certain",
    transient: "no",
    pattern:
      /\bNOAUTH (?:Authentication|HELLO)\b[^\n]{0,60}|\bWRONGPASS\b[^\n]{0,80}|\binvalid username-password pair\b|\b(?:ERR |ReplyError: |ResponseError: )invalid password\b|\bClient sent AUTH, but no password is set|\bwithout any password configured\b|\bNOPERM\b[^\n]{0,80}|\bRedis is running in protected mode\b/u,
  },
  {
    /* It starts, fails over, or moves its keys: soon it does not. */
    ...STORE,
    id: "caches/redis-passing",
    confidence: "certain",
    transient: "yes",
    pattern:
      /\bLOADING (?:Redis|Valkey|KeyDB|Dragonfly)\b|\b(?:Redis|Valkey) is loading the dataset\b|\bBusyLoadingError\b|\bTRYAGAIN Multiple keys\b|\bMASTERDOWN Link with MASTER\b|\bBUSY Redis is busy running\b/iu,
  },
  {
    ...STORE,
    id: "caches/redis-answers",
    confidence: "certain",
    pattern:
      /\bREADONLY:? You can'?t write against\b|\bwrite against a read only (?:replica|slave)\b|\bMOVED \d{1,5} \S{1,120}:\d{1,5}|\bASK \d{1,5} \S{1,120}:\d{1,5}|\bCLUSTERDOWN\b[^\n]{0,60}|\bCROSSSLOT Keys in request\b|\bOOM command not allowed when used memory\b|\bMISCONF\b[^\n]{0,80}|\bNOREPLICAS\b|\bEXECABORT Transaction discarded\b|\bmax number of clients reached\b|\bWRONGTYPE Operation against a key\b|\bNOSCRIPT No matching script\b|\bNOGROUP No such\b[^\n]{0,80}|\bUNBLOCKED force unblock\b|\bThis instance has cluster support disabled\b|\bERR unknown command\b[^\n]{0,60}/u,
  },
  {
    ...STORE,
    id: "caches/redis-clients",
    confidence: "certain",
    pattern:
      /\b(?:aio)?redis\.(?:\w{1,20}\.){0,3}(?:Connection|Timeout|BusyLoading|ReadOnly|Authentication|Response|ClusterDown|MaxConnections|MasterNotFound|NoPermission|OutOfMemory|ConnectionClosed|RedisCluster|Cluster|AuthenticationWrongNumberOfArgs|AuthorizationError|SlaveNotFound|MasterDown)\w{0,20}(?:Error|Exception)?\b[^\n]{0,160}|\bJedis(?:Connection|Data|ExhaustedPool|Cluster\w{0,20}|AccessControl|NoReachableClusterNode\w{0,10}|Exhausted\w{0,10}|Busy|Redirection|MovedData|NoScript)Exception\b[^\n]{0,160}|\bJedisException: (?:Could not get a resource|All sentinels down)[^\n]{0,80}|\bRedis(?:Connection|ConnectionFailure|CommandTimeout|CommandExecution|System|Timeout|Server|Busy|Loading|ReadOnly|NoScript|ClientInitialization|Exception|OutOfMemory|NodeNotFound)(?:Exception|Error)?: [^\n]{0,160}|\bRedis(?:Connection|ConnectionFailure|CommandTimeout|Timeout|Server)Exception\b[^\n]{0,160}|\bRedis(?:Client)?::(?:CannotConnect|Connection|BaseConnection|Timeout|ReadTimeout|Command|Cluster::\w{1,30}|AuthCommand|ReadOnly|Protocol|Inherited|ReadOnlyError|MasterDown|FailoverError|WrongType|OutOfMemory)\w{0,20}(?:Error)?\b[^\n]{0,160}|\bMaxRetriesPerRequestError\b[^\n]{0,120}|\bClusterAllFailedError\b[^\n]{0,120}|\b(?:Redix|RedisClient)\.ConnectionError\b[^\n]{0,120}|\bPredis\\\S{0,40}Exception\b[^\n]{0,120}|\bRedisException\b[^\n]{0,120}|\b(?:Redis|ioredis)\b[^\n]{0,40}(?:[Cc]onnection (?:to \S{1,80} )?(?:failed|lost|closed|refused|timed out|timeout|error|is closed|in (?:broken|subscriber))|ECONN\w{2,10}|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|unhandled error event)[^\n]{0,120}|\b(?:Unable|Failed|failed|unable|Could not|could not|Cannot|cannot|Can't) (?:to )?connect to (?:the )?(?:Redis|redis|Valkey)\b[^\n]{0,120}|\bredis: (?:connection pool (?:timeout|exhausted)|client is closed|all sentinels|cluster has no nodes|nil context|connection)[^\n]{0,80}|\bIt was not possible to connect to the redis server\b|\bNo connection is (?:active\/)?available to service this operation\b[^\n]{0,80}|\bReplyError: [A-Z]{4,20} [^\n]{1,120}/u,
    unless: /\bModuleNotFoundError\b|\bNo module named\b|\bCannot find module\b/u,
  },
  {
    ...STORE,
    id: "caches/memcached",
    confidence: "certain",
    pattern:
      /\bDalli::(?:RingError|NetworkError|DalliError)\b[^\n]{0,120}|\bNo (?:memcached )?servers? available\b|\bMemcache(?:d|Client|Unexpected\w{0,20})?(?:Error|Exception)\b[^\n]{0,120}|\bpymemcache\.exceptions\.\w{1,40}[^\n]{0,120}|\bpylibmc\.(?:HostLookupError|ConnectionError|ServerDown|SomeErrors|\w{0,20}Failure|\w{0,20}Error)\b[^\n]{0,80}|\bmemcache: (?:no servers configured|connect timeout|server error)[^\n]{0,80}|\bnet\.spy\.memcached\S{0,40}\.\w{0,40}Exception\b[^\n]{0,120}|\bSERVER_ERROR out of memory\b/u,
  },
];
