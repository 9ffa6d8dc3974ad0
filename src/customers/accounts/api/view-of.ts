import type { z } from "zod";
import type { accountSchema } from "#customers/accounts/account-fields.ts";
import type { AccountView } from "#customers/accounts/put-account.ts";

/** An account as the API shows it. */
export function viewOf(account: AccountView): z.infer<typeof accountSchema> {
  return { ...account, bands: { ...account.bands }, holders: account.holders.map((holder) => ({ ...holder })) };
}
