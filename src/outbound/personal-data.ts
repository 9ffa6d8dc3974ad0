import type { PersonalData } from "#customers/personal-data/personal-data.ts";
import { personalTables } from "#customers/personal-data/personal-table.ts";

const own = personalTables("outbound", [
  { table: "webhook_events", set: "webhooks", columns: ["id", "type", "at", "data"] },
  { table: "happenings", set: "webhooks", columns: ["type", "subject"] },
]);

/**
 * What waits to be told about her is told no more. That she was erased is: under her code and nobody's number, for whoever
 * keeps a copy has to erase it too.
 */
export const outboundData: PersonalData = {
  ...own,
  tables: [...own.tables, "webhook_deliveries"],
  erase: async (deps, person, at) => {
    await deps.store.write([
      {
        sql: `delete from webhook_deliveries where event_id in (select id from webhook_events
          where customer_id in (select value from json_each(?)))`,
        params: [JSON.stringify(person.ids)],
      },
    ]);
    await own.erase(deps, person, at);
  },
};
