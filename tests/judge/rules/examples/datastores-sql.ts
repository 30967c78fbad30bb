// What SQL servers, their pools and their drivers say.
import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const fails = (rule: string, transient: Transient, text: string): Example =>
  example(`datastores-sql/${rule}`, "dep.datastore", transient, text);

export const EXAMPLES: readonly Example[] = [
  fails("postgres-login", "no", 'psycopg2.OperationalError: FATAL:  password authentication failed for user "depot"'),
  fails(
    "postgres-login",
    "no",
    'error: role "runner" does not exist\n    at Parser.parseErrorMessage (/app/node_modules/pg-protocol/dist/parser.js:283:98)',
  ),
  fails("postgres-login", "no", 'FATAL: database "depot_stage" does not exist'),
  fails(
    "postgres-login",
    "no",
    'pq: no pg_hba.conf entry for host "10.4.0.9", user "depot", database "depot", SSL off',
  ),
  fails("postgres-login", "no", "ERROR:  permission denied for table parcels"),
  fails("postgres-busy", "yes", "org.postgresql.util.PSQLException: FATAL: the database system is starting up"),
  fails(
    "postgres-busy",
    "yes",
    "sqlalchemy.exc.OperationalError: (psycopg2.errors.DeadlockDetected) deadlock detected",
  ),
  fails("postgres-busy", "yes", "pq: could not serialize access due to concurrent update"),
  fails(
    "postgres",
    "either",
    "FATAL:  remaining connection slots are reserved for non-replication superuser connections",
  ),
  fails(
    "postgres",
    "either",
    'connection to server at "db.stage.internal" (10.4.0.7), port 5432 failed: Connection refused',
  ),
  fails("postgres", "either", "ERROR:  cannot execute INSERT in a read-only transaction"),
  fails(
    "postgres",
    "either",
    "Error: Connection terminated unexpectedly\n    at Connection.<anonymous> (/app/node_modules/pg/lib/client.js:132:73)",
  ),
  fails("postgres", "either", "error: sorry, too many clients already"),
  fails(
    "mysql-login",
    "no",
    "django.db.utils.OperationalError: (1045, \"Access denied for user 'depot'@'10.4.0.9' (using password: YES)\")",
  ),
  fails(
    "mysql-login",
    "no",
    "Error: ER_NOT_SUPPORTED_AUTH_MODE: Client does not support authentication protocol requested by server",
  ),
  fails("mysql-login", "no", "java.sql.SQLSyntaxErrorException: Unknown database 'depot_stage'"),
  fails("mysql-busy", "yes", "Mysql2::Error: Deadlock found when trying to get lock; try restarting transaction"),
  fails("mysql", "either", "ERROR 2003 (HY000): Can't connect to MySQL server on 'db' (111)"),
  fails("mysql", "either", "com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure"),
  fails(
    "mysql",
    "either",
    "pymysql.err.OperationalError: (2006, \"MySQL server has gone away (BrokenPipeError(32, 'Broken pipe'))\")",
  ),
  fails(
    "mysql",
    "either",
    "Error: Connection lost: The server closed the connection. { fatal: true, code: 'PROTOCOL_CONNECTION_LOST' }",
  ),
  fails("mysql-number", "either", "PDOException: SQLSTATE[HY000] [2002] Connection refused in /app/src/Depot.php:14"),
  fails("mysql-number", "no", "Error 1049 (42000): no such store"),
  fails("mysql-number", "yes", "Error 1213 (40001): two at once"),
  fails("sql-server-login", "no", "System.Data.SqlClient.SqlException (0x80131904): Login failed for user 'depot'."),
  fails("sql-server-login", "no", 'Cannot open database "Depot" requested by the login. The login failed.'),
  fails(
    "sql-server-busy",
    "yes",
    "Database 'Depot' on server 'stage.database.windows.net' is not currently available. Please retry the connection later.",
  ),
  fails(
    "sql-server",
    "either",
    "A network-related or instance-specific error occurred while establishing a connection to SQL Server.",
  ),
  fails(
    "sql-server",
    "either",
    "pyodbc.OperationalError: ('HYT00', '[HYT00] [Microsoft][ODBC Driver 18 for SQL Server]Login timeout expired (0) (SQLDriverConnect)')",
  ),
  fails("oracle", "either", "ORA-12541: TNS:no listener"),
  fails("oracle", "no", "oracledb.exceptions.DatabaseError: ORA-01017: invalid username/password; logon denied"),
  fails("oracle", "yes", "ORA-00060: deadlock while waiting for resource"),
  fails("sqlite", "either", "sqlite3.OperationalError: database is locked"),
  fails("sqlite", "either", "SqliteError: attempt to write a readonly database"),
  fails("too-many", "either", "Mysql2::Error: Too many connections"),
  // A key that is there twice is no fault of the store.
  example("none", "unknown", "either", 'ERROR: duplicate key value violates unique constraint "parcels_pkey"'),
];
