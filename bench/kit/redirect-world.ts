import { sql } from "drizzle-orm";
import { secretFrom } from "#kernel/secret.ts";
import { signToken, tokenDayOf, tokenKeys } from "#tracking/token.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

export const ROOT_KEY = Buffer.alloc(32, 9).toString("base64url");
const LINKS = 15;

/** Messages that were sent, each with fifteen links; and the paths of all their jumpstations. */
export async function redirectWorld(url: string, messages: number): Promise<readonly string[]> {
  const store = await freshStore(url);
  const series = sql`with recursive series(n) as (select 1 union all select n + 1 from series where n < ${messages})`;
  await store.write([
    sql`insert into settings (key, value, updated_at) values ('hosts', '["shop.example"]', 0)`,
    sql`insert into newsletters (id, code, title, topic, template_name, slots, default_pace, default_minute, grace_ms, created_at, updated_at)
      values (1, 'news', 'news', 'news', 't', '[]', '{"kind":"never"}', 480, 1, 0, 0)`,
    sql`with recursive series(n) as (select 1 union all select n + 1 from series where n < ${LINKS})
      insert into links (id, destination, kind, product_code, category, created_at)
      select n, 'https://shop.example/p/' || n, 'product', 'P' || n, 'garden', 0 from series`,
    sql`insert into customers (id, code, is_tracked, created_at, updated_at) ${series} select n, 'c' || n, 1, 0, 0 from series`,
    sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at, accepted_at, links)
      ${series} select n, n, 1, '2026-11-22', 'email', 'accepted', 0, 0, 0, '[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]' from series`,
  ]);
  await store.close();
  const keys = tokenKeys({ active: { id: 0, key: secretFrom(Buffer.from(ROOT_KEY, "base64url")).keyFor("link/0") } });
  const day = tokenDayOf(Date.now()) + 30;
  return Array.from({ length: messages * LINKS }, (_, index) => {
    const messageNumber = 1 + (index % messages);
    return `/j/${signToken(keys, "click", { messageNumber, link: Math.floor(index / messages), day })}`;
  });
}
