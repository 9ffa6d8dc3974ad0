import { auc } from "#predict/evaluate/auc.ts";
import { reliability } from "#predict/evaluate/reliability.ts";
import { logitOf } from "#predict/learners/calibration/calibrator.ts";
import type { FittedLearner } from "#predict/learners/learner.ts";
import { openFitted, RefusedModel } from "#predict/models/model.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import type { KnownInput, Reading } from "#predict/tables/column-plan.ts";
import type { Table } from "#predict/tables/table.ts";
import { loadPart } from "#predict/tasks/candidates/parts.ts";
import { reasonsFor } from "#predict/tasks/candidates/reasons.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { Event } from "#predict/tasks/propensity/event-of.ts";
import type { FittedTask, TaskSettings } from "#predict/tasks/task.ts";
import { kind } from "#predict/tasks/response/kind.ts";
import { contactRows } from "./contact-rows.ts";
import type { RobustMean } from "./robust-mean.ts";

/** One kind of contact. */
export type KindEstimate = {
  readonly word: string;
  readonly learner: FittedLearner;
  /** Added to the log-odds, so that the level is that of all and not of those who were chosen for it. */
  readonly shift: number;
  readonly rate: { readonly rows: number; readonly answered: number };
  readonly ifAll: RobustMean;
};

export type ContactsEstimate = {
  readonly columns: TaskSettings["columns"];
  readonly inputs: readonly KnownInput[];
  readonly event: Event;
  readonly column: string;
  readonly kinds: readonly KindEstimate[];
  readonly card: ModelCard;
};

/** P(answer | contacted by each kind) of each row; the score is the best of them. */
export function fittedContacts(estimate: ContactsEstimate): FittedTask {
  const { kinds, card, event, column } = estimate;
  const words = kinds.map(({ word }) => word);
  return Object.freeze({
    task: kind.name,
    card,
    isByRow: true,
    reading: (named: TaskSettings["columns"], isJudged: boolean): Reading => {
      const id = named.id ?? estimate.columns.id;
      const judged = { target: named.target ?? event.column, treatment: named.treatment ?? column };
      return {
        roles: { ...(id === undefined ? {} : { id }), ...(isJudged ? judged : {}) },
        categories: [],
        excluded: [],
        known: estimate.inputs,
      };
    },
    score: (table: Table) => {
      const chances = chancesOf(kinds, table.inputs);
      const best = bestOf(chances, table.rows);
      return {
        id: table.id ?? Array.from(table.lines, String),
        columns: [
          { name: "score", values: Float64Array.from(best, (place, row) => chances[place]?.[row] ?? 0) },
          ...words.map((name, place) => ({ name, values: chances[place] ?? new Float64Array(0) })),
        ],
        words: [{ name: "contact", texts: Array.from(best, (place) => words[place] ?? "") }],
      };
    },
    reasons: (table: Table) => {
      const best = bestOf(chancesOf(kinds, table.inputs), table.rows);
      return Array.from(best, (place, row) => {
        const learner = kinds[place]?.learner;
        return learner === undefined ? [] : reasonsFor([{ learner, weight: 1 }], { rows: table.inputs, row });
      });
    },
    evaluate: (table: Table) => {
      const rows = contactRows(kind.name, table, { column, kinds: words, event });
      const chances = chancesOf(kinds, rows.inputs);
      return {
        task: kind.name,
        model: card.model,
        kinds: words.map((word, place) => {
          const own = Int32Array.from(rows.kind.keys()).filter((row) => rows.kind[row] === place);
          const said = Float64Array.from(own, (row) => chances[place]?.[row] ?? 0);
          const came = Float64Array.from(own, (row) => rows.y[row] ?? 0);
          return { kind: word, rows: own.length, auc: auc(said, came), ece: reliability(said, came).ece };
        }),
      };
    },
    toJSON: () => ({
      ...estimate,
      ...kind,
      kinds: kinds.map((each) => ({ ...each, learner: each.learner.toJSON() })),
    }),
  });
}

function chancesOf(kinds: readonly KindEstimate[], inputs: Matrix): readonly Float64Array[] {
  return kinds.map(({ learner, shift }) => learner.score(inputs).map((chance) => logistic(logitOf(chance) + shift)));
}

function bestOf(chances: readonly Float64Array[], rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) =>
    chances.reduce((best, own, place) => ((own[row] ?? 0) > (chances[best]?.[row] ?? 0) ? place : best), 0),
  );
}

/** True of a document that holds kinds of contact, and not the two arms of a trial. */
export function isOfContacts(json: unknown): boolean {
  return typeof json === "object" && json !== null && "kinds" in json;
}

/** RefusedModel for a newer version or damage. */
export function loadContacts(json: unknown): FittedTask {
  const found = openFitted(json, kind) as Partial<Record<keyof ContactsEstimate, unknown>>;
  const isWhole =
    Array.isArray(found.inputs) &&
    Array.isArray(found.kinds) &&
    typeof found.column === "string" &&
    [found.columns, found.event, found.card].every((part) => typeof part === "object" && part !== null);
  if (!isWhole) throw new RefusedModel(`${kind.name}: the document is damaged.`);
  const { columns, inputs, event, column, kinds, card } = found as unknown as ContactsEstimate;
  const loaded = kinds.map((each) => ({ ...each, learner: loadPart(each.learner) }));
  return fittedContacts({ columns, inputs, event, column, kinds: loaded, card });
}
