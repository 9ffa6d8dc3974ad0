import { describe, expect, it } from "vitest";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { recordPurchase } from "#customers/record-purchase.ts";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import type { ImportWorld } from "#tests/worlds/import-over.ts";
import { importWorld } from "#tests/worlds/import-world.ts";
import { undoImport } from "./undo-import.ts";

const actor = { kind: "operator", id: "op_test" } as const;

const people: MappingInput = {
  name: "people",
  into: "customers",
  source: "crm",
  fields: { code: "id", email: "email", firstName: "first", "attributes.tier": "tier" },
  consents: [
    {
      purpose: "receive",
      channel: "email",
      topic: "weekly-picks",
      state: { column: "news", values: { yes: "granted", no: "withdrawn", "": null } },
      at: { constant: "2026-02-01" },
      wording: { constant: "Send me the weekly picks." },
    },
  ],
};
const till: MappingInput = {
  name: "till",
  into: "purchases",
  source: "point-of-sale",
  currency: "EUR",
  fields: { customer: "c", orderId: "o", at: "t", productCode: "p", category: "k", amount: "s" },
};

async function world(): Promise<ImportWorld> {
  const made = await importWorld();
  await declareAttribute({
    deps: made.deps,
    actor,
    input: { name: "tier", type: "string", label: "", visibleTo: ["operator"] },
  });
  return made;
}

/** Everything that is known about customers: every row of every table but those about imports themselves. */
async function everything(store: Store): Promise<Record<string, unknown[]>> {
  const tables = await store.read<{ name: string }>({
    sql: `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'import%'
      and name not in ('audit_log', 'schema_migrations')`,
    params: [],
  });
  const rows: Record<string, unknown[]> = {};
  for (const { name } of tables) {
    const found = await store.read({ sql: `select * from ${name}`, params: [] });
    const plain = found
      .filter((row) => name !== "affinities" || Number(row["scaled"]) > 1e-12)
      .map((row) => {
        const { id, scaled, consent_id: _, ...rest } = row;
        return {
          ...rest,
          ...(name === "customers" ? { id } : {}),
          ...(scaled === undefined ? {} : { scaled: Number(Number(scaled).toPrecision(9)) }),
        };
      });
    rows[name] = plain.map((row) => JSON.stringify(row)).sort();
  }
  return rows;
}

const PEOPLE = "id,email,first,tier,news\nA,a@x.example,Ann,gold,yes\nB,b@x.example,Bob,,\nC,c@x.example,Cid,tin,no\n";
const NEXT =
  "id,email,first,tier,news\nA,anna@x.example,Anna,tin,\nB,,Bob,silver,yes\nD,d@x.example,Dee,,yes\nE,e@x.example,Eve,,\n";
const SALES = "c,o,t,p,k,s\nA,1,2026-01-02,SPADE,garden,12.00\nA,2,2026-01-03,PAN,kitchen,9.00\n";
const MORE_SALES = "c,o,t,p,k,s\nA,1,2026-01-02,SPADE,garden,11.00\nZ,3,2026-01-03,PAN,kitchen,9.00\n";

const undo = ({ deps, clock }: ImportWorld, importId: string) =>
  undoImport({ deps, importId, actor, until: clock.now() + 1 });

