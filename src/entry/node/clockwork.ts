import { tick, type TickDeps, type TickReport } from "#entry/tick.ts";
import type { Timer } from "#kernel/clock.ts";

export type ClockworkSettings = {
  readonly timer: Timer;
  readonly tickDeps: TickDeps;
  readonly everyMs: number;
  readonly onTick: (report: TickReport) => void;
  /** A turn that failed is told and tried again at its next time. */
  readonly onFault: (cause: unknown) => void;
};

/** Node's own ticker: turns never overlap, and one that is late is simply late. Gives the way to end it after the turn under way. */
export function startClockwork({ timer, tickDeps, everyMs, onTick, onFault }: ClockworkSettings): () => Promise<void> {
  let isStopped = false;
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();
  const turn = async () => {
    try {
      onTick(await tick(tickDeps));
    } catch (cause) {
      onFault(cause);
    }
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
