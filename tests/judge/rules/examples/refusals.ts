// Single words, heard where no other rule knows the text.
import { example, type Example } from "../example.ts";

export const EXAMPLES: readonly Example[] = [
  example("refusals/unauthorized", "access.unauthenticated", "no", "the caller is unauthorized"),
  example("refusals/forbidden", "access.forbidden", "no", "Access denied."),
  example("refusals/not-found", "svc.not-found", "no", "cart: Not Found"),
];
