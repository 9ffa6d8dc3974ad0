import { describe, expect, it } from "vitest";
import { customerRows } from "#customers/facts/customer-rows.ts";
import { factStatements } from "#customers/facts/fact-statements.ts";
import { settleNewCustomers } from "#customers/facts/withheld.ts";
import { recordFacts } from "#customers/record-facts.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { putAddressRule } from "#customers/households/address-rule.ts";
import { findHousehold } from "#customers/households/find-household.ts";
import { mergeHouseholds } from "#customers/households/personal-data.ts";
import { putHousehold } from "#customers/households/put-household.ts";
import { walkAddresses } from "#customers/households/walk-addresses.ts";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { undoImport } from "#customers/import/undo/undo-import.ts";
import { mergeCustomers } from "#customers/merge-customers.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import { importWorldOver } from "#tests/worlds/import-over.ts";

const actor = { kind: "operator", id: "op_test" } as const;

const members: MappingInput = {
  name: "households",
  into: "households",
  source: "crm",
  fields: { household: "home", customer: "who", at: "since" },
};

/** What households promise, on every database. */
export function householdsContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async () => {
    const made = importWorldOver(await makeStore());
    const { deps, rows } = made;
    for (const attribute of ["street", "postcode"]) {
      const input = { name: attribute, type: "string", label: "", visibleTo: ["operator"] } as const;
      await declareAttribute({ deps, actor, input });
    }
    const person = (code: string, lastName: string | null, street?: string) =>
      putCustomer({
        deps,
        actor,
        code,
        input: { lastName, attributes: street === undefined ? {} : { street, postcode: "SW1 2AB" } },
      });
    for (const code of ["ada", "ben", "cid", "dot"]) await person(code, null);
    const put = (code: string, ...codes: readonly string[]) =>
      putHousehold({ deps, actor, code, input: { members: codes } });
    const homes = () =>
      rows(`select c.code as member, iif(h.origin = 'address', 'address', h.code) as home from household_members m
        join households h on h.id = m.household_id join customers c on c.id = m.customer_id order by 1`);
    const walk = async () => {
      while ((await walkAddresses(deps)) > 0);
    };
    return { ...made, person, put, homes, walk };
  };

  describe(`households on ${name}`, () => {
    it("hold each customer once: who is put into another leaves the first, and who is not named leaves", async () => {
      const { put, homes, rows, store } = await world();
      expect(await put("H1", "ada", "ben", "ben")).toMatchObject({ ok: true, value: { members: ["ada", "ben"] } });
      await put("H2", "ben", "cid");
      expect(await homes()).toEqual([
        { member: "ada", home: "H1" },
        { member: "ben", home: "H2" },
        { member: "cid", home: "H2" },
      ]);
      await put("H2", "cid");
      await put("H2", "cid");
      expect(await findHousehold(store, "H2")).toEqual({ code: "H2", origin: "declared", members: ["cid"] });
      expect(await put("H3", "ada", "nobody")).toMatchObject({
        ok: false,
        error: { faults: [{ pointer: "/members/1" }] },
      });
      expect(await rows("select count(*) as n from audit_log where action = 'put-household'")).toEqual([{ n: 3 }]);
    });

    it("two records of one person live where the survivor lives, or where the other did", async () => {
      const { deps, put, homes } = await world();
      await put("H1", "ada", "ben");
      await put("H2", "cid");
      const merging = { ...deps, mergers: [mergeHouseholds] };
      await mergeCustomers({ deps: merging, actor, input: { from: "ben", into: "ada" } });
      await mergeCustomers({ deps: merging, actor, input: { from: "cid", into: "dot" } });
      expect(await homes()).toEqual([
        { member: "ada", home: "H1" },
        { member: "dot", home: "H2" },
      ]);
    });

    it("come from files: the newest word stands in whatever order, and an undo takes it back", async () => {
      const { deps, take, homes, put } = await world();
      await put("H0", "ada");
      const file =
        "home,who,since\nH1,ada,2099-01-02\nH1,ben,2099-01-02\nH9,ben,2099-01-01\nH2,new,2099-01-01\n~x,cid,2099-01-01\n";
      const done = await take(members, file);
      expect(done.totals).toMatchObject({ created: 2, changed: 1, same: 1, rejected: 1 });
      const after = [
        { member: "ada", home: "H1" },
        { member: "ben", home: "H1" },
        { member: "new", home: "H2" },
      ];
      expect(await homes()).toEqual(after);
      expect((await take(members, file)).totals).toMatchObject({ same: 4, created: 0, changed: 0 });
      expect(await homes()).toEqual(after);
      await undoImport({ deps, importId: done.id, actor, until: Number.MAX_SAFE_INTEGER });
      expect(await homes()).toEqual([{ member: "ada", home: "H0" }]);
    });
  });

  describe(`households by address on ${name}`, () => {
    it("are nowhere until the rule is switched on, and gone when it is switched off", async () => {
      const { deps, person, homes, walk, rows } = await world();
      await person("ada", "Lott", "12 Mill Street");
      await person("ben", "LOTT", "12, mill st.");
      await walk();
      expect(await homes()).toEqual([]);
      await putAddressRule({ deps, actor, rule: { attributes: ["street", "postcode"] } });
      await walk();
      expect(await homes()).toEqual([
        { member: "ada", home: "address" },
        { member: "ben", home: "address" },
      ]);
      expect(await rows("select count(*) as n from households")).toEqual([{ n: 1 }]);
      await putAddressRule({ deps, actor, rule: null });
      await walk();
      expect([await homes(), await rows("select code from households")]).toEqual([[], []]);
    });

    it("ask for the whole address and the surname, come after what was declared, and follow a move within a day", async () => {
      const { deps, clock, person, put, homes, walk } = await world();
      await person("ada", "Lott", "12 Mill Street");
      await person("ben", "Day", "12 Mill Street");
      await person("cid", "Lott", "");
      await person("dot", "Lott", "12 Mill Street");
      await put("H1", "dot");
      await putAddressRule({ deps, actor, rule: { attributes: ["street", "postcode"] } });
      await walk();
      expect(await homes()).toEqual([
        { member: "ada", home: "address" },
        { member: "ben", home: "address" },
        { member: "dot", home: "H1" },
      ]);
      await person("ben", "Lott", "12 Mill Street");
      clock.advance(DAY_MS);
      await walk();
      const [home] = await deps.store.read<{ n: number }>({
        sql: "select count(distinct household_id) as n from household_members where source = 'address-rule'",
        params: [],
      });
      expect(home).toEqual({ n: 1 });
      expect(
        await deps.store.read({ sql: "select count(*) as n from households where origin = 'address'", params: [] }),
      ).toEqual([{ n: 1 }]);
      // Somebody declares that ada lives elsewhere.
      await put("H2", "ada");
      clock.advance(DAY_MS);
      await walk();
      expect((await homes())[0]).toEqual({ member: "ada", home: "H2" });
    });

    it("take nobody's mere word for it: a page, a form or her own correction brings no stranger into a home", async () => {
      const { deps, person, homes, walk, clock } = await world();
      await person("ada", "Lott", "12 Mill Street");
      await putAddressRule({ deps, actor, rule: { attributes: ["street", "postcode"] } });
      const profile = { lastName: "Lott", attributes: { street: "12 Mill Street", postcode: "SW1 2AB" } };
      const said = { kind: "identify", name: "identify", category: null, productCode: null, properties: {} } as const;
      const fact = { ...said, at: clock.now(), source: "web", channel: "", profile };
      await deps.store.write([
        customerRows(["anon:public"], -1 - clock.now()),
        ...factStatements(deps, {
          by: "code",
          facts: [{ ...fact, messageId: "m1", customer: "anon:public" }],
          receivedAt: clock.now(),
          isPublic: true,
        }),
        settleNewCustomers(["anon:public"]),
      ]);
      await recordFacts(deps, {
        by: "code",
        facts: [{ ...fact, messageId: "m2", customer: "ben", isClaim: true }],
      });
      // Of somebody whose home the vendor knows, a correction of her name alone is her word too.
      await person("cid", "Day", "12 Mill Street");
      await recordFacts(deps, {
        by: "code",
        facts: [{ ...fact, messageId: "m3", customer: "cid", isClaim: true, profile: { lastName: "Lott" } }],
      });
      await walk();
      expect(await homes()).toEqual([{ member: "ada", home: "address" }]);
      await mergeCustomers({ deps, actor, input: { from: "anon:public", into: "dot" } });
      clock.advance(DAY_MS);
      await walk();
      expect(await homes(), "merged into a customer, a claim stays a claim").toEqual([
        { member: "ada", home: "address" },
      ]);
    });

    it("a member who repeats what the vendor knows stays, and whom the vendor confirms comes in", async () => {
      const { deps, person, homes, walk, clock } = await world();
      await person("ada", "Lott", "12 Mill Street");
      const profile = { lastName: "Lott", attributes: { street: "12 Mill Street", postcode: "SW1 2AB" } };
      const said = {
        kind: "track",
        name: "Form Submitted",
        category: null,
        productCode: null,
        properties: {},
      } as const;
      for (const customer of ["ada", "ben"]) {
        clock.advance(1_000);
        const fact = { ...said, at: clock.now(), source: "form", channel: "", profile, isClaim: true };
        await recordFacts(deps, { by: "code", facts: [{ ...fact, messageId: customer, customer }] });
      }
      await putAddressRule({ deps, actor, rule: { attributes: ["street", "postcode"] } });
      await walk();
      expect(await homes()).toEqual([{ member: "ada", home: "address" }]);
      clock.advance(DAY_MS);
      await person("ben", "Lott", "12 Mill Street");
      await walk();
      expect(await homes()).toEqual([
        { member: "ada", home: "address" },
        { member: "ben", home: "address" },
      ]);
    });

    it("come from files too: a file is the vendor's word", async () => {
      const { deps, take, homes, walk } = await world();
      await putAddressRule({ deps, actor, rule: { attributes: ["street", "postcode"] } });
      const fields = {
        code: "who",
        lastName: "surname",
        at: "since",
        "attributes.street": "street",
        "attributes.postcode": "postcode",
      };
      const mapping: MappingInput = { name: "people", into: "customers", source: "crm", fields };
      const line = "Lott,2026-01-02,12 Mill Street,SW1";
      await take(mapping, `who,surname,since,street,postcode\nada,${line}\nnew,${line}\n`);
      await walk();
      expect(await homes()).toEqual([
        { member: "ada", home: "address" },
        { member: "new", home: "address" },
      ]);
    });

    it("refuse an attribute that is none", async () => {
      const { deps } = await world();
      expect(await putAddressRule({ deps, actor, rule: { attributes: ["street", "town"] } })).toMatchObject({
        ok: false,
        error: { code: "invalid_content", faults: [{ pointer: "/attributes/1" }] },
      });
    });
  });
}
