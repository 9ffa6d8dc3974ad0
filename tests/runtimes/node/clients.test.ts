import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Analytics } from "@segment/analytics-node";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { afterEach, describe, expect, it } from "vitest";
import { ingestWorld } from "../../contracts/ingest-world.ts";
import { freshStore } from "../../worlds/fresh-store.ts";

const open: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A real server on loopback. The clock is the machine's, because the clients write its time. */
async function server() {
  const world = await ingestWorld(await freshStore());
  world.clock.set(Date.now());
  const seen: Array<{ path: string; type: string; encoding: string; status: number }> = [];
  const waiting: Array<() => void> = [];
  let taken = 0;
  const http = serve({
    fetch: async (request) => {
      const response = await world.app.fetch(request);
      seen.push({
        path: new URL(request.url).pathname,
        type: request.headers.get("content-type") ?? "",
        encoding: request.headers.get("content-encoding") ?? "",
        status: response.status,
      });
      if (response.ok) taken += ((await response.clone().json()) as { accepted: number }).accepted;
      for (const look of waiting) look();
      return response;
    },
    port: 0,
    hostname: "127.0.0.1",
  });
  await new Promise((resolve) => (http.listening ? resolve(undefined) : http.once("listening", resolve)));
  open.push(() => new Promise((resolve) => http.close(() => resolve())));
  /** Resolves when that many facts were taken. */
  const accepted = (facts: number) =>
    new Promise<void>((resolve) => {
      const look = () => (taken >= facts ? resolve() : undefined);
      waiting.push(look);
      look();
    });
  return { ...world, seen, accepted, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
}

const products = [
  { product_id: "P1", category: "garden", price: 12.95, quantity: 2 },
  { product_id: "P2", price: 5.6, quantity: 1 },
];
const order = { order_id: "O1", total: 31.5, currency: "EUR", products };

describe("@segment/analytics-node", () => {
  it("delivers every kind of call once, and its facts are there", async () => {
    const { url, writeKey, seen, rows, count } = await server();
    const failures: unknown[] = [];
    const client = new Analytics({ host: url, writeKey, flushAt: 20, maxRetries: 1 });
    client.on("error", (failure) => failures.push(failure));
    client.track({ anonymousId: "a1", event: "Product Viewed", properties: { product_id: "P1", category: "garden" } });
    client.identify({ userId: "C1", anonymousId: "a1", traits: { firstName: "Ada", email: "Ada@People.example" } });
    client.page({ userId: "C1", name: "Garden", properties: { path: "/garden" } });
    client.group({ userId: "C1", groupId: "g1" });
    client.alias({ userId: "C1", previousId: "a2" });
    client.track({
      userId: "C1",
      event: "Order Completed",
      properties: order,
      timestamp: new Date("2020-02-29T10:00:00Z"),
    });
    await client.closeAndFlush();
    expect([failures, seen]).toEqual([
      [],
      [{ path: "/v1/batch", type: "application/json", encoding: "", status: 200 }],
    ]);
    expect(await rows("select first_name, email from customers where code = 'C1'")).toEqual([
      { first_name: "Ada", email: "ada@people.example" },
    ]);
    expect(
      await rows("select count(*) as n from events join customers on customers.id = customer_id where code = 'C1'"),
    ).toEqual([{ n: 6 }]);
    expect(await rows("select at, total_minor from purchases")).toEqual([
      { at: Date.UTC(2020, 1, 29, 10), total_minor: 3150 },
    ]);
    expect(await count("purchase_lines")).toBe(2);
  });

  it("gives up at once on a wrong key instead of trying again", async () => {
    const { url, seen, count } = await server();
    const failures: unknown[] = [];
    const client = new Analytics({ host: url, writeKey: "wrong", maxRetries: 3 });
    client.on("error", (failure) => failures.push(failure));
    client.track({ userId: "C1", event: "Product Viewed" });
    await client.closeAndFlush();
    expect(seen.map(({ status }) => status)).toEqual([401]);
    expect([failures.length, await count("events")]).toEqual([1, 0]);
  });

  it("is done with a batch in which one item is bad", async () => {
    const { url, writeKey, seen, count } = await server();
    const client = new Analytics({ host: url, writeKey, maxRetries: 3 });
    client.track({ userId: "C1", event: "Order Completed", properties: { total: "much" } });
    client.track({ userId: "C1", event: "Product Viewed" });
    await client.closeAndFlush();
    expect(seen.map(({ status }) => status)).toEqual([200]);
    expect([await count("events"), await count("rejected_items")]).toEqual([1, 1]);
  });
});

describe("@rudderstack/rudder-sdk-node", () => {
  it("delivers its gzipped form-typed body, and its facts are there", async () => {
    const { url, writeKey, seen, accepted, rows, count } = await server();
    const client = new RudderAnalytics(writeKey, { dataPlaneUrl: url, flushAt: 20, gzip: true, logLevel: "error" });
    client.track({ anonymousId: "a1", event: "Product Viewed", properties: { product_id: "P1", category: "garden" } });
    client.identify({ userId: "C1", anonymousId: "a1", traits: { firstName: "Ada", email: "ada@people.example" } });
    client.page({ userId: "C1", name: "Garden" });
    client.screen({ userId: "C1", name: "Home" });
    client.track({ userId: "C1", event: "Order Completed", properties: order });
    await client.flush();
    await accepted(5);
    const call = { path: "/v1/batch", type: "application/x-www-form-urlencoded", encoding: "gzip", status: 200 };
    expect(seen).toEqual(seen.map(() => call));
    expect(await rows("select first_name, email from customers where code = 'C1'")).toEqual([
      { first_name: "Ada", email: "ada@people.example" },
    ]);
    expect([await count("events"), await count("purchases"), await count("purchase_lines")]).toEqual([5, 1, 2]);
    expect(await rows("select distinct channel from events")).toEqual([{ channel: "server" }]);
  });
});
