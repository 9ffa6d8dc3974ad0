import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { DerivedData, ImportDeps } from "#customers/import/run/import-deps.ts";
import { affinityRestorer, affinityRetractor } from "#predict/retract-affinities.ts";

/** What the rooms above customers add where an import takes facts back or replaces them. */
export function importDepsOf(
  customers: CustomerDeps,
  { breathe, openScratch }: Pick<ImportDeps, "breathe" | "openScratch"> = {},
): ImportDeps {
  const added = { retractors: [affinityRetractor()], restorers: [affinityRestorer()], derived };
  return { ...customers, ...added, breathe, openScratch };
}

/** Segments find out by themselves that she is gone: they count their members as these leave. */
const derived: DerivedData = {
  tables: ["affinities", "own_sites", "segment_members", "segment_queue", "segment_changes"],
  forget: (ids) => [
    { sql: `delete from affinities where customer_id in (${ids.sql})`, params: ids.params },
    {
      sql: `insert into segment_queue (customer_id) select value from (${ids.sql}) where exists (select 1 from segments)
        on conflict (customer_id) do update set mark = mark + 1`,
      params: ids.params,
    },
  ],
};
