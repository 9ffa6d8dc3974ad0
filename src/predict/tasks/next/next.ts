import { seededRandom } from "#kernel/random.ts";
import type { FittedNext } from "#predict/next/fitted-next.ts";
import { loadNextItem, nextItem } from "#predict/next/next-item.ts";
import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { FitDeps, FittedTask, Task, TaskSettings } from "#predict/tasks/task.ts";
import { fittedNextTask, kind, type NextEstimate } from "./fitted-next-task.ts";
import { chooseRanker, countGuesses, type RankerChoice, sampleAsked } from "./judge-rankers.ts";
import { askedAt, daysOf, linesOf, linesUntil } from "./lines-of.ts";
import { rankerNames } from "./rankers.ts";

const EXPIRES_AFTER_DAYS = 30;
/** Fewer customers than these can't bear evidence. */
const LEAST_ASKED = 50;
/** Of the days of the file, the last so many are foretold where no horizon is given. */
const STANDARD_SHARE = 0.2;

/**
 * What does she buy next, item or category, and what would be new to her? Popularity, what she had, what is like it, and a
 * model of again-or-new, judged by the first basket that customers bought behind a day up to which all of them learn.
 */
export const next: Task = {
  name: kind.name,
  summary: "Items or categories (--target) that each customer buys next, and which of them would be new to her.",
  needs: ["id", "time", "target"],
  isTargetWords: true,
  fit: (table, settings, deps) => fit({ table, settings, deps }),
  load: (json) => {
    const found = openFitted(json, kind) as Partial<Record<keyof NextEstimate, unknown>>;
    const { columns, horizon, ranker, fitted, card } = found;
    const isWhole = [columns, card].every((part) => typeof part === "object" && part !== null);
    const name = rankerNames.find((each) => each === ranker);
    if (!isWhole || typeof horizon !== "number" || name === undefined) {
      throw new RefusedModel(`${kind.name}: the document is damaged.`);
    }
    return fittedNextTask({ ...(found as unknown as NextEstimate), fitted: loadNextItem(fitted) });
  },
};

function fit({ table, settings, deps }: { table: Table; settings: TaskSettings; deps: FitDeps }): FittedTask {
  const all = linesOf(kind.name, table);
  const days = daysOf(all);
  const [first, last] = rangeOf(days);
  const until = Math.min(settings.until ?? last, last);
  if (until < first) throw new RefusedRows(kind.name, "--until is before the first day of the file");
  const lines = linesUntil(all, until);
  const [horizon = Math.max(1, Math.round(STANDARD_SHARE * (until - first)))] = settings.horizons;
  const asked = sampleAsked(askedAt(kind.name, lines, { until: until - horizon, end: until }), settings.seed);
  if (asked.length < LEAST_ASKED) {
    throw new RefusedRows(
      kind.name,
      `${asked.length} customers bought in the last ${horizon} days and before them: at least ${LEAST_ASKED} are needed to judge by`,
      { column: settings.columns.time ?? "time" },
    );
  }
  deps.onStep(`Evidence: the first baskets of ${asked.length} customers in the last ${horizon} days.`);
  const random = () => ({ random: seededRandom(settings.seed) });
  const choice = chooseRanker(nextItem().fit(linesUntil(lines, until - horizon), random()), asked);
  for (const { candidate, recallAt10 } of choice.evidence)
    deps.onStep(`${candidate}: recall at 10 ${recallAt10.toFixed(4)}`);
  deps.onStep(choice.words);
  const fitted = nextItem().fit(lines, random());
  return fittedNextTask({
    columns: settings.columns,
    ...(settings.until === undefined ? {} : { until }),
    horizon,
    ranker: choice.name,
    fitted,
    card: cardOf({ lines, fitted, horizon, settings }, asked.length, choice),
  });
}

/** The least and the greatest of very many values: they do not fit into arguments. */
function rangeOf(values: Float64Array): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return [least, most];
}

type Made = {
  readonly lines: Matrix;
  readonly fitted: FittedNext;
  readonly horizon: number;
  readonly settings: TaskSettings;
};

function cardOf({ lines, fitted, horizon, settings }: Made, asked: number, choice: RankerChoice): ModelCard {
  const guesses = countGuesses(fitted.items.length);
  const chosen = choice.evidence.find(({ isChosen }) => isChosen);
  return {
    task: kind.name,
    model: choice.name,
    version: kind.version,
    target: `the next ${settings.columns.target ?? "item"}`,
    inputs: ["what she bought, and when"],
    madeOf: { rows: lines.rows, events: fitted.customers, rate: chosen?.recallAt10 ?? Number.NaN },
    evidenceBy: `out of time: the first baskets of ${asked} customers in the last ${horizon} days, from all that came before; recall is that of the first ${guesses} guesses`,
    evidence: choice.evidence,
    choice: choice.words,
    calibration: { method: "no", evidence: [] },
    importance: [],
    expiresAfterDays: EXPIRES_AFTER_DAYS,
    seed: settings.seed,
    caution: [
      "Only the 2,000 items that most customers have are foretold.",
      choice.name === "again or new, then which"
        ? "A score is the chance that an item of the next basket, drawn at random, is this one."
        : "A score is a share of the rule's points and no chance.",
    ],
  };
}
