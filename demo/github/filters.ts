// The filters of triggers: which branches, tags and paths make a workflow run.
import type { TriggerFilter } from "./workflow.ts";

/** Whether a push to this ref with these changed files passes the filter of `on.push`. */
export function passesPush(filter: TriggerFilter, ref: string, files: readonly string[]): boolean {
  const isTag = ref.startsWith("refs/tags/");
  const name = ref.replace(/^refs\/(heads|tags)\//, "");
  const namesBranches = filter.branches !== undefined || filter["branches-ignore"] !== undefined;
  const namesTags = filter.tags !== undefined || filter["tags-ignore"] !== undefined;
  // Naming only branches leaves all tags out, and the other way round.
  if (isTag && namesBranches && !namesTags) return false;
  if (!isTag && namesTags && !namesBranches) return false;
  const passes = isTag
    ? passesNames(name, filter.tags, filter["tags-ignore"])
    : passesNames(name, filter.branches, filter["branches-ignore"]);
  return passes && passesPaths(filter, files);
}

/** Whether a pull request into this base, with this activity, passes the filter of `on.pull_request`. */
export function passesPullRequest(
  filter: TriggerFilter,
  base: string,
  action: string,
  files: readonly string[],
): boolean {
  const types = filter.types ?? ["opened", "synchronize", "reopened"];
  return (
    types.includes(action) &&
    passesNames(base, filter.branches, filter["branches-ignore"]) &&
    passesPaths(filter, files)
  );
}

function passesPaths(filter: TriggerFilter, files: readonly string[]): boolean {
  const { paths, "paths-ignore": ignored } = filter;
  if (paths !== undefined) return files.some((file) => passesNames(file, paths, undefined));
  if (ignored !== undefined) return files.some((file) => passesNames(file, undefined, ignored));
  return true;
}

/** Patterns apply in order; a later `!pattern` takes out what an earlier one let in. */
function passesNames(
  name: string,
  wanted: readonly string[] | undefined,
  ignored: readonly string[] | undefined,
): boolean {
  if (ignored !== undefined) return !ignored.some((pattern) => globToRegExp(pattern).test(name));
  if (wanted === undefined) return true;
  let passes = false;
  for (const pattern of wanted) {
    if (pattern.startsWith("!")) {
      if (globToRegExp(pattern.slice(1)).test(name)) passes = false;
    } else if (globToRegExp(pattern).test(name)) passes = true;
  }
  return passes;
}

/** `*` stays within a segment, `**` does not, `?`, `+` and `[…]` as in regular expressions. */
function globToRegExp(pattern: string): RegExp {
  let source = "";
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index);
    if (pattern.startsWith("**/", index)) {
      source += "(?:.*/)?";
      index += 2;
    } else if (pattern.startsWith("**", index)) {
      source += ".*";
      index += 1;
    } else if (character === "*") source += "[^/]*";
    else if ("?+[]".includes(character)) source += character;
    else if (character === "\\") {
      index += 1;
      source += escapeForRegExp(pattern.charAt(index));
    } else source += escapeForRegExp(character);
  }
  return new RegExp(`^${source}$`);
}

function escapeForRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
