import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import type { Table } from "#predict/tables/table.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import { next } from "#predict/tasks/next/next.ts";
import type { FitDeps, FittedTask, Task, TaskSettings } from "#predict/tasks/task.ts";
import { timing } from "#predict/tasks/timing/timing-task.ts";
import { spending } from "#predict/tasks/transactions/spending.ts";
import { fittedSale, kind, type SaleEstimate, type SaleParts } from "./fitted-sale.ts";

/** Days of a quarter: looked ahead unless told. */
const STANDARD_HORIZON = 91;

/**
 * Which sale comes next: what (next), when (timing), how much within the horizon (spending), and how much of it is margin.
 * Each part chooses among its own candidates by its own evidence.
 */
export const sale: Task = {
  name: kind.name,
  summary: "Item or category (--target), expected amount and --margin, and chances by each time, of each account.",
  needs: ["id", "time", "amount", "target"],
  isTargetWords: true,
  fit: (table, settings, deps) => fit({ table, settings, deps }),
  load: (json) => {
    const { columns, parts, card, until } = openFitted(json, kind) as Partial<Record<keyof SaleEstimate, unknown>>;
    const areThere = [columns, parts, card].every((part) => typeof part === "object" && part !== null);
    if (!areThere) throw new RefusedModel(`${kind.name}: the document is damaged.`);
    const stored = parts as Partial<Record<keyof SaleParts, unknown>>;
    return fittedSale({
      columns: columns as SaleEstimate["columns"],
      ...(typeof until === "number" ? { until } : {}),
      parts: {
        timing: timing.load(stored.timing),
        spending: spending.load(stored.spending),
        next: next.load(stored.next),
      },
      card: card as ModelCard,
    });
  },
};

function fit({ table, settings, deps }: { table: Table; settings: TaskSettings; deps: FitDeps }): FittedTask {
  if (table.amount === undefined) throw new RefusedRows(kind.name, "a column of amounts must be named (--amount)");
  const horizons = settings.horizons.length > 0 ? settings.horizons : [STANDARD_HORIZON];
  const partOf = (part: Task, more: Partial<TaskSettings>) => {
    const onStep = (words: string) => deps.onStep(`${part.name}: ${words}`);
    return part.fit(table, { ...settings, ...more }, { onStep });
  };
  const parts = {
    timing: partOf(timing, { horizons }),
    spending: partOf(spending, { horizons: [Math.max(...horizons)] }),
    next: partOf(next, { horizons: [] }),
  };
  return fittedSale({
    columns: settings.columns,
    ...(settings.until === undefined ? {} : { until: settings.until }),
    parts,
    card: cardOf(parts, Math.max(...horizons), table.margin !== undefined),
  });
}

function cardOf(parts: SaleParts, horizon: number, hasMargin: boolean): ModelCard {
  const cards = [parts.timing.card, parts.spending.card, parts.next.card];
  const { spending: amounts } = parts;
  const joined = (of: (card: ModelCard) => string) => cards.map((card) => `${card.task}: ${of(card)}`).join("; ");
  return {
    ...amounts.card,
    task: kind.name,
    version: kind.version,
    model: joined(({ model }) => model),
    target: `the next sale, and money within ${horizon} days${hasMargin ? ", with its margin" : ""}`,
    evidenceBy: joined(({ evidenceBy }) => evidenceBy),
    choice: joined(({ choice }) => choice),
    expiresAfterDays: Math.min(...cards.map(({ expiresAfterDays }) => expiresAfterDays)),
    caution: [
      "Its parts are judged one by one; together they are no joint forecast.",
      ...(hasMargin ? ["Margin is the account's own share so far, drawn towards that of all."] : []),
      ...amounts.card.caution,
    ],
    parts: cards,
  };
}
