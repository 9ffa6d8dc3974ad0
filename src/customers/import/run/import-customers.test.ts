import { describe, expect, it } from "vitest";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { suppressStatement } from "#customers/suppress.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { type ImportWorld, IMPORT_NOW } from "#tests/worlds/import-over.ts";
import { importWorld } from "#tests/worlds/import-world.ts";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";

const actor = { kind: "system", id: "test" } as const;

const plain: MappingInput = {
  name: "plain",
  into: "customers",
  source: "e-commerce",
  fields: { code: "id", email: "email", firstName: "first", "attributes.tier": "tier" },
};

async function world(): Promise<ImportWorld> {
  const made = await importWorld();
  const common = { label: "", visibleTo: ["operator"] } as const;
  await declareAttribute({ deps: made.deps, actor, input: { name: "tier", type: "string", ...common } });
  return made;
}

const sum = ({ totals }: { totals: Readonly<Record<string, number>> }) =>
  Object.values(totals).reduce((all, each) => all + each, 0);

describe("a file of customers", () => {
  it("becomes customers with attributes and names, whatever the size of its chunks", async () => {
    const { take, rows } = await world();
    const file = Array.from({ length: 20 }, (_, n) => `C${n},c${n}@people.example,Ada,gold`).join("\n");
    const done = await take(plain, `id,email,first,tier\n${file}\n`);
    expect(done).toMatchObject({ state: "done", read: 20, totals: { created: 20, changed: 0, same: 0, rejected: 0 } });
    const found = await rows(
      `select code, email, first_name, a_tier, locale, zone, customers.updated_at from customers
        join customer_attributes on customer_attributes.customer_id = customers.id
        join identities on identities.customer_id = customers.id and identities.value = customers.email order by customers.id`,
    );
    expect(found.length).toBe(20);
    expect(found[7]).toEqual({
      code: "C7",
      email: "c7@people.example",
      first_name: "Ada",
      a_tier: "gold",
      locale: "en",
      zone: "UTC",
      updated_at: IMPORT_NOW,
    });
  });

  it("told again changes nothing; told otherwise changes what it says, and the totals add up", async () => {
    const { take, rows, clock } = await world();
    const file = "id,email,first,tier\nA,a@x.example,Ann,gold\nB,b@x.example,Bob,\nC,c@x.example,Cid,tin\n";
    await take(plain, file);
    clock.advance(1_000);
    expect((await take(plain, file)).totals).toMatchObject({ created: 0, changed: 0, same: 3 });
    clock.advance(1_000);
    const next = await take(
      plain,
      "id,email,first,tier\nA,a@x.example,Anna,gold\nB,b@x.example,,tin\nC,c@x.example,Cid,tin\nD,d@x.example,Dee,\nE,nobody,Eve,\n",
    );
    expect(next).toMatchObject({ read: 5, totals: { created: 1, changed: 2, same: 1, rejected: 1 } });
    expect(sum(next)).toBe(next.read);
    expect(next.reasons).toEqual({ "email: This is no bare e-mail address.": 1 });
    expect(
      await rows(
        "select code, first_name, a_tier from customers left join customer_attributes on customer_id = customers.id order by code",
      ),
    ).toEqual([
      { code: "A", first_name: "Anna", a_tier: "gold" },
      { code: "B", first_name: "Bob", a_tier: "tin" },
      { code: "C", first_name: "Cid", a_tier: "tin" },
      { code: "D", first_name: "Dee", a_tier: null },
    ]);
  });

  it("may say two things about one customer: the later row wins, in one chunk as in two", async () => {
    const file = "id,email,first,tier\nA,,Ann,\nB,,Bob,\nA,,Anna,gold\nA,,Anna,gold\nC,,Cid,\n";
    for (const pace of [
      { perPiece: 1, piecesPerBatch: 1 },
      { perPiece: 2, piecesPerBatch: 1 },
      { perPiece: 50, piecesPerBatch: 1 },
    ]) {
      const { take, rows } = await world();
      expect((await take(plain, file, { pace })).totals).toMatchObject({ created: 3, changed: 1, same: 1 });
      expect(
        await rows(
          "select first_name, a_tier from customers join customer_attributes on customer_id = customers.id where code = 'A'",
        ),
      ).toEqual([{ first_name: "Anna", a_tier: "gold" }]);
    }
  });

  it("that is older than what is known only fills gaps", async () => {
    const { take, rows } = await world();
    await take(plain, "id,email,first,tier\nA,,Ann,\n");
    const dated: MappingInput = { ...plain, fields: { ...plain.fields, at: { column: "at", date: "DD.MM.YYYY" } } };
    const older = await take(dated, "id,email,first,tier,at\nA,,Anna,gold,01.02.2020\n");
    expect(older.totals).toMatchObject({ changed: 1 });
    expect(
      await rows(
        "select first_name, a_tier, customers.updated_at from customers join customer_attributes on customer_id = customers.id",
      ),
    ).toEqual([{ first_name: "Ann", a_tier: "gold", updated_at: IMPORT_NOW }]);
    expect((await take(dated, "id,email,first,tier,at\nA,,Anna,tin,01.02.2020\n")).totals).toMatchObject({ same: 1 });
  });

  it("may know its customers by address alone, and finds those whom somebody named before", async () => {
    const { take, rows } = await world();
    await take(plain, "id,email,first,tier\nA,a@x.example,Ann,\n");
    const byAddress: MappingInput = { ...plain, fields: { email: "email", firstName: "first" } };
    const done = await take(byAddress, "email,first\nA@X.example,Anna\nnew@x.example,Neo\nnew@x.example,Neo\n");
    expect(done.totals).toMatchObject({ created: 1, changed: 1, same: 1 });
    const found = await rows("select code, first_name from customers order by id");
    expect(found[0]).toEqual({ code: "A", first_name: "Anna" });
    expect(String(found[1]?.["code"])).toMatch(/^e-[\w-]{24}$/);
  });

  it("counts an erased customer's rows as withheld and leaves her erased", async () => {
    const { take, store, rows } = await world();
    await take(plain, "id,email,first,tier\nA,a@x.example,Ann,gold\n");
    await store.write([{ sql: "update customers set erased_at = 1, first_name = null, email = null", params: [] }]);
    expect((await take(plain, "id,email,first,tier\nA,a@x.example,Ann,gold\n")).totals).toMatchObject({
      withheld: 1,
      changed: 0,
    });
    expect(await rows("select first_name, email from customers")).toEqual([{ first_name: null, email: null }]);
  });

  it("is refused before its first row where it lacks a column, names one twice, or names nobody", async () => {
    const { take, rows } = await world();
    const refused = await take(plain, "id,mail,first\nA,a@x.example,Ann\n");
    expect(refused).toMatchObject({ state: "refused", read: 0 });
    expect(refused.fault).toMatchObject({
      faults: [{ pointer: "/fields/email" }, { pointer: "/fields/attributes.tier" }, { pointer: "" }],
    });
    expect(await take(plain, "id,email,first,tier,email\nA,a@x.example,Ann,,\n")).toMatchObject({ state: "refused" });
    expect(await rows("select * from customers")).toEqual([]);
  });

  it("stops where it can't be read on; what stood before is whole, and a mended file goes on there", async () => {
    const { take, rows } = await world();
    const good = Array.from({ length: 8 }, (_, n) => `C${n},,N${n},`).join("\n");
    const stopped = await take(plain, `id,email,first,tier\n${good}\nX,,"open,\nY,,,\n`);
    expect(stopped).toMatchObject({ state: "stopped", read: 8, fault: { line: 10, record: 9 } });
    const mended = await take(plain, `id,email,first,tier\n${good}\nX,,open,\nY,,,\n`, { importId: stopped.id });
    expect(mended).toMatchObject({ state: "done", read: 10, totals: { created: 10 } });
    expect((await rows("select count(*) as n from customers"))[0]).toEqual({ n: 10 });
  });

  it("does not go on with another file than it began with", async () => {
    const { take } = await world();
    const stopped = await take(plain, `id,email,first,tier\nA,,Ann,\n"x`);
    const other = await take(plain, "id,email,first,tier\nB,,Bob,\nC,,Cid,\n", { importId: stopped.id });
    expect(other).toMatchObject({ state: "stopped", read: 1 });
  });
});

