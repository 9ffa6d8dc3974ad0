import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectPages } from "#web/pages/gallery/inspect-pages.ts";
import { openPages, type OpenPages } from "#web/pages/gallery/open-pages.ts";
import { hasChromium, pagesContract } from "#web/pages/gallery/pages.contract.ts";
import { servePictures } from "../../../tests/worlds/product-pictures.ts";
import { productsWorld } from "../../../tests/worlds/products-world.ts";

const paths = ["/products", "/products?q=zzz", "/products/SPADE-2", "/products/SPADE-2?chosen=like", "/products/NONE"];

describe.skipIf(!hasChromium)("product pages in a real browser (needs Chromium)", () => {
  let pages: OpenPages;
  let world: Awaited<ReturnType<typeof productsWorld>>;
  beforeAll(async () => {
    world = await productsWorld({ isHttps: false });
    pages = await openPages(world.app);
  }, 60_000);
  afterAll(() => pages.close());

  pagesContract(() =>
    inspectPages(pages, { paths, narrowest: 240, prepare: servePictures, pictureOrigins: ["https://shop.example"] }),
  );

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
