import { profileOf } from "#predict/evaluate/drift.ts";
import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { planEvidence } from "#predict/tasks/candidates/evidence.ts";
import { importanceIn } from "#predict/tasks/candidates/importance.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { FitDeps, FittedTask, Task, TaskSettings } from "#predict/tasks/task.ts";
import { gridOf } from "#predict/tasks/timing/waits.ts";
import type { Table } from "#predict/tables/table.ts";
import { loadTiming } from "#predict/timing/load-timing.ts";
import { chooseHazard, type HazardChoice } from "./choose-hazard.ts";
import { type DurationsEstimate, fittedDurations, kind, refuseDays } from "./fitted-durations.ts";
import { longest, lookedOver } from "./follow-up.ts";
import { eventOfSubjects, groundOf, refuseTooFew, type Subjects, subjectsOf } from "./subjects.ts";
import { telltaleColumns } from "./telltale-columns.ts";

/**
 * When does the event come, of rows with a duration each? Right-censored where it has not come yet. Kaplan-Meier, Cox, a
 * discrete-time hazard and one by boosted trees, judged in cross-validation.
 */
export const durations: Task = {
  name: kind.name,
  summary: "P(event) of each row by each duration of --horizon: --time holds how long it was followed.",
  needs: ["time", "target"],
  hasDurations: true,
  fit: (table, settings, deps) => fit({ table, settings, deps }),
  load: (json) => {
    const document = openFitted(json, kind) as Partial<Record<keyof DurationsEstimate, unknown>>;
    const { event, columns, inputs, asked, limit, followed, fitted, ranges, profiles, card } = document;
    const areLists = [inputs, asked, profiles].every(Array.isArray);
    const areThere = [event, columns, ranges, card].every((part) => typeof part === "object" && part !== null);
    if (!areLists || !areThere || typeof limit !== "number" || typeof followed !== "number") {
      throw new RefusedModel(`${kind.name}: the document is damaged.`);
    }
    const stored = document as unknown as DurationsEstimate;
    return fittedDurations({
      event: stored.event,
      columns: stored.columns,
      inputs: stored.inputs,
      asked: stored.asked,
      limit,
      followed,
      fitted: loadTiming(fitted),
      ranges: stored.ranges,
      profiles: stored.profiles,
      card: stored.card,
    });
  },
};

/** True for the documents of this form. */
export function isOfDurations(json: unknown): boolean {
  return typeof json === "object" && json !== null && (json as { of?: unknown }).of === kind.of;
}

type Asked = { readonly table: Table; readonly settings: TaskSettings; readonly deps: FitDeps };

function fit({ table, settings, deps: { onStep } }: Asked): FittedTask {
  const { columns, seed } = settings;
  refuseDays(settings);
  refuseOthers(columns);
  const event = eventOfSubjects(table, settings.event);
  const all = subjectsOf(table, event, columns.time ?? "time");
  refuseTooFew(all.came, columns);
  const subjects = groundOf(all, seed);
  const limit = lookedOver(subjects.came, settings.horizons);
  const plan = planEvidence(subjects.came.happened, { seed });
  onStep(`Evidence: ${plan.words}; looked over up to ${limit}.`);
  const choice = chooseHazard({ subjects, folds: plan.folds, times: gridOf(limit), seed, onStep });
  onStep(choice.words);
  const telltales = telltaleColumns(subjects);
  if (telltales.length > 0) onStep(cautionOf(telltales));
  const { fitted, ranges } = choice;
  return fittedDurations({
    event,
    columns,
    inputs: subjects.inputs.columns.map(({ name, kind: is }) => ({ name, kind: is })),
    asked: settings.horizons.length > 0 ? [...new Set(settings.horizons)] : [limit],
    limit,
    followed: longest(subjects.came),
    fitted,
    ranges,
    profiles: profileOf(subjects.inputs),
    card: cardOf(
      { all, subjects, choice, telltales },
      { event: `${event.column} is ${event.is}`, limit, settings, by: plan.words },
    ),
  });
}

const OTHERS = ["amount", "margin", "treatment"] as const;

/** A column with a role that nothing is made of would vanish from the inputs without a word. */
function refuseOthers(columns: TaskSettings["columns"]): void {
  const role = OTHERS.find((each) => columns[each] !== undefined);
  if (role !== undefined) {
    throw new RefusedRows(kind.name, `a table of durations has no --${role}: as an input the column needs no option`);
  }
}

function cautionOf(telltales: readonly string[]): string {
  const names = telltales.join(", ");
  return `${names}: goes up and down with the duration itself. What is known only afterwards, as a total paid so far, belongs into --exclude.`;
}

const EXPIRES_AFTER_DAYS = 90;

type Made = {
  readonly all: Subjects;
  readonly subjects: Subjects;
  readonly choice: HazardChoice;
  readonly telltales: readonly string[];
};
type Named = {
  readonly event: string;
  readonly limit: number;
  readonly settings: TaskSettings;
  readonly by: string;
};

function cardOf({ all, subjects, choice, telltales }: Made, { event, limit, settings, by }: Named): ModelCard {
  const events = all.came.happened.reduce((sum, value) => sum + value, 0);
  const rows = all.inputs.rows;
  return {
    task: kind.name,
    model: choice.name,
    version: kind.version,
    target: `${settings.columns.time} until ${event}; right-censored where it has not come`,
    inputs: subjects.inputs.columns.map(({ name }) => name),
    madeOf: {
      rows,
      events,
      rate: events / rows,
      ...(subjects.inputs.rows < rows ? { sampledRows: subjects.inputs.rows } : {}),
    },
    evidenceBy: `${by}; Brier score by inverse probability of censoring up to ${limit}`,
    evidence: choice.evidence,
    choice: choice.words,
    calibration: { method: "none", evidence: choice.calibration },
    importance: importanceIn(choice.fitted, subjects.inputs),
    expiresAfterDays: EXPIRES_AFTER_DAYS,
    seed: settings.seed,
    caution: [
      "Each chance counts from time 0, also for a row of which some time has passed without the event.",
      "It holds where following ended for reasons that have nothing to do with the event to come.",
      `What lies beyond ${limit} was not judged.`,
      "What raises a score is not what would change it: that takes a trial with a hold-out.",
      ...(telltales.length > 0 ? [cautionOf(telltales)] : []),
    ],
  };
}
