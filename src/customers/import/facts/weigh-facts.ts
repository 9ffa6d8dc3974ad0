import type { Store } from "#store/store.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import type { PurchaseLine } from "#customers/facts/fact.ts";
import type { KnownCustomer } from "#customers/find-customers-by-code.ts";
import { withLines } from "./fact-draft.ts";
import { findKnownFacts, isSameFact, type KnownFact } from "./known-facts.ts";
import type { NamedDraft } from "./name-customers.ts";
import type { WeighedDraft } from "./weigh-demographics.ts";

export type WeighWorld = { readonly known: ReadonlyMap<string, KnownCustomer>; readonly importId: string };

/**
 * What each draft is against what stands under its key: new, the same, or a correction. A key that comes again in one file
 * with other rows between goes on with what this import wrote for it; any other second telling replaces the first.
 */
export async function weighFacts(
  { store, secret }: Pick<ImportDeps, "store" | "secret">,
  drafts: readonly NamedDraft[],
  world: WeighWorld,
): Promise<WeighedDraft[]> {
  const [first] = drafts;
  if (first === undefined || first.subject === "demographic") return [];
  const keys = [...new Set(drafts.map(({ key }) => key))];
  const facts = await findKnownFacts(store, first.subject, keys);
  const own = await findOwnKeys(store, world.importId, keys);
  const latest = new Map<string, WeighedDraft>();
  for (const draft of drafts) {
    const earlier = latest.get(draft.key);
    const next = earlier === undefined ? weigh(draft) : again(earlier, draft);
    latest.set(draft.key, next);
  }
  return [...latest.values()];

  function weigh(draft: NamedDraft): WeighedDraft {
    const before = facts.get(draft.key);
    const ownOutcome = own.get(draft.key);
    if (before === undefined) return { draft, before, isContinued: false, outcome: "created" };
    if (ownOutcome !== undefined && draft.subject === "purchase") {
      return { draft: continued(draft, before), before, isContinued: true, outcome: ownOutcome };
    }
    const isHers = !draft.isNamed || world.known.get(draft.code)?.id === before.customerId;
    const isSame = isHers && isSameFact(secret, before, draft);
    return { draft, before, isContinued: ownOutcome !== undefined, outcome: isSame ? "same" : "changed" };
  }
}

/** A second telling in one chunk. */
function again(earlier: WeighedDraft, draft: NamedDraft): WeighedDraft {
  const numbers = [...earlier.draft.numbers, ...draft.numbers];
  const { purchase } = earlier.draft.fact;
  if (purchase === undefined || draft.fact.purchase === undefined) {
    return {
      ...earlier,
      draft: { ...draft, numbers },
      outcome: earlier.outcome === "same" ? "changed" : earlier.outcome,
    };
  }
  const fact = withLines({ ...earlier.draft, hasTotal: draft.hasTotal }, [
    ...purchase.lines,
    ...draft.fact.purchase.lines,
  ]);
  return {
    ...earlier,
    draft: { ...earlier.draft, numbers, fact },
    outcome: earlier.outcome === "same" ? "changed" : earlier.outcome,
  };
}

/** The order with the lines that this import wrote before, and those of this piece behind them. */
function continued(draft: NamedDraft, before: KnownFact): NamedDraft {
  const written = (before.rows["purchase_lines"] ?? []).map((row): PurchaseLine => ({
    productCode: String(row["product_code"]),
    category: row["category"] === null ? null : String(row["category"]),
    quantityMilli: Number(row["quantity_milli"]),
    amountMinor: Number(row["amount_minor"]),
  }));
  return { ...draft, fact: withLines(draft, [...written, ...(draft.fact.purchase?.lines ?? [])]) };
}

/** Keys that this import told before, and what it did to them. By import_changes_by_key. */
async function findOwnKeys(
  store: Store,
  importId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, "created" | "changed">> {
  const rows = await store.read<{ key: string; is_new: number }>({
    sql: `select own.key as key, own.before is null as is_new from json_each(?) as item
      cross join import_changes as own on own.import_id = ? and own.key = item.value and own.key <> ''`,
    params: [JSON.stringify(keys), importId],
  });
  return new Map(rows.map(({ key, is_new: isNew }) => [key, isNew === 1 ? "created" : "changed"]));
}
