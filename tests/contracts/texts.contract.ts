import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { mountTwilio } from "#messages/callbacks/twilio/mount-twilio.ts";
import { applyReports } from "#messages/reports/apply-reports.ts";
import { savePreferences } from "#messages/preferences/save-preferences.ts";
import { receiveText } from "#messages/sms/replies/receive-text.ts";
import type { Store } from "#store/store.ts";
import { START, statesOf } from "#tests/worlds/message-world.ts";
import { addTextReader, PUBLIC_URL, type TextWorld, textWorld, type TextSettings } from "#tests/worlds/text-world.ts";

const EIGHT = START + 8 * HOUR_MS;
const US = "+12025550100";
const one = { sender: "+12025550001", countries: [], perSecond: 100, isRegistered: true };
const two = { ...one, sender: "+12025550002" };
const numberOf = (index: number) => `+1202555${String(1_000 + index).padStart(4, "0")}`;

/** The suite of texts, for every store. */
export function textsContract(name: string, openStore: () => Promise<Store>): void {
  const open = async (settings: TextSettings, more: Parameters<typeof textWorld>[1] = {}) =>
    textWorld(settings, { ...more, store: await openStore() });

  describe(`texts on ${name}`, () => {
    it("go to the telephone, from a sender of the pool, with where to tell what came of them", async () => {
      const world = await open({ senders: [one] });
      await addTextReader(world, "ada", { phone: US });
      expect(await world.turnAt(EIGHT)).toMatchObject({ sent: 1 });
      expect(world.phone.list()).toMatchObject([
        { from: one.sender, to: US, text: "The Shop: your picks. Stop: STOP", encoding: "gsm7", segments: 1 },
      ]);
      expect(await statesOf(world.store)).toEqual({ accepted: 1 });
    });

    it("do not go without consent for texts, without a number, without a sender, or when they are too long", async () => {
      const world = await open({ senders: [one], maxSegments: 1 });
      const noConsent = await addTextReader(world, "ada", { phone: numberOf(1) });
      await world.store.write([sql`update consent_states set channel = 'email' where customer_id = ${noConsent}`]);
      await addTextReader(world, "bea", { phone: numberOf(2) });
      world.words = "€".repeat(100);
      await world.turnAt(EIGHT);
      expect(world.phone.count()).toBe(0);
      expect(await statesOf(world.store)).toEqual({ "skipped:too_long": 1 });
      const none = await open({ senders: [{ ...one, isRegistered: false }] });
      await addTextReader(none, "ada", { phone: US });
      await none.turnAt(EIGHT);
      expect(await statesOf(none.store)).toEqual({ "skipped:no_sender": 1 });
    });

    it("are tried again as the same bytes, whatever the settings say by then", async () => {
      const world = await open({ senders: [one, two], smartReplacement: true });
      await addTextReader(world, "ada", { phone: US });
      world.words = "“Picks”";
      const tried: string[] = [];
      world.treat = ({ content }) => {
        tried.push(`${content.from} ${content.text}`);
        return tried.length === 1 ? { kind: "defer", reason: "busy" } : { kind: "accept" };
      };
      await world.turnAt(EIGHT);
      await world.store.write([
        sql`update settings set value = replace(value, '"smartReplacement":true', '"smartReplacement":false')
        where key = 'sms'`,
      ]);
      await world.turnAt(EIGHT + 5 * MINUTE_MS);
      expect(tried).toHaveLength(2);
      expect(tried[1]).toBe(tried[0]);
      expect(tried[0]).toContain('"Picks"');
    });

    it("come from the same number every day, spread over the pool, and move only with a number that leaves it", async () => {
      const world = await open({ senders: [one, two, { ...one, sender: "+12025550003" }] });
      for (let index = 0; index < 40; index += 1) await addTextReader(world, `c${index}`, { phone: numberOf(index) });
      const day = async (at: number) => {
        const before = world.phone.count();
        await world.turnAt(at);
        return new Map(
          world.phone
            .list()
            .slice(0, world.phone.count() - before)
            .map(({ to, from }) => [to, from]),
        );
      };
      const first = await day(EIGHT);
      expect(first.size).toBe(40);
      expect(new Set(first.values()).size).toBe(3);
      expect(await day(EIGHT + DAY_MS)).toEqual(first);
      await world.store.write([
        sql`update settings set value = json_set(value, '$.senders[0].isRegistered', json('false')) where key = 'sms'`,
      ]);
      const third = await day(EIGHT + 2 * DAY_MS);
      const moved = [...third].filter(([to, from]) => first.get(to) !== from);
      const left = [...first].filter(([, from]) => from === one.sender);
      expect(moved.map(([to]) => to).sort()).toEqual(left.map(([to]) => to).sort());
      expect([...third.values()]).not.toContain(one.sender);
    });

    it("keep to a sender's rate: what has no room comes back at its place, once", async () => {
      const world = await open({ senders: [{ ...one, perSecond: 1 }] });
      for (let index = 0; index < 10; index += 1) await addTextReader(world, `c${index}`, { phone: numberOf(index) });
      const leftAt: number[] = [];
      let tries = 0;
      world.treat = () => {
        leftAt.push(world.clock.now());
        return { kind: "accept" };
      };
      for (let step = 0; step < 80; step += 1) {
        const report = await world.turnAt(EIGHT + step * 500);
        tries += report.sent + report.deferred;
      }
      expect(leftAt).toHaveLength(10);
      for (const at of leftAt) {
        expect(leftAt.filter((other) => other > at - 5 * SECOND_MS && other <= at).length).toBeLessThanOrEqual(6);
      }
      expect(tries).toBeLessThanOrEqual(25);
      expect(world.phone.count()).toBe(10);
    });

    it("cost no more than the day's limit: the others wait for the next", async () => {
      const prices = [{ country: "US", perThousandMinor: 1_000 }];
      const world = await open({ senders: [one], prices, dailyLimitMinor: 3 });
      for (let index = 0; index < 5; index += 1) await addTextReader(world, `c${index}`, { phone: numberOf(index) });
      await world.turnAt(EIGHT);
      await world.turnAt(EIGHT + HOUR_MS);
      expect(world.phone.count()).toBe(3);
      expect(await world.store.read(sql`select day, spent_milli as spent from phone_spend`)).toEqual([
        { day: "2026-11-22", spent: 3_000 },
      ]);
      await world.store.write([sql`update subscriptions set state = 'off'`]);
      await world.turnAt(START + DAY_MS + 3 * HOUR_MS);
      expect(await statesOf(world.store)).toMatchObject({ accepted: 3, "skipped:changed_choice": 2 });
    });

    it("cost nothing that the provider refused", async () => {
      const world = await open({
        senders: [one],
        prices: [{ country: "*", perThousandMinor: 5_000 }],
        dailyLimitMinor: 5,
      });
      await addTextReader(world, "ada", { phone: US });
      world.treat = () => ({ kind: "reject", reason: "twilio_21606", suppress: false });
      await world.turnAt(EIGHT);
      expect(await world.store.read(sql`select spent_milli as spent from phone_spend`)).toEqual([{ spent: 0 }]);
    });

    it("never together pass the limit, however many workers send at once", async () => {
      const prices = [{ country: "*", perThousandMinor: 1_000 }];
      const world = await open({ senders: [one], prices, dailyLimitMinor: 7 });
      for (let index = 0; index < 20; index += 1) await addTextReader(world, `c${index}`, { phone: numberOf(index) });
      await Promise.all(Array.from({ length: 8 }, () => world.turnAt(EIGHT, 4)));
      expect(world.phone.count()).toBeLessThanOrEqual(7);
      for (let turn = 0; turn < 5; turn += 1) await world.turnAt(EIGHT + turn);
      expect(world.phone.count()).toBe(7);
    });

    it("wait for the morning in every zone that the number may lie in", async () => {
      const world = await open({ senders: [one], quietHours: [{ from: 21 * 60, to: 8 * 60 }] });
      // Boise and Los Angeles share this beginning: eight in Los Angeles is 16:00 UTC.
      await addTextReader(world, "ida", { phone: "+12082115550" });
      await addTextReader(world, "nyx", { phone: "+12125550100" });
      await world.turnAt(EIGHT);
      expect(world.phone.count()).toBe(0);
      await world.turnAt(START + 13 * HOUR_MS);
      expect(world.phone.list().map(({ to }) => to)).toEqual(["+12125550100"]);
      await world.turnAt(START + 16 * HOUR_MS - MINUTE_MS);
      expect(world.phone.count()).toBe(1);
      await world.turnAt(START + 16 * HOUR_MS);
      expect(world.phone.list().map(({ to }) => to)).toEqual(["+12082115550", "+12125550100"]);
    });

    it("that the provider knows an opt-out for are hers: nothing more goes there, transactional or not", async () => {
      const world = await open({ senders: [one, two] }, { messageClass: "transactional" });
      await addTextReader(world, "ada", { phone: US });
      world.treat = () => ({ kind: "reject", reason: "twilio_opted_out", suppress: false });
      await world.turnAt(EIGHT);
      world.treat = () => ({ kind: "accept" });
      await world.turnAt(EIGHT + DAY_MS);
      expect(world.phone.count()).toBe(0);
      expect(await world.store.read(sql`select reason, source from suppressions`)).toEqual([
        { reason: "stop", source: "provider" },
      ]);
    });

    it("that a sender can't bring to her number come from another of the pool, once, and from that one ever after", async () => {
      const world = await open({ senders: [one, two, { ...one, sender: "+12025550003", isRegistered: false }] });
      await addTextReader(world, "ada", { phone: US });
      const tried: string[] = [];
      const reached: string[] = [];
      world.treat = ({ content: { from } }) => {
        tried.push(from);
        const isFirst = from === tried[0];
        if (!isFirst) reached.push(from);
        return isFirst ? { kind: "reject", reason: "twilio_21612", suppress: false } : { kind: "accept" };
      };
      await world.turnAt(EIGHT);
      await world.turnAt(EIGHT + DAY_MS);
      expect([tried.length, world.phone.list().map(({ from }) => from)]).toEqual([3, reached]);
      expect([one.sender, two.sender]).toEqual(expect.arrayContaining(tried));
      expect(await world.store.read(sql`select reason from suppressions`)).toEqual([]);
    });

    it("that no sender of the pool can bring to her number are refused, after three tries and no more", async () => {
      const senders = [1, 2, 3, 4, 5].map((last) => ({ ...one, sender: `+1202555000${last}` }));
      const world = await open({ senders });
      await addTextReader(world, "ada", { phone: US });
      const tried = new Set<string>();
      world.treat = ({ content: { from } }) => {
        tried.add(from);
        return { kind: "reject", reason: "twilio_21612", suppress: false };
      };
      expect(await world.turnAt(EIGHT)).toMatchObject({ rejected: 1 });
      expect([tried.size, await statesOf(world.store)]).toEqual([3, { "rejected:twilio_21612": 1 }]);
    });

    it("are kept by the provider as long as the settings said when they were decided, whatever they say by then", async () => {
      const world = await open({ senders: [one], validityMinutes: 30 });
      await addTextReader(world, "ada", { phone: US });
      const told: Array<number | undefined> = [];
      world.treat = ({ content }) => {
        told.push(content.validitySeconds);
        return { kind: "accept" };
      };
      await world.turnAt(EIGHT);
      expect(told).toEqual([1_800]);
    });
  });

  describe(`answers to texts on ${name}`, () => {
    const begin = async () => {
      const world = await open({ senders: [one], help: "call 0800 1" });
      await addTextReader(world, "ada", { phone: US });
      await world.turnAt(EIGHT);
      const deps = { ...world.customers, settings: world.settings, vendorName: async () => "The Shop" };
      let serial = 0;
      const write = (text: string, sid = `SM${String((serial += 1)).padStart(32, "0")}`) =>
        receiveText(deps, { sid, from: US, to: one.sender, text });
      return { world, write };
    };
    const arrivalsOn = async (world: TextWorld, day: number) => {
      const before = world.phone.count();
      await world.turnAt(EIGHT + day * DAY_MS);
      return world.phone.count() - before;
    };

    it("end texts with STOP, at once and for every sender, and START alone brings them back", async () => {
      const { world, write } = await begin();
      expect(await write("Stop.")).toBe("The Shop: you get no more texts from us. Write START if you want them again.");
      expect(await arrivalsOn(world, 1)).toBe(0);
      expect(
        await world.store.read(
          sql`select state, channel, topic, wording, source from consents order by id desc limit 1`,
        ),
      ).toEqual([{ state: "withdrawn", channel: "sms", topic: "", wording: "Stop.", source: "text" }]);
      world.clock.advance(1);
      expect(await write("START")).toContain("again");
      expect(await world.store.read(sql`select * from suppressions`)).toEqual([]);
      expect(await arrivalsOn(world, 2)).toBe(1);
    });

    it("end texts in words of their own, and a person is to look at it", async () => {
      const { world, write } = await begin();
      expect(await write("please stop texting me")).toContain("no more texts");
      expect(await arrivalsOn(world, 1)).toBe(0);
      expect(
        await world.store
          .read(sql`select name, properties ->> 'reply' as reply, properties ->> 'needsPerson' as needsPerson
          from events where name = 'Text Received'`),
      ).toEqual([{ name: "Text Received", reply: "free_text_stop", needsPerson: 1 }]);
    });

    it("become events, their words sealed, and are not answered by a machine", async () => {
      const { world, write } = await begin();
      expect(await write("Do you have it in blue?")).toBeUndefined();
      expect(await arrivalsOn(world, 1)).toBe(1);
      const [event] = await world.store.read<{ properties: string }>(
        sql`select properties from events where name = 'Text Received'`,
      );
      expect(event?.properties).not.toContain("blue");
      const [note] = await world.store.read<{ note: Uint8Array }>(sql`select note from contact_notes`);
      expect(Buffer.from(note?.note ?? []).toString("latin1")).not.toContain("blue");
    });

    it("get help for HELP, and YES opens nothing that was not closed", async () => {
      const { world, write } = await begin();
      expect(await write("HELP")).toBe("The Shop: call 0800 1. Write STOP and no more texts come.");
      expect(await write("yes")).toBeUndefined();
      await write("STOP");
      world.clock.advance(1);
      expect(await write("YES")).toContain("again");
    });

    it("have their effect once: a STOP that is played again after START changes nothing", async () => {
      const { world, write } = await begin();
      const sid = `SM${"9".repeat(32)}`;
      await write("STOP", sid);
      world.clock.advance(1);
      await write("START");
      expect(await write("STOP", sid)).toBeUndefined();
      expect(await world.store.read(sql`select * from suppressions`)).toEqual([]);
      expect(await arrivalsOn(world, 1)).toBe(1);
    });

    it("are chosen on her page: the channel that she names she agrees to, and STOP is no page's to take back", async () => {
      const { world, write } = await begin();
      await world.store.write([sql`update newsletters set channels = '["email","sms"]'`]);
      const choose = (channel: "email" | "sms", isOn = true) =>
        savePreferences({
          deps: world.customers,
          customerCode: "ada",
          choice: { newsletters: [{ code: "news", isOn, channel }] },
          source: "preferences-page",
          wording: "Yes",
          proof: {},
        });
      expect(await choose("email")).toMatchObject({
        ok: true,
        value: { newsletters: [{ channel: "email", isOn: true }] },
      });
      expect(
        await world.store.read(
          sql`select channel, topic, state from consents where wording = 'Yes' and source <> 'test'`,
        ),
      ).toEqual([{ channel: "email", topic: "news", state: "granted" }]);
      await write("STOP");
      world.clock.advance(1);
      expect(await choose("sms")).toMatchObject({
        ok: false,
        error: { faults: [{ pointer: "/newsletters/0/isOn", message: expect.stringContaining("STOP") as string }] },
      });
      await write("START");
      world.clock.advance(1);
      expect(await choose("sms")).toMatchObject({ ok: true, value: { newsletters: [{ channel: "sms", isOn: true }] } });
    });

    it("from a number that is nobody's still end texts to it", async () => {
      const { world } = await begin();
      const deps = { ...world.customers, settings: world.settings, vendorName: async () => "The Shop" };
      await receiveText(deps, { sid: `SM${"8".repeat(32)}`, from: numberOf(77), to: one.sender, text: "STOP" });
      await addTextReader(world, "bea", { phone: numberOf(77) });
      await world.turnAt(EIGHT + DAY_MS);
      expect(world.phone.list().filter(({ to }) => to === numberOf(77))).toEqual([]);
    });
  });

  describe(`Twilio's callbacks on ${name}`, () => {
    const TOKEN = "token";
    const begin = async () => {
      const world = await open({ senders: [one] });
      await addTextReader(world, "ada", { phone: US });
      const keys: string[] = [];
      const urls: string[] = [];
      world.treat = ({ key, content }) => {
        keys.push(key);
        urls.push(content.statusUrl ?? "");
        return { kind: "lose" };
      };
      await world.turnAt(EIGHT);
      const refused: string[] = [];
      const app = new Hono();
      mountTwilio(app, {
        clock: world.clock,
        timer: { after: () => () => undefined },
        publicUrl: PUBLIC_URL,
        tokens: ["newer", TOKEN],
        provider: "memory-phone",
        applyReports: (reports) => applyReports(world, reports),
        receiveText: (text) =>
          receiveText({ ...world.customers, settings: world.settings, vendorName: async () => "The Shop" }, text),
        onRefused: (outcome) => refused.push(outcome),
      });
      const post = (url: string, fields: Readonly<Record<string, string>>, token = TOKEN) => {
        const signed =
          url +
          Object.keys(fields)
            .sort()
            .map((field) => field + fields[field])
            .join("");
        return app.request(url.replace(PUBLIC_URL, "http://internal.example"), {
          method: "POST",
          headers: {
            "content-type": "application/x-www-form-urlencoded",
            "x-twilio-signature": createHmac("sha1", token).update(signed).digest("base64"),
          },
          body: new URLSearchParams(fields).toString(),
        });
      };
      const sid = `SM${"1".repeat(32)}`;
      const tell = (MessageStatus: string, ErrorCode?: string) =>
        post(urls[0] ?? "", { MessageSid: sid, MessageStatus, ...(ErrorCode === undefined ? {} : { ErrorCode }) });
      return { world, keys, urls, post, tell, refused };
    };

    it("settle what a lost answer left open, in whatever order they come", async () => {
      const orders = [
        ["queued", "sent", "delivered"],
        ["delivered", "sent", "queued"],
        ["sent", "delivered", "sent", "delivered", "queued"],
      ];
      for (const order of orders) {
        const { world, tell } = await begin();
        expect(await statesOf(world.store)).toEqual({ "unknown_outcome:answer_lost": 1 });
        for (const status of order) expect((await tell(status)).status).toBe(204);
        expect({ order, states: await statesOf(world.store) }).toMatchObject({ order, states: { delivered: 1 } });
      }
    });

    it("suppress a number that is dead, and none that was filtered", async () => {
      for (const [code, suppressed] of [
        ["30005", 1],
        ["30006", 1],
        ["30007", 0],
        ["30003", 0],
      ] as const) {
        const { world, tell } = await begin();
        await tell("undelivered", code);
        const rows = await world.store.read(sql`select channel from suppressions`);
        expect({ code, rows: rows.length }).toEqual({ code, rows: suppressed });
      }
    });

    it("change nothing where they are forged, too large, of another kind or without sense, and are counted", async () => {
      const { world, urls, post, refused } = await begin();
      const url = urls[0] ?? "";
      const good = { MessageSid: `SM${"1".repeat(32)}`, MessageStatus: "delivered" };
      expect((await post(url, good, "a guess")).status).toBe(403);
      expect((await post(`${url}?x=1`.replace(PUBLIC_URL, "https://evil.example"), good)).status).toBe(403);
      expect((await post(url, { ...good, MessageStatus: "toString" })).status).toBe(422);
      expect((await post(url, { ...good, Extra: "x".repeat(40_000) })).status).toBe(413);
      expect((await post(`${PUBLIC_URL}/callbacks/twilio/message`, { From: US })).status).toBe(422);
      expect(refused).toEqual(["forged", "forged", "unreadable", "unreadable", "unreadable"]);
      expect(await statesOf(world.store)).toEqual({ "unknown_outcome:answer_lost": 1 });
      // Somebody else's message by a key that was never given.
      expect((await post(`${PUBLIC_URL}/callbacks/twilio/status/abc`, good)).status).toBe(204);
      expect(await statesOf(world.store)).toEqual({ "unknown_outcome:answer_lost": 1 });
    });

    it("hand over what was written, and carry the answer back as TwiML, with every sign escaped", async () => {
      const { post } = await begin();
      const fields = { MessageSid: `SM${"2".repeat(32)}`, From: US, To: one.sender, Body: "STOP" };
      const answer = await post(`${PUBLIC_URL}/callbacks/twilio/message`, fields);
      expect(answer.headers.get("content-type")).toContain("text/xml");
      expect(await answer.text()).toBe(
        '<?xml version="1.0" encoding="UTF-8"?><Response><Message>The Shop: you get no more texts from us. Write START if you want them again.</Message></Response>',
      );
      const again = await post(`${PUBLIC_URL}/callbacks/twilio/message`, fields);
      expect(await again.text()).toContain("<Response></Response>");
      const handled = await post(`${PUBLIC_URL}/callbacks/twilio/message`, {
        ...fields,
        MessageSid: `SM${"3".repeat(32)}`,
        OptOutType: "HELP",
        Body: "HELP",
      });
      expect(await handled.text()).toContain("<Response></Response>");
    });
  });
}
