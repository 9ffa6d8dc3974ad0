import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";
import { type EntryOutcome, entryOutcome, entryReason } from "./entry-outcome.ts";

export type TriggerNumbers = {
  readonly entered: number;
  readonly outcomes: ReadonlyArray<{
    readonly outcome: EntryOutcome;
    /** A code: "exited", "no_consent", "capped" …; null where the outcome says all. */
    readonly reason: string | null;
    readonly count: number;
  }>;
};

/** How many came in and what became of them: by trigger_entries_by_trigger and the messages' keys. */
export async function countEntries(store: Store, triggerId: number): Promise<TriggerNumbers> {
  const outcomes = await store.read<TriggerNumbers["outcomes"][number]>(
    sql`select ${entryOutcome} as outcome, ${entryReason} as reason, count(*) as count
      from trigger_entries e left join messages m on m.id = e.message_id where e.trigger_id = ${triggerId}
      group by 1, 2 order by 3 desc, 1, 2`,
  );
  return { entered: outcomes.reduce((sum, { count }) => sum + count, 0), outcomes };
}
