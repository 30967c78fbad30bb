// Databases, caches and brokers that cannot be reached: told by the port, by the driver in the stack, or in words.
import { BROKERS } from "./brokers.ts";
import { CACHES } from "./caches.ts";
import { DOCUMENT_STORES } from "./datastores-documents.ts";
import { SQL_DRIVERS } from "./datastores-drivers.ts";
import { SQL_STORES } from "./datastores-sql.ts";
import type { Rule } from "./rule.ts";
import { asSaid, STORE_ADDRESS, unlessCompared } from "./store-names.ts";

const STORE = { class: "dep.datastore", finding: asSaid } as const;

/** No connection was made or it broke, in the words of all languages. */
const BROKEN = String.raw`(?:ECONN(?:REFUSED|RESET|ABORTED)|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_\w{4,10}|EHOSTDOWN|[Cc]onnection[ _](?:was )?(?:refused|reset|timed[ _]out|closed|aborted|failed)|[Cc]onnect(?:ion)?(?:[ _]call)? (?:failed|error|timed out|timeout)|econnrefused|actively refused|[Nn]o route to host|[Nn]etwork is unreachable|[Nn]ame or service not known|nodename nor servname|[Tt]emporary failure in name resolution|no such host|[Uu]nknown ?[Hh]ost|i\/o timeout|Broken pipe|broken pipe|dial tcp|[Ee]rror (?:-?[0-9]{1,5} )?(?:while )?connecting|(?:[Cc]annot|[Cc]an'?t|[Cc]ould not|[Uu]nable to|[Ff]ailed to|[Ee]rror while|[Cc]ould n't) (?:connect|establish|reach|open (?:a )?connection|resolve)|[Uu]nreachable|[Oo]peration timed out|[Tt]imed out (?:waiting|connecting|trying|after)|[Tt]imeout occurred)`;

/** A package of a driver where the stack names its files. */
const DRIVER =
  /\/node_modules\/(?:pg|pg-pool|pg-protocol|pg-promise|postgres|mysql2?|mariadb|mongodb|mongoose|redis|@redis|ioredis|kafkajs|amqplib|amqp-connection-manager|knex|sequelize|tedious|mssql|@elastic|@opensearch-project|cassandra-driver|neo4j-driver|nats|memcached|memjs|oracledb|bullmq|bull|mqtt)\/|(?:site|dist)-packages\/(?:psycopg2?|psycopg_pool|asyncpg|pymysql|MySQLdb|mysql|redis|aioredis|pymongo|motor|kafka|aiokafka|pika|aio_pika|aiormq|kombu|amqp|elasticsearch|elastic_transport|opensearchpy|cassandra|neo4j|aiomysql|clickhouse_\w{1,20}|influxdb\w{0,10}|pymemcache|nats|pulsar|stomp|django\/db\/backends|sqlalchemy\/(?:engine|pool|dialects))\/|\bat (?:app\/\/|java\.base\/)?(?:redis\.clients|io\.lettuce|org\.redisson|com\.mongodb|com\.mysql|org\.mariadb|org\.postgresql|oracle\.(?:jdbc|net)|com\.microsoft\.sqlserver|com\.zaxxer\.hikari|org\.apache\.kafka|com\.rabbitmq|org\.springframework\.(?:amqp|jdbc|data\.(?:redis|mongodb|cassandra|elasticsearch))|org\.elasticsearch|org\.opensearch|com\.datastax|org\.apache\.(?:zookeeper|activemq|curator)|net\.spy\.memcached|org\.neo4j\.driver|org\.h2|Npgsql|MySql\.Data|MySqlConnector|StackExchange\.Redis|MongoDB\.Driver|Microsoft\.Data\.SqlClient|System\.Data\.SqlClient|RabbitMQ\.Client|Confluent\.Kafka|Elasticsearch\.Net|Oracle\.ManagedDataAccess)\.|\/gems\/(?:redis(?:-client)?|pg|mysql2|mongo|bunny|dalli|ruby-kafka|sequel|elasticsearch\w{0,20}|elastic-transport|trilogy)-\d|\b(?:github\.com\/(?:lib\/pq|jackc\/pg|go-sql-driver|redis\/go-redis|go-redis|gomodule\/redigo|IBM\/sarama|Shopify\/sarama|segmentio\/kafka-go|rabbitmq\/amqp|streadway\/amqp|nats-io|olivere\/elastic|gocql)|go\.mongodb\.org)|\/vendor\/(?:predis|doctrine\/dbal|php-amqplib|mongodb|elasticsearch|laravel\/framework\/src\/Illuminate\/(?:Database|Redis))\//u;

/** Frames of one failure stand this near to its words. */
const NEAR = 6_000;

