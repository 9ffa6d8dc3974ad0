import { describe, expect, it } from "vitest";
import { blankStation } from "#entry/docs/blank-station.ts";
import { createOperator } from "#access/create-operator.ts";
import { scopeNames, scopeWords } from "#access/scopes.ts";
import type { Store } from "#store/store.ts";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

const ORIGIN = "https://console.shop.example";
const NEW = "/console/keys/new";
const KEY = /jk_[0-9a-z]{26}_[A-Za-z0-9_-]{43}/g;
const idIn = (text: string) => /name="id" value="([^"]*)"/.exec(text)?.[1] ?? "";

async function owned() {
  const world = await consoleWorld(ORIGIN);
  const cookie = await world.cookieOf("owner");
  const fieldsOf = async (fields: Record<string, string | readonly string[]>) => {
    const { text } = await getPage(world, NEW, cookie);
    return { kind: "api", id: idIn(text), name: "Point of sale", days: "", ...fields };
  };
  return { world, cookie, fieldsOf };
}

const keysOf = (store: Store) => store.read({ sql: "select id from api_keys order by id", params: [] });
const auditOf = (store: Store) =>
  store.read({
    sql: "select actor_kind, action, subject_id, detail from audit_log where subject_kind = 'key' order by id",
    params: [],
  });

/** Every value of every table, as text. */
async function everythingIn(store: Store): Promise<string> {
  const tables = await store.read<{ name: string }>({
    sql: "select name from sqlite_master where type = 'table'",
    params: [],
  });
  const rows = await Promise.all(tables.map(({ name }) => store.read({ sql: `select * from "${name}"`, params: [] })));
  return JSON.stringify(rows);
}

describe("a new API key", () => {
  it("is offered with a sentence for each scope that its maker holds", async () => {
    const { world, cookie } = await owned();
    const { text } = await getPage(world, NEW, cookie);
    for (const scope of scopeNames) {
      expect(text).toContain(`value="${scope}"`);
      expect(text).toContain(`${scopeWords[scope].replaceAll("'", "&#39;")}.`);
    }
  });

  it("is shown exactly once: never by a second sending of the form, a list, the audit log or the database", async () => {
    const { world, cookie, fieldsOf } = await owned();
    const fields = await fieldsOf({ scopes: ["ingest", "customers:read"], days: "90" });
    const made = await postForm(world, NEW, { cookie, fields });
    const text = await made.text();
    const [key = "", ...more] = text.match(KEY) ?? [];
    expect([made.status, more, made.headers.get("cache-control")]).toEqual([200, [], "private, no-store"]);
    expect(text).toContain(`curl &quot;${ORIGIN}/v1/customers?limit=3&quot;`);
    const secret = key.slice(-43);
    const again = await postForm(world, NEW, { cookie, fields });
    expect(again.status).toBe(409);
    const pages = await Promise.all(
      ["/console/keys", NEW, `/console/keys/${fields.id}/revoke`, "/console/audit"].map((path) =>
        getPage(world, path, cookie),
      ),
    );
    const answers = [await again.text(), ...pages.map((page) => page.text), await everythingIn(world.store)];
    expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
    expect(await auditOf(world.store)).toEqual([
      {
        actor_kind: "operator",
        action: "create-key",
        subject_id: fields.id,
        detail: expect.stringContaining('"scopes":["ingest","customers:read"]') as string,
      },
    ]);
  });

  it("without a name or a scope is not made, says so beside the fields, and loses nothing of the form", async () => {
    const { world, cookie, fieldsOf } = await owned();
    const before = await keysOf(world.store);
    const fields = await fieldsOf({ name: " ", scopes: ["messages:read"], days: "30" });
    const refused = await postForm(world, NEW, { cookie, fields });
    const text = await refused.text();
    expect(refused.status).toBe(422);
    expect(text).toContain('id="field-name-error">Fill this in.');
    expect(text).toContain('<a href="#field-name">Name</a>: Fill this in.');
    expect(text).toMatch(/value="messages:read" checked/);
    expect(text).toMatch(/value="30" selected/);
    expect(idIn(text)).toBe(fields.id);
    const scopeless = await postForm(world, NEW, { cookie, fields: await fieldsOf({}) });
    expect(await scopeless.text()).toContain('id="scopes-error">Choose at least one.');
    expect(await keysOf(world.store)).toEqual(before);
  });

  it("can't be asked for with what our form never sends", async () => {
    const { world, cookie, fieldsOf } = await owned();
    const before = await keysOf(world.store);
    for (const odd of [{ id: "k1" }, { id: "" }, { kind: "root" }, { days: "9999" }, { extra: "1" }]) {
      const fields = await fieldsOf({ scopes: ["ingest"], ...odd });
      expect((await postForm(world, NEW, { cookie, fields })).status).toBe(400);
    }
    const scopes = await fieldsOf({ scopes: ["everything"] });
    expect((await postForm(world, NEW, { cookie, fields: scopes })).status).toBe(422);
    expect(await keysOf(world.store)).toEqual(before);
  });
});

