import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { authorize } from "#access/authorize.ts";
import { createKey } from "#access/create-key.ts";
import { failureLimit } from "#access/failure-limit.ts";
import { isScope, type Scope, scopeNames } from "#access/scopes.ts";
import { mountOperations } from "#web/mount-operations.ts";
import { openApiDocument } from "#web/openapi.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { ORIGIN, readerWorld } from "#tests/worlds/reader-world.ts";
import { messageOperations } from "./message-operations.ts";

async function world(...scopes: Scope[]) {
  const { deps, store } = await readerWorld(await freshStore());
  const asked: unknown[] = [];
  const operations = messageOperations({
    ...deps,
    explain: async (question) => {
      asked.push(question);
      const cause = { code: "bought" as const, words: "The customer bought it.", data: {} };
      return question.messageNumber === 1 ? { kind: "not_chosen", cause, bySlot: [] } : undefined;
    },
    preview: async () => undefined,
  });
  const gate = {
    ...deps,
    failures: failureLimit(deps.clock, 10),
    addressOf: () => "192.0.2.1",
    findSession: async () => undefined,
  };
  const actor = { kind: "operator", id: "opr_1", scopes: scopeNames } as const;
  const created = await createKey({ deps, actor, input: { name: "test", scopes } });
  if (!created.ok) throw new Error("The key was refused.");
  const app = new Hono();
  mountOperations(app, {
    operations,
    authorize: (request, scope) => authorize(gate, request, scope),
    timer: deps.timer,
  });
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await app.request(`${ORIGIN}${path}`, {
      method,
      headers: { authorization: `Bearer ${created.value.key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: JSON.parse((await answer.text()) || "null") };
  };
  return { app, operations, store, call, asked };
}

const exampleOf = (path: string) => path.replace(":code", "ada").replace(":number", "1");

describe("the operations of messages", () => {
  it("each asks for a scope that there is, and is closed without it", async () => {
    const { app, operations, call } = await world("audit:read");
    for (const { method, path, scope, operationId } of operations) {
      expect([operationId, isScope(scope)]).toEqual([operationId, true]);
      expect((await app.request(`${ORIGIN}${exampleOf(path)}`, { method })).status).toBe(401);
      expect((await call(method.toUpperCase(), exampleOf(path), method === "get" ? undefined : {})).status).toBe(403);
    }
    expect(operations.length).toBeGreaterThan(10);
    expect(() => openApiDocument(operations, "1")).not.toThrow();
  });

  it("reading scopes change nothing: every operation that writes asks for a writing scope", async () => {
    const { operations } = await world();
    const writers = operations.filter(({ method }) => method !== "get");
    expect(writers.map(({ operationId, scope }) => [operationId, scope.endsWith(":write")])).toEqual(
      writers.map(({ operationId }) => [operationId, true]),
    );
  });

  it("a call centre records what a customer chose, in her words, and sees the dates that follow", async () => {
    const { call, store } = await world("customers:read", "customers:write");
    const choice = {
      newsletters: [{ code: "garden", isOn: true, pace: { kind: "month_days", days: [31] }, minute: 600 }],
      cap: { count: 1, days: 7 },
      source: "call-centre",
      wording: "Please send me the garden letter on the last of the month.",
    };
    const put = await call("PUT", "/v1/customers/ada/preferences", choice);
    expect(put.status).toBe(200);
    expect(put.body).toEqual((await call("GET", "/v1/customers/ada/preferences")).body);
    expect(JSON.stringify(put.body)).not.toContain("people.example");
    const garden = put.body.newsletters.find((one: { code: string }) => one.code === "garden");
    expect(garden).toMatchObject({
      isOn: true,
      isOwnPace: true,
      minute: 600,
      words: "on the last day of every month",
      nextDates: ["2026-11-30", "2026-12-31", "2027-01-31"],
    });
    const [consent] = await store.read({
      sql: "select wording, source, proof from consents where topic = 'garden'",
      params: [],
    });
    expect(consent).toMatchObject({ wording: choice.wording, source: "call-centre" });
    expect(JSON.parse(String(consent?.["proof"]))).toMatchObject({ actorKind: "key" });
  });

  it("a faulty choice is refused whole, with a pointer to the fault", async () => {
    const { call } = await world("customers:read", "customers:write");
    const refused = await call("PUT", "/v1/customers/ada/preferences", {
      newsletters: [{ code: "garden", isOn: true, pace: { kind: "weeks", weekdays: [8] } }],
      source: "x",
      wording: "x",
    });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, "/newsletters/0/pace/weekdays/0"]);
    const stranger = await call("PUT", "/v1/customers/ada/preferences", {
      newsletters: [{ code: "none", isOn: true }],
      source: "x",
      wording: "x",
    });
    expect(stranger.body.errors).toEqual([{ pointer: "/newsletters/0/code", message: "There is no such newsletter." }]);
    expect((await call("GET", "/v1/customers/nobody/preferences")).status).toBe(404);
  });

  it("newsletters are paused by their own operation, and the due list says so", async () => {
    const { call } = await world("messages:read", "messages:write");
    expect((await call("POST", "/v1/newsletters/weekly/state", { state: "paused" })).body.state).toBe("paused");
    expect((await call("GET", "/v1/newsletters/weekly")).body.state).toBe("paused");
    const due = await call("GET", "/v1/due?hours=72");
    expect(
      due.body.items.map((one: { code: string; due: number; state: string }) => [one.code, one.state, one.due]),
    ).toEqual([
      ["birthday", "running", 0],
      ["garden", "running", 0],
      ["weekly", "paused", 1],
    ]);
    expect((await call("POST", "/v1/newsletters/weekly/state", { state: "asleep" })).status).toBe(422);
    expect((await call("POST", "/v1/newsletters/weekly/default-subscriptions")).body).toEqual({ subscribed: 0 });
  });

  it("messages are listed with state and reason, and each says why it shows what it shows", async () => {
    const { call, store, asked } = await world("messages:read");
    const picks = [
      { code: "SPADE-2", slot: "picks", reason: "because you looked at garden", rules: ["boost"], score: 2 },
    ];
    await store.write([
      { sql: "update messages set inputs = ? where id = 1", params: [JSON.stringify({ view: { secret: 1 }, picks })] },
      { sql: "update messages set state = 'skipped', reason = 'capped' where id = 2", params: [] },
    ]);
    const listed = await call("GET", "/v1/messages?newsletter=weekly&limit=2");
    expect(listed.body.items.map((one: { number: number }) => one.number)).toEqual([3, 2]);
    const rest = await call("GET", `/v1/messages?newsletter=weekly&limit=2&cursor=${listed.body.nextCursor}`);
    expect(rest.body).toMatchObject({ items: [{ number: 1, state: "accepted", customer: "ada" }] });
    const skipped = await call("GET", "/v1/messages?state=skipped&reason=capped");
    expect(skipped.body.items).toMatchObject([{ number: 2, reason: "capped" }]);
    const message = await call("GET", "/v1/messages/1");
    expect(message.body).toMatchObject({ picks, customer: "ada", acceptedAt: 1 });
    expect(JSON.stringify(message.body)).not.toContain("secret");
    const why = await call("GET", "/v1/messages/1/why?product=HOSE-1");
    expect(why.body).toMatchObject({ product: "HOSE-1", kind: "not_chosen", cause: { code: "bought" } });
    expect(asked).toEqual([{ messageNumber: 1, productCode: "HOSE-1" }]);
    expect((await call("GET", "/v1/messages/99/why?product=HOSE-1")).status).toBe(404);
    expect((await call("GET", "/v1/messages?cursor=nonsense")).status).toBe(400);
  });
});
