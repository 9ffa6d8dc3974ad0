import { z } from "zod";
import { contextFields, productFields, type FieldTypes, type RuleVocabulary } from "#content/vocabulary.ts";
import { findAttributes } from "#customers/attributes.ts";
import type { Store } from "#store/store.ts";
import { findSetting } from "./settings.ts";

const fieldName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{0,63}$/, "A field's name is letters and digits, beginning small.");
const fieldType = z.enum(["string", "int", "double", "bool", "date", "strings"]);
const fieldTypes = z.record(fieldName, fieldType);

/** What the vendor declares beside its customer attributes: fields of product sets, of the occasion, and of events. */
export const vocabularyBody = z
  .strictObject({
    product: fieldTypes.default({}).describe("Fields of product sets, beside the standard ones."),
    context: fieldTypes.default({}).describe("Fields of the occasion, beside the standard ones."),
  })
  .superRefine(({ product, context }, check) => {
    refuseStandard(check, { of: "product", declared: product, standard: productFields });
    refuseStandard(check, { of: "context", declared: context, standard: contextFields });
  });

export type DeclaredVocabulary = z.output<typeof vocabularyBody>;

type Declared = { readonly of: string; readonly declared: FieldTypes; readonly standard: FieldTypes };

function refuseStandard(check: z.RefinementCtx, { of, declared, standard }: Declared): void {
  for (const name of Object.keys(declared)) {
    if (Object.hasOwn(standard, name)) {
      check.addIssue({ code: "custom", path: [of, name], message: "Every selection has this field already." });
    }
  }
}

/** What is learnt of customers, beside what the vendor declares: the class of device that she reads on. */
const learntFields = { device: "string" } as const satisfies FieldTypes;

/** All that rules may speak of now. */
export async function loadVocabulary(store: Store): Promise<RuleVocabulary> {
  const [declared, attributes, segments, scores, predicted] = await Promise.all([
    findDeclared(store),
    findAttributes(store),
    findSegmentCodes(store),
    findScoreCodes(store),
    findPredictionRules(store),
  ]);
  const customer = Object.fromEntries([...attributes].map(([name, { type }]) => [name, type]));
  return {
    customer: { ...customer, ...learntFields },
    ...declared,
    segments: new Map(segments.map((code) => [code, undefined])),
    scores,
    predicted,
  };
}

/** What `inSegment()` may name. Saving or deleting a segment counts as a change of the catalogue. */
async function findSegmentCodes(store: Store): Promise<readonly string[]> {
  const rows = await store.read<{ code: string }>({
    sql: "select code from segments where deleted_at is null order by code",
    params: [],
  });
  return rows.map(({ code }) => code);
}

/** What `score()` may name: predictions of customers. Declaring one counts as a change of the catalogue. */
async function findScoreCodes(store: Store): Promise<ReadonlySet<string>> {
  const rows = await store.read<{ code: string }>({
    sql: "select code from predictions where subject = 'customer' and has_column = 1 order by code",
    params: [],
  });
  return new Set(rows.map(({ code }) => code));
}

/**
 * What `predicted()` may name, as CEL: the newest version of each rule over predictions. One that holds for one version of a
 * model holds for nobody while another one counts.
 */
async function findPredictionRules(store: Store): Promise<ReadonlyMap<string, string>> {
  const rows = await store.read<{ code: string; condition: string; holds: number }>({
    sql: `select r.code as code, r.condition as condition, r.model_version is null or exists (select 1 from predictions p
        cross join prediction_models m on m.prediction_id = p.id and m.version = r.model_version
        where p.code = r.prediction and m.state = 'champion') as holds
      from prediction_rules r where r.version = (select max(n.version) from prediction_rules n where n.code = r.code)
      order by r.code`,
    params: [],
  });
  return new Map(rows.map(({ code, condition, holds }) => [code, holds === 1 ? condition : "false"]));
}

export async function findDeclared(store: Store): Promise<DeclaredVocabulary> {
  return vocabularyBody.parse((await findSetting(store, "vocabulary")) ?? {});
}
