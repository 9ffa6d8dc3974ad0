import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { seededRandom, unitOf } from "#kernel/random.ts";
import { qini } from "#predict/evaluate/qini.ts";
import { matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import { readTable } from "#predict/tables/read-table.ts";
import { chooseUplift } from "#predict/tasks/response/choose-uplift.ts";
import { refusalOf } from "#predict/tasks/response/fitted-response.ts";
import { bestRows, effectOf, type TrialTable, trialOf } from "#predict/tasks/response/trial-of.ts";
import { upliftModel, type UpliftName } from "#predict/uplift/uplift-model.ts";
import { cpuClock, round } from "../measure.ts";

type Figures = Record<string, number | string>;

const SPLITS = 10;
const OUTCOMES = ["visit", "conversion", "spend"] as const;
/** What is always one and the same learner, beside the one that is chosen. */
const BESIDE: readonly UpliftName[] = ["response by regression", "S by regression", "T by regression", "S by trees"];

/** Hillstrom's trial: on ten halves of the given rows, the Qini of whom the chosen learner would contact in the other half. */
export async function response(data: string): Promise<Figures> {
  const path = join(data, "hillstrom/hillstrom_train.csv.gz");
  if (!existsSync(path)) return { response: `left out: there is no ${path}` };
  const figures: Figures = {};
  for (const arm of ["Womens", "Mens"] as const) {
    const trial = await readTrial(path, { arm, target: "visit" });
    const clock = cpuClock();
    const splits = Array.from({ length: SPLITS }, (_, split) => judgeSplit(trial, split));
    tell(figures, `${arm.toLowerCase()}Visit`, splits);
    figures[`${arm.toLowerCase()}VisitCpuSecondsASplit`] = round(clock().cpuMs / 1_000 / SPLITS);
    const rare = await readTrial(path, { arm, target: "conversion" });
    const choice = chooseUplift(rare, { seed: 1, onStep: () => undefined });
    const refusal = refusalOf({ learner: choice.name, qini: choice.qini, line: choice.line });
    figures[`${arm.toLowerCase()}Conversion`] = refusal ?? `ranked by ${choice.name}`;
    tellAmounts(figures, arm.toLowerCase(), await readTrial(path, { arm, target: "spend" }));
  }
  return figures;
}

/** Extra money by e-mail: the held-out Qini of each learner with its interval, and what the best tenths bring. */
function tellAmounts(figures: Figures, arm: string, trial: TrialTable): void {
  const choice = chooseUplift(trial, { seed: 1, measure: "amount", onStep: () => undefined });
  const { estimate, low, high } = choice.qini;
  figures[`${arm}Spend`] =
    refusalOf({ learner: choice.name, qini: choice.qini, line: choice.line }) ?? `ranked by ${choice.name}`;
  figures[`${arm}SpendQini`] = `${round(estimate, 4)} (${round(low, 4)} to ${round(high, 4)})`;
  figures[`${arm}SpendOfAll`] = round(effectOf(trial).uplift, 3);
  for (const { candidate, qini: found, qiniInterval, upliftOfBest30 } of choice.evidence) {
    const interval = `${round(qiniInterval.low, 3)} to ${round(qiniInterval.high, 3)}`;
    figures[`${arm}Spend ${candidate}`] =
      `Qini ${round(found, 4)} (${interval}), best 30 % ${round(upliftOfBest30, 3)} a head`;
  }
}

type Asked = { readonly arm: string; readonly target: (typeof OUTCOMES)[number] };

async function readTrial(path: string, { arm, target }: Asked): Promise<TrialTable> {
  const excluded = OUTCOMES.filter((name) => name !== target);
  const roles = { treatment: "segment", target };
  const table = await readTable(createReadStream(path), { roles, categories: [], excluded });
  if (!table.ok) throw new Error(table.error.reason);
  const arms = { column: "segment", contacted: `${arm} E-Mail`, alone: "No E-Mail" };
  return trialOf("bench", table.value, {
    arms,
    event: target === "spend" ? { column: target, measure: "amount" } : { column: target, is: "1" },
  });
}

type Split = { readonly chosen: UpliftName; readonly figures: Readonly<Record<string, number>> };

function judgeSplit(trial: TrialTable, split: number): Split {
  const places = Int32Array.from(trial.y.keys());
  const isAsked = (row: number) => unitOf(split, row) < 0.5;
  const learn = rowsOf(
    trial,
    places.filter((row) => !isAsked(row)),
  );
  const asked = rowsOf(trial, places.filter(isAsked));
  const choice = chooseUplift(learn, { seed: split, onStep: () => undefined });
  const scores = choice.fitted.score(asked.inputs);
  const figures: Record<string, number> = {
    ours: qini(scores, asked),
    upliftOfBest30: effectOf(asked, bestRows(scores, 0.3)).uplift,
    upliftOfAll: effectOf(asked).uplift,
  };
  const labelled = matrixOf([
    ...learn.inputs.columns,
    numberColumn(" treated", learn.treated),
    numberColumn(" answered", learn.y),
  ]);
  for (const name of BESIDE) {
    const model = upliftModel(name, { treatment: " treated", target: " answered" });
    figures[name] = qini(model.fit(labelled, { random: seededRandom(split) }).score(asked.inputs), asked);
  }
  return { chosen: choice.name, figures };
}

function rowsOf({ inputs, treated, y }: TrialTable, rows: Int32Array): TrialTable {
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  return { inputs: takeRows(inputs, rows), treated: pick(treated), y: pick(y) };
}

function tell(figures: Figures, name: string, splits: readonly Split[]): void {
  for (const each of Object.keys(splits[0]?.figures ?? {})) {
    const values = splits.map((split) => split.figures[each] ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    figures[`${name} ${each}`] = `${round(mean, 4)} (sd ${round(spread, 4)})`;
  }
  const counts = Map.groupBy(splits, ({ chosen }) => chosen);
  figures[`${name} chosen`] = [...counts].map(([chosen, all]) => `${chosen}: ${all.length}`).join("; ");
}
