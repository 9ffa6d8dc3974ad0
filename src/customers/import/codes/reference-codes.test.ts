import { describe, expect, it } from "vitest";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { mappingSchema } from "#customers/import/mapping/mapping.ts";
import { takeRecord } from "#customers/import/run/take-record.ts";
import { findImport } from "#customers/import/run/import-row.ts";
import type { ImportWorld } from "#tests/worlds/import-over.ts";
import { importWorld } from "#tests/worlds/import-world.ts";
import { findReferenceCodes, listVocabularies } from "./find-reference-codes.ts";
import { putReferenceCodes } from "./put-reference-codes.ts";

const actor = { kind: "operator", id: "op_test" } as const;

const till: MappingInput = {
  name: "till",
  into: "purchases",
  source: "point-of-sale",
  currency: "EUR",
  fields: {
    customer: "c",
    orderId: "o",
    at: "t",
    productCode: "p",
    category: { column: "g", codes: "pos-groups" },
    channel: { column: "s", codes: "pos-stores" },
    amount: "a",
  },
};
const FILE =
  "c,o,t,p,g,s,a\nA,1,2026-01-02,SPADE,10,S1,12.00\nA,2,2026-01-03,PAN,99,S1,9.00\nB,3,2026-01-04,MUG,10,S7,3.00\n";

const declare = ({ deps }: ImportWorld, vocabulary: string, codes: Record<string, string>) =>
  putReferenceCodes({ deps, actor, input: { vocabulary, label: vocabulary, codes } });

describe("reference codes", () => {
  it("give facts their meaning; a record with an unknown one waits, sealed, and nothing of it is guessed", async () => {
    const made = await importWorld();
    await declare(made, "pos-groups", { "10": "garden" });
    await declare(made, "pos-stores", { S1: "high-street" });
    const done = await made.take(till, FILE);
    expect(done.totals).toMatchObject({ created: 1, quarantined: 2, rejected: 0 });
    expect(await made.rows("select order_key, channel from purchases")).toEqual([
      { order_key: "point-of-sale:1", channel: "high-street" },
    ]);
    expect(await made.rows("select category from purchase_lines")).toEqual([{ category: "garden" }]);
    const waiting = await made.rows(
      "select vocabulary, q.code, c.code as customer, fields from quarantined_records q join customers c on c.id = customer_id",
    );
    expect(waiting).toMatchObject([
      { vocabulary: "pos-groups", code: "99", customer: "A" },
      { vocabulary: "pos-stores", code: "S7", customer: "B" },
    ]);
    for (const { fields } of waiting)
      expect(Buffer.from(fields as unknown as ArrayBuffer).toString("latin1")).not.toMatch(/PAN|MUG/);
  });

  it("that are declared later take in what waited, at its own time, and the import's totals still add up", async () => {
    const made = await importWorld();
    const done = await made.take(till, FILE);
    expect(done.totals).toMatchObject({ created: 0, quarantined: 3 });
    expect(await declare(made, "pos-groups", { "10": "garden", "99": "kitchen" })).toEqual({ released: 3 });
    expect((await findReferenceCodes(made.store, "pos-stores"))?.waiting).toEqual({ S1: 2, S7: 1 });
    expect(await declare(made, "pos-stores", { S1: "high-street" })).toEqual({ released: 2 });
    expect(await made.rows("select order_key, at from purchases order by order_key")).toEqual([
      { order_key: "point-of-sale:1", at: Date.UTC(2026, 0, 2) },
      { order_key: "point-of-sale:2", at: Date.UTC(2026, 0, 3) },
    ]);
    expect((await findImport(made.store, done.id))?.totals).toMatchObject({ created: 2, quarantined: 1 });
    expect(await listVocabularies(made.store)).toEqual([
      { vocabulary: "pos-groups", label: "pos-groups", codes: 2, waiting: 0 },
      { vocabulary: "pos-stores", label: "pos-stores", codes: 1, waiting: 1 },
    ]);
  });

  it("hold for a record that comes by itself as they do for a file", async () => {
    const made = await importWorld();
    const mapping = mappingSchema.parse({ ...till, form: { kind: "json" } });
    const record = { c: "A", o: "1", t: "2026-01-02", p: "SPADE", g: "10", s: "S1", a: 12 };
    expect(await takeRecord(made.deps, mapping, record)).toEqual({ ok: true, value: "quarantined" });
    await declare(made, "pos-stores", { S1: "high-street" });
    await declare(made, "pos-groups", { "10": "garden" });
    expect(await made.rows("select total_minor from purchases")).toEqual([{ total_minor: 1200 }]);
    expect(await takeRecord(made.deps, mapping, record)).toEqual({ ok: true, value: "same" });
    expect(await takeRecord(made.deps, mapping, { ...record, a: 13 })).toEqual({ ok: true, value: "changed" });
    const refused = await takeRecord(made.deps, mapping, { ...record, a: "1e3" });
    expect(refused).toMatchObject({ ok: false, error: { code: "invalid_content", faults: [{ pointer: "/a" }] } });
  });
});
