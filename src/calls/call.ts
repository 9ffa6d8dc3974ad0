import type { AuditActor } from "#access/audit.ts";
import { HOUR_MS } from "#kernel/clock.ts";

/** A caller whom an agent serves. */
export type Call = {
  readonly id: string;
  /** The vendor's code; of a merged record its survivor's. */
  readonly customer: string;
  readonly customerId: number;
  readonly agent: string;
  /** The call's id in the telephone system, or our own. */
  readonly reference: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
};

/** Nobody talks for longer: a call that was forgotten is over by itself. */
export const CALL_LIFE_MS = 4 * HOUR_MS;

/**
 * Who may go on with a call: the operator who started it, or the call centre's software, which has keys of its own and tells
 * its agents apart itself.
 */
export function ownerOf({ kind, id }: AuditActor): string {
  return kind === "key" ? "key" : `${kind} ${id}`;
}
