import { sql } from "drizzle-orm";
import type { Merger } from "#customers/customer-deps.ts";
import { toQuery } from "#store/store.ts";
import { forgetDevices, relearnDevices } from "./relearn-devices.ts";

/** The survivor's clicks are those of both. Stands behind the clicks and the messages that they are found by. */
export const mergeDevices: Merger = (mergedCodes) => {
  const codes = JSON.stringify(mergedCodes);
  const merged = "from customers where merged_into is not null and code in (select value from json_each(";
  const survivors = sql`select merged_into ${sql.raw(merged)}${codes}))`;
  return [
    ...forgetDevices({ sql: `select id ${merged}?))`, params: [codes] }),
    ...relearnDevices(survivors).map(toQuery),
  ];
};
