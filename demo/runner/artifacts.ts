// `actions/upload-artifact` and `actions/download-artifact`, version 4 and later: named bundles of files that the jobs of a run
// hand on to each other. A bundle is written once; an attempt sees its own bundles and, when only failed jobs were re-run, the
// newest of the attempts before it.
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, matchesGlob, relative, resolve } from "node:path";
import type { Run } from "../github/runs.ts";
import { pageUrl, type Site } from "../github/site.ts";
import { findFiles } from "./find-files.ts";
import type { StepOutput } from "./step-output.ts";

export interface ArtifactStep {
  readonly run: Run;
  /** The step's inputs by their lower-case names. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly home: string;
  readonly output: StepOutput;
}

export interface Artifacts {
  /** Both give the step's outputs; what is wrong they say in the step's own output, which fails it. */
  upload(step: ArtifactStep): Readonly<Record<string, string>>;
  download(step: ArtifactStep): Readonly<Record<string, string>>;
}

interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly attempt: number;
  readonly folder: string;
  readonly sizeBytes: number;
}

export function keepArtifacts(root: string, site: Site): Artifacts {
  const kept = new Map<number, Artifact[]>();
  let count = 0;
  const ofRun = ({ id }: Run): Artifact[] => {
    const known = kept.get(id) ?? [];
    kept.set(id, known);
    return known;
  };
  /** One of each name, the newest. */
  const visible = (run: Run): readonly Artifact[] => {
    const oldest = run.reruns === "failed" ? 1 : run.attempt;
    const all = ofRun(run).filter(({ attempt }) => attempt >= oldest);
    return [...new Map(all.map((one) => [one.name, one])).values()];
  };

  return {
    upload: ({ run, inputs, workspace, home, output }) => {
      const name = inputs["name"] ?? "artifact";
      const forbidden = FORBIDDEN.find((character) => name.includes(character));
      if (forbidden !== undefined) {
        output.fail(`The artifact name is not valid: ${name}. Contains the following character: ${forbidden}`);
        return {};
      }
      const wanted = inputs["path"] ?? "";
      if (wanted.trim() === "") {
        output.fail("Input required and not supplied: path");
        return {};
      }
      const withHidden = inputs["include-hidden-files"] === "true";
      const { files, root: top } = findFiles(wanted, { workspace, home, withHidden });
      if (files.length === 0) {
        const message = `No files were found with the provided path: ${wanted}. No artifacts will be uploaded.`;
        const how = inputs["if-no-files-found"] ?? "warn";
        if (how === "error") output.fail(message);
        else if (how === "warn") output.warn(message);
        else output.take(message);
        return {};
      }
      const own = ofRun(run);
      const same = own.findIndex((one) => one.name === name && one.attempt === run.attempt);
      if (same >= 0 && inputs["overwrite"] !== "true") {
        output.fail(
          "Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run",
        );
        return {};
      }
      if (same >= 0) own.splice(same, 1);
      count += 1;
      const folder = join(root, String(count));
      for (const file of files) put(file, join(folder, relative(top, file)));
      const sizeBytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
      const artifact: Artifact = { id: 3_000_000_000 + count, name, attempt: run.attempt, folder, sizeBytes };
      own.push(artifact);
      output.take(`Artifact ${name} has been successfully uploaded! ${files.length} file(s), ${sizeBytes} bytes`);
      return {
        "artifact-id": String(artifact.id),
        "artifact-url": `${pageUrl(site)}/actions/runs/${run.id}/artifacts/${artifact.id}`,
        "artifact-digest": digestOf(files),
      };
    },

    download: ({ run, inputs, workspace, home, output }) => {
      const { name = "", pattern = "" } = inputs;
      const target = resolve(workspace, (inputs["path"] ?? "").replace(/^~/, home));
      const found = visible(run).filter((one) =>
        name === "" ? pattern === "" || matchesGlob(one.name, pattern) : one.name === name,
      );
      if (name !== "" && found.length === 0) {
        output.fail(`Unable to download artifact(s): Artifact not found for name: ${name}`);
        return {};
      }
      const isFlat = name !== "" || inputs["merge-multiple"] === "true";
      for (const one of found) {
        output.take(`- ${one.name} (ID: ${one.id}, Size: ${one.sizeBytes})`);
        for (const file of filesBelow(one.folder)) {
          put(join(one.folder, file), join(target, isFlat ? "" : one.name, file));
        }
      }
      output.take(`Total of ${found.length} artifact(s) downloaded`);
      return { "download-path": target };
    },
  };
}

/** Characters that a name may not have: those that some file systems refuse, and separators. */
const FORBIDDEN = ['"', ":", "<", ">", "|", "*", "?", "\r", "\n", "\\", "/"];

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** As through a zip archive: the bytes arrive, permissions do not. */
function put(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, 0o644);
}

function digestOf(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex");
}
