import { example, type Example } from "../example.ts";

const busy = (rule: string, text: string): Example =>
  example(`deploy-progress/${rule}`, "deploy.in-progress", "yes", text);

export const EXAMPLES: readonly Example[] = [
  busy("helm", "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress"),
  busy(
    "state-lock",
    `╷
│ Error: Error acquiring the state lock
│
│ Error message: ConditionalCheckFailedException: The conditional request failed
│ Lock Info:
│   ID:        7c1f4a52-0f0e-93a2-7c1f-2a4b6c8d0e1f
│   Operation: OperationTypeApply`,
  ),
  busy("state-lock", "Error: Error locking state: Error acquiring the state lock: state blob is already locked"),
  busy("state-lock", "Error: workspace already locked (lock id: shop/staging)"),
  busy("pulumi", "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end"),
  busy("pulumi", "error: [409] Conflict: Another update is currently in progress."),
  busy(
    "stack",
    "An error occurred (ValidationError) when calling the UpdateStack operation: Stack:arn:aws:cloudformation:eu-west-1:123456789012:stack/orders/1a2b is in UPDATE_IN_PROGRESS state and can not be updated.",
  ),
  busy("stack", "An error occurred (OperationInProgressException) when calling the DeleteStackSet operation: busy"),
  busy(
    "aws",
    "An error occurred (ResourceConflictException) when calling the UpdateFunctionCode operation: The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:eu-west-1:123456789012:function:orders",
  ),
  busy(
    "aws",
    "InvalidParameterValue: Environment named shop-staging is in an invalid state for this operation. Must be Ready.",
  ),
  busy(
    "aws",
    "An error occurred (DeploymentLimitExceededException) when calling the CreateDeployment operation: The Deployment Group 'shop' already has an active Deployment 'd-ABCDEF123'.",
  ),
  busy(
    "azure",
    '{"code":"DeploymentActive","message":"The deployment with resource id \'/subscriptions/0/shop\' cannot be saved, because this would overwrite an existing deployment which is still active."}',
  ),
  busy("azure", '{"code":"ManagedEnvironmentOperationInProgress","message":"Cannot modify environment shop-env"}'),
  busy("azure", "Error: Failed to deploy web package to App Service.\nError: Conflict (CODE: 409)"),
  busy(
    "google",
    "ERROR: (gcloud.container.clusters.upgrade) Operation [operation-17] is currently upgrading cluster shop. Please wait and try again once it is done.",
  ),
  busy(
    "google",
    "ERROR: (gcloud.app.deploy) ABORTED: Cannot operate on apps/shop/services/default because an operation is already in progress for apps/shop/services/default by 4f2a.",
  ),
  busy(
    "google",
    "ERROR: (gcloud.run.deploy) ABORTED: Conflict for resource 'shop': version '17' was specified but current version is '18'.",
  ),
  busy("google", "Error: HTTP Error: 409, unable to queue the operation"),
  busy(
    "kubernetes",
    'Error from server (Conflict): Operation cannot be fulfilled on deployments.apps "shop": the object has been modified; please apply your changes to the latest version and try again',
  ),
  example(
    "deploy-progress/kubernetes",
    "deploy.in-progress",
    "either",
    'Error from server (Forbidden): error when creating "shop.yaml": deployments.apps "shop" is forbidden: unable to create new content in namespace review-7 because it is being terminated',
  ),
  busy("platforms", "Error: failed to acquire lease: machine 148e2 lease currently held by 5f3a, expires at 12:01"),
  busy("platforms", "ERROR (Kamal::Cli::LockError): Deploy lock found. Run 'kamal lock help' for more information"),
  busy("platforms", "error: #7 is already in progress (Running).\nOptionally, you can cancel this deployment."),
  busy("platforms", "Cannot scale this process while a deployment is in flight."),
  busy(
    "migration",
    "ActiveRecord::ConcurrentMigrationError: Cannot run migrations because another migration process is currently running.",
  ),
  busy(
    "another",
    "ERROR: (OperationNotAllowed) Operation is not allowed: Another agentpool operation (nodepool1 - Updating) is in progress, please wait for it to finish before starting a new operation.",
  ),
  busy("another", "There is a deployment currently in progress. Please try again when it completes."),
  busy("another", "rpc error: code = FailedPrecondition desc = another operation is already in progress"),
  busy("being-changed", "The staging environment is currently being deployed, please come back in a few minutes."),
  busy("words", "GET /api/orders answered 503 while the deployment is in progress"),
  busy("words", "Rolling update of shop-api is in progress"),
  busy("words", "HTTP 503: Deploying a new version, please wait"),
  busy("another", "Deploy to staging is locked by jenkins"),
  busy("watched", 'Waiting for deployment "shop" rollout to finish: 1 of 3 updated replicas are available...'),

  // The lock could not be asked for.
  example(
    "deploy-clouds/aws-denied",
    "deploy.rejected",
    "no",
    "Error: Error acquiring the state lock\nError message: operation error DynamoDB: PutItem, https response error StatusCode: 400, api error AccessDeniedException: User: arn:aws:iam::123456789012:user/ci is not authorized to perform: dynamodb:DescribeTable",
  ),
  // The stack stands still; that it is what it is has to be mended.
  example(
    "deploy-clouds/stack",
    "deploy.rejected",
    "no",
    "An error occurred (ValidationError) when calling the UpdateStack operation: Stack:arn:aws:cloudformation:eu-west-1:123456789012:stack/orders/1a2b is in ROLLBACK_COMPLETE state and can not be updated.",
  ),
  busy(
    "azure",
    "The 'Preparing package' operation conflicts with the pending 'Performing deployment' operation started at 10:00. Please retry operation later.",
  ),
  busy("platforms", "ActionInProgress: Stack shop already has an action (UPDATE) in progress."),
  busy("another", '> RESPONSE 409: 409 Conflict\n> {\n>   "message": "Another operation is in progress"\n> }'),
  busy("another", "the app shop has a running deployment, wait for it to finish"),
  busy("being-changed", "release 7 of shop is currently being deployed"),
];
