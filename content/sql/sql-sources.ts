import type { SqlLiterals } from "./sql-literals.ts";

/**
 * Where SQL finds what a rule asks of a customer. It is injected, so that the back end knows operators and no tables. What is
 * given here is SQL over the row of one customer, and never holds a value that came from outside: those are literals.
 */
export type SqlSources = {
  /** epoch ms: what `did` and `daysSince` count back from */
  readonly nowMs: number;
  /**
   * A customer's field: its typed column, null where it is missing. bool is 0 or 1, a date "YYYY-MM-DD", a list the text of a
   * JSON array. undefined where there is none.
   */
  readonly customerField: (name: string) => string | undefined;
  /** The same for a field of the occasion. */
  readonly contextField: (name: string, literals: SqlLiterals) => string | undefined;
  readonly events: readonly SqlEventSource[];
  /** The affinity to a category, a double in [0, 1); 0 where nothing is known or the category is null. */
  readonly affinity: (category: string, literals: SqlLiterals) => string;
  /** What a known prediction says of her, a double; null where it says nothing of her or its word is too old. */
  readonly score: (code: string, literals: SqlLiterals) => string;
  /** Whether she is in the segment, as a truth. */
  readonly segment: (code: string, literals: SqlLiterals) => string;
};

/** A table with events. Several together are the past of a customer. */
export type SqlEventSource = {
  /** `from … where …` of this customer's events of a name, to which conditions are added; undefined where it has none so named. */
  readonly rows: (name: string, literals: SqlLiterals) => string | undefined;
  /** Column of the instant, epoch ms. */
  readonly at: string;
  /** Properties that are text columns. Where one is null the property may stand among `properties`. */
  readonly columns: Readonly<Record<string, string>>;
  /** Column with a JSON object of further properties. */
  readonly properties?: string;
};
