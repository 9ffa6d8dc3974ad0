import type { Queue } from "@cloudflare/workers-types";
import { applyParked } from "#messages/reports/park-reports.ts";
import { refreshSendTimes } from "#messages/send-time/refresh-send-times.ts";
import { settleClicks } from "#clicks/settle-clicks.ts";
import { forgetOrigins } from "#clicks/forget-origins.ts";
import type { Jumpstation } from "#entry/compose.ts";
import { planSteadily } from "#entry/plan-steadily.ts";
import { followMoves } from "#entry/tick.ts";
import { channelNames } from "#messages/channel-name.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { checkFloor } from "#store/check-floor.ts";
import { refreshSegments } from "#segments/refresh/refresh-segments.ts";
import { scoreAtEdge } from "./score-at-edge.ts";
import { countDue } from "#entry/queues/count-due.ts";
import { sweep } from "#entry/queues/sweep.ts";
import { mostDue, wakeSenders, wordFor } from "#entry/queues/wake.ts";
import type { Log } from "#entry/log-line.ts";

/** Chunks of a hundred product sets, and pictures one at a time: what an event has time and memory for. */
const FEED_TURN = { chunks: 100, images: 10, atOnce: 1 };

export type RunTick = {
  readonly station: Pick<
    Jumpstation,
    "messages" | "customers" | "tickDeps" | "runFeeds" | "followTriggers" | "tendOwnSites" | "tendImports"
  >;
  readonly wakes: Pick<Queue<string>, "sendBatch">;
  /** One turn of a sender, here and now; gives how many rows it took. */
  readonly sendTurn: () => Promise<number>;
  readonly log: Log;
};

/** What one tick sends by itself where the queue's words came to nothing: an event has a quarter of an hour. */
const MOST_SWEEPS = 20;

/**
 * One turn of the clockwork at the edge: plan, take back what dead senders held, wake senders for what is due, send what no word
 * got sent, settle who clicked. A step that fails is told and holds none of the others up; each is done again with the next turn.
 */
export async function runTick({ station, wakes, sendTurn, log }: RunTick): Promise<void> {
  const { messages, customers, tickDeps } = station;
  const { store, clock } = messages;
  await checkFloor(store);
  const steps = {
    planned: async () => (await planSteadily(messages)).planned,
    hours: () => refreshSendTimes(messages),
    moved: () => followMoves(messages),
    released: async () => (await recoverMessages(messages)).released,
    parked: () => applyParked(messages),
    segments: async () => (await refreshSegments(messages)).asked,
    entered: async () => (await station.followTriggers()).entered,
    woken: async () => {
      const { sendBatch } = tickDeps;
      let woken = 0;
      for (const channel of channelNames) {
        const { due } = await countDue(store, { now: clock.now(), limit: mostDue(sendBatch), channel });
        woken += await wakeSenders(wakes, { due, sendBatch, word: wordFor(channel) });
      }
      return woken;
    },
    swept: async () => {
      const { oldestDueAt } = await countDue(store, { now: clock.now(), limit: 1 });
      return sweep({ clock, oldestDueAt, sendTurn, mostTurns: MOST_SWEEPS });
    },
    settled: async () => (await settleClicks(customers)).settled,
    own: () => station.tendOwnSites(),
    imports: async () => {
      await station.tendImports();
      return 1;
    },
    scored: async () => (await scoreAtEdge(messages, log)).scored,
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
