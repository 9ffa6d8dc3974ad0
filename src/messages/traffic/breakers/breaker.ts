import { type SQL, sql } from "drizzle-orm";

/** Technical causes end by themselves, by a probe; those of reputation end when a person closes the breaker. */
export type TechnicalCause = "refused_credentials" | "no_answer" | "too_fast";
type BreakerCause = TechnicalCause | "hard_bounces" | "complaints";

/** A provider or a stream that is not simply well. */
export type Breaker = {
  /** A provider's name, or a stream's (stream.ts). */
  readonly subject: string;
  readonly state: "closed" | "open" | "half_open";
  readonly cause: BreakerCause | null;
  /** Troubles in a row while it is closed. */
  readonly failures: number;
  /** How often a probe failed since it opened. */
  readonly rounds: number;
  readonly openedAt: number | null;
  /** When the next probe may leave; null where a person closes it. */
  readonly probeAt: number | null;
  readonly probeBy: string | null;
  readonly closedAt: number | null;
  /** JSON of the numbers for which it opened. */
  readonly detail: string | null;
};

export type Breakers = ReadonlyMap<string, Breaker>;

/**
 * Rows of Breaker: all that are open, and those with troubles in a row. There are as many as providers and receivers: few. It
 * stands in the claim's own batch, so that a turn makes no way to the database for it.
 */
export const troubledBreakers: SQL = sql`select subject, state, cause, failures, rounds, opened_at as openedAt,
  probe_at as probeAt, probe_by as probeBy, closed_at as closedAt, detail from breakers where state <> 'closed' or failures > 0`;

export function breakersOf(rows: readonly Breaker[]): Breakers {
  return new Map(rows.map((row) => [row.subject, row]));
}

export function isOpen(breakers: Breakers, subject: string): boolean {
  return (breakers.get(subject)?.state ?? "closed") !== "closed";
}
