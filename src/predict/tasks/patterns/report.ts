import { dateOfEpochDay } from "#kernel/calendar.ts";
import { findMigration, type Migration } from "#predict/patterns/find-migration.ts";
import { findRules } from "#predict/patterns/find-rules.ts";
import { type DayAmount, findSeasons, type Season } from "#predict/patterns/find-seasons.ts";
import { findSequences, type Taken } from "#predict/patterns/find-sequences.ts";
import { findTrend, type Trend } from "#predict/patterns/find-trend.ts";
import { historiesOf as basketsOf } from "#predict/next/histories.ts";
import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import { quantiles } from "#predict/numerics/quantile.ts";
import { daysOf } from "#predict/tasks/next/lines-of.ts";

/** What shows in purchases: all of it beyond chance at 1 in 100, shared by all that was looked at. */
export type PatternReport = {
  readonly days: { readonly from: string; readonly to: string };
  readonly lines: number;
  /** What is bought together on one day, highest lift first. */
  readonly baskets: ReadonlyArray<{
    readonly item: string;
    readonly with: string;
    readonly support: number;
    readonly confidence: number;
    readonly lift: number;
    readonly pValue: number;
  }>;
  /** What is first bought behind what, most frequent first. */
  readonly sequences: ReadonlyArray<{
    readonly first: string;
    readonly next: string;
    readonly support: number;
    readonly share: number;
    readonly reversed: number;
    readonly medianDays: number;
    readonly pValue: number;
  }>;
  /** Amount of weekdays and months by that of an average day. */
  readonly weekdays: ReadonlyArray<Season & { readonly name: string }>;
  readonly months: ReadonlyArray<Season & { readonly name: string }>;
  /** Amount a week: its steady change, and where its level changed. */
  readonly trend:
    | (Omit<Trend, "levels"> & { readonly levels: ReadonlyArray<{ readonly from: string; readonly mean: number }> })
    | undefined;
  /** Who bought more or less often in the second half of the days than in the first. */
  readonly migration: ReadonlyArray<Omit<Migration, "from" | "to"> & { readonly from: string; readonly to: string }>;
};

/** Lines of purchases, with what each cost, or 1 where that is not known. */
export type PatternRows = { readonly lines: Matrix; readonly amounts: Float64Array };

const MOST_ITEMS = 150;
const MOST_CUSTOMERS = 20_000;
const MOST_SHOWN = 50;
const DAYS_PER_WEEK = 7;
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** All patterns; `within` are the days in which one thing counts as following another. */
export function reportOf(model: string, { lines, amounts }: PatternRows, within: number): PatternReport {
  const days = daysOf(lines);
  const daily = dailyOf(days, amounts);
  const [first = 0, last = 0] = [daily.at(0)?.day, daily.at(-1)?.day];
  const { items, histories } = basketsOf(model, lines);
  const kept = mostHeld(histories, items.length);
  const name = (item: number) => items[item] ?? "";
  const baskets = histories.flatMap((history) => history.map((basket) => basket.filter((item) => kept.has(item))));
  const taken = takenOf(lines, kept).slice(0, MOST_CUSTOMERS);
  return {
    days: { from: dateOfEpochDay(first), to: dateOfEpochDay(last) },
    lines: lines.rows,
    baskets: findRules(baskets)
      .slice(0, MOST_SHOWN)
      .map(({ item, with: other, support, confidence, lift, pValue }) => ({
        item: name(item),
        with: name(other),
        support,
        confidence,
        lift,
        pValue,
      })),
    sequences: findSequences(taken, { within })
      .slice(0, MOST_SHOWN)
      .map(({ first: one, next: other, medianTime, ...rest }) => ({
        ...rest,
        first: name(one),
        next: name(other),
        medianDays: medianTime,
      })),
    weekdays: seasons(daily, "week"),
    months: seasons(daily, "year"),
    trend: trendOf(daily),
    migration: migrationOf(lines, (first + last) / 2),
  };
}

function seasons(daily: readonly DayAmount[], cycle: "week" | "year"): PatternReport["weekdays"] {
  return findSeasons(daily, cycle)
    .filter(({ days }) => days > 0)
    .map((season) => ({
      ...season,
      name: cycle === "week" ? (WEEKDAYS[season.place] ?? "") : String(season.place + 1).padStart(2, "0"),
    }));
}

