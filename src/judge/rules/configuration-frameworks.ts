// Settings that frameworks, deploy tools and workflows cannot do without.
import { stableWords } from "./store-names.ts";
import type { Rule } from "./rule.ts";

const CONFIG = {
  class: "env.missing-config",
  finding: (match: RegExpExecArray) => ({ signature: `setting ${stableWords(match[0])}` }),
} as const;

export const FRAMEWORKS: readonly Rule[] = [
  {
    ...CONFIG,
    id: "configuration/python-frameworks",
    confidence: "certain",
    pattern:
      /\bThe [A-Z_]{2,60} setting must not be empty\b|\bsettings are not configured\b|\bImproperlyConfigured: (?:Set the|The [A-Z_]{2,60} setting|Requested setting|settings\.DATABASES|[A-Z][A-Z_]{2,60}\b|[^\n]{0,60}(?:environment|not set|is required|must be set|missing|AWS_|credentials))[^\n]{0,160}|\bsettings\.DATABASES is improperly configured\b|\bno secret key was set\b|\bA secret key is required to use CSRF\b|\bEither 'SQLALCHEMY_DATABASE_URI' or\b|\bNeither SQLALCHEMY_DATABASE_URI nor\b|\bConfig '\w{1,80}' is missing, and has no default\b|\bMissingMandatoryValue\b[^\n]{0,80}|\b(?:configparser\.)?No(?:Section|Option)Error: [^\n]{1,120}|\bAirflowConfigException\b[^\n]{0,120}|\bInterpolationKeyError\b[^\n]{0,80}|\bProject was not passed and could not be determined from the environment\b/u,
  },
  {
    ...CONFIG,
    id: "configuration/java-frameworks",
    confidence: "certain",
    pattern:
      /\bCould not resolve placeholder\b[^\n]{0,160}|\bFailed to bind properties under\b[^\n]{0,160}|\bConfigurationPropertiesBindException\b[^\n]{0,160}|\bFailed to configure a DataSource\b[^\n]{0,120}|\bFailed to determine (?:a )?suitable (?:jdbc url|driver class|R2DBC)\b[^\n]{0,40}|\bConfigData(?:Location|Resource)?NotFoundException\b[^\n]{0,160}|\bConfig data (?:resource|location) '[^'\n]{1,160}'[^\n]{0,80}|\bNo spring\.config\.import property has been defined\b|\bSRCFG000(?:11|14|40)\b[^\n]{0,160}|\bConfigValidationException\b[^\n]{0,120}|\bNo config value of type\b[^\n]{0,120}|\bFailed to load config value of type\b[^\n]{0,120}|\bConfigException\$(?:Missing|Null|UnresolvedSubstitution|NotResolved|BadPath)\b[^\n]{0,160}|\bNo configuration setting found for key\b[^\n]{0,80}|\bCould not resolve substitution to a value\b[^\n]{0,80}|\bRequired (?:key|property) '[\w.-]{1,120}' (?:not found|not set|is missing)|\bCould not get unknown property '\w{1,80}' for (?:root project|project|SigningConfig)\b[^\n]{0,80}|\b(?:Keystore file|keystore)\b[^\n]{0,120}not found for signing config\b|\bCould not locate PropertySource\b[^\n]{0,120}/u,
    unless: /\bfailFast\b|\bConnection refused\b/u,
  },
  {
    ...CONFIG,
    id: "configuration/ruby-frameworks",
    confidence: "certain",
    pattern:
      /\bMissing encryption key to decrypt file with\b|\bEncryptedFile::MissingKeyError\b|\bMissing [`'"]?secret_key_base\b[^\n]{0,80}|\bMessageEncryptor::InvalidMessage\b|\bAdapterNotSpecified\b[^\n]{0,160}|'\w{1,60}' database is not configured\b[^\n]{0,80}|\bCould not load database configuration\b[^\n]{0,80}|\bDevise\.secret_key was not set\b|\bAnyway::Config::ValidationError\b[^\n]{0,120}/u,
  },
  {
    ...CONFIG,
    id: "configuration/dotnet-frameworks",
    confidence: "certain",
    pattern:
      /\bThe ConnectionString property has not been initialized\b|\bValue cannot be null\.? ?\(?\s?Parameter (?:name: |')(?:connection[Ss]tring|\w{0,20}[Cc]onnectionString|configuration|apiKey|key|secret|clientId|clientSecret|endpoint)\b|\bNo connection string (?:named|with name) '[^'\n]{1,80}'|\b[Cc]onnection [Ss]tring ['"`]?[\w:.]{0,80}['"`]? ?(?:is |was |has )?(?:not (?:found|configured|set|been|provided|specified)|missing|null|empty|required|cannot be)[^\n]{0,60}|\b(?:[Mm]issing|[Nn]o|[Ee]mpty|[Nn]ull) (?:\w{1,30} )?connection ?[Ss]tring\b[^\n]{0,60}|\bFormat of the initialization string does not conform\b[^\n]{0,80}|\bThe configuration file '[^'\n]{1,160}' was not found and is not optional\b|\bConfigurationErrorsException\b[^\n]{0,120}|\bSection '[^'\n]{1,80}' not found in configuration\b|\bThe '\w{1,60}' option must be provided\b|\bIDX10703\b[^\n]{0,80}/u,
  },
  {
    ...CONFIG,
    id: "configuration/php-frameworks",
    confidence: "certain",
    pattern:
      /\bNo application encryption key has been specified\b|\bMissingAppKeyException\b|\bUnsupported cipher or incorrect key length\b|\bThe only supported ciphers are\b|\brequested a non-existent parameter\b[^\n]{0,80}|\bUnable to read (?:the|any of the) environment files?\b[^\n]{0,80}|\bUnable to read the "[^"\n]{1,160}" environment file\b/u,
  },
  {
    ...CONFIG,
    id: "configuration/node-frameworks",
    confidence: "certain",
    pattern:
      /\[next-auth\]\[error\]\[NO_SECRET\]|\bMissingSecret\b|\bPlease define a `?secret\b|\bMissing (?:publishableKey|[Pp]ublishable [Kk]ey|secretKey|projectId|apiKey)\b|\bsupabase(?:Url|Key) is required\b|\bURL and Key are required to create a Supabase client\b|\bURL and API key are required to create a Supabase client\b|\bsecretOrPrivateKey must (?:have a value|be)\b|\bsecretOrPublicKey must\b|\bsecret or public key must be provided\b|\bJwtStrategy requires a secret or key\b|\bOAuth2?Strategy requires a client(?:ID|Secret)\b[^\n]{0,40}|\bsecret option required for sessions\b|\bThe `uri` parameter to `openUri\(\)` must be a string, got "?undefined\b|\bInvalid scheme, expected connection string to start with\b|\bRequired configuration option '?\w{1,40}'? is missing\b|\bWrong driver: "undefined" given\b|\bError validating datasource\b[^\n]{0,160}|\bthe URL must start with the protocol\b[^\n]{0,80}|\bNo database connection string was provided\b|\bPlease provide required params for \w{1,30} driver\b|\bEither connection "url" or "host"[^\n]{0,120}|\bclient password must be a string\b|\bService account object must contain a string\b[^\n]{0,60}|\bFailed to parse (?:private key|service account)\b[^\n]{0,120}|\bauth\/invalid-api-key\b|\bCould not find a Cypress configuration file\b|\bESLint couldn't find (?:a configuration file|an eslint\.config\.\S{0,20}(?: file)?)|\bMust supply (?:api_key|cloud_name|api_secret)\b|\bThe datasource\.url property is required\b|\b(?:ENOTFOUND|Invalid URI|[Cc]ould not resolve host:?|Invalid URL:?|Invalid character in host) ['"]?(?:https?:\/\/)?(?:\{\{|%7B%7B|\$\{)[^\n]{0,80}|\bInvalid URI "https?:\/\/\/|\bError getting data key: 0 successful groups\b|\bFailed to load age identities\b|\bno key could decrypt the data\b|\bERR_INVALID_URL\b[^]{0,200}\binput: ['"](?:undefined|null|)(?:\/[^'"\n]{0,80})?['"]|\bInvalid URL:? ['"]?(?:undefined|null)\b[^\n]{0,60}|\bP101[23]\b(?!-)[^\n]{0,120}/u,
  },
  {
    /* Workflows, infrastructure, clusters. */
    ...CONFIG,
    id: "configuration/workflows",
    confidence: "certain",
    pattern:
      /\bInput required and not supplied\b:?[^\n]{0,80}|\bNo value for required variable\b[^\n]{0,160}|\binput variable "[^"\n]{1,80}" is not set, and has no default value\b|\bMissing required configuration variable\b[^\n]{0,80}|\berror: no stack selected\b|\bthe (?:task|field) [^\n]{0,80}\bundefined variable\b[^\n]{0,160}|\bAnsibleUndefinedVariable\b[^\n]{0,120}|\bValue not found at "[^"\n]{1,40}" source\b|\bFailed to replace env in config\b[^\n]{0,80}|\bUsername and password required\b|\bdid not provide us your Record Key\b|\bRecord Key is missing\b|\b(?:Missing|No) (?:Percy|Chromatic|[Pp]roject|Codecov|Snyk|Sonar|Applitools|Vercel|Netlify|Heroku|Fly) ?(?:project |access |API |api )?token\b[^\n]{0,80}|\bCodecov token not found\b|\bmust specify exactly one of "workload_identity_provider"|\breferences Secret "[^"\n]{1,80}", which does not exist\b|\bcouldn't find key \S{1,120} in (?:ConfigMap|Secret)\b[^\n]{0,80}|\b(?:secrets?|configmaps?) "[^"\n]{1,120}" not found\b|\bcan't find the specified secret\b|\bSecret (?:\[?projects\/)[^\n]{1,160}(?:was )?not found\b|\bA secret with \(name\/id\) \S{1,80} was not found\b|\bdid not contain json key\b[^\n]{0,60}|\bParameterNotFound\b[^\n]{0,60}|\bParameter token or opts\.auth is required\b|\b[Ee]nv file \S{1,200} not found\b|\bCouldn't find env file\b[^\n]{0,120}|\bno configuration has been provided, try setting\b[^\n]{0,60}/u,
    unless: /\bimagePullSecrets?\b|\bFailedToRetrieveImagePullSecret\b/u,
  },
];
