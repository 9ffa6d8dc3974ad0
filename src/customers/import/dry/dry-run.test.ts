import { describe, expect, it } from "vitest";
import { declareAttribute } from "#customers/declare-attribute.ts";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { putReferenceCodes } from "#customers/import/codes/put-reference-codes.ts";
import { runImport } from "#customers/import/run/run-import.ts";
import { rejectsCsv } from "#customers/import/run/rejects-csv.ts";
import { type ImportWorld, partsOf } from "#tests/worlds/import-over.ts";
import { importWorld } from "#tests/worlds/import-world.ts";

const actor = { kind: "system", id: "test" } as const;

const people: MappingInput = {
  name: "people",
  into: "customers",
  source: "crm",
  fields: { code: "id", email: "mail", firstName: "first", "attributes.tier": "tier" },
  consents: [
    {
      purpose: "receive",
      channel: "email",
      state: { column: "news", values: { yes: "granted", no: "withdrawn", "": null } },
      at: { constant: "2026-01-01" },
      wording: { constant: "Yes, please." },
    },
  ],
};
const till: MappingInput = {
  name: "till",
  into: "purchases",
  source: "point-of-sale",
  currency: "EUR",
  unknownCustomers: "reject",
  fields: {
    customer: "c",
    customerEmail: "m",
    orderId: "o",
    at: "t",
    productCode: "p",
    amount: "s",
    channel: { column: "k", codes: "stores" },
  },
};

const FIRST = "id,mail,first,tier,news\nA,a@x.example,Ann,gold,yes\nB,b@x.example,Bob,,no\nC,,Cid,tin,\n";
const NEXT = `id,mail,first,tier,news
A,a@x.example,Ann,gold,yes
A,,Anna,,
A,,Anna,gold,
B,b@x.example,Bob,,yes
C,,Cid,silver,yes
D,d@x.example,Dee,,yes
D,,Dee,,
,c@x.example,Neo,,
,A@x.example,Anna,,
E,nobody,,,
`;
const SALES = `c,m,o,t,p,s,k
A,,1,2026-01-02,SPADE,12.00,S1
A,,8,2026-01-02,MUG,2.00,S1
`;
const MORE = `c,m,o,t,p,s,k
A,,1,2026-01-02,SPADE,12.00,S1
A,,8,2026-01-02,MUG,2.00,S1
B,,2,2026-01-02,PAN,9.00,S1
A,,3,2026-01-02,PAN,9.00,S1
B,,2,2026-01-02,PAN,1.00,S1
,b@x.example,4,2026-01-02,PAN,1.00,S1
A,,1,2026-01-02,SPADE,11.00,S1
Z,,5,2026-01-02,PAN,1.00,S1
A,,6,2026-01-02,PAN,1.00,S9
A,,7,2026-01-02,PAN,1e3,S1
`;

async function world(): Promise<ImportWorld> {
  const made = await importWorld();
  const input = { name: "tier", type: "string", label: "", visibleTo: ["operator"] } as const;
  await declareAttribute({ deps: made.deps, actor, input });
  await putReferenceCodes({
    deps: made.deps,
    actor,
    input: { vocabulary: "stores", label: "", codes: { S1: "shop" } },
  });
  await made.take(people, FIRST);
  await made.take(till, SALES);
  made.clock.advance(60_000);
  return made;
}

const known = (made: ImportWorld) =>
  made.rows(`select 'c', code, first_name, email, updated_at from customers union all select 'e', message_id, name, '', at from events
    union all select 'p', order_key, currency, '', total_minor from purchases union all select 'n', hash, kind, value, customer_id from identities
    union all select 's', purpose, channel, topic, is_granted from consent_states union all select 'q', code, '', '', id from quarantined_records
    order by 1, 2`);

describe("a dry run", () => {
  it.each([
    ["customers", people, NEXT],
    ["orders", till, MORE],
  ] as const)(
    "of %s has the totals, reasons and rejects of the real run and changes nothing",
    async (_, mapping, file) => {
      for (const perPiece of [1, 3, 100]) {
        const made = await world();
        const pace = { perPiece, piecesPerBatch: 1 };
        const before = await known(made);
        const dry = await made.take(mapping, file, { isDryRun: true, pace });
        expect(await known(made)).toEqual(before);
        const real = await made.take(mapping, file, { pace });
        expect({ ...dry, id: "", isDryRun: false }).toEqual({ ...real, id: "" });
        expect(await new Response(rejectsCsv(made.deps, dry)).text()).toBe(
          await new Response(rejectsCsv(made.deps, real)).text(),
        );
        expect(dry.totals.rejected).toBeGreaterThan(0);
        expect(dry.totals.created * dry.totals.changed * dry.totals.same).toBeGreaterThan(0);
      }
    },
  );

  it("that is asked for where there is no place for one is refused, and nothing runs", async () => {
    const made = await world();
    const importId = await made.create(people, true);
    const { openScratch: _, ...deps } = made.deps;
    const pace = { perPiece: 5, piecesPerBatch: 1 };
    expect(await runImport({ deps, importId, source: partsOf(FIRST, 20), pace })).toMatchObject({
      ok: false,
      error: { code: "unavailable" },
    });
  });
});
