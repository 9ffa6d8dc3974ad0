import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { formBody } from "#customers/forms/form-definition.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { eraseCustomer } from "#customers/personal-data/erase-customer.ts";
import { findPerson } from "#customers/personal-data/find-person.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { personalData } from "#entry/personal-data.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { acceptMessage } from "#messages/transactional/accept-message.ts";
import { sendBody } from "#messages/transactional/send-request.ts";
import type { Store } from "#store/store.ts";
import { findHers, HERS } from "#tests/worlds/every-table.ts";
import { formWorld } from "#tests/worlds/form-world.ts";
import { actor, triggeredWorld } from "#tests/worlds/triggered-world.ts";

const EMAIL = `${HERS}.ada@people.example`;
const PHONE = "+442079460958";
const OTHER_PHONE = "+442079460123";
/** Cells that lead to her number afterwards: her empty row, the empty rows that lead to it, and that she was erased. */
const STAYS = new Set(["customers.id", "customers.merged_into", "erasures.customer_id"]);

const visit = formBody.parse({
  locale: "en",
  source: "survey",
  survey: "visit",
  title: { en: "Your visit" },
  thanks: { en: "Every answer is read." },
  fields: [
    { name: "email", kind: "email", label: { en: "E-mail" }, target: { to: "identity", part: "email" } },
    { name: "phone", kind: "phone", label: { en: "Telephone" }, target: { to: "identity", part: "phone" } },
    { name: "how", kind: "long_text", label: { en: "How was it?" }, target: { to: "answer", question: "how" } },
  ],
});

/** A shop with hosted forms and a mailbox, in which Ada is a customer. */
async function shop(store: Store) {
  const forms = await formWorld(store);
  const mails = await triggeredWorld(store);
  mails.clock.advance(DAY_MS);
  await forms.put("visit", visit);
  for (const [code, definition] of Object.entries(seedForms)) await forms.put(code, definition);
  const put = (code: string, input: Parameters<typeof putCustomer>[0]["input"]) =>
    putCustomer({ deps: forms.deps, actor, code, input });
  await put("ada", { firstName: `${HERS}-first`, email: EMAIL, phone: PHONE });
  let key = 0;
  const send = (address: string, inMs = 0) => {
    const body = {
      to: { address, firstName: `${HERS}-gil` },
      template: { name: "receipt" },
      data: { order: `${HERS}-order` },
      ...(inMs === 0 ? {} : { sendAt: new Date(mails.clock.now() + inMs).toISOString() }),
    };
    return acceptMessage({ deps: mails.sends, actor, key: `k${(key += 1)}`, input: sendBody.parse(body) });
  };
  const secret = forms.deps.secret;
  return {
    store,
    forms,
    mails,
    put,
    send,
    fillVisit: (answers: Readonly<Record<string, string>>) => forms.fill("/forms/visit", answers),
    erase: (code = "ada") => eraseCustomer({ deps: { store, secret, clock: mails.clock, personalData }, actor, code }),
    suppressed: async () =>
      (
        await store.read<{ hash: string; channel: string; reason: string }>(
          sql`select address_hash as hash, channel, reason from suppressions order by channel`,
        )
      ).map(({ hash, channel, reason }) => {
        const kind = channel === "email" ? "email" : "phone";
        const value = [EMAIL, PHONE, OTHER_PHONE].find((text) => hashAddress(secret, kind, text) === hash);
        return `${channel} ${value ?? "of nobody here"} ${reason}`;
      }),
    left: async () => {
      const { ids } = (await findPerson(store, { code: "ada" })) ?? { ids: [] };
      const cells = await findHers(store, { ids, words: [HERS, EMAIL, PHONE] });
      return cells.filter((cell) => !STAYS.has(cell));
    },
  };
}

const ALL = [`email ${EMAIL} erased`, `sms ${PHONE} erased`, `voice ${PHONE} erased`];

