import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { manualClock } from "#kernel/clock.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { mountOperations } from "#web/mount-operations.ts";
import { freshStore } from "../../../tests/worlds/fresh-store.ts";
import { catalogueOperations } from "./catalogue-operations.ts";

const NOW = Date.UTC(2026, 10, 22, 9);

async function api(scopes: readonly string[] = ["settings:read", "settings:write"]) {
  const store = await freshStore();
  const app = new Hono();
  mountOperations(app, {
    operations: catalogueOperations({ store, clock: manualClock(NOW) }),
    authorize: async (_, scope) =>
      scopes.includes(scope) ? ok({ kind: "key", id: "key_1", scopes }) : err(problem("forbidden")),
    timer: { after: () => () => undefined },
  });
  const call = async (method: string, what: "hosts" | "sender", body?: unknown) => {
    const response = await app.request(`/v1/settings/${what}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>) };
  };
  return { store, call };
}

const sender = {
  vendor: {
    name: "The Shop",
    websiteUrl: "https://shop.example/",
    logoUrl: "https://shop.example/logo.png",
    postalAddress: "1 Simulated Lane, Nowhere",
    colour: "#ffd000",
  },
  fromName: "The Shop",
  fromAddress: "hello@Shop.example",
  domain: "News.shop.example",
};

const pointers = (body: Record<string, unknown> | undefined) =>
  ((body?.["errors"] ?? []) as Array<{ pointer: string }>).map((fault) => fault.pointer);

describe("allowed hosts", () => {
  it("are none until they are put, and are kept as names in registered form, each once", async () => {
    const { call } = await api();
    expect((await call("GET", "hosts")).body).toEqual({ hosts: [] });
    const put = await call("PUT", "hosts", {
      hosts: ["SHOP.example", "shop.example", "gärten.example", "http://127.0.0.1:8787"],
    });
    expect(put.status).toBe(204);
    expect((await call("GET", "hosts")).body).toEqual({
      hosts: ["shop.example", "xn--grten-gra.example", "http://127.0.0.1:8787"],
    });
  });

  it.each([
    "https://shop.example",
    "shop.example/path",
    "shop.example:8443",
    "shop.example.",
    "*.shop.example",
    "127.0.0.1",
    "[::1]",
    "localhost",
    "http://10.0.0.1:80",
    "a@shop.example",
    "",
  ])("are never %j", async (host) => {
    const { call } = await api();
    const refused = await call("PUT", "hosts", { hosts: ["shop.example", host] });
    expect([refused.status, pointers(refused.body)]).toEqual([422, ["/hosts/1"]]);
    expect((await call("GET", "hosts")).body).toEqual({ hosts: [] });
  });
});

describe("the sender", () => {
  it("is got as it was put, with a palette that can be read kept beside it", async () => {
    const { store, call } = await api();
    expect((await call("GET", "sender")).status).toBe(404);
    expect((await call("PUT", "sender", sender)).status).toBe(204);
    const { body } = await call("GET", "sender");
    expect(body).toEqual({ ...sender, fromAddress: "hello@shop.example", domain: "news.shop.example" });
    const [row] = await store.read<{ value: string }>({
      sql: "select value from settings where key = 'sender'",
      params: [],
    });
    const kept = JSON.parse(row?.value ?? "") as { vendor: { palette: Record<string, string> } };
    expect(Object.keys(kept.vendor.palette)).toEqual(["accent", "onAccent", "accentDark", "onAccentDark"]);
    expect(kept.vendor.palette["accent"], "yellow words on paper can't be read").not.toBe("#ffd000");
  });

  it.each([
    ["a name that breaks the line", { fromName: "Shop\r\nBcc: x@y.example" }, "/fromName"],
    ["an address with a display name", { fromAddress: "Shop <hello@shop.example>" }, "/fromAddress"],
    ["a reply address without a domain", { replyTo: "hello" }, "/replyTo"],
    ["a domain with a path", { domain: "shop.example/x" }, "/domain"],
    [
      "a logo over plain http",
      { vendor: { ...sender.vendor, logoUrl: "http://shop.example/l.png" } },
      "/vendor/logoUrl",
    ],
    ["a website that is a script", { vendor: { ...sender.vendor, websiteUrl: "javascript:1" } }, "/vendor/websiteUrl"],
    ["a colour that is style", { vendor: { ...sender.vendor, colour: "red;x:y" } }, "/vendor/colour"],
    ["no postal address", { vendor: { ...sender.vendor, postalAddress: " " } }, "/vendor/postalAddress"],
  ])("is refused with %s", async (_, change, pointer) => {
    const { call } = await api();
    const refused = await call("PUT", "sender", { ...sender, ...change });
    expect([refused.status, [...new Set(pointers(refused.body))]]).toEqual([422, [pointer]]);
    expect((await call("GET", "sender")).status).toBe(404);
  });
});

describe("settings", () => {
  it("are read and written under scopes of their own, and each change is in the audit log", async () => {
    const reader = await api(["settings:read", "catalogue:write"]);
    expect((await reader.call("GET", "hosts")).status).toBe(200);
    expect((await reader.call("PUT", "hosts", { hosts: [] })).status).toBe(403);
    expect((await reader.call("PUT", "sender", sender)).status).toBe(403);
    expect((await (await api(["settings:write"])).call("GET", "sender")).status).toBe(403);

    const { store, call } = await api();
    await call("PUT", "hosts", { hosts: ["shop.example"] });
    await call("PUT", "sender", sender);
    const audit = await store.read({
      sql: "select at, actor_id as actor, action, subject_id as subject from audit_log order by id",
      params: [],
    });
    expect(audit).toEqual([
      { at: NOW, actor: "key_1", action: "put-hosts", subject: "hosts" },
      { at: NOW, actor: "key_1", action: "put-sender", subject: "sender" },
    ]);
  });
});
