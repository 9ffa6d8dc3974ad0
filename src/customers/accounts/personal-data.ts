import type { Merger } from "#customers/customer-deps.ts";
import type { PersonalData } from "#customers/personal-data/personal-data.ts";
import { deleteRows, type PersonalTable, tableRows } from "#customers/personal-data/personal-table.ts";
import type { Query } from "#store/store.ts";
import { ACCOUNT_COLUMNS } from "./account-statements.ts";

const ofAccount = (column: string) => `(select ${column} from accounts where accounts.id = account_id)`;

const tables: readonly PersonalTable[] = [
  {
    table: "account_activities",
    set: "accounts",
    columns: [
      `${ofAccount("code")} as account`,
      "kind",
      "amount_minor",
      "currency",
      "merchant_category",
      "at",
      "received_at",
      "source",
      "channel",
    ],
  },
  {
    table: "account_holders",
    set: "accounts",
    columns: ["role", ...["code", ...ACCOUNT_COLUMNS].map((column) => `${ofAccount(column)} as ${column}`)],
  },
];

/**
 * Accounts that she holds, and what is put down to her on them. What other holders did on a joint account stays theirs; an
 * account that nobody holds any more goes with its last holder.
 */
export const accountData: PersonalData = {
  area: "accounts",
  tables: tables.map(({ table }) => table),
  rows: async function* rows(deps, question) {
    for (const table of tables) yield* tableRows(deps, table, question);
  },
  erase: async ({ store }, person) => {
    await deleteRows(store, person, { table: "account_activities" });
    const ids = JSON.stringify(person.ids);
    // One batch: a process that dies in between would leave accounts that nobody could find again.
    await store.write([
      // What an undo would restore names all holders. By import_changes_by_key, of the imports of accounts.
      {
        sql: `delete from import_changes where import_id in (select id from imports where target = 'accounts')
          and subject = 'account' and key <> '' and key in (select account.code from account_holders as hers
            cross join accounts as account on account.id = hers.account_id
            where hers.customer_id in (select value from json_each(?)))`,
        params: [ids],
      },
      ...handOver(ids),
      {
        sql: `delete from accounts where id in (select account_id from account_holders
            where customer_id in (select value from json_each(?)))
          and not exists (select 1 from account_holders as other where other.account_id = accounts.id
            and other.customer_id not in (select value from json_each(?)))`,
        params: [ids, ids],
      },
      { sql: "delete from account_holders where customer_id in (select value from json_each(?))", params: [ids] },
    ]);
  },
};

/** Where the primary holder goes, the next one holds the account. */
function handOver(ids: string): Query[] {
  return [
    {
      sql: `update account_holders set role = 'leaving' where role = 'primary'
        and customer_id in (select value from json_each(?))`,
      params: [ids],
    },
    {
      sql: `update account_holders set role = 'primary' where (account_id, customer_id) in (
        select other.account_id, min(other.customer_id) from account_holders as hers
        cross join account_holders as other on other.account_id = hers.account_id
          and other.customer_id not in (select value from json_each(?))
        where hers.customer_id in (select value from json_each(?)) and hers.role = 'leaving' group by other.account_id)`,
      params: [ids, ids],
    },
  ];
}

const MERGED = `select c.id from json_each(?) as item cross join customers c on c.code = item.value and c.merged_into is not null`;
const survivor = (table: string) => `(select merged_into from customers where customers.id = ${table}.customer_id)`;

/** What merged records hold and did is the survivor's; an account that both hold she holds once, as the first of them did. */
export const mergeAccounts: Merger = (mergedCodes) => {
  const params = [JSON.stringify(mergedCodes)];
  return [
    {
      sql: `update account_activities set customer_id = ${survivor("account_activities")} where customer_id in (${MERGED})`,
      params,
    },
    {
      sql: `delete from account_holders where role = 'joint' and exists (select 1 from account_holders as twin
        cross join customers c on c.id = twin.customer_id where twin.account_id = account_holders.account_id
          and twin.role = 'primary' and c.merged_into = account_holders.customer_id
          and twin.customer_id in (${MERGED}))
        and account_id in (select account_id from account_holders where customer_id in (${MERGED}))`,
      params: [...params, ...params],
    },
    {
      sql: `update or ignore account_holders set customer_id = ${survivor("account_holders")}
        where customer_id in (${MERGED})`,
      params,
    },
    { sql: `delete from account_holders where customer_id in (${MERGED})`, params },
  ];
};
