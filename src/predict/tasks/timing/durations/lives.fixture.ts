import { seededRandom } from "#kernel/random.ts";
import { drawExponential, drawNormal } from "#predict/numerics/draws.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { log } from "#predict/numerics/logarithm.ts";
import { categoryColumn, type Column, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";

/** Contracts that end at Weibull times, in months, followed for a while that has nothing to do with them. */
export type Lives = {
  readonly table: Table;
  /** The true log-hazard of each row, beside that of an average one. */
  readonly levels: Float64Array;
  /** P(end by a month) of each row. */
  readonly chancesBy: (month: number) => Float64Array;
};

/** "straight": what each column says adds up. "bent": one number counts from a threshold on, and one the other way for some. */
export type Kind = "straight" | "bent";

const SHAPE = 1.3;
const SCALE = 30;
const FOLLOWED = 60;
const BY_CONTRACT = { monthly: 0, yearly: -1, "for two years": -1.6 } as const;
const CONTRACTS = Object.keys(BY_CONTRACT) as ReadonlyArray<keyof typeof BY_CONTRACT>;

/** `calls` is missing now and then; `fee`, `region` and `same` say nothing, `paid` is calls once more in other words. */
export function lives(kind: Kind, rows: number, seed: number): Lives {
  const random = seededRandom(seed);
  const numbers = { calls: new Float64Array(rows), trust: new Float64Array(rows), fee: new Float64Array(rows) };
  const words: { contract: string[]; region: string[]; left: string[] } = { contract: [], region: [], left: [] };
  const levels = new Float64Array(rows);
  const time = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const [calls, trust] = [drawNormal(random), drawNormal(random)];
    const contract = CONTRACTS[Math.floor(3 * random.next())] ?? "monthly";
    const isKnown = random.next() < 0.9;
    const level = BY_CONTRACT[contract] + (isKnown ? effectOf(kind, { calls, trust, contract }) : 0.4);
    const end = SCALE * exp(log(drawExponential(random) / exp(level)) / SHAPE);
    const followed = FOLLOWED * random.next();
    numbers.calls[row] = isKnown ? calls : Number.NaN;
    numbers.trust[row] = trust;
    numbers.fee[row] = 10 * random.next();
    words.contract.push(contract);
    words.region.push(`R${Math.floor(12 * random.next())}`);
    words.left.push(end <= followed ? "yes" : "no");
    levels[row] = level;
    time[row] = Math.min(end, followed);
  }
  const columns = [
    ...Object.entries(numbers).map(([name, values]) => numberColumn(name, values)),
    numberColumn(
      "paid",
      numbers.calls.map((value) => 3 * value + 7),
    ),
    numberColumn("same", new Float64Array(rows).fill(4)),
    categoryColumn("contract", words.contract),
    categoryColumn("region", words.region),
  ];
  return {
    table: tableOf(columns, time, words.left),
    levels,
    chancesBy: (month) => levels.map((level) => 1 - exp(-exp(level + SHAPE * log(month / SCALE)))),
  };
}

type Seen = { readonly calls: number; readonly trust: number; readonly contract: string };

function effectOf(kind: Kind, { calls, trust, contract }: Seen): number {
  if (kind === "straight") return 0.8 * calls - 0.4 * trust;
  return (calls > 0.5 ? 1.6 : 0) + (contract === "monthly" ? 0.9 : -0.9) * trust;
}

export function tableOf(columns: readonly Column[], time: Float64Array, left: readonly string[]): Table {
  return {
    rows: time.length,
    inputs: { ...matrixOf(columns), rows: time.length },
    time,
    target: categoryColumn("left", left),
    lines: time.map((_, row) => row + 2),
  };
}
