// What the tests need beside their own code, in the order in which it is asked.
import { BROWSERS } from "./browsers.ts";
import { COMMANDS } from "./commands.ts";
import { CONTAINERS } from "./containers.ts";
import { PACKAGES } from "./packages.ts";
import type { Rule } from "./rule.ts";
import { VERSIONS } from "./versions.ts";

export const TOOLING: readonly Rule[] = [...CONTAINERS, ...BROWSERS, ...VERSIONS, ...PACKAGES, ...COMMANDS];
