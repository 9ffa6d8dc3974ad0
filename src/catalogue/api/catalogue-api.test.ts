import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { manualClock } from "#kernel/clock.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { putSetting } from "#catalogue/settings.ts";
import { mountOperations } from "#web/mount-operations.ts";
import { openApiDocument } from "#web/openapi.ts";
import { schemaRows } from "#web/pages/reference/schema-rows.ts";
import type { OpenApiDocument } from "#web/pages/reference/openapi-types.ts";
import { freshStore } from "../../../tests/worlds/fresh-store.ts";
import { catalogueOperations } from "./catalogue-operations.ts";

async function api(scopes: readonly string[] = ["catalogue:read", "catalogue:write"]) {
  const store = await freshStore();
  await store.write([putSetting("hosts", ["shop.example"], 0)]);
  const app = new Hono();
  mountOperations(app, {
    operations: catalogueOperations({ store, clock: manualClock(Date.UTC(2026, 4, 20)) }),
    authorize: async (_, scope) =>
      scopes.includes(scope) ? ok({ kind: "key", id: "key_1", scopes }) : err(problem("forbidden")),
    timer: { after: () => () => undefined },
  });
  return async (method: string, path: string, body?: unknown) => {
    const response = await app.request(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>) };
  };
}

const spade = {
  category: "garden",
  priceMinor: 4_250,
  currency: "EUR",
  imageUrl: "https://shop.example/s.jpg",
  linkUrl: "https://SHOP.example/s?a=1",
  copy: [{ locale: "de-ch", title: "Spaten" }],
};

const pointers = (body: Record<string, unknown> | undefined) =>
  ((body?.["errors"] ?? []) as Array<{ pointer: string }>).map((fault) => fault.pointer);

