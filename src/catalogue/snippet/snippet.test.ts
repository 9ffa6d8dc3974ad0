import { serve } from "@hono/node-server";
import { Hono } from "hono";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openChromium } from "#web/pages/gallery/chromium.ts";
import { hasChromium } from "#web/pages/gallery/pages.contract.ts";
import { mountSnippet } from "./mount-snippet.ts";

type Item = { type: string; event?: string; name?: string; userId?: string; anonymousId?: string; properties?: object };
type Received = { authorization: string; batch: Item[] };

function listen(app: Hono): Promise<{ origin: string; close: () => void }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve({ origin: `http://127.0.0.1:${port}`, close: () => server.close() }),
    );
  });
}

const crossOrigin = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, content-type",
};

/** A gateway that only listens, and a shop on another origin. */
async function world() {
  const received: Received[] = [];
  let wake = () => {};
  const gateway = new Hono();
  mountSnippet(gateway);
  gateway.options("/v1/batch", () => new Response(null, { status: 204, headers: crossOrigin }));
  gateway.post("/v1/batch", async (context) => {
    const { batch } = await context.req.json<{ batch: Item[] }>();
    received.push({ authorization: context.req.header("authorization") ?? "", batch });
    wake();
    return new Response("{}", { headers: crossOrigin });
  });
  const to = await listen(gateway);
  const shop = new Hono();
  shop.get("/next", (context) => context.html("<title>Next</title>"));
  shop.get("/", (context) => {
    const consent = context.req.query("consent") ?? "ask";
    return context.html(`<!doctype html><title>Shop</title>
      <script>window.jumpstation = []; jumpstation.push(["page"]);</script>
      <script async src="${to.origin}/assets/snippet.js" data-write-key="wk_public" data-consent="${consent}"></script>
      <a href="/next" data-jumpstation-select="SPADE" data-jumpstation-category="garden"><b>Spade</b></a>`);
  });
  const from = await listen(shop);
  return {
    received,
    /** Settles when so many items have come. */
    arrived: async (count: number) => {
      while (received.flatMap((call) => call.batch).length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    items: () => received.flatMap((call) => call.batch),
    shop: from.origin,
    close: () => {
      to.close();
      from.close();
    },
  };
}

describe("the website snippet", () => {
  it("is smaller than 3 KB without any packing, and is kept for an hour", async () => {
    const app = new Hono();
    mountSnippet(app);
    const response = await app.request("/assets/snippet.js");
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(3_072);
    const again = await app.request("/assets/snippet.js", {
      headers: { "if-none-match": response.headers.get("etag") ?? "" },
    });
    expect(again.status).toBe(304);
  });
});

describe.skipIf(!hasChromium)("the snippet in a real browser (needs Chromium)", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  }, 60_000);
  afterAll(() => browser.close());

  async function visit(
    work: (page: Page, to: Awaited<ReturnType<typeof world>>) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const to = await world();
    const context = await browser.newContext(options);
    await work(await context.newPage(), to);
    await context.close();
    to.close();
  }

  const push = (page: Page, ...call: unknown[]) =>
    page.evaluate(
      (words) => (globalThis as unknown as { jumpstation: { push(c: unknown): void } }).jumpstation.push(words),
      call,
    );
  const loaded = (page: Page) => page.waitForFunction(() => !Array.isArray(Reflect.get(globalThis, "jumpstation")));
  const flushed = async (page: Page) => {
    const answer = page.waitForResponse(
      (response) => response.url().endsWith("/v1/batch") && response.request().method() === "POST",
    );
    await page.evaluate(() => (globalThis as unknown as { jumpstation: { flush(): void } }).jumpstation.flush());
    await answer;
  };
  const kept = (page: Page) => page.evaluate(() => JSON.stringify(localStorage));

  it("with consent, what happened before it loaded arrives, under one anonymous id, with the public write key", () =>
    visit(async (page, { shop, received, items }) => {
      await page.goto(`${shop}/?consent=yes`);
      await loaded(page);
      await push(page, "track", "Catalogue Requested", { season: "spring" });
      await flushed(page);
      expect(items().map((item) => [item.type, item.event ?? item.name])).toEqual([
        ["page", "Shop"],
        ["track", "Catalogue Requested"],
      ]);
      expect(new Set(items().map((item) => item.anonymousId)).size).toBe(1);
      expect(received[0]?.authorization).toBe(`Basic ${btoa("wk_public:")}`);
      expect(await kept(page)).toContain(items()[0]?.anonymousId);
    }));

  it("a selected product arrives although its link leaves the page at once", () =>
    visit(async (page, { shop, items, arrived }) => {
      await page.goto(`${shop}/?consent=yes`);
      await loaded(page);
      await page.click("b");
      await arrived(2);
      expect(items().find((item) => item.event === "Product Selected")?.properties).toEqual({
        product_id: "SPADE",
        category: "garden",
      });
    }));

  it("without an answer nothing is stored and nothing leaves; a yes sends what waited", () =>
    visit(async (page, { shop, received, items }) => {
      await page.goto(shop);
      await loaded(page);
      await push(page, "track", "Looked", {});
      expect([await kept(page), received.length]).toEqual(["{}", 0]);
      await push(page, "consent", true);
      await flushed(page);
      expect(items().map((item) => item.type)).toEqual(["page", "track"]);
    }));

  it("a no forgets the visitor and what waited", () =>
    visit(async (page, { shop, items }) => {
      await page.goto(`${shop}/?consent=yes`);
      await loaded(page);
      await flushed(page);
      await push(page, "track", "Not to be sent");
      await push(page, "consent", false);
      await push(page, "track", "Not either");
      await page.evaluate(() => (globalThis as unknown as { jumpstation: { flush(): void } }).jumpstation.flush());
      await page.goto(`${shop}/next`);
      expect(items().map((item) => item.type)).toEqual(["page"]);
      expect(await kept(page)).toBe("{}");
    }));

  it("who was identified stays so on the next page, beside the anonymous id", () =>
    visit(async (page, { shop, items }) => {
      await page.goto(`${shop}/?consent=yes`);
      await loaded(page);
      await push(page, "identify", "C-1", { plan: "garden" });
      await flushed(page);
      await page.goto(`${shop}/?consent=yes`);
      await loaded(page);
      await flushed(page);
      expect(items().map((item) => [item.type, item.userId])).toEqual([
        ["page", undefined],
        ["identify", "C-1"],
        ["page", "C-1"],
      ]);
    }));

  it("after a reset the next person at the same browser is nobody the first one was", () =>
    visit(async (page, { shop, items }) => {
      await page.goto(`${shop}/?consent=yes`);
      await loaded(page);
      await push(page, "identify", "C-1");
      const sent = page.waitForResponse((answer) => answer.request().method() === "POST");
      await push(page, "reset");
      await sent;
      expect(await kept(page)).toBe("{}");
      await push(page, "track", "Looked");
      await flushed(page);
      const [first, identified, next] = items();
      expect([first?.type, identified?.userId, next?.event, next?.userId]).toEqual([
        "page",
        "C-1",
        "Looked",
        undefined,
      ]);
      expect(identified?.anonymousId).toBe(first?.anonymousId);
      expect(next?.anonymousId).toMatch(/^[0-9a-f]{32}$/);
      expect(next?.anonymousId).not.toBe(first?.anonymousId);
    }));

  it("who signs in as somebody else without a reset brings no anonymous id of the one before her", () =>
    visit(async (page, { shop, items }) => {
      await page.goto(`${shop}/?consent=yes`);
      await loaded(page);
      for (const code of ["C-1", "C-1", "C-2"]) await push(page, "identify", code);
      await flushed(page);
      const [seen, first, again, other] = items();
      expect([first?.userId, again?.userId, other?.userId]).toEqual(["C-1", "C-1", "C-2"]);
      expect([first?.anonymousId, again?.anonymousId]).toEqual([seen?.anonymousId, seen?.anonymousId]);
      expect(other?.anonymousId).not.toBe(seen?.anonymousId);
    }));

  it("a reset before the answer to the question of consent drops what waited", () =>
    visit(async (page, { shop, items }) => {
      await page.goto(shop);
      await loaded(page);
      await push(page, "identify", "C-1");
      await push(page, "reset");
      await push(page, "track", "Looked");
      await push(page, "consent", true);
      await flushed(page);
      expect(items().map((item) => [item.event, item.userId])).toEqual([["Looked", undefined]]);
    }));

  it("a browser with Global Privacy Control has said no, whatever the page says", () =>
    visit(async (page, { shop, received }) => {
      await page.addInitScript(() =>
        Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }),
      );
      await page.goto(`${shop}/?consent=yes`);
      await loaded(page);
      await push(page, "consent", true);
      await push(page, "track", "Looked");
      await page.evaluate(() => (globalThis as unknown as { jumpstation: { flush(): void } }).jumpstation.flush());
      await page.goto(`${shop}/next`);
      expect([received.length, await kept(page)]).toEqual([0, "{}"]);
    }));
});
