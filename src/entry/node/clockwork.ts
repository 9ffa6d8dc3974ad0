import { tick, type TickDeps, type TickReport } from "#entry/tick.ts";
import type { Timer } from "#kernel/clock.ts";
import { repeat } from "./repeat.ts";

export type ClockworkSettings = {
  readonly timer: Timer;
  readonly tickDeps: TickDeps;
  readonly everyMs: number;
  readonly onTick: (report: TickReport) => void;
  /** A turn that failed is told and tried again at its next time. */
  readonly onFault: (cause: unknown) => void;
};

/** Node's own ticker. Gives the way to end it after the turn under way. */
export function startClockwork({ timer, tickDeps, everyMs, onTick, onFault }: ClockworkSettings): () => Promise<void> {
  const work = async () => {
    try {
      onTick(await tick(tickDeps));
    } catch (cause) {
      onFault(cause);
    }
  };
  return repeat({ timer, everyMs, work });
}
