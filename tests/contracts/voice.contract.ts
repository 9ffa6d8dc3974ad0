import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { menuBody } from "#messages/voice/menus/menu-shape.ts";
import { putMenu } from "#messages/voice/menus/put-menu.ts";
import { seedMenu } from "#messages/voice/menus/seed-menu.ts";
import type { Store } from "#store/store.ts";
import { START, statesOf } from "#tests/worlds/message-world.ts";
import { addCallReader, VOICE_URL, type VoiceGiven, voiceWorld, type VoiceWorld } from "#tests/worlds/voice-world.ts";

const EIGHT = START + 8 * HOUR_MS;
const US = "+12125550100";
const OURS = "+12025550001";
const one = { sender: OURS, countries: [], perSecond: 100, isRegistered: true };
const MENU = `${VOICE_URL}/callbacks/twilio/voice/menu`;
const sidOf = (index: number) => `CA${String(index).padStart(32, "0")}`;
const numberOf = (index: number) => `+1212555${String(1_000 + index)}`;
const actor = { kind: "system", id: "test" } as const;

/** What every database has to bear: calls that go out, keys that are pressed in them, and calls that come in. */
export function voiceContract(name: string, freshStore: () => Promise<Store>): void {
  const open = async (given: Partial<VoiceGiven> = {}, more: { readonly messageClass?: string } = {}) =>
    voiceWorld({ callers: [one], ...given }, { store: await freshStore(), ...more });
  const suppressions = (world: VoiceWorld) =>
    world.store.read(sql`select channel, scope, reason, source from suppressions`);
  const eventsOf = (world: VoiceWorld) =>
    world.store.read(
      sql`select name, properties ->> 'step' as step, properties ->> 'choice' as choice from events order by id`,
    );
  const actionOf = (document: string) => /action="([^"]+)"/.exec(document)?.[1]?.replaceAll("&amp;", "&") ?? "";

  /** A call that goes on: what is said, and a way to press keys. */
  const listen = (world: VoiceWorld, told: Readonly<Record<string, string>>, url: string) => {
    let heard = "";
    let next = url;
    const press = async (key?: string, change: Readonly<Record<string, string>> = {}, at = next) => {
      const digits = key === undefined ? {} : { Digits: key };
      const answer = await world.ask(at, { ...told, ...digits, ...change });
      heard = await answer.text();
      if (answer.status === 200) next = actionOf(heard);
      return { status: answer.status, heard, at, next };
    };
    return { press, next: () => next };
  };
  const called = async (world: VoiceWorld, index = 0, more: Readonly<Record<string, string>> = {}) => {
    const message = world.sent[index];
    if (message === undefined) throw new Error("Nobody was called.");
    const told = { CallSid: sidOf(index + 1), From: OURS, To: message.to, Direction: "outbound-api", ...more };
    const line = listen(world, told, message.content.answerUrl ?? "");
    return { ...line, statusUrl: message.content.statusUrl ?? "", answerUrl: message.content.answerUrl ?? "", told };
  };
  const callIn = (world: VoiceWorld, from = US, index = 500) =>
    listen(world, { CallSid: sidOf(index), From: from, To: OURS, Direction: "inbound" }, MENU);

  describe(`calls on ${name}`, () => {
    it("ring at the telephones of who agreed, once, from the vendor's number and with an end", async () => {
      const world = await open();
      await addCallReader(world, "ada", { phone: US });
      await world.turnAt(EIGHT);
      await world.turnAt(EIGHT + MINUTE_MS);
      expect(world.calls.list().map(({ to, from }) => [to, from])).toEqual([[US, OURS]]);
      expect(world.sent[0]?.content).toMatchObject({ ringSeconds: 25, maxSeconds: 180, onMachine: "hang_up" });
      expect(await statesOf(world.store)).toEqual({ accepted: 1 });
    });

    it("wait for the morning in every zone that the number may lie in", async () => {
      const world = await open({ quietHours: [{ from: 21 * 60, to: 8 * 60 }] });
      // Boise and Los Angeles share this beginning: eight in Los Angeles is 16:00 UTC.
      await addCallReader(world, "ida", { phone: "+12082115550" });
      await world.turnAt(EIGHT);
      await world.turnAt(START + 16 * HOUR_MS - MINUTE_MS);
      expect(world.calls.list()).toEqual([]);
      await world.turnAt(START + 16 * HOUR_MS);
      expect(world.calls.list()).toHaveLength(1);
    });

    it("cost no more than the day's limit, which holds the longest call until its length is told", async () => {
      // A call of three minutes at 1.00: two fit into 7.00.
      const prices = [{ country: "US", perThousandMinor: 100_000 }];
      const world = await open({ prices, dailyLimitMinor: 700 });
      for (let index = 0; index < 4; index += 1) await addCallReader(world, `c${index}`, { phone: numberOf(index) });
      await world.turnAt(EIGHT);
      expect(world.calls.list()).toHaveLength(2);
      const spent = async () => world.store.read(sql`select day, spent_milli / 1000 as spent from phone_spend`);
      expect(await spent()).toEqual([{ day: "2026-11-22", spent: 600 }]);
      const rung = world.sent.findIndex(({ to }) => to === world.calls.list().at(-1)?.to);
      const { told, statusUrl } = await called(world, rung);
      for (let again = 0; again < 2; again += 1) {
        await world.ask(statusUrl, { ...told, CallStatus: "completed", CallDuration: "61" });
      }
      expect(await spent()).toEqual([{ day: "2026-11-22", spent: 500 }]);
      await world.ask(statusUrl, { ...told, CallStatus: "completed", CallDuration: "0" });
      expect(await spent()).toEqual([{ day: "2026-11-22", spent: 500 }]);
    });

    it("cost nothing that the provider refused", async () => {
      const world = await open({ prices: [{ country: "*", perThousandMinor: 1_000 }], dailyLimitMinor: 5 });
      await addCallReader(world, "ada", { phone: US });
      world.treat = () => ({ kind: "reject", reason: "twilio_21215", suppress: false });
      await world.turnAt(EIGHT);
      expect(await world.store.read(sql`select spent_milli as spent from phone_spend`)).toEqual([{ spent: 0 }]);
      expect(await world.store.read(sql`select id from voice_dials`)).toEqual([]);
    });

    it("ring nobody more often than the vendor allows, however many live with one telephone", async () => {
      const world = await open({ callsADay: 2 });
      await addCallReader(world, "ada", { phone: US });
      await world.turnAt(EIGHT);
      const [first] = world.sent;
      if (first === undefined) throw new Error("Nobody was called.");
      const line = world.channels.get("voice");
      const ring = async (messageNumber: number) =>
        line?.send({ ...first, messageNumber }, { signal: new AbortController().signal });
      const together = await Promise.all([2, 3, 4].map(ring));
      expect(together.filter((outcome) => outcome?.kind === "accepted")).toHaveLength(1);
      expect(await ring(5)).toEqual({ kind: "deferred", reason: "ring_cap", retryAt: EIGHT + DAY_MS });
      expect(world.calls.list()).toHaveLength(2);
      world.clock.set(EIGHT + DAY_MS);
      expect(await ring(6)).toMatchObject({ kind: "accepted" });
    });

    it("do not go to a telephone that ended them, of no class", async () => {
      const world = await open({}, { messageClass: "transactional" });
      await addCallReader(world, "ada", { phone: US });
      await world.turnAt(EIGHT);
      const { press } = await called(world);
      await press();
      const { heard } = await press("9");
      expect(heard).toContain("You get no more calls from us.");
      expect(heard).toContain("<Hangup/>");
      await world.turnAt(EIGHT + DAY_MS);
      await world.turnAt(EIGHT + 2 * DAY_MS);
      expect(world.calls.list()).toHaveLength(1);
      expect(await suppressions(world)).toEqual([{ channel: "voice", scope: "", reason: "stop", source: "voice" }]);
      expect(
        await world.store.read(
          sql`select state, channel, topic, wording, source from consents order by id desc limit 1`,
        ),
      ).toEqual([
        { state: "withdrawn", channel: "voice", topic: "", wording: "For no more calls: press 9.", source: "voice" },
      ]);
    });
  });

  describe(`keys in a call on ${name}`, () => {
    const begin = async (given: Partial<VoiceGiven> = {}, more: Readonly<Record<string, string>> = {}) => {
      const world = await open(given);
      await addCallReader(world, "ada", { phone: US });
      await world.turnAt(EIGHT);
      return { world, ...(await called(world, 0, more)) };
    };

    it("are told after the words, which name nobody; a wrong one and silence ask again, three times in all", async () => {
      const { press } = await begin();
      const { heard } = await press();
      expect(heard).toContain("The Shop: your picks.");
      for (const offered of ["as a text: press 1.", "hear it again: press 2.", "no more calls: press 9."]) {
        expect(heard).toContain(offered);
      }
      expect((await press("5")).heard).toContain("none of the keys");
      expect((await press()).heard).toContain("<Gather");
      const last = await press("#");
      expect(last.heard).toContain("Goodbye.");
      expect(last.heard).not.toContain("<Gather");
    });

    it("become an event of hers by the step's name, once, and stand in no address", async () => {
      const { world, press } = await begin();
      const first = await press();
      const again = await press("2");
      // Told again: the same answer, and nothing twice.
      const repeated = await press("2", {}, first.next);
      expect(repeated.heard).toBe(again.heard);
      expect(await eventsOf(world)).toEqual([{ name: "Voice Choice", step: "message", choice: "message" }]);
      expect([first.next, again.next, repeated.next].join(" ")).not.toMatch(/[?&=]/);
      expect(
        await world.store.read(
          sql`select properties from events where properties like '%press%' or properties like '%igit%'`,
        ),
      ).toEqual([]);
    });

    it("lead to the message's jumpstation as a text, at most three a day to one telephone", async () => {
      const { world, press } = await begin();
      await press();
      const { heard } = await press("1");
      expect(heard).toContain("on its way to your telephone");
      expect(heard).toContain("<Hangup/>");
      const [text] = await world.store.read<{ channel: string; data: string }>(
        sql`select m.channel, d.data from messages m join message_data d on d.message_id = m.id`,
      );
      expect(text?.channel).toBe("sms");
      const { notice } = JSON.parse(text?.data ?? "{}") as { notice: { title: string; actionUrl: string } };
      expect(notice).toMatchObject({ title: "the link from our call" });
      expect(notice.actionUrl).toMatch(/^https:\/\/news\.shop\.example\/j\/[\w-]{35}$/);
    });

    it("are no way to skip a step, to go on in another call, or to say anything by a changed address", async () => {
      const { world, press, answerUrl, told } = await begin();
      const { next } = await press();
      const token = next.split("/").at(-1) ?? "";
      const flipped = (index: number) =>
        token.slice(0, index) + (token.charAt(index) === "A" ? "B" : "A") + token.slice(index + 1);
      for (let index = 0; index < token.length; index += 1) {
        const answer = await world.ask(next.replace(token, flipped(index)), { ...told, Digits: "9" });
        expect([index, answer.status]).toEqual([index, 403]);
      }
      for (const [url, change] of [
        // Another call of the same telephone, one that never began, another telephone, a message that is no call of ours.
        [next, { CallSid: sidOf(77) }],
        [answerUrl, { CallSid: sidOf(78), To: numberOf(1) }],
        [answerUrl.replace(/[a-z2-7]{26}$/, "a".repeat(26)), {}],
      ] as const) {
        expect((await world.ask(url, { ...told, ...change, Digits: "9" })).status).toBe(403);
      }
      expect((await world.ask(next, { ...told, Digits: "9" }, "a guess")).status).toBe(403);
      expect((await world.ask(next, { Digits: "9" })).status).toBe(422);
      expect(await suppressions(world)).toEqual([]);
      expect(await eventsOf(world)).toEqual([]);
      expect(world.refused.filter((outcome) => outcome === "forged").length).toBe(token.length + 4);
      // The call itself goes on.
      expect((await press("9")).heard).toContain("no more calls");
    });

    it("that are played again after more was said change nothing", async () => {
      const { world, press } = await begin();
      const { next: first } = await press();
      const { next: second } = await press("2");
      await press("2");
      expect((await press("9", {}, first)).status).toBe(403);
      expect((await press("9", {}, second)).heard).toContain("<Gather");
      expect(await suppressions(world)).toEqual([]);
      expect(await eventsOf(world)).toHaveLength(2);
    });

    it("are not asked of a machine: it is hung up on, or left the words with how to end such calls", async () => {
      const cut = await begin({}, { AnsweredBy: "machine_start" });
      expect((await cut.press()).heard).toBe('<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>');
      const left = await begin({ onMachine: "leave_message" }, { AnsweredBy: "machine_end_beep" });
      const { heard } = await left.press();
      expect(heard).toContain("The Shop: your picks.");
      expect(heard).toContain("To end these calls, call + 1 2 0 2");
      expect(heard).not.toContain("<Gather");
      const fax = await begin({ onMachine: "leave_message" }, { AnsweredBy: "fax" });
      expect((await fax.press()).heard).not.toContain("<Say");
      const taken = await begin({ onMachine: "ignore" }, { AnsweredBy: "machine_start" });
      expect((await taken.press()).heard).toContain("<Gather");
    });
  });

  describe(`what is told of calls on ${name}`, () => {
    it("comes to the same in any order, and twice", async () => {
      for (const order of [
        ["initiated", "ringing", "in-progress", "completed"],
        ["completed", "ringing", "initiated"],
        ["completed", "completed", "queued"],
      ]) {
        const world = await open();
        await addCallReader(world, "ada", { phone: US });
        world.treat = () => ({ kind: "lose" });
        await world.turnAt(EIGHT);
        const { told, statusUrl } = await called(world);
        for (const CallStatus of order) expect((await world.ask(statusUrl, { ...told, CallStatus })).status).toBe(204);
        expect({ order, states: await statesOf(world.store) }).toEqual({ order, states: { delivered: 1 } });
      }
    });

    it("suppresses a number that its network does not know, and none that was busy", async () => {
      for (const [fields, suppressed] of [
        [{ CallStatus: "failed", SipResponseCode: "404" }, 1],
        [{ CallStatus: "busy" }, 0],
        [{ CallStatus: "completed", AnsweredBy: "machine_start" }, 0],
      ] as const) {
        const world = await open();
        await addCallReader(world, "ada", { phone: US });
        await world.turnAt(EIGHT);
        const { told, statusUrl } = await called(world);
        await world.ask(statusUrl, { ...told, ...fields });
        expect([fields, (await suppressions(world)).length]).toEqual([fields, suppressed]);
        expect(Object.keys(await statesOf(world.store)).some((state) => state.startsWith("bounced"))).toBe(true);
      }
    });

    it("changes nothing where it is forged, too large or without sense", async () => {
      const world = await open();
      await addCallReader(world, "ada", { phone: US });
      await world.turnAt(EIGHT);
      const { told, statusUrl } = await called(world);
      expect((await world.ask(statusUrl, { ...told, CallStatus: "failed" }, "a guess")).status).toBe(403);
      expect((await world.ask(statusUrl, { ...told, CallStatus: "constructor" })).status).toBe(422);
      expect((await world.ask(statusUrl, { ...told, CallStatus: "failed", More: "x".repeat(40_000) })).status).toBe(
        413,
      );
      expect(await statesOf(world.store)).toEqual({ accepted: 1 });
      expect(world.refused).toEqual(["forged", "unreadable", "unreadable"]);
    });
  });

  describe(`whoever calls us on ${name}`, () => {
    it("hears the house's menu until the vendor puts one: hours, a link, an agreement, an end", async () => {
      const world = await open();
      await addCallReader(world, "ada", { phone: US });
      const { press } = callIn(world);
      expect((await press()).heard).toContain("Thank you for calling The Shop.");
      expect((await press("1")).heard).toContain("Monday to Friday");
      const { heard } = await press("2");
      expect(heard).toContain("on its way");
      expect(heard).toContain("<Gather");
      const [text] = await world.store.read<{ data: string }>(sql`select data from message_data`);
      const { notice } = JSON.parse(text?.data ?? "{}") as { notice: { actionUrl: string } };
      // No message is behind it, so that it names nobody.
      expect(notice.actionUrl).toMatch(/^https:\/\/news\.shop\.example\/c\/[\w-]{35}$/);
      expect(await world.store.read(sql`select destination from links`)).toEqual([
        { destination: "https://shop.example/" },
      ]);
      expect(await eventsOf(world)).toEqual([
        { name: "Voice Choice", step: "main", choice: "hours" },
        { name: "Voice Choice", step: "main", choice: "link" },
      ]);
    });

    it("ends the calls, and agrees to them again, by her own telephone alone", async () => {
      const world = await open();
      await addCallReader(world, "ada", { phone: US });
      const first = callIn(world, US, 501);
      await first.press();
      expect((await first.press("9")).heard).toContain("no more calls");
      await world.turnAt(EIGHT);
      expect(world.calls.list()).toEqual([]);
      const second = callIn(world, US, 502);
      world.clock.advance(1);
      await second.press();
      expect((await second.press("3", { StirVerstat: "TN-Validation-Passed-A" })).heard).toContain("Thank you.");
      expect(await suppressions(world)).toEqual([]);
      expect(
        await world.store.read(
          sql`select state, channel, wording, proof ->> 'attestation' as attested from consents order by id desc limit 1`,
        ),
      ).toEqual([
        {
          state: "granted",
          channel: "voice",
          wording: "To agree that The Shop calls you with offers: press 3.",
          attested: "TN-Validation-Passed-A",
        },
      ]);
      await world.turnAt(EIGHT + DAY_MS);
      expect(world.calls.list()).toHaveLength(1);
    });

    it("may hide her number, or be nobody's: the menu is heard, a stranger's end counts, and nothing is texted to nobody", async () => {
      const world = await open();
      const hidden = callIn(world, "anonymous", 503);
      await hidden.press();
      expect((await hidden.press("2")).heard).toContain("no text can be sent");
      expect((await hidden.press("9")).heard).toContain("no more calls");
      expect(await suppressions(world)).toEqual([]);
      const stranger = callIn(world, numberOf(77), 504);
      await stranger.press();
      await stranger.press("9");
      await addCallReader(world, "bea", { phone: numberOf(77) });
      await world.turnAt(EIGHT);
      expect(world.calls.list()).toEqual([]);
    });

    it("gets at most three texts a day, from however many calls, and none after STOP", async () => {
      const world = await open();
      const texts = async () => (await world.store.read(sql`select 1 from message_data`)).length;
      for (let index = 0; index < 5; index += 1) {
        const { press } = callIn(world, US, 510 + index);
        await press();
        await press("2");
      }
      expect(await texts()).toBe(3);
      await world.store.write([
        sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
          select phone_hash, 'sms', '', 'stop', 'text', 0 from voice_calls limit 1`,
      ]);
      world.clock.advance(2 * DAY_MS);
      const { press } = callIn(world, US, 520);
      await press();
      expect((await press("2")).heard).toContain("no text can be sent");
      expect(await texts()).toBe(3);
    });

    it("goes on in the menu that the call began with, whatever the vendor puts meanwhile", async () => {
      const world = await open();
      const put = (text: string) =>
        putMenu({
          deps: world,
          actor,
          code: "main",
          flow: menuBody.parse({
            language: "en",
            steps: seedMenu.steps.map((step) => (step.name === "hours" ? { ...step, text } : step)),
          }),
        });
      expect(await put("Always open.")).toMatchObject({ ok: true, value: { version: 1 } });
      const { press } = callIn(world);
      await press();
      expect(await put("Closed for good.")).toMatchObject({ ok: true, value: { version: 2 } });
      expect(await put("Closed for good.")).toMatchObject({ ok: true, value: { version: 2 } });
      expect((await press("1")).heard).toContain("Always open.");
      const later = callIn(world, US, 530);
      await later.press();
      expect((await later.press("1")).heard).toContain("Closed for good.");
    });

    it("is put through to a person, and comes back to the menu", async () => {
      const world = await open();
      const steps = [
        ...seedMenu.steps.map((step) =>
          step.kind === "ask"
            ? { ...step, choices: [...step.choices, { key: "0" as const, label: "For a person", to: "person" }] }
            : step,
        ),
        { kind: "connect" as const, name: "person", number: "+12025550199", text: "One moment.", next: "main" },
      ];
      expect(await putMenu({ deps: world, actor, code: "main", flow: { language: "en", steps } })).toMatchObject({
        ok: true,
      });
      const { press } = callIn(world);
      await press();
      const { heard } = await press("0");
      expect(heard).toContain("<Number>+12025550199</Number></Dial>");
      expect((await press(undefined, { DialCallStatus: "no-answer" })).heard).toContain("Thank you for calling");
    });

    it("never hears a menu with which nobody could end the calls, or that leads off the vendor's hosts", async () => {
      const world = await open();
      const [main, hours, link] = seedMenu.steps;
      if (main?.kind !== "ask" || link?.kind !== "send_link" || hours === undefined) throw new Error("Not the menu.");
      const broken = {
        language: "en",
        steps: [{ ...main, choices: main.choices.slice(0, 2) }, hours, { ...link, url: "https://evil.example/" }],
      };
      expect(await putMenu({ deps: world, actor, code: "main", flow: broken })).toMatchObject({
        ok: false,
        error: { faults: [{ pointer: "/steps/0/choices" }, { pointer: "/steps/2/url" }] },
      });
    });
  });
}