describe("a write key", () => {
  it("sends facts and nothing else, whatever the form asks for, and comes with the snippet for the vendor's pages", async () => {
    const { world, cookie, fieldsOf } = await owned();
    const fields = await fieldsOf({ kind: "write", scopes: ["customers:read"] });
    const text = await (await postForm(world, NEW, { cookie, fields })).text();
    expect(text).toContain(`src=&quot;${ORIGIN}/assets/snippet.js&quot;`);
    const [row] = await world.store.read({
      sql: "select scopes from api_keys where id = ?",
      params: [fields.id],
    });
    expect(row).toEqual({ scopes: '["ingest"]' });
  });
});

describe("a key that is not needed any more", () => {
  it("is revoked after a second question, once, with a record", async () => {
    const { world, cookie } = await owned();
    const asked = await getPage(world, "/console/keys/k1/revoke", cookie);
    expect(asked.text).toContain("From the next request on it opens nothing");
    expect(await auditOf(world.store)).toEqual([]);
    const done = await postForm(world, "/console/keys/k1/revoke", { cookie, fields: {} });
    expect([done.status, done.headers.get("location")]).toEqual([303, "/console/keys?revoked=k1"]);
    expect(await auditOf(world.store)).toEqual([
      { actor_kind: "operator", action: "revoke-key", subject_id: "k1", detail: "{}" },
    ]);
    expect((await getPage(world, "/console/keys/k1/revoke", cookie)).status).toBe(404);
    expect((await getPage(world, "/console/keys?revoked=k1", cookie)).text).toContain("The key is revoked.");
  });
});

describe("keys", () => {
  it("are no business of an editor or a viewer, nor of another site's form", async () => {
    const { world, cookie, fieldsOf } = await owned();
    const fields = await fieldsOf({ scopes: ["ingest"] });
    const before = await keysOf(world.store);
    for (const role of ["editor", "viewer"] as const) {
      const hers = await world.cookieOf(role);
      expect((await getPage(world, "/console", hers)).text).not.toContain("/console/keys");
      for (const path of ["/console/keys", NEW, "/console/keys/k1/revoke"]) {
        expect((await getPage(world, path, hers)).status).toBe(403);
      }
      expect((await postForm(world, NEW, { cookie: hers, fields })).status).toBe(403);
      expect((await postForm(world, "/console/keys/k1/revoke", { cookie: hers, fields: {} })).status).toBe(403);
    }
    const foreign = { cookie, fields, origin: "https://evil.example" };
    expect((await postForm(world, NEW, foreign)).status).toBe(403);
    expect(await keysOf(world.store)).toEqual(before);
    expect(await auditOf(world.store)).toEqual([]);
  });

  it("open the API as their page says until they are revoked, and their secrets stand in no log", async () => {
    const logged: string[] = [];
    const publicUrl = "https://news.vendor.example";
    const { station } = await blankStation({
      store: await freshStore(),
      log: (event, detail) => void logged.push(JSON.stringify([event, detail])),
    });
    const world = { app: station.app, deps: { publicUrl } as Parameters<typeof getPage>[0]["deps"] };
    const credentials = { email: "olga@vendor.example", password: "a long pass phrase" };
    await createOperator({
      deps: station.customers,
      auth: await station.gate.auth(),
      actor: { kind: "system", id: "test" },
      input: { name: "Olga", role: "owner", ...credentials },
    });
    const started = await postForm(world, "/console/sign-in", {
      cookie: "",
      fields: { ...credentials, next: "/console" },
    });
    const cookie = String(started.headers.getSetCookie()[0]?.split(";")[0]);
    const id = idIn((await getPage(world, NEW, cookie)).text);
    const fields = { kind: "api", id, name: "Shop", days: "", scopes: ["ingest", "customers:read"] };
    const [key = ""] = (await (await postForm(world, NEW, { cookie, fields })).text()).match(KEY) ?? [];
    const call = (path: string, init: RequestInit = {}) =>
      station.app.request(`${publicUrl}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      });
    const body = '{"userId":"customer-1","event":"Catalogue Requested"}';
    expect((await call("/v1/track", { method: "POST", body })).status).toBe(200);
    expect((await call("/v1/customers?limit=3")).status).toBe(200);
    expect((await call("/v1/newsletters")).status).toBe(403);
    await postForm(world, `/console/keys/${id}/revoke`, { cookie, fields: {} });
    expect((await call("/v1/customers?limit=3")).status).toBe(401);
    expect(logged.filter((line) => line.includes(key.slice(-43)))).toEqual([]);
  });
});
