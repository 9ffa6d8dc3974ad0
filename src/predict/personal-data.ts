import type { Merger } from "#customers/customer-deps.ts";
import type { PersonalData } from "#customers/personal-data/personal-data.ts";
import { personalTables } from "#customers/personal-data/personal-table.ts";

const shown = personalTables("scores", [
  { table: "affinities", set: "interests", columns: ["category", "scaled"] },
  {
    table: "score_details",
    set: "interests",
    columns: [
      "(select p.title from predictions p where p.id = prediction_id) as prediction",
      "score",
      "extra",
      "reasons",
      "scored_at",
      "expires_at",
    ],
  },
]);
/** The same scores again, as rules read them. */
const projected = personalTables("scores", [{ table: "customer_scores", set: "interests", columns: ["customer_id"] }]);

/** What follows from her facts: it goes with them. Scores of an account go with its last holder. */
export const scoreData: PersonalData = {
  area: "scores",
  tables: [...shown.tables, ...projected.tables],
  rows: (deps, question) => shown.rows(deps, question),
  erase: async (deps, person, at) => {
    const ids = JSON.stringify(person.ids);
    await deps.store.write([
      {
        sql: `delete from account_scores where account_id in (select h.account_id from account_holders h
            where h.customer_id in (select value from json_each(?1)))
          and not exists (select 1 from account_holders o where o.account_id = account_scores.account_id
            and o.customer_id not in (select value from json_each(?1)))`,
        params: [ids],
      },
    ]);
    await shown.erase(deps, person, at);
    await projected.erase(deps, person, at);
  },
};

const MERGED = `select c.id from json_each(?) as item cross join customers c on c.code = item.value and c.merged_into is not null`;

/** Two records that turn out to be one person: what was foretold of the merged one holds for nobody; she is scored anew tomorrow. */
export const mergeScores: Merger = (mergedCodes) => {
  const codes = JSON.stringify(mergedCodes);
  return ["score_details", "customer_scores"].map((table) => ({
    sql: `delete from ${table} where customer_id in (${MERGED})`,
    params: [codes],
  }));
};
