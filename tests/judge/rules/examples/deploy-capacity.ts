import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const full = (rule: string, transient: Transient, text: string): Example =>
  example(`deploy-capacity/${rule}`, "deploy.capacity", transient, text);

export const EXAMPLES: readonly Example[] = [
  full(
    "scheduler",
    "either",
    "Warning  FailedScheduling  12s  default-scheduler  0/4 nodes are available: 1 node(s) had taint {dedicated: db}, that the pod didn't tolerate, 3 Insufficient memory.",
  ),
  full(
    "scheduler",
    "either",
    "shop-0  Pending  PodScheduled False Unschedulable No nodes are available that match all of the following predicates:: Insufficient cpu (3).",
  ),
  full(
    "scheduler",
    "either",
    "pod shop-5d8 failed: OutOfcpu: Node didn't have enough resource: cpu, requested: 500, used: 3800, capacity: 4000",
  ),
  full(
    "namespace-quota",
    "no",
    'Error creating: pods "shop-7f9c-" is forbidden: exceeded quota: staging-quota, requested: limits.memory=2Gi, used: limits.memory=15Gi, limited: limits.memory=16Gi',
  ),
  full(
    "stock-out",
    "yes",
    "InsufficientInstanceCapacity: We currently do not have sufficient m5.xlarge capacity in the Availability Zone you requested (eu-west-1a).",
  ),
  full(
    "stock-out",
    "yes",
    "ZONE_RESOURCE_POOL_EXHAUSTED: The zone 'projects/shop/zones/europe-west1-b' does not have enough resources available to fulfill the request.",
  ),
  full(
    "stock-out",
    "yes",
    "Code: AllocationFailed Message: Allocation failed. We do not have sufficient capacity for the requested VM size in this region.",
  ),
  full(
    "stock-out",
    "yes",
    "Error: failed to launch VM: aborted: could not reserve resource for machine: insufficient memory available to fulfill request",
  ),
  full(
    "cluster",
    "either",
    "(service shop) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 1a2b has insufficient memory available.",
  ),
  full(
    "cluster",
    "either",
    '    WARNING: Failed to place all allocations.\n    Task Group "web" (failed to place 1 allocation):\n      * Resources exhausted on 2 nodes',
  ),
  full("cluster", "either", "Evicted: The node was low on resource: ephemeral-storage."),
  full(
    "addresses",
    "either",
    'Failed to create pod sandbox: plugin type="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
  ),
  full(
    "metric",
    "yes",
    "ERROR: (gcloud.run.deploy) RESOURCE_EXHAUSTED: Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per region' of service 'run.googleapis.com' for consumer 'project_number:1'.",
  ),
  full(
    "metric",
    "no",
    "googleapi: Error 429: Quota exceeded for quota metric 'Creates' and limit 'Creates per day' of service 'container.googleapis.com', rateLimitExceeded",
  ),
  full(
    "quota",
    "no",
    "Error: Error creating instance: googleapi: Error 403: Quota 'CPUS' exceeded. Limit: 24.0 in region europe-west1., quotaExceeded",
  ),
  full(
    "quota",
    "no",
    "Code: QuotaExceeded\nMessage: Operation could not be completed as it results in exceeding approved standardDSv3Family Cores quota.",
  ),
  full(
    "quota",
    "no",
    "Server error, status code: 400, error code: 100005, message: You have exceeded your organization's memory limit: app requested more memory than available",
  ),
  full(
    "aws-limit",
    "no",
    "VcpuLimitExceeded: You have requested more vCPU than your current limit of 32 allows for the instance bucket.",
  ),
  full(
    "aws-limit",
    "no",
    "An error occurred (LimitExceededException) when calling the CreateCluster operation: Cluster limit reached",
  ),
  full("builds", "yes", " !     Your account has reached its concurrent builds limit."),
  full(
    "deploys-counted",
    "yes",
    'Error: Resource is limited - try again in 3 hours (more than 100, code: "api-deployments-free-per-day").',
  ),
  full(
    "sku",
    "either",
    "Code: SkuNotAvailable Message: The requested size for resource 'vm' is currently not available in location 'westeurope'",
  ),
  full("quota-words", "no", "the CPU quota of the project is used up"),

  // Permission, not room.
  example(
    "deploy-clouds/stack",
    "deploy.rejected",
    "no",
    "An error occurred (InsufficientCapabilitiesException) when calling the CreateStack operation: Requires capabilities : [CAPABILITY_IAM]",
  ),
  // What the quota asks of the manifest.
  example(
    "deploy-refusals/forbidden",
    "deploy.rejected",
    "no",
    'pods "shop-0" is forbidden: failed quota: staging: must specify requests.cpu,requests.memory',
  ),
  full(
    "deploys-counted",
    "yes",
    'Resource is limited - try again after in 20 minutes (more than 100, code: "api-deployments-free-per-day").',
  ),
  full("plan", "either", "You have reached the limit of 3 free apps."),
  full(
    "scheduler",
    "either",
    'Could not schedule pod, all available instance types exceed limits for provisioner: "small"',
  ),
  full("scheduler", "either", 'incompatible with nodepool "small", no instance type satisfied resources {"cpu":"64"}'),
  full("cluster", "either", '    * Dimension "memory exhausted" exhausted on 2 nodes'),
  full("namespace-quota", "no", 'Error creating: pods "shop-1" is forbidden: exceeded quota'),
  full("quota", "no", "You have reached the maximum number of environments for this plan."),
  full("scheduler", "either", "the task could not be scheduled: insufficient memory on all nodes"),
];
