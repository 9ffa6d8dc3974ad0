import { Hono } from "hono";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPreferences } from "#messages/preferences/find-preferences.ts";
import { mountAssets } from "#web/pages/assets.ts";
import { inspectPages, visitPages } from "#web/pages/gallery/inspect-pages.ts";
import { openPages, type OpenPages } from "#web/pages/gallery/open-pages.ts";
import { hasChromium, pagesContract } from "#web/pages/gallery/pages.contract.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { shareHome } from "#tests/worlds/shared-home.ts";
import { type ReaderWorld, readerWorld } from "#tests/worlds/reader-world.ts";

describe.skipIf(!hasChromium)("the customer's page in a real browser (needs Chromium)", () => {
  let pages: OpenPages;
  let world: ReaderWorld;
  let paths: readonly string[];
  beforeAll(async () => {
    const app = new Hono();
    mountAssets(app);
    pages = await openPages(app);
    world = await readerWorld(await freshStore(), { app, publicUrl: pages.origin });
    await shareHome(world.store, "weekly");
    paths = [
      "/preferences",
      "/preferences?saved=1",
      "/preferences/weekly",
      "/preferences/birthday",
      `/u/${world.tokenFor("unsubscribe")}`,
      "/p/nonsense",
    ];
  }, 60_000);
  afterAll(() => pages.close());

  const openedBy = (messageNumber: number) => async (context: BrowserContext) => {
    const page = await context.newPage();
    await page.goto(`${pages.origin}/p/${world.tokenFor("preferences", messageNumber)}`);
    await page.close();
  };

  pagesContract(() => inspectPages(pages, { paths, narrowest: 240, prepare: openedBy(1) }));

  it("is read from right to left where the language is, without a fault of axe", { timeout: 60_000 }, async () => {
    await world.store.write([{ sql: "update customers set locale = 'ar' where code = 'ben'", params: [] }]);
    const hers = { paths: paths.slice(0, 4), prepare: openedBy(2) };
    expect(await inspectPages(pages, { ...hers, narrowest: 240 })).toEqual({
      axe: [],
      overflow: [],
      smallTargets: [],
      policy: [],
    });
    const directions = await visitPages(pages, hers, async (page, url) => {
      await page.goto(url);
      return page.evaluate(() => document.documentElement.dir);
    });
    expect(directions).toEqual(["rtl", "rtl", "rtl", "rtl"]);
  });

  it(
    "without script, on 240 pixels, a customer chooses her days and reads what she chose",
    { timeout: 60_000 },
    async () => {
      const context = await pages.browser.newContext({
        viewport: { width: 240, height: 320 },
        javaScriptEnabled: false,
      });
      const page = await context.newPage();
      await page.goto(`${pages.origin}/p/${world.tokenFor("preferences")}`);
      expect(page.url()).toBe(`${pages.origin}/preferences`);
      await page.getByRole("link", { name: /Change days and times.*Weekly picks/ }).click();
      await page.getByText("On a weekday of the month").first().click();
      await page.locator("summary", { hasText: "On a weekday of the month" }).click();
      await page.getByLabel("Which one").selectOption("-1");
      await page.getByLabel("Day of the week", { exact: true }).selectOption("5");
      await page.getByLabel("Time of day").fill("18:30");
      await page.getByRole("button", { name: "Save" }).click();
      expect(await page.getByRole("status").textContent()).toContain("Saved.");
      const text = await page.textContent("main");
      expect(text).toContain("On the last Friday of every month at 18:30");
      expect(text).toMatch(/Fri,? 27 November · Fri,? 25 December · Fri,? 29 January/);
      await page.getByRole("link", { name: "Your messages" }).click();
      await page.getByText("Take a break").click();
      await page.getByLabel("Until").first().fill("2026-12-24");
      await page.getByRole("button", { name: "Save" }).click();
      const saved = await findPreferences(world.store, { code: "ada" });
      expect(saved?.pause).toEqual({ from: "2026-11-22", until: "2026-12-24" });
      await context.close();
    },
  );
});
