// Numbers of Apple, with and without the words that it has for them.
import { example, type Example } from "../example.ts";

export const EXAMPLES: readonly Example[] = [
  example(
    "url-loading/code",
    "net.dns",
    "either",
    'Error Domain=NSURLErrorDomain Code=-1003 "A server with the specified hostname could not be found."',
  ),
  example("url-loading/code", "net.refused", "either", "Error Domain=NSURLErrorDomain Code=-1004"),
  example(
    "url-loading/code",
    "net.dropped",
    "yes",
    'Error Domain=NSURLErrorDomain Code=-1005 "The network connection was lost."',
  ),
  example(
    "url-loading/code",
    "svc.slow-response",
    "either",
    'BasketUITests.testPay : threw error "Error Domain=NSURLErrorDomain Code=-1001 \\"(null)\\""',
  ),
  example("url-loading/code", "net.tls", "no", "Error Domain=NSURLErrorDomain Code=-1202"),
  example("url-loading/code", "net.tls", "no", "HTTP load failed (kCFStreamErrorDomainSSL, -9807)"),
  example("url-loading/code", "net.tls", "no", 'Error Domain=NSURLErrorDomain Code=-1022 "(null)"'),
  example("url-loading/code", "net.refused", "either", 'Error Domain=NSPOSIXErrorDomain Code=61 "Connection refused"'),
  example("url-loading/code", "access.unauthenticated", "no", "Error Domain=kCFErrorDomainCFNetwork Code=-1013"),
  // Cancelled by the test itself, and numbers of other domains.
  example("none", "unknown", "either", 'Error Domain=NSURLErrorDomain Code=-999 "cancelled"'),
  example("none", "unknown", "either", 'Error Domain=NSCocoaErrorDomain Code=-1001 "(null)"'),
];
