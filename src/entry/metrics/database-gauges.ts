import { sql } from "drizzle-orm";
import { type Clock, SECOND_MS } from "#kernel/clock.ts";
import { findWatermark, PLANNER } from "#messages/plan/planner-queries.ts";
import type { Store } from "#store/store.ts";
import type { Family } from "./registry.ts";

type GaugeDeps = { readonly store: Pick<Store, "read">; readonly clock: Clock };

/** No further is counted: beyond it the number only has to be large. */
const COUNT_TO = 100_000;

type Counts = {
  readonly due: number;
  readonly oldestDueAt: number | null;
  readonly claimed: number;
  readonly webhooks: number;
  readonly oldestWebhookAt: number | null;
  readonly openClicks: number;
  readonly deadLetters: number;
  readonly openBreakers: number;
  readonly throttled: number;
};

/**
 * What only the database knows, by its indexes. It is kept for five seconds: however many ask, the data thread is asked
 * once.
 */
export function databaseGauges(deps: GaugeDeps): () => Promise<readonly Family[]> {
  let known: { readonly families: Promise<readonly Family[]>; readonly at: number } | undefined;
  return () => {
    const now = deps.clock.now();
    if (known === undefined || Math.abs(now - known.at) >= 5 * SECOND_MS) known = { families: measure(deps), at: now };
    return known.families;
  };
}

async function measure({ store, clock }: GaugeDeps): Promise<readonly Family[]> {
  const now = clock.now();
  const [counts] = await store.read<Counts>(countQuery(now));
  const imports = await store.read<{ outcome: string; rows: number }>(IMPORT_ROWS);
  const drifts = await store.read<{ prediction: string; psi: number }>(DRIFTS);
  const watermark = await findWatermark(store as Store, PLANNER);
  const age = (at: number | null | undefined) => (at == null ? 0 : Math.max(0, now - at) / SECOND_MS);
  return [
    gauge("jumpstation_messages_due", "Messages that are due and not claimed, up to 100,000.", counts?.due ?? 0),
    gauge("jumpstation_messages_claimed", "Messages in a worker's hands.", counts?.claimed ?? 0),
    gauge("jumpstation_oldest_due_seconds", "How long the oldest due message has waited.", age(counts?.oldestDueAt)),
    gauge("jumpstation_planner_lag_seconds", "How far the planner is behind the clock.", age(watermark ?? now)),
    gauge("jumpstation_dead_letters", "Letters that were given up and not replayed.", counts?.deadLetters ?? 0),
    gauge("jumpstation_breakers_open", "Providers and receivers to which nothing leaves.", counts?.openBreakers ?? 0),
    gauge("jumpstation_streams_throttled", "Receivers that asked for less.", counts?.throttled ?? 0),
    gauge("jumpstation_clicks_unsettled", "Clicks without their last verdict, up to 100,000.", counts?.openClicks ?? 0),
    gauge("jumpstation_webhook_backlog", "Webhook deliveries that wait, up to 100,000.", counts?.webhooks ?? 0),
    gauge(
      "jumpstation_webhook_oldest_seconds",
      "How long the oldest due webhook delivery has waited.",
      age(counts?.oldestWebhookAt),
    ),
    {
      name: "jumpstation_prediction_drift",
      help: "Population stability index of a prediction's scores; from 0.25 on people are others than those it was judged by.",
      type: "gauge",
      samples: drifts.map(({ prediction, psi }) => ({ labels: { prediction }, value: psi })),
    },
    {
      name: "jumpstation_import_rows",
      help: "Rows of imports by what became of them.",
      type: "gauge",
      samples: imports.map(({ outcome, rows }) => ({ labels: { outcome }, value: rows })),
    },
  ];
}

function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: "gauge", samples: [{ value }] };
}

/** Each newsletter's due rows and each endpoint's due deliveries are found by their own index. */
function countQuery(now: number) {
  return sql`select
    (select count(*) from (select 1 from newsletters n cross join messages m on m.newsletter_id = n.id
      and m.state in ('planned', 'deferred') and m.due_at <= ${now} where n.state = 'running' limit ${COUNT_TO})) as due,
    (select min(at) from (select (select min(m.due_at) from messages m where m.newsletter_id = n.id
      and m.state in ('planned', 'deferred')) as at from newsletters n where n.state = 'running')) as oldestDueAt,
    (select count(*) from (select 1 from messages where lease_until is not null limit ${COUNT_TO})) as claimed,
    (select count(*) from (select 1 from webhook_endpoints w join webhook_deliveries d on d.endpoint_id = w.id
      and d.state = 'pending' where w.state = 'active' limit ${COUNT_TO})) as webhooks,
    (select min(at) from (select (select min(d.next_at) from webhook_deliveries d where d.endpoint_id = w.id
      and d.state = 'pending') as at from webhook_endpoints w where w.state = 'active')) as oldestWebhookAt,
    (select count(*) from (select 1 from clicks where settled_at is null limit ${COUNT_TO})) as openClicks,
    (select count(*) from (select 1 from dead_letters where state = 'dead' limit ${COUNT_TO})) as deadLetters,
    (select count(*) from breakers where state <> 'closed') as openBreakers,
    (select count(*) from streams where slowed_until > ${now} or suspended_until > ${now}) as throttled`;
}

/** Predictions are few, and each has one champion. */
const DRIFTS = sql`select p.code as prediction, m.drift ->> '$.scores' as psi from predictions p
  cross join prediction_models m on m.prediction_id = p.id and m.state = 'champion' where m.drift is not null`;

/** Imports are few; their totals stand in their rows. */
const IMPORT_ROWS = sql`select outcome, sum(rows) as rows from (
    select 'created' as outcome, created as rows from imports union all select 'changed', changed from imports
    union all select 'same', same from imports union all select 'rejected', rejected from imports
    union all select 'withheld', withheld from imports union all select 'quarantined', quarantined from imports
  ) group by outcome`;
