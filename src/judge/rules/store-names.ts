// Data stores by their well-known ports, and what makes two failures of one store the same error: the port stays as
// the store's name, the host in front of it goes.
import { maskVolatile } from "../fingerprint/mask.ts";
import type { Found } from "../classify/findings.ts";

/** Ports that nothing else listens on by custom. */
const STORES: Readonly<Record<string, string>> = {
  1433: "sql server",
  1521: "oracle",
  1883: "mqtt",
  2181: "zookeeper",
  2379: "etcd",
  3306: "mysql",
  4222: "nats",
  5432: "postgres",
  5433: "postgres",
  5439: "redshift",
  5671: "rabbitmq",
  5672: "rabbitmq",
  5984: "couchdb",
  6333: "qdrant",
  6379: "redis",
  6380: "redis",
  6432: "pgbouncer",
  6543: "postgres",
  6650: "pulsar",
  7687: "neo4j",
  8529: "arangodb",
  8883: "mqtt",
  8983: "solr",
  9042: "cassandra",
  9092: "kafka",
  9160: "cassandra",
  9200: "elasticsearch",
  9300: "elasticsearch",
  11211: "memcached",
  15672: "rabbitmq",
  19530: "milvus",
  26257: "cockroachdb",
  26379: "redis",
  27017: "mongodb",
  27018: "mongodb",
  27019: "mongodb",
  28015: "rethinkdb",
  29092: "kafka",
  33060: "mysql",
  61613: "activemq",
  61616: "activemq",
};

const PORTS = Object.keys(STORES).join("|");

/** A host before the port; not a file before its line. */
const HOST = String.raw`(?<![\w.-])(?:\[[0-9a-f:.]{2,45}\]|(?:::ffff:|::1|::)|[a-z_][\w-]{0,62}(?:\.[\w-]{1,63}){0,8}|\d{1,3}(?:\.\d{1,3}){3})`;

/** `localhost:5432`, `db/10.0.0.5:5432`, `[::1]:5432`, `port 5432`, `port: 5432`, `('10.0.0.5', 5432)`. */
export const STORE_ADDRESS = String.raw`(?:${HOST}:(?<!\.(?:[cm]?[jt]sx?|py|rb|go|java|kt|cs|php|rs|exs?):)|:::|\bport['"]?[ =:]{1,2}['"]?|['"], ?)(?:${PORTS})(?!\d|[.:]\d)`;

const ADDRESS = new RegExp(STORE_ADDRESS, "giu");
const PORT = new RegExp(`(?:${PORTS})$`, "u");

/** The words without what changes: "connect econnrefused <mysql>" for each address of the same store. */
export function stableWords(words: string): string {
  return maskVolatile(
    words.slice(0, 400).replace(ADDRESS, (address) => `<${STORES[PORT.exec(address)?.[0] ?? ""] ?? "store"}>`),
  );
}

/** A value that an assertion or a search of a page quotes: it says what was awaited or compared, not what happened. */
const COMPARED =
  /\b(?:assert\w{0,30}|[Ee]xpected|[Ee]xpecting|to (?:equal|eql|be|contain|include|match|have)|find (?:text|content|element)|getBy[A-Z]\w{1,20}|[Ll]ocator|toHave\w{1,20})\b[^\n]{0,60}["'`“‘][^"'`”’\n]{0,80}$/u;

/** As `asSaid`, but not of words that an assertion quotes. */
export function unlessCompared(match: RegExpExecArray): Partial<Found> | null {
  const before = match.input.slice(match.input.lastIndexOf("\n", match.index - 1) + 1, match.index);
  return COMPARED.test(before) ? null : asSaid(match);
}

/** The words of the match tell one error from another. */
export const asSaid = (match: RegExpExecArray): Partial<Found> => ({ signature: stableWords(match[0]) });
