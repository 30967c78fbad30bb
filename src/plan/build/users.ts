// Builds the test users of an auth: their fields with the values of the environment.
import type { User } from "../../model/plan.ts";
import type { AuthWords } from "../words/auth.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { Path } from "../file/faults.ts";
import { boxAll } from "./requests.ts";
import { FIXED, type Fields, type Fillable } from "./texts.ts";

/** Test users have passwords of their own. */
const SECRETS: Fillable = { ...FIXED, scopes: ["secrets"] };

const ONE_USER: readonly Fields[] = [{ id: "e2e" }];

/** Far more than can act at once; what one of them may fill in is checked for each. */
const MOST_USERS = 100;

/** Without words for them there is one user with an id. */
export function settleUsers(desk: Desk, { users = ONE_USER }: AuthWords, path: Path): readonly Fields[] {
  if (users.length > MOST_USERS) {
    desk.faults.add(placeOf(desk, [...path, "users", MOST_USERS]), `expected at most ${MOST_USERS} users`);
  }
  return users.slice(0, MOST_USERS).map((user, index) => {
    const settle = (field: string, text: string): string =>
      desk.texts.settle(text, placeOf(desk, [...path, "users", index, field]), SECRETS);
    return Object.fromEntries(Object.entries(user).map(([field, text]) => [field, settle(field, text)]));
  });
}

export function boxUsers(users: readonly Fields[]): readonly User[] {
  return users.map(boxAll);
}
