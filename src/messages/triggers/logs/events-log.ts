import { sql } from "drizzle-orm";
import type { Attributes } from "#content/product.ts";
import type { Happening, TriggerLog } from "#messages/triggers/happening.ts";
import { searchLog } from "./search-log.ts";

type Row = readonly [
  id: number,
  name: string,
  customerId: number,
  at: number,
  receivedAt: number,
  messageId: string,
  category: string | null,
  productCode: string | null,
  properties: string,
];

/** Whatever a customer did. One JSON text for a range: a sixth of the cost of row objects. */
export const eventsLog: TriggerLog = {
  name: "events",
  newest: async (store) => {
    const [row] = await store.read<{ id: number | null }>(sql`select max(id) as id from events`);
    return row?.id ?? 0;
  },
  idBefore: async (store, at) =>
    searchLog(await eventsLog.newest(store), at, async (id) => {
      const [row] = await store.read<{ at: number }>(
        sql`select received_at as at from events where id >= ${id} order by id limit 1`,
      );
      return row?.at;
    }),
  read: async (store, { after, upTo, subjects }) => {
    const [found] = await store.read<{ rows: string }>(
      sql`select json_group_array(json_array(id, name, customer_id, at, received_at, message_id, category, product_code,
          properties)) as rows from events where id > ${after} and id <= ${upTo}
        and name in (select value from json_each(${JSON.stringify(subjects)}))`,
    );
    const rows = JSON.parse(found?.rows ?? "[]") as readonly Row[];
    if (rows.length === 0) return [];
    const imported = await findImported(store, rows);
    return rows.map((row) => happeningOf(row, imported.has(row[0])));
  },
};

/**
 * Those that a file brought, by import_changes_by_customer. A file's facts have the ids of their keys, with the kind before
 * those of orders and registrations.
 */
async function findImported(
  store: Parameters<TriggerLog["read"]>[0],
  rows: readonly Row[],
): Promise<ReadonlySet<number>> {
  const asked = JSON.stringify(rows.map(([id, , customerId, , , messageId]) => [id, customerId, messageId]));
  const found = await store.read<{ id: number }>(
    sql`select item.value ->> 0 as id from json_each(${asked}) as item where exists (select 1 from import_changes i
      where i.customer_id = item.value ->> 1 and i.key <> ''
        and item.value ->> 2 in (i.key, '~' || i.subject || ':' || i.key))`,
  );
  return new Set(found.map(({ id }) => id));
}

function happeningOf(
  [id, subject, customerId, at, knownAt, key, category, productCode, properties]: Row,
  isHistory: boolean,
): Happening {
  return {
    id,
    subject,
    customerId,
    at,
    knownAt,
    key,
    isHistory,
    // Parsed for the few that a condition, a key or a message asks.
    get properties(): Attributes {
      return {
        ...(properties === "{}" ? {} : (JSON.parse(properties) as Attributes)),
        ...(category === null ? {} : { category }),
        ...(productCode === null ? {} : { product: productCode }),
      };
    },
  };
}
