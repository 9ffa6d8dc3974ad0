import type { Query } from "#store/store.ts";
import { factTables } from "./fact-tables.ts";
import type { WeighedDraft } from "./weigh-demographics.ts";

/**
 * Facts were weighed before the batch. Should somebody have told one of the new ones in between, the import's position becomes
 * null, which it must not be: the batch is refused, and the chunk is weighed again.
 */
export function stillUnknown(importId: string, changes: readonly WeighedDraft[]): Query[] {
  const fresh = changes.filter(
    ({ outcome, before, isContinued }) => outcome === "created" && before === undefined && !isContinued,
  );
  const subject = fresh[0]?.draft.subject;
  const [table] = subject === undefined || subject === "demographic" ? [] : factTables[subject];
  if (table === undefined) return [];
  return [
    {
      sql: `update imports set records = case when not exists (
          select 1 from json_each(?) as item cross join ${table.table} as t on ${table.at}) then records end
        where id = ?`,
      params: [JSON.stringify(fresh.map(({ draft }) => draft.key)), importId],
    },
  ];
}
