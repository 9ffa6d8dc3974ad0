import { existsSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "#kernel/random.ts";
import { auc } from "#predict/evaluate/auc.ts";
import { reliability } from "#predict/evaluate/reliability.ts";
import { bgNbd } from "#predict/models/bg-nbd.ts";
import { summarisePurchases } from "#predict/models/btyd/summarise-purchases.ts";
import { findTask } from "#predict/tasks/task-registry.ts";
import { cpuClock, round } from "../../measure.ts";
import { type Cdnow, CUT, HORIZON, ownSplit, readCdnow, tableOf } from "./cdnow-table.ts";
import { type Asked, pairedGain } from "./paired-gain.ts";

type Figures = Record<string, unknown>;

const SPLITS = Number(process.env["PREDICT_SPLITS"] ?? 20);
const QUIET_DAYS = 182;

/**
 * One task on CDNOW's customers: learnt from some of them, asked of the others as of 1997-09-30, 39 weeks ahead; on the given
 * split and on twenty of our own, beside BG/NBD fitted to the same customers.
 */
export function cdnowChances(task: "hit-and-run" | "dormancy" | "activity"): (data: string) => Figures {
  return (data) => {
    if (!existsSync(join(data, "cdnow"))) return { [task]: `left out: there is no ${join(data, "cdnow")}` };
    const cdnow = readCdnow(data);
    const places = new Map([...new Set(cdnow.purchases.map(({ id }) => id))].map((id, place) => [id, place]));
    const clock = cpuClock();
    const given = judge(task, cdnow, { isAsked: (id) => cdnow.given.has(id), places });
    const splits = Array.from({ length: SPLITS }, (_, split) =>
      judge(task, cdnow, { isAsked: ownSplit(split), places }),
    );
    const gain = pairedGain(splits, places.size, seededRandom(1));
    return {
      givenSplitAuc: round(auc(given.ours, given.y), 4),
      givenSplitBgNbdAuc: round(auc(given.theirs, given.y), 4),
      givenSplitEce: round(reliability(given.ours, given.y).ece, 4),
      givenSplitModel: given.model,
      splits: splits.length,
      auc: meanOf(splits, ({ ours, y }) => auc(ours, y)),
      bgNbdAuc: meanOf(splits, ({ theirs, y }) => auc(theirs, y)),
      gain: round(gain.estimate, 4),
      gainLow: round(gain.low, 4),
      gainHigh: round(gain.high, 4),
      splitsWithGain: splits.filter(({ ours, theirs, y }) => auc(ours, y) > auc(theirs, y)).length,
      ece: meanOf(splits, ({ ours, y }) => reliability(ours, y).ece),
      eceOfPerfectChances: meanOf(splits, ({ ours }) => eceByChance(ours)),
      ecePooled: round(pooledEce(splits), 4),
      bgNbdEce: meanOf(splits, ({ theirs, y }) => reliability(theirs, y).ece),
      chosen: [...Map.groupBy(splits, ({ model }) => model)].map(([model, all]) => `${model} ${all.length}`).join(", "),
      cpuSeconds: round(clock().cpuMs / 1_000, 1),
    };
  };
}

type Parting = {
  readonly isAsked: (id: string) => boolean;
  readonly places: ReadonlyMap<string, number>;
};

function judge(name: string, { purchases }: Cdnow, { isAsked, places }: Parting): Asked & { readonly model: string } {
  const learn = purchases.filter(({ id }) => !isAsked(id));
  const asked = purchases.filter(({ id }) => isAsked(id));
  const columns = { id: "id", time: "date", amount: "dollars" };
  const settings = { columns, categories: [], excluded: [], horizons: [HORIZON], seed: 1, quietDays: QUIET_DAYS };
  const fitted = findTask(name)?.fit(tableOf(learn), settings, { onStep: () => undefined });
  if (fitted === undefined) throw new Error(`There is no task ${name}.`);
  const scores = fitted.score(tableOf(asked), { horizons: [], until: CUT });
  const classic = classicChances(learn, asked);
  const ids = scores.id;
  return {
    who: Int32Array.from(ids, (id) => places.get(id) ?? 0),
    y: Float64Array.from(ids, (id) => (classic.came.get(id) === true ? 1 : 0)),
    ours: scores.columns[0]?.values ?? new Float64Array(0),
    theirs: Float64Array.from(ids, (id) => classic.chances.get(id) ?? 0),
    model: fitted.card.model,
  };
}

/** BG/NBD's own chance of any purchase, and who came. */
function classicChances(learn: Cdnow["purchases"], asked: Cdnow["purchases"]) {
  const summaryOf = (purchases: Cdnow["purchases"]) =>
    summarisePurchases(
      purchases.map(({ id, day, spend }) => ({ customer: id, at: day, amount: spend })),
      { until: CUT, horizon: HORIZON, per: 7 },
    );
  const model = bgNbd().fit(summaryOf(learn).rows, { random: seededRandom(1) });
  const { rows, customers, future } = summaryOf(asked);
  const chances = model.anyPurchase(rows, HORIZON / 7);
  return {
    chances: new Map(customers.map((id, row) => [id, chances[row] ?? 0])),
    came: new Map(customers.map((id, row) => [id, (future.purchases[row] ?? 0) > 0])),
  };
}

function meanOf(splits: readonly Asked[], of: (split: Asked) => number): number {
  return round(splits.reduce((sum, split) => sum + of(split), 0) / splits.length, 4);
}

/** What a sample of this size shows where every chance is exactly right. */
function eceByChance(chances: Float64Array): number {
  const random = seededRandom(7);
  const draws = Array.from(
    { length: 20 },
    () =>
      reliability(
        chances,
        chances.map((chance) => (random.next() < chance ? 1 : 0)),
      ).ece,
  );
  return draws.reduce((sum, ece) => sum + ece, 0) / draws.length;
}

function pooledEce(splits: readonly Asked[]): number {
  const joined = (of: (split: Asked) => Float64Array) =>
    Float64Array.from(splits.flatMap((split) => Array.from(of(split))));
  return reliability(
    joined(({ ours }) => ours),
    joined(({ y }) => y),
  ).ece;
}
