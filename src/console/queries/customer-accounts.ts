import { findAccountsOf, type KnownAccount } from "#customers/accounts/find-accounts.ts";
import { type ActivityView, listActivities } from "#customers/accounts/list-activities.ts";
import type { Store } from "#store/store.ts";

export type AccountLine = KnownAccount & { readonly activities: readonly ActivityView[] };

const SHOWN_ACCOUNTS = 8;
const SHOWN_ACTIVITIES = 5;

/** The accounts that a customer holds, each with what was posted on it last. */
export async function findAccountLines(store: Store, customerId: number): Promise<readonly AccountLine[]> {
  const accounts = await findAccountsOf(store, customerId);
  return Promise.all(
    accounts.slice(0, SHOWN_ACCOUNTS).map(async (account) => {
      const { items } = await listActivities(store, { accountId: account.id, limit: SHOWN_ACTIVITIES });
      return { ...account, activities: items };
    }),
  );
}
