import { DAY_MS } from "#kernel/clock.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import type { Run } from "#predict/registry/runs/run.ts";
import { endScoring, failRun, leaveRuns } from "#predict/registry/runs/take-run.ts";
import { findPopulation } from "#predict/training/range-of.ts";
import { measureDrift } from "./measure-drift.ts";
import { openScoring, type Scoring } from "./scoring.ts";
import { scoreSlice } from "./score-slice.ts";
import { writeSlice } from "./write-slice.ts";

export type ScoringSettings = {
  readonly log: (event: string, detail: Readonly<Record<string, string | number>>) => void;
  readonly breathe?: (() => Promise<void>) | undefined;
  readonly onScored?: (() => Promise<void>) | undefined;
  /** The store keeps the order of writes that nobody waited for: the next slice is worked out while one is written. */
  readonly areWritesInOrder?: boolean;
};

/** Slices that a turn has left, counted for each prediction. */
export type Budget = { slices: number };

export type Asked = {
  readonly runs: ReadonlyArray<{ readonly run: Run; readonly prediction: Prediction }>;
  readonly budget: Budget;
};

/** Ids of one slice. */
const SLICE = 2_000;

/**
 * Scores by several predictions of one subject at once: what is known of a slice of ids is read once, and who stands furthest
 * behind goes first until all go together. What a turn leaves waits for the next one. A prediction that breaks ends alone; its
 * cause is thrown when the others are done. Gives how many scores there are more.
 */
export async function scoreRuns(
  deps: PredictDeps,
  settings: ScoringSettings,
  { runs, budget }: Asked,
): Promise<number> {
  const broken: unknown[] = [];
  const fail = async (run: Pick<Run, "id">, cause: unknown) => {
    await deps.store.write([failRun(run, cause, deps.clock.now())]);
    broken.push(cause);
  };
  let open: readonly Scoring[] = [];
  for (const { run, prediction } of runs) {
    const opened = await openScoring(deps, run, prediction).catch((cause: unknown) => fail(run, cause));
    if (opened !== undefined) open = [...open, opened];
  }
  const before = countOf(open);
  const done: Scoring[] = [];
  try {
    open = await walk(deps, settings, { open, budget, done, fail });
  } catch (cause) {
    for (const { run } of open) await fail(run, cause);
    open = [];
    done.length = 0;
  }
  await deps.store.write(leaveRuns(open.map(({ run }) => run)));
  for (const scoring of done) await finish(deps, settings, scoring).catch((cause: unknown) => fail(scoring.run, cause));
  if (broken.length > 0) throw broken[0];
  return countOf([...open, ...done]) - before;
}

function countOf(scorings: readonly Scoring[]): number {
  return scorings.reduce((sum, { scored }) => sum + scored, 0);
}

type Walk = {
  readonly open: readonly Scoring[];
  readonly budget: Budget;
  /** Takes those that came to the end. */
  readonly done: Scoring[];
  readonly fail: (run: Pick<Run, "id">, cause: unknown) => Promise<void>;
};

/** Slice by slice; gives those that are not at the end when the budget is. */
async function walk(deps: PredictDeps, settings: ScoringSettings, { open, budget, done, fail }: Walk) {
  const subject = open[0]?.prediction.subject;
  const most = subject === undefined ? 0 : (await findPopulation(deps.store, subject)).range.upTo;
  let left = sortOut(open, most, done);
  let written: Promise<void> = Promise.resolve();
  while (left.length > 0 && budget.slices > 0) {
    const { scorings, after, upTo } = nextSlice(left, { most, budget });
    const slice = await scoreSlice(deps, { scorings, after, upTo });
    await written;
    written = writeSlice(deps, slice, settings.areWritesInOrder === true);
    if (settings.areWritesInOrder !== true) await written;
    // Awaited with the next slice, or behind the last one; a rejection waits there.
    written.catch(() => undefined);
    for (const { scoring, cause } of slice.broken) await fail(scoring.run, cause);
    const moved = slice.said.map(({ scoring, scores }) => ({
      ...scoring,
      scoredTo: upTo,
      scored: scoring.scored + scores.length,
    }));
    left = sortOut([...left.filter((each) => !scorings.includes(each)), ...moved], most, done);
    budget.slices -= scorings.length;
    await settings.breathe?.();
  }
  await written;
  return left;
}

function sortOut(open: readonly Scoring[], most: number, done: Scoring[]): readonly Scoring[] {
  done.push(...open.filter(({ scoredTo }) => scoredTo >= most));
  return open.filter(({ scoredTo }) => scoredTo < most);
}

/** Those with one cut who stand furthest behind, as far as the next one stands. */
function nextSlice(
  left: readonly Scoring[],
  { most, budget }: { readonly most: number; readonly budget: Budget },
): { readonly scorings: readonly Scoring[]; readonly after: number; readonly upTo: number } {
  const after = Math.min(...left.map(({ scoredTo }) => scoredTo));
  const cutAt = left.find(({ scoredTo }) => scoredTo === after)?.cutAt;
  const scorings = left.filter((each) => each.scoredTo === after && each.cutAt === cutAt).slice(0, budget.slices);
  const ahead = left.map(({ scoredTo }) => scoredTo).filter((scoredTo) => scoredTo > after);
  return { scorings, after, upTo: Math.min(after + SLICE, most, ...ahead) };
}

async function finish(
  deps: PredictDeps,
  { log, onScored }: ScoringSettings,
  { run, prediction, model, cutAt, scored }: Scoring,
): Promise<void> {
  const drift = await measureDrift(deps, { prediction, model, day: cutAt / DAY_MS - 1 });
  const step = `${scored} scored by version ${model.version}.`;
  const [rows = []] = await deps.store.write([endScoring(run, { modelId: model.id, step, at: deps.clock.now() })]);
  if (rows.length === 0) {
    // Another model has come to count meanwhile: the run begins anew.
    await deps.store.write(leaveRuns([run]));
    return;
  }
  if (drift.verdict === "alarm")
    log("prediction_drift_alarm", { prediction: prediction.code, psi: Math.round(drift.scores * 1_000) / 1_000 });
  log("prediction_scored", { prediction: prediction.code, scored });
  await onScored?.();
}
