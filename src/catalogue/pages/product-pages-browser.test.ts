import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumLaunch } from "#web/pages/gallery/chromium-launch.ts";
import { axeComplaints, inspectPages, overflow, smallTargets } from "#web/pages/gallery/inspect-pages.ts";
import { openPages, type OpenPages } from "#web/pages/gallery/open-pages.ts";
import { servePictures } from "../../../tests/worlds/product-pictures.ts";
import { productsWorld } from "../../../tests/worlds/products-world.ts";

const paths = ["/products", "/products?q=zzz", "/products/SPADE-2", "/products/SPADE-2?chosen=like", "/products/NONE"];

describe.skipIf(!existsSync(chromiumLaunch.executablePath))("product pages in a real browser (needs Chromium)", () => {
  let pages: OpenPages;
  let world: Awaited<ReturnType<typeof productsWorld>>;
  beforeAll(async () => {
    world = await productsWorld({ isHttps: false });
    pages = await openPages(world.app);
  }, 60_000);
  afterAll(() => pages.close());

  it("axe finds nothing to complain about", { timeout: 60_000 }, async () => {
    const seen = { paths, width: 320, colorScheme: "dark", prepare: servePictures } as const;
    expect(await inspectPages(pages, seen, axeComplaints)).toEqual([]);
  });

  it("fit on 240 pixels with targets that a thumb finds", { timeout: 60_000 }, async () => {
    const seen = { paths, width: 240, prepare: servePictures };
    expect(await inspectPages(pages, seen, overflow)).toEqual([]);
    expect(await inspectPages(pages, seen, smallTargets)).toEqual([]);
  });

  it("a visitor without script agrees, chooses and is thanked", { timeout: 60_000 }, async () => {
    const context = await pages.browser.newContext({ javaScriptEnabled: false });
    await servePictures(context);
    const page = await context.newPage();
    await page.goto(`${pages.origin}/products`);
    await page.getByRole("button", { name: "Yes, remember it" }).click();
    await page.getByRole("link", { name: "Forged border spade" }).click();
    await page.getByRole("button", { name: "I like this" }).click();
    expect(await page.getByRole("status").textContent()).toContain("We will remember that");
    await context.close();
    expect(world.recorded.map(([, event]) => event.name)).toContain("Product Selected");
  });
});
