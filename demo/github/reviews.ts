// Jobs that wait for a person: an environment with required reviewers lets no job begin before one of them has said yes.

export type Review = "approved" | "rejected";

export interface Reviews {
  /** The answer to one job of a run; a review is for one environment of one attempt. */
  ask(runId: number, environment: string): Promise<Review>;
  /** What is waiting, in the order in which it was asked. */
  waiting(): readonly { readonly runId: number; readonly environment: string }[];
  /** A person answers. Throws when nothing of that run waits for the environment. */
  answer(runId: number, environment: string, review: Review): void;
}

export function keepReviews(): Reviews {
  const open: { runId: number; environment: string; answer: (review: Review) => void }[] = [];
  return {
    ask: (runId, environment) => {
      const { promise, resolve } = Promise.withResolvers<Review>();
      open.push({ runId, environment, answer: resolve });
      return promise;
    },
    waiting: () => open.map(({ runId, environment }) => ({ runId, environment })),
    answer: (runId, environment, review) => {
      const meant = open.filter((one) => one.runId === runId && one.environment === environment);
      if (meant.length === 0) throw new Error(`No job of run ${runId} waits for ${environment}.`);
      for (const one of meant) {
        open.splice(open.indexOf(one), 1);
        one.answer(review);
      }
    },
  };
}
