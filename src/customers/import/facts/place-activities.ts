import { activityFact } from "#customers/accounts/activity-fact.ts";
import { findAccounts, type KnownAccount } from "#customers/accounts/find-accounts.ts";
import { NO_HOLDER } from "#customers/accounts/record-activities.ts";
import { findCustomersByCode, type KnownCustomer } from "#customers/find-customers-by-code.ts";
import type { LateReject } from "#customers/import/run/target-writer.ts";
import type { Store } from "#store/store.ts";
import type { NamedDraft } from "./name-customers.ts";

export type Placed = { readonly drafts: readonly NamedDraft[]; readonly rejects: readonly LateReject[] };

/**
 * Brings activities to their accounts: who is not named is the first holder, and who is named must hold it. Other facts stay
 * as they are. By the unique index on an account's code.
 */
export async function placeActivities(store: Store, drafts: readonly NamedDraft[]): Promise<Placed> {
  if (!drafts.some(({ posted }) => posted !== undefined)) return { drafts, rejects: [] };
  const accounts = await findAccounts(
    store,
    drafts.flatMap(({ posted }) => posted?.account ?? []),
  );
  const customers = await findCustomersByCode(
    store,
    drafts.flatMap(({ isNamed, code }) => (isNamed ? [code] : [])),
  );
  const placed: NamedDraft[] = [];
  const rejects: LateReject[] = [];
  for (const draft of drafts) {
    const found = place(draft, accounts, customers);
    if (typeof found !== "string") placed.push(found);
    else rejects.push(...draft.numbers.map((number) => ({ number, fault: { column: "account", reason: found } })));
  }
  return { drafts: placed, rejects };
}

/** The draft with its account; or why it has none. */
function place(
  draft: NamedDraft,
  accounts: ReadonlyMap<string, KnownAccount>,
  customers: ReadonlyMap<string, KnownCustomer>,
): NamedDraft | string {
  if (draft.posted === undefined) return draft;
  const account = accounts.get(draft.posted.account);
  if (account === undefined) return "There is no such account: import the accounts first.";
  const { holders } = account.state;
  const named = draft.isNamed ? customers.get(draft.code) : undefined;
  // Somebody erased is withheld further on, whatever she held.
  const isErased = named?.isErased === true;
  if (draft.isNamed && !isErased && !holders.some(({ customer }) => customer === named?.code)) return NO_HOLDER;
  const code = draft.isNamed ? draft.code : holders[0]?.customer;
  if (code === undefined) return "Nobody holds this account.";
  return { ...draft, code, fact: activityFact(account, draft.posted.activity) };
}
