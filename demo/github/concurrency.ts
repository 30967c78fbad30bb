// Concurrency groups: one holder and, unless `queue: max`, one that waits. A newer one takes the waiting place of an older one.
// https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency

export interface ConcurrencyGroups {
  /** Asks for a group. The answer comes when the group is free, or when the place in the queue is lost. */
  enter(group: string, wish: ConcurrencyWish): ConcurrencyPlace;
}

export interface ConcurrencyWish {
  readonly cancelInProgress: boolean;
  readonly queue: "single" | "max";
  /** Called when a later one with `cancel-in-progress` wants the group while this one holds it. */
  readonly onCancel: () => void;
}

export interface ConcurrencyPlace {
  readonly isWaiting: boolean;
  readonly answer: Promise<"entered" | "evicted">;
  /** Gives the group (or the place in the queue) back. May be called more than once. */
  leave(): void;
}

/** With `queue: max` so many may wait; one more is turned away. */
const LONGEST_QUEUE = 100;

export function keepConcurrency(): ConcurrencyGroups {
  const groups = new Map<string, Group>();

  return {
    enter: (name, wish) => {
      const key = name.toLowerCase();
      const group = groups.get(key) ?? { holder: undefined, waiting: [] };
      groups.set(key, group);
      const { promise, resolve } = Promise.withResolvers<"entered" | "evicted">();
      const member: Member = { wish, answer: resolve };
      const isWaiting = group.holder !== undefined;
      if (!isWaiting) admit(group, member);
      else if (wish.queue === "max" && group.waiting.length >= LONGEST_QUEUE) resolve("evicted");
      else {
        if (wish.queue === "single") {
          for (const older of group.waiting.splice(0)) older.answer("evicted");
        }
        group.waiting.push(member);
        if (wish.cancelInProgress) group.holder?.wish.onCancel();
      }
      return {
        isWaiting,
        answer: promise,
        leave: () => {
          const index = group.waiting.indexOf(member);
          if (index >= 0) {
            group.waiting.splice(index, 1);
            resolve("evicted");
          }
          if (group.holder !== member) return;
          group.holder = undefined;
          const next = group.waiting.shift();
          if (next !== undefined) admit(group, next);
        },
      };
    },
  };
}

interface Member {
  readonly wish: ConcurrencyWish;
  readonly answer: (answer: "entered" | "evicted") => void;
}

interface Group {
  holder: Member | undefined;
  readonly waiting: Member[];
}

function admit(group: Group, member: Member): void {
  group.holder = member;
  member.answer("entered");
}
