// Requests that the service understood and did not take: validation, conflict, size, form.
import type { Rule } from "./rule.ts";

export const REJECTIONS: readonly Rule[] = [
  {
    id: "rejections/framework",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /\bMethodNotAllowed(?:HttpException|Error|Exception)?\b|The given data was invalid|PayloadTooLargeError|request entity too large|entity\.too\.large|Body exceeded \S{1,20} limit|HttpMessageNotReadableException|MethodArgumentNotValidException|HttpMediaTypeNot(?:Supported|Acceptable)Exception|HttpRequestMethodNotSupportedException|MissingServletRequest(?:Parameter|Part)Exception|\bRequestValidationError\b|DisallowedHost|Invalid HTTP_HOST header|"(?:code|error|type)": ?"(?:VALIDATION_(?:ERROR|FAILED)|INVALID_(?:INPUT|REQUEST|PARAMETERS?|BODY|PAYLOAD)|UNPROCESSABLE_ENTITY|CONFLICT|ALREADY_EXISTS|BAD_REQUEST|BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED|INVALID_ARGUMENT|invalid_request(?:_error)?)"|\bBAD_USER_INPUT\b|GRAPHQL_VALIDATION_FAILED|Cannot query field ['"\\]|Unknown argument ['"\\]\S{1,80} on field|PersistedQueryNotFound|ActionController::ParameterMissing|ActionController::BadRequest|param is missing or the value is empty|"?code"?: ?-3260[02]|The \w{3,7} method is not supported for (?:this )?route|An error occurred \((?:ValidationException|InvalidParameter\w{0,20}|MalformedInput|InvalidRequest\w{0,20})\)|(?:request|payload|input) validation (?:failed|error)|Validation failed for argument|request body (?:is |was )?(?:invalid|missing|too large|malformed|required)|invalid (?:request (?:body|payload|parameters?|format)|JSON payload received)|Malformed(?:Request|Input|QueryString)\w{0,12}|"loc": ?\["(?:body|query|path|header|cookie)"|SOAP-ENV:Client|soap:Client/u,
    unless: /extract(?:ing)? (?:the )?response|RestClientException|DecodingException|nginx: \[|terraform|kubectl|helm/u,
  },
];
