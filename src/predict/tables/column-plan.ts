import { err, ok, type Result } from "#kernel/result.ts";
import {
  type Decimal,
  decimalOf,
  isMissing,
  numberOf,
  type TimeForm,
  timeFormsOf,
  firstOtherTime,
  isNoNumber,
} from "./cell-forms.ts";
import { quoted } from "./column-builders.ts";
import { type Role, roles } from "./table.ts";

/** How one column of a file is read. */
export type ColumnPlan =
  | { readonly as: "number"; readonly decimal: Decimal }
  | { readonly as: "category" }
  | { readonly as: "skip" }
  | { readonly as: "id" }
  | { readonly as: "time"; readonly form: TimeForm }
  | { readonly as: "duration"; readonly decimal: Decimal }
  /** An input: days since 1970-01-01. */
  | { readonly as: "date"; readonly form: TimeForm }
  | { readonly as: "amount" | "margin"; readonly decimal: Decimal }
  | { readonly as: "target"; readonly decimal?: Decimal }
  | { readonly as: "treatment" };

/** An input that a model knows already. */
export type KnownInput = { readonly name: string; readonly kind: "number" | "category" };

/** What is asked of a file. */
export type Reading = {
  /** Names of the columns with a role. */
  readonly roles: Readonly<Partial<Record<Role, string>>>;
  /** Columns whose numbers are codes. */
  readonly categories: readonly string[];
  readonly excluded: readonly string[];
  /** No other columns are inputs, where it is given. */
  readonly only?: readonly string[];
  /** The inputs of a fitted model: no others are read, and their kinds are known. */
  readonly known?: readonly KnownInput[];
  /** True where the column of the time holds durations: numbers in any unit. */
  readonly hasDurations?: boolean;
  /** How the file's text is encoded: UTF-8, or what its byte order mark says, unless told. */
  readonly encoding?: string;
};

export type Planned = {
  readonly plans: readonly ColumnPlan[];
  /** Columns that are left out though nobody asked, with the reason. */
  readonly leftOut: ReadonlyArray<{ readonly column: string; readonly reason: string }>;
};

/** Records that a column's kind is judged by. */
export const SAMPLE_RECORDS = 10_000;
/** A column of words with more different ones than this is a name or a text: nothing to learn from. */
const MOST_LEVELS = 1_000;

/** Fewer rows than these may rise by chance. */
const LEAST_COUNTED = 20;
const COUNTS = "whole numbers that rise from row to row: they count the rows. Name the inputs in --input to keep it";

/** `record` is a place in the sample, where one record is to blame. */
export type PlanFault = { readonly column: string; readonly reason: string; readonly record?: number };

type Sample = { readonly header: readonly string[]; readonly records: ReadonlyArray<readonly string[]> };

/**
 * The kinds of all columns. A column is numbers where every value of the first 10,000 records is one, or a date of one form;
 * else it is categories, but where fewer than 1 in 20 values are words among numbers it is refused, since that is more often a
 * fault than a code. A column that counts the rows is left out. What `Reading` names comes first.
 */
export function planColumns(sample: Sample, reading: Reading): Result<Planned, PlanFault> {
  const { header } = sample;
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) return err({ column: twice, reason: "The header names it twice." });
  const missing = wantedColumns(reading).find((name) => !header.includes(name));
  if (missing !== undefined) {
    return err({ column: missing, reason: `There is no such column. The header has: ${header.join(", ")}.` });
  }
  const leftOut: Array<{ column: string; reason: string }> = [];
  const plans: ColumnPlan[] = [];
  for (const [index, name] of header.entries()) {
    const texts = sample.records.map((fields) => fields[index] ?? "").filter((text) => !isMissing(text));
    const planned = planColumn(name, texts, reading);
    if (!planned.ok) return err(located(planned.error, sample, index));
    if ("leftOut" in planned.value) {
      leftOut.push({ column: name, reason: planned.value.leftOut });
      plans.push({ as: "skip" });
    } else {
      plans.push(planned.value);
    }
  }
  const isAlone = !plans.some(({ as }) => as === "number" || as === "date" || as === "category");
  return ok(isAlone ? withCounts(header, { plans, leftOut }) : { plans, leftOut });
}

/** Without any other input a column that counts the rows is what was meant. */
function withCounts(header: readonly string[], { plans, leftOut }: Planned): Planned {
  const counts = new Set(leftOut.filter(({ reason }) => reason === COUNTS).map(({ column }) => column));
  return {
    plans: plans.map((plan, index) => (counts.has(header[index] ?? "") ? { as: "number", decimal: "." } : plan)),
    leftOut: leftOut.filter(({ reason }) => reason !== COUNTS),
  };
}

/** The record of the value that is to blame: columns are judged by their values, of which some may be missing. */
function located({ value, ...fault }: ValueFault, { records }: Sample, index: number): PlanFault {
  if (value === undefined) return fault;
  let seen = -1;
  const record = records.findIndex((fields) => {
    if (!isMissing(fields[index] ?? "")) seen += 1;
    return seen === value;
  });
  return { ...fault, record };
}

