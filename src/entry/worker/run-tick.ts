import type { Queue } from "@cloudflare/workers-types";
import { settleClicks } from "#clicks/settle-clicks.ts";
import { forgetOrigins } from "#clicks/forget-origins.ts";
import type { Jumpstation } from "#entry/compose.ts";
import { planSteadily } from "#entry/plan-steadily.ts";
import { followMoves } from "#entry/tick.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { refreshSegments } from "#segments/refresh/refresh-segments.ts";
import { countDue } from "./count-due.ts";
import type { Log } from "#entry/log-line.ts";
import { mostDue, wakeSenders } from "./wake.ts";

/** Chunks of a hundred product sets, and pictures one at a time: what an event has time and memory for. */
const FEED_TURN = { chunks: 100, images: 10, atOnce: 1 };

export type RunTick = {
  readonly station: Pick<
    Jumpstation,
    "messages" | "customers" | "tickDeps" | "runFeeds" | "followTriggers" | "tendOwnSites" | "tendImports"
  >;
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
    segments: async () => (await refreshSegments(messages)).asked,
    entered: async () => (await station.followTriggers()).entered,
    woken: async () => {
      const due = await countDue(store, clock.now(), mostDue(tickDeps.sendBatch));
      return wakeSenders(wakes, due, tickDeps.sendBatch);
    },
    settled: async () => (await settleClicks(customers)).settled,
    own: () => station.tendOwnSites(),
    imports: async () => {
      await station.tendImports();
      return 1;
    },
    fed: async () => (await station.runFeeds(FEED_TURN)).feeds,
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