/** What is known of somebody by her address alone goes with her, and keeps nobody from leaving her in peace. */
export function erasureByAddressContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`erasing who was reached by her address alone on ${name}`, () => {
    it("a message accepted before the erasure is not sent after it, and a new one is held back", async () => {
      const here = await shop(await makeStore());
      expect((await here.send(EMAIL)).ok).toBe(true);
      await here.mails.turn();
      expect(here.mails.channel.log).toHaveLength(1);
      expect((await here.send(EMAIL.toUpperCase(), 40_000)).ok).toBe(true);
      await here.erase();
      expect(await here.suppressed()).toEqual(ALL);
      expect(await here.left()).toEqual([]);
      here.mails.clock.advance(41_000);
      await here.mails.turn();
      expect(here.mails.channel.log).toHaveLength(1);
      const refused = await here.send(EMAIL);
      expect(refused.ok ? [] : refused.error.faults?.map(({ pointer }) => pointer)).toEqual(["/to/address"]);
      expect(await here.left()).toEqual([]);
    });

    it("the mail of a double opt-in goes with her, and so does what waited for its answer", async () => {
      const here = await shop(await makeStore());
      await here.forms.fill("/forms/news-by-mail", { email: EMAIL, first_name: `${HERS}-typed`, news: "yes" });
      const [asked] = here.forms.mails;
      expect((await here.send(asked?.address ?? "", 40_000)).ok).toBe(true);
      await here.erase();
      expect(await here.suppressed()).toEqual(ALL);
      expect(await here.left()).toEqual([]);
      here.mails.clock.advance(41_000);
      await here.mails.turn();
      expect(here.mails.channel.log).toEqual([]);
      const path = new URL(asked?.url ?? "").pathname;
      expect((await here.forms.get(path)).text).not.toContain(HERS);
      expect(await here.store.read(sql`select count(*) as n from form_confirmations`)).toEqual([{ n: 0 }]);
    });

    it.each(["her bare address", "her code", "an address that was written to before"])(
      "a message to %s that is accepted while she is erased brings nothing of her back",
      async (what) => {
        const here = await shop(await makeStore());
        if (what.includes("before")) await here.send(EMAIL, DAY_MS);
        let isErased = false;
        // Between the look at the recipient and the batch that accepts.
        const store: Store = {
          ...here.store,
          write: async (statements) => {
            if (!isErased) {
              isErased = true;
              await here.erase();
            }
            return here.store.write(statements);
          },
        };
        const to = what === "her code" ? { customer: "ada" } : { address: EMAIL, firstName: `${HERS}-gil` };
        const body = { to, template: { name: "receipt" }, data: { order: `${HERS}-order` } };
        const accepted = await acceptMessage({
          deps: { ...here.mails.sends, store },
          actor,
          key: "race",
          input: sendBody.parse(body),
        });
        expect([isErased, accepted.ok]).toEqual([true, false]);
        expect(await here.left()).toEqual([]);
        const planned = sql`select count(*) as n from messages where state in ('planned', 'claimed')`;
        expect(await here.store.read(planned)).toEqual([{ n: 0 }]);
        expect(await here.store.read(sql`select count(*) as n from idempotency_keys where message_id is null`)).toEqual(
          [{ n: 0 }],
        );
      },
    );

    it("a public form under her addresses goes with her, and keeps no address from being suppressed", async () => {
      const here = await shop(await makeStore());
      await here.fillVisit({ email: EMAIL, phone: PHONE, how: `${HERS}-well` });
      await here.fillVisit({ phone: PHONE, how: `${HERS}-again` });
      expect(await here.left()).toContain("survey_answers.answer");
      await here.erase();
      expect(await here.suppressed()).toEqual(ALL);
      expect(await here.left()).toEqual([]);
      expect(await here.store.read(sql`select count(*) as n from customers where erased_at is null`)).toEqual([
        { n: 0 },
      ]);
    });

    it("a form that names somebody else too loses her address and keeps the rest", async () => {
      const here = await shop(await makeStore());
      await here.fillVisit({ email: EMAIL, phone: OTHER_PHONE, how: "well" });
      await here.erase();
      expect(await here.suppressed()).toEqual(ALL);
      expect(await here.left()).toEqual([]);
      const kept = await here.store.read(
        sql`select c.email, c.email_hash as hash, c.phone, a.answer from customers c
          join survey_answers a on a.customer_id = c.id where c.erased_at is null`,
      );
      expect(kept).toEqual([{ email: null, hash: null, phone: OTHER_PHONE, answer: "well" }]);
      expect(await here.store.read(sql`select kind, value from identities`)).toEqual([
        { kind: "phone", value: OTHER_PHONE },
      ]);
    });

    it("where a living customer has the address too, what came under it alone is left to her", async () => {
      const here = await shop(await makeStore());
      await here.put("ben", { email: EMAIL });
      expect((await here.send(EMAIL, 40_000)).ok).toBe(true);
      await here.fillVisit({ email: EMAIL, how: "well" });
      await here.erase();
      expect(await here.suppressed()).toEqual(ALL.slice(1));
      here.mails.clock.advance(41_000);
      await here.mails.turn();
      expect(here.mails.channel.log.map(({ to }) => to)).toEqual([EMAIL]);
      await here.erase("ben");
      expect(await here.suppressed()).toEqual(ALL);
      expect(await findHers(here.store, { ids: [], words: [HERS, EMAIL] })).toEqual([]);
    });

    it("records that were joined with a form's record go with it", async () => {
      const here = await shop(await makeStore());
      await here.fillVisit({ email: EMAIL, how: `${HERS}-well` });
      await here.store.write([
        sql`insert into customers (code, first_name, merged_into, created_at, updated_at)
          select 'anon:visitor', ${`${HERS}-visitor`}, id, 1, 1 from customers where code glob 'anon:~form:*'`,
      ]);
      await here.erase();
      expect(await here.left()).toEqual([]);
      expect((await findPerson(here.store, { code: "anon:visitor" }))?.code).toBe("ada");
    });
  });
}
