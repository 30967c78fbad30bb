// Variables, keys, settings and files that are missing.
import { example, type Example } from "../example.ts";

const missing = (rule: string, text: string): Example =>
  example(`configuration/${rule}`, "env.missing-config", "no", text);

export const EXAMPLES: readonly Example[] = [
  missing("variable", "Error: Missing required environment variable: DEPOT_URL"),
  missing("variable", 'env: environment variable "DEPOT_URL" not set'),
  missing("variable", "RuntimeError: DEPOT_URL environment variable is not set"),
  missing("variable", "environment variable `DEPOT_URL` could not be found"),
  missing("named-variable", "Error: DEPOT_API_TOKEN is not defined"),
  missing("named-variable", "AssertionError: process.env.DEPOT_URL must be set"),
  missing("named-variable", "ValueError: DEPOT_KEY or DEPOT_TOKEN is required"),
  missing("missing-named", "Please set DEPOT_API_TOKEN in .env"),
  missing("missing-named", "Missing required secrets: DEPOT_API_TOKEN, DEPOT_URL"),
  missing("shell", "./deploy.sh: line 12: DEPOT_URL: unbound variable"),
  missing(
    "compose-blank",
    'time="x" level=warning msg="The \\"DEPOT_TAG\\" variable is not set. Defaulting to a blank string."',
  ),
  missing(
    "python-environ",
    '  File "/app/settings.py", line 8, in <module>\n    url = os.environ["depot"]\n  File "<frozen os>", line 679, in __getitem__\nKeyError: \'depot\'',
  ),
  missing("key-error", "E   KeyError: 'DEPOT_API_TOKEN'"),
  missing("missing-named", 'KeyError: key not found: "DEPOT_API_TOKEN"'),
  missing(
    "validators",
    "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\ndepot_url\n  Field required [type=missing]",
  ),
  missing(
    "validators",
    "decouple.UndefinedValueError: depot not found. Declare it as envvar or define a default value.",
  ),
  missing("validators", "❌ Invalid environment variables: { depot: [ 'nothing' ] }"),
  missing(
    "typed-environment",
    'ZodError: [ { "code": "invalid_type", "expected": "string", "received": "undefined", "path": [ "DEPOT_URL" ], "message": "Required" } ]',
  ),
  missing(
    "python-frameworks",
    "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.",
  ),
  missing(
    "java-frameworks",
    "java.lang.IllegalArgumentException: Could not resolve placeholder 'depot.url' in value \"${depot.url}\"",
  ),
  missing(
    "java-frameworks",
    "Failed to configure a DataSource: 'url' attribute is not specified and no embedded datasource could be configured.",
  ),
  missing("ruby-frameworks", "Missing encryption key to decrypt file with. Ask your team for your master key"),
  missing(
    "dotnet-frameworks",
    "System.InvalidOperationException: The ConnectionString property has not been initialized.",
  ),
  missing("dotnet-frameworks", "System.ArgumentNullException: Value cannot be null. (Parameter 'connectionString')"),
  missing(
    "php-frameworks",
    "Illuminate\\Encryption\\MissingAppKeyException: No application encryption key has been specified.",
  ),
  missing("node-frameworks", "Error: supabaseUrl is required."),
  missing(
    "node-frameworks",
    'MongoParseError: Invalid scheme, expected connection string to start with "mongodb://" or "mongodb+srv://"',
  ),
  missing("workflows", "Error: Input required and not supplied: token"),
  missing("workflows", 'Error: No value for required variable\n\n  on variables.tf line 3:\n   3: variable "depot" {}'),
  missing("workflows", 'Error: secret "depot-keys" not found'),
  missing("aws-credentials", "botocore.exceptions.NoCredentialsError: Unable to locate credentials"),
  missing(
    "aws-credentials",
    "Error: Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers",
  ),
  missing(
    "cloud-credentials",
    "Error: Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started",
  ),
  missing(
    "client-keys",
    "openai.OpenAIError: The api_key client option must be set either by passing api_key to the client",
  ),
  missing("client-keys", "Error: Neither apiKey nor config.authenticator provided"),
  missing("secret", "Error: the signing key is not configured"),
  missing("file-named", "Error: ENOENT: no such file or directory, open '/app/.env.staging'"),
  missing("file-named", "FileNotFoundError: [Errno 2] No such file or directory: 'config.yaml'"),
  missing("file", 'error loading config file "/home/runner/.kube/depot": yaml: line 2'),
  missing("file", 'Config File "depot" Not Found in "[/app]"'),
  // A plain dictionary, a name of the program, an answer of a service, events that were awaited, and the platform's port.
  example("statuses/phrase", "access.unauthenticated", "no", '401 Unauthorized: {"error":"API key is missing"}'),
  example(
    "outputs/missing-names",
    "assert.missing-output",
    "either",
    "Missing Events: {'DEPOT_OPENED', 'DEPOT_CLOSED'}",
  ),
  example("defects/raised", "test.defect", "no", "NameError: name 'DEPOT_KEY' is not defined"),
  example("defects/raised", "test.defect", "no", "KeyError: 'parcel'"),
  example("none", "unknown", "either", "USER_NOT_FOUND: not found"),
  missing("node-frameworks", "Error: getaddrinfo ENOTFOUND {{depot_url}}"),
  missing("java-frameworks", "Could not resolve placeholder 'depot.url' in value \"${depot.url}\""),
  // Where a socket is closed for want of a token, the caller has none.
  example(
    "sockets/close-code",
    "access.unauthenticated",
    "no",
    'WebSocket closed: code=4401 reason="auth token is missing"',
  ),
  missing("missing-named", "AssertionError: expected DEPOT_USER and DEPOT_PASSWORD to be set"),
];