describe("the catalogue's API", () => {
  it("what was put is got, in its canonical form, and listed", async () => {
    const call = await api();
    expect((await call("PUT", "/v1/product-sets/SPADE", spade)).status).toBe(204);
    const got = await call("GET", "/v1/product-sets/SPADE");
    expect(got.body).toMatchObject({
      code: "SPADE",
      linkUrl: "https://shop.example/s?a=1",
      launchedAt: "2026-05-20T00:00:00.000Z",
      copy: [{ locale: "de-CH", channel: "", title: "Spaten", body: "", callToAction: "" }],
    });
    expect((await call("GET", "/v1/product-sets?category=garden&limit=1")).body?.["items"]).toHaveLength(1);
    expect((await call("GET", "/v1/product-sets?category=other")).body?.["items"]).toEqual([]);
    expect((await call("POST", "/v1/product-sets/SPADE/stock", { to: 4 })).body).toEqual({ stock: 4 });
    expect((await call("DELETE", "/v1/product-sets/SPADE")).status).toBe(204);
    expect((await call("GET", "/v1/product-sets/SPADE")).body?.["state"]).toBe("withdrawn");
    expect((await call("GET", "/v1/product-sets/NONE")).status).toBe(404);
  });

  it("every fault of a list has a pointer, and nothing of the list is kept", async () => {
    const call = await api();
    const answer = await call("PUT", "/v1/product-sets", {
      products: [
        { ...spade, code: "A" },
        { ...spade, code: "no good", priceMinor: 1.5, currency: "euro", validFrom: "tomorrow" },
        { ...spade, code: "C", copy: [{ locale: "not a tag", title: " " }], colour: "red" },
      ],
    });
    expect(answer.status).toBe(422);
    expect(pointers(answer.body)).toEqual(
      expect.arrayContaining([
        "/products/1/code",
        "/products/1/priceMinor",
        "/products/1/currency",
        "/products/1/validFrom",
        "/products/2/copy/0/locale",
        "/products/2/copy/0/title",
        "/products/2/colour",
      ]),
    );
    expect((await call("GET", "/v1/product-sets")).body?.["items"]).toEqual([]);
  });

  it("a link that leaves the allowed hosts, however it is spelled, is refused", async () => {
    const call = await api();
    for (const linkUrl of [
      "http://shop.example/",
      "https://shop.example.evil.example/",
      "https://shop.example@evil.example/",
      "https://shop.example\\@evil.example/",
      "javascript:alert(1)",
      "//shop.example/",
    ]) {
      const answer = await call("PUT", "/v1/product-sets/SPADE", { ...spade, linkUrl });
      expect([answer.status, pointers(answer.body)]).toEqual([422, ["/linkUrl"]]);
    }
  });

  it("a rule has the number that its kind asks for and no other", async () => {
    const call = await api();
    const when = "product.price > 100";
    expect((await call("PUT", "/v1/rules/first", { kind: "pin", when, position: 1 })).body).toMatchObject({
      name: "first",
      kind: "pin",
      position: 1,
      version: 1,
    });
    const missing = await call("PUT", "/v1/rules/second", { kind: "boost", when });
    expect(pointers(missing.body)).toEqual(["/factor"]);
    const foreign = await call("PUT", "/v1/rules/second", { kind: "exclude", when, percent: 5 });
    expect(pointers(foreign.body)).toEqual(["/percent"]);
    expect((await call("GET", "/v1/rules")).body?.["items"]).toHaveLength(1);
    expect((await call("DELETE", "/v1/rules/first")).status).toBe(204);
    expect((await call("GET", "/v1/rules/first")).body).toMatchObject({ state: "off", version: 2 });
  });

  it("a source can be checked while it is written", async () => {
    const call = await api();
    expect((await call("POST", "/v1/rules/check", { when: "product.price > 3" })).body).toEqual({ faults: [] });
    const faulty = await call("POST", "/v1/rules/check", { when: "product.prise > 3" });
    expect(faulty.body?.["faults"]).toMatchObject([{ line: 1, column: 9 }]);
  });

  it("a declared field may be named, a standard one not declared again", async () => {
    const call = await api();
    expect((await call("PUT", "/v1/vocabulary", { product: { grams: "int" } })).status).toBe(204);
    expect((await call("GET", "/v1/vocabulary")).body?.["product"]).toMatchObject({ grams: "int", price: "int" });
    expect((await call("PUT", "/v1/rules/light", { kind: "eligible", when: "product.grams < 500" })).status).toBe(200);
    expect(pointers((await call("PUT", "/v1/vocabulary", { product: { price: "string" } })).body)).toEqual([
      "/product/price",
    ]);
  });

  it("a key that may only read changes nothing", async () => {
    const call = await api(["catalogue:read"]);
    expect((await call("GET", "/v1/rules")).status).toBe(200);
    for (const [method, path] of [
      ["PUT", "/v1/product-sets/SPADE"],
      ["PUT", "/v1/product-sets"],
      ["DELETE", "/v1/product-sets/SPADE"],
      ["POST", "/v1/product-sets/SPADE/stock"],
      ["PUT", "/v1/rules/r"],
      ["DELETE", "/v1/rules/r"],
      ["PUT", "/v1/vocabulary"],
      ["POST", "/v1/templates/t/versions"],
    ] as const) {
      expect([path, (await call(method, path)).status]).toEqual([path, 403]);
    }
  });

  it("each operation describes what it takes and gives", async () => {
    const operations = catalogueOperations({ store: await freshStore(), clock: manualClock(0) });
    const document = openApiDocument(operations, "1") as unknown as OpenApiDocument;
    const put = document.paths["/v1/product-sets/{code}"]?.["put"];
    const schema = put?.requestBody?.content?.["application/json"]?.schema ?? {};
    expect(schemaRows(schema).map((row) => row.name)).toEqual(
      expect.arrayContaining(["category", "priceMinor", "copy", "locale", "validFrom", "stock"]),
    );
    expect(new Set(operations.map((operation) => operation.operationId)).size).toBe(operations.length);
  });
});
