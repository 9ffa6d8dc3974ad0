import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { mountOperations } from "#web/mount-operations.ts";
import { freshStore } from "../../tests/worlds/fresh-store.ts";
import { accessOperations } from "./access-operations.ts";
import { parseKey } from "./api-key.ts";
import { authorize } from "./authorize.ts";
import { createAuth } from "./create-auth.ts";
import { createKey, type NewKey } from "./create-key.ts";
import { failureLimit } from "./failure-limit.ts";
import { isScope, roleScopes, scopeNames, scopesOfRole } from "./scopes.ts";

const owner = { kind: "operator", id: "opr_1", scopes: scopeNames } as const;

async function world() {
  const store = await freshStore();
  const clock = manualClock(Date.UTC(2026, 10, 22, 9));
  let count = 0;
  const ids = idsFrom(clock, (size) => new Uint8Array(size).fill((count += 1)));
  const base = { store, clock, ids, secret: secretFrom(new Uint8Array(32).fill(1)) };
  const deps = {
    ...base,
    publicUrl: "https://vendor.example",
    failures: failureLimit(clock, 10),
    addressOf: (request: Request) => request.headers.get("x-test-address") ?? "192.0.2.1",
    findSession: async () => undefined,
  };
  const make = async (input: Partial<NewKey> = {}) => {
    const created = await createKey({
      deps,
      actor: owner,
      input: { name: "key", scopes: ["customers:read"], ...input },
    });
    if (!created.ok) throw new Error("The key was refused.");
    return created.value;
  };
  const app = new Hono();
  mountOperations(app, {
    operations: accessOperations({ ...base, auth: createAuth({ deps: base, publicUrl: deps.publicUrl }) }),
    authorize: (request, scope) => authorize(deps, request, scope),
    timer: { after: () => () => undefined },
  });
  return { deps, make, app };
}

const bearer = (key: string, address = "192.0.2.1") =>
  new Request("https://vendor.example/v1/x", {
    headers: { authorization: `Bearer ${key}`, "x-test-address": address },
  });
