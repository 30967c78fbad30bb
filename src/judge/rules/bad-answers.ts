// Answers in another form than was agreed: a page where JSON was expected, a schema that is not met, broken HTTP.
import type { Rule } from "./rule.ts";

/** What is read here is a file of the project, no answer. */
const OWN_FILE =
  /EJSONPARSE|\b(?:package(?:-lock)?|tsconfig|composer|angular|settings|appsettings|config\w{0,20}|\.\w{1,20}rc|manifest|cypress|jest\.config|renovate|firebase|credentials|service[-_]account\w{0,20}|fixtures?|launch)\.json\b|Non-parseable POM|\bpom\.xml|\w\.ya?ml\b|testng\.xml|web\.xml|Jest encountered|Test suite failed to run|Could not load (?:fixture|config)|terraform\.tfstate/iu;

const NO_ANSWER = /\bE(?:CONNREFUSED|CONNRESET|NOTFOUND|AI_AGAIN|TIMEDOUT|HOSTUNREACH)\b|socket hang up/u;

export const BAD_ANSWERS: readonly Rule[] = [
  {
    // A page came, whatever should have come: its first character stops the reader in every language.
    id: "bad-answers/html",
    class: "svc.bad-response",
    confidence: "certain",
    pattern:
      /Unexpected token '?<'?,? ?(?:in JSON|\(at|"|\.\.\.|at position)|Uncaught SyntaxError: Unexpected token '?<|invalid character '<' looking for|'<' is an invalid start of a value|Unexpected character encountered while parsing value: <|Unexpected character \('<' \(code 60\)\)|Unexpected character \(at character 1\)\s{1,8}<|JSON Parse error: Unrecognized token '<'|unexpected (?:token|character)(?: at '|: ?')<|syntax error, unexpected (?:token )?'<'|HTML (?:page )?(?:instead of|rather than|where) (?:valid )?(?:JSON|XML|JavaScript)|(?:got|received|returned|was|is|found)(?: an?)? HTML(?: page| response| document)?,? (?:instead of|but|expected|not)[^\n]{0,20}JSON|expected JSON[^\n]{0,40}(?:got|received|but|was)[^\n]{0,20}(?:HTML|<!DOCTYPE)|(?:responded with a|non-JavaScript|because its) MIME type (?:of )?\(?["']text\/html|(?:unexpected|with) mimetype: ?'?text\/html/iu,
    unless: OWN_FILE,
  },
  {
    // JavaScript's JSON.parse in Node, Chrome, Firefox, Safari and Bun, old and new.
    id: "bad-answers/json-javascript",
    class: "svc.bad-response",
    confidence: "certain",
    pattern:
      /Unexpected token .{1,60}?(?: in JSON| is not valid JSON)|Unexpected end of JSON input|Unexpected non-whitespace character after JSON|Unexpected (?:number|string) in JSON|is not valid JSON\b|JSON\.parse: (?:unexpected|bad|end of data|expected)|JSON Parse error: |Failed to execute 'json' on 'Response'|Bad control character in string literal in JSON|Expected (?:property name|',' or '\}'|double-quoted property name)[^\n]{0,40}in JSON|invalid json response body at|Failed to parse JSON|(?:response|body|result) (?:is|was) not (?:valid )?JSON|(?:invalid|malformed|bad|unparsable|unparseable) JSON(?: (?:response|body|answer|data|received|returned))?\b/iu,
    unless: OWN_FILE,
    // Nothing came that could be read, and the text tells why.
    finding: ({ input }) =>
      /"undefined" is not valid JSON|Unexpected token u in JSON at position 0\b/u.test(input) && NO_ANSWER.test(input)
        ? null
        : {},
  },
  {
    id: "bad-answers/json-python",
    class: "svc.bad-response",
    confidence: "certain",
    pattern:
      /\bJSONDecodeError\b|\bExpecting value: line \d|No JSON object could be decoded|Expecting property name enclosed in double quotes: line|Extra data: line \d+ column|\bContentTypeError\b|unexpected mimetype|msgspec\.DecodeError/u,
    unless: OWN_FILE,
  },
  {
    // Go, Rust, Java, Kotlin, C#, Ruby, PHP, Dart, Swift, Elixir.
    id: "bad-answers/json-others",
    class: "svc.bad-response",
    confidence: "certain",
    pattern:
      /invalid character '.{1,6}' (?:looking for beginning|after (?:top-level|object key|array element))|json: cannot unmarshal|unexpected end of JSON input|error decoding response body|\bexpected (?:value|ident|`.{1,3}`) at line \d|(?:EOF while parsing|missing field `\w{1,60}`|invalid type: [^\n]{1,60}, expected [^\n]{1,60}) at line \d|(?:JsonParse|JsonProcessing|JsonMapping|MismatchedInput|InvalidFormat|UnrecognizedProperty|InvalidDefinition|JsonSyntax|MalformedJson|JsonEOF|JsonData|JsonDecoding|JsonReader|JsonSerialization|JsonEncoding|JSON)Exception\b|JSON::ParserError|Yajl::ParseError|Oj::ParseError|MultiJson::ParseError|Expected (?:BEGIN_(?:OBJECT|ARRAY)|a \w{1,12}) but was |Cannot deserialize (?:value|instance) of|No content to map due to end-of-input|FormatException: (?:Unexpected (?:character|end of input)|Invalid)[^\n]{0,60}|JSON decoding error|Error\("expected (?:value|ident)", line: \d|while parsing (?:the )?JSON (?:response|answer|body)|Unrecognized token '[^'\n]{1,60}': was expecting|Jason\.DecodeError|Poison\.ParseError|DecodingError\.|keyNotFound\(CodingKeys|couldn['’]t be read because it isn['’]t in the correct format|(?:Could not|Unable to|Failed to|cannot) (?:parse|decode|deserialize|unmarshal) (?:the )?(?:JSON|response|server response|answer)|json_decode\(\)|JSON text (?:did not start|is malformed)|Syntax error, malformed JSON|\bJsonException: /u,
    unless: OWN_FILE,
  },
  {
    // The reader of a type finds no way to read this content type.
    id: "bad-answers/content-type",
    compares: true,
    class: "svc.bad-response",
    confidence: "certain",
    pattern:
      /no suitable HttpMessageConverter found for response|Could not extract response|UnknownContentTypeException|UnsupportedMediaTypeException: Content type|Content[- ]type (?:mismatch|expected:? ?<)|(?:expected|unexpected|wrong|invalid|unsupported|bad) (?:response )?["']?content[- ]?type["']?[^\n]{0,80}|content[- ]type["']?[^\n]{0,60}(?:but (?:was|got|received)|, got|is not (?:JSON|supported|application\/json)|instead of|to (?:equal|be|match|contain|include))|MIME type \(["'][\w/+.-]{1,40}["']\) is not|\bexpected [^\n]{0,40}\b(?:application|text|image)\/[\w.+-]{1,40}[^\n]{0,40}\b(?:got|was|received|but)\b[^\n]{0,40}\b(?:application|text|image)\/|Incorrect response MIME type|feign\.codec\.DecodeException|\bNoTransformationFoundException\b|\bMessageBodyProviderNotFoundException\b|(?:Unable to find a |No |^)(?:MessageBodyReader|message body reader)\b[^\n]{0,60}(?:not found|found|of content-type|for)|No MediaTypeFormatter is available|the supported types are 'application\/|does not match (?:any acceptable types|the content type of the binding)|unacceptable content-type|Content-Type \S{1,60} does not match|Error while extracting response for type/iu,
    unless: /Refused to (?:send|set)|unsupported media type|\b415\b/iu,
  },
  {
    id: "bad-answers/schema",
    compares: true,
    class: "svc.bad-response",
    confidence: "certain",
    pattern:
      /(?:does not|doesn't|did not|didn't|not) (?:match|conform to|satisfy|meet|comply with|validate against) (?:the |a |its |your |given |expected |response )*(?:JSON |response |API |OpenAPI )?(?:schema|specification|contract)|(?:violates|to match) (?:the )?(?:given |JSON |response |OpenAPI ){0,3}schema|schema (?:validation|mismatch)[^\n]{0,20}(?:fail|error|mismatch)|JSON schema (?:validation )?(?:fail|error|mismatch)|jsonschema\.exceptions\.ValidationError|(?:data|response|body|instance|object)\S{0,60} (?:must|should) (?:have required property|NOT have additional propert|be (?:string|number|integer|object|array|boolean|null)\b)|is a required property|Additional properties are not allowed|requires property "|\bZodError\b|ResponseValidationError|validation errors? for (?!\w{0,60}(?:Settings|Config|Env|Request|Create|Input|Args|Params))\w{1,80}/iu,
    unless:
      /values don't meet|chart\(s\)|migration|GraphQL schema|kubectl|Settings\b|database schema|env(?:ironment)? variable/iu,
  },
  {
    // Broken HTTP: first line, headers, chunks, encodings, redirects without an end.
    id: "bad-answers/http",
    class: "svc.bad-response",
    confidence: "certain",
    pattern:
      /Parse Error: (?:Expected|Invalid|Data after|Missing|Unexpected|Content-Length|Response overflow)|\bHPE_(?!HEADER_OVERFLOW|INVALID_EOF)[A-Z_]{4,40}|BadStatusLine(?:: |\()["'`]{0,3}(?!No status line|Remote end)[\w<]|malformed (?:HTTP (?:response|status|version|header)|MIME header|chunked encoding)|(?:invalid|illegal|bad|malformed) (?:byte in )?chunk(?:ed| length| size| header)|InvalidChunkLength\(got length b'[^']|incorrect header check|invalid (?:gzip|stored block|distance|code lengths)[^\n]{0,20}|gzip: invalid header|Not in GZIP format|Error -3 while decompressing|Z_DATA_ERROR|ERR_CONTENT_DECODING_FAILED|ERR_INVALID_(?:HTTP_RESPONSE|RESPONSE|CHUNKED_ENCODING)|ERR_RESPONSE_HEADERS_\w{1,40}|ContentDecodingError|unrecognized content encoding|TooManyRedirects|Exceeded \d{1,3} redirects|stopped after \d{1,3} redirects|ERR_TOO_MANY_REDIRECTS|ERR_FR_TOO_MANY_REDIRECTS|[Mm]aximum (?:number of )?(?:\(\d{1,3}\) )?redirects (?:\(\d{1,3}\) )?(?:followed|reached|exceeded)|maximum redirect reached|Too many follow-up requests|redirect(?:ed you)? (?:too many times|loop)|[Rr]edirect count exceeded|committed a protocol violation|HTTP\/0\.9 when not allowed|invalid HTTP (?:version|header|response|status)|[Ww]eird server reply|invalid status line|Unexpected status line|invalid header (?:name|value)[^\n]{0,30}response/u,
  },
  {
    id: "bad-answers/xml",
    class: "svc.bad-response",
    confidence: "probable",
    pattern:
      /Content is not allowed in prolog|SAXParseException|XMLSyntaxError|not well-formed \(invalid token\)|Data at the root level is invalid|Root element is missing|Start tag expected, '<' not found|mismatched tag: line|ExpatError|REXML::ParseException|Nokogiri::XML::SyntaxError|XMLStreamException|simplexml_load_string\(\)|XML (?:parse|parsing|syntax) error|Premature end of file|looks like we got no XML document/iu,
    unless: OWN_FILE,
  },
];
