import { sql } from "drizzle-orm";
import { addCustomer, addNewsletter, type MessageWorld, messageWorld, START, startPlannerAt } from "./message-world.ts";
import type { Store } from "#store/store.ts";

const NEWS = "news";

export type Member = {
  readonly code: string;
  /** Local minute at which hers is due; 08:00 unless told. */
  readonly minute?: number;
  /** She takes it because the vendor said so. */
  readonly isByDefault?: boolean;
  /** When she last did something, epoch ms. */
  readonly activeAt?: number;
  readonly ownCopy?: boolean;
  readonly household?: string;
};

/** Members of households, all subscribed to one newsletter that comes once for each household. */
export async function householdWorld(
  members: readonly Member[],
  options: Parameters<typeof messageWorld>[0] & { readonly store?: Store } = {},
): Promise<MessageWorld> {
  const deps = await messageWorld(options);
  await addNewsletter(deps.store, NEWS);
  await deps.store.write([sql`update newsletters set one_per_household = 1`]);
  await startPlannerAt(deps.store, START);
  for (const member of members) await addMember(deps.store, member);
  return deps;
}

async function addMember(store: Store, member: Member): Promise<void> {
  const { code, minute = 480, isByDefault = false, activeAt, ownCopy = false, household = "home" } = member;
  const id = await addCustomer(store, code, { newsletters: [NEWS], minute });
  await store.write([
    sql`insert into households (code, origin, created_at) values (${household}, 'declared', 0) on conflict do nothing`,
    sql`insert into household_members (customer_id, household_id, at, source)
      select ${id}, id, 0, 'test' from households where code = ${household}`,
    sql`update subscriptions set chosen_by = ${isByDefault ? "default" : "customer"}, own_copy = ${ownCopy ? 1 : 0}
      where customer_id = ${id}`,
    ...(activeAt === undefined
      ? []
      : [
          sql`insert into events (message_id, customer_id, kind, name, at, received_at, source)
            values (${`did-${code}`}, ${id}, 'click', 'click', ${activeAt}, ${activeAt}, 'test')`,
        ]),
  ]);
}
