import type { Merger } from "#customers/customer-deps.ts";
import type { PersonalDataDeps } from "#customers/personal-data/personal-data.ts";
import { personalTables } from "#customers/personal-data/personal-table.ts";
import type { Row } from "#store/store.ts";
import { openAddress } from "./push-device.ts";

/** Her browsers. The endpoint is hers to see; the keys under it would let anybody write to her in our name. */
export const pushData = personalTables("push", [
  {
    table: "push_devices",
    set: "site",
    columns: ["id", "label", "service", "address", "created_at", "succeeded_at", "gone_at"],
    open: openEndpoint,
  },
]);

function openEndpoint({ secret }: PersonalDataDeps, { id, address, ...row }: Row): Row {
  return { ...row, endpoint: openAddress(secret, { id: String(id), address })?.endpoint ?? null };
}

const MERGED = `select c.id from json_each(?) as item cross join customers c on c.code = item.value and c.merged_into is not null`;

/** The browsers of a merged record are the survivor's. */
export const mergePush: Merger = (mergedCodes) => [
  {
    sql: `update push_devices set
        customer_id = (select merged_into from customers where customers.id = push_devices.customer_id)
      where customer_id in (${MERGED})`,
    params: [JSON.stringify(mergedCodes)],
  },
];
