// Keeps the users of one try together: whose socket opens late has to be there before another's events are sent.
import type { Together } from "./attempt.ts";

export interface Member extends Together {
  /** This user is through, however that ended: nobody waits for it any more. */
  readonly leave: () => void;
}

/** One for each user. Who has done its steps has opened, and who left has done both, so nobody waits for ever. */
export function createMeeting(users: number): readonly Member[] {
  const open = createGate(users);
  const finish = createGate(users);
  const through = (user: number): Promise<void> => {
    void open(user);
    return finish(user);
  };
  return Array.from({ length: users }, (_, user) => ({
    opened: () => open(user),
    done: () => through(user),
    leave: () => void through(user),
  }));
}

/** Resolves for everybody when the last has come. */
function createGate(users: number): (user: number) => Promise<void> {
  const missing = new Set(Array.from({ length: users }, (_, user) => user));
  const { promise, resolve } = Promise.withResolvers<void>();
  return (user) => {
    missing.delete(user);
    if (missing.size === 0) resolve();
    return promise;
  };
}
