import type { Query, Store } from "#store/store.ts";
import { NAMES } from "./name-debt.ts";
import { withManners } from "./with-manners.ts";

type Debt = {
  readonly importId: string;
  readonly name: string;
  readonly firstId: number;
  readonly lastId: number;
  readonly statement: string;
};

export type SettleDebts = {
  readonly store: Store;
  /** Customers of one batch. */
  readonly atOnce: number;
  readonly breathe?: (() => Promise<void>) | undefined;
  /** An import that goes on and keeps its own. */
  readonly except?: string;
};

/** Customers whose names are some ten milliseconds of a server's writer. */
export const NAMES_AT_ONCE = 1_000;

/** Does all that imports put off: names first, in which somebody may be looked for, then the indexes. */
export async function settleDebts(settle: SettleDebts): Promise<void> {
  const debts = (await findDebts(settle.store)).filter(({ importId }) => importId !== settle.except);
  const isEmbedded = debts.some(({ name }) => name !== NAMES);
  const all = async () => {
    for (const debt of debts.filter(({ name }) => name === NAMES)) await settleNames(settle, debt);
    for (const debt of debts.filter(({ name }) => name !== NAMES)) {
      await settle.store.write([{ sql: debt.statement, params: [] }, gone(debt)]);
    }
  };
  // Only an embedded database has indexes that were set aside.
  await (isEmbedded ? withManners(settle.store, "sorting", all) : all());
}

/** The names alone, so that the next rows can be weighed against what is known. */
export async function settleNameDebts(settle: SettleDebts): Promise<void> {
  const debts = await findDebts(settle.store);
  for (const debt of debts.filter(({ name }) => name === NAMES)) await settleNames(settle, debt);
}

function findDebts(store: Store): Promise<readonly Debt[]> {
  return store.read<Debt>({
    sql: `select import_id as importId, name, first_id as firstId, last_id as lastId, statement from import_debts
      order by import_id, name`,
    params: [],
  });
}

async function settleNames({ store, atOnce, breathe }: SettleDebts, debt: Debt): Promise<void> {
  for (let from = debt.firstId; ;) {
    const to = Math.min(from + atOnce, debt.lastId);
    const rest: Query =
      to === debt.lastId
        ? gone(debt)
        : {
            sql: "update import_debts set first_id = ? where import_id = ? and name = ?",
            params: [to, debt.importId, debt.name],
          };
    await store.write([...(["email", "phone"] as const).map((kind) => namesOf(kind, debt, { from, to })), rest]);
    if (to === debt.lastId) return;
    from = to;
    await breathe?.();
  }
}

/**
 * In the order of the index, so that each of its pages is met once; of two customers with one address the first keeps the
 * name, as if they had come in one by one.
 */
function namesOf(
  kind: "email" | "phone",
  { importId }: Debt,
  { from, to }: { readonly from: number; readonly to: number },
): Query {
  return {
    sql: `insert into identities (kind, hash, value, customer_id, at, source)
      select '${kind}', ${kind}_hash, ${kind}, id, updated_at, (select mapping ->> 'source' from imports where id = ?)
      from customers where id > ? and id <= ? and ${kind}_hash is not null and erased_at is null and merged_into is null
      order by ${kind}_hash, id on conflict (kind, hash) do nothing`,
    params: [importId, from, to],
  };
}

function gone({ importId, name }: Debt): Query {
  return { sql: "delete from import_debts where import_id = ? and name = ?", params: [importId, name] };
}
