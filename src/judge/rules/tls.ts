// What the TLS layer refuses: certificates, host names, protocols, and plain text where TLS is spoken. A handshake that
// only took too long or broke off belongs to the connections.
import { anyOf, thrown } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const TLS: readonly Rule[] = [
  {
    id: "tls/certificate-code",
    class: "net.tls",
    confidence: "certain",
    pattern: anyOf(
      "u",
      // OpenSSL and those who print its names: Node, Python, Ruby, PHP, Deno
      /\bCERTIFICATE_VERIFY_FAILED\b|\b(?:X509_V_ERR_)?CERT_(?:HAS_EXPIRED|NOT_YET_VALID|UNTRUSTED|REVOKED|REJECTED|SIGNATURE_FAILURE|CHAIN_TOO_LONG|CHAIN_EXPIRED)\b|\w{0,20}SELF_SIGNED_CERT\w{0,20}|\bUNABLE_TO_(?:GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE|GET_CRL)\w{0,10}|\bHOSTNAME_MISMATCH\b|\bCRL_(?:HAS_EXPIRED|NOT_YET_VALID)\b|\bINVALID_(?:CA|PURPOSE)\b|\bERR_TLS_CERT_\w{1,40}/u,
      // Chromium and Firefox
      /\bERR_CERT_\w{1,60}|\bERR_CERTIFICATE_\w{1,60}|\babout:certerror|\bneterror\?e=(?:nss|cert)|\bERR_SSL_(?!CLIENT_AUTH_CERT_NEEDED)\w{1,60}|\bERR_BAD_SSL_CLIENT_AUTH_CERT\b|\bSEC_ERROR_\w{1,60}|\bMOZILLA_PKIX_ERROR_\w{1,60}|\bSSL_ERROR_(?:BAD_CERT\w{0,20}|RX_\w{1,60}|NO_CYPHER_OVERLAP|UNSUPPORTED_VERSION|HANDSHAKE_\w{1,40}|UNKNOWN|INTERNAL_ERROR_ALERT|\w{1,40}_ALERT|WEAK_\w{1,40}|PROTOCOL_VERSION_ALERT)\b/u,
      // SChannel and WinHTTP
      /\bSEC_E_(?!OK\b)\w{1,40}|\bCERT_E_\w{1,40}|\bCRYPT_E_(?:NO_REVOCATION_CHECK|REVOCATION_OFFLINE|REVOKED|NOT_FOUND)\b|\bWINHTTP_SECURE_FAILURE\b|\b12175\b/u,
      // curl's numbers; 35 says only that the handshake failed
      /\b(?:curl: ?\(|c[uU][rR][lL] error:? )(?:51|53|54|58|59|60|64|66|77|80|82|83|90|91|98)\b/u,
    ),
  },
  {
    id: "tls/certificate",
    class: "net.tls",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      // OpenSSL and its users
      /\bsigned by (?:an )?(?:unknown|untrusted) (?:certificate )?(?:authority|issuer|CA)\b/u,
      /\bcertificate (?:verify failed|verification (?:failed|error)|has expired|(?:has been |was |is )?(?:revoked|expired|rejected|untrusted|not trusted|invalid|self[- ]signed)|is (?:not (?:yet )?valid|not trusted|valid for)|signature failure|chain too long|problem|name mismatch|unknown|required|not (?:yet )?valid|issuer is unknown|cannot be authenticated)\b/u,
      /\bself[- ]signed certificate\b|\b(?:un)?able to (?:get (?:local )?(?:issuer )?certificate|verify the first certificate|find valid certification path)|\bverification of (?:the )?certificate failed|\berror setting certificate\b|\bcertificate of \S{1,255} (?:is not trusted|has expired|is not yet|doesn't|hasn't)|\b(?:unacceptable|return a valid) TLS certificate/u,
      /\b(?:SSL|TLS)[\w ]{0,20} certificate (?:problem|error|verification)|\bSSL peer certificate or SSH|\bcannot verify \S{1,255} certificate|\b(?:peer|server|remote|client|the|this|untrusted|invalid|bad|expired|revoked) certificate (?:verification failed|is (?:invalid|not|NOT)|was rejected|cannot be authenticated|for this server is invalid|chain was issued by)/u,
      /\b(?:invalid|bad|untrusted|unknown|expired|revoked|unsupported) (?:peer |server |remote |client )?certificate(?:\b(?! (?:path|file|format|directory)))/u,
      /\bcertificate for <[^>\n]{1,255}> doesn't match|\bdoes not match (?:the )?(?:certificate|target host name)|\bhostname(?:\/IP)?\b[^\n]{0,255}\b(?:doesn't match|does not match|mismatch)\b|\bhostname \S{1,255} not verified\b|\bno alternative certificate subject name|\bsubject name[^\n]{0,120}does not match target/u,
      // Go, and who quotes it
      /\bx509: (?:certificate|cannot|failed|unhandled|unknown|invalid|issuer|too many|SAN|negative)/u,
      // Java
      /\bPKIX path (?:building|validation) failed|\bSunCertPathBuilderException\b|\bCertPath(?:Validator|Builder)Exception\b|\bCertificate(?:Expired|NotYetValid|Revoked)?Exception\b|\bSSLPeerUnverifiedException\b|\bpeer not authenticated\b|\bno subject alternative (?:DNS )?names? |\bno name matching \S{1,255} found/u,
      // .NET
      /\bremote certificate (?:is|was) (?:invalid|rejected)|\bRemoteCertificate(?:NameMismatch|ChainErrors|NotAvailable)\b|\btrust relationship for the SSL|\b(?:UntrustedRoot|PartialChain|NotTimeValid|RevocationStatusUnknown)\b/u,
      // rustls and webpki, Erlang
      /\bCertNotValid(?:ForName|Yet)\b|\bNotValidForName\b|\bUnknownIssuer\b|\bInvalidCertificate\(|\bCertExpired\b|\bunknown_ca\b|\bbad_cert\w{0,20}|\bhostname_check_failed\b|\bunknown ca\b/u,
    ),
    // To log in with a certificate, to sign an app, to look one up: not what TLS says of the other side.
    unless:
      /\b(?:provisioning profile|code ?sign(?:ing)?|codesign|no (?:signing )?certificate found in|keychain)\b|certificate[^\n]{0,40}\bto (?:be|equal|contain|include|match)\b|\bto be an? ?instance of\b/iu,
  },
  {
    // Another protocol than the caller's, or none at all.
    id: "tls/protocol",
    class: "net.tls",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bEPROTO\b|\b(?:wrong[_ ]version[_ ]number|unsafe[_ ]legacy[_ ]renegotiation[_ ]disabled)\b|\[SSL: (?!UNEXPECTED_EOF)\w{3,60}\]|\[SSL\] \w|\bSSL routines:(?![^\n]{0,120}unexpected eof)[^\n]{0,120}/u,
      /\b(?:sslv3|tlsv1(?:\.?[0-3])?|tlsv13)[_ ](?:alert|unrecognized)[_ ][\w ]{3,60}|\b(?:sent a |remote error: |received )?(?:tls|fatal) alert:? ['"(]?(?!close.?notify)\w{3,40}|\bremote error: tls: |\b(?:handshake_failure|HandshakeFailure)\b|\btls_alert\b|\bSSL alert number \d/u,
      // Plain text on one side
      /\bunrecognized SSL message|\bunsupported or unrecognized SSL|\bfirst record does not look like a TLS handshake|\bserver gave HTTP response to HTTPS client|\bsent an HTTP request to an HTTPS|\bplain HTTP request was sent to HTTPS|\bnot an SSL\/TLS record|\bNotSslRecordException\b|\breceived corrupt message|\bInvalidContentType\b|\bunexpected TLS packet was received|\bspeaking plain HTTP to an SSL|\bcannot determine the frame size|\bhandshake failed due to an unexpected packet format|\bSSL23_GET_SERVER_HELLO\b|\bopen an SSL connection to a non-SSL|\bTLS handshake (?:record )?(?:was )?received on (?:a )?plain|\bnot a valid TLS record\b|\bnot a TLS handshake\b/u,
      // No version or cipher in common
      /\btls: (?:handshake failure|no (?:supported|cipher|mutually)|(?:server|client) (?:selected|offered|chose)|unsupported|oversized record|received (?:unexpected|record)|failed to (?:verify|parse)|bad (?:record|certificate))|\bdo not possess a common algorithm|\bno appropriate protocol|\bpeer is incompatible|\bnoCipher|\bno cipher suites? in common|\bcould not create SSL\/TLS secure channel/u,
    ),
    unless: /\bhandshake (?:has )?timed out|unexpected eof while reading/iu,
  },
];

