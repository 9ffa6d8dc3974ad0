import type { PersonalData } from "#customers/personal-data/personal-data.ts";
import { personalTables } from "#customers/personal-data/personal-table.ts";

const CODE = (table: string) => `(select code from segments s where s.id = ${table}.segment_id) as segment`;

const own = personalTables("segments", [
  { table: "segment_changes", set: "segments", columns: [CODE("segment_changes"), "change", "cause", "at"] },
]);
const members = personalTables("segments", [
  { table: "segment_members", set: "segments", columns: [CODE("segment_members"), "entered_at"] },
]);
const queue = personalTables("segments", [{ table: "segment_queue", set: "segments", columns: ["mark"] }]);

/** Her membership ends without a word to anybody, and the count of members follows. */
export const segmentData: PersonalData = {
  area: "segments",
  tables: [...members.tables, ...own.tables, ...queue.tables],
  rows: async function* rows(deps, question) {
    yield* members.rows(deps, question);
    yield* own.rows(deps, question);
  },
  erase: async (deps, person, at) => {
    const ids = JSON.stringify(person.ids);
    const hers = "customer_id in (select value from json_each(?))";
    await deps.store.write([
      {
        sql: `update segments set member_count = member_count - (select count(*) from segment_members m
            where m.segment_id = segments.id and m.${hers})
          where id in (select segment_id from segment_members where ${hers})`,
        params: [ids, ids],
      },
      { sql: `delete from segment_members where ${hers}`, params: [ids] },
    ]);
    await own.erase(deps, person, at);
    await queue.erase(deps, person, at);
  },
};
