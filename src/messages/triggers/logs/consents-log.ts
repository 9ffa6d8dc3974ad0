import { sql } from "drizzle-orm";
import type { TriggerLog } from "#messages/triggers/happening.ts";
import { searchLog } from "./search-log.ts";

/** Consent to receive that was granted: with double opt-in, the moment of the confirming click. Subjects are topics, "" any. */
export const consentsLog: TriggerLog = {
  name: "consents",
  newest: async (store) => {
    const [row] = await store.read<{ id: number | null }>(sql`select max(id) as id from consents`);
    return row?.id ?? 0;
  },
  idBefore: async (store, at) =>
    searchLog(await consentsLog.newest(store), at, async (id) => {
      const [row] = await store.read<{ at: number }>(
        sql`select at from consents where id >= ${id} order by id limit 1`,
      );
      return row?.at;
    }),
  read: async (store, { after, upTo, subjects }) => {
    const isAny = subjects.includes("") ? 1 : 0;
    const rows = await store.read<{
      id: number;
      customerId: number;
      at: number;
      topic: string;
      channel: string;
      source: string;
      importId: string | null;
    }>(
      sql`select id, customer_id as customerId, at, topic, channel, source, proof ->> 'import' as importId from consents
        where id > ${after} and id <= ${upTo} and purpose = 'receive' and state = 'granted'
          and (${isAny} = 1 or topic in (select value from json_each(${JSON.stringify(subjects)}))) order by id`,
    );
    return rows.map(({ id, customerId, at, topic, channel, source, importId }) => ({
      id,
      subject: topic,
      customerId,
      at,
      knownAt: at,
      key: `consent:${id}`,
      isHistory: importId !== null,
      properties: { topic, channel, source },
    }));
  },
};
