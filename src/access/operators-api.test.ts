import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { mountOperations } from "#web/mount-operations.ts";
import { freshStore } from "../../tests/worlds/fresh-store.ts";
import { accessOperations } from "./access-operations.ts";
import { authorize } from "./authorize.ts";
import { createAuth } from "./create-auth.ts";
import { createKey } from "./create-key.ts";
import { createOperator } from "./create-operator.ts";
import { failureLimit } from "./failure-limit.ts";
import { findSession } from "./find-session.ts";
import { type Scope, scopeNames } from "./scopes.ts";
import { signIn } from "./sign-in.ts";

const publicUrl = "https://vendor.example";
const owner = { name: "Olga", email: "olga@vendor.example", password: "a long pass phrase", role: "owner" } as const;
const editor = { name: "Edda", email: "edda@vendor.example", password: "a first pass phrase", role: "editor" } as const;

async function world() {
  const store = await freshStore();
  const clock = manualClock(Date.UTC(2026, 10, 22, 9));
  let count = 0;
  const ids = idsFrom(clock, (size) => new Uint8Array(size).fill((count += 1)));
  const base = { store, clock, ids, secret: secretFrom(new Uint8Array(32).fill(1)) };
  const auth = createAuth({ deps: base, publicUrl });
  const gate = {
    ...base,
    auth,
    publicUrl,
    failures: failureLimit(clock, 10),
    addressOf: () => "192.0.2.1",
    findSession: (request: Request) => findSession({ ...base, auth, publicUrl }, request),
  };
  const system = { kind: "system", id: "start" } as const;
  const first = await createOperator({ deps: base, auth: await auth(), actor: system, input: owner });
  const app = new Hono();
  mountOperations(app, {
    operations: accessOperations({ ...base, auth }),
    authorize: (request, scope) => authorize(gate, request, scope),
    timer: { after: () => () => undefined },
  });
  const cookieOf = async ({ email, password }: { readonly email: string; readonly password: string }) => {
    const request = new Request(`${publicUrl}/sign-in`, { method: "POST", headers: { origin: publicUrl } });
    const cookies = await signIn(gate, request, { email, password });
    return cookies.ok ? String(cookies.value[0]?.split(";")[0]) : "";
  };
  const keyWith = async (scopes: readonly Scope[]) => {
    const actor = { kind: "operator", id: "opr_1", scopes: scopeNames } as const;
    const made = await createKey({ deps: base, actor, input: { name: "key", scopes } });
    return made.ok ? { authorization: `Bearer ${made.value.key}` } : {};
  };
  const call = async (headers: Record<string, string>, line: string, body?: unknown) => {
    const [method = "", path = ""] = line.split(" ");
    const answer = await app.request(`${publicUrl}/v1/operators${path}`, {
      method,
      headers: { origin: publicUrl, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  return { store, call, keyWith, cookieOf, ownerId: first.ok ? first.value.id : "" };
}

describe("operators over the API", () => {
  it("are added and listed by an owner, and sign in with the role that they were given", async () => {
    const { call, cookieOf } = await world();
    const cookie = await cookieOf(owner);
    const made = await call({ cookie }, "POST ", editor);
    expect(made.status).toBe(201);
    const listed = await call({ cookie }, "GET ");
    expect(listed.body["items"]).toMatchObject([{ id: made.body["id"], role: "editor" }, { role: "owner" }]);
    expect(JSON.stringify(listed.body)).not.toContain("password");
    const hers = { cookie: await cookieOf(editor) };
    expect((await call(hers, "GET ")).status, "an editor manages nobody").toBe(403);
    expect((await call(hers, "POST ", { ...editor, email: "x@vendor.example" })).status).toBe(403);
    expect((await call({ cookie }, "POST ", editor)).status, "one address, one operator").toBe(409);
  });

  it("have their new role from the next request on, and the last owner stays one", async () => {
    const { call, cookieOf, ownerId } = await world();
    const cookie = await cookieOf(owner);
    const { id } = (await call({ cookie }, "POST ", editor)).body;
    const hers = { cookie: await cookieOf(editor) };
    expect((await call({ cookie }, `PUT /${String(id)}/role`, { role: "owner" })).status).toBe(204);
    expect((await call(hers, "GET ")).status).toBe(200);
    expect((await call({ cookie }, `PUT /${String(id)}/role`, { role: "viewer" })).status).toBe(204);
    expect((await call(hers, "GET ")).status).toBe(403);
    expect((await call({ cookie }, `PUT /${ownerId}/role`, { role: "viewer" })).status).toBe(409);
    expect((await call({ cookie }, "PUT /opr_nobody/role", { role: "viewer" })).status).toBe(404);
  });

  it("lose every session with a new password, whether it was set for them or by themselves", async () => {
    const { call, cookieOf, ownerId } = await world();
    const cookie = await cookieOf(owner);
    const { id } = (await call({ cookie }, "POST ", { ...editor, role: "owner" })).body;
    const hers = { cookie: await cookieOf(editor) };
    const password = "a second pass phrase";
    expect((await call({ cookie }, `PUT /${String(id)}/password`, { password: "short" })).status).toBe(422);
    expect((await call({ cookie }, `PUT /${String(id)}/password`, { password })).status).toBe(204);
    expect((await call(hers, "GET ")).status).toBe(401);
    expect(await cookieOf(editor)).toBe("");
    expect(await cookieOf({ ...editor, password })).not.toBe("");
    expect((await call({ cookie }, `PUT /${ownerId}/password`, { password })).status).toBe(204);
    expect((await call({ cookie }, "GET ")).status).toBe(401);
  });

  it("can't be made, raised or taken over by a key that holds less than their role", async () => {
    const { store, call, keyWith, ownerId } = await world();
    const narrow = await keyWith(["operators:manage"]);
    expect((await call(narrow, "GET ")).status).toBe(200);
    expect((await call(narrow, "POST ", { ...editor, role: "owner" })).status).toBe(403);
    expect((await call(narrow, `PUT /${ownerId}/password`, { password: "mine from now on" })).status).toBe(403);
    expect((await call(narrow, `PUT /${ownerId}/role`, { role: "viewer" })).status).toBe(403);
    const others = await keyWith(scopeNames.filter((scope) => scope !== "operators:manage"));
    expect((await call(others, "GET ")).status).toBe(403);
    const audit = await store.read({ sql: "select action from audit_log where actor_kind = 'key'", params: [] });
    expect(audit).toEqual([]);
  });
});
