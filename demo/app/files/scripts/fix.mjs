// Stands for a coding agent or a person: commits and pushes the repair that was prepared for the checked-out commit.
// Acts only after a cycle that tested and missed its target (VERDICT not-met); prints one line either way.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const { VERDICT, FIX_REMOTE, DEMO_REVISIONS, GITHUB_HEAD_REF, GITHUB_REF_NAME } = process.env;

if (VERDICT !== "not-met") done(`nothing to repair: the verdict is ${VERDICT || "missing"}`);
if (!FIX_REMOTE || !DEMO_REVISIONS) throw new Error("FIX_REMOTE and DEMO_REVISIONS must be set");

const { branch, repairs } = JSON.parse(readFileSync(DEMO_REVISIONS, "utf8"));
const repair = repairs[git(["log", "-1", "--format=%s"])];
if (!repair) done("nothing to repair: no repair was prepared for this commit");

for (const [path, text] of Object.entries(repair.files)) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
git(["add", "--", ...Object.keys(repair.files)]);
git(["commit", "--quiet", "--no-verify", "-m", repair.subject, "-m", repair.body], {
  GIT_AUTHOR_NAME: repair.author.name,
  GIT_AUTHOR_EMAIL: repair.author.email,
  GIT_AUTHOR_DATE: repair.date,
  GIT_COMMITTER_NAME: repair.author.name,
  GIT_COMMITTER_EMAIL: repair.author.email,
  GIT_COMMITTER_DATE: repair.date,
});
const target = GITHUB_HEAD_REF || GITHUB_REF_NAME || branch;
git(["push", "--quiet", FIX_REMOTE, `HEAD:refs/heads/${target}`]);
done(`repaired: ${repair.repairs} (${git(["rev-parse", "--short", "HEAD"])})`);

function git(words, env = {}) {
  return execFileSync("git", words, {
    encoding: "utf8",
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  }).trim();
}

function done(line) {
  console.log(line);
  process.exit(0);
}
