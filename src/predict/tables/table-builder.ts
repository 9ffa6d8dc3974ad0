import type { RawRecord } from "#customers/import/read/record.ts";
import { type Column, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import {
  type CategoryBuilder,
  categoryBuilder,
  type ColumnBuilder,
  type NumberBuilder,
  numberBuilder,
  type TextBuilder,
  textBuilder,
  timeBuilder,
} from "./column-builders.ts";
import type { ColumnPlan } from "./column-plan.ts";
import type { Table, TableFault } from "./table.ts";

type Part =
  | { readonly as: "number"; readonly builder: NumberBuilder }
  | { readonly as: "amount" | "margin" | "time"; readonly builder: NumberBuilder }
  | { readonly as: "target"; readonly builder: NumberBuilder }
  | { readonly as: "category"; readonly builder: CategoryBuilder }
  | { readonly as: "treatment"; readonly builder: CategoryBuilder }
  | { readonly as: "words"; readonly builder: CategoryBuilder }
  | { readonly as: "id"; readonly builder: TextBuilder };

/** Fills the columns of a table record by record. */
export class TableBuilder {
  readonly #header: readonly string[];
  readonly #plans: readonly ColumnPlan[];
  #parts: ReadonlyArray<Part | undefined>;
  #lines: number[] = [];

  constructor(header: readonly string[], plans: readonly ColumnPlan[]) {
    this.#header = header;
    this.#plans = plans;
    this.#parts = plans.map(partOf);
  }

  get rows(): number {
    return this.#lines.length;
  }

  take({ fields, line, broken }: RawRecord): TableFault | undefined {
    if (broken !== undefined) return { line, reason: broken };
    if (!Array.isArray(fields)) return { line, reason: "is no record of fields" };
    if (fields.length !== this.#header.length) {
      return { line, reason: `It has ${fields.length} fields, the header has ${this.#header.length}.` };
    }
    for (let index = 0; index < this.#parts.length; index += 1) {
      const builder: ColumnBuilder | undefined = this.#parts[index]?.builder;
      const reason = builder?.take((fields[index] as string).trim());
      if (reason !== undefined) return { line, column: this.#header[index] ?? "", reason };
    }
    this.#lines.push(line);
    return undefined;
  }

  /** The rows so far; the builder begins anew. */
  finish(): Table {
    const rows = this.#lines.length;
    const inputs: Column[] = [];
    const named: Named = {};
    this.#parts.forEach((part, index) => {
      if (part !== undefined) place(part, this.#header[index] ?? "", { inputs, named });
    });
    const table: Table = {
      ...named,
      rows,
      inputs: { ...matrixOf(inputs), rows },
      lines: Float64Array.from(this.#lines),
    };
    this.#parts = this.#plans.map(partOf);
    this.#lines = [];
    return table;
  }
}

type Named = { -readonly [K in keyof Table]?: Table[K] };

function place(part: Part, name: string, { inputs, named }: { inputs: Column[]; named: Named }): void {
  switch (part.as) {
    case "number":
      inputs.push(numberColumn(name, part.builder.values()));
      return;
    case "category":
      inputs.push(part.builder.column(name));
      return;
    case "words":
      named.target = part.builder.column(name);
      return;
    case "target":
      named.target = numberColumn(name, part.builder.values());
      return;
    case "id":
      named.id = part.builder.texts();
      return;
    case "treatment":
      named.treatment = part.builder.column(name);
      return;
    default:
      named[part.as] = part.builder.values();
  }
}

function partOf(plan: ColumnPlan): Part | undefined {
  switch (plan.as) {
    case "skip":
      return undefined;
    case "id":
      return { as: "id", builder: textBuilder() };
    case "time":
      return { as: "time", builder: timeBuilder(plan.form, true) };
    case "duration":
      return { as: "time", builder: numberBuilder(plan.decimal, true) };
    case "date":
      return { as: "number", builder: timeBuilder(plan.form, false) };
    case "amount":
    case "margin":
      return { as: plan.as, builder: numberBuilder(plan.decimal, true) };
    case "number":
      return { as: "number", builder: numberBuilder(plan.decimal, false) };
    case "target":
      return plan.decimal === undefined
        ? { as: "words", builder: categoryBuilder() }
        : { as: "target", builder: numberBuilder(plan.decimal, true) };
    default:
      return { as: plan.as, builder: categoryBuilder() };
  }
}
