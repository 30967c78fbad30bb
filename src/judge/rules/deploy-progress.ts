// Another deploy, rollout or change of the infrastructure holds the target, and the text says so.
import type { Rule } from "./rule.ts";

/** Why a lock could not even be asked for: then nobody needs to hold it. */
const NOT_ASKED =
  /AccessDenied|not authorized|\b40[13]\b|Forbidden|Unauthori[sz]ed|permission|ResourceNotFoundException|NoSuchBucket|bucket doesn't exist|no such host|connection refused|i\/o timeout|Expired|InvalidClientTokenId|x509|read-only file system/iu;

/** Drivers of data stores speak of commands of their own; browsers and radios do so too. */
const NO_DEPLOY = /asyncpg|psycopg|Npgsql|InterfaceError|DbContext|cannot perform operation|bluetooth|\bGATT\b/iu;

/** Words that a page or a test shows, not the platform. */
const SHOWN =
  /\bexpect(?:ed|ing)?\b|\bassert|\blocator\b|\bgetBy[A-Z]\w{2,20}|\btoHave|\btoBe|unable to (?:find|locate)|should (?:show|see|display|return|be)\b|\bno (?:other |active )?(?:deploy|rollout|release)/iu;

export const DEPLOY_PROGRESS: readonly Rule[] = [
  {
    id: "deploy-progress/helm",
    class: "deploy.in-progress",
    confidence: "certain",
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/iu,
  },
  {
    // Terraform and OpenTofu; the backends of Terraform word it each in their own way.
    id: "deploy-progress/state-lock",
    class: "deploy.in-progress",
    confidence: "certain",
    pattern:
      /Error (?:acquiring|locking) (?:the |remote )?state\b|Error locking (?:state|destination state|workspace)|\bstate (?:blob |file )?is already locked|\bworkspace (?:is )?(?:already )?locked/iu,
    unless: NOT_ASKED,
  },
  {
    id: "deploy-progress/pulumi",
    class: "deploy.in-progress",
    confidence: "certain",
    pattern: /the stack is currently locked by \d|another update is currently in progress/iu,
  },
  {
    // CloudFormation, and all that deploys with it: CDK, SAM, Serverless Framework.
    id: "deploy-progress/stack",
    class: "deploy.in-progress",
    confidence: "certain",
    pattern:
      /_IN_PROGRESS(?: state)?,? (?:and |so )?(?:it )?can ?(?:not|'t) be\b|(?:currently|still|already) in (?:the )?[A-Z_]{3,40}_IN_PROGRESS\b|\bOperationInProgress(?:Exception)?\b|state: ['"]?OPERATION_IN_PROGRESS/u,
  },
  {
    // Lambda, CodeDeploy, Elastic Beanstalk, EKS, ECS, Auto Scaling, API Gateway, S3.
    id: "deploy-progress/aws",
    class: "deploy.in-progress",
    confidence: "certain",
    pattern:
      /\bResourceConflictException\b[^\n]{0,200}(?:in progress|following state: ['"]?Pending|is being)|\ban update is in progress for resource|already has an active deployment|invalid state for this operation\. Must be Ready|operation is currently in progress against|service that is still Draining|\b(?:InstanceRefreshInProgress|ScalingActivityInProgress|UpdateInProgressException|ConcurrentUpdateException)\b|due to concurrent modification|\bResourceInUse(?:Exception|Fault)?\b[^\n]{0,200}(?:is being |in progress)|currently has (?:an? )?update[^\n]{0,60} in progress/iu,
  },
  {
    // Resource Manager, AKS, Container Apps, App Service.
    id: "deploy-progress/azure",
    class: "deploy.in-progress",
    confidence: "certain",
    pattern:
      /\bDeploymentActive\b|\b\w{0,40}OperationInProgress\b|\bResourceGroupBeingDeleted\b|\bRetryableErrorDueToAnotherOperation\b|there is (?:an active|a) provisioning operation in progress|deployment from '[^'\n]{1,80}' is still active|in deprovisioning state and cannot|Conflict \(CODE: 409\)|Resource is in (?:Updating|Creating|Deleting|Upgrading) state|operation conflicts with the pending '|there(?:'s| is) an in[- ]progress [\w ]{1,60} operation/iu,
  },
  {
    // GKE, App Engine, Cloud Run, Cloud Functions, Deployment Manager.
    id: "deploy-progress/google",
    class: "deploy.in-progress",
    confidence: "certain",
    pattern:
      /is currently (?:creating|upgrading|updating|repairing|auto-repairing|deleting|reconciling|resizing)[^\n]{0,60}(?:cluster|node ?pool)|an operation is already in progress for|is the subject of a conflict|\bABORTED: Conflict\b|Conflict for resource '|has an ongoing conflicting operation|unable to queue the operation|An operation on function [^\n]{1,200} is already in progress|another operation was already in progress|running incompatible operation/iu,
  },
  {
    // Two writers of one object; a namespace or object that is on its way out.
    id: "deploy-progress/kubernetes",
    class: "deploy.in-progress",
    confidence: "certain",
    pattern:
      /the object has been modified; please apply|(?:namespace|content in namespace) [^\n]{0,120}is being terminated|object is being deleted: /iu,
    // Controllers write it into their events all the time; what was waited for in vain says more.
    unless: /timed out waiting for the condition|probe (?:failed|errored)|\bFailedToUpdate\w{3,30}/u,
    // What is gone then does not come back by itself.
    finding: ([said]) => (said.startsWith("the object") ? {} : { transient: "either" }),
  },
  {
    // Fly.io, Kamal, Deployer, Cloud Foundry, BOSH, OpenShift, GitHub Pages, Swarm, WildFly.
    id: "deploy-progress/platforms",
    class: "deploy.in-progress",
    confidence: "certain",
    pattern:
      /\blease (?:is )?(?:currently|already) held\b|failed to (?:acquire|obtain|get) (?:a )?lease\b|\bDeploy lock(?:ed by| found)|while a deployment is in flight|Only one build can be STAGING at a time|Failed to acquire lock for lock:deployment| is already in progress \((?:Running|Pending|New)\)|due to in progress deployment|\bupdate out of sequence\b|System boot is in process|\bActionInProgress\b|already has an action \(\w{3,20}\) in progress|is immutable and cannot be updated|operation for service (?:instance|binding) [^\n]{1,120} is in progress/iu,
  },
  {
    // Rails, Knex, Liquibase, Flyway.
    id: "deploy-progress/migration",
    class: "deploy.in-progress",
    confidence: "probable",
    pattern:
      /another migration process is currently running|Migration table is already locked|(?:could not acquire|waiting for) change ?log lock/iu,
  },
  {
    // The words of many tools.
    id: "deploy-progress/another",
    class: "deploy.in-progress",
    confidence: "probable",
    pattern:
      /\banother (?:[\w-]{1,20} ){0,2}(?:deployment|deploy|operation|update|build|release|rollout|upgrade|migration|apply)(?: \([^()\n]{1,60}\))? (?:process )?(?:is|was) (?:already |currently |still )?(?:in progress|in process|running|ongoing|active|under ?way|being (?:performed|executed|processed))|\b(?:has|have) (?:already |currently )?(?:an? |another )?(?:running|active|pending|ongoing|in-progress) (?:deployment|deploy|rollout|build|release|upgrade)\b|\blocked by (?:an?other|a running) (?:deployment|deploy|job|pipeline|operation|run)\b|\bthere(?: is|'s) (?:already |currently )?(?:an?|another) (?:[\w-]{1,20} ){0,2}(?:deployment|deploy|build|release|rollout|upgrade) (?:already |currently |still )?(?:in progress|running|active|ongoing)|\b(?:deployment|deploy|rollout|upgrade|release) (?:is )?(?:already|still) (?:in progress|running)\b|\b(?:deploy(?:s|ment|ments)?|environment|stage) (?:to |of )?(?:[\w./:'"-]{1,60} )?(?:is|are) (?:currently )?locked by\b/iu,
    unless: NO_DEPLOY,
  },
  {
    id: "deploy-progress/being-changed",
    class: "deploy.in-progress",
    confidence: "probable",
    pattern:
      /\b(?:cluster|stack|function|resource|service|environment|node ?group|instance|application|app|deployment|gateway|site|system|server|backend|API) (?:[\w./:'"-]{1,80} )?(?:is|are) (?:currently |now |still |temporarily )?being (?:(?:re)?deployed|created|updated|upgraded|modified|deleted|provisioned|rolled out)\b|\b(?:is|are) (?:currently|already|still) being (?:re)?deployed\b/iu,
    unless: SHOWN,
  },
];

/** What a body or a note says of it in plain words; asked after all other rules of deploys. */
export const DEPLOY_PROGRESS_WORDS: readonly Rule[] = [
  {
    id: "deploy-progress/words",
    class: "deploy.in-progress",
    confidence: "probable",
    pattern:
      /\b(?:(?:re)?deploy(?:ment)?|roll-?out|rolling (?:update|restart|upgrade)|release|(?:cluster|infrastructure|stack) (?:change|update|upgrade)) (?:of [\w./:-]{1,80} )?(?:to [\w./:-]{1,80} )?(?:is |are |was )?(?:still |currently )?(?:in[- ]progress|under ?way|ongoing)\b|\b(?:we(?:'re| are)|currently) (?:currently )?(?:re)?deploying\b|\bdeploying (?:a |the )?new version\b/iu,
    unless: SHOWN,
  },
  {
    // kubectl and oc, while they watch; what comes of it they say in another line.
    id: "deploy-progress/watched",
    class: "deploy.in-progress",
    confidence: "possible",
    pattern: /Waiting for (?:\S{1,40} "[^"\n]{1,200}" )?rollout to finish/iu,
  },
];
