// In which order errors are told, in numbers for the judge and in one sentence for people.

/** An error behind more tests than this, or behind this share of all failures, is told first. */
export const MANY_TESTS = 10;
export const MOST_FAILURES = 0.8;

export const RANKING =
  "first who was let in or saw data of another user, then what more than 10 tests or 80 % of all failures say, then by " +
  "the most important test or probe that fails because of it, by how many fail, and by how early it stops them; what only " +
  "follows from another error comes last.";
