// What the judge makes of a cycle: errors (patterns), their kinds, what they drag along, and what changed.
import type { Untrusted } from "../text/untrusted.ts";
import type { Stage } from "./check.ts";
import type { Answered, DeclaredValue } from "./declared.ts";
import type { Explained } from "./loop.ts";
import type { Comparison, Judged } from "./target.ts";

export type Transient = "yes" | "no" | "either";
export type Confidence = "certain" | "probable" | "possible";
export const OWNERS = ["service", "environment", "test", "network", "platform"] as const;
export type Owner = (typeof OWNERS)[number];

/** What kind of fault one failure is, and why we say so. */
export interface Classification {
  /** Id of one of our classes, of a class of the team's own, or "unknown". */
  readonly class: string;
  readonly confidence: Confidence;
  readonly transient: Transient;
  /** The rule that decided. */
  readonly rule: string;
  /** The words that the rule matched. */
  readonly span: Untrusted | null;
  readonly stage: Stage;
}

/** One error: all failures with one fingerprint. */
export interface Pattern {
  /** "v1:" and 16 hexadecimal digits. */
  readonly fingerprint: string;
  readonly class: string;
  readonly confidence: Confidence;
  readonly transient: Transient;
  /** What says so: the kind of error, words of this one, or that it came back unchanged at the same revision. */
  readonly transientBy: "class" | "text" | "returned";
  readonly rule: string;
  /** The words that the rule matched, in the first failure; null where it measured. */
  readonly span: Untrusted | null;
  readonly stage: Stage;
  /** The kind in words, who usually acts on it, and the next step; foreign where a class of the team's own says it. */
  readonly title: string | Untrusted;
  readonly owner: Owner;
  readonly advice: string | Untrusted;
  /** What happened, in one line for people: our words with the decisive foreign ones in them. */
  readonly headline: Headline;
  readonly alarm: Alarm | null;
  /** The decisive line of the first failure. */
  readonly example: Untrusted;
  /** Keys of the failing checks, tests before probes as they ran. */
  readonly checks: readonly string[];
  /** How often it happened: more often than it has checks where several users or tries of one met it. */
  readonly occurrences: number;
  /** In how many files, classes or suites of tests; all probes together are one. */
  readonly modules: number;
  /** That of its most important check; null: none has one. */
  readonly priority: number | null;
  /** Who is named for its checks in the configuration. */
  readonly owners: readonly Untrusted[];
  /** null for a cause. */
  readonly because: Because | null;
  readonly since: Since;
  readonly why: Why;
}

/** The error that another one can only follow from. */
export interface Because {
  readonly fingerprint: string;
  /**
   * `runner`: the test runner says so · `load`: its file or set-up did not load · `needs`: declared to need it
   * · `probe`: a probe failed earlier on the way to the same target · `empty`: nothing came over a connection that
   * failed · `same-check`: the same check failed earlier with it.
   */
  readonly basis: "runner" | "load" | "needs" | "probe" | "empty" | "same-check";
  readonly confidence: "certain" | "probable";
}

/** Why after why: the first question comes from the evidence, the others from the answers. */
export interface Why {
  readonly question: Headline;
  /** null: nobody has answered yet. */
  readonly answered: Answered | null;
  /** What a later cycle says of the answer. `refuted`: something was changed since, and the error is still there. */
  readonly state: "open" | "refuted";
}

/** What people must know before anything else: a caller got in, or a user got another one's data. */
export type Alarm = "let-in" | "leak";

/** One line for people: our own words, and the decisive ones of a server or a test. */
export type Headline = readonly (string | Untrusted)[];

/** First cycle of this loop in which the error was seen, without a tested cycle between that lacked it. */
export interface Since {
  readonly cycle: number;
  readonly isNew: boolean;
  /** It came between these two commits; null where no tested cycle before it lacked it, or both are the same. */
  readonly commits: { readonly good: string; readonly bad: string } | null;
}

