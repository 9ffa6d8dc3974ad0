import { existsSync } from "node:fs";
import { join } from "node:path";
import { epochDayOf } from "#kernel/calendar.ts";
import { seededRandom } from "#kernel/random.ts";
import { type AmountEvaluation, evaluateAmounts } from "#predict/evaluate/evaluate-amounts.ts";
import { bgNbd } from "#predict/models/bg-nbd.ts";
import { summarisePurchases } from "#predict/models/btyd/summarise-purchases.ts";
import { gammaGamma } from "#predict/models/gamma-gamma.ts";
import { paretoNbd } from "#predict/models/pareto-nbd/pareto-nbd.ts";
import type { Table } from "#predict/tables/table.ts";
import { spending as task } from "#predict/tasks/transactions/spending.ts";
import { cpuClock, round } from "../../measure.ts";
import { type Cdnow, CUT, HORIZON, ownSplit, readCdnow, tableOf } from "./cdnow-table.ts";
import { readOnlineRetail } from "./online-retail-table.ts";

type Figures = Record<string, unknown>;
type Told = "ours" | "typical" | "paretoNbd" | "bgNbd";
type Asked = { readonly learn: Table; readonly asked: Table; readonly until: number; readonly horizon: number };

type Evaluated = AmountEvaluation & { readonly typical: AmountEvaluation; readonly coverageOf80: number };

const SPLITS = Number(process.env["PREDICT_SPLITS"] ?? 20);

/** The task of spending beside Pareto/NBD and BG/NBD with gamma-gamma: CDNOW by splits of its customers, Online Retail out of time. */
export function spending(data: string): Figures {
  const folders = ["cdnow", "online_retail"].map((name) => join(data, name));
  if (!folders.every((folder) => existsSync(folder)))
    return { spending: `left out: there is no ${folders.join(" or ")}` };
  return { cdnow: cdnowFigures(readCdnow(data)), onlineRetail: retailFigures(readOnlineRetail(data)) };
}

function cdnowFigures(cdnow: Cdnow): Figures {
  const clock = cpuClock();
  const judge = (isAsked: (id: string) => boolean) =>
    judgeOne({
      learn: tableOf(cdnow.purchases.filter(({ id }) => !isAsked(id))),
      asked: tableOf(cdnow.purchases.filter(({ id }) => isAsked(id))),
      until: CUT,
      horizon: HORIZON,
    });
  const given = judge((id) => cdnow.given.has(id));
  const splits = Array.from({ length: SPLITS }, (_, split) => judge(ownSplit(split)));
  return {
    givenSplit: told([given]),
    splits: splits.length,
    ownSplits: told(splits),
    cpuSeconds: round(clock().cpuMs / 1_000, 1),
  };
}

/** Nothing behind the cut is learnt from: the fit looks back a horizon from there. */
function retailFigures(table: Table): Figures {
  const until = epochDayOf("2011-05-23");
  return told([judgeOne({ learn: table, asked: table, until, horizon: 100 }, until)]);
}

type Judged = Readonly<Record<Told, AmountEvaluation>> & {
  readonly model: string;
  readonly coverageOf80: number;
};

function judgeOne({ learn, asked, until, horizon }: Asked, learnUntil?: number): Judged {
  const columns = { id: "id", time: "date", amount: "amount" };
  const settings = { columns, categories: [], excluded: [], horizons: [horizon], seed: 1 };
  const lookingNoFurther = learnUntil === undefined ? {} : { until: learnUntil };
  const fitted = task.fit(learn, { ...settings, ...lookingNoFurther }, { onStep: () => undefined });
  const ours = fitted.evaluate(asked, { horizons: [], until, seed: 1 }) as unknown as Evaluated;
  const summaryOf = (table: Table) =>
    summarisePurchases(
      Array.from(table.id ?? [], (customer, row) => ({
        customer,
        at: Math.floor(table.time?.[row] ?? 0),
        amount: table.amount?.[row] ?? 0,
      })),
      { until, horizon, per: 7 },
    );
  const [known, { rows, future }] = [summaryOf(learn).rows, summaryOf(asked)];
  const deps = { random: seededRandom(1) };
  const spend = gammaGamma().fit(known, deps).score(rows);
  const classic = (counts: Float64Array) =>
    evaluateAmounts(
      counts.map((count, row) => count * (spend[row] ?? 0)),
      future.spend,
    );
  return {
    ours,
    typical: ours.typical,
    paretoNbd: classic(
      paretoNbd()
        .fit(known, deps)
        .expectedPurchases(rows, horizon / 7),
    ),
    bgNbd: classic(
      bgNbd()
        .fit(known, deps)
        .expectedPurchases(rows, horizon / 7),
    ),
    model: fitted.card.model,
    coverageOf80: ours.coverageOf80,
  };
}

/** Means over splits. */
function told(splits: readonly Judged[]): Figures {
  const mean = (of: (split: Judged) => number, digits: number) =>
    round(splits.reduce((sum, split) => sum + of(split), 0) / splits.length, digits);
  const figuresOf = (model: Told) => ({
    totalError: mean((split) => split[model].totalError, 4),
    meanAbsoluteError: mean((split) => split[model].meanAbsoluteError, 2),
    rootMeanSquaredError: mean((split) => split[model].rootMeanSquaredError, 1),
    normalisedGini: mean((split) => split[model].normalisedGini, 4),
  });
  return {
    ours: figuresOf("ours"),
    oursTypical: figuresOf("typical"),
    model: [...Map.groupBy(splits, ({ model }) => model)].map(([model, all]) => `${model} ${all.length}`).join(", "),
    coverageOf80: mean(({ coverageOf80 }) => coverageOf80, 3),
    furthestTotalError: round(Math.max(...splits.map(({ ours }) => Math.abs(ours.totalError))), 4),
    paretoNbdWithGammaGamma: figuresOf("paretoNbd"),
    bgNbdWithGammaGamma: figuresOf("bgNbd"),
  };
}
