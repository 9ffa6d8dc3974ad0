import { sql, type SQL } from "drizzle-orm";
import { SECOND_MS } from "#kernel/clock.ts";
import { column, jsonRows } from "#store/json-rows.ts";
import type { DeliveryOutcome } from "./decide-delivery.ts";

/** Longer than any try lasts: who holds a delivery that long is gone, and somebody else tries. */
export const LEASE_MS = 60 * SECOND_MS;

/** Takes due deliveries of one endpoint: the try is counted before it is made, so that a crash never makes it endless. */
export function claimDeliveries(
  endpointId: string,
  { now, limit }: { readonly now: number; readonly limit: number },
): SQL {
  return sql`update webhook_deliveries set fence = fence + 1, attempts = attempts + 1, next_at = ${now + LEASE_MS},
      last_tried_at = ${now}
    where id in (select id from webhook_deliveries where endpoint_id = ${endpointId} and state = 'pending'
      and next_at <= ${now} order by next_at limit ${limit})
    returning id, event_id as eventId, fence, attempts`;
}

export type SettledDelivery = DeliveryOutcome & {
  readonly id: number;
  readonly fence: number;
  readonly durationMs: number;
};

/** Who comes late names an old fence, and changes nothing. */
export function settleDeliveries(settled: readonly SettledDelivery[], now: number): SQL {
  const rows = settled.map(({ id, fence, state, nextAt, status, fault, durationMs }) => [
    id,
    fence,
    state,
    nextAt ?? now,
    status ?? null,
    fault ?? null,
    durationMs,
  ]);
  return sql`update webhook_deliveries set state = ${column(2)}, next_at = ${column(3)}, status = ${column(4)},
      fault = ${column(5)}, duration_ms = ${column(6)},
      finished_at = case ${column(2)} when 'pending' then null else ${now} end
    from ${jsonRows(rows)}
    where webhook_deliveries.id = ${column(0)} and webhook_deliveries.fence = ${column(1)}
      and webhook_deliveries.state = 'pending'`;
}
