// Providers of language models: OpenAI, Azure OpenAI, Anthropic, Gemini, Bedrock, Cohere, Mistral, Groq, Hugging Face.
import type { Rule } from "./rule.ts";
import { asSaid } from "./store-names.ts";

const MODEL = { class: "dep.third-party", finding: asSaid } as const;

export const MODELS: readonly Rule[] = [
  {
    ...MODEL,
    id: "third-parties-models/quota",
    confidence: "certain",
    transient: "no",
    pattern:
      /\binsufficient_quota\b|\bInsufficientQuota\w{0,10}\b|\bexceeded your current quota\b|\bbilling_(?:hard_limit_reached|not_active)\b|\bcredit balance is too low\b|\bYour account is not active, please check your billing\b|\b402\b[^\n]{0,100}\bInsufficient Balance\b|\bInsufficient credits\b|\brequires more credits\b|\bGenerate\w{1,40}PerDay\w{0,60}|\b(?:tokens|requests) per day \((?:TPD|RPD)\)|\bdeactivated_workspace\b|\baccount associated with this API key has been deactivated\b|\bexceeded your monthly (?:included )?credits\b/iu,
    finding: (match) => ({
      ...asSaid(match),
      // Gemini says the same of a minute's quota, and then when to come again.
      ...(/retry in \d|retryDelay|PerMinute|try again in \d/iu.test(match.input) ? { transient: "either" } : {}),
    }),
  },
  {
    ...MODEL,
    id: "third-parties-models/overloaded",
    confidence: "certain",
    transient: "yes",
    pattern:
      /\boverloaded_error\b|\bserver_is_overloaded\b|\bOverloadedError\b|\b(?:529|API Error)\b[^\n]{0,120}\bOverloaded\b|\b(?:model|engine|server)s? (?:is|are) (?:currently )?(?:temporarily )?overloaded\b|\bmodel is currently overloaded\b|\bcurrently overloaded with other requests\b|\bserver is overloaded or not ready yet\b|\bModel \S{1,120} is currently loading\b|\bModelNotReady(?:Exception)?\b|\bservice[_ ]tier[_ ]capacity[_ ]exceeded\b|\bmodel is (?:currently )?(?:experiencing high demand|over capacity)\b|\bmodel is currently at capacity\b/iu,
  },
  {
    ...MODEL,
    id: "third-parties-models/rate",
    confidence: "certain",
    transient: "yes",
    pattern:
      /\bRate limit reached for (?:[\w.-]{1,60} in organization|gpt|model|requests|default|text-|o[134]|deepseek|llama|mixtral|gemma|qwen|claude|whisper|dall)[^\n]{0,160}|\brate_limit_error\b|\b(?:token|call) rate limit of your current\b|\b(?:tokens|requests) per min(?:ute)?(?: \((?:TPM|RPM)\)|\. Limit:|: Limit)|\bToo many tokens, please wait\b|\bwait before trying again\. You have sent too many requests\b|\bToo many requests, please wait before trying again\b|\bexceed (?:your organization['’]s|the|your) (?:\w{1,20} )?rate limit of [^\n]{1,80} tokens per minute|\bquota metric 'generativelanguage\.[^\n]{1,160}|\bGenerate\w{1,40}PerMinute\w{0,60}|\bThrottlingException\b[^\n]{0,80}\b(?:InvokeModel|Converse)\b/iu,
  },
  {
    /* Google says it of a minute and of a month alike. */
    ...MODEL,
    id: "third-parties-models/exhausted",
    confidence: "certain",
    pattern: /\bResource has been exhausted \(e\.g\.\s{1,4}check quota\)/u,
    finding: (match) => ({
      ...asSaid(match),
      ...(/rateLimitExceeded|PerMinute|per minute|retryDelay|[Rr]etry in \d/u.test(match.input)
        ? { transient: "yes" }
        : {}),
    }),
  },
  {
    /* A key that is there and wrong, a model that is not there, a text that is too long or not allowed. */
    ...MODEL,
    id: "third-parties-models/refused",
    confidence: "certain",
    transient: "no",
    pattern:
      /\bIncorrect API key provided\b|\binvalid x-api-key\b|\binvalid_api_key\b|\bAPI key not valid\b|\bAPI_KEY_INVALID\b|\bAPI key expired\. Please renew\b|\bInvalid API Key provided\b|\bThe model [`'][\w.:/-]{1,80}[`'] (?:does not exist|has been de)|\bmodel_not_found\b|\bnot_found_error\b[^\n]{0,80}\bmodel: |\bmaximum context length is\b|\bcontext_length_exceeded\b|\bprompt is too long: \d|\bcontent management policy\b|\bcontent_policy_violation\b|\binvalid subscription key or wrong API endpoint\b|\bDeploymentNotFound\b|\bAPI deployment for this resource does not exist\b|\bmodels\/[\w.-]{1,60} is not (?:found|supported) for (?:API version|generateContent)\b|\bdon['’]t have access to the model with the specified model ID\b|\bUser location is not supported for the API use\b|\bunsupported_country_region_territory\b|\bAPI key was reported as leaked\b/iu,
  },
  {
    /* Exceptions of their libraries, by module or by a name that only they have. */
    ...MODEL,
    id: "third-parties-models/libraries",
    confidence: "certain",
    pattern:
      /\b(?:openai|anthropic|cohere|mistralai|groq|litellm|together|replicate|voyageai|deepgram|elevenlabs|pinecone|xai|fireworks|ollama\._types)\.(?:\w{1,40}\.){0,4}\w{0,40}(?:Error|Exception|Timeout|SDKError)\b(?!: (?:The api_key|Missing|Did not find|No API key))[^\n]{0,160}|\bgoogle\.(?:genai|generativeai)\.(?:\w{1,20}\.){0,2}\w{0,40}(?:Error|Exception)\b[^\n]{0,160}|\b(?:OpenAI|Anthropic)(?:::\w{1,20})?(?:::\w{1,40}|Error|Exception)\b(?!: (?:The \w+_API_KEY|Missing))[^\n]{0,160}|\bcom\.(?:openai|anthropic)\.(?:\w{1,20}\.){0,3}\w{0,40}Exception\b[^\n]{0,160}|\bGoogleGenerativeAI\w{0,20}Error\b[^\n]{0,160}|\bAI_(?:APICallError|RetryError|NoObjectGeneratedError|NoSuchModelError)\b[^\n]{0,160}|\bAPIConnection(?:Timeout)?Error\b[^\n]{0,120}|\bReplicateError\b[^\n]{0,120}|\bPinecone\w{1,30}Error\b[^\n]{0,120}|\bRubyLLM::\w{1,40}Error\b[^\n]{0,120}/u,
    unless: /\bNo module named\b|\bhas no attribute\b|\bCannot find module\b|\bcannot import name\b/u,
    finding: (match) => {
      const near = match.input.slice(match.index, match.index + 600);
      if (
        /Authentication|PermissionDenied|NotFound|BadRequest|InvalidRequest|Unprocessable|\b40[0-5]\b|billing|credit/u.test(
          near,
        )
      )
        return { ...asSaid(match), transient: "no" };
      return /RateLimit|Overloaded|ServiceUnavailable|InternalServer|Timeout|timed out|Connection|\b(?:429|5\d\d)\b|overloaded/u.test(
        near,
      )
        ? { ...asSaid(match), transient: "yes" }
        : asSaid(match);
    },
  },
  {
    /* What Node prints of them: a common name, then status and words; the package stands in the stack. */
    ...MODEL,
    id: "third-parties-models/node-stack",
    confidence: "probable",
    frames: true,
    pattern:
      /\b(?:(?:RateLimit|Authentication|PermissionDenied|BadRequest|NotFound|InternalServer|UnprocessableEntity|Conflict|API|Response|Rest|Stripe\w{1,30})(?:Error|Exception)|Error): [^\n]{0,300}\n(?:[^\n]{0,300}\n){0,12}?[^\n]{0,300}node_modules\/(?:openai|@anthropic-ai|@google\/gen|@mistralai|cohere-ai|groq-sdk|stripe|@slack\/web-api|@sendgrid|twilio|@aws-sdk\/client-bedrock)/u,
    finding: (match) => {
      const line = match[0].split("\n")[0] ?? "";
      const signature = asSaid(match).signature?.slice(0, 120) ?? "";
      if (/\b(?:40[0-5]|422)\b|Authentication|Permission|BadRequest|NotFound|quota|billing/u.test(line))
        return { signature, transient: "no" };
      return /\b(?:429|5\d\d)\b|RateLimit|Internal/u.test(line) ? { signature, transient: "yes" } : { signature };
    },
  },
];
