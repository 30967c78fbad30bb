// Whose a value is that a user got and should not have: the user for whom it would have been right.
import type { Condition } from "../model/plan.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import type { Actor } from "./attempt.ts";
import { expectedOf } from "./conditions.ts";
import type { Scope } from "./fill.ts";
import { holds } from "./operators.ts";

/** null where the condition does not tell users apart, or the value is nobody's. */
export function ownerOf(condition: Condition, seen: unknown, others: Actor["others"]): Untrusted | null {
  const { operator } = condition;
  if (!["eq", "in", "contains"].includes(operator)) return null;
  const owner = others.find(
    ({ scope }) => isKnown(condition.value, scope) && holds(operator, seen, expectedOf(condition, scope)),
  );
  return owner?.label ?? null;
}

/** Whether the text asks for nothing of this user that we do not know: it has captured nothing, and has own fields. */
function isKnown(text: Untrusted, { user = {} }: Scope): boolean {
  const references = [...reveal(text).matchAll(/\$\{\s*(capture|user)\.([\w-]+)\s*\}/gu)];
  return references.every(([, kind, name = ""]) => kind === "user" && Object.hasOwn(user, name));
}
