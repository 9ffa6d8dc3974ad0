import { sql } from "drizzle-orm";
import type { TriggerLog } from "#messages/triggers/happening.ts";
import { searchLog } from "./search-log.ts";

/** How a change of a segment's members is listened for. */
export function segmentSubject(segment: string, change: string): string {
  return `${change} ${segment}`;
}

/** Who entered and left segments. What a new or changed rule brought about is history: the customers did nothing. */
export const segmentsLog: TriggerLog = {
  name: "segments",
  newest: async (store) => {
    const [row] = await store.read<{ id: number | null }>(sql`select max(id) as id from segment_changes`);
    return row?.id ?? 0;
  },
  idBefore: async (store, at) =>
    searchLog(await segmentsLog.newest(store), at, async (id) => {
      const [row] = await store.read<{ at: number }>(
        sql`select at from segment_changes where id >= ${id} order by id limit 1`,
      );
      return row?.at;
    }),
  read: async (store, { after, upTo, subjects }) => {
    const rows = await store.read<{
      id: number;
      customerId: number;
      at: number;
      cause: string;
      subject: string;
    }>(
      sql`select k.id, k.customer_id as customerId, k.at, k.cause, k.change || ' ' || s.code as subject
        from segment_changes k cross join segments s on s.id = k.segment_id
        where k.id > ${after} and k.id <= ${upTo} and subject in (select value from json_each(${JSON.stringify(subjects)}))
        order by k.id`,
    );
    return rows.map(({ cause, ...row }) => ({
      ...row,
      knownAt: row.at,
      key: `segment:${row.id}`,
      isHistory: cause === "rule",
      properties: {},
    }));
  },
};
