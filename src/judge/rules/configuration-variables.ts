// Variables of the environment that are not set, as shells, languages and validators say it.
import { said, type Found } from "../classify/findings.ts";
import type { Rule } from "./rule.ts";

const CONFIG = { class: "env.missing-config" } as const;

/**
 * A variable by its looks. What names the place of a tool or a screen is missed as a tool, not as a setting; codes of
 * errors and parts of pages are written alike.
 */
const NAME = String.raw`(?!(?:\w{0,40}(?:NOT_FOUND|_ERROR|_FAILED|_FAILURE|_EXCEPTION|_EXPIRED|_DENIED|_EXISTS|_PRECONDITION|_ARGUMENT|_EXCEEDED|_EXHAUSTED|_UNAVAILABLE|_REQUIRED|_MISSING|_INVALID)|(?:INVALID|MISSING|ERR|ERROR|NOT|BAD|UNKNOWN|DATA)_\w{1,40}|\w{0,40}_(?:BUTTON|ELEMENT|LOCATOR|SELECTOR|LINK|PAGE|EVENT|FIELD|INPUT)|\w{0,30}_HOME|\w{0,30}_BIN|DISPLAY|XDG_\w{1,30}|DBUS_\w{1,40}|DOCKER_HOST|TESTCONTAINERS_\w{1,40}|\w{0,20}LD_LIBRARY_PATH|ANDROID_\w{1,30}|CHROME_\w{1,20}|NDK_\w{1,20})\b)[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8}`;
/** The same in quotes or with the sign of a shell. */
const NAMED = String.raw`[$%]?[{\x60'"*]{0,2}(?:process\.env\.|import\.meta\.env\.|env\.|ENV\[)?['"]?${NAME}['"}\x60\]*%]{0,3}`;
const ABSENT = String.raw`(?:not (?:set|found|defined|provided|configured|specified|present|exist|available|given|supplied|valued)|missing|required|undefined|unset|empty|null|must be (?:set|provided|defined|specified|configured|present)|must not be (?:empty|blank|null)|(?:cannot|can't|should not) be (?:empty|blank|null|undefined)|needs? to be (?:set|defined|provided|configured)|should be set|does not exist)`;
const BE = String.raw`(?:is|are|was|were|has|have|has been|must|isn't|aren't|wasn't|not|env(?:ironment)? var(?:iable)?s?)`;

/** One variable, one error: who misses it says it in many ways. */
function named(match: RegExpExecArray): Partial<Found> {
  const [name] = NAMES.exec(match[0]) ?? [];
  return name === undefined ? {} : missing(name);
}

function missing(name: string): Partial<Found> {
  return { signature: `variable ${name}`, headline: said`${name} is not set` };
}

/** The variable that a line names somewhere behind what was matched. */
export function variableNear(match: RegExpExecArray): string | null {
  return NAMES.exec(match.input.slice(match.index, match.index + 400))?.[0] ?? null;
}

const NAMES = new RegExp(String.raw`(?<![A-Z0-9_])${NAME}(?![A-Za-z0-9_])`, "u");

/** How people call them. */
const VARIABLE = String.raw`env(?:ironment)?[ -]?var(?:iable)?s?\b`;
/** Words that stand between "missing" and the name of a setting. */
const SETTING_WORD = String.raw`(?:required|mandatory|a|an|the|your|either|value|valid|for|env(?:ironment)?|config(?:uration)?|var(?:iable)?s?|keys?|secrets?|settings?|options?|tokens?|credentials?|one|of|in|both|and|or|following|these|API|build|runtime)`;
/** Names in capitals that are no settings: of programs, of builds, of requests that were refused. */
const NO_VARIABLE =
  /(?<![\d.]|\bline |\w:)\b4(?:0[0-9]|22)\b(?![:.]\d)|\b(?:Reference|Name|NoMethod|Syntax)Error\b|\buninitialized constant\b|\bUndefined constant\b|\bCannot find (?:module|name)\b|\bcannot find symbol\b|\bundeclared\b|\bundefined (?:local|method|constant|reference|symbol|variable)\b|\bCMake\b|\bCould NOT find\b|\bFOREIGN KEY\b|\bfixture\b|\bERR_[A-Z]|\bsecurity token included in the request\b|\bExpected\b[^\n]{0,80}\b(?:Received|Actual|but was|to (?:be|equal|match))\b/u;

