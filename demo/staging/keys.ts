// The secrets that the service shares with its clients, read from the environment by name.

export interface Keys {
  /** Signs and verifies HMAC tokens. */
  readonly secret: string;
  /** PEM; verifies tokens that are signed with a private key. Empty: there is none. */
  readonly publicKey: string;
  /** Of every user. */
  readonly password: string;
  /** Of a machine, sent as it is. */
  readonly apiToken: string;
  /** How far the clocks of others may be off, in seconds; a text, as all that comes from the environment. */
  readonly clockToleranceS: string;
}

export const KEY_NAMES = {
  secret: "STAGING_JWT_SECRET",
  publicKey: "STAGING_JWT_PUBLIC_KEY",
  password: "STAGING_PASSWORD",
  apiToken: "STAGING_API_TOKEN",
  clockToleranceS: "STAGING_CLOCK_TOLERANCE_S",
} as const satisfies Readonly<Record<keyof Keys, string>>;

/** Throws where nobody could ever be let in. */
export function readKeys(environment: Readonly<Record<string, string | undefined>>): Keys {
  const secret = environment[KEY_NAMES.secret] ?? "";
  if (secret === "") throw new Error(`${KEY_NAMES.secret} is not set: tokens cannot be verified.`);
  return {
    secret,
    publicKey: environment[KEY_NAMES.publicKey] ?? "",
    password: environment[KEY_NAMES.password] ?? "",
    apiToken: environment[KEY_NAMES.apiToken] ?? "",
    clockToleranceS: environment[KEY_NAMES.clockToleranceS] ?? "0",
  };
}
