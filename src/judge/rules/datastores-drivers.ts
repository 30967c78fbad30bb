// Drivers, pools and mappers of SQL servers, where the server's own words are not shown.
import { asSaid } from "./store-names.ts";
import type { Rule } from "./rule.ts";

const STORE = { class: "dep.datastore", finding: asSaid } as const;

export const SQL_DRIVERS: readonly Rule[] = [
  {
    /* What the standard calls connection, authorization, resources, intervention, rollback. */
    ...STORE,
    id: "datastores-drivers/sqlstate",
    confidence: "certain",
    pattern:
      /\bSQL ?state\b['"]?[\s:=[(]{1,4}['"]?(08[0-9A-Z]{3}|28[0-9A-Z]{3}|3D000|53[0-9]{3}|57P0[1-5]|57014|58[0-9]{3}|25006|40001|40P01|55P03|55006|25P02|25P03|XX000)\b[^\n]{0,120}|\bPostgresException[^\n]{0,30}: (08[0-9A-Z]{3}|28[0-9A-Z]{3}|3D000|53[0-9]{3}|57P0[1-5]|57014|25006|40001|40P01|55P03): [^\n]{0,120}|\((?:Postgrex\.Error|MyXQL\.Error)\) FATAL (\w{5})\b[^\n]{0,120}|\bcode['"]?: ?['"](08[0-9A-Z]{3}|28P01|28000|3D000|53[0-9]{3}|57P0[1-5]|25006|40001|40P01|55P03)['"]/iu,
    finding: (match) => {
      const state = match.slice(1).find((each) => each !== undefined) ?? "";
      return {
        signature: `sqlstate ${state.toLowerCase()}`,
        ...(/^(?:28|3D|25006)/iu.test(state) ? { transient: "no" } : {}),
        ...(/^(?:57P0[1235]|40|55P03)/iu.test(state) ? { transient: "yes" } : {}),
      };
    },
  },
  {
    /* All connections of the pool are out, or none can be made. */
    ...STORE,
    id: "datastores-drivers/pool",
    confidence: "certain",
    pattern:
      /\bConnection is not available, request timed out\b|\bHikariPool-\d{1,4} - (?:Exception|Connection is not|Timeout|Failed|Pool)[^\n]{0,120}|\bFailed to initialize pool: [^\n]{1,160}|\b(?:Unable to acquire|Could not open|Failed to obtain|Cannot get|Could not get|Unable to get|Error getting) (?:a )?JDBC Connection\b|\bQueuePool limit of size \d{1,5}\b|\bKnex: Timeout acquiring a connection\b|\bSequelizeConnectionAcquireTimeoutError\b|\bTimed out fetching a new connection from the connection pool|\bcould not obtain a (?:database |ActiveRecord::\w{1,20} )?connection (?:from the pool )?within\b|\bconnection not available and request was dropped from queue\b|\bpool timed out while waiting for an open connection|\bPoolTimedOut\b|\b(?:The|database) connection pool has been exhausted|\bCannot get a connection, (?:pool error|general error)|\bpg_?pool\b[^\n]{0,40}exhausted|\b(?:mysql|psycopg\w*|mysql\.connector\.errors|psycopg2\.pool)\.PoolError\b[^\n]{0,80}|\bResourceRequest timed out\b/iu,
  },
  {
    /* Exceptions of drivers and of what stands on them. */
    ...STORE,
    id: "datastores-drivers/python-drivers",
    confidence: "certain",
    pattern:
      /(?:\b(?:psycopg2?|psycopg2\.errors|psycopg\.errors|MySQLdb|_mysql_exceptions|MySQLdb\._exceptions|pymysql|pymysql\.err|mysql\.connector\.errors|mariadb|aiomysql|peewee|sqlalchemy\.exc|django\.db\.utils|sqlite3|aiosqlite|pyodbc|pymssql(?:\._pymssql)?|tortoise\.exceptions|ibm_db_dbi|cx_Oracle|oracledb(?:\.exceptions)?|snowflake\.connector\.errors|duckdb)\.|\(|^)(?:OperationalError|InterfaceError|DisconnectionError|InternalError|DBConnectionError)\b[^\n]{0,200}|\bsqlalchemy\.exc\.TimeoutError\b[^\n]{0,120}|\bpsycopg_pool\.\w{1,40}[^\n]{0,80}|\b(?:asyncpg|psycopg2?)\.(?:\w{1,20}\.){0,2}(?:CannotConnectNow|ConnectionDoesNotExist|ConnectionFailure|InvalidPassword|InvalidAuthorizationSpecification|InvalidCatalogName|TooManyConnections|DeadlockDetected|Serialization(?:Failure)?|AdminShutdown|InsufficientPrivilege|QueryCanceled|ReadOnlySQL(?:Sql)?Transaction|ReadOnlySqlTransaction|LockNotAvailable|IdleInTransactionSessionTimeout|PostgresConnection|Interface|ConnectionTimeout|PoolTimeout)(?:Error)?\b[^\n]{0,160}|\b(?:cx_Oracle|oracledb|oracledb\.exceptions)\.DatabaseError: (?:DPY|DPI-1080|ORA-(?:01|03|12))[^\n]{0,120}/mu,
    unless:
      /\bsyntax error\b|error in your SQL syntax|incomplete input|\bviolates (?:unique|foreign|not-null|check)|UNIQUE constraint failed|too many SQL variables|\bmisuse of aggregate|\bambiguous column\b|\bwrong number of arguments to function/iu,
  },
  {
    ...STORE,
    id: "datastores-drivers/java-drivers",
    confidence: "certain",
    pattern:
      /\b(?:CommunicationsException|(?:SQL|MySQL)NonTransientConnectionException|SQLTransientConnectionException|SQLRecoverableException|JDBCConnectionException|DataAccessResourceFailureException|CannotGetJdbcConnectionException|SQLException: Cannot create PoolableConnectionFactory|CannotCreateTransactionException|CannotAcquireLockException|DeadlockLoserDataAccessException|LockAcquisitionException|CannotSerializeTransactionException|PessimisticLockingFailureException|FlywaySqlUnableToConnectToDbException|R2dbc(?:NonTransientResource|TransientResource|Timeout|PermissionDenied|Rollback)Exception|Postgresql(?:NonTransientResource|Authentication\w{0,20}|Connection\w{0,20})Exception|UnableToObtainConnectionException|DatabaseException: (?:\w{1,60}(?:\.\w{1,60}){0,8}Exception: )?(?:Connection|FATAL|The connection|Communications))\b[^\n]{0,160}|\bPSQLException: (?:FATAL|Connection (?:to|refused)|This connection has been closed)[^\n]{0,160}|\bCould not acquire change log lock\b/u,
  },
  {
    ...STORE,
    id: "datastores-drivers/ruby-drivers",
    confidence: "certain",
    pattern:
      /\bPG::(?:Connection(?:Bad|Exception|Failure|DoesNotExist)|UnableToSend|TRDeadlockDetected|TRSerializationFailure|ReadOnlySqlTransaction|InsufficientPrivilege|QueryCanceled|AdminShutdown|CrashShutdown|CannotConnectNow|TooManyConnections|InvalidPassword|InvalidCatalogName|InvalidAuthorizationSpecification|ObjectInUse|LockNotAvailable|OutOfMemory|DiskFull|InFailedSqlTransaction)\b[^\n]{0,160}|\bMysql2::Error(?:::ConnectionError|::TimeoutError)?: (?:Can't connect|Access denied|Unknown (?:database|MySQL)|Too many|Lost connection|MySQL server|Deadlock|Lock wait|closed|Host|Plugin|Authentication|Timeout)[^\n]{0,160}|\bMysql2::Error::(?:Connection|Timeout)Error\b[^\n]{0,160}|\bActiveRecord::(?:ConnectionNotEstablished|ConnectionTimeoutError|ConnectionFailed|NoDatabaseError|DatabaseConnectionError|AdapterTimeout|Deadlocked|LockWaitTimeout|ReadOnlyError|StatementTimeout|QueryCanceled|SerializationFailure|ExclusiveConnectionTimeoutError|AdapterError)\b[^\n]{0,160}|\bSequel::(?:DatabaseConnectionError|DatabaseDisconnectError|PoolTimeout|DatabaseLockTimeout)\b[^\n]{0,160}|\bTrilogy::(?:\w{1,30}ConnectionError|BaseConnectionError|SyscallError|TimeoutError|EOFError)\b[^\n]{0,160}|\bTinyTds::Error\b[^\n]{0,160}|\bSQLite3::(?:BusyException|LockedException|CantOpenException|ReadOnlyException|CorruptException|IOException|NotADatabaseException|FullException)\b[^\n]{0,120}/u,
    finding: (match) => ({
      ...asSaid(match),
      ...(/authentication failed|NoDatabaseError|Access denied|does not exist|Unknown database/iu.test(match[0])
        ? { transient: "no" }
        : {}),
    }),
  },
  {
    ...STORE,
    id: "datastores-drivers/node-drivers",
    confidence: "certain",
    pattern:
      /\bSequelize(?:Connection(?:Refused|TimedOut)?|HostNot(?:Found|Reachable)|InvalidConnection)Error\b[^\n]{0,160}|\bPrismaClientInitializationError\b[^\n]{0,160}|\b(?:P1000|P1001|P1002|P1003|P1008|P1009|P1010|P1011|P1017|P2024|P2028|P2034)\b(?!-)[^\n]{0,160}|\bCan\\?['’]t reach database server\b[^\n]{0,120}|\bAuthentication failed against (?:the )?database server\b[^\n]{0,120}|\bTransaction API error\b[^\n]{0,120}|\bMigration table is already locked\b/u,
    finding: (match) => ({
      ...asSaid(match),
      ...(/\bP1000|\bP1003|\bP1010|Authentication failed/u.test(match[0]) ? { transient: "no" } : {}),
    }),
  },
  {
    ...STORE,
    id: "datastores-drivers/dotnet-drivers",
    confidence: "certain",
    pattern:
      /\bNpgsqlException\b[^\n]{0,200}|\bMySqlException\b[^\n]{0,30}: (?:Unable to connect|Access denied|Unknown database|Too many|Connect Timeout|Authentication|Reading from|Connection|Couldn't connect|Fatal|Host|Deadlock|Lock wait)[^\n]{0,120}|\bOracleException\b[^\n]{0,30}: (?:ORA-(?:01|03|12|50)|Connection)[^\n]{0,120}|\bSqliteException\b[^\n]{0,40}: SQLite Error (?:5|6|8|10|11|13|14|26)\b[^\n]{0,120}|\bRetryLimitExceededException\b[^\n]{0,120}|\blikely due to a transient failure\b/u,
  },
  {
    ...STORE,
    id: "datastores-drivers/go-drivers",
    confidence: "certain",
    pattern:
      /\bfailed to connect to `(?:host=|user=)[^\n]{1,240}|\bfailed to connect to `[^`\n]{1,160}`: [^\n]{0,160}|\bdriver: bad connection\b|\bsql: (?:database is closed|connection is already closed)|\bpgconn\.(?:ConnectError|connectError|connLockError)\b|\bfailed to initialize database, got error\b[^\n]{0,160}|\berror: conn closed\b|\bpq: (?:SSL is not enabled|the database system|sorry, too many|terminating connection|no pg_hba)[^\n]{0,120}/u,
  },
  {
    ...STORE,
    id: "datastores-drivers/other-drivers",
    confidence: "certain",
    pattern:
      /\(DBConnection\.ConnectionError\)[^\n]{0,160}|\b(?:Postgrex|MyXQL)\.Protocol\b[^\n]{0,60}(?:failed to connect|disconnected)[^\n]{0,120}|\berror communicating with database\b[^\n]{0,120}|\bBadConnection\("[^\n]{0,160}|\bPgDatabaseError \{ severity: Fatal\b[^\n]{0,160}|\berror connecting to server: [^\n]{1,120}|\bDoctrine\\DBAL\\(?:Exception|Driver)\\(?:\w{1,30}\\)?(?:Connection(?:Exception|Lost)|DeadlockException|LockWaitTimeoutException|RetryableException)[^\n]{0,160}|\bPDOException\b[^\n]{0,80}(?:Connection (?:refused|timed out)|No such file or directory|could not connect|getaddrinfo|gone away)[^\n]{0,80}|\bPool error: [^\n]{0,40}(?:db error|connect)[^\n]{0,80}/u,
  },
];
