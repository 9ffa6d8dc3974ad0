import type { Foretold } from "#content/selection.ts";
import type { PredictionSettings } from "#predict/registry/prediction.ts";
import type { NextGuess } from "#predict/scoring/answers-of.ts";
import type { Store } from "#store/store.ts";

/** What is foretold of categories, and of product sets by their codes. */
export type ForetoldOf = {
  readonly byCategory: ReadonlyMap<string, Foretold>;
  readonly byCode: ReadonlyMap<string, Foretold>;
};

type Question = { readonly customerIds: readonly number[]; readonly now: number };

type Declared = { readonly id: number; readonly code: string; readonly task: string; readonly settings: string };

/**
 * What predictions say that these customers will buy: `next` of what comes, and propensities whose outcome is a purchase from a
 * category. By the key of score_details; one query, and none where nothing of the kind is declared.
 */
export async function findForetold(
  store: Pick<Store, "read">,
  { customerIds, now }: Question,
): Promise<ReadonlyMap<number, ForetoldOf>> {
  const declared = await store.read<Declared>({
    sql: `select id, code, task, settings from predictions where state = 'live' and subject = 'customer'
      and task in ('next', 'propensity') order by code`,
    params: [],
  });
  const asked = declared.flatMap(({ id, code, task, settings }): ReadonlyArray<Asked & { readonly id: number }> => {
    const { of, outcome } = JSON.parse(settings) as PredictionSettings;
    if (task === "next") return [{ id, code, of, category: undefined }];
    return outcome?.event === "purchase" && outcome.category !== undefined
      ? [{ id, code, of, category: outcome.category }]
      : [];
  });
  if (asked.length === 0) return new Map();
  const rows = await store.read<{ id: number; found: string }>({
    sql: `select d.customer_id as id, json_group_array(json_array(d.prediction_id, d.score, d.extra, d.reasons)) as found
      from json_each(?1) as item cross join json_each(?2) as wanted
      cross join score_details d on d.customer_id = item.value and d.prediction_id = wanted.value
      where d.expires_at > ?3 and d.scored_at <= ?3 group by d.customer_id`,
    params: [JSON.stringify(customerIds), JSON.stringify(asked.map(({ id }) => id)), now],
  });
  const byId = new Map(asked.map((one) => [one.id, one]));
  return new Map(rows.map(({ id, found }) => [id, foretoldOf(JSON.parse(found) as ScoreRow[], byId)]));
}

type ScoreRow = readonly [predictionId: number, score: number, extra: string | null, reasons: string | null];
type Asked = {
  readonly code: string;
  readonly of: PredictionSettings["of"];
  readonly category: string | undefined;
};

function foretoldOf(rows: readonly ScoreRow[], byId: ReadonlyMap<number, Asked>): ForetoldOf {
  const byCategory = new Map<string, Foretold>();
  const byCode = new Map<string, Foretold>();
  for (const [predictionId, score, extra, reasons] of rows) {
    const asked = byId.get(predictionId);
    if (asked === undefined) continue;
    const prediction = asked.code;
    if (asked.category !== undefined) {
      const words = reasons === null ? "" : (JSON.parse(reasons) as string[]).join(", ");
      keepLikelier(byCategory, asked.category, { score, isNew: false, words, prediction });
      continue;
    }
    const { items = [] } = (extra === null ? {} : JSON.parse(extra)) as { items?: readonly NextGuess[] };
    for (const guess of items) {
      const { item, isNew } = guess;
      keepLikelier(asked.of === "category" ? byCategory : byCode, item, {
        score: guess.score,
        isNew,
        words: guess.reasons.join(", "),
        prediction,
      });
    }
  }
  return { byCategory, byCode };
}

/** That it would be new to her is known from one prediction, and stays so where another one is surer that she buys it. */
function keepLikelier(known: Map<string, Foretold>, key: string, foretold: Foretold): void {
  const before = known.get(key);
  const isNew = foretold.isNew || before?.isNew === true;
  known.set(key, { ...(before !== undefined && before.score > foretold.score ? before : foretold), isNew });
}
