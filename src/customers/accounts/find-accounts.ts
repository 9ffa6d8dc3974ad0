import type { Row, Store } from "#store/store.ts";
import { type AccountState, type Bands, type Holder, inOrder } from "./account-state.ts";

/** An account as it stands, with what a change of it must name. */
export type KnownAccount = {
  readonly id: number;
  readonly code: string;
  readonly version: number;
  readonly state: AccountState;
};

const COLUMNS = `account.id as id, account.code as code, account.kind as kind, account.product as product,
  account.status as status, account.currency as currency, account.opened_on as opened_on, account.closed_on as closed_on,
  account.last_four as last_four, account.bands as bands, account.at as at, account.source as source,
  account.version as version,
  (select json_group_array(json_array(customer.code, holder.role)) from account_holders as holder
    cross join customers as customer on customer.id = holder.customer_id where holder.account_id = account.id) as holders`;

/** Those of some codes that are known. By the unique index on code and the keys of holders. */
export async function findAccounts(
  store: Pick<Store, "read">,
  codes: Iterable<string>,
): Promise<ReadonlyMap<string, KnownAccount>> {
  const rows = await store.read({
    sql: `select ${COLUMNS} from (select value from json_each(?) limit -1) as item
      cross join accounts as account on account.code = item.value`,
    params: [JSON.stringify([...new Set(codes)])],
  });
  return new Map(rows.map(accountOf).map((account) => [account.code, account]));
}

/** All accounts of a customer, the newest first. By account_holders_by_customer. */
export async function findAccountsOf(store: Pick<Store, "read">, customerId: number): Promise<readonly KnownAccount[]> {
  const rows = await store.read({
    sql: `select ${COLUMNS} from account_holders as hers cross join accounts as account on account.id = hers.account_id
      where hers.customer_id = ? order by account.opened_on is null, account.opened_on desc, account.id desc limit 500`,
    params: [customerId],
  });
  return rows.map(accountOf);
}

function accountOf(row: Row): KnownAccount {
  const text = (column: string) => (typeof row[column] === "string" ? row[column] : null);
  const holders = JSON.parse(text("holders") ?? "[]") as ReadonlyArray<readonly [string, Holder["role"]]>;
  return {
    id: Number(row["id"]),
    code: text("code") ?? "",
    version: Number(row["version"]),
    state: {
      kind: text("kind") ?? "",
      product: text("product"),
      status: text("status") ?? "",
      currency: text("currency"),
      openedOn: text("opened_on"),
      closedOn: text("closed_on"),
      lastFour: text("last_four"),
      bands: JSON.parse(text("bands") ?? "{}") as Bands,
      holders: inOrder(holders.map(([customer, role]) => ({ customer, role }))),
      at: Number(row["at"]),
      source: text("source") ?? "",
    },
  };
}
