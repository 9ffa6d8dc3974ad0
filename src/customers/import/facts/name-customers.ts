import type { Store } from "#store/store.ts";
import { codeFor, codesByAddress } from "#customers/import/customers/name-by-address.ts";
import type { Who } from "#customers/import/run/target-writer.ts";
import type { FactDraft } from "./fact-draft.ts";

export type NamedDraft = FactDraft & { readonly code: string };

/** Gives each draft the code of whom it names: her own, or that of whoever has the address. */
export async function nameCustomers<Draft extends { readonly who: Who }>(
  store: Store,
  drafts: readonly Draft[],
): Promise<Array<Draft & { readonly code: string }>> {
  const unnamed = drafts.filter(({ who }) => who.code === "");
  const codes = await codesByAddress(
    store,
    unnamed.flatMap(({ who }) => namesOf(who)),
  );
  return drafts.map((draft) => ({
    ...draft,
    code: draft.who.code === "" ? codeFor(draft.who, codes) : draft.who.code,
  }));
}

function namesOf({ email, phone }: Who): ReadonlyArray<readonly ["email" | "phone", string]> {
  return [
    ...(email === undefined ? [] : [["email", email.hash] as const]),
    ...(phone === undefined ? [] : [["phone", phone.hash] as const]),
  ];
}
