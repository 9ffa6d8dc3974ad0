import { sql } from "drizzle-orm";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { column, columns, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import type { EventType } from "./event-types.ts";
import type { Happening, WebhookSource } from "./webhook-source.ts";

type CollectDeps = Pick<OutboundDeps, "store" | "clock" | "ids" | "sources"> & {
  readonly breathe?: (() => Promise<void>) | undefined;
};

type Listener = { readonly id: string; readonly types: ReadonlySet<EventType> };

/** Rows of one step: some 20 ms of the writer where all of them are told. */
const STEP = 2_000;
/** Steps of one source in one turn: what is left waits, so that a flood in one table holds up no other. */
const MOST_STEPS = 25;

/**
 * Turns what happened since the last turn into events, with a delivery for each endpoint that asked for their type, and
 * moves the cursors in the same batch: a crash in between repeats nothing and loses nothing. While nobody listens it costs
 * one look at an empty table.
 */
export async function collectHappenings(deps: CollectDeps): Promise<number> {
  const listeners = await findListeners(deps.store);
  if (listeners.length === 0) return 0;
  let told = 0;
  for (const source of deps.sources) {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const done = await collectStep(deps, source, listeners);
      if (done === undefined) break;
      told += done;
      await deps.breathe?.();
    }
  }
  return told;
}

async function findListeners(store: Store): Promise<Listener[]> {
  const rows = await store.read<{ id: string; types: string }>(
    sql`select id, types from webhook_endpoints where state = 'active'`,
  );
  return rows.map(({ id, types }) => ({ id, types: new Set(JSON.parse(types) as EventType[]) }));
}

/** undefined where the source has nothing more to tell. */
async function collectStep(
  deps: CollectDeps,
  source: WebhookSource,
  listeners: readonly Listener[],
): Promise<number | undefined> {
  const { store, clock } = deps;
  const place = await findPlace(store, source);
  if (place.position === null) {
    await store.write([
      sql`insert into webhook_cursors (source, position) values (${source.name}, ${place.newest}) on conflict do nothing`,
    ]);
    return undefined;
  }
  const { position, newest, stepEnd } = place;
  if (stepEnd === null) return undefined;
  const wanted = source.types.filter((type) => listeners.some(({ types }) => types.has(type)));
  const upTo = wanted.length === 0 ? newest : stepEnd;
  const happenings = wanted.length === 0 ? [] : await source.read(store, { after: position, upTo, now: clock.now() });
  const events = happenings.filter(({ type }) => wanted.includes(type));
  await tell(deps, { source: source.name, position, upTo, events, listeners });
  return events.length;
}

type Place = {
  readonly position: number | null;
  readonly newest: number;
  /** The id at which this step ends, whatever gaps there are; null where nothing is new. */
  readonly stepEnd: number | null;
};

async function findPlace(store: Store, { name, table }: WebhookSource): Promise<Place> {
  const from = sql.raw(table);
  const [place] = await store.read<Place>(
    sql`select c.position, (select coalesce(max(id), 0) from ${from}) as newest,
        (select max(id) from (select id from ${from} where id > c.position order by id limit ${STEP})) as stepEnd
      from (select (select position from webhook_cursors where source = ${name}) as position) as c`,
  );
  return place ?? { position: null, newest: 0, stepEnd: null };
}

type Told = {
  readonly source: string;
  readonly position: number;
  readonly upTo: number;
  readonly events: readonly Happening[];
  readonly listeners: readonly Listener[];
};

/** Whoever finds the cursor moved by somebody else writes nothing. */
async function tell(
  { store, clock, ids }: CollectDeps,
  { source, position, upTo, events, listeners }: Told,
): Promise<void> {
  const now = clock.now();
  const isOurs = sql`(select position from webhook_cursors where source = ${source}) = ${position}`;
  const rows = events.map((event) => ({ id: ids.next("evt"), ...event }));
  const eventRows = rows.map(({ id, type, customerId, at, data }) => [id, type, customerId, at, JSON.stringify(data)]);
  const deliveries = rows.flatMap(({ id, type }) =>
    listeners.filter(({ types }) => types.has(type)).map((listener) => [listener.id, id]),
  );
  const moved = sql`update webhook_cursors set position = ${upTo} where source = ${source} and position = ${position}`;
  if (rows.length === 0) {
    await store.write([moved]);
    return;
  }
  await store.write([
    // Of who was erased meanwhile nothing is told but that.
    sql`insert into webhook_events (id, type, customer_id, at, data, created_at)
      select ${columns(5)}, ${now} from ${jsonRows(eventRows)} where ${isOurs}
        and not exists (select 1 from customers c where c.id = ${column(2)} and c.erased_at is not null)`,
    sql`insert into webhook_deliveries (endpoint_id, event_id, next_at)
      select ${columns(2)}, ${now} from ${jsonRows(deliveries)} where ${isOurs}
        and exists (select 1 from webhook_events e where e.id = ${column(1)})`,
    moved,
  ]);
}
