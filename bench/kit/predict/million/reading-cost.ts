import { systemClock } from "#entry/runtime.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { endOfDay, endOfTakeOver } from "#predict/features/cut.ts";
import { featureTable } from "#predict/features/feature-table.ts";
import { listGroups } from "#predict/features/list-groups.ts";
import { purchaseRecords } from "#predict/features/purchase-records.ts";
import type { Range } from "#predict/features/read-group.ts";
import { openLibsql } from "#store/open-libsql.ts";
import { cpuClock, round } from "../../measure.ts";

const CUSTOMERS = 50_000;
/** Ids that are read at once, as scoring does. */
const SLICE = 1_000;
/** Slices for the compiler. */
const WARM_UP = 5;

/** CPU µs a customer for reading what nine predictions take of her: all features, her orders, her lines; and each group alone. */
export async function readingCost(url: string, customers: number) {
  const store = await openLibsql({ url });
  await store.read({ sql: "pragma query_only = on", params: [] });
  const cut = endOfDay(Math.floor(systemClock.now() / DAY_MS) - 1, await endOfTakeOver(store));
  const subject = "customer" as const;
  const slices = Math.floor(Math.min(CUSTOMERS, customers) / SLICE);
  const cost = async (read: (range: Range) => Promise<unknown>): Promise<number> => {
    let clock = cpuClock();
    for (let slice = 0; slice < slices; slice += 1) {
      if (slice === WARM_UP) clock = cpuClock();
      await read({ after: slice * SLICE, upTo: (slice + 1) * SLICE, every: 1 });
    }
    return round((clock().cpuMs * 1_000) / ((slices - WARM_UP) * SLICE), 2);
  };
  const features = await cost(async (range) =>
    featureTable(store, { subject, groups: await listGroups(store, subject), cut, range }),
  );
  const orders = await cost((range) => purchaseRecords(store, { subject, of: "order", cut, range }));
  const lines = await cost((range) => purchaseRecords(store, { subject, of: "category", cut, range }));
  const alone: Record<string, number> = {};
  for (const group of await listGroups(store, subject)) {
    alone[group.name] = await cost((range) => featureTable(store, { subject, groups: [group], cut, range }));
  }
  await store.close();
  return { customers: slices * SLICE, features, orders, lines, all: round(features + orders + lines, 2), alone };
}
