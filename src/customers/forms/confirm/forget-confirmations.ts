import type { CustomerDeps } from "#customers/customer-deps.ts";

/** A turn deletes so many at most. */
const BATCH = 500;

/** What nobody confirmed in time is thrown away. */
export async function forgetConfirmations({ store, clock }: Pick<CustomerDeps, "store" | "clock">): Promise<void> {
  await store.write([
    {
      sql: `delete from form_confirmations where id_hash in (select id_hash from form_confirmations
        where state <> 'confirmed' and expires_at <= ? order by expires_at limit ${BATCH})`,
      params: [clock.now()],
    },
  ]);
}
