// Repairs what the brief of the last cycle names: reads BRIEF_JSON, finds the cause in staging.json, changes it, commits and
// pushes. It stands for a coding agent or a person; what it knows about repairs is the table below. Prints what it did.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

// `sign`: what an error of the brief is called; `fault`: its cause; `brings`: what the change breaks in its turn.
// A repair that stands alone is not mixed with others: what lies behind that error nobody can see yet.
const REPAIRS = [
  {
    sign: /Factory SSOT validation failed/,
    fault: "factory-1011",
    subject: "Each connection gets a factory of its own",
    body: "The shared factory failed its validation at the first message and closed the connection\nwith 1011.",
    repairs: "close 1011 at the first message",
    brings: { faults: ["events-missing"], rolloutMs: 2500 },
  },
  {
    sign: /duration|Performance SLA/,
    fault: "latency",
    subject: "Profiles are cached",
    body: "Profiles are cached now: they made every API call slow.",
    repairs: "slow API",
  },
  {
    sign: /handshake is answered `?403/,
    fault: "handshake-403",
    alone: true,
    subject: "Connections without an origin are let in again",
    body: "The origin check of the bridge refused every client that is not a browser with 403.",
    repairs: "403 at the WebSocket handshake",
  },
  {
    sign: /expected events come/,
    fault: "events-missing",
    subject: "Agent events pass through the bridge",
    body: "Events pass through the new bridge, which checks the origin of a connection.",
    repairs: "missing agent events",
    brings: { faults: ["handshake-403"] },
  },
  {
    sign: /agents\/\w+`? answers `?404/,
    fault: "endpoints-404",
    subject: "Agent control endpoints",
    body: "start, stop and status are routed.",
    repairs: "endpoints that answered 404",
  },
  {
    sign: /quality_score|Quality SLA/,
    fault: "quality-zero",
    subject: "Answers are scored after they are complete",
    body: "The score was taken before the first word of the answer and therefore 0.",
    repairs: "quality score of 0",
  },
];

/** At most so many repairs in one commit, so that it can be told what each commit did. */
const AT_ONCE = 2;

const { BRIEF_JSON, FIX_TOKEN, GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
if (!BRIEF_JSON || !existsSync(BRIEF_JSON)) done("nothing to repair: there is no brief");

const { errors = [], branch } = JSON.parse(readFileSync(BRIEF_JSON, "utf8"));
const shipped = JSON.parse(readFileSync("staging.json", "utf8"));
const chosen = choose(errors.filter((error) => error.because === null).map((error) => error.title));
if (chosen.length === 0) done("nothing to repair: the brief names no error that is known here");

const fixed = chosen.map((repair) => repair.fault);
const brought = chosen.flatMap((repair) => repair.brings?.faults ?? []);
const faults = [...brought, ...shipped.faults.filter((fault) => !fixed.includes(fault))];
const rolloutMs = Math.max(0, ...chosen.map((repair) => repair.brings?.rolloutMs ?? 0));
writeFileSync("staging.json", `${JSON.stringify({ faults, rolloutMs }, null, 2)}\n`);

const repaired = chosen.map((repair) => repair.repairs).join(", ");
commit(chosen.map((repair) => repair.subject).join(", "), chosen.map((repair) => repair.body).join("\n\n"));
git(["push", "--quiet", remote(), `HEAD:refs/heads/${target()}`]);
done(`repaired: ${repaired} (${git(["rev-parse", "--short", "HEAD"])})`);

function choose(titles) {
  const known = REPAIRS.filter(
    ({ fault, sign }) => shipped.faults.includes(fault) && titles.some((title) => sign.test(title)),
  );
  const [first] = known;
  if (first === undefined || first.alone) return known.slice(0, 1);
  return known.filter((repair) => !repair.alone).slice(0, AT_ONCE);
}

/** Twenty minutes after the commit that it repairs, whatever the clock says: the same story makes the same commits. */
function commit(subject, body) {
  const date = `${Number(git(["log", "-1", "--format=%ct"])) + 20 * 60} +0000`;
  const [name, email] = ["Repair agent", "repair-agent@chat.example"];
  git(["add", "--", "staging.json"]);
  git(["commit", "--quiet", "--no-verify", "-m", subject, "-m", body], {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  });
}

/** With a token of its own it pushes by that, otherwise as the checkout was set up to. */
function remote() {
  if (!FIX_TOKEN) return "origin";
  return `${GITHUB_SERVER_URL.replace("://", `://x-access-token:${FIX_TOKEN}@`)}/${GITHUB_REPOSITORY}.git`;
}

function target() {
  return process.env.GITHUB_HEAD_REF || process.env.GITHUB_REF_NAME || branch;
}

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
