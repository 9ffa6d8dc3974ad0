import { sql } from "drizzle-orm";
import { upsertSchedules } from "#messages/preferences/subscription-statements.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import { chunksOf } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

/** 2026-11-21T12:00Z to 2026-11-22T12:00Z is the day that is planned. */
export const WATERMARK = Date.UTC(2026, 10, 21, 12);

const ZONES = Intl.supportedValuesOf("timeZone")
  .filter((_, index) => index % 10 === 0)
  .slice(0, 40);

const RULES = 2_000;

/** 2,000 different rules: weekdays by every nth week, days of the month, every n days, nth weekdays. */
function rules(): readonly Pace[] {
  const found: Pace[] = [];
  for (let every = 1; every <= 9; every += 1) {
    for (let set = 1; set < 128; set += 1) {
      const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((day) => (set >> (day - 1)) & 1);
      found.push({ kind: "weeks", every, weekdays });
    }
  }
  for (let every = 1; every <= 31; every += 1) found.push({ kind: "days", every });
  for (let first = 1; first <= 31; first += 1) {
    for (let second = first; second <= 31; second += 1) {
      found.push({ kind: "month_days", every: 1, days: [...new Set([first, second])], ifMissing: "last_day" });
    }
  }
  for (const nth of [1, 2, 3, 4, -1]) {
    for (let weekday = 1; weekday <= 7; weekday += 1)
      found.push({ kind: "month_weekdays", every: 1, on: [{ nth, weekday }] });
  }
  for (let month = 1; month <= 12; month += 1) {
    for (let day = 1; day <= 28; day += 1) found.push({ kind: "yearly", every: 1, month, day, ifMissing: "last_day" });
  }
  return found.slice(0, RULES);
}

/** A database with `customers` customers in three programmes, each in her own zone; 5 % suppressed, a fifth with a cap. */
export async function planWorld(url: string, customers: number): Promise<Store> {
  const store = await freshStore(url);
  await store.write([
    sql`insert into planner_state (name, watermark, updated_at) values ('messages', ${WATERMARK}, 0)`,
  ]);
  for (const [index, code] of ["weekly", "offers", "club"].entries()) {
    await store.write([
      sql`insert into newsletters (code, title, topic, template_name, slots, default_pace, default_minute, grace_ms, priority, created_at, updated_at)
        values (${code}, ${code}, ${code}, 't', '[]', '{"kind":"never"}', 480, 86400000, ${index}, 0, 0)`,
    ]);
  }
  const all = rules().flatMap((pace, index) =>
    ZONES.map((zone) => ({ pace, zone, minute: (index * 15) % 1440, anchorOn: "2026-01-05" })),
  );
  for (const chunk of chunksOf(all, 5_000)) await store.write([upsertSchedules(chunk)]);
  const zones = JSON.stringify(ZONES);
  // What is bound is a REAL, and no place in a list.
  const zoneOf = sql.raw(`cast(n as integer) % ${ZONES.length}`);
  for (let from = 0; from < customers; from += 50_000) {
    const upTo = Math.min(customers, from + 50_000);
    const series = sql`with recursive series(n) as (select ${from + 1} union all select n + 1 from series where n < ${upTo})`;
    await store.write([
      sql`insert into customers (id, code, locale, zone, email, email_hash, is_tracked, created_at, updated_at)
        ${series} select n, 'c' || n, 'en', ${zones} ->> (${zoneOf}), 'c' || n || '@people.example', 'h' || n, 1, 0, 0 from series`,
      sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
        ${series} select s.n, 'receive', 'email', w.topic, 1, 1 from series s, newsletters w`,
      sql`insert into subscriptions (customer_id, newsletter_id, state, channel, schedule_id, chosen_by, updated_at)
        ${series} select s.n, w.id, 'active', 'email',
          1 + ((s.n * 7919 + w.id * 104729) % ${RULES}) * ${ZONES.length} + ${zoneOf}, 'customer', 0
        from series s, newsletters w`,
      sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
        ${series} select 'h' || n, 'email', '', 'unsubscribed', 'bench', 0 from series where n % 20 = 0`,
      sql`insert into preferences (customer_id, cap_count, cap_days, updated_at)
        ${series} select n, 3, 7, 0 from series where n % 5 = 0`,
    ]);
  }
  return store;
}
