// Rules for the way to the platform, and for a platform that does not work itself.
import type { DeployRule } from "./deploy-rule.ts";
import { statusIn } from "./deploy-rules-passing.ts";

export const NETWORK_RULES: readonly DeployRule[] = [
  {
    // kubectl without a configuration asks this machine.
    id: "config.cluster",
    pattern:
      /The connection to the server (?:localhost|127\.0\.0\.1)(?::\d+)? was refused|kubernetes cluster unreachable: [^\n]{0,80}(?:localhost|127\.0\.0\.1):8080|no configuration has been provided|current-context is not set|context "?[^\s"]{1,100}"? does not exist/iu,
    weight: "cause",
    transient: "no",
    title: "no cluster is configured",
    next: "Write the kubeconfig before the deploy, and select its context.",
  },
  {
    id: "net.host-key",
    pattern: /host key verification failed|remote host identification has changed/iu,
    weight: "cause",
    transient: "no",
    title: "the key of the host is not the one that is known",
    next: "Add the host's key to known_hosts before the deploy, after checking it.",
  },
  {
    id: "net.tls",
    pattern:
      /\bx509:|certificate (?:has expired|verify failed|is not trusted|signed by unknown)|CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|CERT_HAS_EXPIRED|unable to get local issuer/iu,
    weight: "cause",
    transient: "no",
    title: "a certificate on the way to the platform is not accepted",
    next: "Check the certificate of the address that the line names.",
  },
  {
    id: "net.name",
    pattern:
      /\bENOTFOUND\b|no such host|could not resolve host|name or service not known|nodename nor servname|could not be resolved|failed to resolve '/iu,
    weight: "cause",
    transient: "either",
    title: "a host name could not be resolved",
    next: "Check the name; when it is right, the runner's name service failed and another try may pass.",
  },
  {
    id: "net.lost",
    pattern:
      /\bE(?:CONNRESET|TIMEDOUT|AI_AGAIN|PIPE|SOCKETTIMEDOUT)\b|\bERR_SOCKET_TIMEOUT\b|temporary failure in name resolution|temporary failure resolving|TLS handshake timeout|i\/o timeout|connection (?:was )?reset|connection timed out|connect(?:ion)? timeout|connection aborted|RemoteDisconnected|endpoint read failed|upstream connect error|disconnected before secure TLS|request (?:was )?canceled|failed to connect to \S{1,300} port \d{1,5} after|read timed out|operation timed out|request timed? ?out|socket hang up|unexpected EOF(?! while)|broken pipe|Client\.Timeout|unable to connect to the server|could not connect to the endpoint URL|failed to establish a new connection|remote end hung up unexpectedly|kex_exchange_identification|\bfetch failed\b|\bRPC failed\b/iu,
    weight: "cause",
    transient: "yes",
    title: "the connection to the platform was lost",
    next: "Nothing yet: it often passes by itself. If it does not, check the runner's way to the address that the line names.",
  },
  {
    id: "net.refused",
    pattern:
      /\bE(?:CONNREFUSED|HOSTUNREACH|NETUNREACH)\b|connection refused|network is unreachable|no route to host|failed to connect to /iu,
    weight: "cause",
    transient: "either",
    title: "nothing answers at an address that the deploy needs",
    next: "Check that the address is right and that something listens there; when it was starting, another try may pass.",
  },
  {
    id: "platform.page",
    pattern: /unexpected token '?<|invalid character '<' looking/iu,
    weight: "cause",
    transient: "either",
    title: "the platform answers with a page where data was expected",
    next: "Check the address; behind it may stand a login page or a proxy's fault.",
  },
  {
    id: "platform.500",
    pattern:
      /\b500[ :]+(?:Internal )?Server Error|(?:HTTP(?:\/[\d.]{1,3})?|Error|status(?: code| of)?:?|StatusCode:|code[:=]?|returned(?: error)?:?|answered|responded with(?: a)?) ?500\b/iu,
    weight: "cause",
    transient: "either",
    title: "the platform answers 500",
    next: "Try again; when it stays, the request itself may be what the platform cannot handle.",
  },
  {
    id: "platform.status",
    pattern:
      /\b(50[234])[ :]+(?:Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)|(?:HTTP(?:\/[\d.]{1,3})?|Error|status(?: code| of)?:?|StatusCode:|code[:=]?|returned(?: error)?:?|answered|responded with(?: a)?) ?(5(?:0[234]|2[0-9]))\b/iu,
    weight: "cause",
    transient: "yes",
    title: (match) => `the platform answers ${statusIn(match)}`,
    next: "Nothing yet: it often passes by itself. If it does not, look at the platform's status page.",
  },
  {
    id: "platform.unavailable",
    pattern:
      /Error from server \((?:InternalError|ServiceUnavailable|Timeout|ServerTimeout|TooManyRequests)\)|etcdserver: (?:request timed out|leader changed)|the server is currently unable to handle the request|\((?:InternalFailure|ServiceUnavailable|InternalServerError|InternalError|ServiceUnavailableException|RequestTimeout)\) when calling|\bServerTimeout\b|code ?= ?Unavailable\b|\bOverloaded\b|\b(?:UNAVAILABLE|INTERNAL|DEADLINE_EXCEEDED): |\bService(?:Temporarily)?Unavailable\b|temporarily unavailable|internal error encountered|please try again (?:later|in (?:a )?(?:few )?\w{1,12})/u,
    weight: "cause",
    transient: "yes",
    title: "the platform is not available",
    next: "Nothing yet: it often passes by itself. If it does not, look at the platform's status page.",
  },
];
