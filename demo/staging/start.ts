// Starts the staging service as a child process, waits until it listens, and controls it over loopback.

import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import type { DeploymentStatus } from "./deployments.ts";
import type { FaultId } from "./faults.ts";
import type { Keys } from "./keys.ts";
import { KEY_NAMES } from "./keys.ts";
import { nodeProgram } from "./node-program.ts";

const START_TIMEOUT_MS = 10_000;

export interface StagingProcess extends Keys {
  readonly url: string;
  readonly controlUrl: string;
  /** Null without an authority file. */
  readonly tlsUrl: string | null;
  close(): Promise<void>;
}

/** Keys that are not given are fixed ones, good enough for loopback; without a public key only HMAC tokens are let in. */
export interface StagingOptions extends Partial<Keys> {
  /** Opens a TLS port too; the PEM certificate to trust is written into this file. */
  readonly authorityFile?: string;
  /** The commit that is served from the start; default: 40 zeros. */
  readonly commit?: string;
  readonly faults?: readonly FaultId[];
  readonly port?: number;
  readonly controlPort?: number;
}

/** Rejects when the service does not listen within 10 s, with what it wrote to stderr. */
export async function startStaging(options: StagingOptions = {}): Promise<StagingProcess> {
  const keys: Keys = {
    secret: options.secret ?? "staging-secret-of-the-demo-0123456789",
    publicKey: options.publicKey ?? "",
    password: options.password ?? "password-of-the-demo-0123456789",
    apiToken: options.apiToken ?? "api-token-of-the-demo-0123456789",
    clockToleranceS: options.clockToleranceS ?? "0",
  };
  const child = spawn(nodeProgram(), serviceArguments(options), {
    env: { ...process.env, ...environmentOf(keys) },
    stdio: ["pipe", "pipe", "pipe"],
  });
  try {
    const urls = readUrls(await firstLine(child));
    return { ...keys, ...urls, close: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

export interface Deploy {
  readonly commit: string;
  readonly faults?: readonly FaultId[];
  readonly rolloutMs?: number;
}

export async function deployTo(staging: StagingProcess, deploy: Deploy): Promise<void> {
  await post(`${staging.controlUrl}/deploy`, deploy);
}

export async function setFaults(staging: StagingProcess, faults: readonly FaultId[]): Promise<void> {
  await post(`${staging.controlUrl}/faults`, { faults });
}

async function post(url: string, body: Deploy | Pick<DeploymentStatus["serving"], "faults">) {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${url} answered ${response.status}: ${text}`);
}

function environmentOf(keys: Keys): NodeJS.ProcessEnv {
  return {
    [KEY_NAMES.secret]: keys.secret,
    [KEY_NAMES.publicKey]: keys.publicKey,
    [KEY_NAMES.password]: keys.password,
    [KEY_NAMES.apiToken]: keys.apiToken,
    [KEY_NAMES.clockToleranceS]: keys.clockToleranceS,
  };
}

function serviceArguments(options: StagingOptions): readonly string[] {
  return [
    `${import.meta.dirname}/service.ts`,
    "--stop-with-stdin",
    `--port=${options.port ?? 0}`,
    `--control-port=${options.controlPort ?? 0}`,
    `--commit=${options.commit ?? "0".repeat(40)}`,
    `--faults=${(options.faults ?? []).join(",")}`,
    ...(options.authorityFile === undefined ? [] : [`--authority-file=${options.authorityFile}`]),
  ];
}

async function firstLine(child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("staging was started without pipes");
  let complaints = "";
  stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString("utf8")));
  const lines = createInterface({ input: stdout });
  const signal = AbortSignal.timeout(START_TIMEOUT_MS);
  try {
    const [line]: unknown[] = await Promise.race([
      once(lines, "line", { signal }),
      once(lines, "close", { signal }).then(() => []),
    ]);
    if (typeof line === "string") return line;
  } catch (cause) {
    throw new Error(`Staging did not listen within 10 s. ${complaints}`, { cause });
  }
  throw new Error(`Staging ended before it listened. ${complaints}`);
}

function readUrls(line: string): Pick<StagingProcess, "url" | "controlUrl" | "tlsUrl"> {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null) throw new Error(`unexpected: ${line}`);
  if (!("url" in value) || !("controlUrl" in value)) throw new Error(`unexpected: ${line}`);
  const tlsUrl = "tlsUrl" in value && typeof value.tlsUrl === "string" ? value.tlsUrl : null;
  return { url: String(value.url), controlUrl: String(value.controlUrl), tlsUrl };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}
