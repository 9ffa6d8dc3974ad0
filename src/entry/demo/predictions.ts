import { predictionBody, type PredictionInput } from "#predict/registry/prediction.ts";
import type { z } from "zod";

const declared = (input: z.input<typeof predictionBody>): PredictionInput => predictionBody.parse(input);

/** What the simulated vendor wants to know of its customers. Its server learns it when it starts, from the half year before. */
export const predictions: ReadonlyArray<readonly [code: string, prediction: PredictionInput]> = [
  ["activity", declared({ title: "Buys within 30 days", task: "activity" })],
  ["hit_and_run", declared({ title: "Buys a second time within 30 days", task: "hit-and-run" })],
  ["dormancy", declared({ title: "Wakes after 45 quiet days", task: "dormancy", settings: { quietDays: 45 } })],
  ["next_purchase", declared({ title: "When she buys next", task: "timing", settings: { horizonDays: 60 } })],
  ["spending", declared({ title: "Spends within 30 days", task: "spending" })],
  ["next_category", declared({ title: "What she buys next", task: "next" })],
  ["groups", declared({ title: "Groups of customers", task: "cluster" })],
  [
    "seeds",
    declared({
      title: "Buys seeds within 30 days",
      task: "propensity",
      settings: {
        outcome: { event: "purchase", category: "seeds" },
        inputs: [
          "purchases in 30 days",
          "purchases in 90 days",
          "days since the last purchase",
          "favourite category",
          "categories bought",
          "mean purchase",
          "age in years",
          "household_size",
          "city",
        ],
      },
    }),
  ],
];
