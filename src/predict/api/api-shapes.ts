import { z } from "zod";
import { isoOf } from "#kernel/calendar.ts";
import { type RegisteredModel } from "#predict/registry/models/model.ts";
import { type Prediction, predictionCode, predictionSettings } from "#predict/registry/prediction.ts";
import type { Run } from "#predict/registry/runs/run.ts";

export const READ = "predictions:read";
export const WRITE = "predictions:write";
export const TAG = "Predictions";

export const codeParams = z.object({ code: predictionCode });

const instant = z.iso.datetime();

export const predictionView = z.strictObject({
  code: predictionCode,
  title: z.string(),
  task: z.string(),
  subject: z.enum(["customer", "account"]),
  state: z.enum(["live", "off"]),
  version: z.int().describe("Grows when the settings change."),
  settings: predictionSettings,
  updatedAt: instant,
});

export function viewOfPrediction(prediction: Prediction): z.output<typeof predictionView> {
  const { code, title, task, subject, state, version, settings, updatedAt } = prediction;
  return { code, title, task, subject, state, version, settings, updatedAt: isoOf(updatedAt) };
}

const json = z.record(z.string(), z.unknown());

export const modelView = z.strictObject({
  version: z.int(),
  state: z.enum(["champion", "challenger", "retired"]),
  trainedAt: instant,
  cause: z.string().describe("operator, schedule or alarm"),
  horizonDays: z.int(),
  isKept: z.boolean().describe("Its document is there: it can be made the champion."),
  card: json.describe("The model card: data, held-out evidence, comparison, the model, limits."),
  drift: json.nullable().describe("Population stability indices of scores and inputs; null until they were measured."),
});

export function viewOfModel(model: RegisteredModel): z.output<typeof modelView> {
  const { version, state, trainedAt, cause, horizonDays, size, card, drift } = model;
  return {
    version,
    state,
    trainedAt: isoOf(trainedAt),
    cause,
    horizonDays,
    isKept: size > 0,
    card: { ...card },
    drift: drift === undefined ? null : { ...drift, measuredAt: isoOf(drift.measuredAt) },
  };
}

export const runView = z.strictObject({
  id: z.int(),
  kind: z.enum(["train", "score"]),
  cause: z.string().describe("operator, schedule, alarm, or champion: another model has come to count"),
  state: z.enum(["waiting", "running", "done", "failed"]),
  step: z.string().describe("What is being done, or why it failed."),
  scored: z.int(),
  askedAt: instant,
  finishedAt: instant.nullable(),
});

export function viewOfRun({
  id,
  kind,
  cause,
  state,
  step,
  scored,
  askedAt,
  finishedAt,
}: Run): z.output<typeof runView> {
  return {
    id,
    kind,
    cause,
    state,
    step,
    scored,
    askedAt: isoOf(askedAt),
    finishedAt: finishedAt === null ? null : isoOf(finishedAt),
  };
}

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item).readonly() });
}
