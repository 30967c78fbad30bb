// The fix brief for programs. The names here are a promise: docs/fix.md describes each, and `version` grows with a change.
import type { Brief, BriefChanges, BriefCheck, BriefCommand, BriefError } from "../../model/brief.ts";
import { verbatim, verbatimLine, verbatimText } from "../plain.ts";
import type { Untrusted } from "../../text/untrusted.ts";
import { MAX_MESSAGE } from "./errors.ts";
import { RULES } from "./rules.ts";

const MAX_NAME = 300;
const MAX_LOG = 2_000;
const MAX_COMMAND = 1_000;

export function briefAsJson(brief: Brief): string {
  return `${JSON.stringify(valueOf(brief), null, 1)}\n`;
}

function valueOf(brief: Brief): unknown {
  const { place, verdict, decision, command, changes } = brief;
  return {
    version: 1,
    rules: RULES,
    environment: line(brief.environment),
    loop: place.loop,
    cycle: place.cycle,
    maxCycles: place.maxCycles,
    commit: place.commit,
    branch: place.branch === null ? null : line(place.branch),
    run: place.run === null ? null : place.run.url,
    verdict: verdict.kind,
    reason: "reason" in verdict ? verdict.reason.kind : null,
    decision: decision.kind,
    because: decision.because,
    headline: verbatim(brief.headline),
    lead: brief.lead.map(verbatim),
    next: verbatim(brief.next),
    target: { asks: verbatim(brief.target.asks), missing: brief.target.missing.map(verbatim) },
    score: brief.score,
    command: command === null ? null : commandOf(command),
    notTested: brief.notTested.map(verbatim),
    errors: brief.errors.map(errorOf),
    warnings: brief.warnings.map(checkOf),
    changes: changes === null ? null : changesOf(changes),
    commits: brief.commits.map(({ sha, subject, author, byBot }) => ({
      sha,
      subject: line(subject),
      author: author === null ? null : line(author),
      byBot,
    })),
    components: brief.components.map(verbatim),
    criteria: brief.criteria.map(({ text, isMet, isOpen }) => ({
      text: line(text),
      state: isOpen ? "unbound" : isMet ? "met" : "not-met",
    })),
    look: brief.look.map(verbatim),
    logs: brief.logs.map(({ text, url }) => ({ name: text, url })),
    leftOut: brief.leftOut,
  };
}

function commandOf({ what, service, ended, problem, cause, transient, output }: BriefCommand): unknown {
  return {
    what,
    service: service === null ? null : line(service),
    ended: ended ?? problem,
    cause: cause?.title ?? null,
    line: cause === null ? null : line(cause.line),
    next: cause?.next ?? null,
    transient,
    output: output === null ? null : verbatimText(output, MAX_LOG),
  };
}

function changesOf({ against, said, effect, ...names }: BriefChanges): unknown {
  return {
    against,
    said: said === null ? null : verbatim(said),
    errors: verbatim(effect),
    errorsGone: names.errorsGone.map(line),
    fixed: names.fixed.map(line),
    newlyFailing: names.newlyFailing.map(line),
    disappeared: names.disappeared.map(line),
  };
}

function errorOf({ letter, pattern, title, cause, fate, group, checks }: BriefError): unknown {
  const { because, since } = pattern;
  return {
    letter,
    fingerprint: pattern.fingerprint,
    because: because === null ? null : { letter: cause, fingerprint: because.fingerprint, basis: because.basis },
    title: verbatim(title),
    class: pattern.class,
    kind: verbatim([pattern.title]),
    confidence: pattern.confidence,
    transient: pattern.transient,
    transientBy: pattern.transientBy,
    rule: pattern.rule,
    owner: pattern.owner,
    owners: pattern.owners.map(line),
    stage: pattern.stage,
    priority: pattern.priority,
    since: { cycle: since.cycle, commits: since.commits },
    progress: fate,
    count: { checks: pattern.checks.length, occurrences: pattern.occurrences },
    advice: verbatim(group.advice),
    whys: group.whys.map(({ question, answer }) => ({
      question: verbatim(question),
      answer: answer === null ? null : verbatim(answer),
    })),
    checks: checks.map(checkOf),
  };
}

function checkOf({ row, stage, frame, log }: BriefCheck): unknown {
  return {
    kind: row.kind,
    suite: row.suite === null ? null : line(row.suite),
    group: row.group === null ? null : line(row.group),
    name: line(row.name),
    project: row.project === null ? null : line(row.project),
    before: row.before === null ? null : line(row.before),
    stage,
    frame: frame === null ? null : { file: line(frame.file), line: frame.line },
    message: verbatimText(row.message, MAX_MESSAGE),
    evidence: Object.fromEntries(row.evidence.map(({ name, value }) => [name, verbatim(value)])),
    reproduce: row.reproduce === null ? null : verbatimText(row.reproduce, MAX_COMMAND),
    log: log === null ? null : verbatimText(log, MAX_LOG),
  };
}

function line(text: Untrusted): string {
  return verbatimLine(text, MAX_NAME);
}
