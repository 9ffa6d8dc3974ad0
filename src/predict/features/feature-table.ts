import { type Column, categoryColumn, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { Store } from "#store/store.ts";
import { type Cut, wasRecorded } from "./cut.ts";
import { among, type FeatureColumn, type FeatureGroup, STATED_SINCE, type Subject } from "./feature-group.ts";
import { type FeatureRow, type Range, rangeQuery, readRange, slicesOf } from "./read-group.ts";

export type FeatureQuestion = {
  readonly subject: Subject;
  readonly groups: readonly FeatureGroup[];
  readonly cut: Cut;
  readonly range: Range;
  /** No other columns are inputs, where it is given; one that no group tells any more is missing in every row. */
  readonly only?: ReadonlyArray<Pick<FeatureColumn, "name" | "kind">>;
};

export type FeatureTable = Table & {
  /** Columns of which too much was stated anew since the cut, and what stood before it is not kept: nothing is learnt from them. */
  readonly restated: readonly string[];
};

/** Who was known at the cut. By the keys of customers and accounts. */
const subjects: Readonly<Record<Subject, string>> = {
  customer: `select c.id from customers c where ${among("c.id")} and c.erased_at is null and c.merged_into is null
    and ${wasRecorded("c", "created_at")}`,
  account: `select ac.id from accounts ac where ${among("ac.id")}
    and (ac.opened_on is null or ac.opened_on <= date(?3 / 1000 - 1, 'unixepoch'))`,
};

/**
 * Everything that was known of each customer, or account, at the cut, and nothing that came or was recorded later: a row each,
 * in the order of ids. Read slice by slice, a statement a group.
 */
export async function featureTable(store: Pick<Store, "read">, question: FeatureQuestion): Promise<FeatureTable> {
  const { subject, cut, range } = question;
  const groups = wantedGroups(question);
  const ids: number[] = [];
  const cells = groups.map((group) => group.columns.map((): Array<number | string | null> => []));
  for (const slice of slicesOf(range)) {
    const found = await readRange(store, rangeQuery(subjects[subject], 0, { cut, range: slice }));
    const first = ids.length;
    const places = new Map(found.map(([id], index) => [id, first + index]));
    for (const [id] of found) ids.push(id);
    for (const [index, group] of groups.entries()) {
      const rows = await readRange(store, rangeQuery(group.sql, group.columns.length, { cut, range: slice }));
      fill(cells[index] ?? [], rows, { places, size: ids.length });
    }
  }
  const told = groups.flatMap((group, index) =>
    group.columns.map((column, place) => columnOf(column, cells[index]?.[place] ?? [], ids.length)),
  );
  const restated = groups.flatMap((group, index) =>
    group.columns.filter((_, place) => isRestated(cells[index]?.[place] ?? [])).map(({ name }) => name),
  );
  const columns = question.only === undefined ? told : pick(told, question.only, ids.length);
  return {
    rows: ids.length,
    id: ids.map(String),
    inputs: { ...matrixOf(columns), rows: ids.length },
    restated,
    lines: Float64Array.from(ids.keys()),
  };
}

/** More than this share of what is known of a column. */
const MOST_RESTATED = 0.02;

/**
 * That a value is missing because it was stated anew tells who came back after the cut: a balance that changes with each purchase
 * would be missing for just those who bought. When everybody is scored, nobody's is missing for that reason.
 */
function isRestated(cells: ReadonlyArray<number | string | null | undefined>): boolean {
  let [since, told] = [0, 0];
  for (const cell of cells) {
    if (cell === null || cell === undefined || cell === "") continue;
    told += 1;
    if (cell === STATED_SINCE) since += 1;
  }
  return since > MOST_RESTATED * told;
}

function wantedGroups({ groups, only }: FeatureQuestion): readonly FeatureGroup[] {
  if (only === undefined) return groups;
  const wanted = new Set(only.map(({ name }) => name));
  return groups.filter(({ columns }) => columns.some(({ name }) => wanted.has(name)));
}

type Places = { readonly places: ReadonlyMap<number, number>; readonly size: number };

function fill(
  cells: Array<Array<number | string | null>>,
  rows: readonly FeatureRow[],
  { places, size }: Places,
): void {
  for (const [id, ...values] of rows) {
    const place = places.get(id);
    if (place !== undefined) values.forEach((value, index) => ((cells[index] ?? [])[place] = value));
  }
  // Whoever has no row in this slice is a hole until here.
  for (const column of cells) column.length = size;
}

function columnOf(
  { name, kind, isCount }: FeatureColumn,
  cells: ReadonlyArray<number | string | null>,
  rows: number,
): Column {
  if (kind === "category") {
    return categoryColumn(
      name,
      Array.from({ length: rows }, (_, row) => wordOf(cells[row])),
    );
  }
  const absent = isCount === true ? 0 : Number.NaN;
  return numberColumn(
    name,
    Float64Array.from({ length: rows }, (_, row) => numberOf(cells[row], absent)),
  );
}

function wordOf(cell: number | string | null | undefined): string | undefined {
  return cell === null || cell === undefined || cell === "" || cell === STATED_SINCE ? undefined : String(cell);
}

function numberOf(cell: number | string | null | undefined, absent: number): number {
  return typeof cell === "number" ? cell : absent;
}

/** The asked columns in the order of their names' list. */
function pick(
  told: readonly Column[],
  only: ReadonlyArray<Pick<FeatureColumn, "name" | "kind">>,
  rows: number,
): readonly Column[] {
  const byName = new Map(told.map((column) => [column.name, column]));
  return only.map(({ name, kind }) => {
    const found = byName.get(name);
    return found?.kind === kind ? found : columnOf({ name, kind }, [], rows);
  });
}