describe("undoing an import", () => {
  it("leaves everything as it was, whatever the import did", async () => {
    const made = await world();
    await made.take(people, PEOPLE);
    await made.take(till, SALES);
    const before = await everything(made.store);
    made.clock.advance(60_000);
    const changed = await made.take(people, NEXT);
    expect(changed.totals).toMatchObject({ created: 2, changed: 2 });
    const sales = await made.take(till, MORE_SALES);
    expect(sales.totals).toMatchObject({ created: 1, changed: 1 });
    expect(await everything(made.store)).not.toEqual(before);
    expect(await undo(made, sales.id)).toMatchObject({ ok: true, value: { state: "undone" } });
    expect(await undo(made, changed.id)).toMatchObject({ ok: true, value: { state: "undone" } });
    expect(await everything(made.store)).toEqual(before);
    expect(
      await made.rows(
        "select count(*) as n from import_changes where import_id in (select id from imports where state = 'undone')",
      ),
    ).toEqual([{ n: 0 }]);
  });

  it("keeps what the customer or a later import changed since, and whom something was heard of since", async () => {
    const made = await world();
    await made.take(people, PEOPLE);
    made.clock.advance(60_000);
    const changed = await made.take(people, NEXT);
    made.clock.advance(60_000);
    await putCustomer({ deps: made.deps, actor, code: "A", input: { firstName: "Annabel" } });
    await made.take(people, "id,email,first,tier,news\nB,,,platinum,\n");
    const order = { orderId: "9", currency: "EUR", lines: [] };
    await recordPurchase({ deps: made.deps, code: "E", input: order });
    await undo(made, changed.id);
    expect(
      await made.rows(
        "select code, first_name, email, a_tier from customers left join customer_attributes on customer_id = customers.id order by code",
      ),
    ).toEqual([
      { code: "A", first_name: "Annabel", email: "a@x.example", a_tier: "gold" },
      { code: "B", first_name: "Bob", email: "b@x.example", a_tier: "platinum" },
      { code: "C", first_name: "Cid", email: "c@x.example", a_tier: "tin" },
      { code: "E", first_name: "Eve", email: "e@x.example", a_tier: null },
    ]);
  });

  it("of an order that a later import corrected again leaves the later one's", async () => {
    const made = await world();
    await made.take(till, SALES);
    const second = await made.take(till, MORE_SALES);
    await made.take(till, "c,o,t,p,k,s\nA,1,2026-01-02,SPADE,garden,10.00\n");
    await undo(made, second.id);
    expect(await made.rows("select order_key, total_minor from purchases order by order_key")).toEqual([
      { order_key: "point-of-sale:1", total_minor: 1000 },
      { order_key: "point-of-sale:2", total_minor: 900 },
    ]);
  });

  it("takes back customers of whom only a record waits for a code", async () => {
    const made = await world();
    const coded: MappingInput = { ...till, fields: { ...till.fields, category: { column: "k", codes: "groups" } } };
    const before = await everything(made.store);
    const done = await made.take(coded, SALES);
    expect(done.totals.quarantined).toBeGreaterThan(0);
    await undo(made, done.id);
    expect(await everything(made.store)).toEqual(before);
  });

  it("is refused after 24 hours, and of an import that ran dry or is unknown", async () => {
    const made = await world();
    const done = await made.take(people, PEOPLE);
    expect(await undo(made, "imp_unknown")).toMatchObject({ ok: false, error: { code: "not_found" } });
    made.clock.advance(DAY_MS + 1);
    expect(await undo(made, done.id)).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("may pause anywhere and goes on where it stood; an undone import is not run again", async () => {
    const made = await world();
    const many = Array.from({ length: 1_200 }, (_, n) => `X${n},,N${n},,`).join("\n");
    const done = await made.take(people, `id,email,first,tier,news\n${many}\n`, {
      pace: { perPiece: 400, piecesPerBatch: 1 },
      partBytes: 10_000,
    });
    expect(done.totals.created).toBe(1_200);
    const paused = await undoImport({ deps: made.deps, importId: done.id, actor, until: 0 });
    expect(paused).toMatchObject({ ok: true, value: { state: "undoing" } });
    expect(await made.rows("select count(*) as n from customers")).toEqual([{ n: 800 }]);
    expect(await undo(made, done.id)).toMatchObject({ ok: true, value: { state: "undone" } });
    expect(await made.rows("select count(*) as n from customers")).toEqual([{ n: 0 }]);
    expect((await made.take(people, PEOPLE, { importId: done.id })).state).toBe("undone");
  });
});