export interface Counts {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly errored: number;
  readonly skipped: number;
  readonly blocked: number;
  readonly notRun: number;
}

export interface Changes {
  /** The cycle compared with; null when none was tested before. */
  readonly against: number | null;
  /** Keys of checks that failed before and pass now. */
  readonly fixed: readonly string[];
  /** Keys of checks that fail now and did not fail before. */
  readonly newlyFailing: readonly string[];
  readonly stillFailing: readonly string[];
  /** Of the newly failing, those that passed in the cycle compared with. */
  readonly regressed: readonly string[];
  /** Of the newly failing, those that the cycle compared with did not have. */
  readonly appeared: readonly string[];
  /** Failed then and pass now, or the other way round, at the same commit: nothing that was changed explains it. */
  readonly flaky: readonly string[];
  /** Still failing, at a later stage than before. */
  readonly advanced: readonly Moved[];
  /** Still failing, with another error at the same or an earlier stage. */
  readonly errorChanged: readonly Moved[];
  /** Errors of the cycle compared with that are not there any more, although their checks ran. */
  readonly errorsGone: readonly GoneError[];
  /** Against the best cycle of the loop; null where it is the one compared with, or not known. */
  readonly best: AgainstBest | null;
  /** How many checks that failed before are not part of this cycle any more: removed or renamed, not repaired. */
  readonly gone: number;
  /** Keys of checks that failed before and were not run to their end this time: they are neither fixed nor gone. */
  readonly unfinished: readonly string[];
  /** Of the fixed, those that pass now faster than staging can answer. */
  readonly suspicious: readonly string[];
  /** Names of tests that the last tested cycle ran and that are in no report now; the first few. */
  readonly disappeared: readonly Untrusted[];
  /** How many of them there are. */
  readonly disappearedCount: number;
}

export interface Moved {
  readonly key: string;
  readonly before: Untrusted;
  readonly fingerprint: string;
  /** At an earlier stage than before. */
  readonly fellBack: boolean;
}

export interface GoneError {
  readonly fingerprint: string;
  readonly title: Untrusted;
}

export interface AgainstBest {
  /** The cycle. */
  readonly n: number;
  /** Keys of checks that passed then and fail now. */
  readonly lost: readonly string[];
  /** Keys of checks that passed then, failed in the last tested cycle, and pass again. */
  readonly recovered: readonly string[];
}

export type Verdict =
  | { readonly kind: "met" }
  | { readonly kind: "not-met" }
  | { readonly kind: "not-tested"; readonly reason: NotTested }
  | { readonly kind: "unproven"; readonly reason: Unproven };

export type NotTested =
  | {
      readonly kind: "deploy-failed";
      readonly deployment: number;
      readonly transient: Transient;
      readonly cause: DeployCause | null;
    }
  | { readonly kind: "not-ready"; readonly readiness: number }
  | { readonly kind: "wrong-revision"; readonly readiness: number }
  | { readonly kind: "revision-changed"; readonly readiness: number }
  | { readonly kind: "preflight-failed"; readonly checks: readonly string[]; readonly needsPerson: boolean }
  | { readonly kind: "suite-not-run"; readonly suite: number }
  | { readonly kind: "setup-failed"; readonly transient: Transient }
  /** Test jobs that left no record. */
  | { readonly kind: "no-record"; readonly found: number; readonly expected: number }
  /** What is not staging could not be reached either: our own network is down. */
  | { readonly kind: "control-failed" }
  | { readonly kind: "cancelled" };

/** Why a deploy failed, read from what its command printed. */
export interface DeployCause {
  /** "the image registry answers 503" */
  readonly title: string;
  /** The line that decided. */
  readonly line: Untrusted;
  readonly next: string;
}

