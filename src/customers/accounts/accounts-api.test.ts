import { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import { householdOperations } from "#customers/households/household-operations.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { ok } from "#kernel/result.ts";
import { mountOperations } from "#web/mount-operations.ts";
import type { ImportWorld } from "#tests/worlds/import-over.ts";
import { importWorld } from "#tests/worlds/import-world.ts";
import { accountOperations } from "./account-operations.ts";

const actor = { kind: "key", id: "key_test", scopes: [] } as const;
const CARD = "4111 1111 1111 1111";
let world: ImportWorld;
let app: Hono;

beforeEach(async () => {
  world = await importWorld();
  app = new Hono();
  mountOperations(app, {
    operations: [...accountOperations(world.deps), ...householdOperations(world.deps)],
    authorize: async () => ok(actor),
    timer: { after: () => () => undefined },
  });
  await putCustomer({ deps: world.deps, actor, code: "ada", input: {} });
});

async function call(method: string, path: string, body?: unknown) {
  const answer = await app.request(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const card = { kind: "card", currency: "EUR", holders: [{ customer: "ada", role: "primary" }] };

describe("the door for accounts", () => {
  it("takes an account, what was posted on it, and tells both again", async () => {
    expect(await call("PUT", "/v1/accounts/A1", { ...card, bands: { credit_limit: "2000-5000" } })).toMatchObject({
      status: 200,
      body: { code: "A1", status: "open", lastFour: null, holders: [{ customer: "ada", role: "primary" }] },
    });
    const activities = [
      { activityId: "1", at: 5, kind: "purchase", amountMinor: 1_250, merchantCategory: "5411" },
      { activityId: "2" },
    ];
    expect(await call("POST", "/v1/accounts/A1/activities", { activities })).toMatchObject({
      status: 200,
      body: { accepted: 1, duplicates: 0, rejected: [{ index: 1 }] },
    });
    expect(await call("GET", "/v1/accounts/A1/activities")).toMatchObject({
      body: {
        items: [{ kind: "purchase", amountMinor: 1_250, currency: "EUR", merchantCategory: "5411", customer: "ada" }],
      },
    });
    expect(await call("GET", "/v1/customers/ada/accounts")).toMatchObject({ body: { items: [{ code: "A1" }] } });
    const log = await world.rows(
      "select action, subject_kind, subject_id, detail from audit_log where subject_kind = 'account'",
    );
    expect(log).toMatchObject([
      { action: "put-account" },
      { action: "record-account-activities", detail: '{"told":2,"rejected":1}' },
    ]);
    expect(JSON.stringify(log)).not.toContain("2000-5000");
  });

  it.each([
    ["its code", `/v1/accounts/${encodeURIComponent(CARD)}`, card],
    ["its product", "/v1/accounts/A1", { ...card, product: CARD }],
    ["a band", "/v1/accounts/A1", { ...card, bands: { note: CARD } }],
    ["its last four digits", "/v1/accounts/A1", { ...card, lastFour: CARD }],
  ] as const)("refuses a card's number as %s, and repeats no digit of it", async (_, path, body) => {
    const answer = await call("PUT", path, body);
    expect([400, 422]).toContain(answer.status);
    expect(JSON.stringify(answer.body)).not.toContain("1111");
    expect(await world.rows("select count(*) as n from accounts")).toEqual([{ n: 0 }]);
  });

  it("refuses with the place what is no account: a sum for a band, two primary holders, a stranger, a kind of two words", async () => {
    const bad = [
      [{ ...card, bands: { credit_limit: "5000" } }, "/bands/credit_limit"],
      [{ ...card, bands: { "Credit limit": "low" } }, "/bands/Credit limit"],
      [{ ...card, holders: [card.holders[0], { customer: "ada", role: "joint" }] }, "/holders/1/customer"],
      [{ ...card, holders: [{ customer: "nobody", role: "primary" }] }, "/holders/0/customer"],
      [{ ...card, kind: "credit card" }, "/kind"],
      [{ ...card, openedOn: "2026-02-30" }, "/openedOn"],
      [{ ...card, number: "x" }, "/number"],
      [{ holders: [] }, "/kind"],
    ] as const;
    for (const [body, pointer] of bad) {
      const answer = await call("PUT", "/v1/accounts/A1", body);
      expect([pointer, answer.status]).toEqual([pointer, 422]);
      expect(answer.body["errors"]).toEqual([expect.objectContaining({ pointer })]);
    }
  });

  it("posts nothing on an account that nobody holds, and nothing on one that is not there", async () => {
    await call("PUT", "/v1/accounts/A1", { kind: "loan" });
    const activities = [{ activityId: "1", at: 5, kind: "payment", amountMinor: 1 }];
    expect((await call("POST", "/v1/accounts/A1/activities", { activities })).status).toBe(409);
    expect((await call("POST", "/v1/accounts/A2/activities", { activities })).status).toBe(404);
    expect((await call("POST", "/v1/accounts/A1/activities", { activities: [] })).status).toBe(422);
    expect((await call("GET", "/v1/accounts/A2")).status).toBe(404);
    expect((await call("GET", "/v1/customers/nobody/accounts")).status).toBe(404);
  });
});

describe("the door for households", () => {
  it("takes its members, and lets nobody take the place of what an address makes", async () => {
    expect(await call("PUT", "/v1/households/H1", { members: ["ada"] })).toMatchObject({
      status: 200,
      body: { code: "H1", origin: "declared", members: ["ada"] },
    });
    expect(await call("GET", "/v1/customers/ada/household")).toMatchObject({ body: { code: "H1" } });
    expect((await call("PUT", "/v1/households/~x", { members: ["ada"] })).status).toBe(400);
    expect((await call("PUT", "/v1/households/H2", { members: ["nobody"] })).status).toBe(422);
    expect((await call("GET", "/v1/households/H2")).status).toBe(404);
    expect((await call("GET", "/v1/customers/nobody/household")).status).toBe(404);
  });
});
