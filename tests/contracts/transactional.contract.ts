import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { acceptMessage } from "#messages/transactional/accept-message.ts";
import { cancelMessage } from "#messages/transactional/cancel-message.ts";
import { forgetSends } from "#messages/transactional/forget-sends.ts";
import { sendBody } from "#messages/transactional/send-request.ts";
import type { Store } from "#store/store.ts";
import { addNewsletter, START, statesOf } from "#tests/worlds/message-world.ts";
import { actor, addReader, publish, triggeredWorld, type TriggeredWorld } from "#tests/worlds/triggered-world.ts";

const order = { to: { customer: "ada" }, template: { name: "receipt" }, data: { order: "A-1" } };

function accept({ sends }: TriggeredWorld, body: object = order, key = "k1") {
  return acceptMessage({ deps: sends, actor, key, input: sendBody.parse(body) });
}

async function numberOf(answer: ReturnType<typeof accept>): Promise<number> {
  const accepted = await answer;
  if (!accepted.ok) throw new Error(JSON.stringify(accepted.error));
  return accepted.value.number;
}

async function faultsOf(answer: ReturnType<typeof accept>): Promise<readonly string[]> {
  const accepted = await answer;
  return accepted.ok ? [] : (accepted.error.faults ?? []).map(({ pointer }) => pointer);
}

