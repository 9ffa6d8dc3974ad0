import type { Queue } from "@cloudflare/workers-types";
import { settleClicks } from "#clicks/settle-clicks.ts";
import { forgetOrigins } from "#clicks/forget-origins.ts";
import type { Jumpstation } from "#entry/compose.ts";
import { planSteadily } from "#entry/plan-steadily.ts";
import { followMoves } from "#entry/tick.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { countDue } from "./count-due.ts";
import type { Log } from "./log.ts";
import { mostDue, wakeSenders } from "./wake.ts";

export type RunTick = {
  readonly station: Pick<Jumpstation, "messages" | "customers" | "tickDeps">;
  readonly wakes: Pick<Queue<string>, "sendBatch">;
  readonly log: Log;
};

/**
 * One turn of the clockwork at the edge: plan, take back what dead senders held, wake senders for what is due, settle who
 * clicked. A step that fails is told and holds none of the others up; each is done again with the next turn.
 */
export async function runTick({ station, wakes, log }: RunTick): Promise<void> {
  const { messages, customers, tickDeps } = station;
  const { store, clock } = messages;
  const steps = {
    planned: async () => (await planSteadily(messages)).planned,
    moved: () => followMoves(messages),
    released: async () => (await recoverMessages(messages)).released,
    woken: async () => {
      const due = await countDue(store, clock.now(), mostDue(tickDeps.sendBatch));
      return wakeSenders(wakes, due, tickDeps.sendBatch);
    },
    settled: async () => (await settleClicks(customers)).settled,
    forgotten: () => forgetOrigins(store, clock.now()),
  };
  const done: Record<string, number> = {};
  const failures: unknown[] = [];
  for (const [name, step] of Object.entries(steps)) {
    try {
      done[name] = await step();
    } catch (cause) {
      failures.push(cause);
      log("step_failed", { step: name, name: cause instanceof Error ? cause.name : "unknown" });
    }
  }
  log("tick", done);
  if (failures.length > 0) throw new AggregateError(failures, "Steps of the tick failed.");
}
