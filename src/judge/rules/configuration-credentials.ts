// Keys and accounts that a cloud or a provider is to be called with, and that are not there. A key that is there and
// wrong is told by others.
import { variableNear } from "./configuration-variables.ts";
import { stableWords } from "./store-names.ts";
import type { Rule } from "./rule.ts";

const CONFIG = {
  class: "env.missing-config",
  finding: (match: RegExpExecArray) => ({ signature: `credentials ${stableWords(match[0])}` }),
} as const;

export const CREDENTIALS: readonly Rule[] = [
  {
    ...CONFIG,
    id: "configuration/aws-credentials",
    confidence: "certain",
    pattern:
      /\bUnable to locate credentials\b|\bNoCredentialsError\b|\bYou must specify a region\b|\bNoRegionError\b|\bPartial ?[Cc]redentials\w{0,10}\b[^\n]{0,80}|\bThe config profile \([^)\n]{1,80}\) could not be found\b|\bCould not find profile named\b|\bProfileNotFound\b[^\n]{0,80}|\bCould not load credentials from any\b|\bCredentials could not be loaded\b|\bCredentialsProviderError\b[^\n]{0,120}|\bRegion is missing\b|\bMissing [Rr]egion(?: in config)?\b|\bMissingRegion\w{0,10}\b[^\n]{0,60}|\bMissing credentials in config\b|\bUnable to load (?:AWS )?credentials from any\b|\bfrom any of the providers in the chain\b|\bUnable to find a region via\b|\bUnable to load region from\b|\bNoCredentialProviders\b|\bno valid providers in chain\b|\b[Nn]o valid credential sources\b|\bno EC2 IMDS role found\b|\bMissingCredentialsError\b|\bwithout credentials set\b|\bFailed to resolve AWS credentials\b|\bError retrieving credentials from the instance profile\b|\bNo RegionEndpoint or ServiceURL configured\b|\bUnable to get IAM security credentials\b|\bno credentials have been configured\b|\bUnable to resolve AWS account to use\b|\bAWS provider credentials not found\b/u,
    unless: /\bsecurity token included in the request\b|\bExpiredToken\b|\bInvalidClientTokenId\b/u,
  },
  {
    ...CONFIG,
    id: "configuration/cloud-credentials",
    confidence: "certain",
    pattern:
      /\b[Cc]ould not (?:load|find|automatically determine) (?:the )?(?:default )?credentials\b[^\n]{0,80}|\b(?:Your|The Application) [Dd]efault [Cc]redentials (?:were|are) not (?:found|available)\b|\bDefaultCredentialsError\b[^\n]{0,120}|\bUnable to detect a Project Id in the current environment\b|\b[Ff]ailed to read credentials from file\b[^\n]{0,120}|\bDefaultAzureCredential failed to retrieve a token\b[^\n]{0,80}|\bEnvironmentCredential(?: authentication)?(?: is)? unavailable\b[^\n]{0,80}|\bCredentialUnavailable(?:Error|Exception)\b[^\n]{0,120}|\b[Pp]lease run '?az login\b|\bdo not currently have an active account selected\b|\bactivate-service-account\) (?:Could not read|There was a problem|The \.json)[^\n]{0,120}|\bNo existing credentials found\b[^\n]{0,60}|\bNo credentials (?:found|were found|were provided|provided|configured)\b[^\n]{0,60}/u,
    unless:
      /\b(?:HTTP\/?[\d.]{0,4}|status(?: code)?)\W{1,3}40[13]\b|\bUnauthorized\b|\bsecurity token included in the request\b/u,
  },
  {
    /* What clients of providers say where they are made without a key. */
    ...CONFIG,
    id: "configuration/client-keys",
    confidence: "certain",
    pattern:
      /\bapi_key client option must be set\b|\bNo API key provided(?=[.:]? (?:\(HINT|You can set|Please|for ))|\b[Yy]ou (?:did not|didn't) provide an API key\b|\bCould not resolve authentication method\b[^\n]{0,80}|\bDid not find \w{1,60}, please add an environment variable\b|\b(?:OpenAI|Azure OpenAI|Anthropic|Google)\b[^\n]{0,40} API key not found\b|\bAPI instance name not found\b|\bAPI key must be set (?:when|to)\b|\bMissing key inputs argument\b|\bNo API_KEY or ADC found\b|\bAI_LoadAPIKeyError\b[^\n]{0,120}|\bAPI key is missing\. Pass it\b|\bNeither apiKey nor config\.authenticator provided\b|\bcall Stripe\(\) with your publishable key\b|\bYou used an empty string\b|\bError: username is required\b|\baccountSid must start with AC\b|\bParameter "key" is required\b|\bAPI key does not start with\b|\bmissing or empty; either provide it\b|\bMissingKeyMapError\b|\bAPI key should be set when\b/u,
    unless: /\bstatus(?: code)?\W{1,3}401\b[^\n]{0,40}\bassert/u,
    // The same client may miss one key or another.
    finding: (match) => {
      const name = variableNear(match);
      return { signature: `credentials ${stableWords(match[0])}${name === null ? "" : ` ${name}`}` };
    },
  },
  {
    /* A key or secret that is said to be missing, where no answer of a service says it. */
    ...CONFIG,
    id: "configuration/secret",
    confidence: "probable",
    pattern:
      /\b(?:missing|no|undefined|empty|unset|could not find|couldn't find|unable to find|unable to load) (?:the |a |an |required |valid |your |\w{1,20} ){0,3}(?:api[ _-]?keys?|secrets?(?: key)?|access[ _]keys?|private key|client[ _](?:id|secret)|service account(?: key| file| json)?|license key|encryption key|signing key|auth token|api token|\w{1,20} DSN)\b(?! (?:of|in (?:the )?(?:request|header|query|body)))[^\n]{0,80}|\b(?:api[ _-]?keys?|secrets?(?: key)?|access[ _]keys?|private key|client[ _](?:id|secret)|service account|license key|encryption key|signing key|auth token|api token|credentials)\b[^\n.]{0,40}\b(?:not (?:set|configured|defined|provided|found|specified|available)|is (?:missing|required|undefined|empty|unset)|must be (?:set|provided|configured|specified|passed)|are (?:missing|required|not set))\b/iu,
    unless:
      /\b4(?:0[0134]|22)\b|Authentication credentials were not provided|\b(?:Name|Reference)Error\b|\bunauthori[sz]ed\b|\bforbidden\b|\bstatus ?code\b|"(?:status|message|detail|error)":|\bheaders?\b|\bnot found in request\b|\bassert|\bexpect|\b(?:404|request)\b|\binvalid\b[^\n]{0,20}\bcredentials\b|\blogin\b|\bweb ?socket\b|\b(?:clos(?:e|ed|ing)|received|sent|code)\W{0,6}(?:1008|1011|3\d{3}|4\d{3})\b/iu,
  },
];
