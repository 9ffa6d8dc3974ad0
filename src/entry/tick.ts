import type { MessageDeps } from "#messages/message-deps.ts";
import { rescheduleMoved } from "#messages/newsletters/reschedule-moved.ts";
import { findWatermark, saveWatermark } from "#messages/plan/planner-queries.ts";
import { applyParked } from "#messages/reports/park-reports.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { type SendReport, sendDue, type Worker } from "#messages/send/send-due.ts";
import { refreshSendTimes } from "#messages/send-time/refresh-send-times.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { checkFloor } from "#store/check-floor.ts";
import { planSteadily } from "./plan-steadily.ts";

export type TickDeps = {
  readonly messages: MessageDeps;
  readonly worker: Worker;
  readonly sendBatch: number;
  readonly breathe?: () => Promise<void>;
};

export type TickReport = Omit<SendReport, "taken"> & {
  readonly planned: number;
  readonly missed: number;
};

/** What comes before any sending: plan, follow who moved, take back what dead workers held. */
export async function planTurn({ messages, breathe }: TickDeps): Promise<Pick<TickReport, "planned" | "missed">> {
  await checkFloor(messages.store);
  const { planned, missed } = await planSteadily(messages, breathe);
  await refreshSendTimes(messages, { breathe });
  await followMoves(messages);
  await recoverMessages(messages);
  await applyParked(messages);
  return { planned, missed };
}

/** One turn of the clockwork that sends by itself, for whoever has no queue: plan, then all that is due. */
export async function tick(deps: TickDeps): Promise<TickReport> {
  const { messages, worker, sendBatch } = deps;
  const { planned, missed } = await planTurn(deps);
  const totals = { sent: 0, skipped: 0, deferred: 0, rejected: 0, unknown: 0 };
  for (;;) {
    const turn = await sendDue(messages, worker, sendBatch);
    for (const key of ["sent", "skipped", "deferred", "rejected", "unknown"] as const) totals[key] += turn[key];
    if (turn.taken === 0) break;
    await deps.breathe?.();
  }
  return { ...totals, planned, missed };
}

/** Customers who moved or whose birthday became known: looked for once an hour, since it walks all subscriptions. */
export async function followMoves({ store, clock }: Pick<MessageDeps, "store" | "clock">): Promise<number> {
  const now = clock.now();
  const before = await findWatermark(store, "moves");
  if (before !== undefined && now - before < HOUR_MS) return 0;
  const { moved } = await rescheduleMoved({ store, clock });
  await saveWatermark(store, { planner: "moves", watermark: now, now });
  return moved;
}
