// What a plan declares of its checks and errors, in a line or two for each part: what nobody measures, and who acts.
import type { Owned, Plan, PlannedClass, PlannedComponent, PlannedCriterion } from "../model/plan.ts";
import type { Phrase } from "../model/report.ts";
import { joined, list } from "./names.ts";
import { count } from "./words.ts";

/** A step of the plan and what is said of it. */
export type Row = readonly [step: string, words: Phrase];

/** Names in one line; the rest is counted. */
const MAX_NAMES = 5;

export function declaredRows({ components, owners, criteria, classes, answers }: Plan): readonly Row[] {
  return [
    ...components.map((each): Row => ["components", componentWords(each)]),
    ...(owners.length === 0 ? [] : [["owners", ownersWords(owners)] satisfies Row]),
    ...criteriaRows(criteria).map((words): Row => ["criteria", words]),
    ...classes.map((each): Row => ["classes", classWords(each)]),
    ...(answers.length === 0 ? [] : [["whys", [`answers for ${count(answers.length, "error")}`]] satisfies Row]),
  ];
}

function componentWords({ name, tests, value, owner }: PlannedComponent): Phrase {
  const worth: Phrase = value === null ? [] : [`; worth ${value.amount} `, value.unit];
  return [name, ": ", ...list(tests, MAX_NAMES), ...worth, ...(owner === null ? [] : ["; ", owner])];
}

/** One line: who acts is asked for one thing at a time, and told beside it. */
function ownersWords(owners: readonly Owned[]): Phrase {
  const said = owners.slice(0, MAX_NAMES).map(({ match, owner }): Phrase => [owner, " for ", match]);
  const rest = owners.length - said.length;
  return [...joined(said, ", "), ...(rest > 0 ? [` and ${rest} more`] : [])];
}

/** What is measured, a line each, and how many are left to a person. */
function criteriaRows(criteria: readonly PlannedCriterion[]): readonly Phrase[] {
  const open = criteria.filter(({ checks, noError }) => checks === null && noError === null).length;
  const measured = criteria.flatMap(({ text, checks, noError }): readonly Phrase[] => {
    const by = joined(
      [
        checks === null ? [] : [...list(checks, MAX_NAMES), " passed"],
        noError === null ? [] : [`no error is left of ${noError.join(", ")}`],
      ],
      " and ",
    );
    return by.length === 0 ? [] : [[text, ": once ", ...by]];
  });
  return [...measured, ...(open === 0 ? [] : [[`${open} that only a person can tell`]])];
}

function classWords({ id, match, transient }: PlannedClass): Phrase {
  const passes = { yes: ", passes by itself", no: ", never passes by itself", either: "" }[transient];
  return [`${id}: what says `, match, passes];
}