export const VARIABLES: readonly Rule[] = [
  {
    ...CONFIG,
    id: "configuration/variable",
    confidence: "certain",
    pattern: new RegExp(
      String.raw`\b(?:missing|unset|undefined|required|no|empty|invalid or missing) (?:(?:the|your|one or more|some|these|following|required|mandatory|necessary|value for|or empty|or invalid|\w{1,20}) ){0,3}${VARIABLE}(?! (?:is|are|were) (?:set|present|defined)\b| (?:needed|changes))[^\n]{0,160}|\b${VARIABLE}(?: named| called| key)?:? ?[\x60'"$({[%]{0,2}[\w.]{0,80}[\x60'")}\]%]{0,2},? (?:(?:is|are|was|were|has|have|been|must|isn't|wasn't|needs?|should|does|do|could|to|be|also|either|but|cannot) ){0,4}(?:not (?:be )?(?:set|found|defined|provided|configured|specified|present|exist|available|empty)|missing|required|undefined|unset|empty|(?<=\b(?:must|should|needs? to|to) be )(?:set|defined|provided|configured)|no value)\b[^\n]{0,80}|(?:Error|Exception|ImproperlyConfigured|panic): (?:set|define|export|provide) [^\n]{0,60}\b${VARIABLE}[^\n]{0,80}|\b(?:please|must|need to|needs to|have to|should|forgot to|forget to|did you|make sure (?:to|you)|you may)[^\n]{0,30}\b(?:set|define|provide|specify|export|configure|add|check)\b[^\n]{0,60}\b${VARIABLE}[^\n]{0,80}|\b(?:not|isn't|wasn't|never) (?:set|found|defined|present|provided|available) (?:in|as|via|through|by|from) (?:the |your |an? )?env(?:ironment)?\b(?: ${VARIABLE})?|\b(?:could not|couldn't|unable to|failed to|cannot) (?:find|read|load|get|fetch) (?:the )?(?:\w{1,30} )?${VARIABLE}[^\n]{0,80}`,
      "iu",
    ),
    unless:
      /\bPORT=?\d{0,5} environment variable\b|\blisten on the port\b|\bTERM environment variable not set\b|\b(?:JAVA_HOME|ANDROID_HOME|ANDROID_SDK_ROOT|CHROME_BIN|DISPLAY|M2_HOME|HADOOP_HOME|DOCKER_HOST)\b|\bsecurity token included in the request\b/u,
    finding: named,
  },
  {
    /* "DATABASE_URL is not set": looks like a variable, and is said to be absent. */
    ...CONFIG,
    id: "configuration/named-variable",
    confidence: "certain",
    pattern: new RegExp(
      String.raw`(?<![\w.-])${NAMED}(?: or ${NAMED}| and ${NAMED}|, ${NAMED}){0,4}(?: \([^)\n]{1,40}\))?:? (?:${BE} ){0,3}${ABSENT}(?![\w-])`,
      "u",
    ),
    unless: NO_VARIABLE,
    finding: named,
  },
  {
    /* "Missing required key: OPENAI_API_KEY", "please set SMTP_HOST". */
    ...CONFIG,
    id: "configuration/missing-named",
    confidence: "certain",
    pattern: new RegExp(
      String.raw`(?:\b(?:[Mm]issing|MISSING|[Pp]lease (?:set|provide|define|add|configure|specify|check|export)|[Mm]ust (?:set|specify|provide|define|configure|export)|[Nn]eeds? to (?:set|provide|define|specify|export)|[Hh]ave to set|[Ff]orgot to set|[Mm]ake sure to set|[Nn]o value (?:for|set for|provided for)|[Uu]nable to (?:find|read|load)|[Cc]ould(?: not|n't) (?:find|read|load))(?: ${SETTING_WORD}){0,5}(?:\(s\))?:?|\b(?:[Rr]equired|[Uu]ndefined|[Uu]nset|[Nn]ot (?:set|found|defined|configured))(?: ${SETTING_WORD}){0,4}(?:\(s\))?:)\s{0,4}(?:[-*•✗❌] ?)?[\[({]?(?<![A-Za-z.])${NAMED}(?![a-z.])(?! ?(?:events?|messages?|fields?|columns?|headers?|param\w{0,8}|tables?|elements?|permissions?|scopes?|roles?|rows?|constants?|enum|status|symbols?|macros?)\b)|\b[Ee]xpected ${NAMED}(?:(?:,| or| and|, and) ${NAMED}){0,4} to be (?:set|defined|provided|configured|present)\b|[:;(-] ?[Ss]et (?:the )?${NAME}(?![\w=])|\bkey not found: ["':]?${NAME}`,
      "u",
    ),
    unless: NO_VARIABLE,
    finding: named,
  },
  {
    /* A value that the shell may not expand. */
    ...CONFIG,
    id: "configuration/shell",
    confidence: "certain",
    pattern:
      /\b[A-Z][A-Z0-9_]{1,80}: (?:unbound variable|parameter (?:null or )?not set)\b|\brequired variable [A-Z]\w{1,80} is missing a value\b[^\n]{0,80}|\berror while interpolating [^\n]{1,160}/u,
    finding: named,
  },
  {
    /* Only a warning: the value is blank, and perhaps may be. */
    ...CONFIG,
    id: "configuration/compose-blank",
    confidence: "possible",
    pattern: /\bThe \\?"?[A-Za-z_]\w{0,80}\\?"? variable is not set\. Defaulting to a blank string/u,
    finding: named,
  },
  {
    /* Python reads the environment as a dict: the frames tell that it was the environment, whatever the name. */
    ...CONFIG,
    id: "configuration/python-environ",
    confidence: "certain",
    frames: true,
    pattern:
      /(?:\bos\.environ\[|\benviron\[|\bos\.py", line \d{1,5}, in __getitem__|\bos\.py:\d{1,5}: KeyError)[^]{0,600}\bKeyError\b(?:: ['"](\w{1,80})['"])?|\bKeyError: ['"](\w{1,80})['"][^]{0,400}?(?:\bos\.environ\[|\bos\.py:\d{1,5}\b|<frozen os>)|<frozen os>[^]{0,600}\bKeyError: ['"](\w{1,80})['"]/u,
    finding: (match) => {
      const name = match.slice(1).find((each) => each !== undefined);
      return name === undefined ? {} : missing(name);
    },
  },
  {
    /* Without frames the name alone: capitals, and what variables are called for. */
    ...CONFIG,
    id: "configuration/key-error",
    confidence: "certain",
    pattern: new RegExp(
      String.raw`\bKeyError:? (?:key not found: )?['"](?:${NAME}|TOKEN|SECRET|APIKEY|HOME|USER|PASSWORD|HOST|PORT|DEBUG)['"]|\bUndefined (?:array key|index):? ['"]?${NAME}\b`,
      "u",
    ),
    finding: named,
  },
  {
    /* Libraries that read and check the environment. */
    ...CONFIG,
    id: "configuration/validators",
    confidence: "certain",
    pattern:
      /\b\d{1,3} validation errors? for \w{0,60}(?:Settings|Config|Configuration|Env|Environ|Environment|Secrets|Credentials)\b[^\n]{0,80}|\bSettingsError: error parsing value\b[^\n]{0,80}|\bdecouple\.UndefinedValueError\b[^\n]{0,120}|\bUndefinedValueError: [^\n]{1,120}|\bDeclare it as envvar or define a default value\b|\b(?:environs\.)?(?:exceptions\.)?Env(?:Validation)?Error: [^\n]{1,160}|\bInvalid (?:environment|env)(?:ironment)?(?: var(?:iable)?s?| configuration)?\b:?[^\n]{0,120}|\bMissingEnvVarsError\b|\bMissing environment\b[^\n]{0,80}|\bConfig(?:uration)? [Vv]alidation (?:error|failed)\b:?[^\n]{0,160}|\b[Ee]nvironment validation (?:error|failed)\b:?[^\n]{0,160}|\brequired key \w{1,80} missing value\b|\bSystem\.EnvError\b[^\n]{0,120}|\bis a required variable, but it was not set\b|\bFigaro::MissingKeys?\b[^\n]{0,120}|\bDotenv::(?:Missing|Undefined)\w{0,20}\b[^\n]{0,120}|\bOne or more environment variables failed assertions\b[^\n]{0,120}|\bEnv\w{0,10}\(?NotPresent\)?\b|\b(?:must be set|not set|missing|variable|env)\b[^\n]{0,60}\bNotPresent\b|\bvalue: NotPresent\b|\bErr` value: NotPresent\b|\bmissing configuration field "?[\w.]{1,80}|\bnot defined at compile time\b|\bset `DATABASE_URL` to use query macros online\b|\b[Mm]issing config(?:uration)? (?:key|value|variable|setting|option|field|property)\b[^\n]{0,80}|\b[Mm]issing (?:required |mandatory |[Aa]pp )config(?:uration)?(?: (?:key|value|variable|setting|option|field|property)s?)?\b:?[^\n]{0,120}|\bcould not fetch (?:application )?environment\b[^\n]{0,120}|\bEnvNotFoundException\b[^\n]{0,80}|\bOptionsValidationException\b[^\n]{0,120}|\b(?:Dynaconf|dynaconf\.validator\.)ValidationError\b[^\n]{0,120}|\bis required in env main\b|\bEnvironment variable not found: [^\n]{1,80}/u,
    finding: (match) => ({ ...named(match) }),
  },
  {
    /* A check of types that names its fields like variables. */
    ...CONFIG,
    id: "configuration/typed-environment",
    confidence: "probable",
    pattern: new RegExp(
      String.raw`["']?path["']?: ?\[\s{0,20}["']${NAME}["']\s{0,20}\][^\]}]{0,160}(?:[Rr]equired|undefined)|["']?received["']?: ?["']undefined["'][^\]}]{0,160}["']?path["']?: ?\[\s{0,20}["']${NAME}["']|(?<![\w])["']?${NAME}["']?: \[\s{0,10}['"](?:Required|Invalid input|String must contain)`,
      "u",
    ),
    finding: named,
  },
];
