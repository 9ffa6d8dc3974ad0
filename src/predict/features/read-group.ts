import type { Query, Store } from "#store/store.ts";
import type { Cut } from "./cut.ts";
import { askedIds } from "./feature-group.ts";

/** Ids after one and up to another that `every` divides. */
export type Range = { readonly after: number; readonly upTo: number; readonly every: number };

/** What a statement tells in one of its columns, a cell for each of its rows. */
export type Cells = ReadonlyArray<number | string | null>;

/** The rows of a statement: whose they are, and its columns. */
export type Told = { readonly ids: readonly number[]; readonly columns: readonly Cells[] };

type Asked = {
  readonly cut: Cut;
  readonly range: Range;
  /** No other columns are told, where they are given: places from 0. */
  readonly wanted?: readonly number[];
};

/**
 * Of a statement that gives (id, then so many columns): one row with each column as a JSON array. Row objects cost six times as
 * much, an array for each row twice as much.
 */
export function rangeQuery(sql: string, columns: number, { cut, range, wanted }: Asked): Query {
  const names = Array.from({ length: columns }, (_, place) => `v${place}`);
  const told = ["id", ...(wanted?.map((place) => `v${place}`) ?? names)];
  return {
    sql: `with recursive ${askedIds("?1", "?2", "?5")},
      found (${["id", ...names].join(", ")}) as (${sql})
      select ${told.map((name) => `json_group_array(${name}) as ${name}`).join(", ")}
      from found where coalesce(?1, ?2, ?3, ?4, ?5) is not null`,
    params: [range.after, range.upTo, cut.at, cut.takenOverBy, range.every],
  };
}

export async function readRange(store: Pick<Store, "read">, query: Query): Promise<Told> {
  const [row] = await store.read<Record<string, string>>(query);
  const { id = "[]", ...columns } = row ?? {};
  return {
    ids: JSON.parse(id) as number[],
    columns: Object.values(columns).map((text) => JSON.parse(text) as Cells),
  };
}

/** Ids of one statement. */
const SLICE = 2_000;

/** A range in slices, in their order. */
export function* slicesOf({ after, upTo, every }: Range): Generator<Range> {
  const size = SLICE * every;
  for (let from = after; from < upTo; from += size) yield { after: from, upTo: Math.min(from + size, upTo), every };
}

/** Tables of rows that stand in no file number them themselves. */
export function countFrom0(rows: number): Float64Array {
  const lines = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) lines[row] = row;
  return lines;
}
