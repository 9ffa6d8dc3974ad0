import type { Store } from "#store/store.ts";

/** The vocabulary of reference codes that says how calls end; files of calls are read by the same. */
const DISPOSITIONS = "call-dispositions";

export type Disposition = { readonly code: string; readonly meaning: string };

/** How a call may end, as the vendor declared it; none where it declared nothing. By the primary key. */
export async function listDispositions(store: Pick<Store, "read">): Promise<readonly Disposition[]> {
  return store.read<Disposition>({
    sql: "select code, meaning from reference_codes where vocabulary = ? order by code limit 500",
    params: [DISPOSITIONS],
  });
}

/** The meaning of a code, or a meaning itself; undefined for a word that the vocabulary does not have. */
export function meaningOf(known: readonly Disposition[], said: string): string | undefined {
  if (known.length === 0) return said;
  return known.find(({ code, meaning }) => code === said || meaning === said)?.meaning;
}
