// What data stores, mappers and migrations say of what they lack.
import { example, type Example } from "../example.ts";

const lacks = (rule: string, text: string): Example => example(`schemas/${rule}`, "dep.schema", "no", text);

export const EXAMPLES: readonly Example[] = [
  lacks("postgres", 'psycopg2.errors.UndefinedTable: relation "parcels" does not exist\nLINE 1: SELECT * FROM parcels'),
  lacks("postgres", 'ERROR: column "weight_kg" of relation "parcels" does not exist (SQLSTATE 42703)'),
  lacks(
    "postgres",
    "error: column p.weight_kg does not exist\n    at Parser.parseErrorMessage (/app/node_modules/pg-protocol/dist/parser.js:283:98)",
  ),
  lacks("postgres", "org.postgresql.util.PSQLException: ERROR: function route_cost(integer, text) does not exist"),
  lacks("postgres", '{"message":"error returned from database: relation \\"parcels\\" does not exist"}'),
  lacks(
    "postgres",
    'sqlalchemy.exc.ProgrammingError: (psycopg2.errors.DuplicateTable) relation "parcels" already exists',
  ),
  lacks("postgres-translated", "ERREUR:  la relation « colis » n'existe pas"),
  lacks("postgres-translated", "FEHLER:  Relation »pakete« existiert nicht"),
  lacks("sqlstate", "QueryFailedError: (42P01) at depot.ts"),
  lacks("sqlstate", "DriverException: SQLSTATE[42S22] in the query of the depot"),
  lacks("sqlstate", "{ severity: 'ERROR', code: '42703', position: '8' }"),
  lacks("undefined-object", "asyncpg.exceptions.UndefinedTableError: parcels"),
  lacks("undefined-object", "** (Postgrex.Error) ERROR 42P0A (undefined_table) parcels"),
  lacks("mysql", "pymysql.err.ProgrammingError: (1146, \"Table 'depot.parcels' doesn't exist\")"),
  lacks("mysql", "Mysql2::Error: Unknown column 'parcels.weight_kg' in 'field list'"),
  lacks("mysql", "SQLSTATE[42S02]: Base table or view not found: 1146 Table 'depot.parcels' doesn't exist"),
  lacks("mysql", "code: 'ER_NO_SUCH_TABLE',\n  errno: 1146,"),
  lacks("mysql-number", "Error 1146 (HY000): no parcels here"),
  lacks("sqlite", "django.db.utils.OperationalError: no such column: depot_parcel.weight_kg"),
  lacks("sqlite", "SqliteError: table parcels has no column named weight_kg"),
  lacks("sqlite", "Microsoft.Data.Sqlite.SqliteException (0x80004005): SQLite Error 1: 'no such table: Parcels'."),
  lacks("sqlite", "ActiveRecord::StatementInvalid: Could not find table 'parcels'"),
  lacks("sql-server", "Microsoft.Data.SqlClient.SqlException (0x80131904): Invalid object name 'dbo.Parcels'."),
  lacks("sql-server", "RequestError: Invalid column name 'WeightKg'."),
  lacks("other-sql-servers", "java.sql.SQLSyntaxErrorException: ORA-00942: table or view does not exist"),
  lacks(
    "other-sql-servers",
    'org.h2.jdbc.JdbcSQLSyntaxErrorException: Table "PARCELS" not found; SQL statement:\nselect 1 [42102-214]',
  ),
  lacks(
    "other-sql-servers",
    "com.ibm.db2.jcc.am.SqlSyntaxErrorException: DB2 SQL Error: SQLCODE=-204, SQLSTATE=42704, SQLERRMC=DEPOT.PARCELS",
  ),
  lacks("other-sql-servers", "org.hsqldb.HsqlException: user lacks privilege or object not found: PARCELS"),
  lacks("warehouses", "404 Not found: Table depot-stage:parcels.daily was not found in location EU"),
  lacks("warehouses", "Code: 60. DB::Exception: Table depot.parcels doesn't exist. (UNKNOWN_TABLE)"),
  lacks("warehouses", "SQL compilation error: Object 'PARCELS' does not exist or not authorized."),
  lacks(
    "documents",
    'InvalidRequest: Error from server: code=2200 [Invalid query] message="unconfigured table parcels"',
  ),
  lacks(
    "documents",
    "botocore.errorfactory.ResourceNotFoundException: An error occurred (ResourceNotFoundException) when calling the PutItem operation: Requested resource not found",
  ),
  lacks(
    "documents",
    "FirebaseError: [code=failed-precondition]: The query requires an index. You can create it here: https://console.firebase.google.com/depot",
  ),
  lacks("documents", "MongoServerError: ns not found"),
  lacks(
    "search-engines",
    "ResponseError: index_not_found_exception: [index_not_found_exception] Reason: no such index [parcels]",
  ),
  lacks("search-engines", "ApiError: Not found: Collection `parcels` doesn't exist!"),
  lacks(
    "postgrest",
    "{ code: 'PGRST205', message: \"Could not find the table 'public.parcels' in the schema cache\" }",
  ),
  lacks(
    "prisma",
    "PrismaClientKnownRequestError: The column `parcels.weightKg` does not exist in the current database.",
  ),
  lacks(
    "prisma",
    "Error: P3009\n\nmigrate found failed migrations in the target database, new migrations will not be applied.",
  ),
  lacks(
    "migrations-python",
    "You have 4 unapplied migration(s). Your project may not work properly until you apply them.",
  ),
  lacks("migrations-python", "alembic.util.exc.CommandError: Can't locate revision identified by '8ab31c'"),
  lacks(
    "migrations",
    "ActiveRecord::PendingMigrationError: Migrations are pending. To resolve this issue, run: bin/rails db:migrate",
  ),
  lacks("migrations", "error: Dirty database version 14. Fix and force version."),
  lacks(
    "migrations-java",
    "org.flywaydb.core.api.exception.FlywayValidateException: Validate failed: Migrations have failed validation",
  ),
  lacks(
    "migrations-java",
    "org.hibernate.tool.schema.spi.SchemaManagementException: Schema-validation: missing table [parcels]",
  ),
  lacks(
    "bad-grammar",
    "org.springframework.jdbc.BadSqlGrammarException: StatementCallback; bad SQL grammar [select w from parcels]",
  ),
  lacks("unknown-attribute", "ActiveModel::UnknownAttributeError: unknown attribute 'weight_kg' for Parcel."),
  // Not of a schema.
  example("loading/typescript", "test.import", "no", "TS2339: Property 'weight' does not exist on type 'Parcel'."),
  example("schemas/postgres", "dep.schema", "no", "error: no schema has been selected to create in"),
];
