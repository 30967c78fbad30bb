// Answers in another form than was agreed.
import { example, type Example } from "../example.ts";

const of = (rule: string, ...texts: readonly string[]): readonly Example[] =>
  texts.map((text) => example(`bad-answers/${rule}`, "svc.bad-response", "either", text));

export const EXAMPLES: readonly Example[] = [
  ...of(
    "html",
    "SyntaxError: Unexpected token < in JSON at position 0",
    "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
    "invalid character '<' looking for beginning of value",
    "System.Text.Json.JsonException : '<' is an invalid start of a value. Path: $",
    "Newtonsoft.Json.JsonReaderException : Unexpected character encountered while parsing value: <. Path '', line 0",
    "com.fasterxml.jackson.core.JsonParseException: Unexpected character ('<' (code 60)): expected a valid value",
    "FormatException: Unexpected character (at character 1)\n<!DOCTYPE html>",
    "SyntaxError: JSON Parse error: Unrecognized token '<'",
    "JSON::ParserError: unexpected token at '<!DOCTYPE html>'",
    "Uncaught SyntaxError: Unexpected token '<'",
    'Failed to load module script: the server responded with a MIME type of "text/html".',
    "ContentTypeError: 200, message='Attempt to decode JSON with unexpected mimetype: text/html', url='http://stage'",
  ),
  ...of(
    "json-javascript",
    "SyntaxError: Unexpected end of JSON input",
    "SyntaxError: Unexpected token o in JSON at position 1",
    "JSON.parse: unexpected character at line 1 column 1 of the JSON data",
    "FetchError: invalid json response body at http://stage/api/carts reason: none",
    "SyntaxError: Failed to execute 'json' on 'Response': Unexpected end of input",
  ),
  ...of(
    "json-python",
    "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    "ValueError: No JSON object could be decoded",
    "requests.exceptions.JSONDecodeError: Extra data: line 1 column 4 (char 3)",
  ),
  ...of(
    "json-others",
    "json: cannot unmarshal object into Go value of type []main.Cart",
    'reqwest::Error { kind: Decode, source: Error("missing field `id` at line 1 column 20") }',
    "com.google.gson.JsonSyntaxException: Expected BEGIN_OBJECT but was STRING at line 1 column 1",
    "MismatchedInputException: Cannot deserialize value of type `Cart` from Array value",
    "JSON::ParserError: 783: no more",
    'called `Result::unwrap()` on an `Err` value: Error("expected value", line: 1, column: 1)',
    "error decoding response body: expected value at line 1 column 1",
  ),
  ...of(
    "content-type",
    "RestClientException: Could not extract response: no suitable HttpMessageConverter found for response type [Cart]",
    "java.lang.AssertionError: Content type expected:<application/json> but was:<text/plain>",
    'Error: expected "Content-Type" matching /json/, got "text/plain; charset=utf-8"',
  ),
  ...of(
    "schema",
    "jsonschema.exceptions.ValidationError: 'id' is a required property",
    "data should have required property 'id'",
    "Response body does not match the schema",
    'ZodError: [{ "code": "invalid_type" }]',
  ),
  ...of(
    "http",
    "Error: Parse Error: Expected HTTP/",
    'net/http: HTTP/1.x transport connection broken: malformed HTTP response "x"',
    "http.client.BadStatusLine: SSH-2.0",
    "Error: incorrect header check\n  code: 'Z_DATA_ERROR'",
    "requests.exceptions.TooManyRedirects: Exceeded 30 redirects.",
    "page.goto: net::ERR_TOO_MANY_REDIRECTS at http://stage/",
    "curl: (1) Received HTTP/0.9 when not allowed",
  ),
  ...of(
    "xml",
    "org.xml.sax.SAXParseException: Content is not allowed in prolog.",
    "lxml.etree.XMLSyntaxError: Start tag expected, '<' not found, line 1, column 1",
  ),
  example(
    "bad-answers/content-type",
    "svc.bad-response",
    "either",
    "NoTransformationFoundException: Expected response body of the type 'class Cart' but was 'class ByteReadChannel'",
  ),
  example(
    "bad-answers/content-type",
    "svc.bad-response",
    "either",
    "Invalid response: expected application/json, got text/html; charset=utf-8",
  ),
  // Nothing was read, because nothing came.
  example(
    "connections/refused",
    "net.refused",
    "either",
    'connect ECONNREFUSED 10.9.8.7:8082\n"undefined" is not valid JSON',
  ),
];
