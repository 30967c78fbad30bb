// Tables, columns, indexes and migrations that the data store lacks.
import type { Rule } from "./rule.ts";
import { asSaid } from "./store-names.ts";

const SCHEMA = { class: "dep.schema", finding: asSaid } as const;

export const SCHEMAS: readonly Rule[] = [
  {
    /* PostgreSQL, CockroachDB, Redshift and what speaks like them. */
    ...SCHEMA,
    id: "schemas/postgres",
    confidence: "certain",
    pattern:
      /\b(?:relation|table|view|materialized view|sequence|type|schema|column|index|constraint|trigger|extension|foreign table|text search configuration|access method|operator class|enum label|collation|publication|aggregate|procedure) \\?["'][^"'\n\\]{1,128}\\?["'](?: of relation \\?["'][^"'\n\\]{1,128}\\?["'])? (?:does not exist|already exists)|\bcolumn [\w$]{1,63}(?:\.[\w$"]{1,63}){0,2} (?:of relation [\w"]{1,63} )?(?:does not exist|already exists)|\bfunction [\w."]{1,128}\([^)\n]{0,200}\) does not exist|\boperator does not exist: |\bno schema has been selected to create in\b|\bcache lookup failed for (?:type|relation|function|index)\b/u,
  },
  {
    /* The same server in the language of its machine. */
    ...SCHEMA,
    id: "schemas/postgres-translated",
    confidence: "certain",
    pattern:
      /\b(?:relation|colonne|fonction|relação|coluna|tabela) [«"'][^»"'\n]{1,128}[»"'](?: de la relation [«"'][^»"'\n]{1,128}[»"'])? (?:n['’]existe pas|não existe)|no existe (?:la relación|la columna|el tipo|la función)|(?:Relation|Spalte|Typ|Funktion|Schema)(?: [»„"][^«“"\n]{1,128}[«“"]| [\w.]{1,128}) existiert nicht|la (?:relazione|colonna) ["«][^"»\n]{1,128}["»] non esiste|(?:отношение|столбец|тип) ["«][^"»\n]{1,128}["»] не существует|(?:关系|字段|リレーション|列) ?["「][^"」\n]{1,128}["」] ?(?:不存在|は存在しません)/iu,
  },
  {
    /* MySQL and MariaDB. */
    ...SCHEMA,
    id: "schemas/mysql",
    confidence: "certain",
    pattern:
      /\bTable \\?['"`][^'"`\n]{1,300}['"`] (?:doesn\\?'t exist|already exists)|\bUnknown column \\?['"`][^'"`\n]{1,128}['"`] in\b|\bUnknown table \\?['"`][^'"`\n]{1,128}['"`]|\b(?:FUNCTION|PROCEDURE|TRIGGER) [\w.`]{1,128} does not exist|\bKey column \\?['"`][^'"`\n]{1,128}['"`] doesn\\?'t exist in table|\bDuplicate column name \\?['"`]?[\w.]{1,128}|\bDuplicate key name\b[^\n]{0,80}|\bCan't DROP \\?['"`]?[^\n]{1,128}; check that column\/key exists|\bER_(?:NO_SUCH_TABLE|BAD_FIELD_ERROR|BAD_TABLE_ERROR|DUP_FIELDNAME|TABLE_EXISTS_ERROR|SP_DOES_NOT_EXIST)\b[^\n]{0,120}|\bBase table or view (?:not found|already exists)\b[^\n]{0,120}|\bColumn not found: 1054\b/u,
  },
  {
    ...SCHEMA,
    id: "schemas/mysql-number",
    confidence: "certain",
    pattern:
      /\b(?:ERROR|Error|errno['"]?:?|code['"]?:?) ?\(?(?:1146|1054|1051|1060|1091|1305)\b[^\n]{0,160}|\((?:1146|1054|1051|1060|1091|1305), ["'][^\n]{0,160}/u,
  },
  {
    /* SQLite: its words are the same in each language. */
    ...SCHEMA,
    id: "schemas/sqlite",
    confidence: "certain",
    pattern:
      /\bno such (?:table|column)(?:: ?["'`]?[\w.$"]{1,128}|\b)|\bno such (?:index|view|collation sequence): ?["'`]?[\w.$"]{1,128}|\bno such function: \w{1,80}|\btable \S{1,128} has no column named \S{1,128}|\b(?:table|index|view|trigger) ["'`]?[\w.]{1,128}["'`]? already exists|\bduplicate column name: \S{1,128}|\bCould not find table '[^'\n]{1,128}'/iu,
    unless: /\bDocker\b|\bnetwork with name\b/u,
  },
  {
    ...SCHEMA,
    id: "schemas/sql-server",
    confidence: "certain",
    pattern:
      /\bInvalid (?:object|column) name '[^'\n]{1,128}'|\bCould not find stored procedure '[^'\n]{1,128}'|\bCannot find the object "[^"\n]{1,128}"|\bThere is already an object named '[^'\n]{1,128}'|\bColumn names in each table must be unique\b|\bCannot find data type \S{1,128}/iu,
  },
  {
    /* Oracle, Db2, H2, HSQLDB, Derby, SAP HANA. */
    ...SCHEMA,
    id: "schemas/other-sql-servers",
    confidence: "certain",
    pattern:
      /\bORA-(?:00942|00904|04043|02289|00955|01418|01430|01432|01434|04063|06508|02443|04080)\b[^\n]{0,120}|\bPLS-00201\b[^\n]{0,120}|\bSQLCODE=-(?:204|205|206|440|601)\b[^\n]{0,120}|\bSQL0(?:204|205|206|440|601)N\b[^\n]{0,120}|\b(?:Table|Column|Sequence|Schema) "[^"\n]{1,128}"(?: \([^)\n]{1,160}\))? (?:not found|already exists)|\b(?:Function|Index|Constraint|View|Domain) "[^"\n]{1,128}" (?:not found|already exists); SQL statement|\buser lacks privilege or object not found: [^\n]{1,128}|\bTable\/View '[^'\n]{1,128}' (?:does not exist|already exists)|\bColumn '[^'\n]{1,128}' is either not in any table\b|\binvalid (?:table|column) name: ?[^\n]{1,80}/u,
  },
  {
    /* Warehouses: BigQuery, Snowflake, Spark, Hive, Trino, ClickHouse. */
    ...SCHEMA,
    id: "schemas/warehouses",
    confidence: "certain",
    pattern:
      /\bNot found: (?:Table|Dataset) [\w.:-]{1,200}|\bObject '[^'\n]{1,128}' does not exist or not authorized\b|\bTable or view (?:'[^'\n]{1,128}' )?not found\b[^\n]{0,120}|\[?\b(?:TABLE_OR_VIEW_NOT_FOUND|UNRESOLVED_COLUMN[.\w]{0,40})\b|\bAnalysisException: cannot resolve\b[^\n]{0,120}|\((?:UNKNOWN_TABLE|UNKNOWN_IDENTIFIER|UNKNOWN_DATABASE|NO_SUCH_COLUMN_IN_TABLE|THERE_IS_NO_COLUMN|TABLE_ALREADY_EXISTS)\)|\bCode: (?:60|47|81|16|57)\b[^\n]{0,20}DB::Exception[^\n]{0,120}|\bDB::Exception: (?:Table|Missing columns|Unknown (?:identifier|table|expression)|There is no column|Database \S{1,80} (?:doesn't|does not) exist)[^\n]{0,120}|\bline \d{1,6}:\d{1,6}: (?:Table|Column|Schema|Catalog) '[^'\n]{1,128}' (?:does not exist|cannot be resolved)|\bTable not found '?[\w.]{1,128}/u,
  },
  {
    /* Cassandra and ScyllaDB, DynamoDB, MongoDB, Cosmos DB, Firestore, InfluxDB, Neo4j. */
    ...SCHEMA,
    id: "schemas/documents",
    confidence: "certain",
    pattern:
      /\bunconfigured (?:table|columnfamily) \S{1,128}|\bKeyspace '?"?[\w.]{1,128}'?"? does not exist|\bUndefined column name \S{1,128}|\bRequested resource not found(?:: Table: [^\n]{1,128})?|\bCannot do operations on a non-existent table|\bns (?:not found|does not exist)\b|\bNamespaceNotFound\b|\bindex not found with name \[?[\w.]{1,128}|\bunable to find index for \$\w{1,40} query|\btext index required for \$text query|\bIndex(?:Options|KeySpecs)Conflict\b|\bOwner resource does not exist\b|\bquery requires an? (?:COLLECTION_\w{1,30} )?(?:\w{1,20} )?index\b|\bdatabase not found: [^\n]{1,80}|\bbucket "[^"\n]{1,80}" not found|\bNeo\.ClientError\.(?:Schema|Procedure|Database)\.\w{1,40}NotFound\b|\bno such vector schema index\b/iu,
    unless: /\bNoSuchBucket\b|\bS3\b/u,
  },
  {
    /* Search engines and vector stores. */
    ...SCHEMA,
    id: "schemas/search-engines",
    confidence: "certain",
    pattern:
      /\bindex_not_found(?:_exception)?\b[^\n]{0,120}|\bIndex(?:Missing|NotFound)Exception\b[^\n]{0,120}|\bno such index \[?[^\]\n]{0,128}|\bNo mapping found for \[[^\]\n]{1,128}\]|\bstrict_dynamic_mapping_exception\b[^\n]{0,120}|\bmapping set to strict, dynamic introduction of \[[^\]\n]{1,128}\]|\bFielddata is disabled on\b[^\n]{0,120}|\btype_missing_exception\b|\bundefined field:? "?[\w.]{1,128}|\bcollection [`'"]?[\w.-]{1,128}[`'"]? (?:doesn't|does not) exist|\bcollection not found\b[^\n]{0,80}|\bcan'?t find collection\b[^\n]{0,80}|\bcould not find class "?\w{1,128}"? in schema|\bresource_already_exists_exception\b[^\n]{0,120}|\balias \[[^\]\n]{1,128}\] missing/iu,
    unless: /\bpostman\b|\bnewman\b|\bsolution\b/iu,
  },
  {
    /* A cache of the schema in front of PostgreSQL. */
    ...SCHEMA,
    id: "schemas/postgrest",
    confidence: "certain",
    pattern:
      /\bPGRST20\d\b[^\n]{0,160}|\bCould not find the? [^\n]{1,160} in the schema cache|\bCould not find a relationship between [^\n]{1,160}/iu,
  },
  {
    ...SCHEMA,
    id: "schemas/prisma",
    confidence: "certain",
    pattern:
      /\b(?:P2021|P2022|P1014|P30(?:0[3-9]|1[0-9]|2[0-2]))\b(?!-)[^\n]{0,160}|\bThe (?:table|column|view|underlying table for model) [`'"]?[^`'"\n]{1,128}[`'"]? does not exist(?: in the current database)?|\bA migration failed to apply\b|\bfound failed migrations in the target database\b|\bThe database schema is not empty\b|\bDrift detected: Your database schema is not in sync\b/u,
  },
  {
    /* Migrations of Python: Django, Alembic, yoyo. */
    ...SCHEMA,
    id: "schemas/migrations-python",
    confidence: "certain",
    pattern:
      /\b\d{1,4} unapplied migration\(s\)|\bConflicting migrations detected\b[^\n]{0,120}|\b(?:InconsistentMigrationHistory|BadMigrationError|MigrationSchemaMissing)\b[^\n]{0,160}|\bmigrations?\.exceptions\.\w{1,60}[^\n]{0,160}|\bNodeNotFoundError: Migration\b[^\n]{0,160}|\bhave changes that are not yet reflected in a migration\b|\bCan't locate revision identified by\b[^\n]{0,80}|\bTarget database is not up to date\b|\bMultiple head revisions are present\b|\bNew upgrade operations detected\b/u,
  },
  {
    /* Migrations of Ruby, Elixir, PHP, Go, Rust, .NET and of phones. */
    ...SCHEMA,
    id: "schemas/migrations",
    confidence: "certain",
    pattern:
      /\bPendingMigrationError\b|\bMigrations are pending\b|\b(?:there (?:are|is)|has|have|found|detected|\d{1,4}) (?:\d{1,4} )?(?:pending|unapplied) (?:database )?migrations?\b|\bUnknownMigrationVersionError\b|\bDuplicateMigration(?:Version|Name)Error\b|\bDirty database version -?\d{1,20}|\bno migration found for version \d{1,20}|\bfound \d{1,4} missing migrations\b|\bmigration \d{1,20} was previously applied but (?:is missing|has been modified)\b|\bmigration directory is corrupt\b|\bPendingModelChangesWarning\b|\bhas pending changes\. Add a new migration\b|\bcontext has changed since the database was created\b|\bmetadata storage is not (?:up to date|initialized)\b|\bdatabase schema is not in sync with the current mapping\b|\bMigration is required due to the following errors\b|\bRoom cannot verify the data integrity\b|\bA migration from \d{1,6} to \d{1,6} was required but not found\b|\bThe model used to open the store is incompatible\b|\bspecified object stores was not found\b|\b(?:Ecto|Knex|Sequelize|Doctrine|Illuminate)\S{0,40}Migration(?:Exception|Error)\b/iu,
  },
  {
    /* Flyway, Liquibase, Hibernate. */
    ...SCHEMA,
    id: "schemas/migrations-java",
    confidence: "certain",
    pattern:
      /\bValidate failed: Migrations? (?:have )?failed validation\b|\bMigration checksum mismatch for migration\b[^\n]{0,80}|\bDetected (?:failed|resolved|applied) migration\b[^\n]{0,120}|\bbut (?:with )?no schema history table\b|\bFlyway(?:Migrate|Validate)Exception\b[^\n]{0,120}|\bMigration failed for change ?set\b[^\n]{0,160}|\bchange sets? check ?sums?\b|\b\d{1,4} change ?sets? (?:validation failed|check sum)|\bSchema-validation: (?:missing|wrong)[^\n]{1,160}|\bHibernateException: (?:Missing (?:column|table|sequence)|Wrong column type)\b[^\n]{0,120}|\bSchemaManagementException\b[^\n]{0,120}/u,
  },
  {
    /* SQLSTATE of missing or doubled objects; those of digits only need their label. */
    ...SCHEMA,
    id: "schemas/sqlstate",
    confidence: "certain",
    pattern:
      /\b42(?:P01|P02|P06|P07|S01|S02|S12|S21|S22)\b|(?:\bSQL ?state|\bERROR|\bcode)['"]?[\s:=[(]{1,4}['"]?(?:42703|42704|42883|42701|3F000)\b|\b(?:42703|42704|42883|42701|3F000)(?: \(undefined_|:\s+(?:column|type|function|operator|schema))/iu,
  },
  {
    /* Exceptions that drivers name after the states. */
    ...SCHEMA,
    id: "schemas/undefined-object",
    confidence: "certain",
    pattern:
      /\bUndefined(?:Table|Column|Function|Object)(?:Error)?\b[^\n]{0,160}|\((?:undefined_table|undefined_column|undefined_function|undefined_object|duplicate_table|duplicate_column)\)[^\n]{0,160}|\b(?:Duplicate(?:Table|Column|Object)|InvalidSchemaName)(?:Error)?\b[^\n]{0,160}/u,
  },
  {
    /* The wrapper around an unknown table or column, where the inner cause is not shown. A wrong sentence is no wrong schema. */
    ...SCHEMA,
    id: "schemas/bad-grammar",
    confidence: "probable",
    pattern:
      /\b(?:BadSqlGrammarException|SQLGrammarException)\b|\bSQLSyntaxErrorException: (?:Table|Unknown column)\b/u,
    unless: /\berror in your SQL syntax|\bsyntax error|\bPermission denied\b|\bcommand denied\b/iu,
  },
  {
    /* An attribute that a model has only with its column. */
    ...SCHEMA,
    id: "schemas/unknown-attribute",
    confidence: "possible",
    pattern:
      /\bActiveModel::(?:UnknownAttributeError|MissingAttributeError)\b|\bField '\w{1,80}' doesn't have a default value\b/u,
  },
];
