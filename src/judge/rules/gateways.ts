// What stands in front of a service and answers for it: proxies, firewalls, bot checks, login walls, load balancers.
import { statusFinding, type Found } from "../classify/findings.ts";
import { lineOf, targetIn } from "./grammar.ts";
import type { Rule } from "./rule.ts";

const blocked = { class: "access.blocked", confidence: "certain" } as const;
const down = { class: "svc.unavailable", confidence: "certain" } as const;

/** The status that a proxy logs, where its flags do not say more. */
function loggedAt(match: RegExpExecArray): Partial<Found> | null {
  const { a, b, c, flags = "" } = match.groups ?? {};
  const status = Number(a ?? b ?? c);
  if (status < 400) return null;
  const target = targetIn(lineOf(match));
  const found = statusFinding(status, target);
  if (found === null || !/\b(?:UAEX|RL)\b/u.test(flags)) return found;
  return { ...found, class: flags.includes("RL") ? "access.rate-limited" : found.class };
}

export const GATEWAYS: readonly Rule[] = [
  {
    // A server that is spoken to in another protocol answers with a status, too. What it shows of a TLS hello are its first
    // bytes, where the name of a method should stand.
    id: "gateways/another-protocol",
    class: "net.tls",
    confidence: "certain",
    pattern:
      /\bplain HTTP request was sent to HTTPS port|\bsent an HTTP request to an HTTPS server|\bspeaking plain HTTP to an SSL-enabled|\bcombination of host and port requires TLS|(?:request|method|syntax|protocol|line|input|message|HTTP)\b[^\n]{0,80}?['"[(< ](?:\\x16\\x03|\\u0016\\u0003|0x160x03|\\026\\003|16 03 0[0-4])|\] "\\x16\\x03/u,
  },
  {
    ...blocked,
    id: "gateways/identity-aware-proxy",
    pattern:
      /Invalid IAP credentials|x-goog-iap-generated-response|\bIAP[- ](?:protected|secured)|\bX-Goog-IAP-|identity[- ]aware proxy|\biap\.googleapis\.com|Cloudflare Access\b|oauth2-proxy\b|_vercel_sso|Vercel Authentication|deployment protection/iu,
  },
  {
    // Sent away to log in: the address of the identity provider is where the answer points.
    ...blocked,
    id: "gateways/login-wall",
    compares: true,
    pattern:
      /\baccounts\.google\.com\/(?:o\/oauth2|ServiceLogin|v3\/signin)|\blogin\.microsoftonline\.com|\.cloudflareaccess\.com|\/cdn-cgi\/access\/login|\/oauth2\/(?:start|sign_in)|\.okta\.com\b|\.auth0\.com\/(?:authorize|u\/login)|\bvercel\.com\/sso/iu,
    // The address alone may be one that the service itself asks.
    finding: (match) =>
      /\b30[12378]\b|redirect|\blocation\b|\b(?:but (?:was|got)|received|instead|landed|navigated)\b/iu.test(
        lineOf(match),
      )
        ? {}
        : null,
  },
  {
    // Bot checks, the pages that want a browser or a human.
    ...blocked,
    id: "gateways/bot-check",
    pattern:
      /Just a moment\.\.\.|Attention Required! \||Verify(?:ing)? (?:that )?you are (?:a )?human|Checking your browser before|Checking if the site connection is secure|cf-mitigated|__?cf_?-?chl|challenge-platform|Enable JavaScript and cookies to continue|(?:DDoS protection|Performance (?:&|&amp;) security) by|review the security of your connection|unusual traffic from your computer|Pardon Our Interruption|Press (?:&|&amp;) Hold to confirm|px-captcha|captcha-delivery\.com|(?:captcha|turnstile) (?:challenge|required|verification|detected|failed)|(?:are you|I'm|you are) (?:a|not a) robot|Security Checkpoint|bot detect(?:ed|ion)|Please enable JS and disable any ad blocker|Detected a Cloudflare version \d{1,2} (?:Captcha )?challenge|\bCloudflare(?:Challenge|Captcha|LoopProtection|IUAM|Solve)\w{0,12}(?:Error|Exception)?\b|\bCloudflare (?:has |is )?(?:block|challeng)(?:ed|ing)\b/iu,
  },
  {
    // Cloudflare's 1xxx codes. 1015 is its rate limit; with some others it cannot reach the service.
    ...blocked,
    id: "gateways/cloudflare",
    pattern:
      /(?<!closed? (?:with )?)(?<!ERROR \d{4}: )\b(?:error(?: code)?:? |CloudflareCode|cf-error-code["'>]{1,3}|Cloudflare\b[^\n]{0,40}\bcode:? )(10(?:0[0-9]|1[0-9]|2[0-9]|3[0-9]|4[0-9])|110[1-4]|1200)\b(?!: (?:\d|Access denied for))/iu,
    unless: /mysql|mariadb|ERROR 1\d{3} \(|websocket|wss?:\/\/|\bclose[ds]?\b|SQLSTATE|access denied for user/iu,
    finding: (match) => {
      const code = Number(match[1]);
      // Half of these numbers mean something else elsewhere: who says them has to be known.
      if (
        !/cloudflare|cf-(?:ray|error)|error code: 1\d{3}|\bRay ID|banned your|owner of this website/iu.test(match.input)
      )
        return null;
      if (code === 1015) return { class: "access.rate-limited" };
      if ([1000, 1001, 1002, 1014, 1016, 1018, 1019, 1033, 1200].includes(code)) return { class: "svc.unavailable" };
      return code >= 1101 && code <= 1104 ? { class: "svc.server-error", transient: "either" } : {};
    },
  },
  {
    // Firewalls of web applications, by the pages that they put in place of the answer.
    ...blocked,
    id: "gateways/firewall",
    pattern:
      /<title>Request Rejected|The requested URL was rejected|Your support ID is|using a security service to protect itself|Why have I been blocked|to restrict access\b|banned your access|Access control configuration prevents|Incapsula incident ID|_Incapsula_Resource|Imperva\b[^\n]{0,60}(?:block|incident|denied)|Sucuri (?:Website )?Firewall|errors\.edgesuite\.net|AkamaiGHost|You don't have permission to access "http|Mod_?Security\b|Wordfence|Forti(?:Guard|Gate|Web)\b|Barracuda\b[^\n]{0,60}(?:block|firewall)|The request is blocked|(?<!Origin )Request blocked\b|(?:you|IP(?: address)?|request|client|traffic|access) (?:has|have|was|were|is|are) (?:been )?(?:temporarily |permanently )?blocked|has blocked your access|Web Page Blocked|blocked by (?:the |a |your |our |an? )?(?:\w{1,30} )?(?:firewall|WAF|gateway|security policy|proxy|network policy|administrator|Cloud ?Armor|policy of)|(?:denied|rejected|blocked|forbidden) (?:by|due to) (?:the |a |an )?(?:\w{1,30} )?(?:firewall|WAF\b|web application firewall|ip (?:restriction|filter|policy|rule))|x-amzn-waf-action|\bawswaf\b|Zscaler|potentially unsafe operation has been detected|cloud ?armor|Access to this page has been denied/iu,
    unless:
      /Mixed Content|blocked by (?:CORS|another|a previous|the previous)|CORS policy|row is blocked|\bdeploy blocked/iu,
  },
  {
    // Who calls is not on the list of addresses or hosts.
    ...blocked,
    id: "gateways/allow-list",
    pattern:
      /\b(?:IP|address|host|origin server|client)\b[^\n]{0,60}?\b(?:is |are )?(?:not|isn't) (?:\w{1,12} )?(?:on|in|part of|within) (?:the |an? |our |your )?(?:\w{1,20} ){0,2}(?:white|allow)[- ]?list|not (?:been )?(?:white|allow)-?listed|(?:client |your |source |remote )IP(?: address)?(?: ['"(]?[\da-f.:]{3,45}['")]?)? (?:is )?(?:not (?:allowed|authorized|permitted)|forbidden|banned|restricted|denied|blacklisted)|\bIP (?:is )?(?:not (?:allowed|authorized|permitted)|forbidden|banned|blacklisted)|x-ms-forbidden-ip|host_not_allowed|(?:address|IP)[^\n]{0,60}\b(?:black|deny|block)-?list(?:ed)?\b/iu,
    unless: /mongodb|atlas|is not allowed to connect to this (?:MySQL|MariaDB)|pg_hba|Azure SQL|sp_set_firewall_rule/iu,
  },
  {
    // The way out of the runner's own network.
    ...blocked,
    id: "gateways/outgoing-proxy",
    pattern:
      /(?:Tunnel connection failed|CONNECT tunnel failed, response|HTTP code(?=\s\d{3} from proxy)|tunneling socket could not be established, (?:statusCode|cause)|Proxy (?:CONNECT )?(?:responded|responded with|returned|failed)[^\n]{0,30}?|Unable to tunnel through proxy\. Proxy returns "HTTP\/[\d.]{1,3}|\{:proxy, \{:unexpected_status,|unsuccessful tunnel \(?|Failed to establish (?:HTTPS|HTTP|CONNECT) tunnel[^\n]{0,30}?)[ :=]{0,2}(4\d\d|5\d\d)\b|\b(Proxy Authentication Required|ERR_PROXY_AUTH\w{0,20}|X-Squid-Error|ERR_ACCESS_DENIED|ERR_BLOCKED_BY_(?:ADMINISTRATOR|CLIENT)|blocked-by-allowlist)/iu,
    finding: (match) => (match[1]?.startsWith("5") === true ? { class: "svc.unavailable" } : {}),
  },
  {
    ...blocked,
    id: "gateways/cloud-page",
    pattern:
      /"?message"?: ?"Missing Authentication Token"|does not have permission to get URL|User is not authorized to access this resource(?: with an explicit deny)?/iu,
  },
  {
    // A load balancer or gateway of a cloud that refuses, known by its header: it set no other than its own.
    ...blocked,
    id: "gateways/cloud-header",
    pattern:
      /\bawselb\/2|x-amzn-errortype["']?: ?["']?(?:Forbidden|AccessDenied|MissingAuthenticationToken)|server["']?: ?["']?cloudflare|<center>cloudflare|\bcf-ray\b|\(cloudfront\)|x-azure-ref|Microsoft-Azure-Application-Gateway/iu,
    finding: ({ input }) => (/\b403\b/u.test(input) && !/\b(?:50[0-4]|52\d)\b/u.test(input) ? {} : null),
  },
  {
    id: "gateways/sign-in-rate",
    class: "access.rate-limited",
    confidence: "certain",
    pattern: /\blocal_rate_limited\b|"message": ?"Limit Exceeded"|You are being rate limited/iu,
  },
  {
    // Envoy, Istio, nginx, HAProxy, Traefik, Varnish, IIS, OpenShift: nobody behind them can serve.
    ...down,
    id: "gateways/nobody-serves",
    pattern:
      /no healthy upstream|upstream connect error or disconnect|No server is available to handle|HTTP Error 503\. The service is unavailable|^The service is unavailable\.|Backend fetch failed|Guru Meditation|no live upstreams|(?:no|not have|not contain an?) available server|does not contain an instance|No instances available for|no hosts available|Application is not available|no backend server|upstream prematurely closed connection|\(\d{1,3}: [^)\n]{1,60}\) while connecting to upstream|Service Unavailable - Zero size object|(?:service|server|site|API|website|application|system|page|resource|endpoint|host|It)\b[^\n.]{0,40}? (?:is |was |are )?(?:temporarily|currently) (?:unavailable|down|offline|out of service|overloaded)|(?:is |are )?(?:down for|under|undergoing|in) (?:scheduled |planned )?maintenance\b|maintenance mode(?! (?:is )?(?:off|disabled|ended))|currently unable to handle th(?:e|is) request(?!\.?\s{1,8}HTTP ERROR 50[014])|temporary error and could not complete your request|Our services aren't available right now|no endpoints available for service|failed_to_pick_subchannel|\bcluster_not_found\b|(?:proxy|Web) server received an invalid\s{1,3}response (?:from an upstream server|while acting as a gateway)|invalid response was received from the upstream server|failure to get a peer from the ring-balancer|upstream_reset_before_response_started|could not find a good candidate within|no known healthy instances|(?:CircuitBreaker '[^'\n]{1,80}' is|circuit(?: breaker)? is (?:now )?|Breaker is )(?: ?(?:OPEN|open))\b|\bEOPENBREAKER\b|short-circuited and|Error reading from remote server|proxy server could not handle the request|\b502 Proxy Error\b|There was a problem with the server you are trying to reach/imu,
    unless:
      /Resource temporarily unavailable|EAGAIN|upstream request timeout|temporarily unavailable[^\n]{0,40}errno/iu,
  },
  {
    // CloudFront and Google's front end have a page of their own, whose status stands beside words that are no status's.
    ...down,
    id: "gateways/edge-page",
    pattern:
      /\b([45]\d\d) ERROR\b[\s\S]{0,120}?The request could not be satisfied|\b([45]\d\d)\. That.{1,5}s an error\b|\bError ([45]\d\d) \([^)\n]{1,40}\)!!1|(CloudFront (?:attempted to establish|wasn.t able to connect|couldn.t connect)|We can.t connect to the server for this app or website)/u,
    finding: (match) => {
      const status = Number(match.slice(1, 4).find((group) => group !== undefined) ?? 502);
      if (status === 403 && /CloudFront|could not be satisfied/iu.test(match.input)) return { class: "access.blocked" };
      return statusFinding(status, null);
    },
  },
  {
    // Logs of proxies: HAProxy names the server and the flags of the end, Envoy the flags alone, a load balancer of AWS the
    // three times it took.
    class: "svc.unavailable",
    confidence: "probable",
    id: "gateways/log-line",
    pattern:
      / -?\d{1,9}\/-?\d{1,9}\/-?\d{1,9}\/-?\d{1,9}\/\+?-?\d{1,9} (?<a>\d{3}) \+?\d{1,12} \S{1,200} \S{1,200} [A-Za-z-]{4} |HTTP\/[\d.]{1,3}" (?<b>\d{3}) (?<flags>(?:UH|UF|UO|NR|URX|NC|LH|UT|LR|UR|UC|FI|DI|RL|UAEX|RLSE|SI|UPE|UMSDR|OM|NFCF|DF|DO)(?:,[A-Z]{2,5}){0,4}) |^(?:https?|h2|grpcs?|wss?) \S{1,40} app\/\S{1,120} \S{1,60} \S{1,60} -?[\d.]{1,12} -?[\d.]{1,12} -?[\d.]{1,12} (?<c>\d{3}) /mu,
    finding: loggedAt,
  },
  {
    // Heroku's router says why with a code of its own.
    ...down,
    id: "gateways/heroku",
    pattern: /\bcode=(H\d\d)\b(?: desc="([^"\n]{0,100})")?/u,
    finding: (match) => {
      const code = match[1] ?? "";
      if (code === "H12" || code === "H15" || code === "H28") return { class: "svc.slow-response" };
      if (code === "H13" || code === "H18") return { class: "net.dropped" };
      if (code === "H17" || code === "H25") return { class: "svc.bad-response" };
      return code === "H10" || code === "H14" ? { transient: "either" } : {};
    },
  },
  {
    ...down,
    id: "gateways/platform",
    pattern:
      /An error occurred in the application and your page could not be served|Application failed to respond|Web server is (?:down|returning an unknown error)|Error (?:code )?52[0-3]\b|Origin is unreachable|Origin DNS error|(?:Argo|Cloudflare) Tunnel error|web app is stopped|NO_RESPONSE_FROM_FUNCTION|ERR_NGROK_\d{3,4}|endpoint \S{1,120} is offline|(?:wasn't able|unable) to connect to the origin|failed to contact the origin|ROUTER_EXTERNAL_TARGET\w{0,30}|(?:^|[>"'] ?)Bad Gateway\b/imu,
  },
  {
    id: "gateways/too-late",
    class: "svc.slow-response",
    confidence: "certain",
    pattern:
      /upstream request timeout|upstream timed out|Endpoint request timed out|FUNCTION_INVOCATION_TIMEOUT|A timeout occurred\s[\s\S]{0,200}?(?:524|Cloudflare)|Error 524|first byte timeout|\bbackend timeout\b|\bGateway Time-?out\b|\bstream timeout\b/iu,
  },
];
