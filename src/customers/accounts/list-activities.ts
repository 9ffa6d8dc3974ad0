import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";

export type ActivityView = {
  readonly number: number;
  readonly at: number;
  readonly kind: string;
  readonly amountMinor: number;
  readonly currency: string | null;
  readonly merchantCategory: string | null;
  readonly source: string;
  /** The holder to whom it is put down. */
  readonly customer: string;
};

/** What was posted on an account, newest first. By account_activities_by_account. */
export async function listActivities(
  store: Pick<Store, "read">,
  {
    accountId,
    cursor,
    limit,
  }: { readonly accountId: number; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<ActivityView>> {
  const last = cursor === undefined ? undefined : decodeCursor(cursor);
  const [at = Number.MAX_SAFE_INTEGER, id = 0] = last ?? [];
  const rows = await store.read<ActivityView>({
    sql: `select activity.id as number, activity.at as at, activity.kind as kind, activity.amount_minor as amountMinor,
        activity.currency as currency, activity.merchant_category as merchantCategory, activity.source as source,
        customer.code as customer
      from account_activities as activity cross join customers as customer on customer.id = activity.customer_id
      where activity.account_id = ? and activity.at <= ? and (activity.at < ? or activity.id < ?)
      order by activity.at desc, activity.id desc limit ?`,
    params: [accountId, at, at, id, limit + 1],
  });
  return pageOf(rows, limit, ({ at: postedAt, number }) => [postedAt, number]);
}
