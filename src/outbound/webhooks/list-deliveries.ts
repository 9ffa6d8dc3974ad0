import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import type { EventType } from "./event-types.ts";

export type Delivery = {
  readonly number: number;
  readonly eventId: string;
  readonly type: EventType;
  readonly state: "pending" | "delivered" | "failed";
  readonly attempts: number;
  readonly happenedAt: number;
  readonly nextAt?: number;
  readonly lastTriedAt?: number;
  readonly finishedAt?: number;
  readonly status?: number;
  readonly fault?: string;
  readonly durationMs?: number;
};

type Row = { [Key in keyof Delivery]-?: Exclude<Delivery[Key], undefined> | null };

export type DeliveryFilter = {
  readonly endpointId: string;
  readonly state?: Delivery["state"] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

const COLUMNS = `d.id as number, d.event_id as eventId, e.type, d.state, d.attempts, e.at as happenedAt,
  iif(d.state = 'pending', d.next_at, null) as nextAt, d.last_tried_at as lastTriedAt, d.finished_at as finishedAt,
  d.status, d.fault, d.duration_ms as durationMs`;

/** Rows that one page looks through for a state: it may hold few items, or none, and still lead on. */
const LOOK_AT = 2_000;

/** Deliveries of an endpoint, newest first (index webhook_deliveries_by_endpoint). */
export async function listDeliveries(store: Pick<Store, "read">, filter: DeliveryFilter): Promise<Page<Delivery>> {
  const { endpointId, state, limit, cursor } = filter;
  const [before = Number.MAX_SAFE_INTEGER] = cursor === undefined ? [] : (decodeCursor(cursor) ?? []);
  const rows = await store.read<Row>({
    sql: `select ${COLUMNS} from (select * from webhook_deliveries where endpoint_id = ?1 and id < ?2 order by id desc
        limit ?3) d join webhook_events e on e.id = d.event_id where (?4 = '' or d.state = ?4) order by d.id desc limit ?5`,
    params: [endpointId, Number(before), state === undefined ? limit + 1 : LOOK_AT, state ?? "", limit + 1],
  });
  return pageOf(rows.map(deliveryOf), limit, ({ number }) => [number]);
}

export async function findDelivery(
  store: Pick<Store, "read">,
  { endpointId, number }: { readonly endpointId: string; readonly number: number },
): Promise<Delivery | undefined> {
  const [row] = await store.read<Row>({
    sql: `select ${COLUMNS} from webhook_deliveries d join webhook_events e on e.id = d.event_id
      where d.id = ? and d.endpoint_id = ?`,
    params: [number, endpointId],
  });
  return row === undefined ? undefined : deliveryOf(row);
}

function deliveryOf(row: Row): Delivery {
  const present = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(present) as unknown as Delivery;
}
