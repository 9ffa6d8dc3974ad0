import { describe, expect, it } from "vitest";
import { putReferenceCodes } from "#customers/import/codes/put-reference-codes.ts";
import { readRejects } from "#customers/import/run/reject-statements.ts";
import { bytesOf } from "#customers/personal-data/personal-table.ts";
import { unseal } from "#customers/seal.ts";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { rejectsCsv } from "#customers/import/run/rejects-csv.ts";
import { tendImports } from "#customers/import/run/tend-imports.ts";
import { undoImport } from "#customers/import/undo/undo-import.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import { importWorldOver } from "#tests/worlds/import-over.ts";

const actor = { kind: "operator", id: "op_test" } as const;

const people: MappingInput = {
  name: "people",
  into: "customers",
  source: "crm",
  fields: { code: "id", email: "email", phone: "phone", firstName: "first", "attributes.tier": "tier" },
};
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
    category: { column: "g", codes: "groups" },
    amount: "s",
  },
};
const HEAD = "id,email,phone,first,tier\n";

/** What imports promise, on every database. */
export function importsContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async () => {
    const made = importWorldOver(await makeStore());
    const input = { name: "tier", type: "string", label: "", visibleTo: ["operator"] } as const;
    await declareAttribute({ deps: made.deps, actor, input });
    return made;
  };

  describe(`imports on ${name}`, () => {
    it("new, changed and same customers are told apart, packed or not, in any number of chunks", async () => {
      const { take, rows, clock } = await world();
      const file = `${HEAD}${Array.from({ length: 25 }, (_, n) => `C${n},c${n}@x.example,+4420794600${10 + n},Ann,gold`).join("\n")}\n`;
      const packed = new Response(new Response(file).body?.pipeThrough(new CompressionStream("gzip")));
      const bytes = new Uint8Array(await packed.arrayBuffer());
      expect(await take(people, bytes)).toMatchObject({ state: "done", totals: { created: 25 } });
      clock.advance(1_000);
      const next = await take(
        people,
        `${HEAD}C1,c1@x.example,,Anna,\nC2,c2@x.example,,Ann,tin\nC3,,,Ann,gold\nN,nobody,,,\nD,d@x.example,,Dee,\n`,
      );
      expect(next.totals).toMatchObject({ created: 1, changed: 2, same: 1, rejected: 1 });
      expect(
        await rows(`select code, first_name, a_tier from customers
          left join customer_attributes on customer_id = customers.id where code in ('C1', 'C2', 'D') order by code`),
      ).toEqual([
        { code: "C1", first_name: "Anna", a_tier: "gold" },
        { code: "C2", first_name: "Ann", a_tier: "tin" },
        { code: "D", first_name: "Dee", a_tier: null },
      ]);
      expect(await rows("select count(*) as n from identities")).toEqual([{ n: 51 }]);
    });

    it("a file packed in several members is read whole, and a damaged one up to its damage", async () => {
      const { take } = await world();
      const pack = async (text: string) => {
        const packed = new Response(text).body?.pipeThrough(new CompressionStream("gzip"));
        return new Uint8Array(await new Response(packed ?? null).arrayBuffer());
      };
      const lines = (from: number) => Array.from({ length: 300 }, (_, n) => `C${from + n},,,Ann,\n`).join("");
      const members = [await pack(HEAD + lines(0)), await pack(lines(300)), await pack(lines(600))];
      const whole = Buffer.concat(members);
      const how = { partBytes: 500, pace: { perPiece: 200, piecesPerBatch: 2 } };
      expect(await take(people, whole, how)).toMatchObject({ state: "done", read: 900, totals: { created: 900 } });
      const cut = whole.subarray(0, whole.length - (members[2]?.length ?? 0) + 4);
      const told = await take(people, cut, how);
      expect(told).toMatchObject({ state: "stopped", read: 600, fault: { line: 602, record: 601 } });
      expect(await take(people, whole, { ...how, importId: told.id })).toMatchObject({ state: "done", read: 900 });
    });

    it("a run that was cut off goes on where it stood and ends as if nothing had happened", async () => {
      const { take, rows } = await world();
      const lines = Array.from({ length: 20 }, (_, n) => `C${n},${n % 5 === 3 ? "nobody" : `c${n}@x.example`},,N${n},`);
      const whole = `${HEAD}${lines.join("\n")}\n`;
      const cut = await take(people, `${HEAD}${lines.slice(0, 11).join("\n")}\n"`);
      expect(cut).toMatchObject({ state: "stopped", read: 11 });
      const done = await take(people, whole, { importId: cut.id });
      expect(done).toMatchObject({ state: "done", read: 20, totals: { created: 16, rejected: 4 } });
      expect(await rows("select count(*) as n from customers")).toEqual([{ n: 16 }]);
    });

    it("a card's number is no customer's code and stands in no note, and neither goes to the rejects", async () => {
      const { take, rows, deps } = await world();
      const card = "4111111111111111";
      const done = await take(people, `${HEAD}${card},a@x.example,,Ann,gold\nC1,c@x.example,,Cid,gold\n`);
      expect(done.totals).toMatchObject({ created: 1, rejected: 1 });
      const notes: MappingInput = {
        name: "notes",
        into: "contact-notes",
        source: "call-centre",
        fields: { customer: "c", noteId: "n", at: "t", note: "w" },
      };
      const told = await take(
        notes,
        `c,n,t,w\nC1,1,2026-11-01,Paid with 4111 1111 1111 1111 today\nC1,2,never,Paid with ${card} too\n${card},3,2026-11-01,x\n`,
      );
      expect(told.totals).toMatchObject({ created: 1, rejected: 2 });
      const [note] = await rows("select fact_key, note from contact_notes");
      const place = { table: "contact_notes", key: String(note?.["fact_key"]), column: "note" };
      expect(unseal(deps.secret, place, bytesOf(note?.["note"]))).toBe("Paid with •••• •••• •••• 1111 today");
      const kept: string[] = [];
      for (const { id } of [done, told]) {
        for await (const list of readRejects(deps, id)) kept.push(JSON.stringify(list));
      }
      expect(kept).toHaveLength(3 - 1);
      expect(kept.join("\n")).not.toMatch(/4111/);
      expect(await rows("select code from customers")).toEqual([{ code: "C1" }]);
    });

    it("orders are corrected, wait for their codes, and everything is taken back by an undo", async () => {
      const made = await world();
      const { take, rows, deps, clock } = made;
      await take(people, `${HEAD}A,a@x.example,,Ann,\n`);
      await putReferenceCodes({ deps, actor, input: { vocabulary: "groups", label: "", codes: { "10": "garden" } } });
      await take(till, "c,o,t,p,g,s\nA,1,2026-01-02,SPADE,10,12.00\n");
      clock.advance(1_000);
      const next = await take(
        till,
        "c,o,t,p,g,s\nA,1,2026-01-02,SPADE,10,11.00\nB,2,2026-01-02,PAN,20,9.00\nB,3,2026-01-03,MUG,10,3.00\n",
      );
      expect(next.totals).toMatchObject({ created: 1, changed: 1, quarantined: 1 });
      expect(
        await putReferenceCodes({
          deps,
          actor,
          input: { vocabulary: "groups", label: "", codes: { "20": "kitchen" } },
        }),
      ).toEqual({ released: 1 });
      const orders = "select order_key, total_minor from purchases order by order_key";
      expect(await rows(orders)).toEqual([
        { order_key: "point-of-sale:1", total_minor: 1100 },
        { order_key: "point-of-sale:2", total_minor: 900 },
        { order_key: "point-of-sale:3", total_minor: 300 },
      ]);
      expect(await undoImport({ deps, importId: next.id, actor, until: clock.now() + 1 })).toMatchObject({
        value: { state: "undone" },
      });
      expect(await rows(orders)).toEqual([{ order_key: "point-of-sale:1", total_minor: 1200 }]);
      expect(await rows("select code from customers order by code")).toEqual([{ code: "A" }]);
      expect(await rows("select name from events")).toEqual([{ name: "Order Completed" }]);
    });

    it("rejected records come back as they were; traces of imports go with time", async () => {
      const { take, rows, deps, clock } = await world();
      const done = await take(people, `${HEAD}A,nobody,,"Ann, A",\nB,b@x.example,,Bob,\n`);
      expect(await new Response(rejectsCsv(deps, done)).text()).toContain('"A","nobody","","Ann, A",""');
      clock.advance(DAY_MS + 1);
      await tendImports(deps);
      expect(
        await rows(
          "select (select count(*) from import_chunks) as chunks, (select count(*) from import_rejects) as rejects",
        ),
      ).toEqual([{ chunks: 0, rejects: 1 }]);
      clock.advance(30 * DAY_MS);
      await tendImports(deps);
      expect(await rows("select count(*) as n from import_rejects")).toEqual([{ n: 0 }]);
    });
  });
}
