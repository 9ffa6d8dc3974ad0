import type { Store } from "#store/store.ts";

/** Ada and Ben live together, and a newsletter comes to them once. */
export async function shareHome(store: Store, newsletter: string): Promise<void> {
  await store.write([
    { sql: "update newsletters set one_per_household = 1 where code = ?", params: [newsletter] },
    { sql: "insert into households (code, origin, created_at) values ('H1', 'declared', 0)", params: [] },
    {
      sql: `insert into household_members (customer_id, household_id, at, source)
        select customers.id, households.id, 0, 'test' from customers, households where customers.code in ('ada', 'ben')`,
      params: [],
    },
  ]);
}

/** Ada holds a card jointly with Ben, and a loyalty account of her own, with something posted on each. */
export async function holdAccounts(store: Store, now: number): Promise<void> {
  const day = 86_400_000;
  await store.write([
    {
      sql: `insert into accounts (id, code, kind, product, status, currency, opened_on, last_four, bands, at, received_at, source)
        values (1, 'K-100', 'card', 'fernhill-card', 'open', 'GBP', '2021-05-01', '4127', '{"credit_limit":"2500-5000"}', 0, 0, 'bank'),
          (2, 'L-100', 'loyalty', 'green-points', 'open', null, '2020-01-05', null, '{}', 0, 0, 'bank')`,
      params: [],
    },
    {
      sql: `insert into account_holders (account_id, customer_id, role)
        select 1, id, iif(code = 'ada', 'primary', 'joint') from customers where code in ('ada', 'ben')
        union all select 2, id, 'primary' from customers where code = 'ada'`,
      params: [],
    },
    {
      sql: `insert into account_activities (fact_key, account_id, customer_id, kind, amount_minor, currency, merchant_category,
          at, received_at, source)
        select 'bank:' || item.key, item.value ->> 0, customers.id, item.value ->> 1, item.value ->> 2, item.value ->> 3,
          item.value ->> 4, ? - (item.key + 1) * ?, 0, 'bank' from json_each(?) as item, customers where customers.code = 'ada'`,
      params: [
        now,
        day,
        JSON.stringify([
          [1, "purchase", 2_499, "GBP", "garden"],
          [1, "payment", 12_000, "GBP", null],
          [1, "fee", 100, "GBP", null],
          [2, "points_earned", 240, null, null],
        ]),
      ],
    },
  ]);
}
