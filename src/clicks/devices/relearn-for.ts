import { sql } from "drizzle-orm";
import type { JudgedClick } from "#clicks/judge-clicks.ts";
import type { Statement, Store } from "#store/store.ts";
import { DEVICE_VERSION, relearnDevices } from "./relearn-devices.ts";

/** Behind the verdicts of these clicks, in the same batch: their customers' devices follow from all that is judged by then. */
export function relearnFor(clicks: ReadonlyArray<Pick<JudgedClick, "click">>): readonly Statement[] {
  const ids = [...new Set(clicks.map(({ click }) => click.customerId))].filter((id) => id > 0);
  return ids.length === 0 ? [] : relearnDevices(sql`select value from json_each(${JSON.stringify(ids)})`);
}

/** Of these clicks, those whose customer's devices were counted in another way than today's. */
export async function findOtherwiseCounted(
  store: Store,
  judged: readonly JudgedClick[],
): Promise<readonly JudgedClick[]> {
  const ids = [...new Set(judged.map(({ click }) => click.customerId))].filter((id) => id > 0);
  if (ids.length === 0) return [];
  const rows = await store.read<{ id: number }>(
    sql`select d.customer_id as id from json_each(${JSON.stringify(ids)}) as item
      join customer_devices d on d.customer_id = item.value and d.version <> ${DEVICE_VERSION}`,
  );
  const otherwise = new Set(rows.map(({ id }) => id));
  return judged.filter(({ click }) => otherwise.has(click.customerId));
}
