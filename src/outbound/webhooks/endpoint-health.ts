import { sql } from "drizzle-orm";
import { auditIfChanged } from "#access/audit.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Statement } from "#store/store.ts";
import type { DeliveryOutcome } from "./decide-delivery.ts";

/** An endpoint that took nothing for so long is switched off: nobody reads there any more. */
const FAILING_TOO_LONG_MS = 5 * DAY_MS;

const clockwork = { kind: "system", id: "webhooks" } as const;

/** What the tries of one group say about their endpoint, with the record where they switch it off. */
export function healthStatements(
  endpointId: string,
  outcomes: readonly DeliveryOutcome[],
  now: number,
): readonly Statement[] {
  if (outcomes.some(({ isGone }) => isGone)) return switchOff(endpointId, "gone", now);
  if (outcomes.some(({ state }) => state === "delivered")) {
    return [sql`update webhook_endpoints set failing_since = null, last_success_at = ${now} where id = ${endpointId}`];
  }
  return [
    sql`update webhook_endpoints set failing_since = coalesce(failing_since, ${now}) where id = ${endpointId}`,
    ...switchOff(endpointId, "failing", now),
  ];
}

function switchOff(endpointId: string, reason: "gone" | "failing", now: number): readonly Statement[] {
  const since = reason === "gone" ? sql`1` : sql`failing_since <= ${now - FAILING_TOO_LONG_MS}`;
  return [
    sql`update webhook_endpoints set state = 'disabled', disabled_reason = ${reason}, disabled_at = ${now}, updated_at = ${now}
      where id = ${endpointId} and state = 'active' and ${since}`,
    auditIfChanged({
      at: now,
      actor: clockwork,
      action: "disable-webhook-endpoint",
      subject: { kind: "webhook-endpoint", id: endpointId },
      detail: { reason },
    }),
  ];
}
