// Shared by the tests of planning: the complete file with everything that it names.
import { readFileSync } from "node:fs";
import type { Given } from "./told.ts";

export const FULL = readFileSync(new URL("../fixtures/plan/full.yml", import.meta.url), "utf8");

export const FULL_ENVIRONMENT = {
  STAGING_JWT_SECRET: "0123456789abcdef0123456789abcdef",
  E2E_PASSWORD: "correct horse battery",
  MACHINE_TOKEN: "machine-token-0123456789",
  ROBOT_ONE: "robot-one-0123456789",
  ROBOT_TWO: "robot-two-0123456789",
} as const;

/** A certificate as far as planning looks at it: one ASN.1 sequence. */
export const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----";

export const FULL_FILES: Readonly<Record<string, string>> = {
  "schemas/agents.json": readFileSync(new URL("../fixtures/plan/agents.json", import.meta.url), "utf8"),
  "certs/staging-ca.pem": `Staging CA\n${CERTIFICATE}\n`,
  ".github/whys.yml": readFileSync(new URL("../fixtures/plan/whys.yaml", import.meta.url), "utf8"),
};

/** The complete file, or a changed one with the same around it. */
export function full(file = FULL): Given {
  return { file, environment: FULL_ENVIRONMENT, files: FULL_FILES };
}
