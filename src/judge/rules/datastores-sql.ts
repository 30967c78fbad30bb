// SQL servers in their own words: unreachable, refusing, read-only, full, or locked.
import { asSaid } from "./store-names.ts";
import type { Rule } from "./rule.ts";

const STORE = { class: "dep.datastore", finding: asSaid } as const;

export const SQL_STORES: readonly Rule[] = [
  {
    ...STORE,
    id: "datastores-sql/postgres-login",
    confidence: "certain",
    transient: "no",
    pattern:
      /\b(?:password|peer|ident|gss|ldap|pam|cert(?:ificate)?|trust|SASL|SCRAM(?:-SHA-256)?|RADIUS) authentication failed for (?:user|role)\b[^\n]{0,80}|\bauthentication failed for user \\?["'][^\n]{1,80}|\bno pg_hba\.conf entry for\b[^\n]{0,160}|\bfe_sendauth: no password supplied|\brole \\?["'][^"'\n\\]{1,80}\\?["'] does not exist|\bdatabase \\?["'`][^"'`\n\\]{1,80}\\?["'`] does not exist|\bSCRAM-SERVER-FIRST-MESSAGE\b[^\n]{0,80}|\bserver requested (?:an unknown )?(?:password-based|SCRAM)[^\n]{0,100}|\bTenant or user not found\b|\bpermission denied (?:for (?:table|relation|schema|database|sequence|view|function|language|tablespace|type|column|large object)|to (?:create (?:database|role|extension)|set (?:role|parameter)|copy)|to (?:alter|drop) \w{1,20})\b[^\n]{0,80}|\bmust be owner of (?:table|relation|database|schema|extension|sequence)\b[^\n]{0,80}/iu,
  },
  {
    ...STORE,
    id: "datastores-sql/postgres-busy",
    confidence: "certain",
    transient: "yes",
    pattern:
      /\bdatabase (?:system )?is (?:starting up|shutting down|in recovery mode|not (?:yet )?accepting connections)|\bterminating connection (?:due to|because of)[^\n]{1,80}|\bdeadlock detected\b|\bcould not serialize access due to\b[^\n]{0,80}|\brestart transaction: [^\n]{1,80}|\bcanceling statement due to (?:lock timeout|conflict with recovery)|\bcould not obtain lock on\b[^\n]{0,80}/iu,
  },
  {
    ...STORE,
    id: "datastores-sql/postgres",
    confidence: "certain",
    pattern:
      /\bremaining connection slots are reserved\b|\btoo many clients already\b|\btoo many connections for (?:role|database)\b|(?<!http )\bserver closed the connection unexpectedly\b|\bconnection to server (?:at|on)\b[^\n]{1,200}|\bcould not connect to server: [^\n]{1,160}|\bcould not translate host name [^\n]{1,160}|\bSSL connection has been closed unexpectedly|\bSSL SYSCALL error: [^\n]{1,80}|\bcannot execute [\w ]{1,40} in a read-only transaction|\bcanceling statement due to (?:statement timeout|user request)|\bout of shared memory\b|\bpgbouncer\b[^\n]{0,40}\b(?:cannot connect|error|failed)|\bquery_wait_timeout\b|\bno more connections allowed\b|\bMaxClients(?:InSessionMode|Reached)\b|\bserver login (?:failed|has been failing)\b[^\n]{0,80}|\bcurrent transaction is aborted, commands ignored\b|\bConnection terminated (?:unexpectedly|due to connection timeout)|\btimeout exceeded when trying to connect\b|\bcould not extend file\b[^\n]{0,80}|\bserver does not support SSL(?: connections|, but SSL was required)|\bAn I\/O error occurred while sending to the backend|\bPSQLException: The connection attempt failed|\((?:invalid_password|invalid_catalog_name|too_many_connections|cannot_connect_now|admin_shutdown)\)/iu,
  },
  {
    ...STORE,
    id: "datastores-sql/mysql-login",
    confidence: "certain",
    transient: "no",
    pattern:
      /\bAccess denied for user \\?['"][^\n]{1,120}|\bER_(?:ACCESS_DENIED_ERROR|DBACCESS_DENIED_ERROR|BAD_DB_ERROR|HOST_NOT_PRIVILEGED|NOT_SUPPORTED_AUTH_MODE|TABLEACCESS_DENIED_ERROR)\b[^\n]{0,120}|\bUnknown database \\?['"`][^\n]{1,80}|\bis not allowed to connect to this (?:MySQL|MariaDB)\b|\bAuthentication plugin '[^'\n]{1,60}' (?:cannot be loaded|reported error|is not supported)|\bdoes not support authentication protocol requested by server|\bPublic Key Retrieval is not allowed|\b\w{4,10} command denied to user\b[^\n]{0,80}|\bSequelizeAccessDeniedError\b/iu,
  },
  {
    ...STORE,
    id: "datastores-sql/mysql-busy",
    confidence: "certain",
    transient: "yes",
    pattern:
      /\bDeadlock found when trying to get lock|\bLock wait timeout exceeded|\bER_LOCK_(?:DEADLOCK|WAIT_TIMEOUT)\b|\btry restarting transaction\b|\bWSREP has not yet prepared node\b/iu,
  },
  {
    ...STORE,
    id: "datastores-sql/mysql",
    confidence: "certain",
    pattern:
      /\b(?:Can'?t|Cannot|Could not|Unable to) connect to (?:local )?(?:MySQL|MariaDB|server)\b(?: server)?[^\n]{0,30}(?:through socket|MySQL|MariaDB|\bon ')[^\n]{0,120}|\bCan't connect to (?:local )?(?:MySQL|MariaDB) server\b[^\n]{0,120}|\bMySQL server has gone away|\bLost connection to (?:MySQL|MariaDB) server\b[^\n]{0,80}|\bhas (?:already )?more than 'max_user_connections' active connections|\bis blocked because of many connection errors|\brunning with the [^\n]{1,60}read[-_]only[^\n]{0,20} (?:option|mode)|\bCommunications link failure\b|\bPROTOCOL_(?:CONNECTION_LOST|ENQUEUE_AFTER_FATAL_ERROR|SEQUENCE_TIMEOUT)\b|\bER_(?:CON_COUNT_ERROR|OPTION_PREVENTS_STATEMENT|TOO_MANY_USER_CONNECTIONS|SERVER_SHUTDOWN)\b|\bUnknown (?:MySQL|MariaDB) (?:server )?(?:host|error)\b[^\n]{0,80}|\bmax_allowed_packet\b|\bPacket for query is too large|\bHandshake inactivity timeout|\bConnection lost: The server closed the connection|\bCannot enqueue \w{1,20} after (?:fatal error|invoking quit)|\bThe table '[^'\n]{1,80}' is full|\bmysqli?_(?:real_)?connect\(\)|\bmysqladmin: connect to server\b[^\n]{0,80}|\bmysqli_sql_exception\b[^\n]{0,80}|\bError establishing a database connection|\bMalformed communication packet\b|\[mysql\][^\n]{0,80}(?:unexpected EOF|invalid connection|bad connection|broken pipe|i\/o timeout)/iu,
  },
  {
    /* Servers of other kinds say it too, and then of their own. */
    ...STORE,
    id: "datastores-sql/too-many",
    confidence: "certain",
    pattern: /\btoo many connections\b/iu,
    unless: /\bweb ?sockets?\b|\b(?:received|code|closed?) 1\d{3}\b|\bHTTP\b|\b(?:429|503)\b/iu,
  },
  {
    ...STORE,
    id: "datastores-sql/mysql-number",
    confidence: "certain",
    pattern:
      /\b(?:ERROR|Error|errno['"]?:|MySQL error(?: code)?:?) ?\(?(?:10(?:40|44|45|49)|1129|1130|1203|1205|1213|1226|1290|1836|200[2356]|2013|2055|2059)(?: \([0-9A-Z]{5}\)|:|, )[^\n]{0,160}|\((?:10(?:40|44|45|49)|1129|1130|1203|1205|1213|1226|1290|1836|200[2356]|2013|2055|2059), ["'][^\n]{0,160}|\[HY000\] ?\[(?:1040|1044|1045|1049|1129|1130|1203|2002|2003|2005|2006|2013|2054)\][^\n]{0,160}/u,
    finding: (match) => ({
      ...asSaid(match),
      ...(/\b(?:1044|1045|1049|1130|1290|2059)\b/u.test(match[0]) ? { transient: "no" } : {}),
      ...(/\b(?:1205|1213)\b/u.test(match[0]) ? { transient: "yes" } : {}),
    }),
  },
  {
    ...STORE,
    id: "datastores-sql/sql-server-login",
    confidence: "certain",
    transient: "no",
    pattern:
      /\bLogin failed for user\b[^\n]{0,120}|\bCannot open (?:database|server) ["'][^"'\n]{1,80}["'] requested by the login\b|\bELOGIN\b|\bError:? ?18456\b|\bnot associated with a trusted SQL Server connection/iu,
  },
  {
    ...STORE,
    id: "datastores-sql/sql-server-busy",
    confidence: "certain",
    transient: "yes",
    pattern:
      /\bDatabase '[^'\n]{1,80}' on server '[^'\n]{1,120}' is not currently available|\bwas deadlocked on\b[^\n]{0,80}|\bThe service is currently busy\. Retry the request|\bThe service has encountered an error processing your request\. Please try again/iu,
  },
  {
    ...STORE,
    id: "datastores-sql/sql-server",
    confidence: "certain",
    pattern:
      /\bnetwork-related or instance-specific error\b[^\n]{0,120}|\bestablishing a connection to SQL Server\b[^\n]{0,80}|\bTimeout expired\. +The timeout period elapsed\b[^\n]{0,80}|\b(?:Execution|Connection) Timeout Expired\b[^\n]{0,80}|\bA transport-level error has occurred\b[^\n]{0,120}|\bThe (?:request|session) limit for the (?:database|elastic pool)\b|\bThe TCP\/IP connection to the host [^\n]{1,200}|\bsecure connection to SQL Server\b|\bLogin timeout expired\b|\[(?:08001|08S01|HYT00|01000|28000|42000)\] \[(?:Microsoft|unixODBC)\][^\n]{0,160}|\bpre-login handshake\b|\berror occurred during the login process\b|\bSqlException \(0x[0-9a-f]{8}\)[^\n]{0,160}|\bAdaptive Server (?:connection failed|is unavailable)|\b(?:ESOCKET|ETIMEOUT)\b[^\n]{0,120}\bFailed to connect to\b|\bConnectionError: Failed to connect to \S{1,120}/iu,
    unless: /\bIncorrect syntax near\b|\bCannot insert duplicate key\b|\bconflicted with the\b/u,
  },
  {
    ...STORE,
    id: "datastores-sql/oracle",
    confidence: "certain",
    pattern:
      /\bORA-(?:00018|00020|00028|00054|00060|00257|01012|01013|01017|01031|01033|01034|01035|01045|01089|01090|01092|03113|03114|03135|04021|08177|1215[0-9]|12170|12196|125[0-9]{2}|12637|16000|17002|17008|17410|17800|18014|1881[0-9]|18456|25408|25401|27101|28000|28001|28040|28759|29024)\b[^\n]{0,160}|\bDPY-(?:6005|6001|6003|6000|4011|4027|3001|4005)\b[^\n]{0,160}|\bNJS-5(?:00|01|03|11|12|14|18)\b[^\n]{0,160}|\bTNS[:-](?:listener|protocol|no listener|could not resolve|connect timeout|\d{5})[^\n]{0,120}|\bThe Network Adapter could not establish the connection/u,
    finding: (match) => ({
      ...asSaid(match),
      ...(/ORA-(?:01017|01031|01045|28000|28001|28040)/u.test(match[0]) ? { transient: "no" } : {}),
      ...(/ORA-(?:00060|08177|01033|00054)/u.test(match[0]) ? { transient: "yes" } : {}),
    }),
  },
  {
    /* One file and many writers. */
    ...STORE,
    id: "datastores-sql/sqlite",
    confidence: "certain",
    pattern:
      /\bdatabase (?:table |schema )?is locked\b|\bSQLITE_(?:BUSY|LOCKED|READONLY|CANTOPEN|CORRUPT|NOTADB|IOERR|FULL)\w{0,20}|\battempt to write a readonly database|\bunable to open (?:the )?database file|\bdatabase disk image is malformed|\bfile is not a database\b|\bfile is encrypted or is not a database|\bOperationalError: disk I\/O error/iu,
  },
];