export const DATASTORES: readonly Rule[] = [
  ...SQL_STORES,
  ...SQL_DRIVERS,
  ...DOCUMENT_STORES,
  ...CACHES,
  ...BROKERS,
  {
    /* "Could not connect to PostgreSQL": who connects names what it is. */
    ...STORE,
    id: "datastores/named",
    confidence: "probable",
    finding: unlessCompared,
    pattern:
      /\b(?:could(?: not|n[o']t)|can(?: ?not|'t)|unable|failed|failure|error|problem|not able)(?: (?:to|while|when|in))? (?:connect(?:ing)?|start(?:ing)?|establish(?:ing)? (?:a )?connection|reach(?:ing)?|open(?:ing)? (?:a )?connection|authenticat(?:e|ing)|ping(?:ing)?)(?: (?:to|with|against))?(?: (?:the|your|a|any|local|remote))?(?: [\w-]{1,30})? ["'`]?(?:database|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|valkey|kafka|elasticsearch|opensearch|cassandra|scylla(?:db)?|rabbitmq|memcached?|zookeeper|etcd|clickhouse|influxdb|neo4j|dynamodb|couchdb|couchbase|cockroach(?:db)?|sql server|nats|(?:message )?broker|data ?store)\b[^\n]{0,120}|\b(?:lost|no|losing) connection to(?: the)? (?:database|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|valkey|kafka|elasticsearch|opensearch|cassandra|scylla(?:db)?|rabbitmq|memcached?|zookeeper|etcd|clickhouse|influxdb|neo4j|dynamodb|couchdb|couchbase|cockroach(?:db)?|sql server|nats|(?:message )?broker|data ?store)\b[^\n]{0,80}|\bconnection (?:to|with)(?: the)? (?:database|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|valkey|kafka|elasticsearch|opensearch|cassandra|scylla(?:db)?|rabbitmq|memcached?|zookeeper|etcd|clickhouse|influxdb|neo4j|dynamodb|couchdb|couchbase|cockroach(?:db)?|sql server|nats|(?:message )?broker|data ?store)\b[^\n]{0,80}\b(?:fail(?:ed|ure)?|refused|timed out|lost|could not|closed|reset|denied|not available|unavailable)\b/iu,
    unless: /\bconnected to the database successfully\b/iu,
  },
  {
    ...STORE,
    id: "datastores/named-behind",
    confidence: "probable",
    finding: unlessCompared,
    pattern:
      /\b(?:database|db|postgres(?:ql)?|mysql|mongo(?:db)?|redis|kafka|rabbitmq) (?:connection|server|error)(?: pool)?:? (?:error|failed|failure|refused|lost|timed out|timeout|is closed|closed|could not be|is not available|is unavailable|not available|unavailable|exhausted|terminated|was lost|not established)\b|\b(?:database|postgres|mysql|redis|mongodb|kafka|rabbitmq) (?:is |was )?(?:unavailable|unreachable|not (?:available|reachable|ready|accepting connections))\b/iu,
  },
  {
    /* The error, then the address. */
    ...STORE,
    id: "datastores/port-behind",
    confidence: "certain",
    pattern: new RegExp(String.raw`${BROKEN}[^\n]{0,120}?${STORE_ADDRESS}`, "u"),
    unless: /\bCould not find a valid Docker environment\b|\bWaiting for the debugger\b/u,
  },
  {
    /* The address, then the error. */
    ...STORE,
    id: "datastores/port-before",
    confidence: "certain",
    pattern: new RegExp(
      String.raw`${STORE_ADDRESS}(?![^\n]{0,160}(?<=:)(?:3000|4200|5000|5173|8000|8080|8443)\b)[^\n]{0,120}?${BROKEN}`,
      "u",
    ),
  },
  {
    /* In a network of containers a store's host has its name. */
    ...STORE,
    id: "datastores/host",
    confidence: "probable",
    pattern:
      /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|[Cc]ould not resolve host:?|UnknownHostException:|lookup) (?:db|database|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|valkey|kafka|rabbitmq|elasticsearch|opensearch|memcached|cassandra|zookeeper|clickhouse|neo4j|mssql|sqlserver|cockroachdb|influxdb|dynamodb|minio-db)(?:[-_]?(?:server|master|primary|replica|node|\d{1,3}|test|service|stage|staging))?(?![\w.-]*\.(?:com|net|org|io|dev)\b)(?:[:\s,;'")]|$)[^\n]{0,80}/mu,
  },
  {
    /* Errors of Node tell the port in a line of its own. */
    ...STORE,
    id: "datastores/port-field",
    confidence: "certain",
    pattern: new RegExp(
      String.raw`\b(?:ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN)['"]?,?\s[^]{0,240}?\b${String.raw`port['"]?: ?['"]?`}(?:5432|3306|6379|27017|9092|5672|1433|1521|9200|9042|11211|2181|6380|26379|27018|7687|8086|2379|4222|61616|26257)\b`,
      "u",
    ),
  },
  {
    /* Where the words name no store, the driver in the stack does. */
    ...STORE,
    id: "datastores/driver-in-stack",
    confidence: "probable",
    frames: true,
    pattern:
      /\bE(?:CONN(?:REFUSED|RESET)|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|PIPE)\b|\b[Cc]onnection (?:refused|reset|closed|timed out)|\b[Ss]ocket closed\b|\bgetaddrinfo (?:failed|E\w{3,10})|\bgaierror\b|\bBroken pipe\b|\b[Nn]o route to host\b|\bUnknownHostException\b|\bi\/o timeout\b|\bunexpected EOF\b|\bConnectionRefusedError\b|\bTimeoutError\b|\b(?:[Cc]onnect|[Rr]ead|[Oo]peration) timed out\b/u,
    finding: (match) => {
      const near = match.input.slice(Math.max(0, match.index - NEAR), match.index + NEAR);
      const driver = DRIVER.exec(near)?.[0];
      return driver === undefined ? null : { signature: `${stem(driver)} ${match[0].toLowerCase()}` };
    },
  },
];

function stem(driver: string): string {
  return driver
    .toLowerCase()
    .replace(/[^a-z0-9.@-]{1,20}/gu, " ")
    .replace(/-\d$/u, "")
    .trim();
}
