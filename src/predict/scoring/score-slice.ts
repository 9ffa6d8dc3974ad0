import { DAY_MS } from "#kernel/clock.ts";
import { endOfDay, endOfTakeOver } from "#predict/features/cut.ts";
import type { KnownInput } from "#predict/tables/column-plan.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import type { Score } from "#predict/registry/scores/write-scores.ts";
import { sharedRows } from "#predict/training/shared-rows.ts";
import { sourceOf } from "#predict/training/task-needs.ts";
import { answersOf } from "./answers-of.ts";
import type { Scoring } from "./scoring.ts";

/** What the models say of a range of ids, or why one of them could not. */
export type Slice = {
  readonly after: number;
  readonly upTo: number;
  readonly said: ReadonlyArray<{ readonly scoring: Scoring; readonly scores: readonly Score[] }>;
  readonly broken: ReadonlyArray<{ readonly scoring: Scoring; readonly cause: unknown }>;
};

type Asked = { readonly scorings: readonly Scoring[]; readonly after: number; readonly upTo: number };

/** Reads what is known of a range of ids once, and asks every model. All scorings stand at `after` and have one cut. */
export async function scoreSlice({ store }: PredictDeps, { scorings, after, upTo }: Asked): Promise<Slice> {
  const cutAt = scorings[0]?.cutAt ?? 0;
  const until = cutAt / DAY_MS - 1;
  const cut = endOfDay(until, await endOfTakeOver(store));
  const reader = sharedRows(store);
  const known = unionOf(scorings);
  const said: Array<Slice["said"][number]> = [];
  const broken: Array<Slice["broken"][number]> = [];
  for (const scoring of scorings) {
    const { prediction, fitted } = scoring;
    const own = sourceOf(prediction).kind === "features" ? (known ?? fitted.reading({}, false).known) : undefined;
    try {
      const table = await reader({ prediction, cut, range: { after, upTo, every: 1 }, known: own });
      said.push({
        scoring,
        scores: answersOf(fitted, table, { prediction, until, hasReasons: areReasonsKept(prediction) }),
      });
    } catch (cause) {
      broken.push({ scoring, cause });
    }
  }
  return { after, upTo, said, broken };
}

/**
 * Messages say why an item may be next. Other reasons take more time than the score, and few are read: those of a customer are
 * worked out when somebody asks (explain-score.ts).
 */
function areReasonsKept({ task, subject }: Scoring["prediction"]): boolean {
  return task === "next" || subject === "account";
}

/** The inputs of all models that read features; undefined where one name means a number here and a word there. */
function unionOf(scorings: readonly Scoring[]): readonly KnownInput[] | undefined {
  const byName = new Map<string, KnownInput>();
  for (const { prediction, fitted } of scorings) {
    if (sourceOf(prediction).kind !== "features") continue;
    for (const input of fitted.reading({}, false).known ?? []) {
      if ((byName.get(input.name) ?? input).kind !== input.kind) return undefined;
      byName.set(input.name, input);
    }
  }
  return [...byName.values()];
}
