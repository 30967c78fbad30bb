// Providers outside the system that refuse, are overloaded, or want to be paid.
import type { Found } from "../classify/findings.ts";
import type { Rule } from "./rule.ts";
import { stableWords } from "./store-names.ts";
import { MODELS } from "./third-parties-models.ts";

/** What an exception of a provider says of another try: its status, or the words for busy and for refused. */
function asProvider(match: RegExpExecArray): Partial<Found> {
  const near = match.input.slice(match.index, match.index + 600);
  const signature = stableWords(match[0]);
  if (SOON.test(near)) return { signature, transient: "yes" };
  // A quota that was asked about too fast is there again soon, one that is used up is not; often nothing tells which.
  if (TOO_FAST.test(near) && !USED_UP.test(near)) return { signature };
  if (REFUSED.test(near)) return { signature, transient: "no" };
  return BUSY.test(near) ? { signature, transient: "yes" } : { signature };
}

const SOON =
  /\bper (?:minute|second|100 seconds)\b|(?:PerMinute|PerSecond|Qps|PerUserPer100Seconds)\b|\b(?:userR|r)ateLimitExceeded\b|\bretry[- ]after\b|\bsecondary rate limit\b|\brate limit exceeded\b|TooManyRequests|\bthrottling\b|\bsending rate exceeded\b/iu;
const TOO_FAST = /\b429\b|ResourceExhausted|RESOURCE_EXHAUSTED/u;
const USED_UP = /billing|per ?day|daily|monthly|insufficient|current quota|credit/iu;
const REFUSED =
  /\b(?:40[0-6]|409|41[0-6]|422)\b|\b(?:invalid(?:_\w{1,40})?|billing|quota|unauthori[sz]ed|forbidden|denied|not (?:found|allowed|verified|active)|expired|declined|does not exist|permission|authenticat\w{1,10}|suspended|insufficient|has not been used|is disabled|not (?:authorized|enabled))\b|Authentication|InvalidRequest|Permission|NotFound|Forbidden|InvalidArgument/iu;
const BUSY =
  /\b(?:429|500|502|503|504|529)\b|overloaded|rate.?limit|too many requests|throttl|unavailable|timed? ?out|try again|temporar|slow ?down|connection|ResourceExhausted|DeadlineExceeded/iu;

/** Where providers answer; those that sign people in only for what cannot be the caller's fault. */
const HOSTS = String.raw`(?:api\.(?:openai|anthropic|stripe|paypal|twilio|sendgrid|mailgun|cohere|mistral|groq|replicate|perplexity|deepseek|elevenlabs|cloudinary|mapbox|github|together|pinecone|telegram|spotify|notion|hubapi|intercom|datadoghq|segment|postmarkapp|resend|plaid|linear|airtable|dropboxapi|openweathermap|coingecko|etherscan|binance|coinbase|twitter|x|linkedin|pagerduty|opsgenie|vonage|nexmo|messagebird|razorpay|mollie|adyen|klaviyo|mixpanel|amplitude)\.(?:com|ai|xyz|net|io|org|dev|eu|co)|(?:[\w-]{1,40}\.)?api\.mailchimp\.com|openrouter\.ai|(?:maps|generativelanguage|fcm|translation|vision|speech|youtube|sheets|gmail|oauth2|www)\.googleapis\.com|[\w-]{1,60}\.openai\.azure\.com|[\w.-]{1,60}\.cognitiveservices\.azure\.com|(?:hooks\.)?slack\.com|discord(?:app)?\.com\/api|graph\.(?:facebook|instagram|microsoft)\.com|(?:api-inference\.)?huggingface\.co|[\w-]{1,60}\.(?:algolia(?:net)?\.(?:net|com)|myshopify\.com|salesforce\.com|atlassian\.net|zendesk\.com|ingest\.sentry\.io))`;
const SIGN_IN = String.raw`(?:login\.microsoftonline\.com|accounts\.google\.com|[\w.-]{1,60}\.(?:auth0|okta|clerk\.accounts)\.(?:com|dev))`;

