import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AccountState, type AccountStatement, isSameAccount, weighAccount } from "./account-state.ts";

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const words = fc.constantFrom("gold", "blue", "open", "closed");

const statement: fc.Arbitrary<AccountStatement> = fc.record({
  at: fc.integer({ min: 1, max: 6 }),
  source: fc.constantFrom("bank", "crm"),
  kind: fc.constant("card"),
  product: maybe(words),
  status: maybe(words),
  bands: fc.dictionary(fc.constantFrom("limit", "income"), words, { noNullPrototype: true }),
  holder: fc.record({
    customer: fc.constantFrom("ada", "ben", "cid"),
    role: maybe(fc.constantFrom("primary", "joint")),
  }),
});

function told(statements: readonly AccountStatement[]): AccountState | undefined {
  return statements.reduce<AccountState | undefined>((known, stated) => weighAccount(known, stated), undefined);
}

describe("an account, after any statements in any order", () => {
  it("is the same when the last one is told again", () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
        const once = told(statements);
        const again = told([...statements, ...statements.slice(-1)]);
        expect(once !== undefined && again !== undefined && isSameAccount(once, again)).toBe(true);
      }),
    );
  });

  it("has one primary holder at most, each holder once, and all who were named", () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
        const holders = told(statements)?.holders ?? [];
        const named = statements.map(({ holder }) => holder?.customer ?? "");
        expect(holders.filter(({ role }) => role === "primary").length).toBeLessThanOrEqual(1);
        expect(holders.map(({ customer }) => customer).sort()).toEqual([...new Set(named)].sort());
      }),
    );
  });

  it("has of each field the newest word that was said, whatever came first", () => {
    fc.assert(
      fc.property(fc.uniqueArray(statement, { minLength: 1, maxLength: 6, selector: ({ at }) => at }), (statements) => {
        const newest = statements.toSorted((left, right) => right.at - left.at);
        const product = newest.find((stated) => stated.product !== undefined)?.product ?? null;
        expect(told(newest.toReversed())?.product).toBe(product);
        expect(told(newest)?.product).toBe(product);
      }),
    );
  });
});
