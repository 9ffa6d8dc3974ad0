import { sql } from "drizzle-orm";
import { systemClock } from "#entry/runtime.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { type RingTask, ringPredictions } from "./ring.ts";
import { predictionBody } from "#predict/registry/prediction.ts";
import { putPrediction } from "#predict/registry/put-prediction.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

const DAYS = 730;
const CHUNK = 20_000;
const LINKS = 15;
const CATEGORIES = JSON.stringify(["seeds", "tools", "books", "bath", "lamps", "toys", "rugs", "teas", "pots", "yarn"]);

/**
 * Customers with 30 facts each over two years: as many orders (of a line each) as befits her, up to 20; two messages; clicks; and
 * otherwise looks at products. Facts fall anywhere between her first day and her last, as chance has it: each number is hashed, so
 * that the same number of customers makes the same world.
 */
export async function millionWorld(url: string, customers: number): Promise<Store> {
  const store = await freshStore(url);
  const now = systemClock.now();
  const begin = now - DAYS * DAY_MS;
  await store.write([
    sql`insert into settings (key, value, updated_at) values ('hosts', '["shop.example"]', 0)`,
    sql`insert into newsletters (id, code, title, topic, template_name, slots, default_pace, default_minute, grace_ms, created_at, updated_at)
      values (1, 'news', 'news', 'news', 'news', '[]', '{"kind":"never"}', 480, 1, 0, 0)`,
    sql`with recursive series(n) as (select 1 union all select n + 1 from series where n < ${LINKS})
      insert into links (id, destination, kind, product_code, category, created_at)
      select n, 'https://shop.example/p/' || n, 'product', 'P' || n, 'seeds', 0 from series`,
  ]);
  // Half are gone from a day of their own on; those who stay are busy until today. Half have come later than the others.
  const orders = `1 + ${mixed("n", 7)} * ${mixed("n", 7)} / 65536 * 20 / 65536`;
  const stays = `case when n % 2 = 0 then 65536 else 8000 + ${mixed("n", 11)} * 57000 / 65536 end`;
  const comes = `case when n % 4 < 2 then 0 else ${mixed("n", 13)} * stays / 65536 end`;
  const at = `cast(${begin} as integer) + (comes + ${mixed("n * 31 + k", 3)} * (stays - comes) / 65536) * ${DAYS * DAY_MS} / 65536`;
  const category = `json(?3) ->> ((n + case when ${mixed("n * 31 + k", 17)} < 40000 then 0 else ${mixed("n * 31 + k", 19)} end) % 10)`;
  for (let from = 0; from < customers; from += CHUNK) {
    const params = [from + 1, Math.min(customers, from + CHUNK), CATEGORIES];
    const people = `with recursive series(n) as (select cast(?1 as integer) union all select n + 1 from series where n < ?2),
      lives as (select n, ${orders} as orders, ${stays} as stays from series where ?3 is not null),
      people as (select n, orders, stays, ${comes} as comes from lives),
      times(k) as (select 0 union all select k + 1 from times where k < 27)`;
    const query = (text: string) => ({ sql: text, params });
    await store.write([
      query(`insert into customers (id, code, country, locale, birth_on, is_tracked, created_at, updated_at) ${people}
        select n, 'c' || n, case n % 3 when 0 then 'GB' when 1 then 'DE' else 'FR' end, 'en', (1940 + n % 60) || '-01-01', 1, ${begin}, ${begin} from people`),
      query(`insert into purchases (order_key, customer_id, currency, total_minor, at, received_at, source) ${people}
        select 'shop:' || n || '-' || k, n, 'EUR', 500 + ${mixed("n", 23)} / 40 + ${mixed("n * 31 + k", 29)} / 20, ${at}, ${at}, 'shop'
        from people cross join times on k < orders`),
      query(`insert into purchase_lines (order_key, line_no, customer_id, at, product_code, category, quantity_milli, amount_minor) ${people}
        select 'shop:' || n || '-' || k, 1, n, ${at}, 'P' || (k % 15), ${category}, 1000, 500 + ${mixed("n", 23)} / 40 + ${mixed("n * 31 + k", 29)} / 20
        from people cross join times on k < orders`),
      query(`insert into events (message_id, customer_id, kind, name, category, at, received_at, source) ${people}
        select 'm' || n || '-' || k, n, case when k % 5 = 0 then 'click' else 'track' end, case when k % 5 = 0 then 'click' else 'Product Viewed' end,
          ${category}, ${at}, ${at}, 'web' from people cross join times on k >= orders`),
      query(`insert into messages (customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at, accepted_at, links) ${people}
        select n, 1, '2026-01-0' || (1 + k), 'email', 'accepted', ${at}, ${at}, ${at}, '[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]'
        from people cross join times on k < 2`),
    ]);
  }
  await declareAll(store);
  return store;
}

const PRIME = 2_147_483_647;

/** SQL: 0 to 65,535, by two rounds of squares modulo a prime, which leave no lattice behind as products do. */
function mixed(of: string, salt: number): string {
  const once = `(((${of}) * 48271 + ${salt * 7_919}) % ${PRIME})`;
  const twice = `((${once} * ${once} + ${salt}) % ${PRIME})`;
  return `((${twice} * ${twice} + 12345) % ${PRIME} / 8 % 65536)`;
}

async function declareAll(store: Store): Promise<void> {
  const deps = { store, clock: systemClock };
  for (const [code, { title, task, settings }] of Object.entries<RingTask>(ringPredictions)) {
    const prediction = predictionBody.parse({ title, task, settings, state: "off" });
    const put = await putPrediction({ deps, actor: { kind: "system", id: "bench" }, input: { code, prediction } });
    if (!put.ok) throw new Error(`${code} was not declared.`);
  }
}