const PROVIDER = { class: "dep.third-party", finding: asProvider } as const;

export const THIRD_PARTIES: readonly Rule[] = [
  {
    /* Money. */
    ...PROVIDER,
    id: "third-parties/payment",
    confidence: "certain",
    pattern:
      /\bstripe(?:\._?error)?\.(?:\w{1,20}\.)?\w{1,40}Error\b[^\n]{0,160}|\bStripe::\w{1,40}Error\b[^\n]{0,160}|\bStripe[A-Z]\w{1,40}(?:Error|Exception)\b[^\n]{0,160}|\bcom\.stripe\.exception\.\w{1,60}[^\n]{0,160}|\bStripe\\Exception\\\w{1,60}[^\n]{0,160}|\bNo such (?:customer|price|product|plan|payment_?intent|subscription|charge|token|coupon|source|PaymentMethod|checkout\.session): ?'?[^\n]{1,80}|\b(?:exists|object) in (?:live|test) mode, but a (?:test|live) mode key\b|\bYour card was declined\b|\bpaypalrestsdk\.exceptions\.\w{1,40}[^\n]{0,120}|\bpaypalhttp\S{0,40}HttpError\b|\bPayPal\w{0,20}(?:Error|Exception)\b[^\n]{0,120}|\bbraintree\.exceptions\.\S{1,60}|\bBraintree::\w{1,40}Error\b|\bAdyen\w{0,20}(?:Error|Exception)\b[^\n]{0,120}|\brazorpay\.errors\.\w{1,40}|\bplaid\.(?:\w{1,20}\.)?(?:ApiException|\w{1,20}Error)\b[^\n]{0,120}|\bPlaid\w{0,20}Error\b[^\n]{0,120}/u,
  },
  ...MODELS,
  {
    /* Mail and messages. */
    ...PROVIDER,
    id: "third-parties/messages",
    confidence: "certain",
    pattern:
      /\bTwilio(?:Rest| Client| API)? ?(?:Exception|Error)\b[^\n]{0,160}|\btwilio\.base\.exceptions\.\w{1,40}[^\n]{0,160}|\bTwilio::REST::\w{1,40}[^\n]{0,160}|\bTwilio could not find a Channel\b|\bpython_http_client\.exceptions\.\w{1,40}[^\n]{0,120}|\bSendGrid\w{0,20}(?:Error|Exception)\b[^\n]{0,120}|\bdoes not match a verified Sender Identity\b|\bMailgun(?:::\w{1,30})?(?:Error|Exception)\b[^\n]{0,120}|\bSandbox subdomains are for test purposes only\b|\b(?:slack_sdk|slack|slackclient)\.errors\.\w{1,40}[^\n]{0,160}|\bSlackApi(?:Error|Exception)\b[^\n]{0,160}|\bSlack::Web::\S{1,60}|\bAn API error occurred: \w{1,60}|\bThe request to the Slack API failed\b|\bDiscordAPIError\b[^\n]{0,120}|\bdiscord\.errors\.\w{1,40}[^\n]{0,120}|\btelegram\.error\.\w{1,40}[^\n]{0,120}|\bETELEGRAM\b[^\n]{0,120}|\bTelegram\w{0,20}(?:Error|Exception)\b[^\n]{0,120}|\bPostmark(?:Error|::\w{1,40}Error)\b[^\n]{0,120}|\bResendError\b[^\n]{0,120}|\bSMTPAuthenticationError\b[^\n]{0,160}|\bInvalid login: 535\b[^\n]{0,120}|\bUsername and Password not accepted\b|\bDaily user sending (?:quota|limit) exceeded\b|\bEmail address is not verified\b[^\n]{0,80}|\bfirebase_admin\.(?:messaging|exceptions)\.\w{1,40}[^\n]{0,120}|\bmessaging\/(?:registration-token-not-registered|third-party-auth-error|mismatched-credential|server-unavailable|internal-error|message-rate-exceeded)\b|\bPusher\w{0,10}(?:Error|Exception|::\w{1,20}Error)\b[^\n]{0,120}/u,
  },
  {
    /* Google: its libraries, its quota, its maps. */
    ...PROVIDER,
    id: "third-parties/google",
    confidence: "certain",
    pattern:
      /\bgoogle\.api_core\.exceptions\.\w{1,40}[^\n]{0,160}|\bgoogle\.(?:auth\.exceptions\.(?:RefreshError|TransportError)|cloud\.exceptions\.\w{1,40})[^\n]{0,160}|\bgoogleapiclient\.errors\.\w{1,40}[^\n]{0,160}|\b(?:Gaxios|GoogleApi|GoogleAuth)Error\b[^\n]{0,160}|\bcom\.google\.api\.gax\.rpc\.\w{1,40}Exception\b[^\n]{0,160}|\bGoogle(?:::Cloud|::Apis)(?:::\w{1,30})?::\w{0,30}Error\b[^\n]{0,160}|\bGoogleJsonResponseException\b[^\n]{0,120}|\bgooglemaps\.exceptions\.\w{1,40}[^\n]{0,120}|\b(?:userR|r)ateLimitExceeded\b|\bdailyLimitExceeded\b|\bOVER_QUERY_LIMIT\b|\bQuota exceeded for (?:quota )?(?:metric|group)\b[^\n]{0,160}|\bGoogle Maps JavaScript API (?:error|warning): \w{1,40}|\b(?:InvalidKey|ApiNotActivated|RefererNotAllowed|BillingNotEnabled|OverQuotaMap|ApiTargetBlocked)MapError\b|\bAPI has not been used in project \S{1,60} before or it is disabled\b|\bThis API project is not authorized to use this API\b|\bYou must enable Billing on the Google Cloud Project\b|\bauth\/(?:quota-exceeded|too-many-requests)\b|\bFirebase: [^\n]{0,80}(?:quota|billing)[^\n]{0,80}/iu,
    unless: /\bgcloud\.\w{1,20}\.\w{1,20}\)|\bterraform\b|\bmodel is overloaded\b|\(gcloud\./iu,
  },
  {
    /* Amazon: what an application calls while it serves. A refused key is told by its own words elsewhere. */
    ...PROVIDER,
    id: "third-parties/aws",
    confidence: "certain",
    pattern:
      /\bAn error occurred \((?!AccessDenied|Invalid(?:Client|Access)|Expired|SignatureDoesNot|UnrecognizedClient|AuthFailure|40[134])\w{1,60}\) when calling the (?:GetObject|PutObject|HeadObject|HeadBucket|ListObjects(?:V2)?|CopyObject|DeleteObjects?|CreateBucket|CreateMultipartUpload|UploadPart|CompleteMultipartUpload|SendEmail|SendRawEmail|SendTemplatedEmail|SendBulkEmail|InvokeModel(?:WithResponseStream)?|InvokeEndpoint|InvokeAgent|RetrieveAndGenerate|Converse(?:Stream)?|Publish|InitiateAuth|AdminInitiateAuth|SignUp|AdminCreateUser|DetectLabels|DetectText|AnalyzeDocument|StartTranscriptionJob|SynthesizeSpeech|TranslateText|DetectSentiment) operation\b[^\n]{0,160}|\(Service: (?:Amazon ?)?(?:S3|SES|SNS|SimpleEmail\w{0,20}|BedrockRuntime|Bedrock|SageMakerRuntime|CognitoIdentity\w{0,20}|Textract|Rekognition|Polly|Translate)\w{0,10}[;,] Status Code: (?!401|403)\d{3}[^\n]{0,120}|\bNoSuchBucket\b[^\n]{0,120}|\b[Pp]lease reduce your request rate\b|\bMessageRejected: [^\n]{1,120}|\bAws\\(?:S3|Ses|SesV2|Sns|BedrockRuntime|CognitoIdentityProvider|Rekognition|Textract|Polly|Translate)\\Exception\\\w{1,40}Exception\b[^\n]{0,160}|\bAmazon(?:S3|SNS|SimpleEmailService\w{0,4}|Rekognition|Textract|Bedrock\w{0,20})Exception\b[^\n]{0,160}|\bMaximum sending rate exceeded\b|\bDaily message quota exceeded\b|\bAws::(?:S3|SES|SESV2|SNS|BedrockRuntime|CognitoIdentityProvider)::Errors::(?!AccessDenied|Forbidden|Invalid(?:Access|Client)|Expired|SignatureDoesNot)\w{1,60}[^\n]{0,120}/u,
  },
  {
    /* GitHub, and identity, search, media, shops, chains. */
    ...PROVIDER,
    id: "third-parties/services",
    confidence: "certain",
    pattern:
      /\bexceeded a secondary rate limit\b|\b403:? \(?rate limit exceeded\b|\babuse detection mechanism\b|\bAPI rate limit exceeded for (?:user ID|installation|site ID|\d{1,3}\.\d{1,3}|\[?[0-9a-f:x.]{2,40})[^\n]{0,80}|\bgithub\.GithubException\.\w{1,40}[^\n]{0,120}|\bOctokit::\w{1,40}[^\n]{0,120}|(?<!com\.)\bauth0\.\S{0,40}exceptions\.\w{1,40}[^\n]{0,120}|\bAuth0(?:Error|Exception|ApiException|ClientException)\b[^\n]{0,120}|\bGlobal limit has been reached\b|\bOkta(?:ApiError|ApiException|\w{0,20}Error)\b[^\n]{0,120}|\bE0000047\b|\bAlgolia\w{0,30}(?:Error|Exception)\b[^\n]{0,120}|\bUnreachable hosts - your application id may be incorrect\b|\bcloudinary\.exceptions\.\w{1,40}[^\n]{0,120}|\bShopify\w{0,20}(?:Error|Exception|::Errors::\w{1,40})\b[^\n]{0,120}|\bHttpResponseError: Received an error response\b[^\n]{0,80}|\bExceeded \d{1,4} calls per second for api client\b|\b(?:simple_)?salesforce\.exceptions\.\w{1,40}[^\n]{0,120}|\bSalesforce\w{1,30}(?:Failed|Error|Exception)\b[^\n]{0,120}|\bREQUEST_LIMIT_EXCEEDED\b|\btweepy\.errors\.\w{1,40}[^\n]{0,120}|\bccxt\.base\.errors\.\w{1,40}[^\n]{0,120}|\bdaily request count exceeded\b|\bnotion_client\.errors\.\w{1,40}[^\n]{0,120}|\bsentry-cli\b[^\n]{0,80}API request failed[^\n]{0,80}|\bhuggingface_hub\.(?:errors|utils\.\w{1,20})\.\w{1,40}[^\n]{0,120}|\bHfHubHTTPError\b[^\n]{0,120}|\bGatedRepoError\b[^\n]{0,80}|\bcouldn't connect to '?https:\/\/huggingface\.co\b[^\n]{0,80}|\bmonthly included credits\b|\bClerkAPIResponseError\b[^\n]{0,120}|\bhubspot\.\S{0,40}ApiException\b[^\n]{0,120}|\bhttps?:\/\/(?:[\w-]{1,40}\.)?(?:infura\.io|alchemy(?:api)?\.(?:io|com))\S{0,80}[^\n]{0,80}\b(?:4[0-9]{2}|5[0-9]{2})\b/iu,
  },
  {
    /* "OpenAI API error", "Stripe returned 402": the provider by its name, or by the address that answered. */
    ...PROVIDER,
    id: "third-parties/named",
    confidence: "probable",
    pattern:
      /\b(?:failed|unable|error|could not|failure)[^\n]{0,20} (?:call(?:ing)?|reach(?:ing)?|from|contact(?:ing)?|request(?:ing)?|in|with)(?: the)? (?:(?:Azure )?OpenAI|Anthropic|Claude|Gemini|Bedrock|Cohere|Mistral|Hugging ?Face|Replicate|Stripe|PayPal|Twilio|SendGrid|Mailgun|Slack|Google Maps|Auth0|Okta|Algolia|Cloudinary|Shopify|Pinecone|Groq|OpenRouter)\b(?: (?:API|service|client|SDK))?[:,.( ][^\n]{0,160}|\b(?:(?:Azure )?OpenAI|Anthropic|Claude|Gemini|Bedrock|Cohere|Mistral|Hugging ?Face|Replicate|Stripe|PayPal|Twilio|SendGrid|Mailgun|Slack|Google Maps|Auth0|Okta|Algolia|Cloudinary|Shopify|Pinecone|Groq|Perplexity|DeepSeek|ElevenLabs|OpenRouter|Mapbox)(?:'s)? (?:(?:API|client|service|SDK|model|endpoint|embeddings?|completion|chat|request|call) ){0,3}(?:error|failed|failure|request failed|call failed|returned (?:an? )?(?:(?:API )?error|status|HTTP|[45]\d\d)|responded with|rate limit(?:ed|s)?|quota|unavailable|timed out|timeout|is (?:down|overloaded|unavailable)|rejected)\b[^\n]{0,160}/iu,
    unless: /\bE(?:CONN\w{5,8}|NOTFOUND|TIMEDOUT|AI_AGAIN)\b|\brate-limits?\b[^\n]{0,40}\bdocs\b/u,
  },
  {
    /* "https://api.stripe.com/v1/charges: 503", and the same the other way round. */
    ...PROVIDER,
    id: "third-parties/address",
    confidence: "probable",
    pattern: new RegExp(
      String.raw`\bhttps?:\/\/${HOSTS}(?=[\/\s"':?])[^\s"']{0,200}[\s"'][^\n]{0,60}\b(?:402|429|5\d\d|40[013]|rate limit|quota)\b[^\n]{0,80}|\b(?:402|429|5\d\d|40[013]) [^\n]{0,80}\bhttps?:\/\/${HOSTS}(?=[\/\s"':?])[^\n]{0,120}|\b(?:429|5\d\d) [^\n]{0,80}\bhttps?:\/\/${SIGN_IN}(?=[\/\s"':?])[^\n]{0,120}|\bhttps?:\/\/${SIGN_IN}(?=[\/\s"':?])[^\s"']{0,200}[\s"'][^\n]{0,60}\b(?:429|5\d\d)\b[^\n]{0,80}`,
      "iu",
    ),
    unless: /\bE(?:CONN\w{5,8}|NOTFOUND|TIMEDOUT|AI_AGAIN)\b|\bdocs?\b/u,
  },
  {
    /* Somebody's plan is used up or unpaid, whoever it is. */
    class: "dep.third-party",
    id: "third-parties/bill",
    confidence: "probable",
    transient: "no",
    pattern:
      /\b(?:check|update|enable|verify|upgrade|add) your (?:\w{1,20} (?:and|&) )?(?:billing|payment (?:method|details|info)|plan and billing)\b[^\n]{0,80}|\bbilling (?:account|details|information)? ?(?:is |has been |was )?(?:not active|inactive|disabled|not enabled|closed|suspended|past due|required)\b|\b(?:out of|insufficient|not enough|no remaining|run out of|exhausted (?:your|all)) (?:account |API )?(?:credits?|quota)\b|\b(?:monthly|daily|account|api|usage|plan|free[- ]tier|trial) (?:request |usage |api |call )?(?:quota|usage limit|spending limit|request limit|credit limit) (?:has been |was |is )?(?:exceeded|reached|exhausted)\b|\b(?:exceeded|reached|hit) (?:your|the|its) (?:monthly|daily|current|free|plan'?s?|account|usage|api|e-?mail|sending)(?: \w{1,20})? (?:quota|usage limit|spending limit|credit limit|credits|limit of the free)\b|\bpayment is past due\b|\brecent account payments have failed\b/iu,
    unless: /\b(?:CPUS|vCPU|instances?|regional|IN_USE_ADDRESSES|disk|storage|pods?|ResourceQuota|exceeded quota)\b/u,
    finding: (match) => ({ signature: stableWords(match[0]) }),
  },
];
