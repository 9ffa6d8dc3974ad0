import type { BrowserContext } from "playwright-core";
import { seedOf } from "#kernel/random.ts";

/** Stands in for the vendor's picture server: a calm drawing for each address. */
export async function servePictures(context: BrowserContext): Promise<void> {
  await context.route("https://shop.example/**", (route) => {
    const shade = Math.abs(seedOf(route.request().url())) % 360;
    return route.fulfill({
      contentType: "image/svg+xml",
      body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><rect width="400" height="400" fill="hsl(${shade} 28% 82%)"/><circle cx="200" cy="215" r="105" fill="hsl(${shade} 32% 58%)"/><circle cx="238" cy="180" r="42" fill="hsl(${shade} 40% 88%)"/></svg>`,
    });
  });
}
