import { beforeAll, describe, expect, it } from "vitest";
import { scopeNames } from "#access/scopes.ts";
import { consolePages } from "#console/mount-console.ts";
import { type Query, type Statement, type Store, toQuery } from "#store/store.ts";
import { freshStore } from "../worlds/fresh-store.ts";
import { examplesFor } from "./operation-examples.ts";
import { livedStation, ORIGIN } from "./lived-station.ts";

/** Tables that grow with customers, facts, messages or clicks: none of them is ever walked through as a whole. */
const BIG = new Set([
  "account_activities",
  "account_holders",
  "accounts",
  "account_scores",
  "address_reservations",
  "affinities",
  "audit_log",
  "click_origins",
  "calls",
  "clicks",
  "consent_states",
  "consents",
  "contact_notes",
  "customer_attributes",
  "customer_devices",
  "customers",
  "customer_scores",
  "demographic_facts",
  "events",
  "feed_items",
  "feed_products",
  "feed_rejects",
  "feed_runs",
  "form_confirmations",
  "form_submissions",
  "idempotency_keys",
  "household_members",
  "household_reservations",
  "households",
  "identities",
  "image_files",
  "images",
  "image_sources",
  "message_data",
  "soft_bounces",
  "messages",
  "own_codes",
  "own_notes",
  "own_requests",
  "own_saved",
  "own_sessions",
  "own_sites",
  "preferences",
  "product_copy",
  "purchase_lines",
  "purchases",
  "registrations",
  "rejected_items",
  "schedules",
  "score_details",
  "segment_changes",
  "segment_members",
  "segment_queue",
  "subscriptions",
  "suppressions",
  "survey_answers",
  "happenings",
  "webhook_deliveries",
  "webhook_events",
]);

let opened = 0;
const seen = new Map<string, Query>();
let store: Store;

function watched(inner: Store): Store {
  const watch = (statement: Statement) => {
    const query = toQuery(statement);
    // One plan for each text: parameters don't change it.
    seen.set(query.sql.replaceAll(/\s+/g, " "), query);
  };
  return {
    ...inner,
    read: (statement) => {
      watch(statement);
      return inner.read(statement);
    },
    write: (statements) => {
      for (const statement of statements) watch(statement);
      return inner.write(statements);
    },
  };
}

/** The name behind an alias: "from messages m" makes m messages. */
function tableOf(alias: string, sql: string): string {
  if (BIG.has(alias)) return alias;
  const named = new RegExp(`\\b(?:from|join|update|into)\\s+"?(\\w+)"?\\s+(?:as\\s+)?"?${alias}"?\\b`, "i").exec(sql);
  return named?.[1] ?? alias;
}

/** A page of a list may walk, in the order of an index or of the key, for it stops at its LIMIT. A sorted one may not. */
function isPage(sql: string, plan: readonly string[]): boolean {
  const isSorted = plan.some((detail) => detail.includes("TEMP B-TREE FOR ORDER BY"));
  return /\border by\b[\s\S]*\blimit\b/i.test(sql) && !isSorted;
}

async function walksOf({ sql, params }: Query): Promise<readonly string[]> {
  const rows = await store.read<{ detail: string }>({ sql: `explain query plan ${sql}`, params });
  const plan = rows.map(({ detail }) => detail);
  const walked = plan
    .filter((detail) => detail.startsWith("SCAN ") && !detail.includes("VIRTUAL TABLE"))
    .filter((detail) => BIG.has(tableOf(aliasOf(detail), sql)) && !isPage(sql, plan));
  // A subquery may have the name of a table inside it: one walk through its rows is not one through the table.
  const made = plan.filter((detail) => /^(CO-ROUTINE|MATERIALIZE) /.test(detail)).map(aliasOf);
  return walked.filter((detail) => {
    const index = made.indexOf(aliasOf(detail));
    if (index !== -1) made.splice(index, 1);
    return index === -1;
  });
}

/** The second word of a line of a plan. */
function aliasOf(detail: string): string {
  return detail.split(" ")[1] ?? "";
}

