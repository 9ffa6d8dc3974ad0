import { type Random, randomInt } from "#kernel/random.ts";
import type { Query } from "#store/store.ts";

const DAY = 86_400_000;

export type HeldAccounts = {
  readonly people: number;
  readonly now: number;
  /** Texts on which back ends like to disagree. */
  readonly texts: readonly string[];
  readonly random: Random;
};

/** Accounts of every kind, alone and jointly held, with bands, dates around now and activities; some hold none. */
export function heldAccounts({ people, now, texts, random }: HeldAccounts): readonly Query[] {
  const pick = <T>(from: readonly T[]): T => from[randomInt(random, from.length)] as T;
  const dayOf = (days: number) => new Date(now - days * DAY).toISOString().slice(0, 10);
  const accounts = Array.from({ length: people }, (_, index) => {
    const bands = pick([
      {},
      { credit_limit: "2000-5000" },
      { product: "P1", status: "none" },
      { category: "garden", kind: pick(texts) },
    ]);
    return [
      index + 1,
      pick(["card", "card", "loan", pick(texts)]),
      pick([null, "P1", pick(texts)]),
      pick(["open", "closed"]),
      pick([null, ...[-1, 0, 1, 2, 30, 31, 500].map(dayOf)]),
      pick([null, null, ...[-1, 0, 2, 30].map(dayOf)]),
      bands,
    ];
  });
  const holders = accounts.flatMap(([id]) => [
    [id, 1 + randomInt(random, people), "primary"],
    ...(random.next() < 0.4 ? [[id, 1 + randomInt(random, people), "joint"]] : []),
  ]);
  const activities = Array.from({ length: people * 2 }, (_, index) => [
    `a${index}`,
    1 + randomInt(random, people),
    pick(["payment", "purchase", "garden"]),
    pick([null, "garden", pick(texts)]),
    Math.round(now - pick([-1, 0, 0.5, 1, 2, 2.0000001, 29, 30, 31, 500]) * DAY),
  ]);
  const value = (count: number) => Array.from({ length: count }, (_, index) => `item.value ->> ${index}`).join(", ");
  return [
    {
      sql: `insert into accounts (id, code, kind, product, status, opened_on, closed_on, bands, at, received_at, source)
        select item.value ->> 0, 'account ' || item.key, ${["1", "2", "3", "4", "5", "6"].map((at) => `item.value ->> ${at}`).join(", ")},
          0, 0, 'test' from json_each(?) as item`,
      params: [JSON.stringify(accounts)],
    },
    {
      sql: `insert or ignore into account_holders (account_id, customer_id, role) select ${value(3)} from json_each(?) as item`,
      params: [JSON.stringify(holders)],
    },
    {
      sql: `insert into account_activities (fact_key, account_id, kind, merchant_category, at, customer_id, amount_minor,
          received_at, source) select ${value(5)}, 0, 100, 0, 'test' from json_each(?) as item`,
      params: [JSON.stringify(activities)],
    },
  ];
}
