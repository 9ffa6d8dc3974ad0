import type { Store } from "#store/store.ts";
import type { FeatureGroup, Subject } from "./feature-group.ts";
import { accountGroups, heldGroups } from "./groups/account-groups.ts";
import { behaviourGroups } from "./groups/behaviour-groups.ts";
import { profileGroups } from "./groups/profile-groups.ts";
import { purchaseGroups } from "./groups/purchase-groups.ts";
import { mainCurrency } from "./main-currency.ts";

/** Grows when a feature changes its meaning: a model that learnt from another version is trained anew. */
export const FEATURES_VERSION = 2;

/** All that can be known of customers, or of accounts, a statement each. */
export async function listGroups(store: Store, subject: Subject): Promise<readonly FeatureGroup[]> {
  if (subject === "account") return accountGroups(store);
  return [
    ...purchaseGroups(await mainCurrency(store)),
    ...behaviourGroups,
    ...(await profileGroups(store)),
    ...(await heldGroups(store)),
  ];
}
