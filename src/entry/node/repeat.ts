import type { Timer } from "#kernel/clock.ts";

export type Repeated = {
  readonly timer: Timer;
  readonly everyMs: number;
  /** Tells its own faults: what it throws is dropped, and its next turn comes all the same. */
  readonly work: () => Promise<void>;
};

/** Turns of work that never overlap: one that is late is simply late. Gives the way to end it after the turn under way. */
export function repeat({ timer, everyMs, work }: Repeated): () => Promise<void> {
  let isStopped = false;
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();
  const turn = async () => {
    await work().catch(() => undefined);
    if (!isStopped) schedule();
  };
  const schedule = () => {
    cancel = timer.after(everyMs, () => {
      running = turn();
    });
  };
  schedule();
  return async () => {
    isStopped = true;
    cancel();
    await running;
  };
}
