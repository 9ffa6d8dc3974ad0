import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { PreferencesInput } from "#messages/preferences/preferences.ts";
import type { Store } from "#store/store.ts";
import { choosingDeps } from "#tests/worlds/choosing-world.ts";
import { addCustomer, addNewsletter, messageWorld } from "#tests/worlds/message-world.ts";
import { savePreferences } from "./save-preferences.ts";

/** Ada takes news and garden by e-mail; both may come by text too, garden by notices as well. */
async function world() {
  const { store, clock } = await messageWorld();
  for (const code of ["garden", "news", "other"]) await addNewsletter(store, code);
  await store.write([
    sql`update newsletters set channels = '["email","sms"]'`,
    sql`update newsletters set channels = '["email","sms","push"]' where code = 'garden'`,
  ]);
  await addCustomer(store, "ada", { newsletters: ["news", "garden"] });
  await store.write([sql`update customers set phone = '+436601', phone_hash = 'h:1'`]);
  const deps = choosingDeps({ store, clock });
  const save = async (choice: Partial<PreferencesInput>) => {
    const input = { newsletters: [], ...choice };
    const saved = await savePreferences({
      deps,
      customerCode: "ada",
      choice: input,
      source: "page",
      wording: "Yes.",
      proof: {},
    });
    if (!saved.ok) return saved.error.faults?.map(({ pointer }) => pointer);
    const { channelOrder, newsletters } = saved.value;
    return {
      all: channelOrder,
      ...Object.fromEntries(newsletters.map((one) => [one.code, [one.channel, one.channelOrder]])),
    };
  };
  return { store, save };
}

const agreed = async (store: Store) =>
  (
    await store.read<{ what: string }>(
      sql`select channel || ' ' || topic as what from consent_states where is_granted = 1 and purpose = 'receive' order by 1`,
    )
  ).map(({ what }) => what);

describe("the order of her channels", () => {
  it("for all holds where a newsletter has none of its own, and is her consent to each channel in it", async () => {
    const { store, save } = await world();
    const saved = await save({ channelOrder: ["email", "sms"] });
    expect(saved).toEqual({
      all: ["email", "sms"],
      garden: ["email", null],
      news: ["email", null],
      other: ["email", null],
    });
    expect(await agreed(store)).toEqual(["email garden", "email news", "sms garden", "sms news"]);
  });

  it("moves what it begins with to the front, and leaves whose dates are the vendor's to the vendor", async () => {
    const { store, save } = await world();
    await store.write([sql`update subscriptions set chosen_by = 'default'`]);
    expect(await save({ channelOrder: ["push", "sms"] })).toMatchObject({
      garden: ["push", null],
      news: ["sms", null],
    });
    expect(await store.read(sql`select distinct chosen_by from subscriptions`)).toEqual([{ chosen_by: "default" }]);
    expect(await agreed(store)).toEqual(expect.arrayContaining(["push garden", "sms garden", "sms news"]));
  });

  it("of one newsletter wins over that for all, and goes with null", async () => {
    const { save } = await world();
    await save({ channelOrder: ["email", "sms"] });
    const own = await save({ newsletters: [{ code: "garden", isOn: true, channelOrder: ["push", "email"] }] });
    expect(own).toMatchObject({ all: ["email", "sms"], garden: ["push", ["push", "email"]], news: ["email", null] });
    expect(await save({ channelOrder: ["sms"] })).toMatchObject({
      garden: ["push", ["push", "email"]],
      news: ["sms", null],
    });
    const gone = await save({ channelOrder: null, newsletters: [{ code: "garden", isOn: true, channelOrder: null }] });
    expect(gone).toMatchObject({ all: null, garden: ["push", null] });
  });

  it("follows the channel where only that is chosen, and stays where nothing is said of it", async () => {
    const { save } = await world();
    await save({ newsletters: [{ code: "garden", isOn: true, channelOrder: ["email", "sms", "push"] }] });
    expect(await save({ newsletters: [{ code: "garden", isOn: true, channel: "push" }] })).toMatchObject({
      garden: ["push", ["push", "email", "sms"]],
    });
    expect(await save({ newsletters: [{ code: "garden", isOn: true, minute: 60 }] })).toMatchObject({
      garden: ["push", ["push", "email", "sms"]],
    });
  });

  it("is that of a newsletter that is switched on later", async () => {
    const { store, save } = await world();
    await save({ channelOrder: ["sms", "email"] });
    expect(await save({ newsletters: [{ code: "other", isOn: true }] })).toMatchObject({ other: ["sms", null] });
    expect(await agreed(store)).toEqual(expect.arrayContaining(["sms other", "email other"]));
  });

  it("names no channel that the newsletter does not come by, and none beside its first", async () => {
    const { save } = await world();
    expect(await save({ newsletters: [{ code: "news", isOn: true, channelOrder: ["email", "push"] }] })).toEqual([
      "/newsletters/0/channelOrder",
    ]);
    expect(
      await save({ newsletters: [{ code: "news", isOn: true, channel: "sms", channelOrder: ["email"] }] }),
    ).toEqual(["/newsletters/0/channelOrder"]);
  });
});
