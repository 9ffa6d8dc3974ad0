import { sql } from "drizzle-orm";
import type { EventType } from "#outbound/webhooks/event-types.ts";
import type { Happening, WebhookSource } from "#outbound/webhooks/webhook-source.ts";

type Row = {
  readonly type: EventType;
  readonly customerId: number;
  readonly code: string | null;
  readonly subject: string;
  readonly newsletter: string | null;
  readonly occurrenceOn: string | null;
  readonly channel: string | null;
  readonly reason: string | null;
  readonly importState: string | null;
  /** JSON: records by what became of them */
  readonly totals: string;
};

/** What triggers wrote down (store/schema/triggers.sql): outcomes of messages, merges, erasures, ends of imports. */
export const happeningsSource: WebhookSource = {
  name: "happenings",
  types: [
    "message.accepted",
    "message.deferred",
    "message.rejected",
    "message.unknown",
    "message.delivered",
    "message.bounced",
    "customer.merged",
    "customer.erased",
    "import.finished",
  ],
  table: "happenings",
  read: async (store, { after, upTo, now }) => {
    const rows = await store.read<Row>(
      sql`select h.type, h.customer_id as customerId, c.code, h.subject, n.code as newsletter,
          m.occurrence_on as occurrenceOn, m.channel, m.reason, i.state as importState,
          json_object('created', i.created, 'changed', i.changed, 'same', i.same, 'rejected', i.rejected,
            'withheld', i.withheld, 'quarantined', i.quarantined, 'skipped', i.skipped) as totals
        from happenings h left join customers c on c.id = h.customer_id
        left join messages m on h.type like 'message.%' and m.id = cast(h.subject as integer)
        left join newsletters n on n.id = m.newsletter_id
        left join imports i on h.type = 'import.finished' and i.id = h.subject
        where h.id > ${after} and h.id <= ${upTo} and h.subject not like 'anon:%' order by h.id`,
    );
    return rows.map((row) => ({ type: row.type, customerId: row.customerId, at: now, data: dataOf(row) }));
  },
};

function dataOf({ type, code, subject, ...row }: Row): Happening["data"] {
  if (type === "customer.merged") return { customer: code, from: subject };
  if (type === "customer.erased") return { customer: subject };
  if (type === "import.finished") {
    return { import: subject, state: row.importState, totals: JSON.parse(row.totals) as unknown };
  }
  const { newsletter, occurrenceOn, channel, reason } = row;
  return { customer: code, message: Number(subject), newsletter, occurrenceOn, channel, reason };
}
