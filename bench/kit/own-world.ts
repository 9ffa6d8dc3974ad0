import { sql } from "drizzle-orm";
import { hashAddress } from "#customers/normalise-identity.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import { NOW, segmentWorld } from "./segment-world.ts";

/** How many customers the world has: a million is what the bars are about, fewer are quicker. */
export function customersAsked(): number {
  return Number(process.env["BENCH_CUSTOMERS"] ?? 100_000);
}

const PRODUCTS = 300;

const sender = {
  vendor: {
    name: "The Shop",
    websiteUrl: "https://shop.example/",
    logoUrl: "https://shop.example/logo.png",
    postalAddress: "1 High Street",
    palette: { accent: "#2e5d4b", onAccent: "#ffffff", accentDark: "#7fc6a8", onAccentDark: "#0c1a14" },
  },
  fromName: "The Shop",
  fromAddress: "hello@shop.example",
  domain: "shop.example",
};

/** The segments' world with something to choose from, and a newsletter that everybody was sent. */
export async function ownBenchWorld(url: string, customers: number): Promise<Store> {
  const store = await segmentWorld(url, customers);
  const categories = `["garden","tools","kitchen","rain","toys","books"]`;
  await store.write([
    sql`with recursive series(n) as (select 1 union all select n + 1 from series where n < ${PRODUCTS})
      insert into product_sets (code, category, price_minor, currency, image_url, link_url, launched_at, updated_at)
      select 'P' || n, ${categories} ->> (n % 6), 1000 + n, 'EUR', 'https://shop.example/' || n || '.jpg',
        'https://shop.example/p/' || n, 0, 0 from series`,
    sql`insert into product_copy (product_id, locale, title, body) select id, 'en', 'Product ' || id, 'Words' from product_sets`,
    // Who speaks is said once and remembered; nobody's station asks for it with each page.
    sql`insert into settings (key, value, updated_at) values ('sender', ${JSON.stringify(sender)}, 0)`,
    sql`insert into newsletters (id, code, title, topic, template_name, slots, default_pace, default_minute, grace_ms, created_at, updated_at)
      values (1, 'weekly', 'Weekly', 'weekly', 't', '[]', '{"kind":"weeks","every":1,"weekdays":[2]}', 480, 86400000, 0, 0)`,
  ]);
  return store;
}

export type LongLife = { readonly customerId: number; readonly facts: number; readonly messages: number };

/** Gives one customer a long life: facts of every kind, messages that were sent, and clicks on them. */
export async function liveLong(store: Store, secret: Secret, { customerId, facts, messages }: LongLife): Promise<void> {
  const series = (upTo: number) =>
    sql`with recursive series(n) as (select 1 union all select n + 1 from series where n < ${upTo})`;
  const id = sql.raw(String(customerId));
  const [events, lines, answers] = [Math.round(facts * 0.6), Math.round(facts * 0.2), Math.round(facts * 0.2)];
  const email = `long${customerId}@people.example`;
  const hash = hashAddress(secret, "email", email);
  await store.write([
    sql`update customers set email = ${email}, email_hash = ${hash} where id = ${id}`,
    sql`insert into identities (kind, hash, value, customer_id, at, source) values ('email', ${hash}, ${email}, ${id}, 0, 'bench')`,
    sql`${series(events)} insert into events (message_id, customer_id, kind, name, category, properties, at, received_at, source)
      select 'long-' || ${id} || '-' || n, ${id}, 'track', 'Product Viewed', 'garden', '{"size":1}', ${NOW - DAY_MS} - n, 0, 'bench' from series`,
    sql`${series(lines)} insert into purchases (order_key, customer_id, currency, total_minor, at, received_at, source)
      select 'long-' || ${id} || '-' || n, ${id}, 'EUR', 900, ${NOW} - n, 0, 'bench' from series`,
    sql`${series(lines)} insert into purchase_lines (order_key, line_no, customer_id, at, product_code, category, quantity_milli, amount_minor)
      select 'long-' || ${id} || '-' || n, 1, ${id}, ${NOW} - n, 'P1', 'garden', 1000, 900 from series`,
    sql`${series(answers)} insert into survey_answers (fact_key, customer_id, survey, question, answer, at, received_at, source)
      select 'long-' || ${id} || '-' || n, ${id}, 's', 'q' || n, 'yes', 0, 0, 'bench' from series`,
    sql`${series(messages)} insert into messages (customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at,
        reserved_at, accepted_at, inputs)
      select ${id}, 1, date('2020-01-01', n || ' days'), 'email', 'accepted', 0, 0, n, n, '{"view":"${sql.raw("x".repeat(4_000))}"}' from series`,
    sql`insert into click_signals (id, body) values (1, '{}') on conflict do nothing`,
    sql`insert into clicks (journal_key, message_id, link_no, customer_id, at, network, signals_id, verdict, verdict_version, device)
      select 'long-' || m.id || '-' || k.value, m.id, k.value, m.customer_id, 0, 'n', 1, 'person', 1, 'phone'
      from messages m cross join json_each('[1,2]') as k where m.customer_id = ${id}`,
  ]);
}
