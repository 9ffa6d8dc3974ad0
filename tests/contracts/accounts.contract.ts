import { describe, expect, it } from "vitest";
import type { AccountStatement } from "#customers/accounts/account-state.ts";
import { findAccountsOf } from "#customers/accounts/find-accounts.ts";
import { listActivities } from "#customers/accounts/list-activities.ts";
import { mergeAccounts } from "#customers/accounts/personal-data.ts";
import { putAccount } from "#customers/accounts/put-account.ts";
import { recordActivities } from "#customers/accounts/record-activities.ts";
import { mergeHouseholds } from "#customers/households/personal-data.ts";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { undoImport } from "#customers/import/undo/undo-import.ts";
import { mergeCustomers } from "#customers/merge-customers.ts";
import { eraseCustomer } from "#customers/personal-data/erase-customer.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { personalData } from "#entry/personal-data.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import { IMPORT_NOW, importWorldOver } from "#tests/worlds/import-over.ts";

const actor = { kind: "operator", id: "op_test" } as const;

const accounts: MappingInput = {
  name: "accounts",
  into: "accounts",
  source: "bank",
  unknownCustomers: "reject",
  fields: {
    account: "account",
    customer: "customer",
    kind: { constant: "card" },
    product: "product",
    role: { column: "role", values: { H: "primary", P: "joint" } },
    "bands.credit_limit": "limit",
    closedOn: "closed",
    at: "at",
  },
};
const statement: MappingInput = {
  name: "statement",
  into: "account-activities",
  source: "bank",
  currency: "EUR",
  fields: {
    account: "account",
    activityId: "id",
    at: "at",
    kind: "kind",
    amount: "sum",
    points: "points",
    customer: "who",
  },
};
const HEAD = "account,customer,product,role,limit,closed,at\n";
const POSTED = "account,id,at,kind,sum,points,who\n";

