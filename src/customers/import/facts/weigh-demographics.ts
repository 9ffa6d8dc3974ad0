import type { Row, Store } from "#store/store.ts";
import type { KnownCustomer } from "#customers/find-customers-by-code.ts";
import type { FactChange } from "./fact-statements-of-chunk.ts";
import type { NamedDraft } from "./name-customers.ts";

export type WeighedDraft = FactChange & { readonly outcome: "created" | "changed" | "same" };

/** Demographic facts have no keys of their own: of each name the newest word of a source stands. */
export async function weighDemographics(
  store: Store,
  drafts: readonly NamedDraft[],
  known: ReadonlyMap<string, KnownCustomer>,
): Promise<WeighedDraft[]> {
  const stands = await findStanding(store, drafts, known);
  return drafts.map((draft): WeighedDraft => {
    const id = known.get(draft.code)?.id;
    const before: Row[] = [];
    let isNews = false;
    for (const { name, value } of draft.fact.demographics ?? []) {
      const key = `${id} ${draft.fact.source} ${name}`;
      const row = stands.get(key);
      const isOlder = row !== undefined && Number(row["at"]) > draft.fact.at;
      if (row === undefined || (row["value"] !== value && !isOlder)) isNews = true;
      if (row !== undefined) before.push(row);
      if (!isOlder) stands.set(key, { ...row, value, at: draft.fact.at });
    }
    const outcome = isNews ? (before.length === 0 ? "created" : "changed") : "same";
    const rows = { demographic_facts: before.filter((row) => row["name"] !== undefined) };
    return {
      draft,
      before: before.length === 0 ? undefined : { rows, customerId: id ?? 0 },
      isContinued: false,
      outcome,
    };
  });
}

/** By primary key. */
async function findStanding(
  store: Store,
  drafts: readonly NamedDraft[],
  known: ReadonlyMap<string, KnownCustomer>,
): Promise<Map<string, Row>> {
  const asked = drafts.flatMap(({ code, fact }) => {
    const id = known.get(code)?.id;
    return id === undefined ? [] : (fact.demographics ?? []).map(({ name }) => [id, name, fact.source]);
  });
  const rows = await store.read({
    sql: `select known.customer_id, known.name, known.value, known.at, known.received_at, known.source, known.channel
      from (select value from json_each(?) limit -1) as item
      cross join demographic_facts as known on known.customer_id = item.value ->> 0 and known.name = item.value ->> 1
        and known.source = item.value ->> 2`,
    params: [JSON.stringify(asked)],
  });
  return new Map(rows.map((row) => [[row["customer_id"], row["source"], row["name"]].join(" "), row]));
}
