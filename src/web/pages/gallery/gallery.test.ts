import { Hono } from "hono";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumLaunch } from "./chromium-launch.ts";
import { galleryApp } from "./gallery-app.tsx";
import { axeComplaints, inspectPages, overflow, smallTargets } from "./inspect-pages.ts";
import { openPages, type OpenPages } from "./open-pages.ts";

describe.skipIf(!existsSync(chromiumLaunch.executablePath))("the pages in a real browser (needs Chromium)", () => {
  const app = new Hono();
  const paths = galleryApp(app);
  let pages: OpenPages;
  beforeAll(async () => {
    pages = await openPages(app);
  }, 60_000);
  afterAll(() => pages.close());

  for (const [width, colorScheme] of [
    [320, "dark"],
    [1280, "light"],
  ] as const) {
    it(`axe finds nothing to complain about at ${width} pixels in ${colorScheme}`, { timeout: 60_000 }, async () => {
      expect(await inspectPages(pages, { paths, width, colorScheme }, axeComplaints)).toEqual([]);
    });
  }

  it("no page is wider than a screen of 240 pixels", { timeout: 60_000 }, async () => {
    expect(await inspectPages(pages, { paths, width: 240 }, overflow)).toEqual([]);
  });

  it("whatever is pressed is at least 44 pixels high on a phone", { timeout: 60_000 }, async () => {
    expect(await inspectPages(pages, { paths, width: 320 }, smallTargets)).toEqual([]);
  });

  it(
    "nothing on a page breaks its own content security policy, and nothing is asked from elsewhere",
    { timeout: 60_000 },
    async () => {
      const context = await pages.browser.newContext();
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("request", (request) => {
        if (!request.url().startsWith(pages.origin) && !request.url().startsWith("data:"))
          complaints.push(request.url());
      });
      for (const path of paths) await page.goto(`${pages.origin}${path}`);
      await context.close();
      expect(complaints).toEqual([]);
    },
  );
});
