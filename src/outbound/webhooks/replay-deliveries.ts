import { sql } from "drizzle-orm";
import { auditIfChanged, auditStatement } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { Store } from "#store/store.ts";
import type { Actor } from "#web/operation.ts";
import { findEndpoint } from "./find-endpoints.ts";

type ReplayDeps = Pick<OutboundDeps, "store" | "clock">;
type One = {
  readonly deps: ReplayDeps;
  readonly actor: Actor;
  readonly endpointId: string;
  readonly number: number;
};

const AGAIN = sql.raw("state = 'pending', attempts = 0, finished_at = null");

/** Sends a delivery once more, under the id that it had: a receiver that keeps ids sees that it is the same. */
export async function replayDelivery({ deps, actor, endpointId, number }: One): Promise<Result<undefined, Problem>> {
  const at = deps.clock.now();
  const [replayed = []] = await deps.store.write([
    sql`update webhook_deliveries set ${AGAIN}, next_at = ${at}
      where id = ${number} and endpoint_id = ${endpointId} and state <> 'pending' returning id`,
    auditIfChanged({
      at,
      actor,
      action: "replay-webhook-delivery",
      subject: { kind: "webhook-endpoint", id: endpointId },
      detail: { number },
    }),
  ]);
  if (replayed.length > 0) return ok(undefined);
  const [row] = await deps.store.read(
    sql`select 1 from webhook_deliveries where id = ${number} and endpoint_id = ${endpointId}`,
  );
  return err(row === undefined ? problem("not_found") : problem("conflict", "This delivery is on its way."));
}

export type ReplayAll = {
  /** epoch ms: events from here on */
  readonly since: number;
  readonly which: "failed" | "all";
};

type Many = {
  readonly deps: ReplayDeps;
  readonly actor: Actor;
  readonly endpointId: string;
  readonly input: ReplayAll;
};

/** Some 20 ms of the writer. */
const CHUNK = 2_000;

/** Sends everything since an instant once more, or what failed of it. Gives how many. */
export async function replayDeliveries({ deps, actor, endpointId, input }: Many): Promise<Result<number, Problem>> {
  const { store, clock } = deps;
  const now = clock.now();
  if ((await findEndpoint(store, { id: endpointId, now })) === undefined) return err(problem("not_found"));
  await store.write([
    auditStatement({
      at: now,
      actor,
      action: "replay-webhook-deliveries",
      subject: { kind: "webhook-endpoint", id: endpointId },
      detail: input,
    }),
  ]);
  let replayed = 0;
  for (let upTo = Number.MAX_SAFE_INTEGER; ;) {
    const chunk = await findChunk(store, endpointId, upTo);
    // Deliveries are as old as their ids: a chunk in which nothing is new enough is the end.
    if (chunk === undefined || chunk.newest < input.since) return ok(replayed);
    const [again = []] = await store.write([
      sql`update webhook_deliveries set ${AGAIN}, next_at = ${now}
        where endpoint_id = ${endpointId} and id between ${chunk.first} and ${upTo}
          and state in ('failed', ${input.which === "all" ? "delivered" : "failed"})
          and exists (select 1 from webhook_events e where e.id = event_id and e.created_at >= ${input.since})
        returning id`,
    ]);
    replayed += again.length;
    upTo = chunk.first - 1;
  }
}

type Chunk = { readonly first: number; readonly newest: number };

/** The next deliveries down from `upTo`: where they end, and when the newest of them happened. */
async function findChunk(store: Store, endpointId: string, upTo: number): Promise<Chunk | undefined> {
  const [found] = await store.read<Chunk | { readonly first: null }>(
    sql`select min(id) as first, max(createdAt) as newest from (select d.id, e.created_at as createdAt
      from webhook_deliveries d join webhook_events e on e.id = d.event_id
      where d.endpoint_id = ${endpointId} and d.id <= ${upTo} order by d.id desc limit ${CHUNK})`,
  );
  return found === undefined || found.first === null ? undefined : found;
}
