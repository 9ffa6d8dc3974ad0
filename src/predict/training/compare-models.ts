import type { Comparison } from "#predict/registry/models/model.ts";
import type { Judged } from "./judge-model.ts";

export type Incumbent = {
  readonly version: number;
  /** Why it can't be asked any more, in words; or what it showed on the same held-out time, where there is one. */
  readonly judged: Judged | string | undefined;
};

/**
 * The champion stands while its mean loss is not above the challenger's by more than one standard error of their difference,
 * customer by customer (evaluate/is-as-good.ts): nothing is changed for what chance alone may have brought.
 */
export function compareModels(challenger: Judged | undefined, champion: Incumbent | undefined): Comparison {
  if (champion === undefined) return { isBetter: true, words: "There was no model before it." };
  if (typeof champion.judged === "string") return { isBetter: true, words: champion.judged };
  const { judged } = champion;
  if (challenger === undefined || judged === undefined) {
    return {
      champion: champion.version,
      isBetter: false,
      words: "Nothing was held out to judge it by: an operator decides.",
    };
  }
  const pairs = [...challenger.lossById].flatMap(([id, loss]) => {
    const other = judged.lossById.get(id);
    return other === undefined ? [] : [loss - other];
  });
  if (pairs.length === 0) {
    return {
      champion: champion.version,
      isBetter: true,
      words: "The model before it says nothing of whom this one was judged by.",
    };
  }
  const difference = pairs.reduce((sum, each) => sum + each, 0) / pairs.length;
  const squares = pairs.reduce((sum, each) => sum + (each - difference) ** 2, 0);
  const standardError = Math.sqrt(squares / Math.max(1, pairs.length - 1) / pairs.length);
  const isBetter = difference < -standardError;
  const { name } = challenger.heldOut.loss;
  const words = `${name} ${signed(difference)} beside version ${champion.version} on the same ${pairs.length}, standard error ${standardError.toPrecision(2)}: ${isBetter ? "it takes its place" : "not better by more than one standard error"}.`;
  return { champion: champion.version, isBetter, difference, standardError, words };
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toPrecision(2)}`;
}
