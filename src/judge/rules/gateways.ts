// What stands in front of a service and answers for it: proxies, firewalls, bot checks, login walls.
import type { Rule } from "./rule.ts";

export const GATEWAYS: readonly Rule[] = [];
