import { DAY_MS } from "#kernel/clock.ts";
import { endOfDay, endOfTakeOver } from "#predict/features/cut.ts";
import { findOutcomes } from "#predict/features/find-outcomes.ts";
import { RefusedRows } from "#predict/models/model.ts";
import { type Column, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import type { Table } from "#predict/tables/table.ts";
import type { Store } from "#store/store.ts";
import type { Rows } from "./read-rows.ts";
import { findPopulation, type Population } from "./range-of.ts";
import type { RowsReader } from "./shared-rows.ts";
import { stackTables } from "./stack-tables.ts";
import { isJudgeable, OUTCOME, sourceOf } from "./task-needs.ts";

/** What came to whom within the horizon. */
export type Future = ReadonlyMap<string, Came>;
export type Came = { readonly spent: number; readonly items: ReadonlySet<string> };

/** What is learnt from, and what it is judged by: the later of two spans of time, which nothing that is learnt from reaches. */
export type Ground = {
  readonly population: Population;
  readonly learn: Table;
  /** The last day that is learnt from, since 1970-01-01. */
  readonly until: number;
  /** Features that nothing is learnt from: too much of them was stated anew since, and what stood before is not kept. */
  readonly restated: readonly string[];
  /** What was known on that day of those who are judged; absent where nothing comes to judge by. */
  readonly asked?: Table;
  readonly future?: Future;
};

/** `today` is the last whole day. The horizon before it is held out. */
export async function gatherGround(
  { store, rows }: { readonly store: Store; readonly rows: RowsReader },
  prediction: Prediction,
  today: number,
): Promise<Ground> {
  const population = await findPopulation(store, prediction.subject, sourceOf(prediction).kind);
  const takenOverBy = await endOfTakeOver(store);
  const { horizonDays } = prediction.settings;
  const rowsAt = (day: number) => rows({ prediction, cut: endOfDay(day, takenOverBy), range: population.range });
  if (!isJudgeable(prediction)) return { population, learn: await rowsAt(today), until: today, restated: [] };
  const until = today - horizonDays;
  const asked = await rowsAt(until);
  if (sourceOf(prediction).kind === "records") {
    return { population, learn: asked, until, restated: [], asked, future: laterThan(await rowsAt(today), until) };
  }
  const outcomesAfter = (day: number) => outcomesOf(store, prediction, { population, day });
  const { learn, restated } = await earlierRows(prediction, until, { rowsAt, outcomesAfter });
  const came = await outcomesAfter(until);
  const future = new Map([...came].map((id) => [String(id), { spent: 1, items: new Set<string>() }]));
  return { population, learn, until, restated, asked, future };
}

/** What came behind a day. */
function laterThan({ id = [], time, amount, target }: Table, until: number): Future {
  const future = new Map<string, { spent: number; items: Set<string> }>();
  id.forEach((each, row) => {
    if (Math.floor(time?.[row] ?? 0) <= until) return;
    const came = future.get(each) ?? { spent: 0, items: new Set<string>() };
    came.spent += amount?.[row] ?? 0;
    const item = target?.kind === "category" ? target.levels[target.codes[row] ?? -1] : undefined;
    if (item !== undefined) came.items.add(item);
    future.set(each, came);
  });
  return future;
}

type Place = { readonly population: Population; readonly day: number };

function outcomesOf(store: Store, { subject, settings, task }: Prediction, { population, day }: Place) {
  const { outcome, horizonDays } = settings;
  if (outcome === undefined) throw new RefusedRows(task, "nobody said what shall happen");
  const from = (day + 1) * DAY_MS;
  return findOutcomes(store, { subject, outcome, from, until: from + horizonDays * DAY_MS, range: population.range });
}

/** Days before the one that is judged from, a horizon apart: each shows who was like what, and what came. */
const EARLIER_DAYS = 2;

type Reading = {
  readonly rowsAt: (day: number) => Promise<Rows>;
  readonly outcomesAfter: (day: number) => Promise<ReadonlySet<number>>;
};

async function earlierRows(
  { settings }: Prediction,
  until: number,
  { rowsAt, outcomesAfter }: Reading,
): Promise<Pick<Ground, "learn" | "restated">> {
  const days = Array.from(
    { length: EARLIER_DAYS },
    (_, index) => until - (EARLIER_DAYS - index) * settings.horizonDays,
  );
  const tables: Table[] = [];
  const unkept = new Set<string>();
  for (const day of days) {
    const { restated = [], ...table } = await rowsAt(day);
    if (table.rows === 0) continue;
    for (const name of restated) unkept.add(name);
    const came = await outcomesAfter(day);
    tables.push({
      ...table,
      time: new Float64Array(table.rows).fill(day),
      target: numberColumn(
        OUTCOME,
        Float64Array.from(table.id ?? [], (id) => (came.has(Number(id)) ? 1 : 0)),
      ),
    });
  }
  const { inputs, ...learn } = stackTables(tables);
  const isKept = ({ name }: Column) => !unkept.has(name);
  return {
    learn: { ...learn, inputs: { ...matrixOf(inputs.columns.filter(isKept)), rows: learn.rows } },
    restated: inputs.columns.map(({ name }) => name).filter((name) => unkept.has(name)),
  };
}
