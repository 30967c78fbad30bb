// Files of settings that are not there or cannot be read.
import { stableWords } from "./store-names.ts";
import type { Rule } from "./rule.ts";

const CONFIG = {
  class: "env.missing-config",
  finding: (match: RegExpExecArray) => ({ signature: `file ${stableWords(match[0])}` }),
} as const;

/** Files that hold settings or keys by their names. */
const FILE = String.raw`(?:\.env(?:\.[\w-]{1,30}){0,3}|(?:[\w-]{1,40}[._-])?(?:config|configuration|settings|conf|secrets?|credentials?)\.(?:jsonc?|ya?ml|toml|ini|properties|xml|cfg|conf|env|php|edn|exs)|config[\\/][\w.-]{1,60}\.(?:json5?|ya?ml|toml|ini|exs|php|rb|properties)|appsettings(?:\.\w{1,30})?\.json|(?:application|bootstrap)(?:-\w{1,30})?\.(?:properties|ya?ml)|local\.properties|google-services\.json|GoogleService-Info\.plist|service[-_]?account[\w-]{0,40}\.json|[\w-]{0,40}firebase[\w-]{0,40}\.json|database\.yml|credentials\.yml\.enc|master\.key|\.npmrc|\.pypirc|\.netrc|kubeconfig|\.kube[\\/]config|\.aws[\\/](?:credentials|config)|wp-config\.php|parameters\.ya?ml|cypress\.env\.json)`;
const GONE = String.raw`(?:no such file(?: or directory)?|does not exist|doesn't exist|not found|cannot be found|could not be found|was not found|is missing|not exist|cannot find the (?:file|path) specified|not readable|permission denied|could not be (?:opened|read|loaded))`;

export const FILES: readonly Rule[] = [
  {
    ...CONFIG,
    id: "configuration/file-named",
    confidence: "certain",
    pattern: new RegExp(
      String.raw`(?:ENOENT|EACCES|[Nn]o such file(?: or directory)?|[Nn]ot [Ff]ound|FileNotFound(?:Error|Exception)|[Cc]ould(?: not|n't) (?:find|open|read|load|parse)|[Uu]nable to (?:find|open|read|load)|[Ff]ailed to (?:find|open|read|load)|[Cc]annot (?:find|open|read|load)|[Cc]an't (?:find|open|read)|[Ee]rror (?:loading|reading|opening|parsing)|[Mm]issing)[^\n]{0,100}?(?<![\w.-])${FILE}(?![\w/\\])|(?<![\w.-])${FILE}['"\x60)\]]{0,2}[:,]? [^\n]{0,40}?${GONE}`,
      "u",
    ),
    unless:
      /\bstatus(?: code)?\W{1,3}404\b|\bGET\b[^\n]{0,120}\b404\b|\bCannot find module\b|\bhttps?:\/\/[^\s"']{0,200}\.json[^\n]{0,40}\b404\b|\bnpm (?:ERR|error)\b/u,
  },
  {
    ...CONFIG,
    id: "configuration/file",
    confidence: "certain",
    pattern:
      /\b(?:error|failed|unable|could not|cannot|couldn't|can't)(?: (?:to|while|when))? (?:load(?:ing)?|read(?:ing)?|open(?:ing)?|find(?:ing)?|pars(?:e|ing)|locat(?:e|ing)|access(?:ing)?) (?:the |a |any |your |\w{1,30} ){0,3}(?:config(?:uration)?|settings|properties|credentials?|environment|env|secrets?|kubeconfig) ?files?\b[^\n]{0,160}|\b(?:config(?:uration)?|settings|properties|credentials?|environment|env|secrets?|kubeconfig) file\b:?[^\n]{0,120}\b(?:not found|does not exist|doesn't exist|is missing|cannot be found|could not be found|was not found|no such file|not readable|missing)\b|\b(?:missing|no) (?:\w{1,30} )?(?:config(?:uration)?|settings|credentials|environment|env|secrets) file\b[^\n]{0,120}|\bConfig File "[^"\n]{1,80}" Not Found in\b[^\n]{0,80}|\bError loading \.env file\b|\b(?:load|loading|open|stat|read) (?:\S{0,160}\/)?(?:\.env\S{0,20}|\.kube\/config|kubeconfig): no such file\b|\binvalid configuration: (?:no configuration|unable to read|cluster has no server)[^\n]{0,80}|\bunable to load in-cluster configuration\b|\berror: context "[^"\n]{1,120}" does not exist\b|\b[Ff]ailed to load kubeconfig\b[^\n]{0,80}|\bKUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined\b/iu,
    unless: /\btsconfig\b|\bbabel\.config\b|\bwebpack\b|\bjest\.config\b|\bstatus(?: code)?\W{1,3}404\b|\bproguard\b/iu,
  },
];
