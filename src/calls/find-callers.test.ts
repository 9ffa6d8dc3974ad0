import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Query, toQuery } from "#store/store.ts";
import { callWorld } from "#tests/worlds/call-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { findCallers, type LookUp } from "./find-callers.ts";
import { maskEmail, maskPhone } from "./mask-contact.ts";
import { nameRanges } from "./name-ranges.ts";

const actor = { kind: "operator", id: "agent-1" } as const;

async function plansOf(look: LookUp): Promise<readonly string[]> {
  const { store, forms } = await callWorld(await freshStore());
  const seen: Query[] = [];
  const watched = {
    ...store,
    read: (statement: Parameters<typeof store.read>[0]) => {
      seen.push(toQuery(statement));
      return store.read(statement);
    },
  } as typeof store;
  await findCallers({ ...forms.deps, store: watched }, { actor, ...look });
  const plans = await Promise.all(
    seen.map(({ sql, params }) => store.read<{ detail: string }>({ sql: `explain query plan ${sql}`, params })),
  );
  return plans.flat().map(({ detail }) => detail);
}

describe("looking a caller up", () => {
  it.each([
    [{ by: "name", value: "Ada Love" }, "customers_by_name"],
    [{ by: "name", value: "Ada" }, "customers_by_first_name"],
    [{ by: "phone", value: "+4930901820" }, "customers_by_phone"],
    [{ by: "email", value: "ada@people.example" }, "customers_by_email"],
  ] as const)("%j goes by an index and walks through no table", async (look, index) => {
    const plan = await plansOf(look);
    expect(plan.some((line) => line.includes(index))).toBe(true);
    expect(plan.filter((line) => /^SCAN (c|customers|identities|audit_log)\b/.test(line))).toEqual([]);
  });

  it("finds by her first name alone who has told no last name, in whatever case", async () => {
    const { store, forms } = await callWorld(await freshStore());
    await store.write([
      {
        sql: `insert into customers (code, first_name, locale, zone, created_at, updated_at)
          values ('only-first', 'Mary Jane', 'en', 'UTC', 0, 1)`,
        params: [],
      },
    ]);
    for (const value of ["mary", "Mary Jane", "MARY J"]) {
      const found = await findCallers(forms.deps, { actor, by: "name", value });
      expect(found.ok ? found.value.candidates.map(({ code }) => code) : []).toEqual(["only-first"]);
    }
    const other = await findCallers(forms.deps, { actor, by: "name", value: "Jane" });
    expect(other).toMatchObject({ ok: true, value: { candidates: [] } });
  });

  it("takes any words for a name, and never more ranges than a few", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (words) => {
        const ranges = nameRanges(words);
        expect(ranges.length).toBeLessThanOrEqual(27);
        for (const [from, to] of ranges) expect(from < to).toBe(true);
      }),
    );
  });

  it("shows an address so that its owner knows it, and nobody else can write to it", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const masked = maskEmail(address);
        const at = address.lastIndexOf("@");
        expect(masked).toBe(`${address[0] ?? ""}•••${address.slice(at)}`);
      }),
    );
    expect([maskPhone("+4930901820"), maskEmail("nothing")]).toEqual(["•••820", "•••"]);
  });
});
