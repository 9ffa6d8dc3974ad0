import { RefusedRows } from "#predict/models/model.ts";
import { log1p } from "#predict/numerics/logarithm.ts";
import { type CategoryColumn, type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import { historiesOf, pastOf } from "#predict/tasks/transactions/histories.ts";

/** Who is clustered, by what, and which words are known of each. */
export type Clustered = {
  readonly id: readonly string[];
  readonly kpis: Matrix;
  /** Codes of `categories` that each has, at most once. */
  readonly held: ReadonlyArray<readonly number[]>;
  readonly categories: readonly string[];
  /** The last day that counts, of records of purchases. */
  readonly until?: number;
};

/** Rows by their columns of numbers; accounts by recency, frequency and money where there is a time: RFM (Hughes 1994). */
export function clusteredOf(model: string, table: Table, asked: number | undefined): Clustered {
  return table.time === undefined ? rowsOf(model, table) : accountsOf(model, table, asked);
}

function rowsOf(model: string, { inputs, id, lines }: Table): Clustered {
  const numbers = inputs.columns.filter(({ kind }) => kind === "number");
  if (numbers.length === 0) throw new RefusedRows(model, "there is no column of numbers to cluster by");
  const words = inputs.columns.filter((column) => column.kind === "category");
  const { categories, codeOf } = namesOf(words);
  const held = Array.from({ length: inputs.rows }, (_, row) =>
    words.flatMap((column, index) => codeOf(index, column.codes[row] ?? -1)),
  );
  return {
    id: id ?? Array.from(lines, (line) => String(line)),
    kpis: { rows: inputs.rows, columns: numbers },
    held,
    categories,
  };
}

const DAYS_PER_WEEK = 7;

function accountsOf(model: string, table: Table, asked: number | undefined): Clustered {
  const histories = historiesOf(model, table);
  const until = asked ?? histories.lastDay;
  const past = pastOf(histories, until);
  if (past.accounts.length === 0) throw new RefusedRows(model, "--until is before the first day of the file");
  const column = (name: string, value: (first: number, count: number) => number) =>
    numberColumn(
      name,
      Float64Array.from(past.accounts, (account, row) => value(histories.from[account] ?? 0, past.counts[row] ?? 1)),
    );
  const spent = (first: number, count: number) =>
    histories.amount.subarray(first, first + count).reduce((sum, amount) => sum + amount, 0);
  const kpis = [
    column("weeks of silence", (first, count) => (until - (histories.day[first + count - 1] ?? 0)) / DAYS_PER_WEEK),
    column("repeat purchases", (_, count) => log1p(count - 1)),
    ...(histories.hasAmounts ? [column("spend", (first, count) => log1p(spent(first, count)))] : []),
  ];
  return {
    id: Array.from(past.accounts, (account) => histories.ids[account] ?? ""),
    kpis: matrixOf(kpis),
    ...heldBy(table, past.accounts, { ids: histories.ids, until }),
    until,
  };
}

/** The words that accounts had in any of their records. */
function heldBy(
  { inputs, id = [], time }: Table,
  accounts: Int32Array,
  { ids, until }: { readonly ids: readonly string[]; readonly until: number },
): Pick<Clustered, "held" | "categories"> {
  const words = inputs.columns.filter((column) => column.kind === "category");
  const { categories, codeOf } = namesOf(words);
  const placeOf = new Map(Array.from(accounts, (account, row) => [ids[account] ?? "", row]));
  const held = Array.from(accounts, () => new Set<number>());
  for (let record = 0; record < inputs.rows && words.length > 0; record += 1) {
    const own = Math.floor(time?.[record] ?? 0) <= until ? held[placeOf.get(id[record] ?? "") ?? -1] : undefined;
    if (own === undefined) continue;
    words.forEach((column, index) => {
      for (const code of codeOf(index, column.codes[record] ?? -1)) own.add(code);
    });
  }
  return { held: held.map((codes) => [...codes].sort((a, b) => a - b)), categories };
}

/** All words of all columns, as "interest garden". */
function namesOf(words: readonly CategoryColumn[]) {
  const starts: number[] = [];
  const categories: string[] = [];
  for (const { name, levels } of words) {
    starts.push(categories.length);
    for (const level of levels) categories.push(`${name} ${level}`);
  }
  const codeOf = (column: number, code: number): readonly number[] => (code < 0 ? [] : [(starts[column] ?? 0) + code]);
  return { categories, codeOf };
}
