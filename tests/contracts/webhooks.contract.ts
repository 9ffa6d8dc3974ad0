import { sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { changeEndpoint } from "#outbound/webhooks/change-endpoint.ts";
import { createEndpoint } from "#outbound/webhooks/create-endpoint.ts";
import { deleteEndpoint } from "#outbound/webhooks/delete-endpoint.ts";
import { collectHappenings } from "#outbound/webhooks/collect-happenings.ts";
import { findEndpoint } from "#outbound/webhooks/find-endpoints.ts";
import { listDeliveries } from "#outbound/webhooks/list-deliveries.ts";
import { replayDeliveries, replayDelivery } from "#outbound/webhooks/replay-deliveries.ts";
import { MOST_TRIES } from "#outbound/webhooks/retry-schedule.ts";
import { rotateSecret } from "#outbound/webhooks/rotate-secret.ts";
import { sendTestEvent } from "#outbound/webhooks/send-test-event.ts";
import { sweepWebhooks } from "#outbound/webhooks/sweep-webhooks.ts";
import type { Store } from "#store/store.ts";
import {
  addKnownCustomer,
  type Received,
  WEBHOOK_NOW,
  webhookOwner as actor,
  type WebhookWorld,
  webhookWorld,
} from "#tests/worlds/webhook-world.ts";

/** The verifier of the specification's authors, at the time of the request: it throws where signature, id or time is wrong. */
function verify(secret: string, { headers, body }: Received): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Number(headers["webhook-timestamp"]) * SECOND_MS });
  try {
    new Webhook(secret).verify(body, { ...headers });
  } finally {
    vi.useRealTimers();
  }
}

