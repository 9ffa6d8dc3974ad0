import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import type { Reading } from "#predict/tables/column-plan.ts";
import type { Table } from "#predict/tables/table.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import { daysOf, linesOf, linesUntil } from "#predict/tasks/next/lines-of.ts";
import type { FittedTask, ScoreAsked, Task, TaskSettings } from "#predict/tasks/task.ts";
import { type PatternReport, reportOf } from "./report.ts";

const kind = { name: "patterns", version: 1 } as const;
const EXPIRES_AFTER_DAYS = 90;
/** Days in which one thing counts as following another unless told. */
const STANDARD_WITHIN = 90;

type PatternsEstimate = {
  readonly columns: TaskSettings["columns"];
  readonly until?: number;
  readonly within: number;
  readonly report: PatternReport;
  readonly card: ModelCard;
};

/**
 * What is bought together, behind what, when, by how much more, and who moved: each beyond chance. A report and no score: the
 * fitted file holds it, and `evaluate` makes it of other records.
 */
export const patterns: Task = {
  name: kind.name,
  summary:
    "A report: baskets, sequences, seasons, trend, migration of items or categories (--target); it scores nobody.",
  needs: ["id", "time", "target"],
  isTargetWords: true,
  fit: (table, settings, deps) => {
    const [within = STANDARD_WITHIN] = settings.horizons;
    const report = reportAt(table, settings.until, within);
    const { baskets, sequences, trend } = report;
    deps.onStep(
      `${baskets.length} pairs that go together, ${sequences.length} that follow one another, ${trend?.levels.length ?? 0} levels of the trend.`,
    );
    return fittedPatterns({
      columns: settings.columns,
      ...(settings.until === undefined ? {} : { until: settings.until }),
      within,
      report,
      card: cardOf(report, settings),
    });
  },
  load: (json) => {
    const found = openFitted(json, kind) as Partial<Record<keyof PatternsEstimate, unknown>>;
    const { columns, within, report, card } = found;
    const isWhole = [columns, report, card].every((part) => typeof part === "object" && part !== null);
    if (!isWhole || typeof within !== "number") throw new RefusedModel(`${kind.name}: the document is damaged.`);
    return fittedPatterns(found as unknown as PatternsEstimate);
  },
};

function reportAt(table: Table, until: number | undefined, within: number): PatternReport {
  const all = linesOf(kind.name, table);
  const lines = until === undefined ? all : linesUntil(all, until);
  if (lines.rows === 0) throw new RefusedRows(kind.name, "there are no records up to --until");
  const days = daysOf(all);
  const amounts = table.amount?.filter((_, row) => until === undefined || (days[row] ?? 0) <= until);
  return reportOf(kind.name, { lines, amounts: amounts ?? new Float64Array(lines.rows).fill(1) }, within);
}

function fittedPatterns(estimate: PatternsEstimate): FittedTask {
  const { columns, within, card } = estimate;
  const refuse = (): never => {
    throw new RefusedRows(
      kind.name,
      "patterns describe what all customers do and score nobody: read the report in the model file, or ask the task next",
    );
  };
  return Object.freeze({
    task: kind.name,
    card,
    isByRow: false,
    reading: (named: TaskSettings["columns"]): Reading => {
      const roles = { ...columns, ...named };
      return { roles, categories: [roles.target ?? ""], excluded: [], known: [] };
    },
    score: refuse,
    reasons: refuse,
    evaluate: (table: Table, asked: ScoreAsked) => ({
      task: kind.name,
      ...reportAt(table, asked.until ?? estimate.until, within),
    }),
    toJSON: () => ({ ...estimate, ...kind }),
  });
}

function cardOf(report: PatternReport, { columns, seed }: TaskSettings): ModelCard {
  return {
    task: kind.name,
    model: "patterns",
    version: kind.version,
    target: `${columns.target ?? "items"} from ${report.days.from} to ${report.days.to}`,
    inputs: ["what was bought, by whom and when"],
    madeOf: { rows: report.lines, events: report.baskets.length, rate: 0 },
    evidenceBy: "tests at 1 in 100, shared by all pairs that were looked at (Bonferroni)",
    evidence: [],
    choice: "Only what chance would hardly have made is told.",
    calibration: { method: "no", evidence: [] },
    importance: [],
    expiresAfterDays: EXPIRES_AFTER_DAYS,
    seed,
    caution: [
      "What goes together or follows one another is no cause: only a trial shows what an offer does.",
      "Lift tells what goes together; it never ranks what to offer.",
    ],
  };
}
