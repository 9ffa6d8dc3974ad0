import { randomInt, seededRandom } from "#kernel/random.ts";
import { profileOf } from "#predict/evaluate/drift.ts";
import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { takeRows } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import { importanceIn } from "#predict/tasks/candidates/importance.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import { type Answer, answerOf, answerWords } from "./answer-of.ts";
import type { FitDeps, FittedTask, Task, TaskSettings } from "#predict/tasks/task.ts";
import { loadUplift, upliftNames } from "#predict/uplift/uplift-model.ts";
import { chooseUplift, type UpliftChoice } from "./choose-uplift.ts";
import { fittedResponse, refusalOf, type ResponseEstimate } from "./fitted-response.ts";
import { kindsOf } from "./contacts/contact-rows.ts";
import { fitContacts } from "./contacts/fit-contacts.ts";
import { isOfContacts, loadContacts } from "./contacts/fitted-contacts.ts";
import { kind } from "./kind.ts";
import { armsOf } from "./treatment-of.ts";
import { type Effect, effectOf, type TrialTable, trialOf } from "./trial-of.ts";

const MOST_ROWS = 200_000;
/** Fewer answers than these in an arm can't bear a difference. */
const LEAST_EVENTS = 20;
const EXPIRES_AFTER_DAYS = 90;

/**
 * Whom does a contact really move? Learnt from a trial in which some were left alone by chance: S-, T-, X- and DR-learners and
 * plain response models, by the Qini of rows that they did not learn from. Where its interval reaches 0, no order is given. Where
 * there are three kinds of contact or more and no two of them are named, P(answer) by each of them, from dispositions.
 */
export const response: Task = {
  name: kind.name,
  summary:
    "Extra answers, or amounts, per contact of each row, from a trial with --treatment; refuses where no order is better than chance.",
  needs: ["target", "treatment"],
  fit: (table, settings, deps) => fit({ table, settings, deps }),
  load: (json) => {
    if (isOfContacts(json)) return loadContacts(json);
    const found = openFitted(json, kind) as Partial<Record<keyof ResponseEstimate, unknown>>;
    const { columns, event, arms, learner, fitted, qini, line, profiles, inputs, card } = found;
    const isWhole =
      [inputs, profiles].every(Array.isArray) &&
      [columns, event, arms, qini, line, card].every((part) => typeof part === "object" && part !== null);
    const name = upliftNames.find((each) => each === learner);
    if (!isWhole || name === undefined) throw new RefusedModel(`${kind.name}: the document is damaged.`);
    return fittedResponse({ ...(found as unknown as ResponseEstimate), fitted: loadUplift(name, fitted) });
  },
};

function fit({ table, settings, deps }: { table: Table; settings: TaskSettings; deps: FitDeps }): FittedTask {
  const { target, treatment } = table;
  if (target === undefined || treatment === undefined) {
    throw new RefusedRows(kind.name, "a target column and a treatment column must be named");
  }
  const isTrial = settings.treated !== undefined || settings.control !== undefined || kindsOf(table).length < 3;
  if (!isTrial) return fitContacts({ table, settings, deps });
  const event = answerOf(kind.name, target, settings.event);
  const arms = armsOf(kind.name, treatment, { contacted: settings.treated, alone: settings.control });
  const whole = trialOf(kind.name, table, { arms, event });
  refuseFew(whole, arms.column);
  const trial = sampled(whole, settings.seed);
  deps.onStep(`Evidence: cross-fitting in 5 folds; ${arms.contacted} against ${arms.alone}.`);
  const measure = "measure" in event ? event.measure : "answer";
  const choice = chooseUplift(trial, { seed: settings.seed, measure, onStep: deps.onStep });
  const made = { event, arms, learner: choice.name, fitted: choice.fitted, qini: choice.qini, line: choice.line };
  const refusal = refusalOf(made);
  deps.onStep(refusal === undefined ? choice.words : `${choice.words} It ${refusal}.`);
  return fittedResponse({
    ...made,
    columns: settings.columns,
    inputs: trial.inputs.columns.map(({ name, kind: is }) => ({ name, kind: is })),
    profiles: profileOf(trial.inputs),
    card: cardOf({ whole, trial, seed: settings.seed }, made, { choice, refusal }),
  });
}

function refuseFew(trial: TrialTable, column: string): void {
  for (const arm of [0, 1]) {
    const came = trial.y.filter((_, row) => trial.treated[row] === arm);
    const events = came.filter((value) => value > 0).length;
    if (Math.min(events, came.length - events) >= LEAST_EVENTS) continue;
    const who = arm === 1 ? "contacted" : "left alone";
    throw new RefusedRows(
      kind.name,
      `${events} of ${came.length} rows ${who} have the event: at least ${LEAST_EVENTS} with and without it are needed`,
      { column },
    );
  }
}

function sampled(trial: TrialTable, seed: number): TrialTable {
  const { length } = trial.y;
  if (length <= MOST_ROWS) return trial;
  const random = seededRandom(seed);
  const places = Int32Array.from({ length }, (_, row) => row);
  for (let place = 0; place < MOST_ROWS; place += 1) {
    const other = place + randomInt(random, length - place);
    [places[place], places[other]] = [places[other] ?? 0, places[place] ?? 0];
  }
  const rows = places.slice(0, MOST_ROWS).sort();
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  return { inputs: takeRows(trial.inputs, rows), treated: pick(trial.treated), y: pick(trial.y) };
}

type Rows = { readonly whole: TrialTable; readonly trial: TrialTable; readonly seed: number };
type Made = Pick<ResponseEstimate, "event" | "arms" | "fitted" | "line">;
type Found = { readonly choice: UpliftChoice; readonly refusal: string | undefined };

function cardOf({ whole, trial, seed }: Rows, { event, arms, fitted, line }: Made, found: Found): ModelCard {
  const { choice, refusal } = found;
  const events = whole.y.filter((came) => came > 0).length;
  return {
    task: kind.name,
    model: choice.name,
    version: kind.version,
    target: `${answerWords(event)}: extra ${"measure" in event ? "amounts" : "events"} by ${arms.contacted} against ${arms.alone}`,
    inputs: trial.inputs.columns.map(({ name }) => name),
    madeOf: {
      rows: whole.y.length,
      events,
      rate: events / whole.y.length,
      ...(trial === whole ? {} : { sampledRows: trial.y.length }),
    },
    evidenceBy: "cross-fitting in 5 folds; intervals by 400 bootstrap draws of held-out rows",
    evidence: choice.evidence,
    choice: refusal === undefined ? choice.words : `${choice.words} It ${refusal}.`,
    calibration: { method: "linear", evidence: [{ method: "linear", ...line }] },
    importance: importanceIn(fitted, trial.inputs),
    expiresAfterDays: EXPIRES_AFTER_DAYS,
    seed,
    caution: [
      onAverage(event, effectOf(whole)),
      "This holds where chance alone decided who was contacted; whoever chose may have chosen those who answer anyway.",
      "The Qini of the one that was chosen is a little flattered by the choice.",
    ],
  };
}

function onAverage(event: Answer, { contacted, alone, uplift }: Effect): string {
  if ("measure" in event) {
    const [with_, without, more] = [contacted, alone, uplift].map((mean) => mean.toFixed(4));
    return `On average ${event.column} was ${with_} when contacted, ${without} when left alone: ${more} more.`;
  }
  const [with_, without, more] = [contacted, alone, uplift].map((share) => `${(100 * share).toFixed(2)} %`);
  return `On average ${with_} answered when contacted, ${without} when left alone: ${more} more.`;
}
