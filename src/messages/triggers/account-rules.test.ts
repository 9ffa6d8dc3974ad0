import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compileRule } from "#content/compile-rule.ts";
import { eventHistory } from "#content/event-history.ts";
import { ACTIVITY, CLOSED, derivedEvents, OPENED } from "#customers/accounts/rule-events.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { loadReaders } from "#messages/content/load-readers.ts";
import { loadRuleCustomer } from "#segments/load-customer.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { loadSubjects } from "./load-subjects.ts";

const NOW = Date.UTC(2026, 10, 22);
const rules = [
  'did("account activity", {account: "card"}, 30) == 2',
  'did("account activity", {account: "card", kind: "payment", product: "gold"}) == 1',
  'did("account activity", {category: "5411"}) == 1',
  'did("account opened", {account: "card", status: "open", credit_limit: "2000-5000"}) == 1',
  'daysSince("account opened", {account: "loan"}) == 364',
  'did("account closed", {account: "loan"}) == 1',
  'did("account activity", {account: "loan"}) == 0',
];

const page = readFileSync(new URL("../../../docs/accounts.md", import.meta.url), "utf8");
const documented = /```\n([\s\S]*?)```/.exec(page)?.[1]?.trim().split("\n") ?? [];

it.each(documented)("%s: is understood as docs/accounts.md has it", (source) => {
  expect(compileRule(source, { customer: {}, product: {}, context: {} })).toMatchObject({ ok: true });
});

it("selection, triggers and segments know the same of her accounts, joint ones too, and nothing that somebody sent by their names", async () => {
  const store = await freshStore();
  const run = (sql: string, ...params: readonly (string | number)[]) => store.write([{ sql, params }]);
  await run(
    `insert into customers (code, email_hash, created_at, updated_at) values ('ada', 'h', 0, 0), ('ben', 'i', 0, 0)`,
  );
  await run(`insert into accounts (id, code, kind, product, status, opened_on, closed_on, bands, at, received_at, source) values
    (1, 'A', 'card', 'gold', 'open', '2026-10-01', null, '{"credit_limit":"2000-5000"}', 0, 0, 't'),
    (2, 'B', 'loan', null, 'closed', '2025-11-23', '2026-11-01', '{}', 0, 0, 't')`);
  await run("insert into account_holders values (1, 1, 'primary'), (1, 2, 'joint'), (2, 2, 'primary')");
  await run(
    `insert into account_activities (fact_key, account_id, customer_id, kind, amount_minor, merchant_category, at, received_at, source)
      values ('a', 1, 1, 'purchase', 100, '5411', ?, 0, 't'), ('b', 1, 1, 'payment', 100, null, ?, 0, 't')`,
    NOW - DAY_MS,
    NOW - 2 * DAY_MS,
  );
  for (const name of [ACTIVITY, OPENED, CLOSED, "purchase"]) {
    await run(
      `insert into events (message_id, customer_id, kind, name, properties, at, received_at, source)
        values (?, 2, 'track', ?, '{"account":"card","kind":"payment"}', ?, 0, 't')`,
      name,
      name,
      NOW - DAY_MS,
    );
  }
  const eventNames = [...derivedEvents];
  const readers = await loadReaders(store, { customerIds: [2], now: NOW, eventNames, attributeNames: [] });
  const asks = {
    eventNames: new Set(eventNames),
    attributeNames: new Set<string>(),
    affinities: false,
    segments: false,
    scoreCodes: new Set<string>(),
  };
  const subjects = await loadSubjects(store, { customerIds: [2], asks, fields: {}, now: NOW });
  const histories = [
    eventHistory(readers.get(2)?.events ?? []),
    subjects.get(2)?.customer.eventsNamed,
    (await loadRuleCustomer(store, { customerId: 2, fields: {}, now: NOW })).eventsNamed,
  ];
  const context = { slot: "", channel: "", locale: "en", date: "2026-11-22", nowMs: NOW, attributes: {} };
  const product = { id: 0, code: "", category: "", priceMinor: 0, currency: "", tags: [], attributes: {} };
  for (const source of rules) {
    const rule = compileRule(source, { customer: {}, product: {}, context: {} });
    if (!rule.ok) throw new Error(JSON.stringify(rule.error));
    const answers = histories.map((eventsNamed) =>
      eventsNamed === undefined
        ? undefined
        : rule.value.evaluate({ customer: { attributes: {}, eventsNamed, affinityByCategory: {} }, context, product }),
    );
    expect([source, ...answers]).toEqual([source, true, true, true]);
  }
});