beforeAll(async () => {
  store = await freshStore();
  const lived = await livedStation({ store: watched(store), customers: 12, days: 8 });
  const key = await lived.keyFor(scopeNames);
  const [customer = "", otherCustomer = ""] = lived.world.people.map(({ code }) => code);
  const [product = "", otherProduct = ""] = lived.world.products.map(({ code }) => code);
  const keyId = (await lived.keyFor(["ingest"])).split("_")[1] ?? "";
  const operatorId = await lived.makeOwner();
  const examples = examplesFor({
    customer,
    otherCustomer,
    product,
    otherProduct,
    messageNumber: "1",
    keyId,
    operatorId,
  });
  for (const { operationId, method, path } of lived.station.operations) {
    const { path: names = {}, search = {}, body, headers = {} } = examples[operationId] ?? {};
    const filled = path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(names[name] ?? ""));
    await lived.station.app.request(`${ORIGIN}${filled}?${new URLSearchParams(search).toString()}`, {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  const cookie = await lived.ownerCookie();
  const named: Readonly<Record<string, string>> = { customer, product, number: "1", code: customer, key: "x", id: "1" };
  for (const { method, path } of consolePages.filter((page) => page.method === "get")) {
    const known = path.startsWith("/console/forms") ? { ...named, code: "one-question" } : named;
    const filled = path.replaceAll(/:([A-Za-z]+)(\{[^}]*\})?/g, (_, name: string) => known[name] ?? "weekly-picks");
    const answer = await lived.station.app.request(`${ORIGIN}${filled}`, { method, headers: { cookie } });
    if (answer.status < 400) opened += 1;
  }
}, 120_000);

/** Words that a statement of each hot way must hold, so that the watching is known to have seen it. */
const hot: ReadonlyArray<readonly [way: string, pattern: RegExp]> = [
  ["plan: rows from subscriptions", /insert into messages .* from .*subscriptions/],
  ["claim: due rows of a newsletter", /update messages set state = 'claimed'/],
  ["claim: suppression", /set state = 'skipped', reason = .*suppressions/],
  ["claim: caps", /reserved_at > .* <> m\.id/],
  ["claim: addresses", /insert into address_reservations/],
  ["send: the attempt", /update messages as m set state = 'attempting'/],
  ["send: the outcome", /accepted_at = case/],
  ["redirect: the links of a message", /select id, links from messages/],
  ["redirect: the destination of a link", /select id, destination from links/],
  ["click: projection", /insert into clicks/],
  ["click: settling", /settled_at is null/],
  ["ingest: events once", /insert (or ignore )?into events/],
  ["ingest: affinities", /insert into affinities/],
  ["triggers: entries", /insert into trigger_entries/],
  ["triggers: exits", /reason = 'exited'.*trigger_entries e on e\.customer_id/],
  ["sends: acceptance", /insert into idempotency_keys/],
  ["feeds: what differs", /insert into feed_items/],
  ["feeds: what is gone", /from feed_products where feed_id/],
  ["calls: the beginning of a name", /cross join customers c where c\.last_name is not null/],
  ["forms: responses", /from form_submissions s join customers c/],
  ["forms: answers counted", /json_each\(s\.picked\)/],
  ["segments: customers with news", /delete from segment_queue/],
  ["segments: a slice of all customers", /from customers c .*not exists \(select 1 from segment_members/],
  ["segments: who enters", /insert into segment_members/],
];

describe("the database, after some days of the ring, a call of each operation and a look at each page", () => {
  it(`has seen every hot way: ${hot.map(([way]) => way).join("; ")}`, () => {
    const texts = [...seen.keys()];
    expect(hot.filter(([, pattern]) => !texts.some((text) => pattern.test(text))).map(([way]) => way)).toEqual([]);
    expect(texts.length).toBeGreaterThan(150);
    expect(opened, "pages of the console").toBeGreaterThan(8);
  });

  it("tells a walk from a look-up and from a page", async () => {
    const walked = async (sql: string) => (await walksOf({ sql, params: [] })).length;
    expect(await walked("select * from events e where e.properties = 'x'")).toBe(1);
    expect(await walked("update customers as c set locale = 'x' where c.country = 'x'")).toBe(1);
    expect(await walked("select * from customers order by last_name limit 3")).toBe(1);
    expect(await walked("select * from customers where code = 'x'")).toBe(0);
    expect(await walked("select * from customers order by id limit 3")).toBe(0);
    const few =
      "select * from (select c.code from customers c order by c.id limit 3) as c join newsletters n on n.code = c.code";
    expect(await walked(few)).toBe(0);
    expect(await walked(few.replace("order by c.id", "where c.locale = 'x' order by c.last_name"))).toBe(1);
  });

  it("was never made to walk through a table that grows", async () => {
    const walks: string[] = [];
    for (const query of seen.values()) {
      if (!/^\s*(select|insert|update|delete|with)\b/i.test(query.sql)) continue;
      const found = await walksOf(query);
      walks.push(...found.map((detail) => `${detail}: ${query.sql.replaceAll(/\s+/g, " ").slice(0, 160)}`));
    }
    expect(walks).toEqual([]);
  }, 30_000);
});
