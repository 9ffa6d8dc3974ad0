import { z } from "zod";
import type { Store } from "#store/store.ts";

/** Tasks that answer something about each customer or account. What a trial shows, and reports, are for files. */
export const ringTasks = [
  "hit-and-run",
  "dormancy",
  "activity",
  "spending",
  "timing",
  "propensity",
  "next",
  "cluster",
  "sale",
] as const;

/** A code is a column's name too. */
export const predictionCode = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "A code is snake_case, 1 to 40 characters.")
  .meta({ examples: ["activity"] });

export const predictionSettings = z.strictObject({
  horizonDays: z.int().min(1).max(730).default(30).describe("How far ahead, in days."),
  quietDays: z.int().min(1).max(3_650).optional().describe("dormancy: without a purchase for so long it is dormant."),
  of: z.enum(["category", "item"]).default("category").describe("next, sale: of what it is foretold."),
  outcome: z
    .strictObject({
      event: z
        .string()
        .min(1)
        .max(100)
        .describe("purchase, click, or the name of an event; of accounts an activity's kind."),
      category: z.string().min(1).max(200).optional(),
    })
    .optional()
    .describe("propensity: what shall happen within the horizon."),
  inputs: z
    .array(z.string().min(1).max(100))
    .min(1)
    .max(100)
    .optional()
    .describe("The characteristics that the model may use; all unless told. For propensity and cluster."),
  clusters: z.int().min(2).max(50).optional().describe("cluster: how many; the most stable number unless told."),
  retrainDays: z.int().min(1).max(730).default(30).describe("It is trained anew after so many days."),
});

export type PredictionSettings = z.output<typeof predictionSettings>;

export const predictionBody = z
  .strictObject({
    title: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({ examples: ["Buys again within a month"] }),
    task: z.enum(ringTasks),
    subject: z.enum(["customer", "account"]).default("customer"),
    state: z.enum(["live", "off"]).default("live"),
    settings: predictionSettings.prefault({}),
  })
  .refine(({ task, settings }) => task !== "propensity" || settings.outcome !== undefined, {
    path: ["settings", "outcome"],
    message: "Propensity needs to be told what shall happen.",
  });

export type PredictionInput = z.output<typeof predictionBody>;

/** A question that is kept answered. */
export type Prediction = PredictionInput & {
  readonly id: number;
  readonly code: string;
  /** Grows when task or settings change: a model answers one version. */
  readonly version: number;
  readonly updatedAt: number;
};

type PredictionRow = {
  readonly id: number;
  readonly code: string;
  readonly title: string;
  readonly task: string;
  readonly subject: string;
  readonly settings: string;
  readonly state: string;
  readonly version: number;
  readonly updated_at: number;
};

/** All of them, by code: a vendor has few. */
export async function listPredictions(store: Pick<Store, "read">): Promise<readonly Prediction[]> {
  const rows = await store.read<PredictionRow>({ sql: "select * from predictions order by code", params: [] });
  return rows.map(predictionOf);
}

/** By the unique index on code. */
export async function findPrediction(store: Pick<Store, "read">, code: string): Promise<Prediction | undefined> {
  const [row] = await store.read<PredictionRow>({ sql: "select * from predictions where code = ?", params: [code] });
  return row === undefined ? undefined : predictionOf(row);
}

function predictionOf({ id, code, title, version, ...row }: PredictionRow): Prediction {
  return {
    id,
    code,
    title,
    version,
    task: row.task as Prediction["task"],
    subject: row.subject as Prediction["subject"],
    state: row.state as Prediction["state"],
    settings: JSON.parse(row.settings) as PredictionSettings,
    updatedAt: row.updated_at,
  };
}