/** Every day from the first to the last, those without a purchase included. Sums are by the order of amounts. */
function dailyOf(days: Float64Array, amounts: Float64Array): readonly DayAmount[] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const day of days) [first, last] = [Math.min(first, day), Math.max(last, day)];
  const sums = new Float64Array(last - first + 1);
  const order = Uint32Array.from(amounts.keys()).sort((a, b) => (amounts[a] ?? 0) - (amounts[b] ?? 0));
  for (const row of order) {
    const place = (days[row] ?? 0) - first;
    sums[place] = (sums[place] ?? 0) + (amounts[row] ?? 0);
  }
  return Array.from(sums, (amount, place) => ({ day: first + place, amount }));
}

/** The items that most customers have. */
function mostHeld(histories: ReadonlyArray<ReadonlyArray<readonly number[]>>, items: number): ReadonlySet<number> {
  const holders = new Float64Array(items);
  for (const history of histories) {
    for (const item of new Set(history.flat())) holders[item] = (holders[item] ?? 0) + 1;
  }
  return new Set(
    [...holders.keys()].sort((a, b) => (holders[b] ?? 0) - (holders[a] ?? 0) || a - b).slice(0, MOST_ITEMS),
  );
}

/** What each customer took, and when, in the order of their names. */
function takenOf({ columns, rows }: Matrix, kept: ReadonlySet<number>): ReadonlyArray<readonly Taken[]> {
  const [customer, at, item] = columns;
  if (customer?.kind !== "category" || at?.kind !== "number" || item?.kind !== "category") return [];
  const taken: Taken[][] = customer.levels.map(() => []);
  for (let row = 0; row < rows; row += 1) {
    const code = item.codes[row] ?? -1;
    if (kept.has(code)) taken[customer.codes[row] ?? -1]?.push({ item: code, at: at.values[row] ?? 0 });
  }
  return taken;
}

/** Whole weeks; undefined for fewer than three. */
function trendOf(daily: readonly DayAmount[]): PatternReport["trend"] {
  const first = daily[0]?.day ?? 0;
  const weeks = Array.from({ length: Math.floor(daily.length / DAYS_PER_WEEK) }, (_, week) =>
    daily.slice(week * DAYS_PER_WEEK, (week + 1) * DAYS_PER_WEEK).reduce((sum, { amount }) => sum + amount, 0),
  );
  if (weeks.length < 3) return undefined;
  const { levels, ...steady } = findTrend(weeks);
  return {
    ...steady,
    levels: levels.map(({ from, mean }) => ({ from: dateOfEpochDay(first + from * DAYS_PER_WEEK), mean })),
  };
}

const BANDS = ["none", "few", "some", "many"] as const;

/** Thirds by the purchase days of the first half, and none; of customers who were there by then. */
function migrationOf(lines: Matrix, middle: number): PatternReport["migration"] {
  const days = daysOf(lines);
  const half = (isEarly: boolean) =>
    takeRows(
      lines,
      Int32Array.from(days.keys()).filter((row) => (days[row] ?? 0) <= middle === isEarly),
    );
  const [before, after] = [countsOf(half(true)), countsOf(half(false))];
  const known = before.keys().filter((customer) => (before[customer] ?? 0) > 0);
  const customers = [...known];
  if (customers.length === 0) return [];
  const cuts = quantiles(
    customers.map((customer) => before[customer] ?? 0),
    [1 / 3, 2 / 3],
  );
  const band = (count: number) => (count === 0 ? 0 : 1 + cuts.filter((cut) => count > cut).length);
  return findMigration(
    customers.map((customer) => band(before[customer] ?? 0)),
    customers.map((customer) => band(after[customer] ?? 0)),
    BANDS.length,
  )
    .filter(({ customers: moved }) => moved > 0)
    .map(({ from, to, ...rest }) => ({ ...rest, from: BANDS[from] ?? "", to: BANDS[to] ?? "" }));
}

/** Purchase days of each customer, by code. */
function countsOf({ columns, rows }: Matrix): Float64Array {
  const [customer, at] = columns;
  if (customer?.kind !== "category" || at?.kind !== "number") return new Float64Array(0);
  const seen = customer.levels.map(() => new Set<number>());
  for (let row = 0; row < rows; row += 1) seen[customer.codes[row] ?? -1]?.add(at.values[row] ?? 0);
  return Float64Array.from(seen, ({ size }) => size);
}
