import { expect, it } from "vitest";
import { putAddressRule } from "#customers/households/address-rule.ts";
import { mergeHouseholds } from "#customers/households/personal-data.ts";
import { putHousehold } from "#customers/households/put-household.ts";
import { walkAddresses } from "#customers/households/walk-addresses.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { undoImport } from "#customers/import/undo/undo-import.ts";
import { mergeCustomers } from "#customers/merge-customers.ts";
import { eraseCustomer } from "#customers/personal-data/erase-customer.ts";
import { personalData } from "#entry/personal-data.ts";
import type { Query } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { importWorldOver } from "#tests/worlds/import-over.ts";
import { walksThrough, watchedStore } from "#tests/worlds/watched-store.ts";
import { findAccountsOf } from "./find-accounts.ts";
import { listActivities } from "./list-activities.ts";
import { mergeAccounts } from "./personal-data.ts";
import { recordActivities } from "./record-activities.ts";

const BIG = [
  "accounts",
  "account_activities",
  "account_holders",
  "customers",
  "customer_attributes",
  "events",
  "households",
  "household_members",
  "import_changes",
];
const actor = { kind: "operator", id: "op_test" } as const;
const who = { customer: "who" };

const files: ReadonlyArray<readonly [mapping: MappingInput, file: string]> = [
  [
    {
      name: "accounts",
      into: "accounts",
      source: "bank",
      fields: { ...who, account: "account", kind: { constant: "card" } },
    },
    "account,who\nA1,ada\nA1,ben\nA2,cid\n",
  ],
  [
    {
      name: "posted",
      into: "account-activities",
      source: "bank",
      fields: { account: "account", activityId: "id", at: "at", kind: { constant: "fee" }, points: "points" },
    },
    "account,id,at,points\nA1,1,2026-01-01,5\nA2,2,2026-01-01,5\n",
  ],
  [
    { name: "homes", into: "households", source: "crm", fields: { ...who, household: "home" } },
    "home,who\nH1,ada\nH1,ben\n",
  ],
];

it("accounts, what is posted on them and households are read, written, undone, merged and erased by keys and indexes alone", async () => {
  const store = await freshStore();
  const seen = new Map<string, Query>();
  const { deps, take } = importWorldOver(watchedStore(store, seen));
  const input = { name: "street", type: "string", label: "", visibleTo: [] } as const;
  await declareAttribute({ deps, actor, input });
  for (let turn = 0; turn < 2; turn += 1) {
    for (const [mapping, file] of files) {
      const done = await take(mapping, file);
      if (turn === 1) await undoImport({ deps, importId: done.id, actor, until: Number.MAX_SAFE_INTEGER });
    }
  }
  await recordActivities({
    deps,
    actor,
    code: "A1",
    input: { source: "x", activities: [{ activityId: "9", at: 1, kind: "fee", amountMinor: 1, customer: "ben" }] },
  });
  await findAccountsOf(deps.store, 1);
  await listActivities(deps.store, { accountId: 1, limit: 5 });
  await putHousehold({ deps, actor, code: "H2", input: { members: ["cid"] } });
  await putAddressRule({ deps, actor, rule: { attributes: ["street"] } });
  await walkAddresses(deps);
  await mergeCustomers({
    deps: { ...deps, mergers: [mergeAccounts, mergeHouseholds] },
    actor,
    input: { from: "cid", into: "ben" },
  });
  await eraseCustomer({ deps: { ...deps, personalData }, actor, code: "ben" });
  const texts = [...seen.keys()];
  for (const table of ["accounts", "account_activities", "account_holders", "households", "household_members"]) {
    const written = new RegExp(`(insert (or ignore )?into|update( or ignore)?|delete from) ${table}\\b`);
    expect([table, texts.filter((text) => written.test(text)).length > 1]).toEqual([table, true]);
  }
  expect(await walksThrough(store, BIG, seen.values())).toEqual([]);
});