function wantedColumns({ roles: named, categories, excluded, only, known }: Reading): readonly string[] {
  return [
    ...Object.values(named),
    ...categories,
    ...excluded,
    ...(only ?? []),
    ...(known ?? []).map(({ name }) => name),
  ];
}

type ValueFault = Omit<PlanFault, "record"> & { readonly value?: number };
type Found = Result<ColumnPlan | { readonly leftOut: string }, ValueFault>;

function planColumn(name: string, texts: readonly string[], reading: Reading): Found {
  const role = roles.find((each) => reading.roles[each] === name);
  if (role !== undefined) return planRole(role, name, { texts, reading });
  if (reading.excluded.includes(name)) return ok({ as: "skip" });
  if (reading.only !== undefined && !reading.only.includes(name)) return ok({ as: "skip" });
  const known = reading.known?.find((each) => each.name === name);
  if (reading.known !== undefined && known === undefined) return ok({ as: "skip" });
  if (known?.kind === "category" || reading.categories.includes(name)) return ok({ as: "category" });
  const dates = planDates(name, texts, reading);
  if (dates !== undefined) return dates;
  const decimal = decimalOf(texts);
  const isWord = (text: string) => !isNoNumber(text) && Number.isNaN(numberOf(text, decimal));
  const wordAt = texts.findIndex(isWord);
  const isNumbers = wordAt === -1 && (texts.length === 0 || !texts.every(isNoNumber));
  const isChosen = reading.known !== undefined || reading.only !== undefined;
  if (!isChosen && isNumbers && isCount(texts)) return ok({ leftOut: COUNTS });
  if (known?.kind === "number" || isNumbers) return ok({ as: "number", decimal });
  const words = texts.filter(isWord);
  if (wordAt !== -1 && words.length * 20 < texts.length) {
    const reason = `${quoted(texts[wordAt] ?? "")} is no number, and nearly all other values are. Mend it, or name the column in --category.`;
    return err({ value: wordAt, column: name, reason });
  }
  const levels = new Set(texts).size;
  if (levels > MOST_LEVELS || (levels > 50 && levels * 2 > texts.length)) {
    return ok({ leftOut: `${levels} different words in ${texts.length} records: nothing to learn from` });
  }
  return ok({ as: "category" });
}

/** True for a number of the row, or of a record in the order of the file: it would foretell by the place in the file. */
function isCount(texts: readonly string[]): boolean {
  return (
    texts.length >= LEAST_COUNTED &&
    texts.every((text, row) => /^\d+$/.test(text) && (row === 0 || Number(text) > Number(texts[row - 1])))
  );
}

/**
 * Dates as an input; undefined where the values are none. Beside a time of its own a row's other dates are left out: what they
 * say depends on when they are looked at.
 */
function planDates(name: string, texts: readonly string[], { roles: named, known }: Reading): Found | undefined {
  const [start] = texts;
  if (start === undefined || !Number.isNaN(numberOf(start, "."))) return undefined;
  const [form, other] = timeFormsOf(texts);
  if (form === undefined) return undefined;
  const isKnown = known?.some((each) => each.name === name) === true;
  if (other !== undefined) {
    const reason = `Day and month can't be told apart: it may be ${form} or ${other}. Write ISO 8601.`;
    return isKnown ? err({ column: name, reason }) : ok({ leftOut: reason });
  }
  if (named.time !== undefined && !isKnown) return ok({ leftOut: "dates, which are no inputs beside --time" });
  return ok({ as: "date", form });
}

type Column = { readonly texts: readonly string[]; readonly reading: Reading };

function planRole(role: Role, name: string, { texts, reading }: Column): Found {
  if (role === "id" || role === "treatment") return ok({ as: role });
  const decimal = decimalOf(texts);
  if (role === "amount" || role === "margin") return ok({ as: role, decimal });
  if (role === "target") {
    const isNumber =
      !reading.categories.includes(name) && texts.every((text) => !Number.isNaN(numberOf(text, decimal)));
    return ok(isNumber ? { as: "target", decimal } : { as: "target" });
  }
  if (reading.hasDurations === true) return ok({ as: "duration", decimal });
  const [form, other] = timeFormsOf(texts);
  if (form === undefined) {
    const value = firstOtherTime(texts);
    const reason = `${quoted(texts[value] ?? "")} is no time of one form with those before it: ISO 8601, YYYYMMDD, days, epoch seconds, or dates such as 31/12/2027, 31.12.2027, 31-Dec-2027.`;
    return err({ column: name, reason, value });
  }
  if (other !== undefined) {
    const reason = `Day and month can't be told apart: it may be ${form} or ${other}. Write ISO 8601.`;
    return err({ column: name, reason });
  }
  return ok({ as: "time", form });
}
