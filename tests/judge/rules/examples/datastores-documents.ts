// What document, search, column, graph and other stores say.
import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const fails = (rule: string, transient: Transient, text: string): Example =>
  example(`datastores-documents/${rule}`, "dep.datastore", transient, text);

export const EXAMPLES: readonly Example[] = [
  fails("mongo-login", "no", "MongoServerError: bad auth : authentication failed"),
  fails(
    "mongo-login",
    "no",
    "pymongo.errors.OperationFailure: command find requires authentication, full error: {'ok': 0.0, 'code': 13}",
  ),
  fails("mongo", "either", "MongoServerSelectionError: getaddrinfo ENOTFOUND mongo"),
  fails(
    "mongo",
    "either",
    "pymongo.errors.ServerSelectionTimeoutError: mongo:27017: [Errno 111] Connection refused, Timeout: 30s",
  ),
  fails("mongo", "either", "com.mongodb.MongoTimeoutException: Timed out after 30000 ms while waiting to connect."),
  fails("mongo", "either", "MongooseError: Operation `parcels.insertOne()` buffering timed out after 10000ms"),
  fails("mongo", "either", "Mongo::Error::NoServerAvailable: No primary server is available in cluster"),
  fails(
    "mongo-said",
    "either",
    "server selection error: server selection timeout, current topology: { Type: Unknown, Servers: [] }",
  ),
  fails(
    "mongo-said",
    "either",
    "System.TimeoutException: A timeout occurred after 30000ms selecting a server using CompositeServerSelector{ Selectors = x }.",
  ),
  fails("mongo-said", "either", "Error: querySrv ENOTFOUND _mongodb._tcp.depot.example.net"),
  fails(
    "search-engines",
    "either",
    "cluster_block_exception: index [parcels] blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];",
  ),
  fails(
    "search-engines",
    "either",
    "elastic_transport.ConnectionError: Connection error caused by: ConnectionError(refused)",
  ),
  fails(
    "search-engines",
    "either",
    "org.elasticsearch.client.transport.NoNodeAvailableException: None of the configured nodes are available: []",
  ),
  fails("cassandra", "either", "cassandra.cluster.NoHostAvailable: ('Unable to connect to any servers', {})"),
  fails("cassandra", "either", "gocql: unable to create session: unable to discover protocol version"),
  fails(
    "cloud-throttled",
    "yes",
    "An error occurred (ProvisionedThroughputExceededException) when calling the PutItem operation (reached max retries: 9)",
  ),
  fails(
    "clouds",
    "either",
    "Microsoft.Azure.Cosmos.CosmosException : Response status code does not indicate success: ServiceUnavailable (503)",
  ),
  fails("others", "either", "neo4j.exceptions.ServiceUnavailable: Unable to retrieve routing information"),
  fails(
    "others",
    "either",
    "org.apache.zookeeper.KeeperException$ConnectionLossException: KeeperErrorCode = ConnectionLoss for /depot",
  ),
  fails("others", "either", "etcdserver: request timed out"),
];
