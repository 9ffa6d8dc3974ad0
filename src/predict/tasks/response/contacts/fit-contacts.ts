import { auc } from "#predict/evaluate/auc.ts";
import { isAsGood } from "#predict/evaluate/is-as-good.ts";
import { brierScore, logLossOf } from "#predict/evaluate/proper-scores.ts";
import { reliability } from "#predict/evaluate/reliability.ts";
import type { Table } from "#predict/tables/table.ts";
import { importanceOf } from "#predict/tasks/candidates/importance.ts";
import type { CandidateEvidence, ModelCard } from "#predict/tasks/model-card.ts";
import { eventOf } from "#predict/tasks/propensity/event-of.ts";
import type { FitDeps, FittedTask, TaskSettings } from "#predict/tasks/task.ts";
import { type Asking, contactRows, type ContactRows, kindsOf, refuseFewAnswers } from "./contact-rows.ts";
import { type BaseName, baseNames, crossFitContacts, fitAnswers, type HeldOut } from "./cross-fit-contacts.ts";
import { kind } from "#predict/tasks/response/kind.ts";
import { fittedContacts, type KindEstimate } from "./fitted-contacts.ts";
import { refuseGaps } from "./overlap.ts";
import { robustMean, shiftTo } from "./robust-mean.ts";

const EXPIRES_AFTER_DAYS = 90;

/**
 * P(answer | contacted by each of several kinds), from dispositions: whoever contacts people does not choose them by chance, so
 * the level of each kind is what all would answer, by models of the answers and of the contacts together (doubly robust).
 * RefusedRows where a kind hardly ever reached some people.
 */
export function fitContacts({ table, settings, deps }: Given): FittedTask {
  const { target, treatment } = table;
  if (target === undefined || treatment === undefined) throw new RangeError("There is no target or no treatment.");
  const event = eventOf(kind.name, target, settings.event);
  const asking: Asking = { column: treatment.name, kinds: kindsOf(table), event };
  const rows = contactRows(kind.name, table, asking);
  refuseFewAnswers(kind.name, rows, asking);
  deps.onStep(`Evidence: cross-fitting in 5 folds; ${asking.kinds.join(", ")}, chosen by whoever contacted.`);
  const held = crossFitContacts(rows, asking.kinds.length, settings.seed);
  refuseGaps(kind.name, asking, held.contacts);
  const choice = chooseBase(rows, held);
  deps.onStep(choice.words);
  const learners = fitAnswers(choice.name, rows, { kinds: asking.kinds.length, seed: settings.seed });
  const estimates = asking.kinds.map((word, place): KindEstimate => {
    const answers = held.answers[choice.name][place] ?? new Float64Array(0);
    const contacts = held.contacts[place] ?? new Float64Array(0);
    const isContacted = (row: number) => rows.kind[row] === place;
    const ifAll = robustMean({ answers, contacts, isContacted, y: rows.y });
    const learner = learners[place];
    if (learner === undefined) throw new RangeError("There is no such kind.");
    return { word, learner, shift: shiftTo(answers, ifAll.mean), rate: rateOf(rows, place), ifAll };
  });
  return fittedContacts({
    columns: settings.columns,
    inputs: table.inputs.columns.map(({ name, kind: is }) => ({ name, kind: is })),
    event,
    column: treatment.name,
    kinds: estimates,
    card: cardOf({ rows, asking, estimates, choice, seed: settings.seed }),
  });
}

type Given = { readonly table: Table; readonly settings: TaskSettings; readonly deps: FitDeps };
type Rate = KindEstimate["rate"];

function rateOf({ kind: kinds, y }: ContactRows, place: number): Rate {
  const came = y.filter((_, row) => kinds[row] === place);
  return { rows: came.length, answered: came.reduce((sum, value) => sum + value, 0) / came.length };
}

type BaseChoice = {
  readonly name: BaseName;
  readonly evidence: readonly CandidateEvidence[];
  readonly words: string;
};

/** Both bases by what each says of the contact that was made, on rows not learnt from. */
function chooseBase({ kind: kinds, y }: ContactRows, { answers }: HeldOut): BaseChoice {
  const said = baseNames.map((name) => Float64Array.from(kinds, (place, row) => answers[name][place]?.[row] ?? 0));
  const losses = said.map((chances) => chances.map((chance, row) => logLossOf(chance, y[row] ?? 0)));
  const means = losses.map((each) => each.reduce((sum, loss) => sum + loss, 0) / each.length);
  const best = means.indexOf(Math.min(...means));
  const chosen = losses.findIndex((each) => isAsGood(each, losses[best] ?? each));
  const name = baseNames[chosen] ?? "regression";
  return {
    name,
    evidence: baseNames.map((candidate, index) => {
      const chances = said[index] ?? new Float64Array(0);
      return {
        candidate,
        logLoss: means[index] ?? Number.NaN,
        auc: auc(chances, y),
        brier: brierScore(chances, y),
        ece: reliability(chances, y).ece,
        isChosen: index === chosen,
        settings: {},
      };
    }),
    words:
      chosen === best
        ? `${name} had the least log-loss, and nothing simpler came within one standard error of it.`
        : `${baseNames[best] ?? ""} had the least log-loss; ${name} is simpler and within one standard error of it.`,
  };
}

type Made = {
  readonly rows: ContactRows;
  readonly asking: Asking;
  readonly estimates: readonly KindEstimate[];
  readonly choice: BaseChoice;
  readonly seed: number;
};

function cardOf({ rows, asking, estimates, choice, seed }: Made): ModelCard {
  const events = rows.y.reduce((sum, came) => sum + came, 0);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const told = estimates.map(
    ({ word, rate, ifAll: { mean, low, high } }) =>
      `${word}: ${percent(rate.answered)} of those contacted so answered; of all, ${percent(mean)} would (${percent(low)} to ${percent(high)})`,
  );
  return {
    task: kind.name,
    model: `answers by kind of contact, by ${choice.name}`,
    version: kind.version,
    target: `${asking.event.column} is ${asking.event.is}: chance by ${asking.kinds.join(", ")}`,
    inputs: rows.inputs.columns.map(({ name }) => name),
    madeOf: { rows: rows.y.length, events, rate: events / rows.y.length },
    evidenceBy: "cross-fitting in 5 folds, by what was said of the contact that was made",
    evidence: choice.evidence,
    choice: choice.words,
    calibration: {
      method: "doubly robust level",
      evidence: estimates.map(({ word, shift, ifAll }) => ({ method: word, shift, ...ifAll })),
    },
    importance: importanceOf(
      estimates.map(({ learner }) => ({ learner, weight: 1 / estimates.length })),
      rows.inputs,
    ),
    expiresAfterDays: EXPIRES_AFTER_DAYS,
    seed,
    caution: [
      ...told,
      "People chose whom to contact how. The chances hold if the columns hold all that moved both their choice and the answer; that can't be seen in the data.",
      "They hold if one contact does not change what another brings, and for contacts made as these were. A trial by chance would prove them.",
    ],
  };
}
