import type { Store } from "#store/store.ts";

/** Numbers on the doors of her page. */
export type OwnCounts = {
  readonly messages: number;
  readonly saved: number;
  readonly notes: number;
  readonly consents: number;
};

/** One question with four counts, each by an index of hers. */
export async function ownCounts(reads: Pick<Store, "read">, customerId: number): Promise<OwnCounts> {
  const [row] = await reads.read<OwnCounts>({
    sql: `select
        (select count(*) from messages where customer_id = ? and reserved_at is not null
          and state in ('accepted', 'delivered', 'bounced', 'unknown_outcome')) as messages,
        (select count(*) from own_saved where customer_id = ?) as saved,
        (select count(*) from own_notes where customer_id = ?) as notes,
        (select count(*) from consent_states where customer_id = ? and is_granted = 1) as consents`,
    params: [customerId, customerId, customerId, customerId],
  });
  return row ?? { messages: 0, saved: 0, notes: 0, consents: 0 };
}
