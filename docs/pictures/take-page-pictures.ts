/**
 * Pictures of the pages at 320 and 1,280 pixels, in light and in dark: `node --import tsx docs/pictures/take-page-pictures.ts`.
 * Needs Chromium at /usr/bin/chromium.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { galleryApp } from "../../src/web/pages/gallery/gallery-app.tsx";
import { openPages, type OpenPages } from "../../src/web/pages/gallery/open-pages.ts";
import { servePictures } from "../../tests/worlds/product-pictures.ts";
import { productsWorld } from "../../tests/worlds/products-world.ts";
import { packPng } from "./pack-png.ts";

const folder = join(import.meta.dirname, "pages");

async function takePictures({ browser, origin }: OpenPages, paths: readonly string[]): Promise<void> {
  for (const width of [320, 1280]) {
    for (const colorScheme of ["light", "dark"] as const) {
      const viewport = { width, height: 800 };
      const context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled: false });
      await servePictures(context);
      const page = await context.newPage();
      for (const path of paths) {
        await page.goto(`${origin}${path}`);
        const name = `${path
          .slice(1)
          .replaceAll(/[^A-Za-z0-9]+/g, "-")
          .toLowerCase()}-${width}-${colorScheme}.png`;
        writeFileSync(join(folder, name), packPng(await page.screenshot({ fullPage: true })));
      }
      await context.close();
    }
  }
}

mkdirSync(folder, { recursive: true });
const { app } = await productsWorld({ isHttps: false });
const paths = [...galleryApp(app), "/products", "/products/SPADE-2"];
const pages = await openPages(app);
await takePictures(pages, paths);
await pages.close();
