import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { feedBody } from "#catalogue/feeds/feed.ts";
import { findFeed } from "#catalogue/feeds/find-feed.ts";
import { putFeed } from "#catalogue/feeds/put-feed.ts";
import { pushRun } from "#catalogue/feeds/run/push-run.ts";
import { putSetting } from "#catalogue/settings.ts";
import { MINUTE_MS } from "#kernel/clock.ts";
import { mountAssets } from "#web/pages/assets.ts";
import { inspectPages } from "#web/pages/gallery/inspect-pages.ts";
import { openPages, type OpenPages } from "#web/pages/gallery/open-pages.ts";
import { hasChromium, pagesContract } from "#web/pages/gallery/pages.contract.ts";
import { type ConsoleWorld, consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";
import { mountConsole } from "./mount-console.ts";

const ORIGIN = "http://127.0.0.1:8787";
const actor = { kind: "key", id: "k1", scopes: [] } as const;
const STRANGE = `<b>"'&`;

/** A feed with a run that went well, one with refused records, and one that is held (number 3); and one without any. */
async function feedWorld({ deps, clock, store }: ConsoleWorld): Promise<void> {
  await store.write([putSetting("hosts", ["shop.example"], 0)]);
  const form = { kind: "csv", delimiter: "," };
  const table = {
    title: `Shop ${STRANGE}`,
    url: `https://feeds.shop.example/${"long/".repeat(20)}products.csv`,
    schedule: { at: ["06:00", "18:30"], zone: "Europe/London" },
    form,
    mapping: {
      code: "sku",
      category: { constant: "garden" },
      title: "name",
      price: "price",
      currency: { constant: "EUR" },
      imageUrl: { text: "https://cdn.shop.example/{sku}.jpg" },
      linkUrl: { text: "https://shop.example/{sku}" },
    },
  };
  const put = (code: string, settings: object) =>
    putFeed({ deps: deps.feeds, actor, input: { code, settings: feedBody.parse(settings) } });
  await put("shop", table);
  await put("stock", { title: "Stock", mode: "delta", form, mapping: { code: "sku", stock: "stock" } });
  const rows = (count: number, price: string) =>
    Array.from({ length: count }, (_, index) => `P${index},Spade ${index},${index === 3 ? price : "12.50"}`);
  for (const lines of [rows(40, "1"), rows(40, STRANGE.replaceAll('"', "")), rows(10, "1")]) {
    clock.advance(MINUTE_MS);
    const feed = await findFeed(store, "shop");
    if (feed === undefined) throw new Error("no feed");
    async function* bytes() {
      yield Buffer.from(["sku,name,price", ...lines, ""].join("\n"));
    }
    await pushRun({ deps: deps.feeds, actor, feed, bytes: bytes(), isDry: false });
  }
}

const paths = [
  "/console/feeds",
  "/console/feeds/shop",
  "/console/feeds/shop/runs/2",
  "/console/feeds/shop/runs/3",
  "/console/images",
  "/console/new-feed",
  "/console/feeds/shop/edit",
  "/console/feeds/stock/edit",
];

describe("the console's pages of feeds", () => {
  it("tell how each feed is read, what its runs did, and which records were refused, where and why", async () => {
    const world = await consoleWorld(ORIGIN);
    await feedWorld(world);
    const cookie = await world.cookieOf("viewer");
    const list = await getPage(world, "/console/feeds", cookie);
    expect(list.text).toContain("Shop &lt;b&gt;&quot;&#39;&amp;");
    expect(list.text).toContain("held");
    const run = await getPage(world, "/console/feeds/shop/runs/2", cookie);
    expect([run.status, run.text.includes("line 5"), run.text.includes("price")]).toEqual([200, true, true]);
    const held = await getPage(world, "/console/feeds/shop/runs/3", cookie);
    expect(held.text).toContain("30 of 40");
    expect(held.text).not.toContain("Take it over");
    for (const path of ["/console/feeds/none", "/console/feeds/stock/runs/3", "/console/feeds/shop/runs/x"]) {
      expect([path, (await getPage(world, path, cookie)).status]).toEqual([path, 404]);
    }
  });

  it("let an editor take a held run over, once, and nobody else", async () => {
    const world = await consoleWorld(ORIGIN);
    await feedWorld(world);
    const path = "/console/feeds/shop/runs/3";
    const fields = { decision: "apply" };
    expect((await postForm(world, path, { cookie: await world.cookieOf("viewer"), fields })).status).toBe(403);
    const cookie = await world.cookieOf("editor");
    expect((await postForm(world, path, { cookie, fields: { decision: "perhaps" } })).status).toBe(400);
    expect((await postForm(world, path, { cookie, fields })).status).toBe(303);
    expect((await getPage(world, path, cookie)).text).toContain("of 40; 30 withdrawn");
    expect((await postForm(world, path, { cookie, fields })).status).toBe(409);
  });

  it("ask for a fetch with the next turn of the clockwork", async () => {
    const world = await consoleWorld(ORIGIN);
    await feedWorld(world);
    const cookie = await world.cookieOf("editor");
    const asked = await postForm(world, "/console/feeds/shop/fetch", { cookie, fields: {} });
    expect(asked.headers.get("location")).toBe("/console/feeds/shop?asked=1");
    expect((await findFeed(world.store, "shop"))?.nextRunAt).toBe(world.clock.now());
    expect((await postForm(world, "/console/feeds/stock/fetch", { cookie, fields: {} })).status).toBe(404);
  });

  it("host a picture that a browser sends, and say why another is none", async () => {
    const world = await consoleWorld(ORIGIN);
    const cookie = await world.cookieOf("editor");
    const send = (file: Blob) => {
      const body = new FormData();
      body.append("picture", file, "spade.png");
      return world.app.request(`${ORIGIN}/console/images`, {
        method: "POST",
        headers: { cookie, origin: ORIGIN },
        body,
      });
    };
    const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    const hosted = await send(new Blob([Buffer.from(pixel, "base64")]));
    expect([hosted.status, /\/images\/[0-9a-f]{32}-640\.png/.test(await hosted.text())]).toEqual([200, true]);
    const refused = await send(new Blob(["<svg/>             "]));
    expect([refused.status, (await refused.text()).includes("SVG is a program")]).toEqual([422, true]);
    expect((await send(new Blob([]))).status).toBe(422);
  });
});

describe.skipIf(!hasChromium)("the console's pages of feeds in a real browser (needs Chromium)", () => {
  let pages: OpenPages;
  beforeAll(async () => {
    const app = new Hono();
    mountAssets(app);
    pages = await openPages(app);
    const world = await consoleWorld(pages.origin);
    await feedWorld(world);
    mountConsole(app, { ...world.deps, findSession: async () => ({ operatorId: "opr_1", role: "owner" }) });
  }, 60_000);
  afterAll(() => pages.close());

  pagesContract(() => inspectPages(pages, { paths, narrowest: 320 }));
});
