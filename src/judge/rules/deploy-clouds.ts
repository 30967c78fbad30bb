// What the clouds answer when they refuse a change, by their registered codes: AWS, Azure, Google Cloud and hosters.
import type { Rule } from "./rule.ts";

/** Operations on data, which services and tests call themselves: their refusals are no deploy's. */
const DATA_CALL = String.raw`(?:(?:Get|Head|Select)Object\w{0,20}|HeadBucket|ListObjects(?:V2)?|(?:Put|Get|Update|Delete)Item|Query|Scan|Batch\w{2,30}|Transact\w{2,30}|SendMessage\w{0,10}|ReceiveMessage|DeleteMessage\w{0,10}|Publish\w{0,10}|Invoke\w{0,30}|Converse\w{0,20}|GetSecretValue|GetParameters?\w{0,10}|Decrypt|Encrypt|GenerateDataKey\w{0,20}|(?:Put|Get)Records?|SendEmail|SendRawEmail|\w{0,10}InitiateAuth|\w{0,10}ConfirmSignUp|SignUp|StartExecution|StartQueryExecution|DetectText|Search\w{0,20})`;
const DATA_ACTION = String.raw`(?:s3:(?:Get|List|Head)\w{1,40}|dynamodb:(?:Get|Put|Update|Delete)Item|dynamodb:(?:Query|Scan|Batch\w{1,30})|sqs:\w{1,40}Messages?\w{0,20}|sns:Publish|secretsmanager:GetSecretValue|ssm:GetParameter\w{0,20}|kms:(?:Decrypt|Encrypt|GenerateDataKey\w{0,20})|bedrock:\w{1,40}|lambda:InvokeFunction|execute-api:\w{1,20}|ses:Send\w{1,20}|es:ESHttp\w{1,10}|cognito-idp:\w{1,40})`;

