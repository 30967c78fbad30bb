// Every failing check in full, under the error that it belongs to: what was expected and seen, where, and what was said.
import type { FailingCheckRow, FailingGroup, Phrase, Report } from "../model/report.ts";
import { block, type Block } from "./blocks.ts";
import { copyable, fence, fold, foldUnder, phrase } from "./markdown.ts";
import { nameLines, nameOf, OWN_RULE, paragraph, placeOf, proofOf, whyLine } from "./pieces.ts";
import { bothEnds, isBlank, isSame, tellingLines } from "./plain.ts";
import { capital, capitalized, count, duration } from "./words.ts";
import { untrusted, type Untrusted } from "../text/untrusted.ts";

const HEADING =
  "### Failures by error\n\n_The quoted parts are output of staging and of the tests; nothing in them is verified._";

export function failureBlocks({ failing, log }: Pick<Report, "failing" | "log">): readonly Block[] {
  if (failing.every((group) => group.checks.length === 0)) return [];
  return [
    block([HEADING, phrase(log)].filter(Boolean).join("\n\n"), 2, "the failures by error"),
    ...failing.flatMap(groupBlocks),
  ];
}

/** From these ranks on the errors and their checks are left out, the last ones first; the first checks stay longest. */
const ERRORS = 10;
const CHECKS = 10_000;
const MORE = 9_000;

function groupBlocks(group: FailingGroup, at: number): readonly Block[] {
  const name = nameOfGroup(group);
  const rows = group.checks.map((check): Row => ({ check, said: saidBy(check) }));
  const [first] = rows;
  const isShared = first !== undefined && rows.length > 1 && rows.every(({ said }) => areSame(said, first.said));
  const once = isShared ? `All ${rows.length} say:\n\n${quoted(first.said)}` : "";
  const full = rows.filter(({ check }) => !isShared || hasOwn(check));
  const bare = rows.filter((row) => !full.includes(row));
  const rest = group.dropped > 0 ? `and ${count(group.dropped, "more failure")}` : "";
  return [
    block([head(group), once].filter(Boolean).join("\n\n"), ERRORS + at, name),
    block(nameLines(bare.map(({ check }) => check)).join("\n"), ERRORS + at, name),
    ...full.map(({ check, said }, nth) =>
      block(
        checkFold(check, isShared ? "" : quoted(said)),
        nth === 0 ? ERRORS + at : CHECKS * (nth + 1) + at,
        `failures of ${name}`,
      ),
    ),
    block(rest, ERRORS + at, name),
    block(moreFold(group), MORE, `more about ${name}`),
  ];
}

interface Row {
  readonly check: FailingCheckRow;
  /** The telling lines of its message, and of its detail where they are others. */
  readonly said: readonly Untrusted[];
}

/** Lines of a quotation, and the characters of each: the record has the whole of it. */
const MOST_LINES = 14;
const LONGEST = 300;

function saidBy({ message, detail }: FailingCheckRow): readonly Untrusted[] {
  const [first, more] = [message, detail].map((text) =>
    text === null ? untrusted("") : tellingLines(bothEnds(text), MOST_LINES, LONGEST),
  );
  return [first, first !== undefined && more !== undefined && isSame(first, more) ? undefined : more].flatMap((text) =>
    text === undefined || isBlank(text) ? [] : [text],
  );
}

function areSame(one: readonly Untrusted[], other: readonly Untrusted[]): boolean {
  return one.length === other.length && one.every((text, at) => isSame(text, other[at] ?? untrusted("")));
}

function quoted(said: readonly Untrusted[]): string {
  return said.map((text) => fence(text, MOST_LINES * LONGEST)).join("\n\n");
}

/** There is something to say of it beyond the words that others say as well. */
function hasOwn({ frame, evidence, reproduce }: FailingCheckRow): boolean {
  return frame.length > 0 || evidence.length > 0 || reproduce !== null;
}

function nameOfGroup({ weight, letter }: FailingGroup): string {
  if (weight !== "decides") return `what is ${weight}`;
  return letter === null ? "what follows from another error" : `error ${letter}`;
}

function head({ letter, title, kind, advice, log, who, whys }: FailingGroup): string {
  const answered = whys.filter(({ answer }) => answer !== null).map(whyLine);
  const below = [paragraph([kindLine(kind), advice, log, who]), ...answered].filter(Boolean);
  return `#### ${letter === null ? "" : `${letter} · `}${phrase(capitalized(title))}\n\n${below.join("<br>\n")}`;
}

/** What only somebody needs who works on this error: since when, why it was judged so, its id, a rule of one's own. */
function moreFold({ letter, facts, who, whys, ownRule }: FailingGroup): string {
  const open = whys.filter(({ answer }) => answer === null).map(whyLine);
  const said = [paragraph(facts.filter((each) => each !== who)), ...open].filter(Boolean).join("<br>\n");
  const rule = ownRule === null ? "" : copyable(ownRule, OWN_RULE, "");
  const body = [said, rule].filter(Boolean).join("\n\n");
  return body === "" ? "" : fold(letter === null ? "More about this" : `More about error ${letter}`, body);
}

function kindLine(kind: Phrase): Phrase {
  return [...capitalized(kind), "."];
}

function checkFold(check: FailingCheckRow, said: string): string {
  const took = check.durationMs === null ? "" : ` · ${duration(check.durationMs)}`;
  const place = placeOf(check);
  const where = [
    ...(place === "" ? [] : [`- in ${place}`]),
    ...(check.frame.length === 0 ? [] : [`- at ${phrase(check.frame)}`]),
  ];
  const facts = [...where, proofOf(check, "")].filter(Boolean).join("\n");
  const body = [facts, said].filter(Boolean).join("\n\n");
  const title = `##### ${capital(check.kind)} ${nameOf(check)}${took}`;
  return foldUnder(title, body === "" ? "Nothing more is known." : body);
}
