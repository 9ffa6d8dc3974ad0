import type { Merger } from "#customers/customer-deps.ts";
import type { PersonalData } from "#customers/personal-data/personal-data.ts";
import { type PersonalTable, tableRows } from "#customers/personal-data/personal-table.ts";

const members: PersonalTable = {
  table: "household_members",
  set: "household",
  columns: [
    "(select code from households where households.id = household_id) as household",
    "(select origin from households where households.id = household_id) as origin",
    "at",
    "source",
  ],
};

/** That she is in a household. Who else is in it is theirs to know. A household that only an address made goes with its last member. */
export const householdData: PersonalData = {
  area: "households",
  tables: [members.table],
  rows: (deps, question) => tableRows(deps, members, question),
  erase: async ({ store }, person) => {
    const ids = JSON.stringify(person.ids);
    await store.write([
      {
        sql: `delete from households where origin = 'address' and id in (select household_id from household_members
            where customer_id in (select value from json_each(?)))
          and not exists (select 1 from household_members as other where other.household_id = households.id
            and other.customer_id not in (select value from json_each(?)))`,
        params: [ids, ids],
      },
      { sql: "delete from household_members where customer_id in (select value from json_each(?))", params: [ids] },
    ]);
  },
};

const MERGED = `select c.id from json_each(?) as item cross join customers c on c.code = item.value and c.merged_into is not null`;

/** Two records of one person live in one household: the survivor's where she has one, else the merged record's. */
export const mergeHouseholds: Merger = (mergedCodes) => {
  const params = [JSON.stringify(mergedCodes)];
  return [
    {
      sql: `update or ignore household_members
        set customer_id = (select merged_into from customers where customers.id = household_members.customer_id)
        where customer_id in (${MERGED})`,
      params,
    },
    { sql: `delete from household_members where customer_id in (${MERGED})`, params },
  ];
};
