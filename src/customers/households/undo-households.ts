import type { ImportRow } from "#customers/import/run/import-row.ts";
import type { Change } from "#customers/import/undo/undo-changes.ts";
import type { Statement } from "#store/store.ts";
import type { Membership } from "./household-writer.ts";

/** Who still is where the import put her goes back, or is in no household; one that it made and nobody is in goes. */
export function undoHouseholds({ createdAt }: ImportRow, changes: readonly Change[]): Statement[] {
  if (changes.length === 0) return [];
  const rows = changes.map(({ customerId, before, after }) => {
    const was = JSON.parse(before ?? "null") as Membership | null;
    const made = JSON.parse(after ?? "null") as Membership | null;
    return [customerId, made?.household, made?.at, was?.household, was?.at, was?.source];
  });
  const params = [JSON.stringify(rows)];
  const isOurs = `member.customer_id = item.value ->> 0 and member.at = item.value ->> 2
    and member.household_id = (select id from households where code = item.value ->> 1)`;
  const wasIn = "(select id from households where code = item.value ->> 3)";
  return [
    {
      sql: `delete from household_members where customer_id in (
        select member.customer_id from json_each(?) as item cross join household_members as member on ${isOurs}
        where ${wasIn} is null)`,
      params,
    },
    {
      sql: `update household_members as member set household_id = ${wasIn}, at = item.value ->> 4, source = item.value ->> 5
        from json_each(?) as item where ${isOurs} and ${wasIn} is not null`,
      params,
    },
    {
      sql: `delete from households where code in (select item.value ->> 1 from json_each(?) as item) and created_at = ?
        and origin = 'declared' and not exists (select 1 from household_members where household_id = households.id)`,
      params: [...params, createdAt],
    },
  ];
}
