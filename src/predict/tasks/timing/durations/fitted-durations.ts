import { seededRandom } from "#kernel/random.ts";
import { bootstrap } from "#predict/evaluate/bootstrap.ts";
import { concordance } from "#predict/evaluate/concordance.ts";
import { type ColumnProfile, driftOf } from "#predict/evaluate/drift.ts";
import { RefusedRows } from "#predict/models/model.ts";
import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import { plainly } from "#predict/tasks/candidates/reasons.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { Event } from "#predict/tasks/propensity/event-of.ts";
import type { FittedTask, JudgeAsked, ScoreAsked, TaskSettings } from "#predict/tasks/task.ts";
import { hazardReasons } from "#predict/tasks/timing/hazard-reasons.ts";
import { heldWithin, type Ranges } from "#predict/tasks/timing/ranges.ts";
import { gridOf } from "#predict/tasks/timing/waits.ts";
import type { KnownInput, Reading } from "#predict/tables/column-plan.ts";
import type { Table } from "#predict/tables/table.ts";
import type { FittedTiming } from "#predict/timing/fitted-timing.ts";
import { evaluateDurations, meanChances } from "./evaluate-durations.ts";
import { longest, lookedOver } from "./follow-up.ts";
import { pickSubjects, type Subjects, subjectsOf } from "./subjects.ts";

/** The second form of the documents of `timing`: whoever knows only the first is told that it is newer. */
export const kind = { name: "timing", version: 2, of: "durations" } as const;

export type DurationsEstimate = {
  readonly event: Event;
  readonly columns: TaskSettings["columns"];
  readonly inputs: readonly KnownInput[];
  /** Durations that are answered unless others are asked for, in the unit of the file's, as all times here. */
  readonly asked: readonly number[];
  /** How far rows were looked over by the evidence, and the longest that anybody was followed. */
  readonly limit: number;
  readonly followed: number;
  readonly fitted: FittedTiming;
  readonly ranges: Ranges;
  readonly profiles: readonly ColumnProfile[];
  readonly card: ModelCard;
};

/** P(event by each asked duration) of each row, from time 0, whatever time has passed for it already. */
export function fittedDurations(estimate: DurationsEstimate): FittedTask {
  const { event, columns: named, inputs, fitted, ranges, profiles, card } = estimate;
  const chances = (rows: Matrix, times: readonly number[]) => fitted.score(heldWithin(rows, ranges), times);
  const durationOf = (columns: TaskSettings["columns"]) => columns.time ?? named.time ?? "time";
  return Object.freeze({
    task: kind.name,
    card,
    isByRow: true,
    reading: (columns: TaskSettings["columns"], isJudged: boolean): Reading => {
      const id = columns.id ?? named.id;
      return {
        roles: {
          ...(id === undefined ? {} : { id }),
          ...(isJudged ? { target: columns.target ?? event.column, time: durationOf(columns) } : {}),
        },
        categories: [],
        excluded: [],
        known: inputs,
        hasDurations: true,
      };
    },
    score: (table: Table, asked: ScoreAsked) => {
      const times = timesOf(estimate, asked);
      const found = chances(table.inputs, times);
      const furthest = Math.max(...times);
      return {
        id: table.id ?? Array.from(table.lines, (line) => String(line)),
        columns: [
          { name: "score", values: found[times.indexOf(furthest)] ?? new Float64Array(0) },
          ...times.map((time, index) => ({
            name: `p${time}`,
            values: found[index] ?? new Float64Array(0),
          })),
        ],
        ...(furthest > estimate.followed ? { note: beyond(estimate) } : {}),
      };
    },
    reasons: (table: Table) =>
      Array.from({ length: table.rows }, (_, row) => hazardReasons(fitted, takeRows(table.inputs, [row]), plainly)),
    evaluate: (table: Table, asked: JudgeAsked) => {
      const subjects = subjectsOf(table, event, named.time ?? "time");
      const times = judgedTimes(estimate, subjects, asked);
      const curves = chances(subjects.inputs, times);
      return {
        task: kind.name,
        model: card.model,
        ...evaluateDurations({ times, curves }, subjects.came),
        concordanceInterval: intervalOf(meanChances(curves), subjects, asked.seed),
        drift: driftOf(profiles, table.inputs).toSorted((a, b) => b.psi - a.psi),
      };
    },
    toJSON: () => ({ ...estimate, ...kind, fitted: fitted.toJSON() }),
  });
}

/** Durations have no unit that is known here, and no day from which they are counted. */
export function refuseDays({ hasUnits, until }: Pick<TaskSettings, "hasUnits" | "until">): void {
  if (hasUnits === true) {
    const reason = "--horizon is in the unit of the column of durations: write 12, and not 12m or 90d";
    throw new RefusedRows(kind.name, reason);
  }
  if (until !== undefined) throw new RefusedRows(kind.name, "--until is a day, and durations have none");
}

function timesOf({ asked: learnt }: DurationsEstimate, asked: ScoreAsked): readonly number[] {
  refuseDays(asked);
  return asked.horizons.length > 0 ? [...new Set(asked.horizons)] : learnt;
}

/** The asked times, or tenths of the one that was asked or looked over, as far as the rows were followed. */
function judgedTimes({ limit }: DurationsEstimate, { came }: Subjects, asked: JudgeAsked): readonly number[] {
  refuseDays(asked);
  const { horizons } = asked;
  if (horizons.length === 0) return gridOf(lookedOver(came, [limit]));
  const most = longest(came);
  if (!(Math.max(...horizons) < most)) {
    throw new RefusedRows(kind.name, `nobody in the file was followed beyond ${most}: nobody knows yet what came then`);
  }
  return horizons.length === 1 ? gridOf(horizons[0] ?? most) : [...new Set(horizons)].sort((a, b) => a - b);
}

function beyond({ followed }: DurationsEstimate): string {
  return `say of all that lies beyond ${followed}, where nobody was followed, what had come by then: the least that it can be`;
}

const DRAWS = 200;

function intervalOf(risk: Float64Array, subjects: Subjects, seed: number) {
  const figure = (rows: Int32Array) =>
    concordance(
      Float64Array.from(rows, (row) => risk[row] ?? 0),
      pickSubjects({ ...subjects, inputs: { rows: subjects.inputs.rows, columns: [] } }, rows).came,
    );
  const { low, high } = bootstrap(figure, {
    rows: risk.length,
    random: seededRandom(seed),
    samples: DRAWS,
  });
  return { low, high };
}
