// The configuration file as one shape, made of the shapes by which its sections are read one by one.
import { authShape } from "./auth.ts";
import { classShape } from "./classes.ts";
import { componentShape } from "./components.ts";
import { criterionShape } from "./criteria.ts";
import { deployShape } from "./deploy.ts";
import { ownersShape } from "./owners.ts";
import { quarantineShape } from "./quarantine.ts";
import { suiteShape } from "./suite.ts";
import { simpleShapes, version } from "./top.ts";
import { withDefinitions, type JsonSchema } from "./json-schema.ts";
import { anyValue, command } from "./leaves.ts";
import { defaultsShape, probeShape } from "./probe.ts";
import { targetShape } from "./target.ts";
import { explained, keyed, list, map, optional, pick, type Shape } from "./shape.ts";

const EXPECTED = "a map with version, url, probes and so on";

const services: Shape<unknown> = list(deployShape, "a list of services", 0);

const sections = {
  version,
  url: optional(simpleShapes.url),
  name: optional(simpleShapes.name),
  target: optional(simpleShapes.target),
  deploy: optional(pick((value) => (typeof value === "string" ? command : services), [command, services])),
  auth: optional(keyed((key) => ({ value: key }), authShape, "a map from name to auth", {})),
  defaults: optional(defaultsShape),
  control: optional(simpleShapes.control),
  preflight: optional(simpleShapes.preflight),
  probes: optional(list(probeShape, "a list of probes", 0)),
  targets: optional(list(targetShape, "a list of targets", 0)),
  suites: optional(list(suiteShape, "a list of suites", 0)),
  quarantine: optional(list(quarantineShape, "a list of maps with test and until", 0)),
  components: optional(list(componentShape, "a list of components", 0)),
  owners: optional(ownersShape),
  criteria: optional(list(criterionShape, "a list of criteria", 0)),
  classes: optional(list(classShape, "a list of classes", 0)),
  whys: optional(simpleShapes.whys),
  setup: optional(simpleShapes.setup),
  teardown: optional(simpleShapes.teardown),
  rollback: optional(simpleShapes.rollback),
  "on-regression": optional(simpleShapes["on-regression"]),
  logs: optional(simpleShapes.logs),
  ca: optional(simpleShapes.ca),
} as const;

const unread = Object.fromEntries(Object.keys(sections).map((key) => [key, optional(anyValue)]));

/** Which keys stand at the top of the file. What they hold is read one section at a time. */
export const fileShape = map({ ...unread, version }, EXPECTED);

export const configuration = explained(map(sections, EXPECTED), {
  version: "The version of this format: 1.",
  url: "The base address of staging. Paths in the file are relative to it.",
  name: "The name of the environment, for the comment and the commit status (default staging).",
  target: "When the loop is done: all (default), or comparisons such as failed == 0 && passed >= 25.",
  deploy: "What brings the services to staging, and when they are up: a command, or a list of services.",
  auth: "How probes prove who they are: a map from a name to jwt, login, bearer or basic, with test users.",
  defaults: "What every probe starts with. A probe overrides each of them.",
  control:
    "Asked when staging cannot be reached, to tell our own network from staging: an address or none (default GitHub's API).",
  preflight: "Probes that have to pass before a suite runs. If one fails, the cycle is not tested.",
  probes: "Checks of our own: requests and sockets, and what they have to see.",
  targets: "Limits on measured numbers: how fast, how large, how good.",
  suites: "Your own test commands and the report files that they leave.",
  quarantine: "Checks that still run and are shown, and do not decide until a date.",
  components: "Parts of the product in the words of the business: what works, and what is broken.",
  owners: "Who acts: a map from a service, a component, or a pattern for tests or their files to one or several.",
  criteria: "What has to be true before you call it done, and which checks or errors tell.",
  classes: "Kinds of failure that only you know, asked before ours.",
  whys: "A file of the repository with answers to why errors are there. It may be missing until there is one.",
  setup: "A command before the first check, when staging is ready. If it fails, nothing is tested.",
  teardown: "A command after the last check, whatever happened.",
  rollback: "The command that brings the last good version back. Only on-regression: rollback runs it.",
  "on-regression":
    "What follows when a cycle is worse than the best one: continue, stop, or rollback and stop (default continue).",
  logs: "The address of the services' logs, linked where something failed: https://…${deploy.name}…${failure.from}….",
  ca: "PEM files of the repository with authorities that are trusted beside the usual ones: one or a list.",
});

/** The JSON Schema of the configuration file, for editors. */
export function configurationSchema(): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Test-Deploy Loop",
    description: "What one cycle deploys, checks and runs: .github/test-deploy-loop.yml.",
    ...withDefinitions(configuration.json),
  };
}