const basic = (user: string, password = "") =>
  new Request("https://vendor.example/v1/x", {
    headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` },
  });

const codeOf = (result: Awaited<ReturnType<typeof authorize>>) => (result.ok ? "ok" : result.error.code);

describe("API keys", () => {
  it("open what their scopes name and nothing else", async () => {
    const { deps, make } = await world();
    const { key, id } = await make();
    expect(await authorize(deps, bearer(key), "customers:read")).toMatchObject({
      ok: true,
      value: { kind: "key", id },
    });
    expect(codeOf(await authorize(deps, bearer(key), "customers:write"))).toBe("forbidden");
  });

  it("are taken as a Basic user name with an empty password, as Segment's clients send a write key", async () => {
    const { deps, make } = await world();
    const { key } = await make({ scopes: ["ingest"] });
    expect(codeOf(await authorize(deps, basic(key), "ingest"))).toBe("ok");
    expect(codeOf(await authorize(deps, basic(key, "x"), "ingest"))).toBe("unauthenticated");
  });

  it("leave no secret in the database", async () => {
    const { deps, make } = await world();
    const { key } = await make();
    const secret = parseKey(key)?.secret ?? "";
    expect(secret).toHaveLength(43);
    const rows = await deps.store.read({ sql: "select * from api_keys", params: [] });
    const audit = await deps.store.read({ sql: "select * from audit_log", params: [] });
    expect(JSON.stringify([rows, audit])).not.toContain(secret);
  });

  it("open nothing from the request after they were revoked, nor from the moment they expire", async () => {
    const { deps, make, app } = await world();
    const { key: admin } = await make({ scopes: ["keys:manage"] });
    const { key, id } = await make();
    const lent = await make({ expiresAt: deps.clock.now() + 1_000 });
    const revoke = () =>
      app.request(`/v1/keys/${id}`, { method: "DELETE", headers: { authorization: `Bearer ${admin}` } });
    const first = (await (await revoke()).json()) as unknown;
    expect(codeOf(await authorize(deps, bearer(key), "customers:read"))).toBe("unauthenticated");
    expect(codeOf(await authorize(deps, bearer(lent.key), "customers:read"))).toBe("ok");
    deps.clock.advance(1_000);
    expect(codeOf(await authorize(deps, bearer(lent.key), "customers:read"))).toBe("unauthenticated");
    expect(await (await revoke()).json()).toEqual(first);
    const audit = await deps.store.read({ sql: "select id from audit_log where action = 'revoke-key'", params: [] });
    expect(audit).toHaveLength(1);
  });

  it("can't be stretched to scopes that their maker does not hold", async () => {
    const { make, app } = await world();
    const { key } = await make({ scopes: ["keys:manage", "customers:read"] });
    const response = await app.request("/v1/keys", {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "more", scopes: ["customers:read", "operators:manage"] }),
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: "/scopes/1" }] });
  });

  it("answer 429 with a time after ten wrong tries a minute, but never lock out who holds the right one", async () => {
    const { deps, make } = await world();
    const { key, id } = await make();
    const wrong = `jk_${id}_${"x".repeat(43)}`;
    for (let index = 0; index < 10; index += 1) {
      expect(codeOf(await authorize(deps, bearer(wrong, `198.51.100.${index}`), "customers:read"))).toBe(
        "unauthenticated",
      );
    }
    expect(await authorize(deps, bearer(wrong, "198.51.100.99"), "customers:read")).toEqual({
      ok: false,
      error: { code: "too_many_requests", retryAfterSeconds: 60 },
    });
    expect(codeOf(await authorize(deps, bearer(key), "customers:read"))).toBe("ok");
    deps.clock.advance(60_000);
    expect(codeOf(await authorize(deps, bearer(wrong), "customers:read"))).toBe("unauthenticated");
  });

  it("count wrong tries by address too, whatever ids are tried", async () => {
    const { deps } = await world();
    const tryOne = (index: number) => bearer(`jk_${"a".repeat(20)}${index}_${"x".repeat(43)}`, "203.0.113.7");
    for (let index = 0; index < 10; index += 1) await authorize(deps, tryOne(index), "customers:read");
    expect(codeOf(await authorize(deps, tryOne(11), "customers:read"))).toBe("too_many_requests");
  });

  it("are refused alike, whatever is wrong with them", async () => {
    const { deps } = await world();
    const headers = ["Bearer", "Bearer x", "Bearer jk__", "Basic !!!", "Basic ", "Digest a=b", "", "Bearer jk_a_b c"];
    for (const authorization of headers) {
      const request = new Request("https://vendor.example/", { headers: { authorization } });
      expect(["unauthenticated", "too_many_requests"]).toContain(codeOf(await authorize(deps, request, "ingest")));
    }
  });

  it("remember when they were last used without a write for each request", async () => {
    const { deps, make } = await world();
    const { key } = await make();
    const lastUsed = async () =>
      (await deps.store.read({ sql: "select last_used_at from api_keys", params: [] }))[0]?.["last_used_at"];
    await authorize(deps, bearer(key), "customers:read");
    const first = await lastUsed();
    deps.clock.advance(60_000);
    await authorize(deps, bearer(key), "customers:read");
    expect(await lastUsed()).toBe(first);
    deps.clock.advance(600_000);
    await authorize(deps, bearer(key), "customers:read");
    expect(await lastUsed()).toBe(deps.clock.now());
  });

  it("are listed in pages, newest first, without their secrets", async () => {
    const { make, app } = await world();
    const { key } = await make({ scopes: ["keys:manage"] });
    for (let index = 0; index < 4; index += 1) await make({ name: `key ${index}` });
    const names: string[] = [];
    for (let path: string | undefined = "/v1/keys?limit=2"; path !== undefined;) {
      const response: Response = await app.request(path, { headers: { authorization: `Bearer ${key}` } });
      const page = (await response.json()) as { items: Array<{ name: string }>; nextCursor?: string };
      expect(JSON.stringify(page)).not.toContain("hash");
      names.push(...page.items.map(({ name }) => name));
      path = page.nextCursor === undefined ? undefined : `/v1/keys?limit=2&cursor=${page.nextCursor}`;
    }
    expect(names).toEqual(["key 3", "key 2", "key 1", "key 0", "key"]);
  });
});

describe("the audit log", () => {
  it("can be read by subject, and neither changed nor deleted", async () => {
    const { deps, make, app } = await world();
    const { key } = await make({ scopes: ["audit:read"] });
    const { id } = await make();
    const response = await app.request(`/v1/audit?subjectKind=key&subjectId=${id}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(await response.json()).toMatchObject({ items: [{ action: "create-key", actorId: "opr_1", subjectId: id }] });
    for (const sql of ["update audit_log set action = ''", "delete from audit_log"]) {
      await expect(deps.store.write([{ sql, params: [] }])).rejects.toThrow(/append-only/);
    }
  });
});

describe("scopes", () => {
  it("grow with the role: a viewer's are an editor's too, and an owner has all", () => {
    expect(roleScopes.viewer.every((scope) => roleScopes.editor.includes(scope))).toBe(true);
    expect(roleScopes.editor.every((scope) => roleScopes.owner.includes(scope))).toBe(true);
    expect(roleScopes.owner).toEqual(scopeNames);
    expect(roleScopes.viewer.filter((scope) => scope.endsWith(":write"))).toEqual([]);
  });

  it("are none for a role that nobody knows, inherited names included", () => {
    expect([scopesOfRole("constructor"), scopesOfRole(""), isScope("toString")]).toEqual([[], [], false]);
  });
});
