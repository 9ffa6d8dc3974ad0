import { Hono } from "hono";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mountAssets } from "#web/pages/assets.ts";
import { inspectPages, visitPages } from "#web/pages/gallery/inspect-pages.ts";
import { openPages, type OpenPages } from "#web/pages/gallery/open-pages.ts";
import { hasChromium, pagesContract } from "#web/pages/gallery/pages.contract.ts";
import { servePictures } from "#tests/worlds/product-pictures.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { newestCode, type OwnWorld, ownWorld } from "#tests/worlds/own-world.ts";
import { fillOwnPage, ownPaths, ownShelf } from "#tests/worlds/own-page-world.ts";

describe.skipIf(!hasChromium)("a customer's own site in a real browser (needs Chromium)", () => {
  let pages: OpenPages;
  let world: OwnWorld;
  beforeAll(async () => {
    const app = new Hono();
    mountAssets(app);
    pages = await openPages(app);
    world = await ownWorld(await freshStore(), { app, publicUrl: pages.origin, shelf: async () => ownShelf });
    await fillOwnPage(world);
  }, 60_000);
  afterAll(() => pages.close());

  const enteredAs = (address: string) => async (context: BrowserContext) => {
    await servePictures(context);
    const page = await context.newPage();
    await page.goto(`${pages.origin}/me/enter`);
    await page.locator("input[type=email]").fill(address);
    await page.locator("main button").click();
    await world.deliver();
    await page.locator("input[name=code]").fill(newestCode(world.mailbox));
    await page.locator("main button").click();
    await page.close();
  };

  pagesContract(() =>
    inspectPages(pages, {
      paths: ownPaths,
      narrowest: 240,
      pictureOrigins: ["https://shop.example"],
      prepare: enteredAs("ada@people.example"),
    }),
  );

  it("is read from right to left where the language is, without a fault of axe", { timeout: 90_000 }, async () => {
    await world.store.write([{ sql: "update customers set locale = 'ar' where code = 'ben'", params: [] }]);
    const his = { paths: ownPaths, prepare: enteredAs("ben@people.example") };
    expect(await inspectPages(pages, { ...his, narrowest: 240, pictureOrigins: ["https://shop.example"] })).toEqual({
      axe: [],
      overflow: [],
      smallTargets: [],
      policy: [],
    });
    const directions = await visitPages(pages, { ...his, paths: ["/me", "/me/data"] }, async (page, url) => {
      await page.goto(url);
      return page.evaluate(() => document.documentElement.dir);
    });
    expect(directions).toEqual(["rtl", "rtl"]);
  });

  it(
    "without script, on 240 pixels, she comes in, writes a wish, and erases herself",
    { timeout: 60_000 },
    async () => {
      const context = await pages.browser.newContext({
        viewport: { width: 240, height: 320 },
        javaScriptEnabled: false,
      });
      await enteredAs("ada@people.example")(context);
      const page = await context.newPage();
      await page.goto(`${pages.origin}/me`);
      await page.getByRole("link", { name: "Wishes and notes" }).click();
      await page.getByLabel("Your words").first().fill("A greenhouse, one day");
      await page.getByRole("button", { name: "Keep it" }).first().click();
      expect(await page.getByText("A greenhouse, one day").first().isVisible()).toBe(true);
      await page.getByRole("link", { name: "Your page" }).click();
      await page.getByRole("link", { name: "Erase everything" }).click();
      await page.getByLabel("Yes, erase everything about me").check();
      await page.getByRole("button", { name: "Erase everything" }).click();
      expect(await page.getByRole("heading", { name: "It is done" }).isVisible()).toBe(true);
      await context.close();
    },
  );
});
