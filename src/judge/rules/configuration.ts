// Variables, keys, settings and files that are missing where the tests or the service begin.
import { CREDENTIALS } from "./configuration-credentials.ts";
import { FILES } from "./configuration-files.ts";
import { FRAMEWORKS } from "./configuration-frameworks.ts";
import { VARIABLES } from "./configuration-variables.ts";
import type { Rule } from "./rule.ts";

export const CONFIGURATION: readonly Rule[] = [...VARIABLES, ...FRAMEWORKS, ...CREDENTIALS, ...FILES];
