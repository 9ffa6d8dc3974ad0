import { exp, expm1 } from "#predict/numerics/exponential.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import { SPEND_COLUMN } from "./features-at.ts";
import { chanceColumns } from "./purchase-models.ts";

const inDays = (value: number) => `${Math.round(value)} days`;
const rounded = (value: number) => String(Number(value.toPrecision(3)));
const inPercent = (chance: number) => `${(100 * chance).toPrecision(2)} %`;

/** Columns of logarithms and log-odds, told as what they stand for. */
const shownBy: Readonly<Record<string, (value: number) => string>> = {
  purchases: (value) => rounded(exp(value)),
  silence: (value) => inDays(expm1(value)),
  age: (value) => inDays(expm1(value)),
  "active share": inPercent,
  "mean gap": (value) => inDays(exp(value)),
  "last gap": (value) => inDays(exp(value)),
  lately: rounded,
  "last horizon": rounded,
  "fading quickly": (value) => rounded(expm1(value)),
  fading: (value) => rounded(expm1(value)),
  "fading slowly": (value) => rounded(expm1(value)),
  "lines a purchase": (value) => rounded(exp(value)),
  "last lines": (value) => rounded(exp(value)),
  "mean amount": (value) => rounded(exp(value)),
  "last amount": (value) => rounded(exp(value)),
  "first amount": (value) => rounded(exp(value)),
  "spent lately": (value) => rounded(expm1(value)),
  "most spent": (value) => rounded(exp(value)),
  spent: (value) => rounded(exp(value)),
  "expected purchases": (value) => rounded(exp(value)),
  "expected purchases of a rhythm": (value) => rounded(exp(value)),
  "expected spend a purchase": (value) => rounded(exp(value)),
  [SPEND_COLUMN]: (value) => rounded(exp(value)),
  ...Object.fromEntries(
    Object.values(chanceColumns).map((name) => [name, (odds: number) => inPercent(logistic(odds))]),
  ),
};

/** A feature's value in words; undefined for what else the records say, whose scale is the file's own. */
export function shownFeature(column: string, value: number): string | undefined {
  return shownBy[column]?.(value);
}
