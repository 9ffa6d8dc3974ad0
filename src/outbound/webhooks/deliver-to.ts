import { sql } from "drizzle-orm";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { decideDelivery } from "./decide-delivery.ts";
import { claimDeliveries, settleDeliveries, type SettledDelivery } from "./delivery-statements.ts";
import type { ContactField } from "./endpoint.ts";
import { healthStatements } from "./endpoint-health.ts";
import { postWebhook } from "./post-webhook.ts";
import { openWebhookSecret, webhookKey } from "./webhook-secret.ts";

export type DeliverDeps = Pick<OutboundDeps, "store" | "clock" | "random" | "secret" | "outgoing"> & {
  readonly signal?: AbortSignal | undefined;
};

export type DueEndpoint = {
  readonly id: string;
  readonly url: string;
  readonly discloses: readonly ContactField[];
  readonly keys: readonly Uint8Array[];
  readonly isFailing: boolean;
};

export type DeliveryReport = { readonly delivered: number; readonly again: number; readonly failed: number };
export type Claimed = {
  readonly id: number;
  readonly eventId: string;
  readonly fence: number;
  readonly attempts: number;
};

/** Requests under way to one endpoint at once. */
const AT_ONCE = 16;
/** While it fails, it is asked rarely and few at a time. */
const AT_ONCE_FAILING = 2;
/** Groups of one turn: then others are looked at again, and the endpoint's own settings. */
const MOST_GROUPS = 20;

/** Hands due deliveries to one endpoint, a group at a time, until none is due. In no promised order. */
export async function deliverTo(deps: DeliverDeps, endpoint: DueEndpoint): Promise<DeliveryReport> {
  const total = { delivered: 0, again: 0, failed: 0 };
  const limit = endpoint.isFailing ? AT_ONCE_FAILING : AT_ONCE;
  for (let group = 0; group < MOST_GROUPS && deps.signal?.aborted !== true; group += 1) {
    const [claimed = []] = await deps.store.write<Claimed>([
      claimDeliveries(endpoint.id, { now: deps.clock.now(), limit }),
    ]);
    if (claimed.length === 0) break;
    const settled = await deliverGroup(deps, endpoint, claimed);
    for (const { state } of settled) total[state === "pending" ? "again" : state] += 1;
    if (settled.every(({ state }) => state !== "delivered")) break;
  }
  return total;
}

/** Tries each once and writes what came of it. What is cut off by a stop stays claimed, and is tried after its lease. */
export async function deliverGroup(
  deps: DeliverDeps,
  endpoint: DueEndpoint,
  claimed: readonly Claimed[],
): Promise<readonly SettledDelivery[]> {
  const events = await loadEvents(deps.store, claimed, endpoint.discloses);
  const tries = await Promise.all(claimed.map((delivery) => tryOnce(deps, endpoint, { delivery, events })));
  const settled = tries.filter((one) => one !== undefined);
  if (settled.length === 0) return [];
  const now = deps.clock.now();
  await deps.store.write([settleDeliveries(settled, now), ...healthStatements(endpoint.id, settled, now)]);
  return settled;
}

type LoadedEvent = {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
};

async function tryOnce(
  deps: DeliverDeps,
  { url, keys }: DueEndpoint,
  { delivery, events }: { readonly delivery: Claimed; readonly events: ReadonlyMap<string, LoadedEvent> },
): Promise<SettledDelivery | undefined> {
  const { clock, random, signal } = deps;
  const event = events.get(delivery.eventId);
  if (event === undefined) return undefined;
  const startedAt = clock.now();
  const answer = await postWebhook(deps, { url, keys, event, ...(signal === undefined ? {} : { signal }) });
  if (signal?.aborted === true && answer.kind === "failed") return undefined;
  const now = clock.now();
  const outcome = decideDelivery(answer, { tries: delivery.attempts, now, random });
  return { ...outcome, id: delivery.id, fence: delivery.fence, durationMs: now - startedAt };
}

type EventRow = Omit<LoadedEvent, "data"> & {
  readonly data: string;
  readonly email: string | null;
  readonly phone: string | null;
};

/** Contact values are looked up when they leave, and only for who may have them: no copy of them lies in the outbox. */
async function loadEvents(
  store: Store,
  claimed: readonly Claimed[],
  discloses: readonly ContactField[],
): Promise<ReadonlyMap<string, LoadedEvent>> {
  const rows = await store.read<EventRow>(
    sql`select e.id, e.type, e.at, e.data, c.email, c.phone from ${jsonRows(claimed.map(({ eventId }) => [eventId]))}
      cross join webhook_events e on e.id = item.value ->> 0
      left join customers c on c.id = e.customer_id and c.erased_at is null`,
  );
  return new Map(
    rows.map(({ id, type, at, data, ...contact }) => {
      const codes = JSON.parse(data) as Record<string, unknown>;
      const named = discloses.map((field) => [field, contact[field]] as const);
      const isAboutSomebody = typeof codes["customer"] === "string" && discloses.length > 0;
      return [id, { id, type, at, data: isAboutSomebody ? { ...codes, contact: Object.fromEntries(named) } : codes }];
    }),
  );
}

type KeyedRow = {
  readonly id: string;
  readonly url: string;
  readonly discloses: string;
  readonly secret: Uint8Array;
  readonly oldSecret: Uint8Array | null;
  readonly failingSince: number | null;
};

const KEYED_COLUMNS = `w.id, w.url, w.discloses, w.secret, iif(w.old_secret_until > ?, w.old_secret, null) as oldSecret,
  w.failing_since as failingSince`;

/** Active endpoints that something is due for. */
export async function findDueEndpoints({ store, clock, secret }: DeliverDeps): Promise<DueEndpoint[]> {
  const now = clock.now();
  const rows = await store.read<KeyedRow>({
    sql: `select ${KEYED_COLUMNS} from webhook_endpoints w where w.state = 'active' and exists (select 1
      from webhook_deliveries d where d.endpoint_id = w.id and d.state = 'pending' and d.next_at <= ?)`,
    params: [now, now],
  });
  return rows.map((row) => dueEndpointOf(secret, row));
}

/** One endpoint with its keys, whatever its state; undefined where there is none. */
export async function findKeyedEndpoint(
  { store, clock, secret }: Pick<DeliverDeps, "store" | "clock" | "secret">,
  id: string,
): Promise<DueEndpoint | undefined> {
  const [row] = await store.read<KeyedRow>({
    sql: `select ${KEYED_COLUMNS} from webhook_endpoints w where w.id = ? and w.state <> 'deleted'`,
    params: [clock.now(), id],
  });
  return row === undefined ? undefined : dueEndpointOf(secret, row);
}

/** The new secret first. A secret that does not open (another ROOT_KEY) signs nothing, and the receiver refuses. */
function dueEndpointOf(root: DeliverDeps["secret"], row: KeyedRow): DueEndpoint {
  const sealed = [row.secret, ...(row.oldSecret === null ? [] : [row.oldSecret])];
  const keys = sealed.flatMap((bytes) => {
    const text = openWebhookSecret(root, row.id, new Uint8Array(bytes));
    return text === undefined ? [] : [webhookKey(text)];
  });
  const discloses = JSON.parse(row.discloses) as ContactField[];
  return { id: row.id, url: row.url, discloses, keys, isFailing: row.failingSince !== null };
}
