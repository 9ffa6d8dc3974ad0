import { sql, type SQL } from "drizzle-orm";
import { callHouseholds } from "#messages/claim/household-statements.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { providersOf } from "#messages/traffic/choose-way.ts";
import { orphanedAttempts, type Outcome, recordOutcomes, releaseClaimed } from "./attempt-statements.ts";
import { decideUnknown } from "./decide-outcome.ts";

export type RecoverReport = { readonly released: number; readonly unknown: number; readonly again: number };

type Orphan = {
  readonly id: number;
  readonly fence: number;
  readonly attempts: number;
  readonly firstAttemptAt: number;
  readonly channel: string;
  readonly provider: string | null;
  readonly messageClass: string;
};

/**
 * Takes back what a dead worker held: claimed rows are due again, attempting ones are unknown and go by policy. `all` is for
 * the start of a process that owns its database alone: whatever is leased then belongs to nobody.
 */
export async function recoverMessages(deps: MessageDeps, which: "expired" | "all" = "expired"): Promise<RecoverReport> {
  const now = deps.clock.now();
  const isOver: SQL = which === "all" ? sql`1` : sql`lease_until < ${now}`;
  const [released = []] = await deps.store.write<{ id: number }>([releaseClaimed(isOver)]);
  if (released.length > 0) await deps.store.write([callHouseholds(released.map(({ id }) => id))]);
  let unknown = 0;
  let again = 0;
  for (;;) {
    const orphans = await deps.store.read<Orphan>(orphanedAttempts(isOver));
    if (orphans.length === 0) return { released: released.length, unknown, again };
    const outcomes = orphans.map((orphan) => decideOrphan(deps, orphan, now));
    await deps.store.write([recordOutcomes(outcomes, now), callHouseholds(outcomes.map(({ id }) => id))]);
    unknown += outcomes.filter((outcome) => outcome.state === "unknown_outcome").length;
    again += outcomes.filter((outcome) => outcome.state === "deferred").length;
  }
}

function decideOrphan(deps: MessageDeps, orphan: Orphan, now: number): Outcome {
  // Whether a key keeps it from being doubled is a matter of the provider that may have it.
  const channel = deps.channels.get(orphan.channel);
  const own = channel === undefined ? undefined : providersOf(channel).find(({ name }) => name === orphan.provider);
  const limits = own?.limits ?? { concurrency: 1, timeoutMs: 0, idempotencyWindowMs: 0 };
  const known = { now, limits, random: deps.random };
  return decideUnknown({ ...orphan, tries: orphan.attempts, firstTriedAt: orphan.firstAttemptAt }, known);
}
