import { sql } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import { AFFINITY_EPOCH_MS } from "#predict/affinity-epoch.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

export const NOW = Date.UTC(2026, 10, 22, 12);

const attributes = [
  ["age", "int", "integer", "18 + (n * 7919) % 70"],
  ["spent_minor", "int", "integer", "(n * 104729) % 100000"],
  ["score", "double", "real", "((n * 31) % 1000) / 1000.0"],
  [
    "city",
    "string",
    "text",
    `json('["Leeds","York","Hull","Bath","Ely","Ripon","Wells","Truro","Derby","Perth"]') ->> ((n * 13) % 10)`,
  ],
  ["tier", "string", "text", `json('["none","bronze","silver","gold"]') ->> ((n * 17) % 4)`],
  ["is_member", "bool", "integer", "(n * 11) % 3 > 0"],
  ["joined_on", "date", "text", "date('2015-01-01', ((n * 37) % 4000) || ' days')"],
  ["household", "int", "integer", "case when n % 5 > 0 then 1 + (n * 23) % 5 end"],
] as const;

/**
 * `customers` people with eight declared attributes, two events, two purchase lines and two affinities each; as many events
 * and lines again belong to a tenth of them.
 */
export async function segmentWorld(url: string, customers: number): Promise<Store> {
  const store = await freshStore(url);
  for (const [name, type, columnType] of attributes) {
    await store.write([
      sql`insert into attribute_definitions (name, type, label, visible_to, created_at) values (${name}, ${type}, ${name}, '[]', 0)`,
      { sql: `alter table customer_attributes add column a_${name} ${columnType}`, params: [] },
    ]);
  }
  const columns = sql.raw(attributes.map(([name]) => `a_${name}`).join(", "));
  const values = sql.raw(attributes.map(([, , , value]) => value).join(", "));
  const categories = sql.raw(`(json('["garden","tools","kitchen","rain","toys","books"]') ->> ((n * 7 + k * 5) % 6))`);
  const at = sql.raw(`${NOW} - ((n * 7907 + k * 104723) % 400) * ${DAY_MS}`);
  const scale = 2 ** ((NOW - AFFINITY_EPOCH_MS) / (30 * DAY_MS));
  for (let from = 0; from < customers; from += 20_000) {
    const upTo = Math.min(customers, from + 20_000);
    const series = sql`with recursive series(n) as (select cast(${from + 1} as integer) union all select n + 1 from series where n < ${upTo})`;
    const times = sql`join json_each('[0,1,2,3]') as times on times.value < case when n % 10 = 0 then 4 else 2 end`;
    await store.write([
      sql`insert into customers (id, code, first_name, last_name, email, email_hash, locale, zone, is_tracked, created_at, updated_at)
        ${series} select n, 'c' || n, 'First' || n, 'Last' || n, 'c' || n || '@people.example', 'h' || n, 'en', 'Europe/London', 1, 0, 0 from series`,
      sql`insert into customer_attributes (customer_id, updated_at, ${columns}) ${series} select n, 0, ${values} from series`,
      sql`insert into events (message_id, customer_id, kind, name, category, properties, at, received_at, source)
        ${series} select 'm' || n || '-' || k, n, 'track', case k % 2 when 0 then 'Product Viewed' else 'Order Completed' end,
          ${categories}, '{"size":1}', ${at}, 0, 'bench' from (select n, times.value as k from series ${times})`,
      sql`insert into purchase_lines (order_key, line_no, customer_id, at, product_code, category, quantity_milli, amount_minor)
        ${series} select 'o' || n || '-' || k, 1, n, ${at}, 'P' || (n % 500), ${categories}, 1000, 900
          from (select n, times.value as k from series ${times})`,
      sql`insert or ignore into affinities (customer_id, category, scaled)
        ${series} select n, ${categories}, ((n * 13 + k) % 40) / 10.0 * ${scale} from (select n, times.value as k from series ${times})`,
    ]);
  }
  return store;
}
