import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const refused = (rule: string, text: string, transient: Transient = "no"): Example =>
  example(`deploy-refusals/${rule}`, "deploy.rejected", transient, text);

export const EXAMPLES: readonly Example[] = [
  refused(
    "rbac",
    'Error from server (Forbidden): deployments.apps is forbidden: User "system:serviceaccount:shop:ci" cannot create resource "deployments" in API group "apps" in the namespace "shop"',
  ),
  refused(
    "forbidden",
    'pods "shop-0" is forbidden: error looking up service account shop/api: serviceaccount "api" not found',
  ),
  refused("admission", 'admission webhook "validate.kyverno.svc" denied the request: image tag latest is not allowed'),
  refused(
    "admission",
    'Warning FailedCreate violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
  ),
  refused(
    "webhook",
    'Internal error occurred: failed calling webhook "mutate.example.io": no endpoints available for service "webhook"',
    "either",
  ),
  refused("api-server", 'Error from server (NotFound): namespaces "review-7" not found'),
  example(
    "deploy-refusals/cluster-refused",
    "net.refused",
    "either",
    "The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?",
  ),
  refused(
    "eviction",
    "error when evicting pods/shop-0: Cannot evict pod as it would violate the pod's disruption budget.",
    "either",
  ),
  refused(
    "invalid-object",
    'The Deployment "shop" is invalid: spec.template.metadata.labels: Invalid value: map[string]string{"app":"x"}',
  ),
  refused(
    "manifest",
    'error: unable to recognize "shop.yaml": no matches for kind "Ingress" in version "extensions/v1beta1"',
  ),
  refused("helm", 'Error: UPGRADE FAILED: "shop" has no deployed releases'),
  refused("helm", "Error: INSTALLATION FAILED: cannot re-use a name that is still in use"),
  refused(
    "helm",
    "Error: YAML parse error on shop/templates/deployment.yaml: error converting to JSON: yaml: line 12: did not find expected key",
  ),
  refused(
    "helm",
    'Error: template: shop/templates/deployment.yaml:12:20: executing "shop/templates/deployment.yaml" at <.Values.image>: map has no entry',
  ),
  refused("kustomize", "Error: accumulating resources: accumulation err='accumulating resources from 'api.yaml''"),
  refused(
    "gitops",
    "FATA[0002] rpc error: code = InvalidArgument desc = application spec for shop is invalid: InvalidSpecError: repository not accessible",
  ),
  refused(
    "terraform",
    '│ Error: Unsupported argument\n│\n│   on main.tf line 12, in resource "aws_ecs_service" "api":',
  ),
  refused(
    "compose",
    "The Compose file './docker-compose.yml' is invalid because:\nUnsupported config option for services.api: 'build_args'",
  ),
  refused("compose", "validating /srv/shop/compose.yaml: services.api additional properties 'imagee' not allowed"),
  refused("container-name", 'Conflict. The container name "/shop-api" is already in use by container "1a2b3c".'),
  refused("hosts", "ERROR! Syntax Error while loading YAML."),
  refused("protection", 'Branch "fix-1" is not allowed to deploy to github-pages due to environment protection rules.'),
  refused("hook-declined", " ! [remote rejected] main -> main (pre-receive hook declined)"),
  refused("helm-failed", "Error: UPGRADE FAILED: Unauthorized"),

  // A field of a form, and a permission, of the service itself.
  example("none", "unknown", "either", 'The field "email" is invalid'),

  // Code of the tests that words it alike.
  example("none", "unknown", "either", "the field is immutable"),

  // The room, not the right.
  example(
    "deploy-capacity/namespace-quota",
    "deploy.capacity",
    "no",
    'Error from server (Forbidden): error when creating "shop.yaml": pods "shop" is forbidden: exceeded quota: staging, requested: cpu=2, used: cpu=7, limited: cpu=8',
  ),
  refused(
    "gitops",
    "Updating operation state. phase: Running -> Failed, message: 'one or more objects failed to apply (dry run)'",
  ),
  refused("helm", "status 'failed' of release does not allow a safe upgrade"),
  refused("rbac", "error: unable to upgrade connection: Forbidden (user=ci, verb=create, resource=nodes)"),
  refused("admission", "FAIL - shop.yaml - main - Containers must not run as root"),
  refused("rbac", "kubernetes.client.exceptions.ApiException: (403)\nReason: Forbidden"),
  refused("protection", "Error: Failed to create deployment (status: 404) with build version 1f2a."),
];
