import { z } from "zod";
import { isLocalDate, isoOf } from "#kernel/calendar.ts";
import { predictionCode } from "#predict/registry/prediction.ts";
import type { Store } from "#store/store.ts";

export const ruleCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "A code has 1 to 64 small letters, digits and dashes.")
  .meta({ examples: ["likely-buyers"] });

const localDate = z.string().refine(isLocalDate, "A date is YYYY-MM-DD.");

/** A model with a threshold, or CEL. */
export const ruleBody = z
  .strictObject({
    title: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({ examples: ["Likely to buy within a month"] }),
    kind: z.enum(["propensity", "timing", "cluster"]),
    prediction: predictionCode.optional().describe("Whose score is held against the threshold."),
    modelVersion: z.int().min(1).optional().describe("The rule holds only while this version counts."),
    when: z.string().max(4_000).optional().describe("CEL in place of prediction and threshold."),
    inputs: z
      .array(z.string().min(1).max(100))
      .max(100)
      .optional()
      .describe(
        "The characteristics that the model may use: one that uses others is refused. Those of the model unless told.",
      ),
    threshold: z.number().optional().describe("propensity, timing: at least so much. cluster: the cluster's number."),
    startsOn: localDate.nullable().default(null).describe("From this date where the customer lives; it too."),
    endsOn: localDate.nullable().default(null).describe("To this date; it too."),
  })
  .refine(({ prediction, when }) => (prediction === undefined) !== (when === undefined), {
    path: ["prediction"],
    message: "Name a prediction, or write CEL in when.",
  })
  .refine(({ prediction, threshold }) => prediction === undefined || threshold !== undefined, {
    path: ["threshold"],
    message: "A prediction needs a threshold.",
  });

export type PredictionRuleInput = z.output<typeof ruleBody>;

export const ruleView = z.strictObject({
  code: ruleCode,
  version: z.int(),
  title: z.string(),
  kind: z.enum(["propensity", "timing", "cluster"]),
  prediction: z.string().nullable(),
  modelVersion: z.int().nullable(),
  when: z.string().nullable(),
  condition: z.string().describe("What predicted() stands for, in CEL."),
  inputs: z.array(z.string()).readonly(),
  threshold: z.number().nullable(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  author: z.string(),
  createdAt: z.iso.datetime(),
});

export type PredictionRule = z.output<typeof ruleView>;

type RuleRow = Omit<PredictionRule, "inputs" | "createdAt"> & { readonly inputs: string; readonly createdAt: number };

const COLUMNS = `code, version, title, kind, prediction, model_version as modelVersion, source as "when", condition, inputs, threshold,
  starts_on as startsOn, ends_on as endsOn, author, created_at as createdAt`;

/** The newest version of each, by code: a vendor has few. */
export async function listRules(store: Pick<Store, "read">): Promise<readonly PredictionRule[]> {
  const rows = await store.read<RuleRow>({
    sql: `select ${COLUMNS} from prediction_rules r where version = (select max(version) from prediction_rules n where n.code = r.code)
      order by code`,
    params: [],
  });
  return rows.map(ruleOf);
}

/** Every version of one, the newest first. By its key. */
export async function listRuleVersions(store: Pick<Store, "read">, code: string): Promise<readonly PredictionRule[]> {
  const rows = await store.read<RuleRow>({
    sql: `select ${COLUMNS} from prediction_rules where code = ? order by version desc`,
    params: [code],
  });
  return rows.map(ruleOf);
}

function ruleOf({ inputs, createdAt, ...row }: RuleRow): PredictionRule {
  return { ...row, inputs: JSON.parse(inputs) as string[], createdAt: isoOf(createdAt) };
}
