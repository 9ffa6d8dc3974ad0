import type { Clock } from "#kernel/clock.ts";
import { isOverdue } from "./wake.ts";

export type Sweep = {
  readonly clock: Clock;
  readonly oldestDueAt: number | null;
  /** One turn of a sender; gives how many rows it took. */
  readonly sendTurn: () => Promise<number>;
  readonly mostTurns: number;
};

/**
 * What no word of the queue got sent: where the oldest due message has waited longer than a word lasts, the tick sends by itself.
 * So a queue that loses everything costs minutes and no message.
 */
export async function sweep({ clock, oldestDueAt, sendTurn, mostTurns }: Sweep): Promise<number> {
  if (!isOverdue(oldestDueAt, clock.now())) return 0;
  let swept = 0;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const taken = await sendTurn();
    swept += taken;
    if (taken === 0) break;
  }
  return swept;
}