/** Asked behind the connections: what only tells that TLS was under way may be their timeout or their end. */
export const TLS_GENERAL: readonly Rule[] = [
  {
    id: "tls/handshake",
    class: "net.tls",
    confidence: "probable",
    pattern: anyOf(
      "mu",
      thrown(
        /SSLHandshakeException|SSLProtocolException|SSLKeyException|SSLException|SSLError|SSLCertVerificationError|ClientConnectorSSLError|ClientConnectorCertificateError|TlsException/u,
      ),
      /\bSystem\.Security\.Authentication\.AuthenticationException\b|\bAuthenticationException: (?:The remote cert|Authentication failed,? (?:see|because)|A call to SSPI)|\bOpenSSL::SSL::SSLError\b|\bcurl: ?\((?:35|53|83)\)|\bc[uU][rR][lL] error:? 35\b|\bSecureConnectionError\b|\bSslException\b|\bgnutls_handshake\(\) failed/u,
      /[Tt]he SSL connection could not be established|\bSSL[ _]connect(?:ion)? error\b|\bSSL_connect returned=\d|\b(?:SSL|TLS) handshake (?:failed|error|failure)|[Hh]andshake error in client|[Aa]n SSL error has occurred|[Uu]nable to establish SSL connection|[Ff]ailed to enable crypto|\bTLS negotiation failed/u,
    ),
  },
];
