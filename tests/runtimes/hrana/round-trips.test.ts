import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { HOUR_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  scriptedChannel,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";
import { freshHranaStore, hranaServer } from "./fresh-hrana-store.ts";

const CUSTOMERS = 200;
const CONCURRENCY = 20;
let turns = 0;
const worker = { name: "w", nextTurn: () => (turns += 1) };

it("a message costs a tenth of a round trip to a server far away: a batch is planned, claimed, begun and settled together", async () => {
  const channel = scriptedChannel({ concurrency: CONCURRENCY });
  const world = await messageWorld({ store: await freshHranaStore(), channel });
  await addNewsletter(world.store, "news");
  await startPlannerAt(world.store, START);
  await addCustomer(world.store, "c0", { newsletters: ["news"] });
  await copyCustomer();
  world.clock.set(START + 8 * HOUR_MS);

  const tripsOf = async (work: () => Promise<unknown>): Promise<number> => {
    const before = hranaServer().arrivals.length;
    await work();
    return hranaServer().arrivals.length - before;
  };
  const planning = await tripsOf(() =>
    planMessages(world.store, world.clock.now(), { planAheadMs: 0, graceMs: HOUR_MS }),
  );
  const sending = await tripsOf(() => sendDue(world, worker, CUSTOMERS));
  expect(channel.log).toHaveLength(CUSTOMERS);
  expect(await statesOf(world.store)).toEqual({ accepted: CUSTOMERS });
  process.stdout.write(
    `${CUSTOMERS} messages, ${CONCURRENCY} at once: ${planning} round trips to plan, ${sending} to claim, send and settle (${sending / CUSTOMERS} a message)\n`,
  );
  expect(planning).toBeLessThanOrEqual(8);
  // Which programmes are due, the claim, its reservations; a begin a group, which settles the group before; the last settlement.
  expect(sending).toBeLessThanOrEqual(4 + CUSTOMERS / CONCURRENCY);

  async function copyCustomer(): Promise<void> {
    const numbers = sql`(with recursive n(i) as (select 1 union all select i + 1 from n where i < ${CUSTOMERS - 1}) select i from n)`;
    await world.store.write([
      sql`insert into customers (code, zone, email, email_hash, is_tracked, created_at, updated_at)
        select 'c' || i, 'UTC', 'c' || i || '@people.example', 'h:c' || i || '@people.example', 1, 0, 0 from ${numbers}`,
      sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
        select id, 'receive', 'email', 'news', 1, 1 from customers where code <> 'c0'`,
      sql`insert into subscriptions (customer_id, newsletter_id, state, channel, schedule_id, chosen_by, updated_at)
        select c.id, s.newsletter_id, s.state, s.channel, s.schedule_id, s.chosen_by, s.updated_at
        from customers c, subscriptions s where c.code <> 'c0'`,
    ]);
  }
});
