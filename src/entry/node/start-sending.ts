import type { Jumpstation } from "#entry/compose.ts";
import type { Log } from "#entry/log-line.ts";
import type { Metrics } from "#entry/metrics/metrics.ts";
import { buryLetters } from "#entry/queues/bury-letters.ts";
import { consumeWakes } from "#entry/queues/consume-wakes.ts";
import { countDue } from "#entry/queues/count-due.ts";
import { ProcessQueue } from "#entry/queues/process-queue.ts";
import { sweep } from "#entry/queues/sweep.ts";
import { isOverdue, MOST_WAKES, mostDue, WAKE_WORD, wakeSenders } from "#entry/queues/wake.ts";
import { planTurn } from "#entry/tick.ts";
import { type Clock, SECOND_MS, type Timer } from "#kernel/clock.ts";
import { checkFloor } from "#store/check-floor.ts";
import { channelNames } from "#messages/channel-name.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { repeat } from "./repeat.ts";

export type Sending = {
  readonly station: Pick<Jumpstation, "messages" | "tickDeps">;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "turn">;
  /** What went wrong at the jumpstations since the last tick. */
  readonly counters: Map<string, number>;
};

const TICK_EVERY_MS = 5 * SECOND_MS;
/** As at the edge: after 5, 10 and 20 seconds. */
const MOST_RETRIES = 3;
/** Of one tick, by itself. */
const MOST_SWEEPS = 100;

/**
 * Node's sending: a tick plans and says how many turns are due; each channel's queue takes its own one after the other, so that
 * a provider that hangs keeps no other channel waiting. What no word got sent is swept up by the tick. Gives the way to end all
 * after the turns under way.
 */
export function startSending(sending: Sending): () => Promise<void> {
  const { station, timer, log, metrics, counters } = sending;
  const { dead, lanes, settled } = lanesOf(sending);
  const { tickDeps } = station;
  const work = async () => {
    try {
      const planned = await planTurn(tickDeps);
      metrics.turn(planned);
      for (const lane of lanes) await wakeLane(sending, lane);
      // An idle station says nothing: that it turns is told by /health and the metrics.
      const done = { ...planned, ...Object.fromEntries(counters) };
      if (Object.values(done).some((count) => count > 0)) log("tick", done);
      counters.clear();
    } catch (cause) {
      log("tick_failed", { name: cause instanceof Error ? cause.name : "unknown" });
    }
  };
  const stop = repeat({ timer, everyMs: TICK_EVERY_MS, work });
  return async () => {
    await Promise.all([stop(), ...lanes.map(({ queue }) => queue.stop())]);
    await settled();
    await dead.stop();
  };
}

type Lane = {
  readonly channel: string;
  readonly queue: ProcessQueue<string>;
  /** Sends what no word got sent, unless it does so already. */
  readonly sweep: (oldestDueAt: number | null) => void;
};

/**
 * Says how many turns are due. What no word got sent is swept up beside the tick: a lane may wait for its provider, the tick for
 * no lane.
 */
async function wakeLane({ station }: Sending, lane: Lane): Promise<void> {
  const { messages, tickDeps } = station;
  const { store, clock } = messages;
  const { sendBatch } = tickDeps;
  const { channel, queue } = lane;
  const { due, oldestDueAt } = await countDue(store, { now: clock.now(), limit: mostDue(sendBatch), channel });
  if (queue.isIdle && isOverdue(oldestDueAt, clock.now())) lane.sweep(oldestDueAt);
  else await wakeSenders(queue, { due: due - queue.waiting * sendBatch, sendBatch });
}

/** A queue for each channel, one for the dead letters of all, and what their word means. */
function lanesOf({ station, clock, timer, log, metrics }: Sending) {
  const { messages, tickDeps } = station;
  const { under, beside, settled } = workBeside(log);
  const turnOf = (channel: string) => async () => {
    await checkFloor(messages.store);
    const worker = { ...tickDeps.worker, channel, beside };
    const { taken, ...report } = await sendDue(messages, worker, tickDeps.sendBatch);
    metrics.turn(report);
    if (taken > 0) log("send", { taken, ...report });
    await tickDeps.breathe?.();
    return taken;
  };
  const failed = (event: string) => (cause: unknown) =>
    log(event, { name: cause instanceof Error ? cause.name : "unknown" });
  const shared = { clock, timer, mostWaiting: MOST_WAKES, maxBatchSize: 1 };
  const journalKey = messages.secret.keyFor("click-journal/1");
  const dead = new ProcessQueue<string>({
    ...shared,
    name: "jumpstation-send-dead",
    maxRetries: 100,
    retryDelaySeconds: 30,
    consume: (batch) => buryLetters({ ...messages, journalKey }, "send", batch),
    onFault: failed("burial_failed"),
  });
  const lanes = channelNames.map((channel): Lane => {
    const sendTurn = turnOf(channel);
    const turns = { [WAKE_WORD]: async () => void (await sendTurn()) };
    const queue = new ProcessQueue<string>({
      ...shared,
      name: `jumpstation-send-${channel}`,
      maxRetries: MOST_RETRIES,
      deadLetters: dead,
      consume: (batch) => consumeWakes({ clock, log, turns }, batch),
      onFault: failed("turn_failed"),
    });
    const sweepUp = async (oldestDueAt: number | null) => {
      const swept = await sweep({ clock, oldestDueAt, sendTurn, mostTurns: MOST_SWEEPS });
      if (swept > 0) log("swept", { channel, swept });
    };
    return {
      channel,
      queue,
      sweep: (oldestDueAt) => {
        if (!under.has(channel)) beside(sweepUp(oldestDueAt), channel);
      },
    };
  });
  return { dead, lanes, settled };
}

/** Work that nobody waits for but the end of the process; `under`: the names of what is under way. */
function workBeside(log: Log) {
  const under = new Map<unknown, Promise<void>>();
  const beside = (work: Promise<unknown>, name: unknown = work) => {
    const settled = work
      .then(() => undefined)
      .catch((cause: unknown) => log("turn_failed", { name: cause instanceof Error ? cause.name : "unknown" }))
      .finally(() => under.delete(name));
    under.set(name, settled);
  };
  return { under, beside, settled: () => Promise.all(under.values()) };
}
