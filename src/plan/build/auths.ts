// Builds the auths: how a probe's caller proves who it is, and what the texts of that probe may refer to.
import type { Auth } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import type { AuthWords } from "../words/auth.ts";
import { buildBasic, buildBearer, buildLogin } from "./credentials.ts";
import { meantBy, placeOf, type Desk } from "../desk.ts";
import { shown, type Path } from "../file/faults.ts";
import type { Part } from "../file/parts.ts";
import { buildJwt } from "./jwts.ts";
import { NONE } from "../words/request.ts";
import { FIXED, type Fields, type Fillable } from "./texts.ts";
import { boxUsers, settleUsers } from "./users.ts";

export interface Auths {
  readonly all: readonly Auth[];
  /** Finds an auth by the name that a probe or the defaults give; "none" is an anonymous probe. */
  readonly choose: (name: string | undefined, path: Path) => ChosenAuth;
}

/** The auth of one probe: its place in the plan, and what its texts may hold. */
export interface ChosenAuth {
  readonly index: number | null;
  /** "unknown" after a fault in the auth, so that nothing more can be said. */
  readonly kind: Auth["kind"] | "nobody" | "unknown";
  readonly fillable: Fillable;
}

export function buildAuths(desk: Desk): Auths {
  const built = (desk.config?.auths ?? []).map((part) => buildAuth(desk, part));
  const names = desk.config?.named.auths ?? [];
  return {
    all: built.flatMap(({ auth }) => auth ?? []),
    choose: (name, path) => {
      if (name === undefined || name === NONE) return NOBODY;
      const index = built.findIndex((each) => each.name === name);
      const chosen = built[index];
      if (chosen !== undefined) return chooseBuilt(chosen, index);
      if (!names.includes(name)) {
        desk.faults.add(placeOf(desk, path), "there is no auth of this name", {
          found: shown(name),
          didYouMean: meantBy(desk, name, [...names, NONE]),
        });
      }
      return UNKNOWN;
    },
  };
}

const NOBODY: ChosenAuth = {
  index: null,
  kind: "nobody",
  fillable: { ...FIXED, scopes: ["secrets", "capture", "commit", "deploy"], users: [] },
};
/** Of whom nothing is known, after a fault. */
export const UNKNOWN: ChosenAuth = {
  index: null,
  kind: "unknown",
  fillable: { ...FIXED, scopes: ["secrets", "user", "capture", "token", "commit", "deploy"] },
};

interface Built {
  readonly name: string;
  readonly users: readonly Fields[];
  /** Null after a fault. */
  readonly auth: Auth | null;
}

function chooseBuilt({ auth, users }: Built, index: number): ChosenAuth {
  if (auth === null) return UNKNOWN;
  const scopes =
    auth.kind === "basic"
      ? (["secrets", "user", "capture", "commit", "deploy"] as const)
      : (["secrets", "user", "capture", "token", "commit", "deploy"] as const);
  return { index, kind: auth.kind, fillable: { ...FIXED, scopes, users } };
}

function buildAuth(desk: Desk, { path, words }: Part<AuthWords>): Built {
  const name = String(path.at(-1));
  if (name === NONE) desk.faults.add(placeOf(desk, path), "expected another name: none stands for anonymous probes");
  const users = settleUsers(desk, words, path);
  const kind = buildKind(desk, words, path, users);
  return { name, users, auth: kind === null ? null : { ...kind, name: untrusted(name), users: boxUsers(users) } };
}

function buildKind(desk: Desk, words: AuthWords, path: Path, users: readonly Fields[]) {
  const { jwt, login, bearer, basic } = words;
  const given = Object.entries({ jwt, login, bearer, basic }).filter(([, each]) => each !== undefined);
  if (given.length !== 1) {
    const got = given.length === 0 ? "none" : given.map(([kind]) => kind).join(" and ");
    desk.faults.add(placeOf(desk, path), `expected exactly one of jwt, login, bearer and basic, got ${got}`);
    return null;
  }
  if (jwt !== undefined) return buildJwt(desk, jwt, [...path, "jwt"], users);
  if (login !== undefined) return buildLogin(desk, login, [...path, "login"], users);
  if (basic !== undefined) return buildBasic(desk, basic, [...path, "basic"], users);
  return buildBearer(desk, words, path, users);
}
