// What pools and drivers of SQL servers say.
import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const fails = (rule: string, transient: Transient, text: string): Example =>
  example(`datastores-drivers/${rule}`, "dep.datastore", transient, text);

export const EXAMPLES: readonly Example[] = [
  fails("sqlstate", "no", "Npgsql.PostgresException (0x80004005): 28P01: refused"),
  fails("sqlstate", "either", "ERROR: not enough memory (SQLSTATE 53200)"),
  fails("sqlstate", "yes", "{ code: '40001', detail: undefined }"),
  fails(
    "pool",
    "either",
    "java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms.",
  ),
  fails("pool", "either", "KnexTimeoutError: Knex: Timeout acquiring a connection. The pool is probably full."),
  fails(
    "pool",
    "either",
    "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00",
  ),
  fails("pool", "either", "thread 'main' panicked: pool timed out while waiting for an open connection"),
  fails("python-drivers", "either", "psycopg2.OperationalError: depot is away"),
  fails(
    "python-drivers",
    "either",
    "asyncpg.exceptions.ConnectionDoesNotExistError: connection was closed in the middle of operation",
  ),
  fails(
    "java-drivers",
    "either",
    "org.springframework.transaction.CannotCreateTransactionException: Could not open JPA EntityManager for transaction",
  ),
  fails("ruby-drivers", "either", "PG::ConnectionBad: depot is away"),
  fails("ruby-drivers", "no", "ActiveRecord::NoDatabaseError: We could not find your database: depot_test."),
  fails("node-drivers", "either", "PrismaClientInitializationError: depot is away"),
  fails("node-drivers", "either", "Error: P1001: Can't reach database server at `db`:`5432`"),
  fails(
    "node-drivers",
    "no",
    "Error: P1000: Authentication failed against database server at `db`, the provided database credentials for `depot` are not valid.",
  ),
  fails("node-drivers", "either", "SequelizeConnectionRefusedError: connect ECONNREFUSED 127.0.0.1:5433"),
  fails("dotnet-drivers", "either", "Npgsql.NpgsqlException (0x80004005): Failed to connect to 10.4.0.7:5432"),
  fails(
    "dotnet-drivers",
    "either",
    "System.InvalidOperationException: An exception has been raised that is likely due to a transient failure.",
  ),
  fails(
    "go-drivers",
    "either",
    "failed to connect to `host=db user=depot database=depot`: dial error (dial tcp 10.4.0.7:5432: connect: connection refused)",
  ),
  fails(
    "go-drivers",
    "either",
    "[error] failed to initialize database, got error dial tcp 10.4.0.7:3306: connect: connection refused",
  ),
  fails(
    "other-drivers",
    "either",
    "** (DBConnection.ConnectionError) tcp connect (db:5432): connection refused - :econnrefused",
  ),
  fails("other-drivers", "either", "Error: error communicating with database: Connection refused (os error 111)"),
];
