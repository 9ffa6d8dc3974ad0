import type { RegisteredModel } from "#predict/registry/models/model.ts";
import { percent } from "./percent.ts";

/** The one figure that tells most of a model: how well it ranks, how far it is off, or what it finds. */
export function headlineOf(model: RegisteredModel | undefined): string {
  if (model === undefined) return "not trained yet";
  const { heldOut, model: card } = model.card;
  const figures = heldOut?.figures ?? {};
  const { auc, meanAbsoluteError } = figures;
  if (auc !== undefined) return `AUC ${auc.toFixed(3)}`;
  const [recall] = Object.entries(figures).flatMap(([name, value]) => {
    const guesses = /^recallAt(\d+)$/.exec(name)?.[1];
    return guesses === undefined ? [] : [{ guesses, value }];
  });
  if (recall !== undefined)
    return `${percent(recall.value)} found by ${recall.guesses === "1" ? "one guess" : `${recall.guesses} guesses`}`;
  if (meanAbsoluteError !== undefined) return `${meanAbsoluteError.toFixed(2)} off on average`;
  return card.clusters === undefined ? "" : `${card.clusters.length} groups`;
}
