import type { Merger } from "#customers/customer-deps.ts";
import type { PersonalData } from "#customers/personal-data/personal-data.ts";
import { personalTables } from "#customers/personal-data/personal-table.ts";

const own = personalTables("postal", [{ table: "postal_addresses", set: "profile", columns: ["address", "at"] }]);

/** Where letters to her went. An address that nobody else of that name has stays suppressed. */
export const postalData: PersonalData = {
  ...own,
  tables: [...own.tables, "postal_queue"],
  erase: async (deps, person, at) => {
    const ids = JSON.stringify(person.ids);
    await deps.store.write([
      {
        sql: `insert into suppressions (address_hash, channel, scope, reason, source, at)
          select pa.hash, 'print', '', 'erased', 'erasure', ? from postal_addresses pa
          where pa.customer_id in (select value from json_each(?)) and not exists (
            select 1 from postal_addresses other where other.hash = pa.hash
              and other.customer_id not in (select value from json_each(?)))
          on conflict (address_hash, channel, scope) do update set message_number = null,
            reason = iif(suppressions.reason = 'complaint', 'complaint', 'erased')`,
        params: [at, ids, ids],
      },
      { sql: "delete from postal_queue where customer_id in (select value from json_each(?))", params: [ids] },
    ]);
    await own.erase(deps, person, at);
  },
};

const MERGED = `select c.id from json_each(?) as item cross join customers c on c.code = item.value and c.merged_into is not null`;

/** The merged record has no address any more; the survivor's is followed from all that she has now. */
export const mergePostal: Merger = (mergedCodes) => {
  const params = [JSON.stringify(mergedCodes)];
  return [{ sql: `delete from postal_addresses where customer_id in (${MERGED})`, params }];
};
