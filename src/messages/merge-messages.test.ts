import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { secretFrom } from "#kernel/secret.ts";
import { scheduleOf } from "#messages/preferences/schedule-of.ts";
import { upsertSchedules, upsertSubscriptions } from "#messages/preferences/subscription-statements.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { addCustomer, addNewsletter, messageWorld, START } from "#tests/worlds/message-world.ts";
import { mergeMessages } from "./merge-messages.ts";
import { messageData } from "./personal-data.ts";

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

describe("a date of her own", () => {
  const birthday = {
    kind: "own_date",
    attribute: "birthday",
    repeats: "yearly",
    offsetDays: 0,
    ifMissing: "last_day",
  } as const;
  const born = async (store: Store, code: string, birthOn: string) => {
    const id = await addCustomer(store, code, { newsletters: ["greeting"] });
    const wish = { pace: birthday, minute: 480, zone: "UTC", ownOn: birthOn, startOn: "2026-11-22" };
    const schedule = scheduleOf(wish);
    await store.write([
      upsertSchedules([schedule]),
      upsertSubscriptions(
        [{ customerCode: code, newsletterId: 1, isOn: true, channel: "email", schedule, chosenBy: "customer" }],
        START,
      ),
    ]);
    return id;
  };
  const anchors = (store: Store) =>
    store.read(sql`select anchor_on as anchor from schedules where pace ->> 'kind' = 'own_date' order by anchor_on`);

  it("leaves no birth year in a schedule, and those of one day share it", async () => {
    const store = await freshStore();
    await addNewsletter(store, "greeting");
    await born(store, "ada", "1957-05-30");
    await born(store, "ben", "1999-05-30");
    await born(store, "leap", "1960-02-29");
    expect(await anchors(store)).toEqual([{ anchor: "2000-02-29" }, { anchor: "2000-05-30" }]);
  });

  it("goes with her who was its last, at an erasure and at a merge, and with nobody before", async () => {
    const { store } = await messageWorld();
    const secret = secretFrom(new Uint8Array(32).fill(7));
    await addNewsletter(store, "greeting");
    const ada = await born(store, "ada", "1957-05-30");
    const ben = await born(store, "ben", "1999-05-30");
    const eva = await born(store, "eva", "1990-01-02");
    const erase = (id: number) => messageData.erase({ store, secret }, { id, ids: [id], code: "x", names: [] }, START);
    await erase(ada);
    expect(await anchors(store)).toEqual([{ anchor: "2000-01-02" }, { anchor: "2000-05-30" }]);
    await erase(ben);
    expect(await anchors(store)).toEqual([{ anchor: "2000-01-02" }]);
    const survivor = await born(store, "fay", "1990-03-04");
    await store.write([
      sql`update customers set merged_into = ${survivor} where id = ${eva}`,
      ...mergeMessages(["eva"]),
    ]);
    expect(await anchors(store)).toEqual([{ anchor: "2000-03-04" }]);
  });
});
