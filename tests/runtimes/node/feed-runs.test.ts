import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { afterEach, describe, expect, it } from "vitest";
import { feedOperations } from "#catalogue/feeds/api/feed-operations.ts";
import { feedBody } from "#catalogue/feeds/feed.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { putFeed } from "#catalogue/feeds/put-feed.ts";
import { putSetting } from "#catalogue/settings.ts";
import { manualClock } from "#kernel/clock.ts";
import { ok } from "#kernel/result.ts";
import { secretFrom } from "#kernel/secret.ts";
import { mountOperations } from "#web/mount-operations.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

const open: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const actor = { kind: "key", id: "key_test", scopes: ["catalogue:write"] } as const;
const settings = {
  title: "Stock",
  mode: "delta",
  form: { kind: "csv" },
  mapping: { code: "sku", price: "price", currency: { constant: "EUR" }, stock: "stock" },
};
const FETCHED = "sku,price,stock\nA,1.00,1\nB,2.00,2\nC,3.00,3\n";

/** A real server on loopback with two feeds: `shop` has an address, `till` has none. */
async function server() {
  const store = await freshStore();
  const clock = manualClock(Date.UTC(2026, 4, 20, 9));
  await store.write([putSetting("hosts", ["shop.example"], clock.now())]);
  const asked: string[] = [];
  const deps: FeedDeps = {
    store,
    clock,
    secret: secretFrom(new Uint8Array(32).fill(7)),
    outgoing: {
      transport: async ({ url }) => {
        asked.push(url.href);
        return { status: 200, headers: new Headers(), body: new Response(FETCHED).body ?? new ReadableStream() };
      },
      policy: { trustedOrigins: new Set(["https://shop.example"]), ownHosts: new Set() },
      timer: { after: () => () => undefined },
    },
  };
  for (const [code, url] of [["shop", "https://shop.example/stock.csv"], ["till"]] as const) {
    const input = { code, settings: feedBody.parse({ ...settings, ...(url === undefined ? {} : { url }) }) };
    expect((await putFeed({ deps, actor, input: { ...input, header: undefined } })).ok).toBe(true);
  }
  const app = new Hono();
  const timer = { after: () => () => undefined };
  mountOperations(app, { operations: feedOperations(deps), authorize: async () => ok(actor), timer });
  const http = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  if (!http.listening) await once(http, "listening");
  open.push(() => new Promise((resolve) => http.close(() => resolve())));
  return { asked, port: (http.address() as AddressInfo).port };
}

type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** One request over a socket, to the letter. */
async function raw(port: number, text: string): Promise<Answer> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (part) => (answer += String(part)));
  socket.write(text);
  await once(socket, "close");
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  return {
    status: Number(head.split(" ")[1]),
    body: JSON.parse(body.slice(body.indexOf("{"), body.lastIndexOf("}") + 1)),
  };
}

const post = (feed: string, more = "") =>
  `POST /v1/feeds/${feed}/runs?dry=true HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${more}\r\n`;

describe("a feed's run over a socket", () => {
  it("fetches the feed from its address where the request brings not one byte, however it says so", async () => {
    const { asked, port } = await server();
    const path = `http://127.0.0.1:${port}/v1/feeds/shop/runs?dry=true`;
    const empty = [
      await raw(port, post("shop")),
      await raw(port, post("shop", "Content-Length: 0\r\n")),
      await raw(port, `${post("shop", "Transfer-Encoding: chunked\r\n")}0\r\n\r\n`),
    ];
    for (const answer of [await fetch(path, { method: "POST" }), await fetch(path, { method: "POST", body: "" })])
      empty.push({ status: answer.status, body: (await answer.json()) as Record<string, unknown> });
    for (const { status, body } of empty) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ origin: "url", read: 3 });
    }
    expect(asked).toHaveLength(empty.length);
  });

  it("reads what is pushed, even to a feed that has an address", async () => {
    const { asked, port } = await server();
    const line = "sku,price,stock\nD,4.00,4\n";
    const more = `Content-Length: ${line.length}\r\n`;
    for (const feed of ["shop", "till"]) {
      const { body } = await raw(port, post(feed, more) + line);
      expect(body).toMatchObject({ origin: "push", read: 1 });
    }
    expect(asked).toEqual([]);
  });

  it("is refused where nothing is pushed and there is no address", async () => {
    const { port } = await server();
    expect(await raw(port, post("till"))).toMatchObject({ status: 409, body: { code: "conflict" } });
  });
});
