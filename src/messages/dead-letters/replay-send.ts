import { sql } from "drizzle-orm";
import { callHouseholds } from "#messages/claim/household-statements.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import type { Letter } from "./dead-letter.ts";

/**
 * A message that could not be made is due again: consent, suppression and limits are asked anew. A wake word has nothing to do
 * again: what it would have sent is found by the next turn.
 */
export async function replaySend(
  deps: { readonly store: Store; readonly clock: Clock },
  { body }: Letter,
): Promise<boolean> {
  const number = /^message\/(\d{1,15})$/.exec(body)?.[1];
  if (number === undefined) return true;
  await deps.store.write([
    sql`update messages set state = case attempts when 0 then 'planned' else 'deferred' end, reason = null, unmade = 0,
      due_at = ${deps.clock.now()}, waits_since = null where id = ${Number(number)} and state = 'skipped' and reason = 'poisoned'`,
    callHouseholds([Number(number)]),
  ]);
  return true;
}
