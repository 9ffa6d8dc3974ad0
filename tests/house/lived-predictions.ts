import type { Jumpstation } from "#entry/compose.ts";
import { askTraining } from "#predict/registry/runs/ask-training.ts";
import { tendPredictions } from "#predict/training/tend-predictions.ts";

/** The one prediction that so few customers are enough for. */
export const HOUSE_PREDICTION = "groups";

/** Trained twice: there is a champion, whose scores everybody has, and a challenger. */
export async function fillPredictions({ customers }: Pick<Jumpstation, "customers">): Promise<void> {
  const settings = { kinds: ["train", "score"], slices: 100, log: () => undefined } as const;
  await tendPredictions(customers, settings);
  const actor = { kind: "operator", id: "op_1" } as const;
  await askTraining({ deps: customers, actor, input: { code: HOUSE_PREDICTION } });
  await tendPredictions(customers, settings);
}