/** What webhooks promise on every database. */
export function webhooksContract(name: string, makeStore: () => Promise<Store>): void {
  const made = async () => webhookWorld(await makeStore());
  const typesOf = ({ received }: WebhookWorld) => received.map(({ json }) => json.type);
  const audited = async ({ store }: WebhookWorld) =>
    (await store.read<{ action: string }>(sql`select action from audit_log order by id`)).map(({ action }) => action);

  describe(`webhooks on ${name}`, () => {
    it("what happens after an endpoint was made is told once, signed so that the specification's own verifier agrees", async () => {
      const world = await made();
      await addKnownCustomer(world.store, "before");
      const { secret } = await world.endpoint({ types: ["customer.created"] });
      await addKnownCustomer(world.store, "ada");
      expect(await world.turn()).toMatchObject({ told: 1, delivered: 1 });
      expect(await world.turn()).toMatchObject({ told: 0, delivered: 0 });
      expect(world.received.map(({ json }) => json)).toEqual([
        { type: "customer.created", timestamp: "2026-11-22T09:00:00.000Z", data: { customer: "ada" } },
      ]);
      const [got] = world.received;
      const at = Number(got?.headers["webhook-timestamp"]);
      expect(at).toBe(WEBHOOK_NOW / 1_000);
      expect(got?.headers["webhook-id"]).toMatch(/^evt_[0-9a-z]{26}$/);
      expect(() => got && verify(secret, got)).not.toThrow();
      expect(() => got && verify(secret, { ...got, body: got.body.replace("ada", "eve") })).toThrow("No matching");
    });

    it("visitors whom nobody knows are told to nobody", async () => {
      const world = await made();
      await world.endpoint({ types: ["customer.created"] });
      await addKnownCustomer(world.store, "anon:1");
      expect(await world.turn()).toMatchObject({ told: 0 });
    });

    it("each endpoint hears the types that it asked for, and no payload names an address", async () => {
      const world = await made();
      await world.endpoint({ types: ["consent.granted", "consent.withdrawn", "purchase.recorded", "click.settled"] });
      await world.endpoint({ types: ["customer.erased", "customer.merged"], url: "https://crm.shop.example/in" });
      const id = await addKnownCustomer(world.store, "ada");
      const twin = await addKnownCustomer(world.store, "twin");
      const other = await addKnownCustomer(world.store, "gone");
      await world.store.write([
        sql`insert into consents (customer_id, purpose, channel, topic, state, at, wording, source)
          values (${id}, 'receive', 'email', 'news', 'granted', 1, 'Yes, ada@people.example', 'web')`,
        eventOf(id, ["track", "Order Completed"], { order_id: "o-1", total: 12 }),
        eventOf(id, ["track", "Product Viewed"], { order_id: "no" }),
        eventOf(id, ["click", "click"], {}),
        sql`update customers set merged_into = ${id} where id = ${twin}`,
        sql`update customers set erased_at = 1, email = null where id = ${other}`,
      ]);
      await world.turn();
      const told = Object.fromEntries(world.received.map(({ json }) => [json.type, json.data]));
      expect(told).toEqual({
        "consent.granted": { customer: "ada", purpose: "receive", channel: "email", topic: "news" },
        "purchase.recorded": { customer: "ada", order: "o-1", source: "test", isReturn: false },
        "click.settled": { customer: "ada", product: null, category: null, channel: "" },
        "customer.merged": { customer: "ada", from: "twin" },
        "customer.erased": { customer: "gone" },
      });
      expect(JSON.stringify(world.received)).not.toContain("people.example");
    });

    it("an endpoint that may know addresses gets them, and only as they are when the request leaves", async () => {
      const world = await made();
      await world.endpoint({ types: ["customer.created"], discloses: ["email"] });
      const id = await addKnownCustomer(world.store, "ada");
      await collectHappenings(world);
      await world.store.write([sql`update customers set email = 'new@people.example' where id = ${id}`]);
      await world.turn();
      expect(world.received[0]?.json.data).toEqual({ customer: "ada", contact: { email: "new@people.example" } });
      const [row] = await world.store.read<{ data: string }>(sql`select data from webhook_events`);
      expect(row?.data).not.toContain("people.example");
    });

    it("what became of a message is told as it comes about, and going back to the queue is not a deferral", async () => {
      const world = await made();
      await world.endpoint({ types: ["message.accepted", "message.deferred", "message.rejected", "message.unknown"] });
      const id = await addKnownCustomer(world.store, "ada");
      await world.store.write([
        sql`insert into newsletters (id, code, title, topic, template_name, slots, default_pace, default_minute, grace_ms,
          created_at, updated_at) values (1, 'news', 'N', 't', 't', '[]', '{}', 0, 0, 0, 0)`,
        sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at)
          values (5, ${id}, 1, '2026-11-22', 'email', 'planned', 0, 0)`,
      ]);
      for (const state of ["claimed", "deferred", "claimed", "attempting", "deferred", "claimed", "attempting"]) {
        await world.store.write([sql`update messages set state = ${state}, reason = 'greylisted' where id = 5`]);
      }
      await world.turn();
      await world.store.write([sql`update messages set state = 'accepted', reason = null where id = 5`]);
      await world.turn();
      expect(typesOf(world)).toEqual(["message.deferred", "message.accepted"]);
      expect(world.received[1]?.json.data).toEqual({
        customer: "ada",
        message: 5,
        newsletter: "news",
        occurrenceOn: "2026-11-22",
        channel: "email",
        reason: null,
      });
    });

    it("an import that ended is told with its totals", async () => {
      const world = await made();
      await world.endpoint({ types: ["import.finished"] });
      await world.store.write([
        sql`insert into imports (id, mapping, target, state, actor_kind, actor_id, created_at, created, rejected)
          values ('imp_1', '{}', 'customers', 'running', 'key', 'k', 0, 99, 1)`,
        sql`update imports set state = 'done' where id = 'imp_1'`,
      ]);
      await world.turn();
      expect(world.received[0]?.json).toMatchObject({
        type: "import.finished",
        data: { import: "imp_1", state: "done", totals: { created: 99, rejected: 1 } },
      });
    });

    it("a failed delivery comes again on the schedule of the specification, under the same id, with a new time", async () => {
      const world = await made();
      await world.endpoint({ types: ["customer.created"] });
      await addKnownCustomer(world.store, "ada");
      world.answer = () => new Response("no", { status: 500 });
      await world.turn();
      const hours = [5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24].map((wait) => wait * HOUR_MS);
      for (const wait of hours) {
        world.clock.advance(wait - 1);
        expect(await world.turn()).toMatchObject({ again: 0 });
        world.clock.advance(wait * 0.2 + SECOND_MS);
        await world.turn();
      }
      expect(world.received).toHaveLength(MOST_TRIES);
      expect(new Set(world.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
      expect(new Set(world.received.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(MOST_TRIES);
      const [endpoint] = (await world.store.read<{ id: string }>(sql`select id from webhook_endpoints`)).values();
      const page = await listDeliveries(world.store, { endpointId: endpoint?.id ?? "", limit: 10 });
      expect(page.items).toMatchObject([{ state: "failed", attempts: MOST_TRIES, status: 500 }]);
    });

    it("a receiver's Retry-After is heeded where it asks for more time, up to a day", async () => {
      const world = await made();
      await world.endpoint({ types: ["customer.created"] });
      await addKnownCustomer(world.store, "ada");
      world.answer = () => new Response(null, { status: 429, headers: { "retry-after": "3600" } });
      await world.turn();
      world.clock.advance(HOUR_MS - 1);
      await world.turn();
      expect(world.received).toHaveLength(1);
      world.clock.advance(1);
      await world.turn();
      expect(world.received).toHaveLength(2);
    });

    it("a redirect is no success and is not followed; an address that leads inside is never asked", async () => {
      const world = await made();
      const { id } = await world.endpoint({ types: ["customer.created"] });
      await addKnownCustomer(world.store, "ada");
      world.answer = () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example/" } });
      await world.turn();
      expect(world.received).toHaveLength(1);
      await world.store.write([
        sql`update webhook_endpoints set url = 'https://169.254.169.254/latest' where id = ${id}`,
      ]);
      world.clock.advance(MINUTE_MS);
      await world.turn();
      expect(world.received).toHaveLength(1);
      const { items } = await listDeliveries(world.store, { endpointId: id, limit: 10 });
      expect(items).toMatchObject([{ state: "pending", attempts: 2, fault: "refused_private_address" }]);
    });

    it("410 switches the endpoint off at once, with a record of it", async () => {
      const world = await made();
      const { id } = await world.endpoint({ types: ["customer.created"] });
      await addKnownCustomer(world.store, "ada");
      world.answer = () => new Response(null, { status: 410 });
      await world.turn();
      expect(await findEndpoint(world.store, { id, now: 0 })).toMatchObject({
        state: "disabled",
        disabledReason: "gone",
      });
      expect(await audited(world)).toContain("disable-webhook-endpoint");
      await addKnownCustomer(world.store, "ben");
      expect(await world.turn()).toMatchObject({ told: 0 });
    });

    it("five days without one success switch it off; one success in between begins anew", async () => {
      const world = await made();
      const { id } = await world.endpoint({ types: ["customer.created"] });
      world.answer = () => Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
      const fail = async (code: string) => {
        await addKnownCustomer(world.store, code);
        await world.turn();
      };
      await fail("a");
      world.clock.advance(4 * DAY_MS);
      world.answer = () => new Response(null, { status: 200 });
      await fail("b");
      expect((await findEndpoint(world.store, { id, now: 0 }))?.failingSince).toBeUndefined();
      world.answer = () => Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
      await fail("c");
      world.clock.advance(4 * DAY_MS);
      await fail("d");
      expect(await findEndpoint(world.store, { id, now: 0 })).toMatchObject({ state: "active" });
      world.clock.advance(DAY_MS);
      await fail("e");
      expect(await findEndpoint(world.store, { id, now: 0 })).toMatchObject({
        state: "disabled",
        disabledReason: "failing",
      });
      expect((await audited(world)).filter((action) => action === "disable-webhook-endpoint")).toHaveLength(1);
      // On again: what waited goes on, and of what happened while it was off it never hears.
      await addKnownCustomer(world.store, "unheard");
      world.answer = () => new Response(null, { status: 200 });
      const before = world.received.length;
      await changeEndpoint({ deps: world, actor, id, input: { state: "active" } });
      world.clock.advance(DAY_MS);
      await world.turn();
      const told = world.received.slice(before).map(({ json }) => json.data["customer"]);
      expect(new Set(told)).toEqual(new Set(["c", "d", "e"]));
    });

    it("while secrets change both sign; after three days the old one no longer", async () => {
      const world = await made();
      const { id, secret } = await world.endpoint({ types: ["customer.created"] });
      const rotated = await rotateSecret({ deps: world, actor, id });
      if (!rotated.ok) throw new Error("not rotated");
      await addKnownCustomer(world.store, "ada");
      await world.turn();
      world.clock.advance(3 * DAY_MS);
      await addKnownCustomer(world.store, "ben");
      await world.turn();
      const [both, one] = world.received;
      if (both === undefined || one === undefined) throw new Error("not delivered");
      expect(() => verify(secret, both)).not.toThrow();
      expect(() => verify(rotated.value.secret, both)).not.toThrow();
      expect(() => verify(secret, one)).toThrow("No matching signature");
      expect(() => verify(rotated.value.secret, one)).not.toThrow();
      const stored = JSON.stringify(await world.store.read(sql`select hex(secret) as s from webhook_endpoints`));
      expect(stored).not.toContain(Buffer.from(rotated.value.secret).toString("hex").toUpperCase());
    });

    it("two couriers at once tell nothing twice, and a worker that died is followed by another after its lease", async () => {
      const world = await made();
      await world.endpoint({ types: ["customer.created"] });
      for (let number = 0; number < 40; number += 1) await addKnownCustomer(world.store, `c${number}`);
      await Promise.all([collectHappenings(world), collectHappenings(world)]);
      const [events] = await world.store.read<{ n: number }>(sql`select count(*) as n from webhook_events`);
      expect(events?.n).toBe(40);
      // Claimed, and never heard of again.
      await world.store.write([
        sql`update webhook_deliveries set attempts = 1, fence = 1, next_at = ${world.clock.now() + MINUTE_MS}`,
      ]);
      await world.turn();
      expect(world.received).toHaveLength(0);
      world.clock.advance(MINUTE_MS);
      await world.turn();
      expect(world.received).toHaveLength(40);
    });

    it("one delivery, or all since an instant, can be replayed under their ids", async () => {
      const world = await made();
      const { id } = await world.endpoint({ types: ["customer.created"] });
      await addKnownCustomer(world.store, "old");
      await world.turn();
      world.clock.advance(HOUR_MS);
      await addKnownCustomer(world.store, "ada");
      await world.turn();
      const { items } = await listDeliveries(world.store, { endpointId: id, limit: 10 });
      const number = items[0]?.number ?? 0;
      expect(await replayDelivery({ deps: world, actor, endpointId: id, number })).toMatchObject({ ok: true });
      expect(await replayDelivery({ deps: world, actor, endpointId: id, number })).toMatchObject({ ok: false });
      expect(await replayDelivery({ deps: world, actor, endpointId: "whe_other", number })).toMatchObject({
        ok: false,
      });
      await world.turn();
      const since = world.clock.now() - MINUTE_MS;
      const replay = (which: "failed" | "all", from: number) =>
        replayDeliveries({ deps: world, actor, endpointId: id, input: { since: from, which } });
      expect(await replay("failed", 0)).toEqual({ ok: true, value: 0 });
      expect(await replay("all", since)).toEqual({ ok: true, value: 1 });
      expect(await replay("all", 0)).toEqual({ ok: true, value: 1 });
      await world.turn();
      const told = world.received.map(({ json }) => json.data["customer"]);
      expect(told).toEqual([
        "old",
        "ada",
        "ada",
        ...["old", "ada"].sort((a, b) => told.lastIndexOf(a) - told.lastIndexOf(b)),
      ]);
      expect(new Set(world.received.map(({ headers }) => headers["webhook-id"])).size).toBe(2);
    });

    it("a test is sent at once, also to an endpoint that is off, and says what was answered", async () => {
      const world = await made();
      const { id, secret } = await world.endpoint({ types: ["customer.created"] });
      await changeEndpoint({ deps: world, actor, id, input: { state: "disabled" } });
      world.answer = () => new Response(null, { status: 404 });
      const tried = await sendTestEvent({ deps: world, actor, endpointId: id });
      expect(tried).toMatchObject({ ok: true, value: { type: "webhook.test", status: 404, state: "pending" } });
      const [got] = world.received;
      expect(() => got && verify(secret, got)).not.toThrow();
    });

    it("who may not have addresses gives none on, and no endpoint is made where it leads inside", async () => {
      const world = await made();
      const create = (input: object, scopes: readonly string[]) =>
        createEndpoint({
          deps: world,
          actor: { ...actor, scopes },
          input: { url: "https://a.shop.example", types: ["customer.created"], ...input },
        });
      expect(await create({ discloses: ["email"] }, ["webhooks:manage"])).toMatchObject({
        ok: false,
        error: { code: "forbidden" },
      });
      for (const url of ["http://a.shop.example/", "https://127.0.0.1/", "https://[::1]/", "https://erp.internal/"]) {
        expect(await create({ url }, actor.scopes)).toMatchObject({
          ok: false,
          error: { faults: [{ pointer: "/url" }] },
        });
      }
    });

    it("a deleted endpoint has no secret left, and a month later nothing of its deliveries", async () => {
      const world = await made();
      const { id } = await world.endpoint({ types: ["customer.created"] });
      await addKnownCustomer(world.store, "ada");
      await world.turn();
      expect(await deleteEndpoint({ deps: world, actor, id })).toMatchObject({ ok: true });
      expect(await deleteEndpoint({ deps: world, actor, id })).toMatchObject({ ok: false });
      const [row] = await world.store.read<{ n: number }>(sql`select length(secret) as n from webhook_endpoints`);
      expect(row?.n).toBe(0);
      world.clock.advance(31 * DAY_MS);
      await sweepWebhooks(world);
      for (const table of ["webhook_events", "webhook_deliveries"]) {
        expect(await world.store.read(sql.raw(`select 1 from ${table}`))).toEqual([]);
      }
    });
  });
}

let serial = 0;

function eventOf(customerId: number, [kind, event]: readonly [kind: string, event: string], properties: object) {
  serial += 1;
  return sql`insert into events (message_id, customer_id, kind, name, properties, at, received_at, source)
    values (${`w${serial}`}, ${customerId}, ${kind}, ${event}, ${JSON.stringify(properties)}, ${WEBHOOK_NOW}, 0, 'test')`;
}
