// Document, wide-column, graph, time series, search and key-value stores that are no caches.
import { asSaid } from "./store-names.ts";
import type { Rule } from "./rule.ts";

const STORE = { class: "dep.datastore", finding: asSaid } as const;

export const DOCUMENT_STORES: readonly Rule[] = [
  {
    ...STORE,
    id: "datastores-documents/mongo-login",
    confidence: "certain",
    transient: "no",
    pattern:
      /\bbad auth\b ?:?[^\n]{0,80}|\bMongo\w{0,20}(?:Error|Exception|Failure)\b[^\n]{0,120}\b(?:Authentication failed|AuthenticationFailed|Unauthorized|requires authentication)|\bcommand \w{1,40} requires authentication|\bnot authorized on \w{1,80} to execute command\b|\bMongo(?:Security|Authentication)Exception\b[^\n]{0,120}|\bMongo::Auth::Unauthorized\b[^\n]{0,120}|\bIP that isn't whitelisted\b|\bTransaction numbers are only allowed on a replica set member or mongos/iu,
  },
  {
    /* The names of all its drivers begin alike; a doubled key or a wrong document is no fault of the store. */
    ...STORE,
    id: "datastores-documents/mongo",
    confidence: "certain",
    pattern:
      /\b(?:Mongo|Mongoose|Mongocxx)(?:DB)?\w{0,40}(?:Selection|Network|Timeout|Socket|Connection|Topology|NotConnected|PoolCleared|PoolClosed|WaitQueue|Expired\w{0,10}|NotPrimary|NodeIsRecovering|Unavailable|Interrupted|SystemError|ServerClosed|TransactionError|WriteConcern|Execution)\w{0,30}(?:Error|Exception)\b[^\n]{0,200}|\bpymongo\.errors\.(?:ServerSelectionTimeout|AutoReconnect|NetworkTimeout|ConnectionFailure|NotPrimary|NotMaster|WaitQueueTimeout|ExecutionTimeout|CursorNotFound|ProtocolError|WTimeout)\w{0,10}[^\n]{0,200}|\bMongo::Error::(?:NoServerAvailable|Socket\w{0,20}|ConnectionCheckOutTimeout|\w{0,20}Timeout\w{0,10}|PoolCleared\w{0,10}|Server\w{1,30})\b[^\n]{0,160}|\bMongoDB\\Driver\\Exception\\(?:Connection|Authentication|Runtime|Server)\w{0,20}Exception[^\n]{0,160}|\bMongo(?:Server)?Error:? (?:not (?:primary|master|writable)|no primary|connection|failed to connect|Topology|server instance pool|interrupted|WriteConflict|Plan executor error|operation exceeded time limit|command \w{1,30} (?:requires|not found)|user is not allowed|you are over your space quota)[^\n]{0,160}|\bMongooseError: (?:The `uri`|Operation `[^`\n]{1,80}` buffering timed out)[^\n]{0,120}|\bMongoException\w{0,40}: (?:Timeout|Exception|Unable)[^\n]{0,120}/u,
  },
  {
    ...STORE,
    id: "datastores-documents/mongo-said",
    confidence: "certain",
    pattern:
      /\bserver selection (?:error|timeout|timed out|failed)\b[^\n]{0,160}|\bNo (?:suitable servers|replica set members|servers) (?:found|match|available)\b[^\n]{0,120}|\bno primary (?:server )?(?:found|available)\b[^\n]{0,80}|\bnot (?:primary|master)(?: and slaveOk=false| or secondary|\b)(?=[^\n]{0,80}(?:node|recovering|slave|primary|ok|code))|\bNotWritablePrimary\b|\b[Tt]opology (?:was destroyed|is closed)|\bbuffering timed out after \d{1,8} ?ms|\bCould not connect to any servers in your MongoDB Atlas cluster|\bselecting a server using CompositeServerSelector\b|\bquery(?:Srv|Txt) \w{1,20} \S{0,120}|\b_mongodb\._tcp\.\S{1,120}|\bWriteConflict\b|\bfailed to connect to server \[\S{1,120}\] on first connect|\bnetwork error while attempting to run command\b[^\n]{0,80}|\bcouldn't connect to server \S{1,120}/u,
  },
  {
    ...STORE,
    id: "datastores-documents/search-engines",
    confidence: "certain",
    pattern:
      /\bcluster_?block_?exception\b[^\n]{0,160}|\bread-only \/ allow delete\b|\ball shards failed\b|\bno_shard_available\w{0,30}|\bes_rejected_execution_exception\b|\bcircuit_breaking_exception\b[^\n]{0,120}|\bmaster_not_discovered_exception\b|\bprocess_cluster_event_timeout_exception\b|\bunavailable_shards_exception\b|\bNoNodeAvailableException\b[^\n]{0,160}|\bNoNodesAvailableException\b[^\n]{0,160}|\bNo alive nodes\b[^\n]{0,80}|\bNo ?Living ?Connections\b|\belastic_transport\.\w{1,40}[^\n]{0,160}|\b(?:elasticsearch|opensearchpy)\.exceptions\.(?:Connection\w{1,20}|Transport\w{1,20}|Authentication\w{1,20}|Authorization\w{1,20}|SSLError)[^\n]{0,160}|\bElasticsearch(?:Client|Security|Timeout)Exception\b[^\n]{0,160}|\bNone of the configured nodes (?:are|were) available\b[^\n]{0,80}|\bSearchPhaseExecutionException\b[^\n]{0,120}|\bsearch_phase_execution_exception\b[^\n]{0,120}|\bmax virtual memory areas vm\.max_map_count\b|\bMeiliSearch(?:Communication|TimeOut)Error\b[^\n]{0,120}|\bSolrServerException: (?:Server refused|IOException|Timeout)[^\n]{0,160}/iu,
  },
  {
    ...STORE,
    id: "datastores-documents/cassandra",
    confidence: "certain",
    pattern:
      /\bNoHostAvailable(?:Exception|Error)?\b[^\n]{0,160}|\bAllNodesFailedException\b[^\n]{0,160}|\bcassandra\.(?:cluster\.)?(?:OperationTimedOut|ReadTimeout|WriteTimeout|Unavailable|AuthenticationFailed|DriverException|NoConnectionsAvailable)\b[^\n]{0,160}|\bOperationTimedOut: errors=[^\n]{1,160}|\bgocql: (?:unable|no (?:hosts|connections|response)|cannot|connection)[^\n]{1,160}|\bCassandra timeout during (?:read|write)\b[^\n]{0,120}|\bNot enough replicas? (?:available|responded)\b[^\n]{0,120}|\bcom\.datastax\.\S{1,80}\.(?:ReadTimeout|WriteTimeout|Unavailable|Authentication|BusyConnection|BusyPool|ConnectionInit|DriverTimeout)Exception\b[^\n]{0,160}/u,
  },
  {
    /* Stores of the clouds; those that ask to wait pass. */
    ...STORE,
    id: "datastores-documents/cloud-throttled",
    confidence: "certain",
    transient: "yes",
    pattern:
      /\bProvisionedThroughputExceeded(?:Exception)?\b|\bRequest rate is large\b|\bRequestRate(?:Is)?TooLarge\b|\bTooManyRequests \(429\); Substatus: 3200\b|\bToo much contention on these documents\b/iu,
  },
  {
    ...STORE,
    id: "datastores-documents/clouds",
    confidence: "certain",
    pattern:
      /\bDocumentClientException\b[^\n]{0,160}|\bCosmos(?:Exception|HttpResponseError|AccessConditionFailedError|OperationCanceledException)\b[^\n]{0,160}|\bcurrently experiencing high demand in this region\b|\bAmazonDynamoDBException\b[^\n]{0,160}|\bDynamoDb(?:V2)?\b[^\n]{0,80}(?:connect|refused|timed out|unreachable)[^\n]{0,80}|\bSpannerException\b[^\n]{0,160}|\bThe database \(default\) does not exist for project\b/u,
    unless: /\bConditionalCheckFailed|\bIndex\w{0,20} not found|"code":"?(?:NotFound|Conflict|BadRequest)"?/u,
  },
  {
    /* Graphs, time series, vectors, coordination. */
    ...STORE,
    id: "datastores-documents/others",
    confidence: "certain",
    pattern:
      /\bneo4j\.exceptions\.(?:ServiceUnavailable|AuthError|SessionExpired|TransientError|ConfigurationError|DatabaseUnavailable)\b[^\n]{0,160}|\borg\.neo4j\.driver\.exceptions\.\w{1,40}[^\n]{0,160}|\bNeo4jError: (?:Failed to connect|Could not perform|Connection|Pool)[^\n]{0,160}|\bNeo\.(?:TransientError\.\S{1,80}|ClientError\.Security\.\w{1,40})|\bCould not perform discovery\b[^\n]{0,80}|\bInfluxDB(?:IO|Server)?(?:Exception|Error|ClientError)\b[^\n]{0,120}|\bclickhouse_\w{1,20}\.\S{0,40}(?:NetworkError|SocketTimeoutError|OperationalError)\b[^\n]{0,120}|\bDB::NetException\b[^\n]{0,120}|\bDB::Exception\b[^\n]{0,300}\((?:NETWORK_ERROR|SOCKET_TIMEOUT|TOO_MANY_SIMULTANEOUS_QUERIES|AUTHENTICATION_FAILED|MEMORY_LIMIT_EXCEEDED|TABLE_IS_READ_ONLY)\)|\bClickHouse exception, code: \d{1,5}\b[^\n]{0,120}|\betcdserver: [^\n]{1,80}|\betcdclient: [^\n]{1,80}|\bNo cluster leader\b|\bKeeperErrorCode = \w{1,40}|\bKazooTimeoutError\b|\bKeeperException\S{0,40}|\bzk: could not connect to a server\b|\b(?:Unable|Failed) to connect to (?:any cluster|ZooKeeper)\b[^\n]{0,80}|\bHazelcastClient(?:Offline|NotActive)Exception\b|\bAEROSPIKE_ERR_\w{2,40}|\bAerospikeException\b[^\n]{0,120}|\b(?:Una|A)mbiguousTimeoutException\b[^\n]{0,120}|\bcouchbase\.exceptions\.\w{1,40}[^\n]{0,120}|\bqdrant_client\S{1,40}\.ResponseHandlingException\b[^\n]{0,120}|\bWeaviate(?:Connection|Startup|Timeout|GRPC\w{0,20})\w{0,10}(?:Error)?\b[^\n]{0,120}|\bCould not connect to a Chroma server\b|\bMilvusException\b[^\n]{0,160}|\bRetriesExhausted(?:WithDetails)?Exception\b[^\n]{0,120}|\bReql\w{0,10}(?:Timeout|Driver|Availability)Error\b[^\n]{0,120}|\barango\.exceptions\.Server\w{0,20}Error\b[^\n]{0,120}/u,
  },
];
