import { copyFor } from "#messages/newsletters/newsletter-copy.ts";
import type { Store } from "#store/store.ts";

export type OwnMessage = {
  readonly number: number;
  readonly title: string;
  readonly acceptedAt: number;
  /** By which the list goes on. */
  readonly reservedAt: number;
  readonly channel: string;
  /** Its words are kept: it can be read. */
  readonly isKept: boolean;
};

type Row = Parameters<typeof copyFor>[0] & Omit<OwnMessage, "title" | "isKept"> & { readonly isKept: number };

/** States in which a message was, or may have been, with her. */
const SENT = "m.state in ('accepted', 'delivered', 'bounced', 'unknown_outcome')";
const HERS = `m.customer_id in (select id from customers where id = ? union all select id from customers where merged_into = ?)`;

/** A page of what was sent to her, newest first: by messages_reserved, since a message that left was reserved before. */
export async function listOwnMessages(
  reads: Pick<Store, "read">,
  {
    customerId,
    locale,
    before,
    limit,
  }: {
    readonly customerId: number;
    readonly locale: string;
    /** epoch ms */
    readonly before: number;
    readonly limit: number;
  },
): Promise<readonly OwnMessage[]> {
  const rows = await reads.read<Row>({
    sql: `select m.id as number, m.channel, coalesce(m.accepted_at, m.first_attempt_at, m.reserved_at) as acceptedAt,
        m.reserved_at as reservedAt, m.inputs is not null as isKept, n.title, n.description, n.copy
      from messages m cross join newsletters n on n.id = m.newsletter_id
      where ${HERS} and m.reserved_at is not null and m.reserved_at < ? and ${SENT}
      order by m.reserved_at desc limit ?`,
    params: [customerId, customerId, before, limit],
  });
  return rows.map((row) => ({ ...row, title: copyFor(row, locale).title, isKept: row.isKept === 1 }));
}

/** Whether a message is one of hers. By primary key. */
export async function isOwnMessage(reads: Pick<Store, "read">, customerId: number, number: number): Promise<boolean> {
  const rows = await reads.read({
    sql: `select 1 as found from messages m where m.id = ? and ${HERS} and ${SENT}`,
    params: [number, customerId, customerId],
  });
  return rows.length > 0;
}
