/**
 * Pictures of the pages at 320 and 1,280 pixels, in light and in dark: `node --import tsx docs/pictures/take-page-pictures.ts`.
 * Needs Chromium at /usr/bin/chromium.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type OpenGallery, openGallery } from "../../src/web/pages/gallery/open-gallery.ts";

const folder = join(import.meta.dirname, "pages");

async function takePictures({ browser, origin, paths }: OpenGallery): Promise<void> {
  for (const width of [320, 1280]) {
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme,
        javaScriptEnabled: false,
      });
      const page = await context.newPage();
      for (const path of paths) {
        await page.goto(`${origin}${path}`);
        const name = `${path.slice(1).replaceAll("/", "-")}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: join(folder, name), fullPage: true });
      }
      await context.close();
    }
  }
}

mkdirSync(folder, { recursive: true });
const gallery = await openGallery();
await takePictures(gallery);
await gallery.close();
