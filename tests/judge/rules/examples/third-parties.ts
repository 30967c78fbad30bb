// What the libraries and the interfaces of providers say.
import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const fails = (rule: string, transient: Transient, text: string): Example =>
  example(`third-parties/${rule}`, "dep.third-party", transient, text);

export const EXAMPLES: readonly Example[] = [
  fails("payment", "no", "stripe.error.AuthenticationError: Invalid API Key given: sk_test_****"),
  fails("payment", "yes", "stripe.error.APIConnectionError: Unexpected error communicating with Stripe."),
  fails("payment", "no", "StripeInvalidRequestError: No such customer: 'cus_depot'"),
  fails(
    "messages",
    "no",
    "twilio.base.exceptions.TwilioRestException: HTTP 401 error: Unable to create record: Authenticate",
  ),
  fails(
    "messages",
    "no",
    "slack_sdk.errors.SlackApiError: The request to the Slack API failed. The server responded with: {'ok': False, 'error': 'invalid_auth'}",
  ),
  fails("messages", "no", "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Username and Password not accepted')"),
  fails("google", "yes", "google.api_core.exceptions.ServiceUnavailable: 503 The service is currently unavailable."),
  fails("google", "no", "google.api_core.exceptions.PermissionDenied: 403 The caller does not have permission"),
  fails(
    "google",
    "yes",
    "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service 'sheets.googleapis.com', rateLimitExceeded: retry (429)",
  ),
  fails(
    "aws",
    "yes",
    "botocore.exceptions.ClientError: An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4): Please reduce your request rate.",
  ),
  fails(
    "aws",
    "no",
    "An error occurred (MailFromDomainNotVerifiedException) when calling the SendEmail operation: the domain is not verified.",
  ),
  fails("services", "yes", "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."),
  fails("services", "no", "HfHubHTTPError: 401 Client Error: Unauthorized for url"),
  fails("named", "yes", "Failed to call OpenAI API: 500 Internal Server Error"),
  fails("bill", "no", "Please check your billing details and try again."),
  fails("bill", "no", "Your monthly quota has been exceeded for this account"),
  fails(
    "address",
    "yes",
    "requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: https://api.stripe.com/v1/charges",
  ),
  fails("address", "no", "GET https://api.mapbox.com/tiles/v3/shop.json: 403"),
  fails("services", "yes", "HTTP Error 403: rate limit exceeded"),
  fails("aws", "yes", "Aws\\Ses\\Exception\\SesException: Throttling (client): Maximum sending rate exceeded."),
  fails("google", "either", "google.api_core.exceptions.ResourceExhausted: 429 Quota exceeded for shop.googleapis.com"),
  // A service of ours that knows money and requests, too.
  example("none", "unknown", "either", "the wallet has insufficient funds"),
  example("rate-limits/words", "access.rate-limited", "yes", "rate limit exceeded, come again in 30 s"),
];