describe("consent in a file", () => {
  const asking: MappingInput = {
    ...plain,
    fields: { code: "id", email: "email" },
    consents: [
      {
        purpose: "receive",
        channel: "email",
        topic: "weekly-picks",
        state: { column: "news", values: { yes: "granted", no: "withdrawn", TRUE: "granted", "": null } },
        at: { column: "asked", date: "DD/MM/YYYY" },
        wording: { constant: "Send me the weekly picks." },
      },
    ],
  };
  const states =
    "select code, is_granted from consent_states join customers on customers.id = customer_id order by code";

  it("is what the file proves: blank grants nothing, an unknown word rejects the row, a grant needs its time", async () => {
    const { take, rows } = await importWorld();
    const file =
      "id,email,news,asked\nA,,yes,01/02/2026\nB,,,\nC,,TRUE,02/02/2026\nD,,2,01/02/2026\nE,,yes,\nF,,no,03/02/2026\n";
    const done = await take(asking, file);
    expect(done.totals).toMatchObject({ created: 4, rejected: 2 });
    expect(await rows(states)).toEqual([
      { code: "A", is_granted: 1 },
      { code: "C", is_granted: 1 },
      { code: "F", is_granted: 0 },
    ]);
    expect(
      await rows("select wording, at, json_extract(proof, '$.record') as record from consents where id = 1"),
    ).toEqual([{ wording: "Send me the weekly picks.", at: Date.UTC(2026, 1, 1), record: 1 }]);
    expect((await take(asking, file)).totals).toMatchObject({ same: 4, rejected: 2, changed: 0 });
    expect((await rows("select count(*) as n from consents"))[0]).toEqual({ n: 3 });
  });

  it("never turns a suppressed address on, nor what she took back, whatever date the file has", async () => {
    const { take, rows, store, deps } = await importWorld();
    const addressHash = hashAddress(deps.secret, "email", "a@x.example");
    await store.write([
      suppressStatement({ addressHash, channel: "email", scope: "", reason: "unsubscribed", source: "me", at: 1 }),
    ]);
    await take(asking, "id,email,news,asked\nB,b@x.example,no,01/02/2026\n");
    const done = await take(
      asking,
      "id,email,news,asked\nA,a@x.example,yes,01/10/2026\nB,b@x.example,yes,01/10/2026\nC,c@x.example,yes,01/10/2026\n",
    );
    expect(done.totals).toMatchObject({ created: 1, withheld: 2, changed: 0 });
    expect(await rows(states)).toEqual([
      { code: "B", is_granted: 0 },
      { code: "C", is_granted: 1 },
    ]);
    expect((await rows("select count(*) as n from suppressions"))[0]).toEqual({ n: 1 });
    expect((await take(asking, "id,email,news,asked\nA,,yes,01/11/2026\n")).totals).toMatchObject({ withheld: 1 });
  });
});
