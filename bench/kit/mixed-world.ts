import { sql } from "drizzle-orm";
import { createKey } from "#access/create-key.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { signToken, tokenDayOf, tokenKeys } from "#tracking/token.ts";
import { systemBytes, systemClock } from "#entry/runtime.ts";
import { planWorld } from "./plan-world.ts";
import { ROOT_KEY } from "./redirect-world.ts";

export type MixedWorld = {
  /** Jumpstations of messages that nobody has followed yet. */
  readonly paths: readonly string[];
  /** A write key of the ingest door. */
  readonly writeKey: string;
};

const LINKS = 15;
const SENT_ON = "2026-01-01";

/** The planner's million beside messages that are out already, in one database file; nothing of the next day is planned. */
export async function mixedWorld(url: string, size: { customers: number; messages: number }): Promise<MixedWorld> {
  const store = await planWorld(url, size.customers);
  const now = systemClock.now();
  const clicked = sql`with recursive series(n) as (select 1 union all select n + 1 from series where n < ${size.messages})`;
  await store.write([
    // Paused programmes are planned and not sent: sending has a bench of its own.
    sql`update newsletters set state = 'paused'`,
    sql`update planner_state set watermark = ${now}`,
    sql`insert into settings (key, value, updated_at) values ('hosts', '["shop.example"]', 0)`,
    sql`with recursive series(n) as (select 1 union all select n + 1 from series where n < ${LINKS})
      insert into links (id, destination, kind, product_code, category, created_at)
      select n, 'https://shop.example/p/' || n, 'product', 'P' || n, 'garden', 0 from series`,
    sql`insert into messages (customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at, accepted_at, links)
      ${clicked} select n, 1, ${SENT_ON}, 'email', 'accepted', 0, 0, 0, '[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]' from series`,
  ]);
  const secret = secretFrom(Buffer.from(ROOT_KEY, "base64url"));
  const key = await createKey({
    deps: { store, clock: systemClock, secret, ids: idsFrom(systemClock, systemBytes) },
    actor: { kind: "system", id: "bench", scopes: ["ingest"] },
    input: { name: "bench", scopes: ["ingest"] },
  });
  if (!key.ok) throw new Error("The bench got no write key.");
  const [row] = await store.read<{ first: number }>(sql`select min(id) as first from messages`);
  await store.close();
  const keys = tokenKeys({ active: { id: 0, key: secret.keyFor("link/0") } });
  const day = tokenDayOf(now) + 30;
  const first = row?.first ?? 1;
  const paths = Array.from({ length: size.messages }, (_, index) => {
    const payload = { messageNumber: first + ((index * 7_919) % size.messages), link: index % LINKS, day };
    return `/j/${signToken(keys, "click", payload)}`;
  });
  return { paths, writeKey: key.value.key };
}
