import { expect, it } from "vitest";
import { formBody } from "#customers/forms/form-definition.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { formWorld } from "#tests/worlds/form-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

it("an address whose owner confirms that it is hers rests no more, while what she once asked for stands", async () => {
  const here = await formWorld(await freshStore());
  await here.put("news-by-mail", formBody.parse(seedForms["news-by-mail"]));
  await here.fill("/forms/news-by-mail", { email: "ada@people.example", news: "yes" });
  const reasons = ["undeliverable", "unsubscribed"] as const;
  await here.store.write(
    reasons.map((reason, index) => ({
      sql: `insert into suppressions (address_hash, channel, scope, reason, source, at)
        select address_hash, 'email', ?, ?, 'mailbox', 0 from form_confirmations`,
      params: [index === 0 ? "" : "news", reason],
    })),
  );
  await here.post(new URL(here.mails[0]?.url ?? "").pathname, []);
  expect(await here.store.read({ sql: "select reason from suppressions", params: [] })).toEqual([
    { reason: "unsubscribed" },
  ]);
});
