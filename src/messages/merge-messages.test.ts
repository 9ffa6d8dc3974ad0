import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { addCustomer, addNewsletter } from "#tests/worlds/message-world.ts";
import { mergeMessages } from "./merge-messages.ts";

it("a merge sends the survivor nothing on a date that she did not choose, and loses no other message", async () => {
  const store = await freshStore();
  const both = await addNewsletter(store, "both");
  const hers = await addNewsletter(store, "merged-only");
  const survivor = await addCustomer(store, "survivor", { newsletters: ["both"] });
  const merged = await addCustomer(store, "merged", { newsletters: ["both", "merged-only"] });
  const rows: ReadonlyArray<readonly [newsletterId: number, day: string, state: string, attempts: number]> = [
    [both, "2026-11-23", "planned", 0],
    [both, "2026-11-24", "deferred", 0],
    [both, "2026-11-25", "deferred", 2],
    [both, "2026-11-20", "accepted", 1],
    [hers, "2026-11-23", "planned", 0],
  ];
  await store.write([
    ...rows.map(
      ([newsletterId, day, state, attempts]) =>
        sql`insert into messages (customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at, attempts)
          values (${merged}, ${newsletterId}, ${day}, 'email', ${state}, 0, 0, ${attempts})`,
    ),
    sql`update customers set merged_into = ${survivor} where id = ${merged}`,
    ...mergeMessages(["merged"]),
  ]);
  expect(
    await store.read(sql`select customer_id as customer, newsletter_id as newsletter, occurrence_on as day, state
      from messages order by newsletter_id, occurrence_on`),
  ).toEqual([
    { customer: survivor, newsletter: both, day: "2026-11-20", state: "accepted" },
    { customer: survivor, newsletter: both, day: "2026-11-25", state: "deferred" },
    { customer: survivor, newsletter: hers, day: "2026-11-23", state: "planned" },
  ]);
});