export const DEPLOY_CLOUDS: readonly Rule[] = [
  {
    // AWS: the account or role that deploys may not do this.
    id: "deploy-clouds/aws-denied",
    class: "deploy.rejected",
    confidence: "certain",
    pattern: new RegExp(
      String.raw`\((?:AccessDenied\w{0,20}|UnauthorizedOperation|NotAuthorized|AuthorizationError|AuthorizationErrorException|UnauthorizedException|Client\.UnauthorizedOperation|InsufficientPrivilegesException)\) when calling the (?!${DATA_CALL} operation)|is\s{1,4}not\s{1,4}authorized\s{1,4}to\s{1,4}perform:?\s{1,4}(?!${DATA_ACTION}\b)[\w-]{2,40}:\w{2,60}|Not authorized to perform sts:AssumeRole|\bUnauthorizedOperation: |\bAccessDenied(?:Exception)?: User: {0,2}(?:\n|arn:)(?![^\n]{0,300}${DATA_ACTION}\b)|api error (?:AccessDenied|UnauthorizedOperation)\w{0,20}:`,
      "iu",
    ),
    unless:
      /botocore\.exceptions\.ClientError: An error occurred \(AccessDenied\w{0,10}\) when calling the (?:PutObject|DeleteObject|ListBuckets|CopyObject) operation/iu,
  },
  {
    // CloudFormation: the state of the stack, the template, and what the account did not allow.
    id: "deploy-clouds/stack",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /\b[A-Z_]{3,40}_(?:COMPLETE|FAILED) state and can ?not be|No updates are to be performed|Template format error|Template validation error|Unresolved resource dependencies|[Rr]equires capabilities ?:|\bInsufficientCapabilities\w{0,20}|cannot be (?:updated|deleted|removed) as it(?: i|')s in use by|Has the environment been bootstrapped|Failed to create changeset|Resource handler returned message: \\?"|CloudFormation template is invalid|Transform AWS::\S{1,80} failed with/u,
    unless: /did not stabilize|NotStabilized|Exceeded attempts to wait|InternalFailure|ServiceInternalError/u,
  },
  {
    // The other codes of AWS by which a call that changes something is refused.
    id: "deploy-clouds/aws-refused",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /\((?:Validation(?:Error|Exception)|Invalid\w{1,60}|Malformed\w{1,60}|MissingParameter\w{0,20}|\w{0,40}AlreadyExists\w{0,20}|EntityAlreadyExists|BucketAlreadyOwnedByYou|\w{1,40}NotFound(?:Exception|Fault)?|NoSuch(?:Entity|Bucket|HostedZone|Distribution)\w{0,20}|ResourceInUse\w{0,20}|DeleteConflict|DependencyViolation|UnsupportedOperation\w{0,20}|ClientException|PlatformUnknownException|BadRequestException|ClusterNotFoundException|ServiceNotActiveException|OperationNotPermitted\w{0,20}|InsufficientCapabilities\w{0,20}|ResourceConflictException|ConflictException|InvalidRequest)\) when calling the (?:Create|Update|Delete|Put(?!Item|Record|Object|Events)|Register|Deregister|Deploy|Run|Start(?!Query|Execution)|Stop|Terminate|Modify|Attach|Detach|Associate|Add|Remove|Set|Tag|Import|Restore|Describe(?!Table|Stream)|ExecuteChangeSet|Allocate|Authorize|Publish(?:LayerVersion|Version)|ValidateTemplate|PutImage|Initiate|Upgrade|Rollback|PutBucket)\w{0,60} operation|\bapi error (?:Validation(?:Error|Exception)|Invalid\w{1,60}|Malformed\w{1,60}|\w{1,40}AlreadyExists\w{0,20}|EntityAlreadyExists|DependencyViolation|DeleteConflict): /u,
    unless:
      /\((?:Invalid(?:ClientTokenId|AccessKeyId|Signature\w{0,20}|Token\w{0,20}|IdentityToken\w{0,20}))\)|api error Invalid(?:ClientTokenId|AccessKeyId|IdentityToken)/u,
  },
  {
    // The same codes from the Go and Java clients: Terraform and Jenkins.
    id: "deploy-clouds/aws-clients",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /^[\s│|╷>*]{0,8}Error: (?:[Ee]rror )?(?:[Cc]reating|[Uu]pdating|[Dd]eleting|[Pp]utting|[Mm]odifying|[Rr]egistering|[Aa]ttaching|[Aa]ssociating|[Aa]dding|[Ss]etting|[Ww]aiting|[Ll]aunching|[Rr]eading)\b[^\n]{0,300}: (?:Invalid(?!ClientTokenId|AccessKeyId|Token|IdentityToken|Signature)\w{1,60}|Validation(?:Error|Exception)|Malformed\w{1,60}|AccessDenied\w{0,20}|UnauthorizedOperation|\w{1,40}AlreadyExists\w{0,20}|BucketAlreadyOwnedByYou|DependencyViolation|DeleteConflict|\w{1,30}NotEmpty(?:Exception)?|ResourceInUse\w{0,20}|ClientException|BadRequestException|ConflictException|OperationNotPermitted\w{0,20}|NoSuch(?:Entity|Bucket)): |\(Service: (?:Amazon|AWS)?(?:CloudFormation|ECS|Ecs|EC2|Ec2|ECR|Ecr|EKS|Eks|Lambda|IdentityManagement|Iam|ElasticLoadBalancing(?:V2|v2)?|AutoScaling|RDS|Rds|CodeDeploy|CodePipeline|ElasticBeanstalk|AppRunner|Route53|CloudFront|ApiGateway(?:V2)?)[;,] Status Code: 4(?!29)\d\d/mu,
    unless:
      /Throttling|RequestLimitExceeded|ExpiredToken|SignatureDoesNotMatch|UnrecognizedClient|InvalidClientTokenId|AuthFailure|did not stabilize|NotStabilized/u,
  },
  {
    // Resource Manager; the codes are its own, whatever the tool around them.
    id: "deploy-clouds/azure",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /\b(?:Linked)?AuthorizationFailed\b|\bRequestDisallowedByPolicy\b|\bInvalidTemplate(?:Deployment)?\b|\bScopeLocked\b|\bMissingSubscriptionRegistration\b|\bNoRegisteredProviderFound\b|\bRoleAssignment(?:Exists|UpdateNotPermitted|NotFound)\b|\bLocationNotAvailableForResourceType\b|\bInvalidResource(?:Reference|Location|Namespace)\b|\bParentResourceNotFound\b|\bThe [Rr]esource 'Microsoft\.[\w./-]{1,200}' under resource group|\bResourceGroupNotFound\b|\b(?:StorageAccount|AccountName|DnsRecordIn|Name)AlreadyTaken\b|\bPropertyChangeNotAllowed\b|\bFlagMustBeSetForRestore\b|\bVaultAlreadyExists\b|\bMarketplacePurchaseEligibilityFailed\b|\b(?:AgentPool)?K8sVersionNotSupported\b|does not have authorization to perform action|\bLinkedInvalidPropertyId\b|\bCode="(?:Conflict|BadRequest|Forbidden|Invalid\w{1,40}|\w{1,40}NotFound|\w{1,40}NotAllowed)" Message="|(?:ERROR: |##\[error\])\(?(?:BadRequest|Conflict|Forbidden|InvalidRequestContent|InvalidParameter)(?:\) |: )/u,
  },
  {
    id: "deploy-clouds/bicep",
    class: "deploy.rejected",
    confidence: "certain",
    pattern: /\bError BCP\d{3}\b/iu,
  },
  {
    // Azure Pipelines and the actions for App Service.
    id: "deploy-clouds/azure-tasks",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /Publish profile is invalid for app-name|Resource should exist before deployment|has not been authorized for use|Failed to get resource ID for resource type/iu,
  },
  {
    // gcloud names the command that failed, then the canonical code or the answer of the API.
    id: "deploy-clouds/gcloud",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /\(gcloud\.[\w.-]{1,80}\) [^\n]{0,200}?(?:\bPERMISSION_DENIED\b|\bINVALID_ARGUMENT\b|\bFAILED_PRECONDITION\b|\bNOT_FOUND\b|\bALREADY_EXISTS\b|\bOUT_OF_RANGE\b|does not have permission|code=(?:400|403|404|409)\b|HTTPError 40[0349]|Required '[\w.]{1,80}' permission|Permission '[\w.]{1,80}' denied|[Pp]ermission denied|\b403\b|already exists|does not exist|is not found|is forbidden|was not found|\bnot found\b|Invalid value|is invalid)/u,
    unless: /UNAUTHENTICATED|invalid authentication credentials|invalid_grant|refreshing your current auth/u,
  },
  {
    // Service accounts that nobody may act as, and permissions of the control plane, by name.
    id: "deploy-clouds/google-permission",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /\bactAs\b|do(?:es)? not have permission to act as|[Pp]ermission ["']?(?:iam|run|container|cloudbuild|artifactregistry|compute|storage\.buckets|appengine|cloudfunctions|resourcemanager|serviceusage|deploymentmanager|firebasehosting|firebase|dns|cloudsql)\.[\w.]{1,80}["']? denied|Required ["'][\w.]{1,80}["'] permission for ["']projects\/|rejected by the attribute condition|Permission denied on secret: |\bdenied: (?:installation not allowed to|permission_denied: )|Missing permissions required for functions deploy|Failed to get Firebase project|must be on the Blaze \(pay-as-you-go\) plan|(?:gcloud\.|googleapi: Error 403|HTTP Error: 403)[^\n]{0,200}API has not been used in project/iu,
    unless: /generativelanguage|aiplatform|UNAUTHENTICATED/iu,
  },
  {
    // The Go client of Google as Terraform prints it.
    id: "deploy-clouds/googleapi",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /\bError:? (?:[Ee]rror )?(?:[Cc]reating|[Uu]pdating|[Dd]eleting|[Ww]aiting|[Ss]etting|[Ww]hen|[Rr]etrieving|[Aa]pplying)[^\n]{0,300}googleapi: Error 40[0349]/u,
  },
  {
    // Firebase, Cloudflare, Heroku, Cloud Foundry, Fly.io, Vercel.
    id: "deploy-clouds/hosters",
    class: "deploy.rejected",
    confidence: "certain",
    pattern:
      /Server error, status code: 4(?:00|03|04|09|22), error code: \d(?![^\n]{0,80}[Ss]tag(?:ing|er) )|A request to the Cloudflare API \([^\n]{1,300}\) failed|\[code: 10\d{3}\]|Couldn't find that app|You do not have access to the app|\bCF-NotAuthorized\b|The (?:route \S{1,200} is already in use|host is taken)|[Nn]ot authorized to deploy this app|Could not find App "|\bHTTP Error: 40[03], (?:The caller does not have permission|Permission '|[\w ]{1,40} API has not been used|Billing account|Validation failed for trigger)|(?:Serverless|Edge) Function "[^"\n]{1,200}" [^\n]{0,60}exceeds the maximum size limit|Unzipped size must be smaller than/u,
  },
];

/** Weak words, asked when no other rule knows the text. */
export const DEPLOY_CLOUD_WORDS: readonly Rule[] = [
  {
    id: "deploy-clouds/stack-failed",
    class: "deploy.rejected",
    confidence: "possible",
    pattern:
      /\b(?:CREATE|UPDATE|DELETE)_FAILED\b|\b(?:UPDATE_)?ROLLBACK_(?:COMPLETE|FAILED)\b|\bDeploymentFailed\b|At least one resource deployment operation failed/u,
  },
  {
    id: "deploy-clouds/gcloud-failed",
    class: "deploy.rejected",
    confidence: "possible",
    pattern:
      /ERROR: \(gcloud\.[\w.-]{1,80}\)|google-github-actions\/[\w-]{1,60} failed with: |already exists under Gen \d environment/u,
    unless:
      /UNAUTHENTICATED|authentication|invalid_grant|auth tokens|active account|UNAVAILABLE|DEADLINE_EXCEEDED|INTERNAL\b|code=1\d\b|\[13\]|internal error/u,
  },
];
