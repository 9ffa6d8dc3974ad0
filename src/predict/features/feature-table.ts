import { type Column, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { Store } from "#store/store.ts";
import { type Cut, wasRecorded } from "./cut.ts";
import { featureCells, type FeatureCells } from "./feature-cells.ts";
import { among, type FeatureColumn, type FeatureGroup, type Subject } from "./feature-group.ts";
import { countFrom0, type Range, rangeQuery, readRange, slicesOf } from "./read-group.ts";

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
  const id: string[] = [];
  for (const slice of slicesOf(range)) {
    const { ids } = await readRange(store, rangeQuery(subjects[subject], 0, { cut, range: slice }));
    for (const each of ids) id.push(String(each));
    const rowsOf = rowsIn(slice, ids);
    for (const { sql, width, features } of groups) {
      const wanted = features.map(({ place }) => place);
      const told = await readRange(store, rangeQuery(sql, width, { cut, range: slice, wanted }));
      const rows = rowsOf(told.ids);
      features.forEach(({ cells }, index) => cells.take({ rows, cells: told.columns[index] ?? [], size: ids.length }));
    }
  }
  const features = groups.flatMap((group) => group.features);
  const told = features.map(({ cells }) => cells.column());
  const columns = question.only === undefined ? told : pick(told, question.only, id.length);
  return {
    rows: id.length,
    id,
    inputs: { ...matrixOf(columns), rows: id.length },
    restated: features.filter(({ cells }) => isRestated(cells)).map(({ name }) => name),
    lines: countFrom0(id.length),
  };
}

/** In which row of a slice each of some ids stands; −1 is no row. */
function rowsIn({ after, upTo, every }: Range, found: readonly number[]): (ids: readonly number[]) => Int32Array {
  const before = Math.floor(after / every);
  const places = new Int32Array(Math.floor(upTo / every) - before + 1).fill(-1);
  found.forEach((id, row) => (places[id / every - before] = row));
  return (ids) => {
    const rows = new Int32Array(ids.length);
    for (let index = 0; index < ids.length; index += 1) rows[index] = places[(ids[index] ?? 0) / every - before] ?? -1;
    return rows;
  };
}

/** More than this share of what is known of a column. */
const MOST_RESTATED = 0.02;

/**
 * That a value is missing because it was stated anew tells who came back after the cut: a balance that changes with each purchase
 * would be missing for just those who bought. When everybody is scored, nobody's is missing for that reason.
 */
function isRestated(cells: FeatureCells): boolean {
  const { told, since } = cells.counts();
  return since > MOST_RESTATED * told;
}

type WantedGroup = {
  readonly sql: string;
  /** How many columns the statement has. */
  readonly width: number;
  readonly features: ReadonlyArray<{ readonly name: string; readonly place: number; readonly cells: FeatureCells }>;
};

function wantedGroups({ groups, only, cut }: FeatureQuestion): readonly WantedGroup[] {
  const wanted = only === undefined ? undefined : new Set(only.map(({ name }) => name));
  return groups
    .map(({ sql, columns }) => ({
      sql,
      width: columns.length,
      features: columns
        .map((column, place) => ({ name: column.name, place, cells: featureCells(column, cut) }))
        .filter(({ name }) => wanted?.has(name) ?? true),
    }))
    .filter(({ features }) => features.length > 0);
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
    return found?.kind === kind ? found : missing(name, kind, rows);
  });
}

function missing(name: string, kind: FeatureColumn["kind"], rows: number): Column {
  return kind === "number"
    ? numberColumn(name, new Float64Array(rows).fill(Number.NaN))
    : { name, kind, codes: new Int32Array(rows).fill(-1), levels: [] };
}
