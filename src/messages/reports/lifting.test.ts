import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Store } from "#store/store.ts";
import { choose, choosingDeps } from "#tests/worlds/choosing-world.ts";
import { addCustomer, addNewsletter, messageWorld } from "#tests/worlds/message-world.ts";

async function suppressedWorld(reason: string, scope = "") {
  const here = await messageWorld();
  await addNewsletter(here.store, "garden");
  await addCustomer(here.store, "ada", { newsletters: ["garden"] });
  await here.store.write([
    sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
      values ('h:ada@people.example', 'email', ${scope}, ${reason}, 'mailbox', 0)`,
    sql`update subscriptions set state = 'off'`,
  ]);
  return { ...here, deps: choosingDeps(here) };
}

const left = async (store: Store) =>
  (await store.read<{ reason: string }>(sql`select reason from suppressions`)).map(({ reason }) => reason);

describe("what bounces did to an address", () => {
  it.each(["undeliverable", "unknown_recipient"])(
    "is over where she turns mail on, on her own page: %s",
    async (reason) => {
      const { store, deps } = await suppressedWorld(reason);
      await choose(deps, "ada", { newsletters: [{ code: "garden", isOn: true }] });
      expect(await left(store)).toEqual([]);
    },
  );

  it("outlasts every other choice of hers", async () => {
    const { store, deps } = await suppressedWorld("undeliverable");
    await choose(deps, "ada", { zone: "Asia/Tokyo", newsletters: [{ code: "garden", isOn: false }] });
    expect(await left(store)).toEqual(["undeliverable"]);
  });

  it.each(["complaint", "erased"])("is not over after a %s, whatever she turns on", async (reason) => {
    const { store, deps } = await suppressedWorld(reason);
    await choose(deps, "ada", { newsletters: [{ code: "garden", isOn: true }] });
    expect(await left(store)).toEqual([reason]);
  });
});
