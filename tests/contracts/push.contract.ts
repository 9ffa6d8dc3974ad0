import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { Channel, OutgoingMessage, PushContent, SendOutcome } from "#channels/channel.ts";
import { makeSubscriber } from "#channels/webpush/subscriber.fixture.ts";
import { mergeCustomers } from "#customers/merge-customers.ts";
import { eraseCustomer } from "#customers/personal-data/erase-customer.ts";
import { exportStream } from "#customers/personal-data/export-customer.ts";
import { findPerson } from "#customers/personal-data/find-person.ts";
import { findPushTargets, listDevices } from "#customers/push/list-devices.ts";
import { MAX_DEVICES } from "#customers/push/push-device.ts";
import { forgetGoneDevices } from "#customers/push/settle-devices.ts";
import { subscribeDevice } from "#customers/push/subscribe-device.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { NewsletterFrame } from "#messages/content/message-view.ts";
import type { ContentSource } from "#messages/message.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { pushComposer } from "#messages/push/push-composer.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { MergeView } from "#templates/merge-view.ts";
import type { PreparedTemplate } from "#templates/merge-template.ts";
import { addCustomer, addNewsletter, messageWorld, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import { deviceChannel } from "#messages/push/device-channel.ts";
import type { Store } from "#store/store.ts";
import { type Browser, type OwnWorld, ownWorld } from "#tests/worlds/own-world.ts";
import { NOW, ORIGIN } from "#tests/worlds/reader-world.ts";

const ADA = "ada@people.example";
const BEN = "ben@people.example";
const endpointOf = (name: string) => `https://updates.push.services.mozilla.com/wpush/v2/${name}`;
const { signal } = new AbortController();

/** What devices and notices promise, whatever database is below them. */
export function pushContract(name: string, makeStore: () => Promise<Store>): void {
  let world: OwnWorld;
  let ada: Browser;
  const begin = async () => {
    world = await ownWorld(await makeStore());
    ada = await world.enter(ADA);
  };
  const targets = (customerId: number) => findPushTargets(world.deps, customerId);
  const publicKey = () => world.deps.push.keys[0].publicKey;
  const said = (device: string, change: Readonly<Record<string, string>> = {}) => ({
    endpoint: endpointOf(device),
    ...makeSubscriber().keys,
    key: publicKey(),
    old: "",
    ...change,
  });
  const switchOn = async (browser: Browser, device: string, change: Readonly<Record<string, string>> = {}) => {
    await browser.get("/me/devices");
    const headers = { "user-agent": "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0" };
    return browser.post("/me/devices", { act: "on", ...said(device, change) }, headers);
  };
  const consents = () =>
    world.store.read<{ state: string; wording: string; channel: string; topic: string; source: string }>({
      sql: "select state, wording, channel, topic, source from consents where channel = 'push' order by id",
      params: [],
    });

  describe(`the devices of a customer on ${name}`, () => {
    beforeEach(begin);

    it("are switched on with her yes, whose words stand in the record, and keep the key that they were made with", async () => {
      expect((await switchOn(ada, "one")).location).toBe("/me/devices?done=1");
      const [target] = await targets(1);
      expect(target).toMatchObject({ endpoint: endpointOf("one"), vapidKey: "0" });
      expect(await listDevices(world.store, 1)).toMatchObject([
        { label: "Firefox, Android", service: "updates.push.services.mozilla.com", succeededAt: null },
      ]);
      expect(await consents()).toEqual([
        {
          state: "granted",
          wording: "The Shop may show me notices on this device.",
          channel: "push",
          topic: "",
          source: "own-site",
        },
      ]);
    });

    it("are kept so that nobody who has the database can write to them or tell whose browser an endpoint is", async () => {
      const given = said("one");
      await ada.get("/me/devices");
      await ada.post("/me/devices", { act: "on", ...given });
      const kept = JSON.stringify(await world.store.read({ sql: "select * from push_devices", params: [] }));
      for (const secret of [given.endpoint, "wpush", given.auth, given.p256dh]) expect(kept).not.toContain(secret);
    });

    it("are explained before any browser asks, under a policy that lets our own script run and no other", async () => {
      const page = await ada.get("/me/devices");
      expect(page.headers.get("content-security-policy")).toMatch(
        /default-src 'none'.*script-src 'self'; worker-src 'self'/,
      );
      expect(page.headers.get("content-security-policy")).not.toMatch(/unsafe|connect-src|\*/);
      expect(page.text).toContain("Before you switch it on");
      expect(page.text).toContain("The Shop may show me notices on this device.");
      expect(page.text).toContain(`data-push="${publicKey()}"`);
      expect(page.text).toContain("To switch notices on, a small script of ours has to run");
      const worker = await ada.get("/me/notices.js");
      expect(worker.headers.get("content-security-policy")).toBe("default-src 'none'; connect-src 'self'");
      expect(worker.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
      expect(worker.text).toContain(`const KEY = "${publicKey()}"`);
    });

    it("are not taken from an unknown service, with keys that are none, or under a key that is not ours", async () => {
      for (const change of [
        { endpoint: "https://169.254.169.254/latest/meta-data/" },
        { endpoint: "https://push.evil.example/one" },
        { endpoint: "http://updates.push.services.mozilla.com/one" },
        { p256dh: "BA" },
        { auth: "" },
        { key: "B" },
      ]) {
        expect({ change, status: (await switchOn(ada, "one", change)).status }).toEqual({ change, status: 422 });
      }
      expect(await targets(1)).toEqual([]);
      expect(await consents()).toEqual([]);
    });

    it("need her session, the page's own form and our own origin", async () => {
      const fields = { act: "on", ...said("one") };
      expect((await world.browser().post("/me/devices", fields)).location).toBe("/me/enter");
      await ada.get("/me/devices");
      expect((await ada.post("/me/devices", { ...fields, form: "x" })).status).toBe(400);
      expect((await ada.post("/me/devices", fields, { origin: "https://evil.example" })).status).toBe(403);
      expect(await targets(1)).toEqual([]);
    });

    it("that subscribe again are one row; a browser that somebody else signs in with moves to her", async () => {
      await switchOn(ada, "one");
      await switchOn(ada, "one");
      expect(await targets(1)).toHaveLength(1);
      const ben = await world.enter(BEN);
      await switchOn(ben, "one");
      expect([(await targets(1)).length, (await targets(2)).length]).toEqual([0, 1]);
    });

    it("that were given a new endpoint replace the old one", async () => {
      await switchOn(ada, "one");
      await switchOn(ada, "two", { old: endpointOf("one") });
      expect((await targets(1)).map(({ endpoint }) => endpoint)).toEqual([endpointOf("two")]);
    });

    it("are switched off one by one; with the last one her yes ends", async () => {
      await switchOn(ada, "one");
      await switchOn(ada, "two");
      const [newest, oldest] = await listDevices(world.store, 1);
      await ada.post("/me/devices", { act: "off", id: newest?.id ?? "" });
      expect((await consents()).map(({ state }) => state)).toEqual(["granted", "granted"]);
      await ada.post("/me/devices", { act: "off", id: oldest?.id ?? "" });
      expect(await targets(1)).toEqual([]);
      expect((await consents()).map(({ state }) => state)).toEqual(["granted", "granted", "withdrawn"]);
    });

    it("are switched off all at once, and nobody switches off another's", async () => {
      await switchOn(ada, "one");
      await switchOn(ada, "two");
      const ben = await world.enter(BEN);
      await switchOn(ben, "three");
      const [his] = await listDevices(world.store, 2);
      await ada.post("/me/devices", { act: "off", id: his?.id ?? "" });
      expect(await targets(2)).toHaveLength(1);
      await ada.get("/me/devices");
      await ada.post("/me/devices", { act: "all" });
      expect([(await targets(1)).length, (await targets(2)).length]).toEqual([0, 1]);
    });

    it(`are ${MAX_DEVICES} at most: the one that was silent longest goes`, async () => {
      for (let index = 0; index <= MAX_DEVICES; index += 1) {
        world.clock.advance(1);
        const { endpoint, p256dh, auth } = said(`d${index}`);
        const address = { endpoint, keys: { p256dh, auth } };
        await subscribeDevice(world.deps, { customerId: 1, address, vapidKey: "0", label: "" });
      }
      const kept = (await targets(1)).map(({ endpoint }) => endpoint);
      expect(kept).toHaveLength(MAX_DEVICES);
      expect(kept).not.toContain(endpointOf("d0"));
    });
  });

  describe(`a browser whose endpoint changed, on ${name}`, () => {
    beforeEach(begin);
    const renew = (body: unknown, headers: Record<string, string> = {}) =>
      world.app.request(`${ORIGIN}/me/notices/renew`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: ORIGIN, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });

    it("is renewed by the old endpoint alone, without a session", async () => {
      await switchOn(ada, "one");
      const fresh = said("two", { old: endpointOf("one") });
      expect((await renew(fresh)).status).toBe(204);
      expect(await targets(1)).toMatchObject([
        { endpoint: endpointOf("two"), keys: { p256dh: fresh.p256dh, auth: fresh.auth } },
      ]);
      expect(await consents()).toHaveLength(1);
    });

    it("learns nothing from the answer, and changes nothing by an endpoint that nobody has or somebody else has", async () => {
      await switchOn(ada, "one");
      const ben = await world.enter(BEN);
      await switchOn(ben, "his");
      expect((await renew(said("two", { old: endpointOf("unknown") }))).status).toBe(204);
      expect((await renew(said("his", { old: endpointOf("one") }))).status).toBe(204);
      expect((await targets(1)).map(({ endpoint }) => endpoint)).toEqual([endpointOf("one")]);
      expect((await targets(2)).map(({ endpoint }) => endpoint)).toEqual([endpointOf("his")]);
    });

    it.each([
      { by: "a foreign page", headers: { origin: "https://evil.example" }, status: 403 },
      { by: "another site", headers: { "sec-fetch-site": "cross-site" }, status: 403 },
      { by: "a form", headers: { "content-type": "text/plain" }, status: 415 },
      { by: "no JSON", body: "{", status: 422 },
      { by: "a private machine", change: { endpoint: "https://127.0.0.1/x" }, status: 422 },
      { by: "too much", body: "x".repeat(9_000), status: 413 },
    ])("is not renewed by $by", async ({ headers = {}, body, change = {}, status }) => {
      await switchOn(ada, "one");
      const sent = body ?? said("two", { old: endpointOf("one"), ...change });
      const plain = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
      expect((await renew(sent, plain)).status).toBe(status);
      expect((await targets(1)).map(({ endpoint }) => endpoint)).toEqual([endpointOf("one")]);
    });
  });

  describe(`a push message to a customer on ${name}`, () => {
    beforeEach(begin);
    const message: OutgoingMessage<PushContent> = {
      messageNumber: 9,
      key: "k",
      to: "push:1",
      date: NOW,
      content: {
        kind: "push",
        keys: { p256dh: "", auth: "" },
        payload: "{}",
        shortPayload: "{}",
        ttlSeconds: 60,
        urgency: "low",
      },
    };
    /** A push service by endpoint, and everything that it was sent. */
    const send = async (answers: Readonly<Record<string, SendOutcome>>, to = "push:1") => {
      const sent: OutgoingMessage<PushContent>[] = [];
      const inner: Channel<PushContent> = {
        name: "webpush",
        kind: "push",
        limits: { concurrency: 1, timeoutMs: 1, idempotencyWindowMs: 0 },
        send: async (one) => {
          sent.push(one);
          return answers[one.to.slice(endpointOf("").length)] ?? { kind: "accepted", providerId: "p" };
        },
        close: async () => undefined,
      };
      const outcome = await deviceChannel(inner, world.deps).send({ ...message, to }, { signal });
      return { outcome, sent };
    };
    const gone: SendOutcome = { kind: "rejected", reason: "push_gone", suppress: true };
    const later = (retryAt: number): SendOutcome => ({ kind: "deferred", reason: "push_too_many", retryAt });

    it("goes to every browser of hers with its own keys, and what took it is remembered", async () => {
      await switchOn(ada, "one");
      await switchOn(ada, "two");
      const { outcome, sent } = await send({});
      expect(outcome).toEqual({ kind: "accepted", providerId: "p" });
      expect(new Set(sent.map(({ to }) => to))).toEqual(new Set([endpointOf("one"), endpointOf("two")]));
      for (const { content } of sent)
        expect(content).toMatchObject({ vapidKey: "0", keys: { auth: expect.stringMatching(/./) } });
      expect((await listDevices(world.store, 1)).map(({ succeededAt }) => succeededAt)).toEqual([NOW, NOW]);
    });

    it("prunes a browser that is gone at once, endpoint and keys, without suppressing her; her page says so for a month", async () => {
      await switchOn(ada, "one");
      await switchOn(ada, "two");
      expect((await send({ one: gone })).outcome.kind).toBe("accepted");
      expect((await targets(1)).map(({ endpoint }) => endpoint)).toEqual([endpointOf("two")]);
      expect((await send({})).sent).toHaveLength(1);
      expect((await ada.get("/me/devices")).text).toContain("Not reached");
      const rows = await world.store.read({
        sql: "select address from push_devices where gone_at is not null",
        params: [],
      });
      expect(rows).toEqual([{ address: null }]);
      expect(await world.store.read({ sql: "select * from suppressions", params: [] })).toEqual([]);
      await world.store.write([forgetGoneDevices(NOW + 30 * DAY_MS + 1)]);
      expect(await listDevices(world.store, 1)).toHaveLength(1);
    });

    it.each([
      ["all are gone", { one: gone, two: gone }, { kind: "rejected", reason: "push_gone", suppress: false }],
      [
        "one may have it",
        { one: { kind: "unknown", reason: "lost" }, two: later(5) },
        { kind: "unknown", reason: "lost" },
      ],
      ["all ask to wait", { one: later(9), two: later(5) }, later(5)],
      ["one is gone, one waits", { one: gone, two: later(5) }, later(5)],
    ] as const)("tells the truth of several answers: %s", async (_, answers, expected) => {
      await switchOn(ada, "one");
      await switchOn(ada, "two");
      expect((await send(answers)).outcome).toEqual(expected);
    });

    it("is refused where she has no device, or where its recipient is none", async () => {
      for (const [to, reason] of [
        ["push:1", "no_device"],
        ["push:0", "push_recipient"],
        ["push:1 or 1", "push_recipient"],
        [ADA, "push_recipient"],
      ] as const) {
        expect((await send({}, to)).outcome).toEqual({ kind: "rejected", reason, suppress: false });
      }
    });
  });

  describe(`a programme that comes as push messages, on ${name}`, () => {
    const sent: OutgoingMessage<PushContent>[] = [];
    const inner: Channel<PushContent> = {
      name: "webpush",
      kind: "push",
      limits: { concurrency: 5, timeoutMs: 1_000, idempotencyWindowMs: 0 },
      send: async (one) => {
        sent.push(one);
        return { kind: "accepted", providerId: "p" };
      },
      close: async () => undefined,
    };
    const secret = secretFrom(new Uint8Array(32).fill(7));
    const composer = pushComposer({ publicUrl: ORIGIN, secret });
    const token = "A".repeat(35);
    /** What a template's push.json says, without a template. */
    const template = {
      mergePush: () => ok({ title: "Your picks", body: "Three things", url: `${ORIGIN}/v/${token}` }),
    } as unknown as PreparedTemplate;
    const content: ContentSource = {
      prepare: async (messages) =>
        new Map(
          await Promise.all(
            messages.map(async (message) => {
              const frame = { code: message.newsletterCode, messageClass: message.messageClass } as NewsletterFrame;
              const view = { customer: { locale: message.locale } } as MergeView;
              const composed = await composer.compose({ frame, message, template, view });
              const inputs = { templateId: 1, inputs: "{}", linkIds: [], date: message.dueAt };
              return [message.id, composed.ok ? ok({ ...composed.value, ...inputs }) : composed] as const;
            }),
          ),
        ),
    };

    /** Three who chose it: one with two browsers, one with none, one who never said yes to notices. */
    const due = async () => {
      sent.length = 0;
      const store = await makeStore();
      const deps = await messageWorld({ store, content });
      await addNewsletter(store, "news");
      await startPlannerAt(store, START);
      for (const code of ["ada", "ben", "cyd"]) await addCustomer(store, code, { newsletters: ["news"] });
      const pushDeps = { store, clock: deps.clock, secret, ids: idsFrom(deps.clock, (count) => randomBytes(count)) };
      for (const [device, customerId] of [
        ["one", 1],
        ["two", 1],
        ["three", 3],
      ] as const) {
        const address = { endpoint: endpointOf(device), keys: makeSubscriber().keys };
        await subscribeDevice(pushDeps, { customerId, address, vapidKey: "0", label: "" });
      }
      await store.write([
        { sql: "update subscriptions set channel = 'push'", params: [] },
        {
          sql: `insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
            values (1, 'receive', 'push', '', 1, 1), (2, 'receive', 'push', '', 1, 1)`,
          params: [],
        },
      ]);
      const at = START + 8 * HOUR_MS;
      deps.clock.set(at);
      await planMessages(store, at, { planAheadMs: 0, graceMs: DAY_MS });
      return { ...deps, channels: new Map([["push", deviceChannel(inner, pushDeps)]]) };
    };

    const standings = async (store: Store) =>
      (
        await store.read<{ id: number; state: string; reason: string | null }>({
          sql: "select customer_id as id, state, reason from messages order by id",
          params: [],
        })
      ).map(({ id, state, reason }) => [id, state, reason]);

    it("goes to all browsers of who agreed, once, and to nobody else", async () => {
      const deps = await due();
      const worker = { name: "w", nextTurn: () => 1 };
      await sendDue(deps, worker, 10);
      await sendDue(deps, worker, 10);
      expect(sent.map(({ to }) => to).sort()).toEqual([endpointOf("one"), endpointOf("two")]);
      expect(await standings(deps.store)).toEqual([[1, "accepted", null]]);
    });

    it.each([
      ["no device of hers takes them any more", "delete from push_devices", "no_address"],
      ["she took her yes back", "update consent_states set is_granted = 0 where channel = 'push'", "no_consent"],
    ])("goes nowhere where, after it was planned, %s", async (_, sql, reason) => {
      const deps = await due();
      await deps.store.write([{ sql, params: [] }]);
      await sendDue(deps, { name: "w", nextTurn: () => 1 }, 10);
      expect(sent).toEqual([]);
      expect(await standings(deps.store)).toEqual([[1, "skipped", reason]]);
    });

    it("says its words and our own address, under a topic and a tag that name nobody", async () => {
      const deps = await due();
      await sendDue(deps, { name: "w", nextTurn: () => 1 }, 10);
      const [first, second] = sent;
      expect(JSON.parse(first?.content.payload ?? "{}")).toMatchObject({
        t: "Your picks",
        b: "Three things",
        p: `/v/${token}`,
      });
      expect(first?.content).toMatchObject({
        urgency: "low",
        topic: expect.stringMatching(/^[\w-]{32}$/),
        vapidKey: "0",
      });
      expect(second?.content).toMatchObject({ payload: first?.content.payload, topic: first?.content.topic });
      expect(first?.content.keys).not.toEqual(second?.content.keys);
    });
  });

  describe(`what is known of devices on ${name}`, () => {
    beforeEach(begin);

    it("is in her copy with the endpoint opened, without the keys, and is gone when she is erased", async () => {
      await switchOn(ada, "one");
      const person = await findPerson(world.store, { code: "ada" });
      if (person === undefined) throw new Error("Ada is known.");
      const copy = await new Response(exportStream(world.deps, { person, viewer: "customer", now: NOW })).text();
      const row = copy.split("\n").find((line) => line.includes("push_devices"));
      expect(row).toContain(endpointOf("one"));
      expect(row).not.toContain("p256dh");
      await eraseCustomer({ deps: world.deps, actor: { kind: "system", id: "test" }, code: "ada" });
      expect(await world.store.read({ sql: "select * from push_devices", params: [] })).toEqual([]);
    });

    it("goes to the survivor when two records are one customer", async () => {
      const ben = await world.enter(BEN);
      await switchOn(ben, "his");
      await mergeCustomers({
        deps: world.deps,
        actor: { kind: "system", id: "test" },
        input: { from: "ben", into: "ada" },
      });
      expect((await targets(1)).map(({ endpoint }) => endpoint)).toEqual([endpointOf("his")]);
    });
  });
}
