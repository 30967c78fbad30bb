// The platform has no room: nodes that are full, machines that are out of stock, quotas that are used up.
import { lineOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const DEPLOY_CAPACITY: readonly Rule[] = [
  {
    // The scheduler of Kubernetes, of all its versions, and the kubelet that turns a pod away.
    id: "deploy-capacity/scheduler",
    class: "deploy.capacity",
    confidence: "certain",
    pattern:
      /\b\d{1,6}\/\d{1,6} nodes are available|[Nn]o nodes (?:are )?available (?:that match|to schedule)|\bFailedScheduling\b|\b\d{1,6} Insufficient [a-z]|\bInsufficient (?:cpu|CPU|pods|ephemeral-storage|nvidia\.com\/gpu|memory \(\d)|\bUnschedulable\b|node\(s\) were unschedulable|\bOutOf(?:cpu|memory|pods|ephemeral-storage)\b|pod didn't trigger scale-up|Node didn't have enough (?:resource|capacity)|pod has unbound (?:immediate )?PersistentVolumeClaims|Could not schedule pod, |no instance type (?:satisfied|met|which met) |all available instance types exceed limits|max node group size reached|\b(?:could not|cannot|unable to) (?:be )?scheduled?\b[^\n]{0,80}\binsufficient\b/u,
  },
  {
    id: "deploy-capacity/namespace-quota",
    class: "deploy.capacity",
    confidence: "certain",
    transient: "no",
    pattern: /\bexceeded quota(?:: \S|\s{0,4}$)/imu,
  },
  {
    id: "deploy-capacity/stock-out",
    class: "deploy.capacity",
    confidence: "certain",
    transient: "yes",
    pattern:
      /\bInsufficient(?:\w{0,30})?Capacity(?:Exception|Fault|Error)?\b|\b(?:UnfulfillableCapacity|CapacityNotAvailable|CapacityUnavailable)(?:Exception|Error)?\b|\b(?:ZONE_)?RESOURCE_POOL_EXHAUSTED|\bGCE_STOCKOUT\b|does not have enough resources available to fulfil|\b(?:Zonal)?AllocationFailed\b|\bOverconstrained(?:Zonal)?AllocationRequest\b|capacity is unavailable at this time|not (?:currently )?have sufficient (?:\S{1,60} )?capacity|n't currently have sufficient capacity|could not reserve resource for machine|insufficient (?:memory|CPUs?|resources) available to fulfil|out of (?:host )?capacity\b/iu,
  },
  {
    // ECS, Nomad, Swarm, Cloud Foundry, and nodes that throw out what they run.
    id: "deploy-capacity/cluster",
    class: "deploy.capacity",
    confidence: "certain",
    pattern:
      /unable to place a task|\bRESOURCE:(?:MEMORY|CPU|ENI|PORTS|GPU)\b|No Container Instances were found in your (?:cluster|capacity)|failed to place (?:all|\d{1,6}) allocations?|Resources exhausted on \d|Dimension "?[\w :-]{1,40}"? exhausted on|no suitable node \(|no available stagers|no resources available to schedule container|\bInsufficientResources\b|insufficient resources(?::| on \d| in (?:the )?cluster| to (?:create|launch|start|schedule|allocate|place)\b)|found no compatible cell|The node was low on resource/iu,
  },
  {
    id: "deploy-capacity/addresses",
    class: "deploy.capacity",
    confidence: "certain",
    pattern:
      /failed to assign an IP address to container|\bInsufficientFreeAddresses\w{0,20}|(?:not enough|insufficient|no) free IP addresses|\bSubnetIsFull\b|\bInsufficientSubnetIPs\b|\bIP_SPACE_EXHAUSTED\w{0,20}|\bIPsExhausted\b/iu,
  },
  {
    // Quotas that platforms count by the minute are over in a minute; those of models and sheets are no deploy's.
    id: "deploy-capacity/metric",
    class: "deploy.capacity",
    confidence: "certain",
    pattern:
      /Quota (?:exceeded for quota|limit) (?=[^\n]{0,240}\b(?:compute|container|run|cloudbuild|cloudfunctions|appengine|artifactregistry|containerregistry|cloudresourcemanager|iam|iamcredentials|servicemanagement|serviceusage|deploymentmanager|firebasehosting|sqladmin|dns)\.googleapis\.com)[^\n]{1,240}/iu,
    finding: (match) => ({
      transient: /\bper (?:minute|second|100 ?seconds)\b|PerMinute|PerSecond/iu.test(lineOf(match)) ? "yes" : "no",
    }),
  },
  {
    // Compute Engine, Azure and Cloud Foundry name what is used up.
    id: "deploy-capacity/quota",
    class: "deploy.capacity",
    confidence: "certain",
    transient: "no",
    pattern:
      /\bQuota '[\w-]{1,80}' exceeded|\b(?:GCE_)?QUOTA_EXCEEDED\b|[Ii]nsufficient regional quota|\b(?:Resource|Deployment|Cores|Sku|Core)?QuotaExceeded\b|\b\w{0,30}SubscriptionIsOverQuota\w{0,20}|\bInsufficientQuota\b|exceeding approved [\w .-]{1,60}[Qq]uota|\b\w{2,40}CountLimitReached\b|\bQuota violated\b|following quotas were exceeded|may not have more than \d{1,5} (?:versions|services|modules)|(?:exceeded|reached|hit) the maximum number of (?:deployments|projects|apps|applications|environments|services|instances|machines|clusters|sites|functions)|exceeded your (?:organization|space)'s [a-z]{3,20} limit|more vCPU capacity than your current|[Mm]aximum number of (?:VPCs|addresses|internet gateways|load balancers|clusters|security groups|instances|services|functions|stacks|volumes|repositories) has been reached/u,
    unless: /\b(?:insufficient_quota|openai|gemini|generativelanguage|anthropic|vertex)\b/iu,
  },
  {
    // The codes of AWS for what an account may have at most.
    id: "deploy-capacity/aws-limit",
    class: "deploy.capacity",
    confidence: "certain",
    transient: "no",
    pattern:
      /\b(?:Vcpu|Instance|Address|Volume|Vpc|Subnet|NatGateway|NetworkInterface|SecurityGroup(?:s|Rules)?(?:PerInterface|PerInstance)?|Snapshot|VpcEndpoint|InternetGateway|RouteTable|KeyPair|LoadBalancer|TargetGroup|Cluster|Service|Nodegroup|DB(?:Instance|Cluster)|Storage|Stack|Function|MaxSpotInstance|ServiceQuota|Account|Resource)(?:Quota|Limit|Count)Exceeded(?:Exception|Fault)?\b|\bServiceQuotaExceeded(?:Exception)?\b|\bCodeStorageExceededException\b|\bENILimitReached(?:Exception)?\b|\(TooMany(?:Buckets|LoadBalancers|TargetGroups|HostedZones|Certificates|Distributions)\w{0,20}\)|\(LimitExceeded(?:Exception)?\) when calling the (?:Create|Put|Register|Run|Allocate|Update|Add|Attach)|error (?:creating|updating)[^\n]{0,200}: LimitExceeded(?:Exception)?:/u,
  },
  {
    // Room for one more build is there when one of them ends.
    id: "deploy-capacity/builds",
    class: "deploy.capacity",
    confidence: "certain",
    transient: "yes",
    pattern:
      /reached (?:its|your|the) (?:limit (?:of|on) )?concurrent builds?(?: limit)?|Cannot have more than \d{1,4} builds in queue/iu,
  },
  {
    // A count of deploys that begins anew at a time that is said.
    id: "deploy-capacity/deploys-counted",
    class: "deploy.capacity",
    confidence: "certain",
    transient: "yes",
    pattern: /Resource is limited - try again (?:after )?in[^\n]{0,120}api-deployments/iu,
  },
  {
    // Plans of hosters.
    id: "deploy-capacity/plan",
    class: "deploy.capacity",
    confidence: "certain",
    pattern:
      /reached (?:its|your) (?:machine|app) limit|reached the limit of \d{1,5} (?:[\w-]{1,20} ){0,2}(?:apps|projects|services|machines|sites)|(?:build|pipeline) minutes (?:are |have been )?(?:exhausted|used up|exceeded)/iu,
  },
  {
    // A size that the region does not give now, or not to this subscription.
    id: "deploy-capacity/sku",
    class: "deploy.capacity",
    confidence: "certain",
    pattern: /\bSkuNotAvailable\b/u,
  },
  {
    // The quotas that third parties name are told by their own rules.
    id: "deploy-capacity/quota-words",
    class: "deploy.capacity",
    confidence: "possible",
    transient: "no",
    pattern:
      /\bquota (?:has been |was |is )?exceeded\b|\b(?:CPUs?|vCPUs?|cores?|disks?|SSD|instances?|in-use addresses|nodes?|regional|GPUs?)\b[^\n]{0,60}\bquota\b|\(gcloud\.[^\n]{1,200}\bquota\b|\bquota\b[^\n]{0,60}\b(?:CPUs?|vCPUs?|cores?|disks?|SSD|instances?|addresses|nodes?|GPUs?)\b/iu,
    unless: /QuotaExceededError|DOMException|localStorage|sessionStorage|IndexedDB/iu,
  },
];