/** What accounts and their activity promise, on every database. */
export function accountsContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async () => {
    const made = importWorldOver(await makeStore());
    for (const code of ["ada", "ben", "cid"]) await putCustomer({ deps: made.deps, actor, code, input: {} });
    const put = (code: string, input: Partial<AccountStatement> & Record<string, unknown>) =>
      putAccount({ deps: made.deps, actor, code, input });
    const post = (code: string, ...activities: readonly unknown[]) =>
      recordActivities({ deps: made.deps, actor, code, input: { source: "bank", activities } });
    const undo = (importId: string) => undoImport({ deps: made.deps, importId, actor, until: Number.MAX_SAFE_INTEGER });
    return { ...made, put, post, undo };
  };
  const held = [
    { customer: "ada", role: "primary" },
    { customer: "ben", role: "joint" },
  ] as const;

  describe(`accounts on ${name}`, () => {
    it("what is said stays until it is said otherwise, and older words fill only gaps", async () => {
      const { put } = await world();
      await put("A1", { kind: "card", product: "gold", bands: { credit_limit: "2000-5000" }, holders: held });
      const later = await put("A1", { product: null, bands: { income: "low" }, closedOn: "2026-11-20" });
      expect(later).toMatchObject({
        ok: true,
        value: { product: null, status: "closed", bands: { credit_limit: "2000-5000", income: "low" }, holders: held },
      });
      const older = await put("A1", {
        at: 5,
        product: "silver",
        status: "open",
        currency: "EUR",
        openedOn: "2020-01-01",
      });
      expect(older).toMatchObject({
        value: { product: "silver", status: "closed", currency: "EUR", openedOn: "2020-01-01" },
      });
      expect(await put("A2", { product: "gold" })).toMatchObject({
        ok: false,
        error: { faults: [{ pointer: "/kind" }] },
      });
    });

    it("four who change one account at once lose nothing of each other, and each change is audited", async () => {
      const { put, rows } = await world();
      await put("A1", { kind: "card" });
      const changes = Array.from({ length: 4 }, (_, index) => put("A1", { bands: { [`band_${index}`]: "low" } }));
      expect((await Promise.all(changes)).map(({ ok }) => ok)).toEqual([true, true, true, true]);
      const [row] = await rows("select bands from accounts");
      expect(Object.keys(JSON.parse(String(row?.["bands"])) as object)).toHaveLength(4);
      expect(await rows("select count(*) as n from audit_log where action = 'put-account'")).toEqual([{ n: 5 }]);
    });

    it("an activity from more than an hour ahead counts as of its arrival, at the call's door and from a file", async () => {
      const { put, post, take, rows } = await world();
      await put("A1", { kind: "card", currency: "EUR", holders: held });
      const posted = { kind: "purchase", amountMinor: 1_250 };
      const far = Date.UTC(2100, 0, 1);
      await post(
        "A1",
        { ...posted, activityId: "1", at: far },
        { ...posted, activityId: "2", at: IMPORT_NOW + 60_000 },
      );
      await take(statement, `${POSTED}A1,3,2100-01-01,purchase,9.00,,ada\n`);
      expect(await rows("select at from account_activities order by fact_key")).toEqual([
        { at: IMPORT_NOW },
        { at: IMPORT_NOW + 60_000 },
        { at: IMPORT_NOW },
      ]);
      expect(await rows(`select count(*) as n from events where at > ${IMPORT_NOW + 3_600_000}`)).toEqual([{ n: 0 }]);
    });

    it("an activity counts once, a bad one takes no good one with it, and a stranger posts nothing", async () => {
      const { put, post, rows } = await world();
      await put("A1", { kind: "card", currency: "EUR", holders: held });
      const good = { activityId: "1", at: IMPORT_NOW - DAY_MS, kind: "purchase", amountMinor: 1_250 };
      const told = await post(
        "A1",
        good,
        { ...good, activityId: "2", customer: "ben" },
        { ...good, activityId: "3", customer: "cid" },
        { ...good, activityId: "4111 1111 1111 1111" },
        { ...good, activityId: "4", kind: "points_earned", amountMinor: 12 },
        { ...good, amountMinor: 1.5, description: "Cafe" },
        "nothing",
        good,
      );
      expect(told).toMatchObject({
        ok: true,
        value: {
          accepted: 3,
          duplicates: 1,
          rejected: [
            { index: 2, faults: [{ pointer: "/activities/2/customer" }] },
            { index: 3, faults: [{ pointer: "/activities/3/activityId" }] },
            { index: 5 },
            { index: 6, faults: [{ pointer: "/activities/6" }] },
          ],
        },
      });
      expect(await post("A1", good)).toMatchObject({ value: { accepted: 0, duplicates: 1 } });
      expect(
        await rows(`select a.fact_key, c.code, a.amount_minor, a.currency from account_activities a
          join customers c on c.id = a.customer_id order by a.fact_key`),
      ).toEqual([
        { fact_key: "bank:1", code: "ada", amount_minor: 1_250, currency: "EUR" },
        { fact_key: "bank:2", code: "ben", amount_minor: 1_250, currency: "EUR" },
        { fact_key: "bank:4", code: "ada", amount_minor: 12, currency: null },
      ]);
      expect(
        await rows("select distinct name, properties ->> 'account' as account from events where name like 'Acc%'"),
      ).toEqual([{ name: "Account Activity Posted", account: "card" }]);
      expect(await post("nobody's", good)).toMatchObject({ ok: false, error: { code: "not_found" } });
    });

    it("activities come newest first, a page at a time, none twice", async () => {
      const { put, post, store, rows } = await world();
      await put("A1", { kind: "card", currency: "EUR", holders: held });
      const at = (index: number) => IMPORT_NOW - Math.floor(index / 2) * 1_000;
      await post(
        "A1",
        ...Array.from({ length: 7 }, (_, index) => ({
          activityId: `${index}`,
          at: at(index),
          kind: "fee",
          amountMinor: index,
        })),
      );
      const [row] = await rows("select id from accounts");
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await listActivities(store, { accountId: Number(row?.["id"]), limit: 2, cursor });
        seen.push(...page.items.map(({ amountMinor }) => amountMinor));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen).toEqual([1, 0, 3, 2, 5, 4, 6]);
    });
  });

  describe(`accounts from files on ${name}`, () => {
    it("holders stand a row each; told again they are the same, told otherwise they change, and an undo takes all back", async () => {
      const { take, rows, undo, clock } = await world();
      const file = `${HEAD}A1,ada,gold,H,2000-5000,,2026-01-01\nA1,ben,gold,P,2000-5000,,2026-01-01\nA2,ben,blue,H,,,2026-01-01\nA3,nobody,x,H,,,2026-01-01\n`;
      const first = await take(accounts, file);
      expect(first.totals).toMatchObject({ created: 3, rejected: 1 });
      const whole = () =>
        rows(`select a.code, a.product, a.status, a.bands, group_concat(c.code || ' ' || h.role) as holders from accounts a
          join account_holders h on h.account_id = a.id join customers c on c.id = h.customer_id group by a.id order by 1`);
      const before = await whole();
      expect(before).toMatchObject([
        { code: "A1", product: "gold", bands: '{"credit_limit":"2000-5000"}' },
        { code: "A2", product: "blue", holders: "ben primary" },
      ]);
      expect((await take(accounts, file)).totals).toMatchObject({ same: 3, rejected: 1, created: 0, changed: 0 });
      clock.advance(1_000);
      const next = await take(
        accounts,
        `${HEAD}A1,ada,platinum,H,under 1000,2026-02-01,2026-02-02\nA4,cid,new,H,,,2026-02-02\n`,
      );
      expect(next.totals).toMatchObject({ changed: 1, created: 1 });
      expect((await whole())[0]).toMatchObject({
        product: "platinum",
        status: "closed",
        bands: '{"credit_limit":"under 1000"}',
      });
      expect(await undo(next.id)).toMatchObject({ ok: true, value: { state: "undone" } });
      expect(await whole()).toEqual(before);
      expect(await undo(first.id)).toMatchObject({ ok: true, value: { state: "undone" } });
      expect(
        await rows("select (select count(*) from accounts) + (select count(*) from account_holders) as n"),
      ).toEqual([{ n: 0 }]);
    });

    it("an account that something was posted on since, or that somebody changed, survives the undo", async () => {
      const { take, put, post, rows, undo } = await world();
      const done = await take(accounts, `${HEAD}A1,ada,gold,H,,,\nA2,ben,blue,H,,,\nA3,cid,red,H,,,\n`);
      await post("A1", { activityId: "1", at: IMPORT_NOW, kind: "fee", amountMinor: 1 });
      await put("A2", { product: "green" });
      await undo(done.id);
      expect(await rows("select code, product from accounts order by 1")).toEqual([
        { code: "A1", product: "gold" },
        { code: "A2", product: "green" },
      ]);
    });

    it("a statement is corrected by its next telling, keeps what it replaced, and goes by an undo", async () => {
      const { take, put, rows, undo } = await world();
      await put("A1", { kind: "card", holders: held });
      const first = await take(
        statement,
        `${POSTED}A1,1,2026-01-01,purchase,12.50,,\nA1,2,2026-01-02,points_earned,,12,ben\nA1,3,2026-01-02,fee,1.00,,cid\nA9,4,2026-01-02,fee,1.00,,\nA1,4111111111111111,2026-01-02,fee,1.00,,\nA1,5,2026-01-02,fee,,,\n`,
      );
      expect(first.totals).toMatchObject({ created: 2, rejected: 4 });
      expect(first.reasons).toMatchObject({
        "account: This customer does not hold the account.": 1,
        "account: There is no such account: import the accounts first.": 1,
      });
      const amounts = () => rows("select fact_key, amount_minor, currency from account_activities order by 1");
      const before = await amounts();
      expect(before).toEqual([
        { fact_key: "bank:1", amount_minor: 1_250, currency: "EUR" },
        { fact_key: "bank:2", amount_minor: 12, currency: null },
      ]);
      const corrected = `${POSTED}A1,1,2026-01-01,purchase,13.50,,\nA1,2,2026-01-02,points_earned,,12,ben\n`;
      // Whoever holds it first by now: what was put down to another stays hers.
      await put("A1", {
        holders: [
          { customer: "ben", role: "primary" },
          { customer: "ada", role: "joint" },
        ],
      });
      expect((await take(statement, `${POSTED}A1,1,2026-01-01,purchase,12.50,,\n`)).totals).toMatchObject({ same: 1 });
      const next = await take(statement, corrected);
      expect(next.totals).toMatchObject({ changed: 1, same: 1 });
      expect(await amounts()).toMatchObject([{ amount_minor: 1_350 }, { amount_minor: 12 }]);
      expect(await rows("select count(*) as n from events where name like '% (replaced)'")).toEqual([{ n: 1 }]);
      await undo(next.id);
      expect(await amounts()).toEqual(before);
      await undo(first.id);
      expect(await amounts()).toEqual([]);
      expect(await rows("select count(*) as n from events where name like 'Account%'")).toEqual([{ n: 0 }]);
    });

    it("a bad value is refused with its place: a card's number, a sum for a band, a kind with blanks, a whole number of a card", async () => {
      const { take } = await world();
      const all: MappingInput = { ...accounts, fields: { ...accounts.fields, kind: "kind", lastFour: "four" } };
      const head = "account,customer,product,role,limit,closed,at,kind,four\n";
      const bad = [
        "4111-1111-1111-1111,ada,gold,H,,,,card,",
        "A1,ada,5500 0055 5555 5559,H,,,,card,",
        "A2,ada,gold,H,5000,,,card,",
        "A3,ada,gold,H,€5 000.00,,,card,",
        "A4,ada,gold,H,,,,credit card,",
        "A5,ada,gold,H,,,,card,41111",
        "A6,ada,gold,X,,,,card,",
      ];
      expect(
        (await take(all, `${head}${bad.join("\n")}\nA7,ada,gold,H,under 5000,,,card,4111\n`)).totals,
      ).toMatchObject({
        rejected: bad.length,
        created: 1,
      });
    });
  });

  describe(`two records of one person on ${name}`, () => {
    it("hold together what either held, and an account of both once, as the first of them did", async () => {
      const { deps, put, post, rows } = await world();
      await put("A1", {
        kind: "card",
        currency: "EUR",
        holders: [
          { customer: "cid", role: "primary" },
          { customer: "ada", role: "joint" },
        ],
      });
      await put("A2", {
        kind: "loan",
        holders: [
          { customer: "cid", role: "primary" },
          { customer: "ben", role: "joint" },
        ],
      });
      await post("A1", { activityId: "1", at: 1, kind: "fee", amountMinor: 1 });
      await mergeCustomers({
        deps: { ...deps, mergers: [mergeAccounts, mergeHouseholds] },
        actor,
        input: { from: "cid", into: "ada" },
      });
      expect(
        await rows(`select a.code as account, c.code as holder, h.role from account_holders h join accounts a on a.id = h.account_id
          join customers c on c.id = h.customer_id order by 1, 2`),
      ).toEqual([
        { account: "A1", holder: "ada", role: "primary" },
        { account: "A2", holder: "ada", role: "primary" },
        { account: "A2", holder: "ben", role: "joint" },
      ]);
      expect(await rows("select c.code from account_activities a join customers c on c.id = a.customer_id")).toEqual([
        { code: "ada" },
      ]);
      // Files go on naming her as they did.
      expect(await put("A1", { holders: [{ customer: "cid", role: "primary" }] })).toMatchObject({
        value: { holders: [{ customer: "ada", role: "primary" }] },
      });
    });

    it("who is erased is named no more by what an undo of another's import would restore", async () => {
      const { deps, take, rows, undo } = await world();
      const done = await take(accounts, `${HEAD}A1,ada,gold,H,,,\nA1,ben,gold,P,,,\nA2,cid,blue,H,,,\n`);
      await eraseCustomer({ deps: { ...deps, personalData }, actor, code: "ben" });
      expect(await rows("select key from import_changes where subject = 'account'")).toEqual([{ key: "A2" }]);
      await undo(done.id);
      expect(await rows("select code from accounts")).toEqual([{ code: "A1" }]);
    });

    it("who is erased leaves joint accounts to the others and takes her own with her", async () => {
      const { deps, put, post, rows, store } = await world();
      await put("A1", { kind: "card", currency: "EUR", holders: held });
      await put("A2", { kind: "loan", holders: [{ customer: "ada", role: "primary" }] });
      await post(
        "A1",
        { activityId: "1", at: 1, kind: "fee", amountMinor: 1 },
        { activityId: "2", at: 1, kind: "fee", amountMinor: 1, customer: "ben" },
      );
      await eraseCustomer({ deps: { ...deps, personalData }, actor, code: "ada" });
      expect(await rows("select code from accounts")).toEqual([{ code: "A1" }]);
      expect(await rows("select fact_key from account_activities")).toEqual([{ fact_key: "bank:2" }]);
      const [ben] = await rows("select id from customers where code = 'ben'");
      expect(await findAccountsOf(store, Number(ben?.["id"]))).toMatchObject([
        { code: "A1", state: { holders: [{ customer: "ben", role: "primary" }] } },
      ]);
    });
  });
}