export type Unproven =
  | { readonly kind: "no-tests" }
  | { readonly kind: "no-checks" }
  | { readonly kind: "revision-not-told"; readonly readiness: number }
  | { readonly kind: "unreadable-report"; readonly suite: number }
  | { readonly kind: "stale-report"; readonly suite: number }
  /** Its results and times are those of an earlier cycle, to the millisecond. */
  | { readonly kind: "republished-report"; readonly suite: number; readonly cycle: number }
  /** No connection to staging was seen while a whole suite ran, or the one that is required could not be watched. */
  | { readonly kind: "no-contact"; readonly suite: number };

export interface Analysis {
  readonly verdict: Verdict;
  readonly tests: Counts;
  readonly probes: Counts;
  readonly targets: Counts;
  /** The target of the loop, part by part. */
  readonly target: Judged;
  /** What of it no result can meet, because there are not enough checks; null: it can be reached, or nobody knows. */
  readonly beyondReach: Comparison | null;
  /** Keys of checks that passed only after another try. */
  readonly flaky: readonly string[];
  /** Keys of checks that failed and are said not to decide. */
  readonly degraded: readonly string[];
  /** Causes first, ranked by what they break; then what follows from them. */
  readonly patterns: readonly Pattern[];
  /** In the order of the configuration. */
  readonly components: readonly ComponentState[];
  readonly criteria: readonly CriterionState[];
  /** Errors that somebody explained, and that went with the answers, the last ones. */
  readonly explained: readonly Explained[];
  readonly changes: Changes;
  /** Of what both measured, fewer passes than in the best tested cycle of this loop, which had another commit. */
  readonly regression: boolean;
  /** A fix between two cycles left tests out; null: none did. */
  readonly shrunk: Shrunk | null;
  /** What the last answer or failure was, so that "the same failure twice" can be told. */
  readonly signature: string;
}

/** How many tests were planned. */
export interface Shrunk {
  readonly before: number;
  readonly now: number;
}

/** `not-checked`: none of its checks had a result. */
export const COMPONENT_STATES = ["working", "broken", "not-checked"] as const;

export interface ComponentState {
  readonly name: Untrusted;
  readonly state: (typeof COMPONENT_STATES)[number];
  /** In the first tested cycle of this loop that checked it; null: this is the first. */
  readonly first: "working" | "broken" | null;
  readonly sentence: Untrusted | null;
  readonly value: DeclaredValue | null;
  readonly owner: Untrusted | null;
  /** Keys of its checks that failed. */
  readonly broken: readonly string[];
  /** How many of its checks had a result. */
  readonly checked: number;
}

export interface CriterionState {
  readonly text: Untrusted;
  /** `unbound`: nothing that is measured tells, so nobody but a person can tick it. */
  readonly state: "met" | "not-met" | "unbound";
}

export type Decision =
  | { readonly kind: "stop"; readonly because: StopReason }
  | { readonly kind: "repeat"; readonly waitMs: number; readonly because: RepeatReason }
  /** The loop stays open and waits: the next commit goes on with it. */
  | { readonly kind: "park"; readonly because: ParkReason };

export const STOP_REASONS = [
  /** A run of a newer commit goes on. */
  "superseded",
  "reached",
  "exhausted",
  "budget",
  /** The same failures at the same commit, as often as the workflow allows. */
  "stalled",
  "needs-person",
  "broken",
  "cancelled",
  /** The pull request was closed, or carries the label that stops the loop. */
  "closed",
  "label",
  "branch-gone",
  "regression",
  /** More dispatches on this branch within a day than any loop has. */
  "runaway",
  /** The commits that came between two cycles changed what no fix may change. */
  "fix-denied",
  "no-dispatch",
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** `fix`: the fix command runs first, and whatever it commits is tested next. */
export const REPEAT_REASONS = ["not-tested", "unproven", "new-commit", "may-pass", "nothing-changed", "fix"] as const;
export type RepeatReason = (typeof REPEAT_REASONS)[number];

/** `nothing-changed`: no error passes by itself · `on-commit`: the workflow asks for a commit before every cycle. */
export const PARK_REASONS = ["nothing-changed", "on-commit"] as const;
export type ParkReason = (typeof PARK_REASONS)[number];
