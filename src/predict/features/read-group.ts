import type { Query, Store } from "#store/store.ts";
import type { Cut } from "./cut.ts";

/** Ids after one and up to another that `every` divides. */
export type Range = { readonly after: number; readonly upTo: number; readonly every: number };

export type FeatureRow = readonly [id: number, ...values: ReadonlyArray<number | string | null>];

/** Of a statement that gives (id, then so many columns): all rows as one JSON text, since row objects cost six times as much. */
export function rangeQuery(sql: string, columns: number, { cut, range }: { cut: Cut; range: Range }): Query {
  const names = ["id", ...Array.from({ length: columns }, (_, index) => `v${index}`)];
  return {
    sql: `with found (${names.join(", ")}) as (${sql}) select json_group_array(json_array(${names.join(", ")})) as found
      from found where coalesce(?1, ?2, ?3, ?4, ?5) is not null`,
    params: [range.after, range.upTo, cut.at, cut.takenOverBy, range.every],
  };
}

export async function readRange(store: Pick<Store, "read">, query: Query): Promise<readonly FeatureRow[]> {
  const [row] = await store.read<{ found: string }>(query);
  return row === undefined ? [] : (JSON.parse(row.found) as FeatureRow[]);
}

/** Ids of one statement. */
const SLICE = 5_000;

/** A range in slices, in their order. */
export function* slicesOf({ after, upTo, every }: Range): Generator<Range> {
  const size = SLICE * every;
  for (let from = after; from < upTo; from += size) yield { after: from, upTo: Math.min(from + size, upTo), every };
}
