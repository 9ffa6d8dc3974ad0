import { sql } from "drizzle-orm";
import { auditStatement } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { Actor } from "#web/operation.ts";
import { deliverGroup, findKeyedEndpoint } from "./deliver-to.ts";
import { LEASE_MS } from "./delivery-statements.ts";
import { type Delivery, findDelivery } from "./list-deliveries.ts";

type Test = {
  readonly deps: Pick<OutboundDeps, "store" | "clock" | "ids" | "random" | "secret" | "outgoing">;
  readonly actor: Actor;
  readonly endpointId: string;
};

/** Sends an event in which nothing happened, now, also to an endpoint that is off; and tells what was answered. */
export async function sendTestEvent({ deps, actor, endpointId }: Test): Promise<Result<Delivery, Problem>> {
  const { store, clock, ids } = deps;
  const endpoint = await findKeyedEndpoint(deps, endpointId);
  if (endpoint === undefined) return err(problem("not_found"));
  const at = clock.now();
  const eventId = ids.next("evt");
  const [, [made] = []] = await store.write<{ id: number }>([
    sql`insert into webhook_events (id, type, customer_id, at, data, created_at)
      values (${eventId}, 'webhook.test', 0, ${at}, '{"test":true}', ${at})`,
    // Claimed from the first: nobody else tries it at the same time.
    sql`insert into webhook_deliveries (endpoint_id, event_id, next_at, attempts, fence, last_tried_at)
      values (${endpointId}, ${eventId}, ${at + LEASE_MS}, 1, 1, ${at}) returning id`,
    auditStatement({
      at,
      actor,
      action: "test-webhook-endpoint",
      subject: { kind: "webhook-endpoint", id: endpointId },
    }),
  ]);
  const number = made?.id ?? 0;
  await deliverGroup(deps, endpoint, [{ id: number, eventId, fence: 1, attempts: 1 }]);
  const delivery = await findDelivery(store, { endpointId, number });
  return delivery === undefined ? err(problem("not_found")) : ok(delivery);
}
