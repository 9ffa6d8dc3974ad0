/**
 * What rules ask of accounts, as events of everybody who holds the account: `did("account activity", {account: "card", kind:
 * "payment"}, 30) >= 1`, `daysSince("account opened", {account: "loan"}) > 365`. Properties: `account` (the account's kind),
 * `product`; of an activity also `kind` and `category` (the merchant's); of an account opened or closed also `status` and its
 * bands. An account opened or closed is so from the beginning of that day, UTC.
 */
export const ACTIVITY = "account activity";
export const OPENED = "account opened";
export const CLOSED = "account closed";

/** What rules call a line of a purchase. */
export const PURCHASE = "purchase";

/** Names under which rules find facts of other tables. An event that somebody sent by one of them is none, or it would count twice. */
export const derivedEvents: ReadonlySet<string> = new Set([PURCHASE, ACTIVITY, OPENED, CLOSED]);

/** SQL of the instant at which a date begins, epoch ms. */
export function startOf(date: string): string {
  return `(unixepoch(${date}) * 1000)`;
}

type Asked = {
  /** SQL whose rows have the customer's number as `value`. */
  readonly customers: string;
  /** SQL conditions on an activity `p`, such as a time. */
  readonly activities?: string;
};

/**
 * Rows (customer_id, name, at, category, code, properties) of what rules ask of accounts; undefined where no name of them is
 * asked. By account_holders_by_customer and account_activities_by_account.
 */
export function accountEventRows(
  names: ReadonlySet<string>,
  { customers, activities = "true" }: Asked,
): string | undefined {
  const held = `from ${customers} as item cross join account_holders h on h.customer_id = item.value
    cross join accounts ac on ac.id = h.account_id`;
  const activity = `select h.customer_id as customer_id, '${ACTIVITY}' as name, p.at as at, p.merchant_category as category,
    ac.product as code, json_object('account', ac.kind, 'kind', p.kind) as properties ${held}
    cross join account_activities p on p.account_id = h.account_id where ${activities}`;
  const dated = (name: string, column: string) => `select h.customer_id as customer_id, '${name}' as name,
    ${startOf(`ac.${column}`)} as at, null as category, ac.product as code,
    json_patch(ac.bands, json_object('account', ac.kind, 'status', ac.status)) as properties ${held}
    where ac.${column} is not null`;
  const asked = [
    ...(names.has(ACTIVITY) ? [activity] : []),
    ...(names.has(OPENED) ? [dated(OPENED, "opened_on")] : []),
    ...(names.has(CLOSED) ? [dated(CLOSED, "closed_on")] : []),
  ];
  return asked.length === 0 ? undefined : asked.join(" union all ");
}
