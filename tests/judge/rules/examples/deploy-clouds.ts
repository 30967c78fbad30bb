import { example, type Example } from "../example.ts";

const refused = (rule: string, text: string): Example =>
  example(`deploy-clouds/${rule}`, "deploy.rejected", "no", text);

export const EXAMPLES: readonly Example[] = [
  refused(
    "aws-denied",
    "An error occurred (AccessDeniedException) when calling the RegisterTaskDefinition operation: User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecs:RegisterTaskDefinition on resource: *",
  ),
  refused(
    "aws-denied",
    "Shop failed: AccessDenied: User: arn:aws:sts::123456789012:assumed-role/ci is not\nauthorized to perform: iam:PassRole on resource: role/api",
  ),
  refused(
    "aws-denied",
    "Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity",
  ),
  refused(
    "stack",
    "An error occurred (ValidationError) when calling the UpdateStack operation: No updates are to be performed.",
  ),
  refused(
    "stack",
    'CREATE_FAILED AWS::S3::Bucket Assets Resource handler returned message: "shop-assets already exists"',
  ),
  refused(
    "aws-refused",
    "An error occurred (InvalidParameterException) when calling the UpdateService operation: The target group does not have an associated load balancer.",
  ),
  refused(
    "azure",
    "(AuthorizationFailed) The client 'ci' with object id '1a2b' does not have authorization to perform action 'Microsoft.Web/sites/write' over scope '/subscriptions/0'",
  ),
  refused(
    "azure",
    "ERROR: InvalidTemplateDeployment - The template deployment 'main' is not valid according to the validation procedure.",
  ),
  refused(
    "aws-clients",
    "Error: error creating Lambda Function (1): InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.",
  ),
  refused(
    "aws-clients",
    "Stack [shop] already exists (Service: AmazonCloudFormation; Status Code: 400; Error Code: AlreadyExistsException; Request ID: 1a2b)",
  ),
  refused(
    "bicep",
    'main.bicep(12,5) : Error BCP035: The specified "resource" declaration is missing the following required properties: "location".',
  ),
  refused("azure-tasks", "Error: Publish profile is invalid for app-name and slot-name provided."),
  refused("gcloud", "ERROR: (gcloud.run.deploy) PERMISSION_DENIED: Permission 'run.services.get' denied on resource"),
  refused(
    "gcloud",
    "ERROR: (gcloud.container.clusters.get-credentials) ResponseError: code=404, message=Not found: projects/shop/zones/europe-west1-b/clusters/staging.",
  ),
  refused(
    "google-permission",
    "Error: Missing permissions required for functions deploy. You must have permission iam.serviceAccounts.ActAs on service account shop@appspot.gserviceaccount.com.",
  ),
  refused(
    "google-permission",
    "Permission 'iam.serviceaccounts.actAs' denied on service account shop@shop.iam.gserviceaccount.com",
  ),
  refused(
    "googleapi",
    "Error: Error creating Service: googleapi: Error 409: Resource 'api' already exists., alreadyExists",
  ),
  refused(
    "hosters",
    "A request to the Cloudflare API (/accounts/1a2b/workers/scripts/shop) failed.\n  Your Worker failed validation [code: 10021]",
  ),
  refused("hosters", " ▸    Couldn't find that app."),
  refused("stack-failed", "UPDATE_FAILED  AWS::Lambda::Function  Api"),
  refused("gcloud-failed", "ERROR: (gcloud.deploy.releases.create) the pipeline has no targets"),

  // The service's own call on data: no deploy's refusal.
  example(
    "none",
    "unknown",
    "either",
    "An error occurred (ConditionalCheckFailedException) when calling the PutItem operation: The conditional request failed",
  ),
];