/** What a transactional send promises on every database. */
export function transactionalContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async () => {
    const made = await triggeredWorld(await makeStore());
    await addReader(made.store, "ada", []);
    return made;
  };

  describe(`a transactional send on ${name}`, () => {
    it("is accepted, leaves, and says what it was given, without consent and without a way to unsubscribe", async () => {
      const here = await world();
      const body = { ...order, data: { order: "A-1", total: { amountMinor: 1_250, currency: "GBP" } } };
      const number = await numberOf(accept(here, body));
      expect(here.sends.hurried()).toBe(1);
      await here.turn();
      const [mail] = here.channel.log;
      expect(mail).toMatchObject({ messageNumber: number, to: "ada@people.example" });
      expect(mail?.content).toMatchObject({ subject: "receipt for you", html: "<p>Order A-1: £12.50.</p>" });
      expect(mail?.content).not.toHaveProperty("unsubscribeUrl");
      expect(await statesOf(here.store)).toEqual({ accepted: 1 });
    });

    it("twenty requests with one key are one message, and each answer names it or says that it is under way", async () => {
      const here = await world();
      const answers = await Promise.all(Array.from({ length: 20 }, () => accept(here)));
      const numbers = new Set(answers.flatMap((answer) => (answer.ok ? [answer.value.number] : [])));
      const refusals = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code])));
      expect(numbers.size).toBe(1);
      expect([...refusals]).toEqual(["conflict"]);
      // Two processes don't know of each other: the database settles it.
      const apart = await Promise.all(
        Array.from({ length: 8 }, () =>
          accept({ ...here, sends: { ...here.sends, inFlight: new Set() } }, order, "k2"),
        ),
      );
      expect(new Set(apart.map((answer) => (answer.ok ? answer.value.number : answer.error.code))).size).toBe(1);
      expect(await here.store.read(sql`select count(*) as n from messages`)).toEqual([{ n: 2 }]);
    });

    it("the same key gives the same answer for a day, another body under it is refused, and after a day it is free", async () => {
      const here = await world();
      const first = await accept(here);
      here.clock.advance(23 * HOUR_MS);
      await here.turn();
      const reordered = { data: order.data, template: order.template, to: order.to };
      expect(await accept(here, reordered)).toEqual(first);
      const other = await accept(here, { ...order, data: { order: "A-2" } });
      expect(other.ok ? "" : other.error.code).toBe("invalid_content");
      here.clock.advance(HOUR_MS);
      expect(await numberOf(accept(here))).not.toBe(first.ok ? first.value.number : 0);
    });

    it("is pinned to the version of its template at acceptance", async () => {
      const here = await world();
      await numberOf(accept(here, { ...order, sendAt: "2026-11-22T06:00:00Z" }));
      await publish(here.store, {
        name: "receipt",
        kind: "service",
        format: 1,
        subject: "{{ t.subject }}",
        preheader: "",
        html: "<p>new</p>",
        text: "new",
        sms: "",
        push: {},
        strings: { en: { subject: "new" } },
        staticLinks: [],
        slots: [],
        lint: [],
      });
      expect((await here.turn()).taken).toBe(0);
      here.clock.advance(6 * HOUR_MS);
      await here.turn();
      expect(here.channel.log[0]?.content.html).toBe("<p>Order A-1: .</p>");
    });

    it("goes to a bare address without making a customer of it, and the address is forgotten after thirty days", async () => {
      const here = await world();
      const to = { address: "Gift@People.Example", firstName: "Gil", locale: "de" };
      const number = await numberOf(accept(here, { ...order, to }));
      await here.turn();
      expect(here.channel.log[0]).toMatchObject({ messageNumber: number, to: "gift@people.example" });
      expect(here.channel.log[0]?.content.subject).toBe("receipt for Gil");
      expect(await here.store.read(sql`select count(*) as n from identities`)).toEqual([{ n: 0 }]);
      here.clock.advance(31 * DAY_MS);
      expect(await forgetSends(here)).toBe(1);
      const kept = await here.store.read(
        sql`select c.email, c.email_hash, c.first_name, m.inputs, (select count(*) from message_data) as data,
          (select count(*) from idempotency_keys) as keys from customers c join messages m on m.customer_id = c.id`,
      );
      expect(kept).toEqual([{ email: null, email_hash: null, first_name: null, inputs: null, data: 0, keys: 0 }]);
    });

    it.each([
      ["a complaint", "complaint", "/to/address"],
      ["an address that does not exist", "unknown_recipient", "/to/address"],
      ["an erasure", "erased", "/to/address"],
    ])("after %s nothing is accepted for that address", async (_, reason, pointer) => {
      const here = await world();
      const first = await numberOf(accept(here, { ...order, to: { address: "gil@people.example" } }));
      await here.store.write([
        sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
          select email_hash, 'email', '', ${reason}, 'test', 0 from customers where email = 'gil@people.example'`,
      ]);
      await here.turn();
      expect(await here.store.read(sql`select state, reason from messages where id = ${first}`)).toEqual([
        { state: "skipped", reason: "suppressed" },
      ]);
      expect(await faultsOf(accept(here, { ...order, to: { address: "GIL@people.example" } }, "k2"))).toEqual([
        pointer,
      ]);
    });

    it("an opt-out from all marketing does not stop it", async () => {
      const here = await world();
      await here.store.write([
        sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
          values ('h:ada@people.example', 'email', '', 'unsubscribed', 'test', 0)`,
      ]);
      await numberOf(accept(here));
      await here.turn();
      expect(await statesOf(here.store)).toEqual({ accepted: 1 });
    });

    it("quiet hours hold it only where that was asked", async () => {
      const here = await world();
      const quiet = { ...here, policy: { ...here.policy, quietHours: [{ from: 0, to: 480 }] } };
      await numberOf(accept(here, order, "now"));
      await numberOf(accept(here, { ...order, heedsQuietHours: true }, "later"));
      const worker = { name: "q", nextTurn: () => 1 };
      expect((await sendDue(quiet, worker, 10)).sent).toBe(1);
      expect(await here.store.read(sql`select due_at as at from messages where state = 'planned'`)).toEqual([
        { at: START + 8 * HOUR_MS },
      ]);
    });

    it("is cancelled while nobody holds it, and not after", async () => {
      const here = await world();
      const cancel = (number: number) => cancelMessage({ deps: here, actor, number });
      const number = await numberOf(accept(here));
      const cancelled = await cancel(number);
      expect(cancelled.ok ? cancelled.value : undefined).toMatchObject({ state: "skipped", reason: "cancelled" });
      expect((await cancel(number)).ok).toBe(true);
      expect((await here.turn()).taken).toBe(0);
      const sent = await numberOf(accept(here, order, "k2"));
      await here.turn();
      const late = await cancel(sent);
      expect(late.ok ? "" : late.error.code).toBe("conflict");
      const missing = await cancel(999);
      expect(missing.ok ? "" : missing.error.code).toBe("not_found");
    });

    it("one whose answer was lost is sent once more and never a third time, with the same bytes and key", async () => {
      const here = await world();
      here.channel.answer = () => ({ kind: "unknown", reason: "timeout" });
      await numberOf(accept(here));
      await here.turn();
      for (let turn = 0; turn < 5; turn += 1) {
        here.clock.advance(2 * HOUR_MS);
        await recoverMessages(here);
        await here.turn();
      }
      expect(here.channel.tries).toHaveLength(2);
      expect(here.channel.tries[1]).toEqual(here.channel.tries[0]);
      expect(await statesOf(here.store)).toEqual({ "unknown_outcome:answer_lost": 1 });
    });

    it("an express sender takes it alone, whatever newsletter is due", async () => {
      const here = await world();
      const news = await addNewsletter(here.store, "news", { messageClass: "transactional" });
      await here.store.write([
        sql`insert into messages (customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at)
          select id, ${news}, '2026-11-22', 'email', 'planned', 0, ${START} from customers`,
      ]);
      const number = await numberOf(accept(here));
      await sendDue(here, { name: "x", only: "direct", nextTurn: () => 1 }, 50);
      expect(here.channel.log.map(({ messageNumber }) => messageNumber)).toEqual([number]);
      const waiting = await here.store.read(sql`select distinct state from messages where newsletter_id = ${news}`);
      expect(waiting).toEqual([{ state: "planned" }]);
    });

    it("tells every fault of a request at once, with its place", async () => {
      const here = await world();
      const faults = await faultsOf(
        accept(here, {
          to: { customer: "nobody" },
          template: { name: "receipt" },
          data: { total: { amountMinor: 1.5, currency: "GBP" }, track: "https://evil.example/", more: 1 },
          sendAt: "2029-01-01T00:00:00Z",
        }),
      );
      expect(faults).toEqual(["/data/more", "/data/order", "/data/total", "/data/track", "/to/customer", "/sendAt"]);
      expect(await faultsOf(accept(here, { ...order, template: { name: "nudge" }, data: {} }))).toEqual([
        "/template/name",
      ]);
      expect(await faultsOf(accept(here, { ...order, template: { name: "receipt", version: 9 } }))).toEqual([
        "/template",
      ]);
      expect(await faultsOf(accept(here, { ...order, to: { address: "a@x.example\r\nBcc: b@x.example" } }))).toEqual([
        "/to/address",
      ]);
      expect(await here.store.read(sql`select count(*) as n from messages`)).toEqual([{ n: 0 }]);
      expect(await here.store.read(sql`select count(*) as n from idempotency_keys`)).toEqual([{ n: 0 }]);
      here.clock.advance(MINUTE_MS);
      expect((await accept(here)).ok, "a refused request may be put right under its key").toBe(true);
    });
  });
}
