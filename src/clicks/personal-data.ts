import type { PersonalData, PersonalDataDeps, Person } from "#customers/personal-data/personal-data.ts";
import { seal, unseal } from "#customers/seal.ts";
import { forgetDevices } from "./devices/relearn-devices.ts";
import { unnameClicks } from "./unname-clicks.ts";

const HERS = "select id from messages where customer_id in (select value from json_each(?))";
const PAGE = 1_000;

/**
 * Her clicks are found by her messages, so this area is erased before them. What is left of a click leads to nobody and is
 * counted for its link; the address and agent that were sealed with it are taken out of their batch.
 */
export const clickData: PersonalData = {
  area: "clicks",
  tables: ["clicks", "click_origins", "customer_devices"],
  rows: async function* rows({ store }, { person }) {
    for (let after = 0; ;) {
      const page = await store.read({
        sql: `select c.id, c.at, c.verdict, c.device, l.destination, l.product_code from messages m
          cross join clicks c on c.message_id = m.id left join links l on l.id = c.link_id
          where m.customer_id in (select value from json_each(?)) and c.customer_id <> 0 and c.id > ?
          order by c.id limit ${PAGE}`,
        params: [JSON.stringify(person.ids), after],
      });
      if (page.length > 0) yield page.map((row) => ({ set: "clicks", table: "clicks", row }));
      if (page.length < PAGE) break;
      after = Number(page.at(-1)?.["id"]);
    }
    const learnt = await store.read({
      sql: `select device, phone, pda, tablet, desktop from customer_devices
        where customer_id in (select value from json_each(?))`,
      params: [JSON.stringify(person.ids)],
    });
    if (learnt.length > 0) yield learnt.map((row) => ({ set: "clicks", table: "customer_devices", row }));
  },
  erase: async (deps, person) => {
    await eraseOrigins(deps, person);
    const ids = JSON.stringify(person.ids);
    const hers = { sql: "select value from json_each(?)", params: [ids] };
    await deps.store.write([unnameClicks(hers), ...forgetDevices(hers)]);
  },
};

type OriginRow = { readonly id: number; readonly batchKey: string; readonly sealed: string; readonly places: string };

/** Address and agent of her clicks, whose sealed batches hold others' too: hers become nothing, the rest stays as it was. */
async function eraseOrigins({ store, secret }: PersonalDataDeps, { ids }: Person): Promise<void> {
  const rows = await store.read<OriginRow>({
    sql: `select o.id, o.batch_key as batchKey, o.sealed, json_group_array(c.origin_no) as places from clicks c
      cross join click_origins o on o.id = c.origin_id where c.message_id in (${HERS}) group by o.id`,
    params: [JSON.stringify(ids)],
  });
  for (const { id, batchKey, sealed, places } of rows) {
    const place = { table: "click_origins", key: batchKey, column: "sealed" };
    const text = unseal(secret, place, Buffer.from(sealed, "base64"));
    if (text === undefined) continue;
    const origins = JSON.parse(text) as unknown[];
    for (const no of JSON.parse(places) as number[]) origins[no] = null;
    const rest = Buffer.from(seal(secret, place, JSON.stringify(origins))).toString("base64");
    await store.write([
      { sql: "update click_origins set sealed = ? where id = ? and sealed = ?", params: [rest, id, sealed] },
    ]);
  }
}
